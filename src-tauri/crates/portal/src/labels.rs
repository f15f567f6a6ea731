//! The data of `labels.toml`: the words by which fields, controls and pages are known.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use certificate::CertificateKind;
use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use crate::text::{CONDITIONS, Conditions, LabelPattern, matches_any, occurs_in, states_one};

static BUILT_IN: LazyLock<Labels> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the file is part of the source, and a test reads it")]
    Labels::parse(include_str!("../labels.toml")).expect("labels.toml")
});

/// The words by which the portal's pages, controls and fields are found: the data of `labels.toml`.
#[derive(Clone)]
pub struct Labels(Arc<Table>);

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Table {
    #[serde(skip_serializing)]
    manual: String,
    fields: BTreeMap<FieldRole, Vec<LabelPattern>>,
    controls: BTreeMap<ControlRole, Vec<LabelPattern>>,
    sentences: Sentences,
    certificates: Vec<Certificate>,
    pages: Vec<PageRule>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Sentences {
    #[serde(skip_serializing)]
    password_rule: Vec<LabelPattern>,
    until: Vec<LabelPattern>,
    back: Vec<LabelPattern>,
    #[serde(skip_serializing)]
    none: Vec<LabelPattern>,
    #[serde(skip_serializing)]
    failed: Vec<LabelPattern>,
    #[serde(skip_serializing)]
    broken: Vec<LabelPattern>,
    #[serde(skip_serializing)]
    words: Vec<LabelPattern>,
}

/// A kind of certificate in the list.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certificate {
    pub(crate) kind: Option<CertificateKind>,
    names: Vec<LabelPattern>,
    /// What is in the names of its files.
    #[serde(default, skip_serializing)]
    files: Vec<LabelPattern>,
    #[serde(default = "yes")]
    pub(crate) usable: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct PageRule {
    pub(crate) page: PageKind,
    #[serde(default)]
    pub(crate) title: Vec<LabelPattern>,
    #[serde(default)]
    pub(crate) heading: Vec<LabelPattern>,
    #[serde(default)]
    pub(crate) text: Vec<LabelPattern>,
    #[serde(default)]
    pub(crate) fields: Vec<FieldRole>,
    #[serde(default)]
    pub(crate) controls: Vec<ControlRole>,
    #[serde(default)]
    pub(crate) checkboxes: Vec<ControlRole>,
    #[serde(default)]
    pub(crate) without_fields: Vec<FieldRole>,
    #[serde(default)]
    pub(crate) without_controls: Vec<ControlRole>,
}

/// A page of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum PageKind {
    /// モバイル窓口.
    Entrance,
    /// ログイン: user ID and password are asked for.
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
    /// The password expires soon; the way goes on.
    ExpiresSoon,
    /// The same user ID is logged in elsewhere, and the portal asks whether to go on.
    LoggedInElsewhere,
    /// A code by mail is asked for.
    Code,
    /// One of several offices must be chosen.
    Offices,
    /// Too many visitors at once.
    Busy,
    /// Drawn by scripts, or a firewall that wants them: a browser's page.
    NeedsBrowser,
    /// User ID or password is wrong.
    WrongLogin,
    /// The new password is not accepted.
    PasswordRefused,
    /// Not the portal: a network that wants a log-in.
    Captive,
    /// No page, but a file.
    Download,
    /// None of these.
    Unknown,
}

impl PageKind {
    /// Stable name, as in `labels.toml`.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// What a field of a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum FieldRole {
    /// ユーザーID, of the log-in.
    UserId,
    /// パスワード of the log-in.
    Password,
    /// The password that is replaced.
    CurrentPassword,
    /// The password that replaces it.
    NewPassword,
    /// The new password once more.
    ConfirmPassword,
    /// A code that the portal has sent by mail.
    Code,
}

impl FieldRole {
    /// Stable name, as in `labels.toml`.
    pub fn code(self) -> &'static str {
        self.into()
    }

    pub(crate) fn is_password(self) -> bool {
        matches!(self, Self::Password | Self::CurrentPassword | Self::NewPassword | Self::ConfirmPassword)
    }
}

/// What a control is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ControlRole {
    /// 介護事業所の方はこちら.
    Entrance,
    /// ログイン, of the log-in.
    LogIn,
    /// Opens the menu.
    OpenMenu,
    /// Opens the part of the menu that is about certificates.
    CertificateMenu,
    /// 証明書ダウンロード: leads to the list.
    Certificates,
    /// ダウンロード beside a certificate.
    Download,
    /// ログアウト, on every page after it.
    LogOut,
    /// Agrees to the terms.
    Agree,
    /// Sets the new password.
    Decide,
    /// Leads on from a notice.
    GoOn,
    /// Leaves for later what the page proposes.
    Later,
    /// Goes on although the same user ID is logged in elsewhere.
    TakeOver,
    /// Says that a notice was read: a checkbox.
    Confirm,
    /// Answers a page that asks whether a file is wanted.
    ConfirmDownload,
    /// Sends a code that came by mail.
    SendCode,
    /// Goes on with an office.
    ChooseOffice,
}

impl ControlRole {
    /// Stable name, as in `labels.toml`.
    pub fn code(self) -> &'static str {
        self.into()
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

