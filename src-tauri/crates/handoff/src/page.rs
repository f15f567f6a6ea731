use maud::{DOCTYPE, PreEscaped, html};

/// Path of the profile beside the page.
pub(crate) const PROFILE_PATH: &str = "certificate.mobileconfig";

/// What the page says, in the caregiver's language. Plain text: escaped where it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageWords {
    /// Language tag (BCP 47) of all the words.
    pub lang: String,
    /// Title of the window.
    pub title: String,
    /// Heading before the profile was fetched.
    pub heading: String,
    /// Sentences below it.
    pub sentences: Vec<String>,
    /// The button that fetches the profile.
    pub button: String,
    /// Heading once it was fetched.
    pub fetched_heading: String,
    /// Sentences below that: on to Settings.
    pub fetched_sentences: Vec<String>,
}

/// The page with its one button.
pub(crate) fn download_page(words: &PageWords, nonce: &str) -> String {
    document(words, nonce, &words.heading, &words.sentences, "button")
}

/// The page once the profile was fetched. Fetching again is harmless, so the button stays, in the second place.
pub(crate) fn downloaded_page(words: &PageWords, nonce: &str) -> String {
    document(words, nonce, &words.fetched_heading, &words.fetched_sentences, "again")
}

/// What the page may do: its own style, nothing else (CSP Level 3).
pub(crate) fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

fn document(words: &PageWords, nonce: &str, heading: &str, sentences: &[String], link: &str) -> String {
    html! {
        (DOCTYPE)
        html lang=(words.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (words.title) }
                style nonce=(nonce) { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (heading) }
                    @for sentence in sentences { p { (sentence) } }
                    a class=(link) href=(PROFILE_PATH) { (words.button) }
                }
            }
        }
    }
    .into_string()
}

const STYLE: &str = "\
:root{color-scheme:light dark;--page:#fff;--text:#333;--primary:#0017c1;--label:#fff;--ring:#000}\
@media (prefers-color-scheme:dark){:root{--page:#1a1a1a;--text:#e6e6e6;--primary:#9db7f9;--label:#1a1a1a;--ring:#ffd43d}}\
*{box-sizing:border-box}\
body{margin:0;background:var(--page);color:var(--text);font:1.125rem/1.7 system-ui,sans-serif}\
main{max-width:34rem;margin:0 auto;padding:2rem 1.25rem 3rem;overflow-wrap:anywhere}\
:lang(ja),:lang(en){line-break:strict;word-break:keep-all}\
h1,p{text-wrap:balance}\
h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.5}\
p{margin:0 0 1rem}\
a{display:block;min-height:3.5rem;margin-top:2rem;padding:.75rem 1rem;border-radius:.5rem;text-align:center;font-weight:700}\
a:focus-visible{outline:4px solid var(--ring);outline-offset:2px}\
.button{background:var(--primary);color:var(--label);text-decoration:none}\
.again{color:var(--primary)}";

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> PageWords {
        let evil = || r#""'><script>alert(1)</script>&"#.to_owned();
        PageWords {
            lang: evil(),
            title: evil(),
            heading: evil(),
            sentences: vec![evil()],
            button: evil(),
            fetched_heading: evil(),
            fetched_sentences: vec![evil(), evil()],
        }
    }

    #[test]
    fn words_cannot_leave_their_place() {
        for page in [download_page(&hostile(), "n"), downloaded_page(&hostile(), "n")] {
            assert!(!page.contains("<script"));
            assert!(!page.contains(r#""'>"#));
            assert!(page.contains("&quot;'&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"));
            assert_eq!(page.matches("<a ").count(), 1);
        }
    }
}
