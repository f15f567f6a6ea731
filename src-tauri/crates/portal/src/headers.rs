//! What the browsers that the portal supports (Chrome on Android, Safari on iPhone and iPad) send besides.

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HeaderMap, HeaderValue, ORIGIN, REFERER, UPGRADE_INSECURE_REQUESTS,
};
use url::{Host, Url};

use crate::content_encoding;
use crate::transport::{Method, Purpose};

pub(crate) const SEC_FETCH_USER: &str = "sec-fetch-user";

/// Where a navigation comes from (Fetch Metadata Request Headers, 2.3), from the nearest to the farthest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// Typed in, or opened from outside.
    None,
    Same,
    /// Another host of the same operator.
    Sibling,
    Foreign,
}

pub(crate) fn site_of(from: Option<&Url>, to: &Url) -> Origin {
    let Some(from) = from else { return Origin::None };
    if from.origin() == to.origin() {
        Origin::Same
    } else if registrable(from).is_some() && registrable(from) == registrable(to) {
        Origin::Sibling
    } else {
        Origin::Foreign
    }
}

/// The last two labels of a name. Under `jp` an operator's own domain has two (JPRS, general-use JP); the organisational
/// ones (`or.jp`, `go.jp`) have three, and are then taken for nearer than they are, which only a header says.
fn registrable(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Domain(name) => {
            let labels: Vec<&str> = name.rsplit('.').take(2).collect();
            (labels.len() == 2).then(|| labels.join("."))
        }
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// The headers of a page that is gone to by a person's hand, or of a script that it names.
pub(crate) fn of_request(
    purpose: Purpose,
    is_safari: bool,
    method: Method,
    referer: Option<&Url>,
    url: &Url,
    site: Origin,
) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let (accept, languages) = match is_safari {
        true => ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "ja"),
        false => (
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
            "ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7",
        ),
    };
    let is_page = purpose == Purpose::Navigation;
    headers.insert(ACCEPT, HeaderValue::from_static(if is_page { accept } else { "*/*" }));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(content_encoding::ACCEPTED));
    headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(languages));
    if !is_safari && is_page {
        headers.insert(UPGRADE_INSECURE_REQUESTS, HeaderValue::from_static("1"));
        headers.insert(SEC_FETCH_USER, HeaderValue::from_static("?1"));
    }
    let (destination, mode) = if is_page { ("document", "navigate") } else { ("script", "no-cors") };
    headers.insert("sec-fetch-dest", HeaderValue::from_static(destination));
    headers.insert("sec-fetch-mode", HeaderValue::from_static(mode));
    let site = match site {
        Origin::None => "none",
        Origin::Same => "same-origin",
        Origin::Sibling => "same-site",
        Origin::Foreign => "cross-site",
    };
    headers.insert("sec-fetch-site", HeaderValue::from_static(site));
    if let Some(page) = referer {
        if method == Method::Post
            && let Ok(origin) = HeaderValue::from_str(&page.origin().ascii_serialization())
        {
            headers.insert(ORIGIN, origin);
        }
        if let Ok(referer) = HeaderValue::from_str(&referer_for(page, url)) {
            headers.insert(REFERER, referer);
        }
    }
    headers
}

/// `strict-origin-when-cross-origin`, browsers' own rule (Referrer Policy, 3.7), and never a query: it may hold what was
/// typed in.
fn referer_for(page: &Url, url: &Url) -> String {
    let mut referer = page.clone();
    referer.set_query(None);
    referer.set_fragment(None);
    if page.origin() != url.origin() {
        referer.set_path("/");
    }
    referer.into()
}

/// The user agent of the phone's browser, made of that of its web view: the portal may refuse web views.
pub fn browser_user_agent(seen: &str) -> String {
    let is_apple = seen.contains("iPhone") || seen.contains("iPad") || seen.contains("Macintosh");
    if !is_apple {
        // Android's web view adds `; wv` and `Version/4.0` to what Chrome sends.
        return seen.replace("; wv)", ")").replace(" Version/4.0 Chrome/", " Chrome/");
    }
    if seen.contains(" Safari/") {
        return seen.to_owned();
    }
    let version = system_version(seen).unwrap_or_else(|| "18.0".to_owned());
    match seen.split_once(" Mobile/") {
        Some((front, build)) => format!("{front} Version/{version} Mobile/{build} Safari/604.1"),
        None => format!("{seen} Version/{version} Safari/605.1.15"),
    }
}

