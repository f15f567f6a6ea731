use certificate::CertificateKind;
use serde::Serialize;
use ts_rs::TS;

use super::{Failure, Question};
use crate::user_id::UserId;

/// What stands for an answer and waits for the user's word, over everything else. `Intent::Accept` follows it,
/// `Intent::Dismiss` (also back and Escape) does not. Until then nothing has happened.
///
/// `leaves`: entering leaves what is under way. It names what that is, as the question on the way back would; `None`: nothing
/// is lost. Nothing is kept for later then, so the sentence is the entrance's own (`inbound_leaves_{question}`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum InboundView {
    /// The manual's QR code or a link to the portal's entry: leads to the login.
    Portal {
        /// What would be left.
        leaves: Option<Question>,
    },
    /// A facility card: leads to the login, filled in. What stands on it is untrusted and shown as it is.
    Card {
        /// The office's name, 1 to 40 visible characters.
        office: String,
        /// Which certificate; `None`: either.
        kind: Option<CertificateKind>,
        /// ユーザーID, where it stands on the card.
        user_id: Option<UserId>,
        /// What would be left.
        leaves: Option<Question>,
    },
    /// Back from the verification page: leads to asking the probe who came.
    Verified,
    /// A file is on its way and takes long to come. `Intent::Dismiss` stops waiting; there is nothing to accept yet.
    Coming,
    /// A file that looks like a certificate: leads to its password.
    File {
        /// What would be left.
        leaves: Option<Question>,
    },
    /// Nothing that can be followed. Either word closes it.
    Refused {
        /// What is said of it.
        failure: Failure,
    },
}

/// A facility card, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CardPicture {
    /// What the QR code says.
    pub text: String,
    /// The QR code without its quiet zone (four modules on each side), row by row: `1` is dark.
    pub rows: Vec<String>,
}

/// What one picture held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QrReading {
    /// Different QR codes that could be read. One was taken as a link that was opened; with more nothing was done: please one at a time.
    pub codes: u32,
}