    /// What pages are known by, as JSON with each word folded, for a program that compares as this crate does.
    pub(crate) fn to_json(&self) -> serde_json::Result<String> {
        #[derive(Serialize)]
        struct Words<'a> {
            #[serde(flatten)]
            table: &'a Table,
            conditions: Conditions,
        }
        serde_json::to_string(&Words { table: &self.0, conditions: CONDITIONS })
    }

    pub(crate) fn field(&self, role: FieldRole) -> &[LabelPattern] {
        self.0.fields.get(&role).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn control(&self, role: ControlRole) -> &[LabelPattern] {
        self.0.controls.get(&role).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn is_password_rule(&self, folded: &str) -> bool {
        occurs_in(&self.0.sentences.password_rule, folded)
    }

    pub(crate) fn until(&self) -> &[LabelPattern] {
        &self.0.sentences.until
    }

    /// The certificate whose name is in the folded text.
    pub(crate) fn certificate(&self, folded: &str) -> Option<&Certificate> {
        self.0.certificates.iter().find(|certificate| occurs_in(&certificate.names, folded))
    }

    /// The certificate whose name the folded text is, perhaps with more behind it, but not a sentence about it.
    pub(crate) fn certificate_name(&self, folded: &str) -> Option<&Certificate> {
        let goes_on = |rest: &str| rest.starts_with(|c: char| matches!(c, '\u{3041}'..='\u{309f}' | '、' | '・'));
        let is = |name: &LabelPattern| name.strip_from(folded).is_some_and(|rest| !goes_on(rest));
        self.0.certificates.iter().find(|certificate| certificate.names.iter().any(is))
    }

    /// Does the folded text say that there is none of what was looked for?
    pub(crate) fn says_none(&self, folded: &str) -> bool {
        occurs_in(&self.0.sentences.none, folded)
    }

    /// Does the folded text say that what was asked for has failed?
    pub(crate) fn says_failed(&self, folded: &str) -> bool {
        states_one(&self.0.sentences.failed, folded)
    }

    /// Does the folded text say that the portal itself is out of order?
    pub(crate) fn says_broken(&self, folded: &str) -> bool {
        states_one(&self.0.sentences.broken, folded)
    }

    /// The certificate that the folded name of a file speaks of, if of one alone.
    pub(crate) fn certificate_of_file(&self, folded: &str) -> Option<&Certificate> {
        let mut found = self
            .0
            .certificates
            .iter()
            .filter(|certificate| occurs_in(&certificate.names, folded) || occurs_in(&certificate.files, folded));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Is the folded text on a control that leads elsewhere than to an office?
    pub(crate) fn leads_elsewhere(&self, folded: &str) -> bool {
        self.0.controls.values().any(|words| matches_any(words, folded)) || matches_any(&self.0.sentences.back, folded)
    }

    /// Does the folded text consist of words of this file alone, which name nobody?
    pub(crate) fn names_nobody(&self, folded: &str) -> bool {
        let mut rest = folded;
        while let Some(first) = rest.chars().next() {
            rest = match self.words().filter_map(|word| word.strip_from(rest)).min_by_key(|rest| rest.len()) {
                Some(after) => after,
                None if is_mark(first) => &rest[first.len_utf8()..],
                None => return false,
            };
        }
        true
    }

    /// Every word of this file.
    fn words(&self) -> impl Iterator<Item = &LabelPattern> {
        let table = &self.0;
        let roles = table.fields.values().chain(table.controls.values()).flatten();
        let certificates = table.certificates.iter().flat_map(|certificate| &certificate.names);
        let pages = table.pages.iter().flat_map(|rule| rule.heading.iter().chain(&rule.title));
        roles.chain(certificates).chain(pages).chain(&table.sentences.words)
    }

    /// The rules by which a page is of that kind.
    pub(crate) fn rules(&self, kind: PageKind) -> impl Iterator<Item = &PageRule> {
        self.0.pages.iter().filter(move |rule| rule.page == kind)
    }
}

/// Stands between words and says nothing.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation() || "・、。（）「」『』【】［］｜－—―‐…＞»≫／！？→▶▼■●◆".contains(c)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::text::fold;

    #[test]
    fn the_file_is_complete() {
        let labels = Labels::parse(include_str!("../labels.toml")).unwrap();
        assert_eq!(labels.manual(), "1.02");
        for role in FieldRole::iter() {
            assert!(!labels.field(role).is_empty(), "{}", role.code());
        }
        for role in ControlRole::iter() {
            assert!(!labels.control(role).is_empty(), "{}", role.code());
        }
        let named = |text: &str| labels.certificate(&fold(text)).map(|found| (found.kind, found.usable));
        assert_eq!(named("介護ＤＸ証明書"), Some((Some(CertificateKind::Dx), true)));
        assert_eq!(named("介護保険証明書（2027年まで）"), Some((Some(CertificateKind::Hoken), true)));
        assert_eq!(named("代理人証明書"), Some((None, false)));
        assert_eq!(named("介護・障害共通証明書"), Some((None, true)));
        assert_eq!(named("証明書ダウンロード"), None);
    }

    #[test]
    fn words_of_pages_name_nobody() {
        let labels = Labels::built_in();
        for text in
            ["介護電子請求受付システム｜追加認証", "秘密の質問の答え", "証明書のダウンロードに失敗しました。", ""]
        {
            assert!(labels.names_nobody(&fold(text)), "{text}");
        }
        for text in ["山田花子様が確認しました", "さくらデイの利用規約", "ログイン KJ0123456789AB", "エラー 4711"]
        {
            assert!(!labels.names_nobody(&fold(text)), "{text}");
        }
    }

    #[test]
    fn a_misspelt_file_is_an_error() {
        assert!(Labels::parse("manual = \"1.02\"").is_err());
        let text = include_str!("../labels.toml").replace("page = \"menu\"", "page = \"mneu\"");
        assert!(Labels::parse(&text).is_err());
        let text = include_str!("../labels.toml").replace("user-id = [", "user-name = [");
        assert!(Labels::parse(&text).is_err());
    }
}
