use maud::{DOCTYPE, PreEscaped, html};
use serde::Deserialize;

const STYLE: &str = "body{font-family:sans-serif;margin:0 auto;max-width:34em;padding:24px;line-height:1.8;color:#1a1a1a;background:#fff}\
.mark{font-size:6rem;line-height:1;text-align:center;margin:16px 0}.yes{color:#0b6b3a}.no{color:#b00020}\
h1{font-size:1.5rem;text-align:center}a{display:block;text-align:center;background:#0b5c3b;color:#fff;padding:16px;min-height:24px;\
border-radius:8px;text-decoration:none;font-size:1.125rem}dt{font-weight:bold}\
:lang(ja),:lang(en){line-break:strict;word-break:keep-all}h1,p{text-wrap:balance}";

/// What the probe's pages say. Whoever runs it brings the sentences.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PageText {
    /// BCP 47 language of the sentences.
    pub lang: String,
    /// Title of the page.
    pub title: String,
    /// A certificate of the CA came: heading and sentences beside 〇.
    pub came: (String, Vec<String>),
    /// No certificate came: heading and sentences beside ✕.
    pub nobody: (String, Vec<String>),
    /// Another one came, or one that is not valid now: heading and sentences beside ✕.
    pub other: (String, Vec<String>),
    /// Words before the subject's common name.
    pub subject: String,
    /// Words before the end of validity.
    pub until: String,
    /// The link back to the app.
    pub back: String,
}

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
}

pub(crate) fn html(words: &PageText, verdict: &Verdict, back: Option<&str>) -> String {
    let (yes, (heading, sentences)) = match verdict {
        Verdict::Came { .. } => (true, &words.came),
        Verdict::Nobody => (false, &words.nobody),
        Verdict::Other => (false, &words.other),
    };
    html! {
        (DOCTYPE)
        html lang=(words.lang) {
            head {
                meta charset="UTF-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
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

#[cfg(test)]
mod tests {
    use super::*;

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
