use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which of the two certificates of 介護電子請求 it is.
///
/// The portal's row says so; the common name does not (setup manual, 5-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateKind {
    /// 介護DX証明書: opens the WEB services, cannot bill.
    Dx,
    /// 介護保険証明書: bills, and opens the WEB services too.
    Hoken,
}

impl CertificateKind {
    /// The word used in aliases and identifiers.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Dx => "dx",
            Self::Hoken => "hoken",
        }
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

/// SHA-256 of a certificate's DER encoding, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Fingerprint(pub [u8; 32]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Fingerprint {
    type Err = hex::FromHexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)?;
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = hex::FromHexError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}
