//! Why the portal did not give what was asked: one enum, with a code for the sentences and a cause for the screens.

use std::collections::BTreeMap;

use strum::{IntoStaticStr, VariantNames};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why the portal did not give what was asked.
///
/// Nothing in it was typed or is personal: a host, a status, a page's title at the most.
#[derive(Debug, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(prefix = "portal-", serialize_all = "kebab-case")]
pub enum PortalError {
    /// The host was not reached: no network, no address, refused.
    #[error("the portal was not reached")]
    Offline(#[source] Source),
    /// The connection ended in the middle of an answer.
    #[error("the connection ended before the answer was complete")]
    CutOff(#[source] Source),
    /// Connecting or the whole request took too long.
    #[error("the portal took too long")]
    Timeout,
    /// The portal answered with an error status.
    #[error("the portal answered with status {status}")]
    Down {
        /// Status of the answer (RFC 9110, 15).
        status: u16,
    },
    /// The portal says that it is closed for maintenance.
    #[error("the portal is under maintenance")]
    Maintenance,
    /// TLS failed for a reason without a name of its own.
    #[error("TLS with {host} failed")]
    Tls {
        /// The host that was asked.
        host: String,
        /// What rustls said.
        source: Source,
    },
    /// The server's certificate comes from an authority that is not trusted: a TLS-inspecting proxy, or a captive portal.
    #[error("the certificate of {host} comes from an unknown authority")]
    TlsUntrusted {
        /// The host that was asked.
        host: String,
        /// What rustls said.
        source: Source,
    },
    /// The server's certificate is over, by this device's clock.
    #[error("the certificate of {host} has expired")]
    TlsExpired {
        /// The host that was asked.
        host: String,
        /// What rustls said.
        source: Source,
    },
    /// The server's certificate is for another host.
    #[error("the certificate is not for {host}")]
    TlsWrongHost {
        /// The host that was asked.
        host: String,
        /// What rustls said.
        source: Source,
    },
    /// The server's certificate begins in the future of this device's clock, so the clock is behind.
    #[error("this device's clock is behind the certificate of {host}")]
    WrongClock {
        /// The host that was asked.
        host: String,
        /// What rustls said.
        source: Source,
    },
    /// The server speaks only legacy TLS that rustls does not (before 1.2, RSA key exchange, CBC).
    #[error("{host} needs an old TLS")]
    OldTls {
        /// The host that was asked.
        host: String,
        /// What rustls said.
        source: Source,
    },
    /// Something between here and the portal wants a log-in of its own (RFC 8910; status 511 of RFC 6585).
    #[error("a captive portal stands in between")]
    Captive,
    /// A redirect, link or form leads elsewhere than to the portal.
    #[error("refused to go to {host}")]
    RefusedRedirect {
        /// Where it leads; with its port unless it is 443.
        host: String,
    },
    /// Redirects without end.
    #[error("too many redirects")]
    RedirectLoop,
    /// A page larger or deeper than any page of a portal.
    #[error("the page is too large")]
    TooLarge,
    /// A page made of frames, which this client does not read.
    #[error("the page is made of frames")]
    Frames {
        /// The page's title.
        title: String,
    },
    /// A page that is none of those known, or lacks what a person would press or fill in.
    #[error("unknown page")]
    UnknownPage {
        /// The page's title.
        title: String,
        /// What was looked for and not found exactly once, as named in `labels.toml`.
        wanted: Option<&'static str>,
    },
    /// The page needs scripts that this client does not understand. The password was not sent.
    #[error("the page needs a browser")]
    NeedsBrowser {
        /// The page's title.
        title: String,
    },
    /// The portal asks for a code that it has sent by mail; see [`crate::Session::code_request`].
    #[error("a code by mail is asked for")]
    CodeWanted,
    /// The same user ID is logged in elsewhere, and the portal asks whether to go on; see [`crate::Session::take_over`].
    #[error("the same user ID is logged in elsewhere")]
    LoggedInElsewhere,
    /// One of several offices must be chosen; see [`crate::Session::offices`].
    #[error("an office must be chosen")]
    OfficeWanted,
    /// User ID or password is wrong. Three in a row lock the account.
    #[error("user ID or password is wrong")]
    WrongLogin,
    /// The account is locked.
    #[error("the account is locked")]
    Locked,
    /// The password has expired and must be changed.
    #[error("the password has expired")]
    PasswordExpired,
    /// First log-in: terms or a new password wait; see [`crate::Session::first_login`].
    #[error("first log-in")]
    FirstLogin,
    /// The new password was not accepted by the portal.
    #[error("the portal refused the new password")]
    PasswordRefused,
    /// The portal ended the session.
    #[error("the session has expired")]
    SessionExpired,
    /// Somebody logged in elsewhere with the same user ID.
    #[error("the session was taken over")]
    SessionTakenOver,
    /// The row asked for is no longer in the list.
    #[error("the row is gone")]
    RowGone,
    /// What came is not a certificate file.
    #[error("not a certificate file")]
    NotAFile,
    /// What came is larger than any certificate file.
    #[error("the file is too large")]
    FileTooLarge,
    /// The client itself could not be made (roots, identity).
    #[error("the client could not be made")]
    Setup(#[source] Source),
}

/// What an error is about, for whoever must decide what to draw and what to offer next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The network between here and the portal.
    Network,
    /// The connection was not safe, so nothing was sent; a browser is no way round it.
    Insecure,
    /// User ID, password, or what the portal asks of an account before it lets in.
    Account,
    /// The session is over: the way starts again at the log-in.
    SessionOver,
    /// The file that came.
    File,
    /// The portal's pages or the portal itself.
    Portal,
    /// This client's own configuration.
    Setup,
}

impl PortalError {
    /// Every code there is.
    pub const CODES: &[&str] = Self::VARIANTS;

    /// Stable code for the catalogues and the help desk.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// What it is about.
    pub fn cause(&self) -> Cause {
        match self {
            Self::Offline(_) | Self::CutOff(_) | Self::Timeout | Self::Captive => Cause::Network,
            Self::Tls { .. }
            | Self::TlsUntrusted { .. }
            | Self::TlsExpired { .. }
            | Self::TlsWrongHost { .. }
            | Self::WrongClock { .. }
            | Self::OldTls { .. } => Cause::Insecure,
            Self::WrongLogin
            | Self::Locked
            | Self::PasswordExpired
            | Self::FirstLogin
            | Self::PasswordRefused
            | Self::CodeWanted
            | Self::LoggedInElsewhere
            | Self::OfficeWanted => Cause::Account,
            Self::SessionExpired | Self::SessionTakenOver => Cause::SessionOver,
            Self::NotAFile | Self::FileTooLarge => Cause::File,
            Self::Down { .. }
            | Self::Maintenance
            | Self::RefusedRedirect { .. }
            | Self::RedirectLoop
            | Self::TooLarge
            | Self::Frames { .. }
            | Self::UnknownPage { .. }
            | Self::NeedsBrowser { .. }
            | Self::RowGone => Cause::Portal,
            Self::Setup(_) => Cause::Setup,
        }
    }

    /// What a sentence may name: `host`, `status`, `title`, `wanted`.
    pub fn params(&self) -> BTreeMap<String, String> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        match self {
            Self::Down { status } => BTreeMap::from([pair("status", &status.to_string())]),
            Self::Tls { host, .. }
            | Self::TlsUntrusted { host, .. }
            | Self::TlsExpired { host, .. }
            | Self::TlsWrongHost { host, .. }
            | Self::WrongClock { host, .. }
            | Self::OldTls { host, .. }
            | Self::RefusedRedirect { host } => BTreeMap::from([pair("host", host)]),
            Self::Frames { title } | Self::NeedsBrowser { title } => BTreeMap::from([pair("title", title)]),
            Self::UnknownPage { title, wanted } => {
                let mut params = BTreeMap::from([pair("title", title)]);
                params.extend(wanted.map(|wanted| pair("wanted", wanted)));
                params
            }
            _ => BTreeMap::new(),
        }
    }

    /// The same, done again later by the user's own hand, may succeed. Never a leave to repeat anything unasked.
    pub fn retryable(&self) -> bool {
        match self {
            Self::Offline(_)
            | Self::CutOff(_)
            | Self::Timeout
            | Self::Down { .. }
            | Self::Maintenance
            | Self::Tls { .. }
            | Self::TlsUntrusted { .. }
            | Self::TlsExpired { .. }
            | Self::TlsWrongHost { .. }
            | Self::WrongClock { .. }
            | Self::Captive
            | Self::RedirectLoop
            | Self::SessionExpired
            | Self::SessionTakenOver
            | Self::RowGone
            | Self::NotAFile => true,
            Self::OldTls { .. }
            | Self::RefusedRedirect { .. }
            | Self::TooLarge
            | Self::Frames { .. }
            | Self::UnknownPage { .. }
            | Self::NeedsBrowser { .. }
            | Self::CodeWanted
            | Self::LoggedInElsewhere
            | Self::OfficeWanted
            | Self::WrongLogin
            | Self::Locked
            | Self::PasswordExpired
            | Self::FirstLogin
            | Self::PasswordRefused
            | Self::FileTooLarge
            | Self::Setup(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_names_of_the_variants() {
        assert_eq!(PortalError::Timeout.code(), "portal-timeout");
        assert_eq!(PortalError::Down { status: 503 }.code(), "portal-down");
        let host = || "www.e-seikyuu.jp".to_owned();
        assert_eq!(PortalError::TlsWrongHost { host: host(), source: "name".into() }.code(), "portal-tls-wrong-host");
        assert_eq!(PortalError::OldTls { host: host(), source: "alert".into() }.code(), "portal-old-tls");
        assert_eq!(PortalError::NotAFile.code(), "portal-not-a-file");
        assert!(PortalError::CODES.contains(&"portal-session-taken-over"));
        assert!(PortalError::CODES.iter().all(|code| code.starts_with("portal-")));
    }

    #[test]
    fn an_unsafe_connection_is_no_fault_of_the_portal() {
        let host = || "www.e-seikyuu.jp".to_owned();
        for error in [
            PortalError::Tls { host: host(), source: "x".into() },
            PortalError::TlsUntrusted { host: host(), source: "x".into() },
            PortalError::TlsExpired { host: host(), source: "x".into() },
            PortalError::TlsWrongHost { host: host(), source: "x".into() },
            PortalError::WrongClock { host: host(), source: "x".into() },
            PortalError::OldTls { host: host(), source: "x".into() },
        ] {
            assert_eq!(error.cause(), Cause::Insecure, "{}", error.code());
        }
        assert_eq!(PortalError::CutOff("x".into()).cause(), Cause::Network);
    }
}
