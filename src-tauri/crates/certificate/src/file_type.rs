use strum::{IntoStaticStr, VariantNames};

use crate::asn1::SEQUENCE;

/// What bytes are, validated by their content only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum FileType {
    /// A `PFX` of version 3 (RFC 7292, 4), or the beginning of one.
    #[strum(serialize = "pkcs12")]
    Pkcs12,
    /// An HTML or XML page.
    Html,
    /// A ZIP archive.
    Zip,
    /// Text armoured as PEM (RFC 7468).
    Pem,
    /// A bare X.509 certificate.
    Certificate,
    /// Nothing, or only zeros or white space.
    Empty,
    /// None of these.
    Unknown,
}

impl FileType {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as VariantNames>::VARIANTS;

    /// The word used in parameters.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// Says what bytes look like. Constant time: only the beginning is read.
pub fn detect(bytes: &[u8]) -> FileType {
    let head = &bytes[..bytes.len().min(4096)];
    if head.iter().all(|byte| matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n')) {
        return FileType::Empty;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return FileType::Zip;
    }
    if head[0] == SEQUENCE {
        return sequence(head);
    }
    let text = text(head);
    let start = text.trim_start();
    if start.starts_with('<') {
        FileType::Html
    } else if text.contains("-----BEGIN ") {
        FileType::Pem
    } else {
        FileType::Unknown
    }
}

fn sequence(head: &[u8]) -> FileType {
    let Some(inner) = content(head) else {
        return if head.len() <= 6 { FileType::Pkcs12 } else { FileType::Unknown };
    };
    match inner {
        [] | [0x02] | [0x02, 0x01] | [0x02, 0x01, 0x03, ..] => FileType::Pkcs12,
        [SEQUENCE, ..] => match content(inner) {
            // tbsCertificate: an explicit version, or a serial number followed by an AlgorithmIdentifier.
            Some([0xa0, 0x03, 0x02, 0x01, ..]) => FileType::Certificate,
            Some([0x02, length, rest @ ..]) if rest.get(usize::from(*length)) == Some(&SEQUENCE) => {
                FileType::Certificate
            }
            _ => FileType::Unknown,
        },
        _ => FileType::Unknown,
    }
}

/// What follows the first tag and length, definite or not; `None` if the length itself is cut off or invalid.
fn content(bytes: &[u8]) -> Option<&[u8]> {
    let (&length, rest) = bytes.get(1..)?.split_first()?;
    match length {
        0..=0x80 => Some(rest),
        0x81..=0x84 => rest.get(usize::from(length & 0x7f)..),
        _ => None,
    }
}

fn text(head: &[u8]) -> String {
    match head {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        rest => String::from_utf8_lossy(rest).into_owned(),
    }
}

fn utf16(bytes: &[u8], join: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_any_encoding_are_html() {
        for page in ["<!DOCTYPE html>", "\r\n  <html>", "\u{feff}<?xml version='1.0'?>"] {
            assert_eq!(detect(page.as_bytes()), FileType::Html);
        }
        let padded: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("<html>".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(detect(&padded), FileType::Html);
    }

    #[test]
    fn archives_armour_and_emptiness_are_named() {
        assert_eq!(detect(b"PK\x03\x04rest"), FileType::Zip);
        assert_eq!(detect(b"Bag Attributes\n-----BEGIN PRIVATE KEY-----\n"), FileType::Pem);
        assert_eq!(detect(b""), FileType::Empty);
        assert_eq!(detect(&[0; 100]), FileType::Empty);
        assert_eq!(detect(b"\xfe\xed\xfe\xed"), FileType::Unknown);
        assert_eq!(detect(b"hello"), FileType::Unknown);
    }

    #[test]
    fn a_pfx_is_known_by_its_first_bytes_however_many_there_are() {
        let whole = [0x30, 0x82, 0x0a, 0x00, 0x02, 0x01, 0x03, 0x30, 0x82];
        for length in 1..=whole.len() {
            assert_eq!(detect(&whole[..length]), FileType::Pkcs12, "{length}");
        }
        assert_eq!(detect(&[0x30, 0x80, 0x02, 0x01, 0x03, 0x30, 0x80]), FileType::Pkcs12);
    }

    #[test]
    fn certificates_of_version_3_and_1_are_named() {
        assert_eq!(detect(&[0x30, 0x82, 3, 0, 0x30, 0x82, 2, 0, 0xa0, 3, 2, 1, 2]), FileType::Certificate);
        assert_eq!(detect(&[0x30, 0x82, 3, 0, 0x30, 0x82, 2, 0, 2, 1, 9, 0x30, 13]), FileType::Certificate);
        // A PKCS#8 key and a CMS message are neither.
        assert_eq!(detect(&[0x30, 0x82, 4, 0, 2, 1, 0, 0x30, 13, 6, 9]), FileType::Unknown);
        assert_eq!(detect(&[0x30, 0x80, 6, 9, 0x2a]), FileType::Unknown);
    }
}
