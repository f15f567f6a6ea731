use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whose system screens come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// iPhone, iOS 18 or 26.
    Iphone,
    /// iPad, iPadOS 18 or 26.
    Ipad,
    /// Android 13 to 16.
    Android,
}

impl Platform {
    /// True where the certificate goes by way of Safari and Settings.
    pub fn is_apple(self) -> bool {
        matches!(self, Self::Iphone | Self::Ipad)
    }
}
