//! A file that comes in parts.

use certificate::MAX_FILE_BYTES;
use zeroize::Zeroizing;

use super::message::GuideError;
use crate::file_name::FileHint;

/// A file that was caught; it begins as PKCS#12 does, and nothing else of it was judged.
pub struct CaughtFile {
    /// The bytes of the file.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Which certificate it is by the name that it came under; `None` if that says nothing.
    pub hint: Option<FileHint>,
}

/// The parts that have come.
pub(super) struct Transfer {
    length: usize,
    bytes: Zeroizing<Vec<u8>>,
    pub(super) disposition: Option<String>,
}

impl Transfer {
    pub(super) fn start(length: usize, disposition: Option<String>) -> Result<Self, GuideError> {
        match length {
            0 => Err(GuideError::NotAFile),
            _ if length > MAX_FILE_BYTES => Err(GuideError::TooLarge),
            // All of it at once: a buffer that grows leaves copies behind.
            _ => Ok(Self { length, bytes: Zeroizing::new(Vec::with_capacity(length)), disposition }),
        }
    }

    pub(super) fn add(&mut self, at: usize, part: &[u8]) -> Result<(), GuideError> {
        if at != self.bytes.len() || part.is_empty() {
            return Err(GuideError::OutOfOrder);
        }
        if part.len() > self.length - self.bytes.len() {
            return Err(GuideError::TooLarge);
        }
        self.bytes.extend_from_slice(part);
        Ok(())
    }

    pub(super) fn end(self) -> Result<Zeroizing<Vec<u8>>, GuideError> {
        if self.bytes.len() == self.length { Ok(self.bytes) } else { Err(GuideError::OutOfOrder) }
    }
}
