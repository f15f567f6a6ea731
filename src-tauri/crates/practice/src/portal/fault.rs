use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::html_variant::HtmlVariant;
use crate::authority::ServerCertificate;
use crate::serve::{ListenerControl, ListenerMode};

macro_rules! named {
    ($(#[$outer:meta])* $vis:vis enum $name:ident { $($(#[$inner:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name { $($(#[$inner])* $variant,)* }

        impl $name {
            /// All of them.
            $vis const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name on the command line, kebab-case.
            $vis fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(code: &str) -> Result<Self, UnknownName> {
                Self::ALL.iter().copied().find(|one| one.code() == code).ok_or_else(|| UnknownName(code.to_owned()))
            }
        }
    };
}
pub(super) use named;

/// Not the name of a fault, step or variant.
#[derive(Debug, thiserror::Error)]
#[error("no such name: {0}")]
pub struct UnknownName(pub(super) String);

named! {
    /// One thing the client asks for, in the order of the flow.
    pub enum Step {
        /// モバイル窓口.
        Entrance = "entrance",
        /// The login page.
        Login = "login",
        /// The login itself (POST).
        Authenticate = "authenticate",
        /// メニュー選択画面.
        Menu = "menu",
        /// 証明書ダウンロード.
        Certificates = "certificates",
        /// The file.
        Download = "download",
        /// ログアウト.
        Logout = "logout",
    }
}

named! {
    /// Something that goes wrong, or another turn that the portal may take.
    pub enum Fault {
        /// Nothing listens: connection refused.
        Refused = "refused",
        /// TLS 1.1 only, played by `openssl s_server`.
        OldTls = "old-tls",
        /// The server certificate has expired.
        ExpiredCertificate = "expired-certificate",
        /// The server certificate is not valid yet: what a slow clock sees.
        FutureCertificate = "future-certificate",
        /// The server certificate is another host's.
        OtherHostCertificate = "other-host-certificate",
        /// The server certificate is issued by nobody trusted: a TLS-inspecting proxy.
        UntrustedCertificate = "untrusted-certificate",
        /// 503 without a word.
        Down = "down",
        /// 500.
        InternalError = "internal-error",
        /// 503 with the maintenance page.
        Maintenance = "maintenance",
        /// Every answer comes late, by [`Switches::set_delay`].
        Slow = "slow",
        /// The connection is cut off in the middle of the answer.
        CutOff = "cut-off",
        /// The connection is reset instead of an answer.
        Reset = "reset",
        /// `Content-Length` promises more than comes.
        WrongLength = "wrong-length",
        /// `Content-Length` and the body are both too short by half.
        Truncated = "truncated",
        /// A page of 8 MiB.
        HugePage = "huge-page",
        /// A page nested 40,000 deep.
        DeepNesting = "deep-nesting",
        /// Two addresses that redirect to each other.
        RedirectLoop = "redirect-loop",
        /// A redirect to another host.
        RedirectElsewhere = "redirect-elsewhere",
        /// A redirect to plain http.
        PlainHttp = "plain-http",
        /// A Wi-Fi gateway answers: 511 (RFC 6585, section 6) with its own page.
        CaptivePortal = "captive-portal",
        /// The `Date` header is a day behind: seen from there, the phone's clock is a day ahead.
        WrongClock = "wrong-clock",
        /// A page comes instead of the file.
        HtmlInsteadOfFile = "html-instead-of-file",
        /// A ZIP file comes instead of the file.
        ZipInsteadOfFile = "zip-instead-of-file",
        /// Nothing comes instead of the file.
        EmptyFile = "empty-file",
        /// The account is locked.
        Locked = "locked",
        /// The session is over.
        SessionExpired = "session-expired",
        /// Somebody else has logged in with the same ID.
        TakenOver = "taken-over",
        /// First login: 利用規約への同意, then パスワード設定.
        FirstLogin = "first-login",
        /// The login password has expired: パスワード設定.
        PasswordExpired = "password-expired",
        /// A notice stands between login and menu.
        Notice = "notice",
        /// A page that nobody knows stands between login and menu.
        UnknownPage = "unknown-page",
    }
}

/// Where a fault acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FaultPoint {
    /// On the connection, before anything is asked.
    OnConnection,
    /// Instead of the portal's answer.
    InsteadOf,
    /// On the portal's own answer, after the portal has done what was asked.
    OnAnswer,
    /// Inside the portal.
    Inside,
}

impl Fault {
    pub(super) fn point(self) -> FaultPoint {
        match self {
            Self::Refused
            | Self::OldTls
            | Self::ExpiredCertificate
            | Self::FutureCertificate
            | Self::OtherHostCertificate
            | Self::UntrustedCertificate => FaultPoint::OnConnection,
            Self::Down
            | Self::InternalError
            | Self::Maintenance
            | Self::HugePage
            | Self::DeepNesting
            | Self::RedirectLoop
            | Self::RedirectElsewhere
            | Self::PlainHttp
            | Self::CaptivePortal => FaultPoint::InsteadOf,
            Self::Slow | Self::CutOff | Self::Reset | Self::WrongLength | Self::Truncated | Self::WrongClock => {
                FaultPoint::OnAnswer
            }
            _ => FaultPoint::Inside,
        }
    }
}

