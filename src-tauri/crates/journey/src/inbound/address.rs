use verification::SCHEME;

use crate::ids::Alias;

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

/// What a notification brings: opens the page of that certificate, and does nothing else.
pub fn reminder_link(slot: &Alias) -> String {
    format!("{SCHEME}://held/{slot}")
}

/// The certificate of a [`reminder_link`]; whether this phone holds it is another question.
pub(crate) fn reminded(link: &str) -> Option<Alias> {
    let slot = link.strip_prefix(SCHEME)?.strip_prefix("://held/")?;
    let is_name = (1..=40).contains(&slot.len()) && slot.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
    is_name.then(|| slot.into())
}

/// The way back from Safari's page of the hand-over: closes Safari inside the app, and says nothing.
pub fn return_link() -> String {
    format!("{SCHEME}://returned")
}
