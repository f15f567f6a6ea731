//! Writing DER (X.690, 10) into memory that is wiped.

use zeroize::Zeroizing;

use crate::asn1::{INTEGER, OBJECT_IDENTIFIER, SET, magnitude};

/// An element with these contents, one after the other.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let digits = length.to_be_bytes();
    let digits = magnitude(&digits);
    // The exact size, so that nothing is left behind by growing.
    let mut out = Zeroizing::new(Vec::with_capacity(length + 2 + digits.len()));
    out.push(tag);
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            out.push(0x80 | u8::try_from(digits.len()).unwrap_or(0x7f));
            out.extend_from_slice(digits);
        }
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// An unsigned INTEGER.
pub(crate) fn unsigned(value: u32) -> Zeroizing<Vec<u8>> {
    let digits = value.to_be_bytes();
    let digits = match magnitude(&digits) {
        [] => &[0][..],
        digits => digits,
    };
    let sign: &[u8] = if digits[0] & 0x80 == 0 { &[] } else { &[0] };
    tlv(INTEGER, &[sign, digits])
}

/// An OBJECT IDENTIFIER with these contents octets.
pub(crate) fn oid(identifier: &[u8]) -> Zeroizing<Vec<u8>> {
    tlv(OBJECT_IDENTIFIER, &[identifier])
}

/// A SET OF: its elements in the order of their encodings (X.690, 11.6).
pub(crate) fn set_of(mut elements: Vec<Zeroizing<Vec<u8>>>) -> Zeroizing<Vec<u8>> {
    elements.sort_by(|one, other| one.as_slice().cmp(other.as_slice()));
    let parts: Vec<&[u8]> = elements.iter().map(|element| element.as_slice()).collect();
    tlv(SET, &parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_the_shortest() {
        assert_eq!(tlv(4, &[&[1], &[2, 3]])[..2], [4, 3]);
        assert_eq!(tlv(4, &[&[0; 127]])[..2], [4, 0x7f]);
        assert_eq!(tlv(4, &[&[0; 128]])[..3], [4, 0x81, 0x80]);
        assert_eq!(tlv(4, &[&[0; 256]])[..4], [4, 0x82, 1, 0]);
    }

    #[test]
    fn integers_are_never_negative() {
        assert_eq!(*unsigned(0), [2, 1, 0]);
        assert_eq!(*unsigned(128), [2, 2, 0, 128]);
        assert_eq!(*unsigned(2048), [2, 2, 8, 0]);
    }
}
