use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// By which method a certificate leaves the app towards iOS. Another way (a persistent token) would be another variant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum HandOffMethod {
    /// Safari inside the app fetches the profile from the loopback server.
    #[default]
    Sheet,
    /// Safari itself does, outside of the app.
    Browser,
    /// The profile is saved as a file, which the user opens in 「ファイル」.
    File,
}

/// How far a hand-over is. Each says only what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum HandOffStage {
    /// The way is drawn and waits for the user to begin it.
    Ready,
    /// Safari, or the share sheet, is open.
    Open,
    /// Safari has fetched the profile, and asks whether to allow it: what the user answers is not seen.
    Fetched,
    /// The file was saved by the share sheet; it has to be opened in 「ファイル」.
    Saved,
    /// The app was ended meanwhile: what became of it is not known, and the file is no longer in memory.
    Gone,
}

/// What was seen at the loopback server beside Safari's own way. Neither is known to be an attack: no sender is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum LoopbackNotice {
    /// Something asked without the right address and was given nothing.
    Refused,
    /// The profile was fetched more than once while it was served: by the user who pressed again or loaded the page again,
    /// or by somebody else who knew the address.
    FetchedAgain,
}

/// What can stand between a downloaded profile and an installed certificate; the app cannot see any of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileProblem {
    /// No 「ダウンロード済みのプロファイル」 in Settings.
    NoEntry,
    /// The eight minutes were over.
    Expired,
    /// Settings does not take the password.
    WrongPassword,
    /// ロックダウンモード: no profile at all.
    LockdownMode,
    /// A supervised device that may not install profiles.
    Supervised,
    /// 盗難デバイスの保護: an hour's delay away from familiar places.
    StolenDevice,
    /// Another browser than Safari is the default.
    OtherBrowser,
}
