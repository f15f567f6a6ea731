use verification::SCHEME;

/// Most bytes of a link. A card with the longest name has about half of that.
pub const MAX_LINK_BYTES: usize = 1024;

/// Whose addresses open the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// The portal's entry: what the manual's QR code holds. An https address.
    pub entry: String,
    /// Hosts of the publisher whose https links open the app. None by default.
    pub link_hosts: Vec<String>,
}

/// The way back from Safari's page of the hand-over: closes Safari inside the app, and says nothing.
pub fn return_link() -> String {
    format!("{SCHEME}://returned")
}
