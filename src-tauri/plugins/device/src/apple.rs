//! What the iPhone's side decides without the phone.

use journey::Platform;
use url::Url;

/// A page of the app's own loopback server: nothing else is shown in Safari inside the app, and SFSafariViewController
/// throws at any scheme but http and https.
pub(crate) fn is_loopback_page(url: &Url) -> bool {
    url.scheme() == "http"
        && url.host_str() == Some("127.0.0.1")
        && url.username().is_empty()
        && url.password().is_none()
}

/// The user agent that the mobile window is served by: the web view's own where it names an iPhone or iPad. An iPad's
/// calls itself a Mac, and one without a page says nothing; then it is Safari's for mobile pages of that system.
pub(crate) fn mobile_user_agent(own: Option<&str>, platform: Platform, version: &str) -> String {
    if let Some(own) = own.filter(|own| own.contains("(iPhone;") || own.contains("(iPad;")) {
        return own.to_owned();
    }
    let system = match platform {
        Platform::Ipad => "iPad; CPU OS",
        _ => "iPhone; CPU iPhone OS",
    };
    let underscored = version.replace('.', "_");
    format!(
        "Mozilla/5.0 ({system} {underscored} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{version} \
         Mobile/15E148 Safari/604.1"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                          Mobile/15E148";
    const MAC: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";

    #[test]
    fn a_phone_says_its_own() {
        assert_eq!(mobile_user_agent(Some(IPHONE), Platform::Iphone, "18.5"), IPHONE);
    }

    #[test]
    fn an_ipad_is_no_mac() {
        let said = mobile_user_agent(Some(MAC), Platform::Ipad, "26.1");
        assert!(said.starts_with("Mozilla/5.0 (iPad; CPU OS 26_1 like Mac OS X) "), "{said}");
        assert!(said.contains(" Version/26.1 Mobile/"), "{said}");
    }

    #[test]
    fn a_web_view_without_a_page_says_nothing() {
        let said = mobile_user_agent(None, Platform::Iphone, "18.5");
        assert!(said.starts_with("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) "), "{said}");
    }

    #[test]
    fn only_the_apps_own_page_is_shown_inside_the_app() -> Result<(), url::ParseError> {
        assert!(is_loopback_page(&Url::parse("http://127.0.0.1:49152/0a1b/")?));
        for other in [
            "https://127.0.0.1:49152/0a1b/",
            "http://localhost:49152/0a1b/",
            "http://127.0.0.1.example.org/0a1b/",
            "http://127.0.0.1@example.org/",
            "http://example.org@127.0.0.1:49152/",
            "http://[::1]:49152/0a1b/",
            "file:///etc/passwd",
            "shomei-navi://127.0.0.1",
        ] {
            assert!(!is_loopback_page(&Url::parse(other)?), "{other}");
        }
        Ok(())
    }
}
