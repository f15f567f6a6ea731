use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;
use ts_rs::TS;

/// Which of the two certificates of 介護電子請求 it is.
///
/// The portal's row says so; the common name does not (setup manual, 5-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum CertificateKind {
    /// 介護DX証明書: opens the WEB services, cannot bill.
    Dx,
    /// 介護保険証明書: bills, and opens the WEB services too.
    Hoken,
}

impl CertificateKind {
    /// The word used in aliases and identifiers: `dx` or `hoken`.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// What the common name suggests. Inferred, not published: never tell a user by it.
    pub fn suggested_by(subject: &str) -> Option<Self> {
        match subject {
            "CarePlanJigyousho" => Some(Self::Dx),
            "KaigoJigyousho" => Some(Self::Hoken),
            _ => None,
        }
    }
}
