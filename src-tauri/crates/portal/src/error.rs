use std::collections::BTreeMap;

use crate::transport::{TlsFailure, TransportError};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why the portal did not give what was asked.
///
/// Nothing in it was typed or is personal: a host, a status, a page's title at the most.
#[derive(Debug, thiserror::Error)]
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
        /// HTTP status.
        status: u16,
    },
    /// The portal says that it is closed for maintenance.
    #[error("the portal is under maintenance")]
    Maintenance,
    /// TLS failed for a reason without a name of its own.
    #[error("TLS with {host} failed")]
    Tls {
        /// Host asked.
        host: String,
        /// What rustls said.
        source: Source,
    },
    /// The server's certificate comes from an authority that is not trusted: a TLS-inspecting proxy, or a captive portal.
    #[error("the certificate of {host} comes from an unknown authority")]
    Untrusted {
        /// Host asked.
        host: String,
        /// What rustls said.
        source: Source,
    },
    /// The server's certificate is over, by this device's clock.
    #[error("the certificate of {host} has expired")]
    Expired {
        /// Host asked.
        host: String,
        /// What rustls said.
        source: Source,
    },
    /// The server's certificate is for another host.
    #[error("the certificate is not for {host}")]
    WrongHost {
        /// Host asked.
        host: String,
        /// What rustls said.
        source: Source,
    },
    /// The server's certificate begins in the future of this device's clock, so the clock is behind.
    #[error("this device's clock is behind the certificate of {host}")]
    WrongClock {
        /// Host asked.
        host: String,
        /// What rustls said.
        source: Source,
    },
    /// The server speaks only TLS that rustls does not (before 1.2, RSA key exchange, CBC).
    #[error("{host} needs an old TLS")]
    OldTls {
        /// Host asked.
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
    /// The caller cancelled.
    #[error("cancelled")]
    Cancelled,
    /// The client itself could not be made (roots, identity).
    #[error("the client could not be made")]
    Setup(#[source] Source),
}

impl PortalError {
    /// Every code there is.
    pub const CODES: &[&str] = &[
        "portal-offline",
        "portal-cut-off",
        "portal-timeout",
        "portal-down",
        "portal-maintenance",
        "portal-tls",
        "portal-tls-untrusted",
        "portal-tls-expired",
        "portal-tls-wrong-host",
        "portal-wrong-clock",
        "portal-old-tls",
        "portal-captive",
        "portal-refused-redirect",
        "portal-redirect-loop",
        "portal-too-large",
        "portal-frames",
        "portal-unknown-page",
        "portal-wrong-login",
        "portal-locked",
        "portal-password-expired",
        "portal-first-login",
        "portal-password-refused",
        "portal-session-expired",
        "portal-session-taken-over",
        "portal-row-gone",
        "portal-not-a-file",
        "portal-file-too-large",
        "portal-cancelled",
        "portal-setup",
    ];

    /// Stable code for the catalogues and the help desk.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Offline(_) => "portal-offline",
            Self::CutOff(_) => "portal-cut-off",
            Self::Timeout => "portal-timeout",
            Self::Down { .. } => "portal-down",
            Self::Maintenance => "portal-maintenance",
            Self::Tls { .. } => "portal-tls",
            Self::Untrusted { .. } => "portal-tls-untrusted",
            Self::Expired { .. } => "portal-tls-expired",
            Self::WrongHost { .. } => "portal-tls-wrong-host",
            Self::WrongClock { .. } => "portal-wrong-clock",
            Self::OldTls { .. } => "portal-old-tls",
            Self::Captive => "portal-captive",
            Self::RefusedRedirect { .. } => "portal-refused-redirect",
            Self::RedirectLoop => "portal-redirect-loop",
            Self::TooLarge => "portal-too-large",
            Self::Frames { .. } => "portal-frames",
            Self::UnknownPage { .. } => "portal-unknown-page",
            Self::WrongLogin => "portal-wrong-login",
            Self::Locked => "portal-locked",
            Self::PasswordExpired => "portal-password-expired",
            Self::FirstLogin => "portal-first-login",
            Self::PasswordRefused => "portal-password-refused",
            Self::SessionExpired => "portal-session-expired",
            Self::SessionTakenOver => "portal-session-taken-over",
            Self::RowGone => "portal-row-gone",
            Self::NotAFile => "portal-not-a-file",
            Self::FileTooLarge => "portal-file-too-large",
            Self::Cancelled => "portal-cancelled",
            Self::Setup(_) => "portal-setup",
        }
    }

    /// What a sentence may name: `host`, `status`, `title`, `wanted`.
    pub fn params(&self) -> BTreeMap<String, String> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        match self {
            Self::Down { status } => BTreeMap::from([pair("status", &status.to_string())]),
            Self::Tls { host, .. }
            | Self::Untrusted { host, .. }
            | Self::Expired { host, .. }
            | Self::WrongHost { host, .. }
            | Self::WrongClock { host, .. }
            | Self::OldTls { host, .. }
            | Self::RefusedRedirect { host } => BTreeMap::from([pair("host", host)]),
            Self::Frames { title } => BTreeMap::from([pair("title", title)]),
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
            | Self::Untrusted { .. }
            | Self::Expired { .. }
            | Self::WrongHost { .. }
            | Self::WrongClock { .. }
            | Self::Captive
            | Self::RedirectLoop
            | Self::SessionExpired
            | Self::SessionTakenOver
            | Self::RowGone
            | Self::NotAFile
            | Self::Cancelled => true,
            Self::OldTls { .. }
            | Self::RefusedRedirect { .. }
            | Self::TooLarge
            | Self::Frames { .. }
            | Self::UnknownPage { .. }
            | Self::WrongLogin
            | Self::Locked
            | Self::PasswordExpired
            | Self::FirstLogin
            | Self::PasswordRefused
            | Self::FileTooLarge
            | Self::Setup(_) => false,
        }
    }

    /// The network is to blame, not the portal.
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::Offline(_) | Self::CutOff(_) | Self::Captive)
    }
}

impl From<TransportError> for PortalError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Offline(source) => Self::Offline(source),
            TransportError::CutOff(source) => Self::CutOff(source),
            TransportError::Timeout => Self::Timeout,
            TransportError::Captive => Self::Captive,
            TransportError::RefusedRedirect { host } => Self::RefusedRedirect { host },
            TransportError::RedirectLoop => Self::RedirectLoop,
            TransportError::TooLarge => Self::TooLarge,
            TransportError::Tls { host, failure, source } => match failure {
                TlsFailure::Untrusted => Self::Untrusted { host, source },
                TlsFailure::Expired => Self::Expired { host, source },
                TlsFailure::NotYetValid => Self::WrongClock { host, source },
                TlsFailure::WrongHost => Self::WrongHost { host, source },
                TlsFailure::Old => Self::OldTls { host, source },
                TlsFailure::Other => Self::Tls { host, source },
            },
        }
    }
}
