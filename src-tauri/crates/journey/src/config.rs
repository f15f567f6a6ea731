//! What the journey is built with.

use crate::event::RealmInfo;
use crate::inbound::Addresses;
use crate::view::{Platform, PortalWay, PracticeOffice, PublisherInfo};

/// What the journey is built with.
pub struct Config {
    /// Whose screens are drawn before the phone was looked at.
    pub platform: Platform,
    /// This device can show the portal's own pages in a window of the app.
    pub portal_window: bool,
    /// Which way to the real portal comes first, where the device has both. Practice begins with the client.
    pub portal_way: PortalWay,
    /// Certificates can be put into this very device (never a desktop).
    pub this_phone: bool,
    /// This device shows notifications at a time to come (never a desktop).
    pub notifications: bool,
    /// What the real realm has.
    pub realm: RealmInfo,
    /// Who publishes this build.
    pub publisher: PublisherInfo,
    /// Version of the app, as it is shown.
    pub version: String,
    /// The hosts of the real portal that are talked to, as the rules that say so: `*.e-seikyuu.jp`.
    pub portal_host: String,
    /// Days before its end from which a certificate is due.
    pub due_days: i32,
    /// Whose links open the app.
    pub addresses: Addresses,
    /// Offices of the practice portal.
    pub offices: Vec<PracticeOffice>,
    /// Random bits for handles and nonces.
    pub entropy: Box<dyn FnMut() -> u128 + Send>,
}
