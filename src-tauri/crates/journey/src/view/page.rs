use certificate::CertificateKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Failure;
use crate::intent::{Aside, PracticePhoneModel};

/// Practice mode, marked on every screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PracticeView {
    /// What plays the phone; none: this very phone, whose certificate is then named 「練習」.
    pub phone: Option<PracticePhoneModel>,
    /// Whose letter the user holds.
    pub office: PracticeOffice,
}

/// An office of the practice portal, with its letter. Nothing in it opens anything real.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PracticeOffice {
    /// Handle.
    pub id: String,
    /// Name.
    pub name: String,
    /// ユーザーID.
    pub user_id: String,
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
pub enum AsideView {
    /// 「こまったとき」: help desk and what to tell it.
    HelpDesk {
        /// Screen it was opened from.
        from: String,
        /// Code of the failure shown there.
        code: Option<String>,
        /// Whether somebody answers the telephone.
        hours: HelpDeskHours,
        /// What to read out or paste: `diagnosis_{key}` and its value. Nothing secret, no user ID.
        diagnosis: Vec<DiagnosisLine>,
    },
    /// 「こまったとき」: from a symptom to what helps.
    Trouble {
        /// Screen it was opened from.
        from: String,
        /// Code of the failure shown there.
        code: Option<String>,
    },
    /// 「使い方」: the manual.
    Guide {
        /// Page; none: the contents.
        page: Option<String>,
    },
    /// 「設定」.
    Settings {
        /// A user ID is kept.
        user_id_kept: bool,
        /// App version.
        version: String,
    },
    /// 「パソコンでやること」.
    PcCard,
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
    /// Who publishes the app, version, licences.
    About {
        /// Publisher, from `config/publisher.toml`.
        publisher: String,
        /// App version.
        version: String,
        /// The portal's host the app talks to.
        portal_host: String,
    },
}

/// When somebody answers at 介護電子請求ヘルプデスク, by the published hours and Japan's holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HelpDeskHours {
    /// Open now.
    pub open: bool,
    /// Open: until then. Closed: from then on. Unix milliseconds.
    #[ts(type = "number")]
    pub changes_at: i64,
    /// Around the turn of the year the hours are announced each time: please check.
    pub uncertain: bool,
}

/// One line of the diagnosis sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosisLine {
    /// `diagnosis_{key}` in the catalogues: `app`, `system`, `screen`, `code`, `realm`, `certificate`, `until`, `proof`, `clock`, `page`.
    pub key: String,
    /// Its value, a word or a few; `page` is a page skeleton of several lines.
    pub value: String,
}

impl AsideView {
    /// The page this is.
    pub fn page(&self) -> Aside {
        match self {
            Self::HelpDesk { .. } => Aside::HelpDesk,
            Self::Trouble { .. } => Aside::Trouble,
            Self::Guide { .. } => Aside::Guide,
            Self::Settings { .. } => Aside::Settings,
            Self::PcCard => Aside::PcCard,
            Self::Practice { .. } => Aside::Practice,
            Self::About { .. } => Aside::About,
        }
    }
}