/// HTML variant and fault of a running portal; both can be changed while it runs.
pub struct Switches {
    set: Mutex<Set>,
    control: Arc<ListenerControl>,
    old_tls: ListenerMode,
}

struct Set {
    variant: HtmlVariant,
    fault: Option<(Fault, Option<Step>)>,
    delay: Duration,
    passed: Option<Step>,
}

impl Switches {
    pub(super) fn new(variant: HtmlVariant, old_tls: ListenerMode) -> Self {
        let set = Set { variant, fault: None, delay: Duration::from_secs(9), passed: None };
        Self { set: Mutex::new(set), control: Arc::new(ListenerControl::new()), old_tls }
    }

    /// The variant.
    pub fn variant(&self) -> HtmlVariant {
        self.set().variant
    }

    /// Changes the variant. Forms already served stay valid.
    pub fn set_variant(&self, variant: HtmlVariant) {
        self.set().variant = variant;
    }

    /// Sets the fault, at one step, or at every one if the step is `None`; `None` as fault clears it.
    ///
    /// A fault of the connection at one step begins when the step before it has been answered.
    /// Comes back when it has begun.
    pub async fn set_fault(&self, fault: Option<Fault>, at: Option<Step>) {
        {
            let mut set = self.set();
            set.fault = fault.map(|fault| (fault, at));
            set.passed = None;
            self.open_or_close(&set);
        }
        self.control.settled().await;
    }

    /// How late every answer comes with [`Fault::Slow`]; 9 s unless set.
    pub fn set_delay(&self, delay: Duration) {
        self.set().delay = delay;
    }

    pub(super) fn delay(&self) -> Duration {
        self.set().delay
    }

    pub(super) fn control(&self) -> Arc<ListenerControl> {
        Arc::clone(&self.control)
    }

    /// The fault to play at that step, if any.
    pub(super) fn fault_at(&self, step: Option<Step>) -> Option<Fault> {
        match self.set().fault {
            Some((fault, None)) => Some(fault),
            Some((fault, at)) if at == step => Some(fault),
            _ => None,
        }
    }

    /// A step is about to be answered: whatever is to meet the next one stands ready before that.
    pub(super) async fn passed(&self, step: Step) {
        {
            let mut set = self.set();
            set.passed = Some(step);
            self.open_or_close(&set);
        }
        self.control.settled().await;
    }

    /// Connections must not outlive an answer, because the next one is to fail.
    pub(super) fn close_connections(&self) -> bool {
        self.set().fault.is_some_and(|(fault, _)| fault.point() == FaultPoint::OnConnection)
    }

    pub(super) fn server_certificate(&self) -> ServerCertificate {
        match self.set().connection_fault() {
            Some(Fault::ExpiredCertificate) => ServerCertificate::Expired,
            Some(Fault::FutureCertificate) => ServerCertificate::NotYetValid,
            Some(Fault::OtherHostCertificate) => ServerCertificate::OtherHost,
            Some(Fault::UntrustedCertificate) => ServerCertificate::Untrusted,
            _ => ServerCertificate::Good,
        }
    }

    fn open_or_close(&self, set: &Set) {
        let mode = match set.connection_fault() {
            Some(Fault::Refused) => ListenerMode::Closed,
            Some(Fault::OldTls) => self.old_tls.clone(),
            _ => ListenerMode::Serving,
        };
        self.control.set(mode);
    }

    fn set(&self) -> parking_lot::MutexGuard<'_, Set> {
        self.set.lock()
    }
}

impl Set {
    fn connection_fault(&self) -> Option<Fault> {
        let (fault, at) = self.fault.filter(|(fault, _)| fault.point() == FaultPoint::OnConnection)?;
        match at {
            None | Some(Step::Entrance) => Some(fault),
            Some(at) => self.passed.is_some_and(|passed| passed as usize + 1 >= at as usize).then_some(fault),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn names_can_be_read_back() {
        for fault in Fault::ALL {
            assert_eq!(fault.code().parse::<Fault>().unwrap(), *fault);
        }
        for step in Step::ALL {
            assert_eq!(step.code().parse::<Step>().unwrap(), *step);
        }
        assert!("no-such-fault".parse::<Fault>().is_err());
    }

    #[tokio::test]
    async fn a_fault_of_the_connection_waits_for_the_step_before_it() {
        let switches = Switches::new(HtmlVariant::Plain, ListenerMode::Closed);
        let certificate = || switches.server_certificate();
        switches.set_fault(Some(Fault::ExpiredCertificate), Some(Step::Menu)).await;
        switches.passed(Step::Login).await;
        assert_eq!(certificate(), ServerCertificate::Good);
        switches.passed(Step::Authenticate).await;
        assert_eq!(certificate(), ServerCertificate::Expired);
        switches.set_fault(None, None).await;
        assert_eq!(certificate(), ServerCertificate::Good);
    }
}
