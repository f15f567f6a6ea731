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

/// What one page has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A certificate of the CA came.
    Came {
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
        Verdict::Came { .. } => (true, &words.came),
        Verdict::Nobody => (false, &words.nobody),
        Verdict::Other => (false, &words.other),
        Verdict::Again => (false, again(words)),
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
                @if let Verdict::Came { subject, until } = verdict {
                    dl { dt { (words.subject) } dd { (subject) } dt { (words.until) } dd { (until) } }
                }
                @if let Some(back) = back { a href=(back) { (words.back) } }
            }
        }
    }
    .into_string()
}

/// Heading and sentences for what could not be kept: the app's own where a publisher's words have none.
fn again(words: &PageText) -> &(String, Vec<String>) {
    static APPS: LazyLock<Vec<PageText>> = LazyLock::new(|| catalogue::all().unwrap_or_default());
    static NOTHING: (String, Vec<String>) = (String::new(), Vec::new());
    words
        .again
        .as_ref()
        .or_else(|| spoken(&APPS, Some(&words.lang), None).and_then(|text| text.again.as_ref()))
        .unwrap_or(&NOTHING)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_publishers_own_words_without_the_newest_sentence_borrow_the_apps() {
        let words = r#"{"lang": "en", "title": "Check", "came": ["It came", []], "nobody": ["Nothing", []],
            "other": ["Another", []], "subject": "for", "until": "until", "back": "Back"}"#;
        let words: PageText = serde_json::from_str(words).unwrap();
        let apps = catalogue::all().unwrap();
        assert_eq!(Some(again(&words)), spoken(&apps, Some("en"), None).unwrap().again.as_ref());
        assert!(!again(&words).0.is_empty());
    }

    fn words() -> PageText {
        let words = |text: &str| text.to_owned();
        PageText {
            lang: words("ja"),
            title: words("かくにん"),
            came: (words("とどきました"), vec![words("アプリにもどってください。")]),
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
        let verdict = Verdict::Came { subject: "<script>".to_owned(), until: "2028-09-25".to_owned() };
        let page = html(&words(), &verdict, None);
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
        assert!(page.contains('〇') && !page.contains('✕') && !page.contains("href"));
    }
}
