use strum::{IntoStaticStr, VariantNames};
use zeroize::Zeroizing;

use crate::asn1::{OBJECT_IDENTIFIER, SEQUENCE, SET};

/// The largest file that is opened, written, or taken out of what it is wrapped in, in bytes.
pub const MAX_FILE_BYTES: usize = 256 * 1024;

/// What bytes are, judged by their content only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum FileType {
    /// A `PFX` of version 3 (RFC 7292, 4), or the beginning of one.
    #[strum(serialize = "pkcs12")]
    Pkcs12,
    /// An HTML or XML page, as it is or as a browser saves it.
    Html,
    /// A ZIP archive.
    Zip,
    /// A file compressed by gzip.
    Gzip,
    /// An e-mail message (RFC 5322).
    Email,
    /// Text armoured as PEM (RFC 7468), of several kinds or of one that is not known.
    Pem,
    /// A bare X.509 certificate.
    Certificate,
    /// Certificates without a key in PKCS#7 (RFC 2315, 9).
    #[strum(serialize = "pkcs7")]
    Pkcs7,
    /// A private key alone.
    PrivateKey,
    /// A request for a certificate (RFC 2986).
    Request,
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

    /// What bytes are as they stand, whatever is wrapped in them. Only the beginning is read.
    pub(crate) fn by_content(bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(4096)];
        if head.iter().all(|byte| matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n')) {
            return Self::Empty;
        }
        match head {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Zip,
            [0x1f, 0x8b, ..] => Self::Gzip,
            [b'b', b'p', b'l', b'i', b's', b't', rest @ ..] if is_web_archive(rest) => Self::Html,
            [SEQUENCE, ..] => sequence(head),
            _ => by_text(&text(head)),
        }
    }
}

fn by_text(text: &str) -> FileType {
    let start = text.trim_start();
    if start.starts_with('<') || is_saved_page(start) {
        FileType::Html
    } else if text.contains("-----BEGIN ") {
        FileType::Pem
    } else if is_email(start) {
        FileType::Email
    } else {
        FileType::Unknown
    }
}

/// A page in the form of a message (RFC 2557), as Chrome on Android saves the one that is open: `From: <Saved by Blink>`.
fn is_saved_page(text: &str) -> bool {
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    head.starts_with("From: <Saved by ") || head.contains("\r\nSnapshot-Content-Location:")
}

/// A page as Safari saves it: a property list with the page under this key (WebKit's `LegacyWebArchive.cpp`).
fn is_web_archive(list: &[u8]) -> bool {
    const PAGE: &[u8] = b"WebMainResource";
    list.windows(PAGE.len()).any(|part| part == PAGE)
}

/// It begins with a field that messages begin with (RFC 5322, 3.6).
fn is_email(text: &str) -> bool {
    const FIELDS: [&str; 9] = [
        "received",
        "return-path",
        "delivered-to",
        "mime-version",
        "message-id",
        "content-type",
        "from",
        "date",
        "subject",
    ];
    let field = text.split_once(':').map(|(name, _)| name.to_ascii_lowercase());
    field.is_some_and(|name| {
        FIELDS.contains(&name.as_str()) || name.starts_with("x-") && !name.contains(char::is_whitespace)
    })
}

fn sequence(head: &[u8]) -> FileType {
    let Some(inner) = content(head) else {
        return if head.len() <= 6 { FileType::Pkcs12 } else { FileType::Unknown };
    };
    match inner {
        [] | [0x02] | [0x02, 0x01] | [0x02, 0x01, 0x03, ..] => FileType::Pkcs12,
        // PKCS#8 (a version, an algorithm), and the forms before it of RSA (a version, a modulus) and EC (1, a number).
        [0x02, 0x01, 0 | 1, SEQUENCE | 0x02 | 0x04, ..] => FileType::PrivateKey,
        // The OID of signedData.
        [OBJECT_IDENTIFIER, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2, ..] => FileType::Pkcs7,
        [SEQUENCE, ..] => match content(inner) {
            // tbsCertificate: an explicit version, or a serial number followed by an AlgorithmIdentifier.
            Some([0xa0, 0x03, 0x02, 0x01, ..]) => FileType::Certificate,
            // A request: version 0, then a name.
            Some([0x02, 0x01, 0x00, SEQUENCE, name @ ..]) if is_name(name) => FileType::Request,
            Some([0x02, length, rest @ ..]) if rest.get(usize::from(*length)) == Some(&SEQUENCE) => {
                FileType::Certificate
            }
            // An encrypted key: an OID under those of PKCS#5 and PKCS#12's encryption.
            Some([OBJECT_IDENTIFIER, _, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5 | 12, ..]) => FileType::PrivateKey,
            _ => FileType::Unknown,
        },
        _ => FileType::Unknown,
    }
}

