//! Distinguished names, compared as RFC 5280, 7.1 has it: by attribute and meaning, not by encoding.

use std::cell::OnceCell;

use unicode_normalization::UnicodeNormalization;
use x509_parser::der_parser::asn1_rs::Any;
use x509_parser::x509::X509Name;

/// A name in its encoding, and in a form to compare where the encodings differ.
pub(crate) struct Name<'a> {
    raw: Vec<u8>,
    name: X509Name<'a>,
    canonical: OnceCell<Canonical>,
}

/// Sets of attributes in order, each with its object identifier and value.
type Canonical = Vec<Vec<(Vec<u8>, Value)>>;

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Text(String),
    Other(Vec<u8>),
}

impl<'a> Name<'a> {
    pub(crate) fn new(name: &X509Name<'a>) -> Self {
        Self { raw: name.as_raw().to_vec(), name: name.clone(), canonical: OnceCell::new() }
    }

    /// Both name the same entity: the type of a string, capitals and runs of white space do not matter.
    pub(crate) fn matches(&self, other: &Self) -> bool {
        self.raw == other.raw || self.canonical() == other.canonical()
    }

    fn canonical(&self) -> &Canonical {
        self.canonical.get_or_init(|| {
            let parts = self.name.iter_rdn().map(|part| {
                let mut attributes: Vec<(Vec<u8>, Value)> = part
                    .iter()
                    .map(|attribute| (attribute.attr_type().as_bytes().to_vec(), value(attribute.attr_value())))
                    .collect();
                // A set: its order says nothing.
                attributes.sort();
                attributes
            });
            parts.collect()
        })
    }
}

fn value(value: &Any<'_>) -> Value {
    match decode(value) {
        Some(text) => {
            let folded: String = text.nfkc().collect::<String>().to_lowercase();
            Value::Text(folded.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        None => Value::Other(value.data.to_vec()),
    }
}

/// A directory string as text; what cannot be decoded shows a replacement character.
pub(crate) fn text(value: &Any<'_>) -> String {
    decode(value).unwrap_or_else(|| String::from_utf8_lossy(value.data).into_owned())
}

/// A character string, decoded by its tag (X.520; RFC 5280, 4.1.2.4); `None` if it is none.
fn decode(value: &Any<'_>) -> Option<String> {
    let bytes = value.data;
    match value.header.tag().0 {
        // BMPString
        30 => {
            let units: Vec<u16> =
                bytes.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
            Some(String::from_utf16_lossy(&units))
        }
        // UniversalString
        28 => {
            let scalar = |four: &[u8]| four.iter().fold(0, |unit, byte| unit << 8 | u32::from(*byte));
            let characters = bytes.chunks(4).map(|four| char::from_u32(scalar(four)));
            Some(characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        // T61String: Latin-1 is what those who still write it mean by it.
        20 if std::str::from_utf8(bytes).is_err() => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        // UTF8String, NumericString, PrintableString, T61String, IA5String, VisibleString
        12 | 18 | 19 | 20 | 22 | 26 => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use x509_parser::der_parser::asn1_rs::FromDer;

    use super::*;
    use crate::asn1::{SEQUENCE, SET};
    use crate::der;

    fn decoded(der: &[u8]) -> String {
        text(&Any::from_der(der).unwrap().1)
    }

    #[test]
    fn directory_strings_are_decoded_by_their_tag() {
        assert_eq!(decoded(&[30, 4, 0x4e, 0xcb, 0x8b, 0x77]), "介護");
        assert_eq!(decoded(&[28, 4, 0, 0, 0x4e, 0xcb]), "介");
        assert_eq!(decoded(&[20, 2, b'a', 0xe9]), "aé");
        assert_eq!(decoded(&[20, 3, 0xe4, 0xbb, 0x8b]), "介");
        assert_eq!(decoded(&[12, 3, 0xe4, 0xbb, 0x8b]), "介");
    }

    #[test]
    fn broken_strings_never_equal_a_name() {
        assert_eq!(decoded(&[12, 2, b'a', 0xe9]), "a\u{fffd}");
        assert_eq!(decoded(&[30, 2, 0xd8, 0]), "\u{fffd}");
        assert_eq!(decoded(&[28, 4, 0, 0x11, 0, 0]), "\u{fffd}");
    }

    /// A name of sets of attributes: last arc under 2.5.4, tag and contents of the value.
    fn name(sets: &[&[(u8, u8, &[u8])]]) -> Vec<u8> {
        let sets: Vec<_> = sets
            .iter()
            .map(|set| {
                let attributes: Vec<_> = set
                    .iter()
                    .map(|(arc, tag, bytes)| {
                        der::tlv(SEQUENCE, &[&der::oid(&[0x55, 4, *arc]), &der::tlv(*tag, &[bytes])])
                    })
                    .collect();
                let parts: Vec<&[u8]> = attributes.iter().map(|attribute| attribute.as_slice()).collect();
                der::tlv(SET, &parts)
            })
            .collect();
        let parts: Vec<&[u8]> = sets.iter().map(|set| set.as_slice()).collect();
        der::tlv(SEQUENCE, &parts).to_vec()
    }

    fn match_each_other(one: &[u8], other: &[u8]) -> bool {
        let (one, other) = (X509Name::from_der(one).unwrap().1, X509Name::from_der(other).unwrap().1);
        Name::new(&one).matches(&Name::new(&other))
    }

    #[test]
    fn names_are_compared_by_what_they_say() {
        let plain = name(&[&[(6, 19, b"JP")], &[(3, 12, b"e-seikyu CA")]]);
        for same in [
            name(&[&[(6, 19, b"jp")], &[(3, 19, b"E-Seikyu  ca ")]]),
            name(&[&[(6, 12, b"JP")], &[(3, 30, b"\0e\0-\0s\0e\0i\0k\0y\0u\0 \0C\0A")]]),
            name(&[&[(6, 19, b"JP")], &[(3, 20, b"e-seikyu CA")]]),
            name(&[&[(6, 19, b"JP")], &[(3, 12, "ｅ－ｓｅｉｋｙｕ\u{3000}ＣＡ".as_bytes())]]),
        ] {
            assert!(match_each_other(&plain, &same));
        }
        for other in [
            name(&[&[(3, 12, b"e-seikyu CA")], &[(6, 19, b"JP")]]),
            name(&[&[(6, 19, b"JP"), (3, 12, b"e-seikyu CA")]]),
            name(&[&[(6, 19, b"JP")], &[(11, 12, b"e-seikyu CA")]]),
            name(&[&[(6, 19, b"JP")], &[(3, 12, b"e-seikyuCA")]]),
            name(&[&[(6, 19, b"JP")], &[(3, 4, b"e-seikyu CA")]]),
            name(&[&[(6, 19, b"JP")]]),
        ] {
            assert!(!match_each_other(&plain, &other));
        }
        let several = name(&[&[(3, 12, b"A"), (11, 12, b"B")]]);
        assert!(match_each_other(&several, &name(&[&[(11, 19, b"b"), (3, 19, b"a")]])));
    }
}
