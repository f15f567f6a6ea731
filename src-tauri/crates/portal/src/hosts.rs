//! Which hosts are talked to.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use url::Url;

use crate::error::PortalError;

/// A host and the port on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HostPort {
    /// Lower-case name or address, an IPv6 address in brackets, as [`Url::host_str`] gives it.
    pub host: String,
    /// Its port; 443 where none is named.
    pub port: u16,
}

impl HostPort {
    /// Host and port of an address, with https's 443 where it names none.
    pub fn of(url: &Url) -> Option<Self> {
        Some(Self { host: url.host_str()?.to_owned(), port: url.port_or_known_default()? })
    }
}

impl From<(String, u16)> for HostPort {
    /// As [`HostPort::of`] would write it: lower case, an IPv6 address in brackets.
    fn from((host, port): (String, u16)) -> Self {
        let host = host.to_ascii_lowercase();
        let bare_ipv6 = host.parse::<Ipv6Addr>().is_ok();
        Self { host: if bare_ipv6 { format!("[{host}]") } else { host }, port }
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            443 => f.write_str(&self.host),
            port => write!(f, "{}:{port}", self.host),
        }
    }
}

/// A host that may be talked to, or all hosts below an operator's domain. https only, whatever it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostRule {
    /// This host on this port.
    Host(HostPort),
    /// Every host below this domain, on port 443: `*.e-seikyuu.jp`.
    Below(String),
}

/// Neither a host nor `*.` and a domain of at least two labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither a host nor a domain")]
pub struct HostRuleError;

impl HostRule {
    /// Is this address one of a host that may be talked to? Never with a user in it, never over plain http.
    pub fn allows(&self, url: &Url) -> bool {
        let plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
        let Some(asked) = HostPort::of(url).filter(|_| plain) else { return false };
        match self {
            Self::Host(host) => *host == asked,
            Self::Below(domain) => {
                let label = asked.host.strip_suffix(domain.as_str()).and_then(|label| label.strip_suffix('.'));
                asked.port == 443 && label.is_some_and(|label| !label.is_empty())
            }
        }
    }
}

/// The error that an address is which is not talked to.
pub(crate) fn refused(url: &Url) -> PortalError {
    let host = HostPort::of(url).map_or_else(|| url.scheme().to_owned(), |host| host.to_string());
    PortalError::RefusedRedirect { host }
}

/// Does one of these rules allow this address? The one answer for every request of the client and of the window.
pub fn is_allowed(rules: &[HostRule], url: &Url) -> bool {
    rules.iter().any(|rule| rule.allows(url))
}

impl From<HostPort> for HostRule {
    fn from(host: HostPort) -> Self {
        Self::Host(host)
    }
}

impl FromStr for HostRule {
    type Err = HostRuleError;

    /// `host`, `host:port` or `*.domain`.
    fn from_str(text: &str) -> Result<Self, HostRuleError> {
        let (name, is_domain) = match text.strip_prefix("*.") {
            Some(domain) => (domain, true),
            None => (text, false),
        };
        let url = Url::parse(&format!("https://{name}/")).map_err(|_| HostRuleError)?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        let host = HostPort::of(&url).filter(|_| bare).ok_or(HostRuleError)?;
        let is_name = url.domain().is_some_and(|domain| domain.contains('.') && !domain.contains('*'));
        match is_domain {
            false if !host.host.contains('*') => Ok(Self::Host(host)),
            true if is_name && url.port().is_none() => Ok(Self::Below(host.host)),
            _ => Err(HostRuleError),
        }
    }
}

impl fmt::Display for HostRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(host) => host.fmt(f),
            Self::Below(domain) => write!(f, "*.{domain}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn hosts_are_written_one_way() {
        for (host, address) in [
            ("LocalHost", "https://localhost:8443/"),
            ("::1", "https://[::1]:8443/"),
            ("127.0.0.1", "https://127.0.0.1:8443/"),
        ] {
            assert_eq!(Some(HostPort::from((host.to_owned(), 8443))), HostPort::of(&url(address)));
        }
        assert_eq!(HostPort::of(&url("https://www.e-seikyuu.jp/a")).unwrap().to_string(), "www.e-seikyuu.jp");
    }

    #[test]
    fn a_domain_allows_what_stands_below_it_and_nothing_else() {
        let rule: HostRule = "*.e-seikyuu.jp".parse().unwrap();
        assert_eq!(rule.to_string(), "*.e-seikyuu.jp");
        for address in [
            "https://www.e-seikyuu.jp/",
            "https://www.kaigo.e-seikyuu.jp/KShinsei/main",
            "https://cdn.kaigo.e-seikyuu.jp:443/x",
            "https://WWW.E-SEIKYUU.JP/",
        ] {
            assert!(rule.allows(&url(address)), "{address}");
        }
        for address in [
            "http://www.e-seikyuu.jp/",
            "https://www.e-seikyuu.jp:8443/",
            "https://e-seikyuu.jp/",
            "https://evile-seikyuu.jp/",
            "https://www.e-seikyuu.jp.example/",
            "https://www.e-seikyuu.jp@example.com/",
            "https://user@www.e-seikyuu.jp/",
            "https://www.e-seikyuu.jp./",
            "https://example.com/www.e-seikyuu.jp",
            "https://e-seikyuu.jp.jp/",
        ] {
            assert!(!rule.allows(&url(address)), "{address}");
        }
    }

    #[test]
    fn rules_are_hosts_or_domains() {
        assert_eq!("127.0.0.1:8443".parse::<HostRule>().unwrap().to_string(), "127.0.0.1:8443");
        assert_eq!("[::1]:1".parse::<HostRule>().unwrap().to_string(), "[::1]:1");
        for text in [
            "",
            "*",
            "*.jp",
            "*.example.jp:8443",
            "a/b",
            "a?b",
            "user@a",
            "https://a/",
            "*.*.jp",
            "*.127.0.0.1",
            "a*.jp",
        ] {
            assert_eq!(text.parse::<HostRule>(), Err(HostRuleError), "{text}");
        }
    }
}
