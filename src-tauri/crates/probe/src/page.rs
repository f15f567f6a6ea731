use std::sync::LazyLock;

use maud::{DOCTYPE, PreEscaped, html};

use crate::catalogue;
use crate::words::{PageText, spoken};

const STYLE: &str = "\
:root{color-scheme:light dark;--page:#fff;--text:#333;--primary:#0017c1;--label:#fff;--ring:#000;--yes:#197a4b;--no:#ce0000}\
@media (prefers-color-scheme:dark){:root{--page:#1a1a1a;--text:#e6e6e6;--primary:#9db7f9;--label:#1a1a1a;--ring:#ffd43d;\
--yes:#71c598;--no:#ff9696}}\
*{box-sizing:border-box}\
body{margin:0 auto;max-width:34rem;padding:2rem 1.25rem 3rem;background:var(--page);color:var(--text);\
font:1.125rem/1.7 system-ui,sans-serif;overflow-wrap:anywhere}\
.mark{font-size:6rem;line-height:1;text-align:center;margin:1rem 0}.yes{color:var(--yes)}.no{color:var(--no)}\
h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.5;text-align:center}dt{font-weight:700}dd{margin:0 0 1rem}\
a{display:block;min-height:3.5rem;margin-top:2rem;padding:.75rem 1rem;border-radius:.5rem;background:var(--primary);\
color:var(--label);text-align:center;text-decoration:none;font-weight:700}\
a:focus-visible{outline:4px solid var(--ring);outline-offset:2px}\
:lang(ja),:lang(en){line-break:strict;word-break:keep-all}h1,p{text-wrap:balance}";

/// A heading and the sentences below it.
type Said = (String, Vec<String>);

/// What one page has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A certificate that counts came.
    Came {
        /// An accepted CA issued it. Else any CA's count, and only the app can tell whether it is the right one.
        is_verified: bool,
        /// 発行先, its common name.
        subject: String,
        /// Its last day in Japan, ISO 8601.
        until: String,
    },
    /// No certificate came.
    Nobody,
    /// One came that does not count.
    Other,
    /// Whatever came could not be kept for the app: it has to come again.
    Again,
}

pub(crate) fn html(words: &PageText, verdict: &Verdict, back: Option<&str>) -> String {
    let (yes, (heading, sentences)) = match verdict {
        Verdict::Came { is_verified: true, .. } => (true, &words.came),
        Verdict::Came { is_verified: false, .. } => (true, own_or_the_apps(words, |text| text.arrived.as_ref())),
        Verdict::Nobody => (false, &words.nobody),
        Verdict::Other => (false, &words.other),
        Verdict::Again => (false, own_or_the_apps(words, |text| text.again.as_ref())),
    };
    html! {
        (DOCTYPE)
        html lang=(words.tag()) {
            head {
                meta charset="UTF-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (words.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                p class={ "mark " (if yes { "yes" } else { "no" }) } aria-hidden="true" { (if yes { "〇" } else { "✕" }) }
                h1 { (heading) }
                @for sentence in sentences { p { (sentence) } }
                @if let Verdict::Came { subject, until, .. } = verdict {
                    dl { dt { (words.subject) } dd { (subject) } dt { (words.until) } dd { (until) } }
                }
                @if let Some(back) = back { a href=(back) { (words.back) } }
            }
        }
    }
    .into_string()
}

/// Heading and sentences that a publisher's words may leave out: the app's own then.
fn own_or_the_apps(words: &PageText, said: fn(&PageText) -> Option<&Said>) -> &Said {
    static APPS: LazyLock<Vec<PageText>> = LazyLock::new(|| catalogue::all().unwrap_or_default());
    static NOTHING: Said = (String::new(), Vec::new());
    said(words).or_else(|| spoken(&APPS, Some(&words.lang), None).and_then(said)).unwrap_or(&NOTHING)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_publishers_own_words_without_the_newest_sentences_borrow_the_apps() {
        let words = r#"{"lang": "en", "title": "Check", "came": ["It came", []], "nobody": ["Nothing", []],
            "other": ["Another", []], "subject": "for", "until": "until", "back": "Back"}"#;
        let words: PageText = serde_json::from_str(words).unwrap();
        let apps = catalogue::all().unwrap();
        let apps = spoken(&apps, Some("en"), None).unwrap();
        let (subject, until) = (String::new(), String::new());
        for (verdict, (heading, sentences)) in [
            (Verdict::Again, apps.again.as_ref().unwrap()),
            (Verdict::Came { is_verified: false, subject, until }, apps.arrived.as_ref().unwrap()),
        ] {
            let page = html(&words, &verdict, None);
            assert!(!heading.is_empty() && page.contains(heading), "{heading}: {page}");
            assert!(!sentences.is_empty() && sentences.iter().all(|sentence| page.contains(sentence)), "{page}");
        }
    }

    fn words() -> PageText {
        let words = |text: &str| text.to_owned();
        PageText {
            lang: words("ja"),
            title: words("かくにん"),
            came: (words("とどきました"), vec![words("アプリにもどってください。")]),
            arrived: None,
            nobody: (words("とどきませんでした"), Vec::new()),
            other: (words("ちがいます"), Vec::new()),
            subject: words("発行先"),
            until: words("有効期限"),
            again: None,
            back: words("もどる"),
        }
    }

    #[test]
    fn nothing_from_the_certificate_becomes_html() {
        let verdict =
            Verdict::Came { is_verified: true, subject: "<script>".to_owned(), until: "2028-09-25".to_owned() };
        let page = html(&words(), &verdict, None);
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
        assert!(page.contains('〇') && !page.contains('✕') && !page.contains("href"));
    }
}
