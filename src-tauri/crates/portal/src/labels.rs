use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use certificate::CertificateKind;
use serde::Deserialize;

use crate::page::Page;
use crate::script::Recipe;
use crate::text::{Word, has_one, is_one};

static BUILT_IN: LazyLock<Labels> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the file is part of the source, and a test reads it")]
    Labels::parse(include_str!("../labels.toml")).expect("labels.toml")
});

/// The words by which the portal's pages, controls and fields are found: the data of `labels.toml`.
#[derive(Clone)]
pub struct Labels(Arc<Table>);

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Table {
    manual: String,
    fields: BTreeMap<Blank, Vec<Word>>,
    controls: BTreeMap<Press, Vec<Word>>,
    sentences: Sentences,
    certificates: Vec<Certificate>,
    pages: Vec<Rule>,
    scripts: Vec<Recipe>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Sentences {
    password_rule: Vec<Word>,
    until: Vec<Word>,
}

/// A kind of certificate in the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certificate {
    pub(crate) kind: Option<CertificateKind>,
    names: Vec<Word>,
    #[serde(default = "yes")]
    pub(crate) usable: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Rule {
    page: PageKind,
    #[serde(default)]
    title: Vec<Word>,
    #[serde(default)]
    heading: Vec<Word>,
    #[serde(default)]
    text: Vec<Word>,
    #[serde(default)]
    fields: Vec<Blank>,
    #[serde(default)]
    controls: Vec<Press>,
    #[serde(default)]
    boxes: Vec<Press>,
    #[serde(default)]
    without_fields: Vec<Blank>,
    #[serde(default)]
    without_controls: Vec<Press>,
}

/// A page of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// モバイル窓口.
    Entrance,
    /// ログイン.
    Login,
    /// 利用規約への同意.
    Terms,
    /// パスワード設定.
    NewPassword,
    /// メニュー選択画面.
    Menu,
    /// 証明書ダウンロード.
    Certificates,
    /// お知らせ that wants to be seen before the way goes on.
    Notice,
    /// Closed for maintenance.
    Maintenance,
    /// The session is over.
    SessionExpired,
    /// Logged in elsewhere with the same user ID.
    SessionTakenOver,
    /// The account is locked.
    Locked,
    /// The password has expired.
    PasswordExpired,
    /// User ID or password is wrong.
    WrongLogin,
    /// The new password is not accepted.
    PasswordRefused,
    /// Not the portal: a network that wants a log-in.
    Captive,
    /// A file.
    Download,
    /// None of these.
    Unknown,
}

impl PageKind {
    /// Stable name, as in `labels.toml`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Entrance => "entrance",
            Self::Login => "login",
            Self::Terms => "terms",
            Self::NewPassword => "new-password",
            Self::Menu => "menu",
            Self::Certificates => "certificates",
            Self::Notice => "notice",
            Self::Maintenance => "maintenance",
            Self::SessionExpired => "session-expired",
            Self::SessionTakenOver => "session-taken-over",
            Self::Locked => "locked",
            Self::PasswordExpired => "password-expired",
            Self::WrongLogin => "wrong-login",
            Self::PasswordRefused => "password-refused",
            Self::Captive => "captive",
            Self::Download => "download",
            Self::Unknown => "unknown",
        }
    }
}

/// Something to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Blank {
    UserId,
    Password,
    CurrentPassword,
    NewPassword,
    ConfirmPassword,
}

impl Blank {
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::UserId => "user-id",
            Self::Password => "password",
            Self::CurrentPassword => "current-password",
            Self::NewPassword => "new-password",
            Self::ConfirmPassword => "confirm-password",
        }
    }

    pub(crate) fn is_password(self) -> bool {
        self != Self::UserId
    }
}

/// Something to press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Press {
    Entrance,
    LogIn,
    OpenMenu,
    CertificateMenu,
    Certificates,
    Download,
    LogOut,
    Agree,
    Decide,
    GoOn,
}

impl Press {
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::Entrance => "entrance",
            Self::LogIn => "log-in",
            Self::OpenMenu => "open-menu",
            Self::CertificateMenu => "certificate-menu",
            Self::Certificates => "certificates",
            Self::Download => "download",
            Self::LogOut => "log-out",
            Self::Agree => "agree",
            Self::Decide => "decide",
            Self::GoOn => "go-on",
        }
    }
}