/// What follows the tag of a name: a length, then nothing or a SET.
fn is_name(after_tag: &[u8]) -> bool {
    matches!(after_tag, [0, ..] | [1..=0x7f, SET, ..] | [0x81, _, SET, ..] | [0x82, _, _, SET, ..])
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

/// Bytes as text, by their byte-order mark. It is never grown, so that no copy of a file stays behind in memory.
pub(crate) fn text(bytes: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        rest => String::from_utf8_lossy(rest).into_owned(),
    })
}

fn utf16(bytes: &[u8], join: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]]));
    // A unit becomes three bytes at the most.
    let mut text = String::with_capacity(bytes.len() / 2 * 3);
    text.extend(char::decode_utf16(units).map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER)));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_any_encoding_are_html() {
        for page in ["<!DOCTYPE html>", "\r\n  <html>", "\u{feff}<?xml version='1.0'?>"] {
            assert_eq!(FileType::by_content(page.as_bytes()), FileType::Html);
        }
        let padded: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("<html>".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(FileType::by_content(&padded), FileType::Html);
    }

    #[test]
    fn archives_armour_and_emptiness_are_named() {
        assert_eq!(FileType::by_content(b"PK\x03\x04rest"), FileType::Zip);
        assert_eq!(FileType::by_content(b"Bag Attributes\n-----BEGIN PRIVATE KEY-----\n"), FileType::Pem);
        assert_eq!(FileType::by_content(b""), FileType::Empty);
        assert_eq!(FileType::by_content(&[0; 100]), FileType::Empty);
        assert_eq!(FileType::by_content(b"\xfe\xed\xfe\xed"), FileType::Unknown);
        assert_eq!(FileType::by_content(b"hello"), FileType::Unknown);
    }

    #[test]
    fn a_pfx_is_known_by_its_first_bytes_however_many_there_are() {
        let whole = [0x30, 0x82, 0x0a, 0x00, 0x02, 0x01, 0x03, 0x30, 0x82];
        for length in 1..=whole.len() {
            assert_eq!(FileType::by_content(&whole[..length]), FileType::Pkcs12, "{length}");
        }
        assert_eq!(FileType::by_content(&[0x30, 0x80, 0x02, 0x01, 0x03, 0x30, 0x80]), FileType::Pkcs12);
    }

    #[test]
    fn certificates_of_version_3_and_1_are_named() {
        assert_eq!(
            FileType::by_content(&[0x30, 0x82, 3, 0, 0x30, 0x82, 2, 0, 0xa0, 3, 2, 1, 2]),
            FileType::Certificate
        );
        assert_eq!(
            FileType::by_content(&[0x30, 0x82, 3, 0, 0x30, 0x82, 2, 0, 2, 1, 9, 0x30, 13]),
            FileType::Certificate
        );
        // A CMS message of an unknown kind is neither.
        assert_eq!(FileType::by_content(&[0x30, 0x80, 6, 9, 0x2a]), FileType::Unknown);
    }

    #[test]
    fn keys_requests_and_other_containers_are_named() {
        for key in [
            &[0x30, 0x82, 4, 0, 2, 1, 0, 0x30, 13, 6, 9][..],
            &[0x30, 0x82, 4, 0, 2, 1, 0, 2, 0x82, 1, 1],
            &[0x30, 0x77, 2, 1, 1, 4, 0x20],
            &[0x30, 0x82, 4, 0, 0x30, 0x57, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 13],
        ] {
            assert_eq!(FileType::by_content(key), FileType::PrivateKey, "{key:?}");
        }
        let request = [0x30, 0x82, 2, 0, 0x30, 0x82, 1, 0, 2, 1, 0, 0x30, 0x1c, 0x31, 0x1a];
        assert_eq!(FileType::by_content(&request), FileType::Request);
        let old = [0x30, 0x82, 2, 0, 0x30, 0x82, 1, 0, 2, 1, 0, 0x30, 13, 6, 9];
        assert_eq!(FileType::by_content(&old), FileType::Certificate);
        let certificates = [0x30, 0x80, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2, 0xa0];
        assert_eq!(FileType::by_content(&certificates), FileType::Pkcs7);
        assert_eq!(FileType::by_content(&[0x1f, 0x8b, 8, 0]), FileType::Gzip);
        let saved = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/\r\nSubject: a\r\nMIME-Version: 1.0\r\n";
        assert_eq!(FileType::by_content(saved.as_bytes()), FileType::Html);
        let safari = b"bplist00\xd2\x01\x02\x03\x04_\x10\x0fWebMainResource_\x10\x0fWebSubresources";
        assert_eq!(FileType::by_content(safari), FileType::Html);
        assert_eq!(FileType::by_content(b"bplist00\xd1\x01\x02Tname"), FileType::Unknown);
        for mail in ["Return-Path: <a@example.jp>\r\n", "MIME-Version: 1.0\n", "X-Mailer: b\n"] {
            assert_eq!(FileType::by_content(mail.as_bytes()), FileType::Email, "{mail}");
        }
        assert_eq!(FileType::by_content(b"Note: call the office"), FileType::Unknown);
    }
}
