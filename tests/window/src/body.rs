//! What hosts the portal's pages, seen from the robot.

use secrecy::SecretString;
use url::Url;
use zeroize::Zeroizing;

/// What an engine tells.
pub(crate) enum Event {
    /// The address in front.
    Shown(String),
    /// A text from the guide's script in the page at `from`.
    Message { from: String, text: String },
    /// A file that the engine has downloaded.
    Downloaded { bytes: Zeroizing<Vec<u8>>, disposition: Option<String>, from: String },
    /// A download of which only the address is known, as Android's `DownloadListener` tells it.
    DownloadSeen(String),
    /// A download came to nothing.
    NoFile,
    /// A host that was not asked.
    Refused(String),
    /// A page could not be shown; why.
    Failed(String),
    /// A page after the first was not reached.
    NotReached {
        why: String,
        /// [`Order::Retry`] asks for it once more.
        can_retry: bool,
    },
    /// The window is closed.
    Closed,
    /// The engine cannot go on.
    Broken(String),
}

/// What an engine is told.
pub(crate) enum Order {
    /// Runs a script in the page in front.
    Run(String),
    /// Types into the field with the cursor, as a person does.
    Type(SecretString),
    /// Loads once more what was not reached.
    Retry,
    /// The visit ends.
    Close,
}

/// What an engine is started with.
pub(crate) struct Settings {
    pub(crate) entry: Url,
    /// The guide's script.
    pub(crate) script: String,
    /// PEM of the only authority besides the web's.
    pub(crate) authority: std::path::PathBuf,
}