/// `18.5` of `CPU iPhone OS 18_5 like Mac OS X`.
fn system_version(agent: &str) -> Option<String> {
    let (_, rest) = agent.split_once(" OS ")?;
    let version = rest.split([' ', ')', ';']).next()?;
    let mut numbers = version.split('_').take(2);
    let (major, minor) = (numbers.next()?, numbers.next().unwrap_or("0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    (digits(major) && digits(minor)).then(|| format!("{major}.{minor}"))
}

pub(crate) fn is_safari(agent: &str) -> bool {
    agent.contains(" Version/") && agent.contains(" Safari/")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_web_view_is_said_to_be_its_browser() {
        for (seen, sent) in [
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP4A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/137.0.7151.61 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP4A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.7151.61 Mobile Safari/537.36",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 26_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
                "Mozilla/5.0 (iPad; CPU OS 26_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
            ),
        ] {
            assert_eq!(browser_user_agent(seen), sent);
            assert_eq!(browser_user_agent(sent), sent, "a browser's own stays");
        }
        assert!(is_safari(&browser_user_agent("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Mobile/15E148")));
        assert!(!is_safari("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/137.0.0.0 Mobile Safari/537.36"));
    }

    #[test]
    fn sites_are_told_apart() {
        let url = |text: &str| Url::parse(text).unwrap();
        let to = url("https://www.kaigo.e-seikyuu.jp/KShinsei/main");
        assert_eq!(site_of(None, &to), Origin::None);
        assert_eq!(site_of(Some(&url("https://www.kaigo.e-seikyuu.jp/")), &to), Origin::Same);
        assert_eq!(site_of(Some(&url("https://www.e-seikyuu.jp/")), &to), Origin::Sibling);
        assert_eq!(site_of(Some(&url("https://www.example.jp/")), &to), Origin::Foreign);
        assert_eq!(site_of(Some(&url("https://127.0.0.1:1/")), &url("https://127.0.0.1:2/")), Origin::Foreign);
    }

    #[test]
    fn the_page_before_is_named_as_browsers_name_it() {
        let page: Url = "https://www.e-seikyuu.jp/a/b;jsessionid=1?user=KJ#x".parse().unwrap();
        let same: Url = "https://www.e-seikyuu.jp/c".parse().unwrap();
        let other: Url = "https://www.kaigo.e-seikyuu.jp/c".parse().unwrap();
        assert_eq!(referer_for(&page, &same), "https://www.e-seikyuu.jp/a/b;jsessionid=1");
        assert_eq!(referer_for(&page, &other), "https://www.e-seikyuu.jp/");
        let headers =
            of_request(Purpose::Navigation, false, Method::Post, Some(&page), &other, site_of(Some(&page), &other));
        assert_eq!(headers["origin"], "https://www.e-seikyuu.jp");
        assert_eq!(headers["sec-fetch-site"], "same-site");
        assert_eq!(headers["sec-fetch-dest"], "document");
        assert_eq!(headers["sec-fetch-mode"], "navigate");
    }

    #[test]
    fn a_script_is_asked_for_as_one() {
        let page: Url = "https://www.e-seikyuu.jp/a/b?user=KJ".parse().unwrap();
        let script: Url = "https://www.e-seikyuu.jp/common.js".parse().unwrap();
        let site = site_of(Some(&page), &script);
        let headers = of_request(Purpose::Script, false, Method::Get, Some(&page), &script, site);
        assert_eq!(headers["sec-fetch-dest"], "script");
        assert_eq!(headers["sec-fetch-mode"], "no-cors");
        assert_eq!(headers["accept"], "*/*");
        assert_eq!(headers["referer"], "https://www.e-seikyuu.jp/a/b");
        assert!(!headers.contains_key(SEC_FETCH_USER) && !headers.contains_key("upgrade-insecure-requests"));
    }
}
