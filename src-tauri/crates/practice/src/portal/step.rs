use strum::VariantArray as _;

use super::name::UnknownName;

/// One thing the client asks for, in the order of the flow.
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
pub enum Step {
    /// モバイル窓口.
    Entrance,
    /// The login page.
    Login,
    /// The login itself (POST).
    Authenticate,
    /// メニュー選択画面.
    Menu,
    /// 証明書ダウンロード.
    Certificates,
    /// The certificate's file.
    Download,
    /// ログアウト, of every page.
    Logout,
}

impl Step {
    /// All of them, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The name on the command line, kebab-case.
    pub fn code(self) -> &'static str {
        self.into()
    }
}
