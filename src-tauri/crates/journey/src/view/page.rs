use certificate::CertificateKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    CardPicture, CertificateRecord, CertificateSummary, Failure, HandOffMethod, HeldCertificate, OfficeChoice,
    Platform, ProfileProblem, Removal, VerifyMethod,
};
use crate::ids::Alias;
use crate::intent::HelpDeskChannel;
use crate::service_address::ServiceAddress;
use crate::user_id::{TypedUserId, UserId};

/// Practice mode, marked on every screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PracticeView {
    /// What plays the phone; `None`: this very phone, whose certificate is then named 「練習」.
    pub phone: Option<Platform>,
    /// Whose letter the user holds.
    pub office: PracticeOffice,
}

/// An office of the practice portal, with its letter. Nothing in it opens anything real.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PracticeOffice {
    /// Handle of the office.
    pub id: String,
    /// Its name, as its letter has it.
    pub name: String,
    /// The ユーザーID that is written on it.
    pub user_id: UserId,
    /// ログインパスワード of the practice portal.
    pub login_password: String,
    /// 証明書のパスワード of the practice letter.
    pub certificate_password: String,
    /// What the portal's list holds.
    pub kinds: Vec<CertificateKind>,
}

/// A page over the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum OverlayView {
    /// 「こまったとき」: help desk and what to tell it.
    HelpDesk {
        /// Screen it was opened from.
        from: String,
        /// Code of the failure shown there.
        code: Option<String>,
        /// Whether somebody answers the telephone.
        hours: HelpDeskHours,
        /// The published hours.
        week: HelpDeskWeek,
        /// Its number, a paid one.
        phone: String,
        /// Its mail address.
        mail: String,
        /// What the user pressed last did not open.
        unopened: Option<HelpDeskChannel>,
        /// What to read out or paste: `diagnosis_{key}` and its value. Nothing secret, no user ID.
        diagnosis: Vec<DiagnosisLine>,
        /// What the app did last, line by line, for whoever looks for its fault. Nothing secret (`docs/logging.md`).
        trail: Vec<String>,
    },
    /// 「こまったとき」: from a symptom to what helps.
    Troubleshooting {
        /// Screen it was opened from.
        from: String,
        /// Code of the failure shown there.
        code: Option<String>,
    },
    /// 「使い方」: the manual.
    Guide {
        /// Page; `None`: the contents.
        page: Option<String>,
    },
    /// 「設定」.
    Settings {
        /// A user ID is kept.
        user_id_kept: bool,
        /// Version of the app.
        version: String,
        /// The address of the service that the user has set.
        service: ServiceSetting,
    },
    /// 「パソコンでやること」.
    PcCard {
        /// Number of the help desk.
        phone: String,
        /// The portal's entry as a QR code, which the app reads: from the paper back to the phone.
        way_back: Option<CardPicture>,
    },
    /// One certificate of this phone, from home.
    Held {
        /// The certificate that it is about.
        certificate: HeldCertificate,
        /// Android: the name under which Settings shows it.
        name: Option<Alias>,
        /// Android: the name of the one before, which is still in the phone; `None` where there is none.
        old_name: Option<Alias>,
        /// How it is proven on this phone.
        method: VerifyMethod,
        /// Something is under way, which a renewal or a proof would give up.
        busy: bool,
        /// Its date was handed to another app.
        shared: bool,
        /// Why its date was not.
        failure: Option<Failure>,
    },
    /// 「パソコンで更新の申請をしましたか」: before a renewal is begun.
    Renewal {
        /// The name of its slot (office and kind).
        slot: Alias,
        /// What the certificate says.
        summary: CertificateSummary,
    },
    /// How a certificate is removed from this phone.
    Removal {
        /// The name of its slot (office and kind).
        slot: Alias,
        /// It is the one before, which a newer one has left under a name of its own.
        beside: bool,
        /// What the certificate says.
        summary: CertificateSummary,
        /// Android: the name under which Settings shows it.
        name: Option<Alias>,
        /// Its file is still in Downloads, under this name.
        saved_file: Option<String>,
        /// Android: a look after coming back has found it.
        still_there: bool,
        /// How it is known to be gone; `None`: not yet.
        removal: Option<Removal>,
    },
    /// What this app has written down of certificates, to be read and shared.
    Records {
        /// Those of this phone, then those that were removed.
        records: Vec<CertificateRecord>,
        /// The table was handed to another app.
        shared: bool,
        /// Why it was not.
        failure: Option<Failure>,
    },
    /// 「期限の前に知らせる」.
    Reminders {
        /// It is turned on.
        on: bool,
        /// The system does not let the app: the user has said no, now or in Settings.
        denied: bool,
        /// It is turned on and allowed, and the system stops it all the same once the app was not opened for months.
        hibernates: bool,
        /// The system asks the user.
        asking: bool,
        /// When the next one comes; Unix milliseconds.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::optional")]
        #[ts(type = "number | null")]
        next: Option<Timestamp>,
        /// The certificates of this phone.
        certificates: Vec<HeldCertificate>,
        /// Why the system could not be asked.
        failure: Option<Failure>,
    },
    /// A phone of the office is lost: what to do, in which order.
    LostPhone {
        /// Number of the help desk.
        phone: String,
        /// Its mail address.
        mail: String,
    },
    /// A new phone takes the place of this one.
    NewPhone {
        /// The certificates that this phone holds.
        certificates: Vec<HeldCertificate>,
    },
    /// 「ブラウザでする」: the download in Safari or Chrome, after which the app takes the file.
    Browser,
    /// What keeps a profile out of an iPhone or iPad, and the one thing to do.
    ProfileProblem {
        /// Which of the problems.
        page: ProfileProblem,
        /// Handing over again is the thing to do, and leads on from here.
        again: bool,
        /// By which method it was handed over.
        method: HandOffMethod,
        /// It can be handed over again; otherwise log-in comes first.
        at_hand: bool,
        /// The certificate password can be shown on the screen below.
        password_at_hand: bool,
    },
    /// Choose how to practise.
    Practice {
        /// Offices of the practice portal.
        offices: Vec<PracticeOffice>,
        /// This very phone can take part (never on a desktop).
        this_phone: bool,
        /// The practice portal is starting.
        starting: bool,
        /// Why it did not start.
        failure: Option<Failure>,
    },
    /// 「QRコードを読み取る」: camera, picture, typing.
    Scan {
        /// What was read or typed last is none of ours.
        failure: Option<Failure>,
    },
    /// 「つぎのスマホも」: the card for the wall.
    FacilityCard {
        /// Names known to this phone, to choose from.
        offices: Vec<OfficeChoice>,
        /// What the field of the user ID starts with.
        known_user_id: Option<UserId>,
        /// Which certificate the card names; `None`: either.
        kind: Option<CertificateKind>,
        /// The office's name on the card; empty: still to be typed.
        office: String,
        /// ユーザーID on the card; `None`: it is not on it.
        user_id: Option<TypedUserId>,
        /// What became of the last submission; `None` before the first.
        answer: Option<CardAnswer>,
        /// What the help desk is told where there is no card: `card-no-office`, `user-id-invalid`.
        failure: Option<Failure>,
        /// The card; `None` until the office has a name.
        card: Option<CardPicture>,
    },
    /// Who publishes the app, what it does with what is typed, version, licences.
    About {
        /// What the user pressed to reach the publisher did not open.
        unopened: Option<HelpDeskChannel>,
        /// The publisher has a probe, which is asked when a certificate is proven in Safari.
        probe: bool,
        /// Version of the app.
        version: String,
        /// The hosts of the portal that the app talks to, as the rules that say so: `*.e-seikyuu.jp`.
        portal_host: String,
    },
}

