use certificate::CertificateKind;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use verification::SCHEME;

use super::link_error::CardError;
use crate::plain_text::is_shown;
use crate::user_id::UserId;

/// Most characters of the office's name on a card.
pub const MAX_OFFICE_CHARACTERS: usize = 40;

/// What RFC 3986 leaves as it is (2.3); everything else is encoded, so that a card has one spelling only.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The card on the wall: for which office a phone is set up. No secret is on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacilityCard {
    kind: Option<CertificateKind>,
    office: String,
    user_id: Option<UserId>,
}

impl FacilityCard {
    /// A card.
    ///
    /// # Errors
    /// The name is empty, too long, or holds what cannot be seen.
    pub fn new(kind: Option<CertificateKind>, office: &str, user_id: Option<UserId>) -> Result<Self, CardError> {
        if !is_office(office) {
            return Err(CardError::NoOffice);
        }
        Ok(Self { kind, office: office.to_owned(), user_id })
    }

    /// Which certificate is meant; `None`: either.
    pub fn kind(&self) -> Option<CertificateKind> {
        self.kind
    }

    /// The office's name, 1 to 40 characters that can be seen.
    pub fn office(&self) -> &str {
        &self.office
    }

    /// ユーザーID, where it stands on the card.
    pub fn user_id(&self) -> Option<&UserId> {
        self.user_id.as_ref()
    }

    /// The same card for another user ID.
    pub(super) fn with_user_id(self, user_id: Option<UserId>) -> Self {
        Self { user_id, ..self }
    }

    /// The link that its QR code holds, with the app's own scheme. [`super::read`] reads it back.
    pub fn link(&self) -> String {
        format!("{SCHEME}://{}", self.path_and_query())
    }

    /// As [`Self::link`], under an https host whose links open the app.
    pub fn link_under(&self, host: &str) -> String {
        format!("https://{host}/{}", self.path_and_query())
    }

    pub(super) fn path_and_query(&self) -> String {
        let mut tail = String::from("card?v=1");
        if let Some(kind) = self.kind {
            tail.push_str("&kind=");
            tail.push_str(kind.code());
        }
        tail.push_str("&office=");
        tail.extend(utf8_percent_encode(&self.office, RESERVED));
        if let Some(user_id) = &self.user_id {
            tail.push_str("&id=");
            tail.push_str(user_id.as_str());
        }
        tail
    }
}

/// The name as a card can hold it; empty where nothing of it can.
pub(super) fn sanitized_office(name: &str) -> String {
    let shown: String = name.chars().filter(|c| is_shown(*c)).collect();
    let cut: String = shown.trim().chars().take(MAX_OFFICE_CHARACTERS).collect();
    cut.trim().to_owned()
}

/// A name that shows what it is.
fn is_office(name: &str) -> bool {
    !name.is_empty() && sanitized_office(name) == name
}
