//! What is taken for the file of a certificate.

use certificate::{FileType, MAX_FILE_BYTES, detect};

use crate::error::PortalError;

/// Errors: too large, no file of a certificate, not all of it.
pub(crate) fn check(body: &[u8]) -> Result<(), PortalError> {
    if body.len() > MAX_FILE_BYTES {
        return Err(PortalError::FileTooLarge);
    }
    // PKCS#12, wrapped or not; another SEQUENCE of DER or BER is named by whoever opens it.
    if detect(body) != FileType::Pkcs12 && !is_sequence(body) {
        return Err(PortalError::NotAFile);
    }
    if is_sequence(body) && announced_length(body).is_some_and(|length| length > body.len()) {
        return Err(PortalError::CutOff("the file is shorter than it says".into()));
    }
    Ok(())
}

/// It begins as DER and BER do, and so PKCS#12 (RFC 7292, 4: PFX).
fn is_sequence(body: &[u8]) -> bool {
    body.first() == Some(&0x30)
}

/// Bytes that a DER SEQUENCE says it has (X.690, 8.1.3); `None` if it leaves that open.
fn announced_length(body: &[u8]) -> Option<usize> {
    match *body.get(1)? {
        short @ 0..=0x7f => Some(2 + usize::from(short)),
        0x80 => None,
        long => {
            let count = usize::from(long & 0x7f);
            let bytes = body.get(2..2 + count)?;
            let length = bytes
                .iter()
                .try_fold(0_usize, |length, byte| length.checked_mul(256)?.checked_add(usize::from(*byte)))?;
            length.checked_add(2 + count)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_der_writes_them() {
        for (bytes, length) in [
            (b"\x30\x03\x02\x01\x03".as_slice(), Some(5)),
            (b"\x30\x80", None),
            (b"\x30\x81\xc8", Some(203)),
            (b"\x30\x82\x0a\x00", Some(2564)),
            (b"\x30\x82\x0a", None),
            (b"\x30\xff", None),
            (b"\x30\x89\x01\x00\x00\x00\x00\x00\x00\x00\x00", None),
            (b"\x30", None),
        ] {
            assert_eq!(announced_length(bytes), length, "{bytes:x?}");
        }
    }
}
