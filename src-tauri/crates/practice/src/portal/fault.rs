use super::interstitial::LoginInterstitial;
use super::name::UnknownName;
use super::sessions::Ended;

/// Something that goes wrong, or another turn that the portal may take.
#[cfg(feature = "faults")]
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownName, parse_err_fn = UnknownName::new)]
pub enum Fault {
    /// Nothing listens: connection refused.
    Refused,
    /// TLS 1.1 only, played by `openssl s_server`.
    OldTls,
    /// The server certificate has expired.
    ExpiredCertificate,
    /// The server certificate is not valid yet: what a slow clock sees.
    FutureCertificate,
    /// The server certificate is another host's.
    OtherHostCertificate,
    /// The server certificate is issued by nobody trusted: a TLS-inspecting proxy.
    UntrustedCertificate,
    /// 503 without a word.
    Down,
    /// 500 with a page of the server's.
    InternalError,
    /// 503 with the maintenance page.
    Maintenance,
    /// Every answer comes late, by [`Switches::set_delay`].
    Slow,
    /// The connection is cut off in the middle of the answer.
    CutOff,
    /// The connection is reset instead of an answer.
    Reset,
    /// `Content-Length` promises more than comes.
    WrongLength,
    /// `Content-Length` and the body are both too short by half.
    Truncated,
    /// A page of 8 MiB.
    HugePage,
    /// A page of no more than is allowed, made to be read for as long as can be.
    HeavyPage,
    /// A page nested 40,000 deep.
    DeepNesting,
    /// Two addresses that redirect to each other.
    RedirectLoop,
    /// A redirect to another host.
    RedirectElsewhere,
    /// A redirect to plain http.
    PlainHttp,
    /// A Wi-Fi gateway answers: 511 (RFC 6585, section 6) with its own page.
    CaptivePortal,
    /// The `Date` header is a day behind: seen from there, the phone's clock is a day ahead.
    WrongClock,
    /// A page comes instead of the file.
    HtmlInsteadOfFile,
    /// A ZIP file comes instead of the file.
    ZipInsteadOfFile,
    /// Nothing comes instead of the file.
    EmptyFile,
    /// The account is locked.
    Locked,
    /// The session is over.
    SessionExpired,
    /// Somebody else has logged in with the same ID.
    TakenOver,
    /// First login: 利用規約への同意, then パスワード設定.
    FirstLogin,
    /// The login password has expired: パスワード設定.
    PasswordExpired,
    /// A notice stands between login and menu.
    Notice,
    /// A code by mail is asked for between login and menu.
    CodeByMail,
    /// The password expires soon, which may be changed now or later.
    ExpiresSoon,
    /// The same user ID is logged in elsewhere, and the page asks whether to go on.
    LoggedInElsewhere,
    /// One of two offices must be chosen.
    ChooseOffice,
    /// A page that scripts draw.
    DrawnByScripts,
    /// A page that nobody knows stands between login and menu.
    UnknownPage,
}

/// Without the feature `faults` nothing goes wrong: no value names a fault, and what would play one is not compiled.
#[cfg(not(feature = "faults"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {}

/// Where a fault acts.
#[cfg(feature = "faults")]
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

#[cfg(feature = "faults")]
impl Fault {
    /// Every fault, in the order of `--help`.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name on the command line, kebab-case.
    pub fn code(self) -> &'static str {
        self.into()
    }

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
            | Self::HeavyPage
            | Self::DeepNesting
            | Self::DrawnByScripts
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

    /// How it ends a session that is logged in.
    pub(super) fn session_end(self) -> Option<Ended> {
        match self {
            Self::SessionExpired => Some(Ended::TimedOut),
            Self::TakenOver => Some(Ended::TakenOver),
            _ => None,
        }
    }

    /// Every login is refused as if the account were locked.
    pub(super) fn locks(self) -> bool {
        self == Self::Locked
    }

    /// What it puts between login and menu, of an office that has accepted the terms or not.
    pub(super) fn interstitial(self, accepted: bool) -> Option<LoginInterstitial> {
        match self {
            Self::FirstLogin if !accepted => Some(LoginInterstitial::Terms),
            Self::PasswordExpired if !accepted => Some(LoginInterstitial::NewPassword { expired: true }),
            Self::Notice => Some(LoginInterstitial::Notice),
            Self::CodeByMail => Some(LoginInterstitial::CodeByMail),
            Self::ExpiresSoon => Some(LoginInterstitial::ExpiresSoon),
            Self::LoggedInElsewhere => Some(LoginInterstitial::LoggedInElsewhere),
            Self::ChooseOffice => Some(LoginInterstitial::ChooseOffice),
            Self::UnknownPage => Some(LoginInterstitial::Unknown),
            _ => None,
        }
    }
}

#[cfg(not(feature = "faults"))]
impl Fault {
    pub(super) fn session_end(self) -> Option<Ended> {
        match self {}
    }

    pub(super) fn locks(self) -> bool {
        match self {}
    }

    pub(super) fn interstitial(self, _accepted: bool) -> Option<LoginInterstitial> {
        match self {}
    }
}

#[cfg(not(feature = "faults"))]
impl std::str::FromStr for Fault {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Err(UnknownName::new(name))
    }
}
