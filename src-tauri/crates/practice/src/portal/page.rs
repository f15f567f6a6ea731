//! What a page means, before any variant draws it.

use strum::VariantArray as _;

/// What every page's title begins with.
pub(super) const SYSTEM: &str = "介護電子請求受付システム";

/// A page or an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Route {
    /// モバイル窓口, or for a PC 総合窓口.
    Entrance,
    /// The login page; posted to, the login.
    Login,
    /// 「パスワード等を紛失した方はこちら」.
    Lost,
    /// First login: 利用規約への同意.
    Terms,
    /// First login: パスワード設定; also for an expired one.
    NewPassword,
    /// A notice between login and menu.
    Notice,
    /// メニュー選択画面.
    Menu,
    /// 証明書ダウンロード.
    Certificates,
    /// The certificate's file.
    Download,
    /// ログアウト, of every page.
    Logout,
    /// PC: お知らせ.
    News,
    /// PC: one お知らせ.
    NewsItem,
    /// PC: what hangs on an お知らせ.
    Attachment,
    /// PC: 証明書 (介護保険証明書).
    Hoken,
    /// PC: 介護DX証明書.
    Dx,
    /// PC: 証明書発行用パスワード入力.
    Apply,
    /// PC: 認証サービス利用規約, 送信確認.
    ApplyTerms,
    /// PC: 処理終了.
    Applied,
    /// パスワード, of the log-in.
    AboutPassword,
    /// PC: 通知書を紛失してしまった.
    LostLetter,
    /// PC: 再発行しました.
    Reissued,
    /// PC: the other tabs, which practice leaves empty.
    Elsewhere,
}

impl Route {
    /// All of them.
    pub(super) const ALL: &[Self] = Self::VARIANTS;

    /// Its name in kebab-case.
    pub(super) fn code(self) -> &'static str {
        self.into()
    }
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Key {
    /// ユーザーID, of the log-in.
    UserId,
    /// パスワード, of the log-in.
    Password,
    /// パスワード, of the log-in.
    NewPassword,
    /// 新しいパスワード（確認）.
    NewPasswordAgain,
    /// パスワード, of the log-in.
    CertificatePassword,
    /// Which of several things.
    Choice,
}

impl Key {
    /// All of them.
    pub(super) const ALL: &[Self] = Self::VARIANTS;

    /// Its name in kebab-case.
    pub(super) fn code(self) -> &'static str {
        self.into()
    }
}

/// Where an act leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) route: Route,
    /// Sent as a form.
    pub(super) post: bool,
    /// Which row, where there are several.
    pub(super) argument: Option<String>,
}

impl Target {
    pub(super) fn get(route: Route) -> Self {
        Self { route, post: false, argument: None }
    }

    pub(super) fn post(route: Route) -> Self {
        Self { route, post: true, argument: None }
    }

    pub(super) fn with(mut self, argument: &str) -> Self {
        self.argument = Some(argument.to_owned());
        self
    }
}

/// Words to tap and where they lead.
#[derive(Clone, Debug)]
pub(super) struct Action {
    pub(super) label: String,
    pub(super) target: Target,
}

impl Action {
    pub(super) fn new(label: &str, target: Target) -> Self {
        Self { label: label.to_owned(), target }
    }
}

/// One field of a form.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) key: Key,
    pub(super) label: String,
    pub(super) kind: FieldKind,
}

#[derive(Clone, Debug)]
pub(super) enum FieldKind {
    Text {
        value: String,
    },
    Password,
    /// (value, words, explanation).
    Choices(Vec<(String, String, String)>),
}

/// Fields with the buttons that send them.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    pub(super) fields: Vec<Field>,
    pub(super) buttons: Vec<Action>,
}

/// One part of a page.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Text(String),
    /// Something went wrong.
    Error(String),
    /// A long text in a box of its own.
    Scroll(String),
    Form(Form),
    /// Links and buttons.
    Actions(Vec<Action>),
    /// A table; each row may end in a button.
    Rows {
        heads: Vec<String>,
        rows: Vec<(Vec<String>, Option<Action>)>,
    },
}

/// What a page says, whatever its HTML.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) status: u16,
    pub(super) title: String,
    pub(super) heading: String,
    pub(super) blocks: Vec<Block>,
    /// Behind the menu at the top right; for a PC the tabs.
    pub(super) menu: Vec<Action>,
    /// Drawn for a PC.
    pub(super) desktop: bool,
}

impl Page {
    pub(super) fn new(title: &str, heading: &str) -> Self {
        Self { status: 200, title: title.to_owned(), heading: heading.to_owned(), ..Self::default() }
    }

    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Text(text.into()));
        self
    }

    pub(super) fn error(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Error(text.into()));
        self
    }

    pub(super) fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    pub(super) fn actions(self, actions: Vec<Action>) -> Self {
        self.block(Block::Actions(actions))
    }

    pub(super) fn menu(mut self, menu: Vec<Action>) -> Self {
        self.menu = menu;
        self
    }
}
