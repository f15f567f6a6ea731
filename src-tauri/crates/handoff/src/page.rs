use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Path of the profile beside the page.
pub(crate) const PROFILE_PATH: &str = "certificate.mobileconfig";
/// Path of the page that loads the profile and stays behind Safari's question.
pub(crate) const DOWNLOAD_PATH: &str = "download";

/// Seconds until the second page loads the profile: long enough to be drawn, so that something stands behind Safari's
/// question and stays when it was answered (a store app that hands over a profile in the same way does so).
const LOADS_AFTER: u8 = 1;

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
    /// The button that leads to the second page, which fetches the profile.
    pub button: String,
    /// Heading of the second page. Safari asks above it and leaves it standing, whatever the answer was.
    pub download_heading: String,
    /// Sentences below that: what to answer, how to leave, what to do after a wrong answer.
    pub download_sentences: Vec<String>,
    /// The button that leads back to the app.
    pub back: String,
    /// Where that leads: a link of the app's own.
    pub back_link: String,
    /// The second page's other link: loads the profile once more, so that Safari asks again.
    pub again: String,
}

/// The page with its one button.
pub(crate) fn first_page(words: &PageWords, nonce: &str) -> String {
    let button = html! { a class="button" href=(DOWNLOAD_PATH) { (words.button) } };
    document(words, nonce, &words.heading, &words.sentences, false, &button)
}

/// The page that loads the profile. Loading again is harmless, so that a wrong answer to Safari's question is none.
pub(crate) fn download_page(words: &PageWords, nonce: &str) -> String {
    let links = html! {
        a class="button" href=(words.back_link) { (words.back) }
        a class="again" href=(PROFILE_PATH) { (words.again) }
    };
    document(words, nonce, &words.download_heading, &words.download_sentences, true, &links)
}

/// What the page may do: its own style, nothing else (CSP Level 3).
pub(crate) fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

fn document(
    words: &PageWords,
    nonce: &str,
    heading: &str,
    sentences: &[String],
    loads: bool,
    links: &Markup,
) -> String {
    html! {
        (DOCTYPE)
        html lang=(words.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if loads { meta http-equiv="refresh" content={ (LOADS_AFTER) ";url=" (PROFILE_PATH) }; }
                title { (words.title) }
                style nonce=(nonce) { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (heading) }
                    @for sentence in sentences { p { (sentence) } }
                    (links)
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
.button+.again{margin-top:.5rem}\
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
            download_heading: evil(),
            download_sentences: vec![evil(), evil()],
            back: evil(),
            back_link: evil(),
            again: evil(),
        }
    }

    #[test]
    fn words_cannot_leave_their_place() {
        for (page, links) in [(first_page(&hostile(), "n"), 1), (download_page(&hostile(), "n"), 2)] {
            assert!(!page.contains("<script"));
            assert!(!page.contains(r#""'>"#));
            assert!(page.contains("&quot;'&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"));
            assert_eq!(page.matches("<a ").count(), links);
        }
    }
}
