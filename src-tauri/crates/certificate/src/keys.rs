use zeroize::Zeroizing;

use crate::ber;
use crate::error::OpenError;
use crate::key::PrivateKey;

/// A `PrivateKeyInfo`, and the key in it or why phones do not take it.
type FoundKey = (Zeroizing<Vec<u8>>, Result<PrivateKey, OpenError>);

/// The private keys of a file, counted by what they are: the same key twice is one.
#[derive(Default)]
pub(crate) struct Keys {
    found: Option<FoundKey>,
}

impl Keys {
    /// Adds a `PrivateKeyInfo`.
    pub(crate) fn add(&mut self, info: Zeroizing<Vec<u8>>) -> Result<(), OpenError> {
        let key = PrivateKey::read(ber::first(&info)?);
        let same = match (&self.found, &key) {
            (None, _) => {
                self.found = Some((info, key));
                return Ok(());
            }
            (Some((_, Ok(known))), Ok(key)) => known.is_same_as(key),
            (Some((known, _)), _) => *known == info,
        };
        if same { Ok(()) } else { Err(OpenError::SeveralKeys) }
    }

    /// The one key.
    pub(crate) fn only(self) -> Result<PrivateKey, OpenError> {
        self.found.map_or(Err(OpenError::NoKey), |(_, key)| key)
    }
}
