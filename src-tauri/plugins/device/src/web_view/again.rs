//! What can be asked for once more where a page was not reached.

use url::Url;

/// What a frame was sent to.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) url: Url,
    is_get: bool,
}

impl Asked {
    /// A request by this method, GET where none is named (RFC 9110, section 9); `None` for what is no address.
    pub(crate) fn new(address: &str, method: Option<&str>) -> Option<Self> {
        let is_get = method.is_none_or(|method| method.eq_ignore_ascii_case("GET"));
        Url::parse(address).ok().map(|url| Self { url, is_get })
    }

    /// The address to load instead of a failed load of `failed`; `None` where only the page that sent it has all that belongs
    /// to the request.
    pub(crate) fn again(&self, failed: &Url) -> Option<Url> {
        (self.is_get && self.url == *failed).then(|| self.url.clone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn only_what_was_got_is_asked_for_again() {
        let menu = "https://www.e-seikyuu.jp/menu?a=1";
        let failed = Url::parse(menu).unwrap();
        for (address, method, again) in [
            (menu, Some("GET"), true),
            (menu, None, true),
            (menu, Some("POST"), false),
            ("https://www.e-seikyuu.jp/frame", Some("GET"), false),
        ] {
            let asked = Asked::new(address, method).unwrap();
            assert_eq!(asked.again(&failed).is_some(), again, "{address} {method:?}");
        }
        assert!(Asked::new("", None).is_none());
    }
}