/// Who publishes this build: `config/publisher.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PublisherInfo {
    /// Name of the office.
    pub name: String,
    /// A mail address or an https address; empty where there is none.
    pub contact: String,
    /// Nobody publishes it yet: a 試作版, which has met neither the real portal nor a phone.
    pub trial: bool,
}

/// The address of the service, as Settings shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceSetting {
    /// What the user has set; it goes before the publisher's.
    pub address: Option<ServiceAddress>,
    /// The host of it, which is what tells a right address from a wrong one.
    pub host: Option<String>,
    /// What was entered last is no https address with a host; nothing was changed.
    pub refused: bool,
}

/// The answer to one [`Intent::MakeCard`](crate::Intent::MakeCard).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CardAnswer {
    /// The submission that it answers.
    pub request: u32,
    /// What became of it.
    pub outcome: CardOutcome,
}

/// What became of a facility card that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CardOutcome {
    /// The card is there.
    Made,
    /// The office has no name that a card can hold.
    NoOffice,
    /// The user ID is not one that the portal gives.
    WrongUserId,
}

/// When somebody answers at 介護電子請求ヘルプデスク, by the published hours and Japan's holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HelpDeskHours {
    /// It is open now.
    pub open: bool,
    /// Open: until then. Closed: from then on. Unix milliseconds.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    #[ts(type = "number")]
    pub changes_at: Timestamp,
    /// Around the turn of the year the hours are announced each time: please check.
    pub uncertain: bool,
}

/// The published hours of the help desk: opening and closing hour in Japan's time. Closed on Sundays, holidays, and on
/// Saturdays after the long days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HelpDeskWeek {
    /// The long days are from the 1st of a month to this one.
    pub long_until: i8,
    /// Weekdays among the long days.
    pub long_weekday: (i8, i8),
    /// Saturdays among the long days.
    pub long_saturday: (i8, i8),
    /// Hours of the other weekdays, from and until.
    pub weekday: (i8, i8),
}

/// One line of the diagnosis sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosisLine {
    /// `diagnosis_{key}` in the catalogues: `app`, `system`, `screen`, `code`, `time`, `realm`, `certificate`, `until`, `proof`, `clock`, `page`.
    pub key: String,
    /// Its value, a word or a few; `page` is a page skeleton of several lines.
    pub value: String,
}
