use std::path::PathBuf;
use std::sync::Arc;

use crate::ports::{Clock, Device, PracticeEnvironment};
use crate::publisher::Publisher;

/// What an app is put together from.
pub struct Parts {
    /// Holds the state file.
    pub folder: PathBuf,
    /// This phone.
    pub device: Arc<dyn Device>,
    /// Portal, probe and phone to practise with.
    pub practice: Arc<dyn PracticeEnvironment>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Who publishes the app, and the real realm.
    pub publisher: Publisher,
    /// App version.
    pub version: String,
    /// Hosts of the publisher whose https links open the app; none by default.
    pub link_hosts: Vec<String>,
}
