/// What bytes are, judged by their content only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// A `PFX` of version 3 (RFC 7292, 4), or the beginning of one.
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

impl Looks {
    /// Every slug there is.
    pub const SLUGS: &[&str] = &["pkcs12", "html", "zip", "pem", "certificate", "empty", "unknown"];

    /// The word used in codes and parameters.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Pkcs12 => "pkcs12",
            Self::Html => "html",
            Self::Zip => "zip",
            Self::Pem => "pem",
            Self::Certificate => "certificate",
            Self::Empty => "empty",
            Self::Unknown => "unknown",
        }
    }
}

/// Says what bytes look like. Constant time: only the beginning is read.
pub fn looks_like(bytes: &[u8]) -> Looks {
    let head = &bytes[..bytes.len().min(4096)];
    if head.iter().all(|byte| matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n')) {
        return Looks::Empty;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Looks::Zip;
    }
    if head[0] == SEQUENCE {
        return sequence(head);
    }
    let text = text(head);
    let start = text.trim_start();
    if start.starts_with('<') {
        Looks::Html
    } else if text.contains("-----BEGIN ") {
        Looks::Pem
    } else {
        Looks::Unknown
    }
}

const SEQUENCE: u8 = 0x30;

fn sequence(head: &[u8]) -> Looks {
    let Some(inner) = content(head) else {
        return if head.len() <= 6 { Looks::Pkcs12 } else { Looks::Unknown };
    };
    match inner {
        [] | [0x02] | [0x02, 0x01] | [0x02, 0x01, 0x03, ..] => Looks::Pkcs12,
        [SEQUENCE, ..] => match content(inner) {
            // tbsCertificate: an explicit version, or a serial number followed by an AlgorithmIdentifier.
            Some([0xa0, 0x03, 0x02, 0x01, ..]) => Looks::Certificate,
            Some([0x02, length, rest @ ..]) if rest.get(usize::from(*length)) == Some(&SEQUENCE) => Looks::Certificate,
            _ => Looks::Unknown,
        },
        _ => Looks::Unknown,
    }
}

/// What follows the first tag and length, definite or not; none when the length itself is cut off or invalid.
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
            assert_eq!(looks_like(page.as_bytes()), Looks::Html);
        }
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("<html>".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(looks_like(&wide), Looks::Html);
    }

    #[test]
    fn archives_armour_and_emptiness_are_named() {
        assert_eq!(looks_like(b"PK\x03\x04rest"), Looks::Zip);
        assert_eq!(looks_like(b"Bag Attributes\n-----BEGIN PRIVATE KEY-----\n"), Looks::Pem);
        assert_eq!(looks_like(b""), Looks::Empty);
        assert_eq!(looks_like(&[0; 100]), Looks::Empty);
        assert_eq!(looks_like(b"\xfe\xed\xfe\xed"), Looks::Unknown);
        assert_eq!(looks_like(b"hello"), Looks::Unknown);
    }

    #[test]
    fn a_pfx_is_known_by_its_first_bytes_however_many_there_are() {
        let whole = [0x30, 0x82, 0x0a, 0x00, 0x02, 0x01, 0x03, 0x30, 0x82];
        for length in 1..=whole.len() {
            assert_eq!(looks_like(&whole[..length]), Looks::Pkcs12, "{length}");
        }
        assert_eq!(looks_like(&[0x30, 0x80, 0x02, 0x01, 0x03, 0x30, 0x80]), Looks::Pkcs12);
    }

    #[test]
    fn certificates_of_version_3_and_1_are_named() {
        assert_eq!(looks_like(&[0x30, 0x82, 3, 0, 0x30, 0x82, 2, 0, 0xa0, 3, 2, 1, 2]), Looks::Certificate);
        assert_eq!(looks_like(&[0x30, 0x82, 3, 0, 0x30, 0x82, 2, 0, 2, 1, 9, 0x30, 13]), Looks::Certificate);
        // A PKCS#8 key and a CMS message are neither.
        assert_eq!(looks_like(&[0x30, 0x82, 4, 0, 2, 1, 0, 0x30, 13, 6, 9]), Looks::Unknown);
        assert_eq!(looks_like(&[0x30, 0x80, 6, 9, 0x2a]), Looks::Unknown);
    }
}
