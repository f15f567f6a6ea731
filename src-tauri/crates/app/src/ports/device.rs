use std::time::Duration;

use async_trait::async_trait;
pub use journey::InstallerOutcome;
use journey::{Alias, SettingsPage, SystemAnswer, SystemScreen};
use secrecy::SecretString;
use tokio::sync::watch;
use url::Url;

use super::device_error::DeviceError;
use super::device_messages::{
    InstallRequest, KeyChainAnswer, KeyChainQuestion, Mail, PickedFile, Preflight, ShareOutcome, SharedFile, TlsOutcome,
};
use super::{Notifications, PortalWindow};

/// The phone: what only the operating system can do, on every system. What one system alone can do is in
/// [`AndroidDevice`] and [`AppleDevice`].
///
/// Calls that show a system screen resolve when it is gone; their result never proves anything
/// (`RESULT_OK` comes without an installed certificate too), so whoever calls looks afterwards. No method has a body here:
/// what a machine cannot do it says itself, by [`DeviceError::Unsupported`].
#[async_trait]
pub trait Device: Send + Sync {
    /// Looks at everything that can stand in the way. Shows nothing.
    async fn preflight(&self) -> Result<Preflight, DeviceError>;

    /// Opens an address in the system's browser and leaves the app.
    async fn open_in_browser(&self, url: &Url) -> Result<(), DeviceError>;

    /// Opens the telephone app with a number in it. Nothing is called before the user's own tap there.
    async fn open_dialer(&self, number: &str) -> Result<(), DeviceError>;

    /// Begins a mail. Nothing is sent before the user's own tap there.
    async fn write_mail(&self, mail: &Mail) -> Result<(), DeviceError>;

    /// Opens a page of Settings, or the closest the system allows.
    async fn open_settings(&self, page: SettingsPage) -> Result<(), DeviceError>;

    /// Puts a secret on the clipboard of this device only, for so long.
    async fn copy_secret(&self, secret: &SecretString, lifetime: Duration) -> Result<(), DeviceError>;

    /// Offers a file to other apps by the system's share sheet, 「ファイル」 among them; resolves when the sheet is gone.
    async fn share_file(&self, file: SharedFile) -> Result<ShareOutcome, DeviceError>;

    /// Lets the user choose a file by the system's picker and reads it once; `None` if they left. At most one byte more
    /// than [`certificate::MAX_FILE_BYTES`] is read.
    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError>;

    /// While it is on, the system keeps no picture of the window (Android: nor does anybody else; iOS: blank in the app
    /// switcher).
    async fn guard_screen_capture(&self, on: bool) -> Result<(), DeviceError>;

    /// The portal's own pages in a window of the app; `None` on a device that has none, where the app's client is the way.
    fn portal_window(&self) -> Option<&dyn PortalWindow>;

    /// Notifications at a time to come; `None` on a device that shows none.
    fn notifications(&self) -> Option<&dyn Notifications>;

    /// What only Android can do; `None` on every other system.
    fn android(&self) -> Option<&dyn AndroidDevice>;

    /// What only iOS and iPadOS can do; `None` on every other system.
    fn apple(&self) -> Option<&dyn AppleDevice>;

    /// The practice phone's screens; `None` on a real one.
    fn simulated_screens(&self) -> Option<&dyn SimulatedScreens>;
}

/// What only Android can do.
#[async_trait]
pub trait AndroidDevice: Send + Sync {
    /// Hands the file to the system's installer (`KeyChain.createInstallIntent()`, `EXTRA_PKCS12` and `EXTRA_NAME` only).
    async fn install(&self, request: InstallRequest) -> Result<InstallerOutcome, DeviceError>;

    /// Reads the chain silently where it was granted before, else opens the chooser; then signs the nonce with the
    /// KeyChain key.
    async fn ask_key_chain(&self, question: KeyChainQuestion) -> Result<KeyChainAnswer, DeviceError>;

    /// One request to an https address, showing the certificate under `alias` with the key that stays in KeyChain. Works
    /// only after that key was granted ([`AndroidDevice::ask_key_chain`]).
    async fn tls_check(&self, url: &Url, alias: &Alias) -> Result<TlsOutcome, DeviceError>;

    /// Where there is no installer to hand a file to: puts it into Downloads, in the place of what the app put there under
    /// this name before. Anyone who holds the phone can copy it.
    async fn save_file(&self, file: SharedFile) -> Result<(), DeviceError>;

    /// Deletes what [`AndroidDevice::save_file`] put there under this name; false if nothing of it is left.
    async fn delete_saved_file(&self, name: &str) -> Result<bool, DeviceError>;

    /// Lets the user choose a file by the system's picker; false if they left. The file waits for
    /// [`AndroidDevice::take_opened_file`].
    async fn choose_file(&self) -> Result<bool, DeviceError>;

    /// The file that was chosen, that the app was last opened with, or that another app shared to it, once; `None` if there is none.
    /// At most one byte more than [`certificate::MAX_FILE_BYTES`] is read. One that lies in a cloud may take minutes, until
    /// [`DeviceError::Late`]. (iOS brings files by an event of its own.)
    async fn take_opened_file(&self) -> Result<Option<PickedFile>, DeviceError>;

    /// Ends a [`AndroidDevice::take_opened_file`] that is under way: it answers `None`.
    async fn stop_reading(&self) -> Result<(), DeviceError>;
}

/// What only iOS and iPadOS can do.
#[async_trait]
pub trait AppleDevice: Send + Sync {
    /// Shows a loopback page in Safari inside the app; resolves when the sheet is closed.
    async fn present_safari(&self, url: &Url) -> Result<(), DeviceError>;

    /// Opens a loopback page in the browser itself and leaves the app, which goes on serving for as long as the system
    /// lets it; resolves when the app is back or that time is over.
    async fn open_in_safari(&self, url: &Url) -> Result<(), DeviceError>;
}

/// The practice phone's screens and how to answer them.
#[async_trait]
pub trait SimulatedScreens: Send + Sync {
    /// What its system shows now. What it asks while nobody watches is declined: the phone was left.
    fn screens(&self) -> watch::Receiver<Option<SystemScreen>>;

    /// Answers the screen shown; ignored when none is. `typed` is what was typed into it.
    fn answer(&self, answer: SystemAnswer, typed: Option<SecretString>);

    /// Moves its time on to the next notification and shows that one; resolves when it is gone, or at once where none is to
    /// come.
    async fn pass_time(&self);

    /// Opens its 「ファイル」; resolves when the user is back in the app.
    async fn open_files(&self);
}
