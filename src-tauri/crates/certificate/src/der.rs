//! Writing DER (X.690, 10) into memory that is wiped.

use zeroize::Zeroizing;

/// An element with these contents, one after the other.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let digits = length.to_be_bytes();
    let digits = crate::ber::magnitude(&digits);
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
    let digits = match crate::ber::magnitude(&digits) {
        [] => &[0][..],
        digits => digits,
    };
    let sign: &[u8] = if digits[0] & 0x80 == 0 { &[] } else { &[0] };
    tlv(crate::ber::INTEGER, &[sign, digits])
}

/// An OBJECT IDENTIFIER of dotted decimals.
pub(crate) fn oid(dotted: &str) -> Zeroizing<Vec<u8>> {
    let mut arcs = dotted.split('.').map(|arc| arc.parse::<u32>().unwrap_or_default());
    let root = arcs.next().unwrap_or_default() * 40 + arcs.next().unwrap_or_default();
    let mut body = Vec::new();
    for arc in std::iter::once(root).chain(arcs) {
        let groups = (32 - arc.leading_zeros()).div_ceil(7).max(1);
        for group in (0..groups).rev() {
            let more = if group == 0 { 0 } else { 0x80 };
            body.push(((arc >> (7 * group)) & 0x7f) as u8 | more);
        }
    }
    tlv(crate::ber::OBJECT_IDENTIFIER, &[&body])
}

/// A SET OF: its elements in the order of their encodings (X.690, 11.6).
pub(crate) fn set_of(mut elements: Vec<Zeroizing<Vec<u8>>>) -> Zeroizing<Vec<u8>> {
    elements.sort_by(|one, other| one.as_slice().cmp(other.as_slice()));
    let parts: Vec<&[u8]> = elements.iter().map(|element| element.as_slice()).collect();
    tlv(crate::ber::SET, &parts)
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
    fn identifiers_are_read_back() {
        for dotted in ["1.2.840.113549.1.12.10.1.2", "2.16.840.1.101.3.4.1.42", "1.3.132.0.34", "2.5.4.3"] {
            let encoded = oid(dotted);
            assert_eq!(
                crate::ber::first(&encoded).ok().and_then(|element| element.oid().ok()).as_deref(),
                Some(dotted)
            );
        }
    }

    #[test]
    fn integers_are_never_negative() {
        assert_eq!(*unsigned(0), [2, 1, 0]);
        assert_eq!(*unsigned(128), [2, 2, 0, 128]);
        assert_eq!(*unsigned(2048), [2, 2, 8, 0]);
    }
}
