use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::ports::{Clock, Device, PracticeEnvironment};
use crate::publisher::Publisher;

/// The app's bundle identifier, as `tauri.conf.json` has it: with it begins what has to be the app's own everywhere, the
/// PayloadIdentifier of its profiles and the UID of its events. It stays for as long as the app does.
pub const BUNDLE_IDENTIFIER: &str = "jp.shomeinavi.app";

/// Time that the loopback server gives Safari for the page and the profile on it: three minutes.
pub const SERVING: Duration = Duration::from_secs(180);

/// What an app is put together from.
pub struct Parts {
    /// Holds the state file.
    pub folder: PathBuf,
    /// The phone that the app runs on.
    pub device: Arc<dyn Device>,
    /// Portal, probe and phone to practise with.
    pub practice: Arc<dyn PracticeEnvironment>,
    /// Tells the time, and waits.
    pub clock: Arc<dyn Clock>,
    /// Who publishes the app, and the real realm.
    pub publisher: Publisher,
    /// Version of the app, as it is shown.
    pub version: String,
    /// Hosts of the publisher whose https links open the app; none by default.
    pub link_hosts: Vec<String>,
    /// How long the loopback server may live: [`SERVING`].
    pub serving: Duration,
}
