//! The address of the service that the certificate is for, as the user sets it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use url::{Position, Url};

/// Most bytes of an address: what browsers and the portal's own links stay far below.
const LONGEST: usize = 1024;

/// An https address with a host and without a name or password in it. Only ever opened in the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(as = "String")]
pub struct ServiceAddress(Url);

impl ServiceAddress {
    /// Reads what was typed or pasted; a missing `https://` is added. `None`: it is no address of this kind.
    pub fn typed(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.chars().any(char::is_whitespace) {
            return None;
        }
        let url = if text.contains("://") { Url::parse(text) } else { Url::parse(&format!("https://{text}")) };
        Self::checked(url.ok()?)
    }

    /// Its host, with the port where it is another than https's, as the browser asks for it: letters of other scripts in
    /// Punycode, so that one that looks like another shows.
    pub fn host(&self) -> &str {
        &self.0[Position::BeforeHost..Position::AfterPort]
    }

    /// The whole address, by https and without user information.
    pub fn url(&self) -> &Url {
        &self.0
    }

    fn checked(url: Url) -> Option<Self> {
        let has_domain = matches!(url.host(), Some(url::Host::Domain(domain)) if domain.contains('.'));
        let is_plain = url.username().is_empty() && url.password().is_none();
        (url.scheme() == "https" && has_domain && is_plain && url.as_str().len() <= LONGEST).then_some(Self(url))
    }
}

impl TryFrom<String> for ServiceAddress {
    type Error = NotAServiceAddress;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::typed(&text).ok_or(NotAServiceAddress)
    }
}

impl From<ServiceAddress> for String {
    fn from(address: ServiceAddress) -> Self {
        address.0.into()
    }
}

/// A state file holds something else in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an https address with a host")]
pub struct NotAServiceAddress;

#[cfg(test)]
mod tests {
    use super::ServiceAddress;

    fn host(text: &str) -> Option<String> {
        ServiceAddress::typed(text).map(|address| address.host().to_owned())
    }

    #[test]
    fn https_with_a_host_and_nothing_else() {
        assert_eq!(host(" https://Service.Example.jp/start?a=1 ").as_deref(), Some("service.example.jp"));
        assert_eq!(host("service.example.jp:8443/x").as_deref(), Some("service.example.jp:8443"), "as people write it");
        for wrong in [
            "",
            "http://service.example.jp/",
            "javascript:alert(1)",
            "javascript://service.example.jp/%0aalert(1)",
            "data:text/html,x",
            "intent://service.example.jp/#Intent;scheme=https;end",
            "https://user@service.example.jp/",
            "https://service.example.jp@other.example/",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://service example.jp/",
            "サービス",
        ] {
            assert_eq!(host(wrong), None, "{wrong}");
        }
        assert_eq!(host(&format!("https://service.example.jp/{}", "あ".repeat(400))), None, "as it is kept");
    }

    #[test]
    fn a_host_that_looks_like_another_shows() {
        // Cyrillic letters.
        assert_eq!(host("https://ехаmple.jp/").as_deref(), Some("xn--mple-43d3a6i.jp"));
    }
}