/// The file of labels cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("labels")]
pub struct LabelsError(#[from] toml::de::Error);

impl Labels {
    /// Those built into the app.
    pub fn built_in() -> Self {
        BUILT_IN.clone()
    }

    /// Those of another file of the same shape.
    pub fn parse(text: &str) -> Result<Self, LabelsError> {
        Ok(Self(Arc::new(toml::from_str(text)?)))
    }

    /// Version of the paper manual that the words come from.
    pub fn manual(&self) -> &str {
        &self.0.manual
    }

    pub(crate) fn blank(&self, blank: Blank) -> &[Word] {
        self.0.fields.get(&blank).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn press(&self, press: Press) -> &[Word] {
        self.0.controls.get(&press).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn is_password_rule(&self, folded: &str) -> bool {
        has_one(&self.0.sentences.password_rule, folded)
    }

    pub(crate) fn until(&self) -> &[Word] {
        &self.0.sentences.until
    }

    pub(crate) fn recipes(&self) -> &[Recipe] {
        &self.0.scripts
    }

    /// The certificate whose name is in the folded text.
    pub(crate) fn certificate(&self, folded: &str) -> Option<&Certificate> {
        self.0.certificates.iter().find(|certificate| has_one(&certificate.names, folded))
    }

    /// Every word that is known: names nobody.
    pub(crate) fn knows(&self, folded: &str) -> bool {
        let table = &self.0;
        table.fields.values().chain(table.controls.values()).any(|words| is_one(words, folded))
            || table.certificates.iter().any(|certificate| is_one(&certificate.names, folded))
            || table.pages.iter().any(|rule| is_one(&rule.heading, folded) || is_one(&rule.title, folded))
    }

    /// The first of these kinds that the page is; unknown when none.
    pub(crate) fn recognise(&self, page: &Page, among: &[PageKind]) -> PageKind {
        let is = |kind: &&PageKind| {
            self.0.pages.iter().filter(|rule| rule.page == **kind).any(|rule| self.holds(rule, page))
        };
        among.iter().find(is).copied().unwrap_or(PageKind::Unknown)
    }

    fn holds(&self, rule: &Rule, page: &Page) -> bool {
        (rule.title.is_empty() || is_one(&rule.title, &page.folded_title))
            && (rule.heading.is_empty() || page.headings().any(|heading| is_one(&rule.heading, heading)))
            && (rule.text.is_empty() || has_one(&rule.text, &page.folded_text))
            && rule.fields.iter().all(|blank| page.blank(self, *blank).is_some())
            && rule.controls.iter().all(|press| page.press(self, *press).is_some())
            && rule.boxes.iter().all(|press| page.tickable(self, *press).is_some())
            && !rule.without_fields.iter().any(|blank| page.blank(self, *blank).is_some())
            && !rule.without_controls.iter().any(|press| page.press(self, *press).is_some())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::text::fold;

    #[test]
    fn the_file_is_complete() {
        let labels = Labels::parse(include_str!("../labels.toml")).unwrap();
        assert_eq!(labels.manual(), "1.02");
        for blank in
            [Blank::UserId, Blank::Password, Blank::CurrentPassword, Blank::NewPassword, Blank::ConfirmPassword]
        {
            assert!(!labels.blank(blank).is_empty(), "{}", blank.slug());
        }
        for press in [
            Press::Entrance,
            Press::LogIn,
            Press::OpenMenu,
            Press::CertificateMenu,
            Press::Certificates,
            Press::Download,
            Press::LogOut,
            Press::Agree,
            Press::Decide,
            Press::GoOn,
        ] {
            assert!(!labels.press(press).is_empty(), "{}", press.slug());
        }
        let named = |text: &str| labels.certificate(&fold(text)).map(|found| (found.kind, found.usable));
        assert_eq!(named("介護ＤＸ証明書"), Some((Some(CertificateKind::Dx), true)));
        assert_eq!(named("介護保険証明書（2027年まで）"), Some((Some(CertificateKind::Hoken), true)));
        assert_eq!(named("代理人証明書"), Some((None, false)));
        assert_eq!(named("介護・障害共通証明書"), Some((None, true)));
        assert_eq!(named("証明書ダウンロード"), None);
    }

    #[test]
    fn a_misspelt_file_is_an_error() {
        assert!(Labels::parse("manual = \"1.02\"").is_err());
        let text = include_str!("../labels.toml").replace("page = \"menu\"", "page = \"mneu\"");
        assert!(Labels::parse(&text).is_err());
        let text = include_str!("../labels.toml").replace("(?<url>", "(?<url");
        assert!(Labels::parse(&text).is_err());
    }
}
