//! A certificate file in what mail, copy and paste, and other programs wrap it in: base64, PEM, a data URL, a ZIP
//! archive, a byte-order mark or line breaks in front.

use std::ffi::OsStr;
use std::io::{Cursor, Read};
use std::path::Path;

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::Zeroizing;
use zip::ZipArchive;

use crate::ber::Octets;
use crate::file_type::{self, FileType, MAX_FILE_BYTES};

/// How many wrappers are taken off.
const MAX_WRAPPERS: u8 = 3;

/// How many entries of an archive are looked at.
const MAX_ENTRIES: usize = 64;

/// Says what bytes are, or what is wrapped in them where that is a certificate file.
pub fn detect(bytes: &[u8]) -> FileType {
    unwrap(bytes).0
}

/// The same, and the file without its wrapper.
pub(crate) fn unwrap(bytes: &[u8]) -> (FileType, Octets<'_>) {
    match FileType::by_content(bytes) {
        FileType::Pkcs12 => (FileType::Pkcs12, Octets::Whole(bytes)),
        found => match peel(bytes, found, MAX_WRAPPERS) {
            (FileType::Pkcs12, Some(file)) => (FileType::Pkcs12, Octets::Joined(file)),
            (found, _) => (found, Octets::Whole(bytes)),
        },
    }
}

type Peeled = (FileType, Option<Zeroizing<Vec<u8>>>);

fn peel(bytes: &[u8], found: FileType, left: u8) -> Peeled {
    let Some(left) = left.checked_sub(1) else { return (found, None) };
    match found {
        FileType::Zip => match only_certificate_file(bytes) {
            Some(entry) => match named(entry, left) {
                (FileType::Pkcs12, file) => (FileType::Pkcs12, file),
                _ => (found, None),
            },
            None if holds_other_files(bytes) => (FileType::Unknown, None),
            None => (found, None),
        },
        FileType::Pem => pem(&file_type::text(bytes), left),
        FileType::Unknown => {
            let start = without_mark(bytes);
            if start.len() < bytes.len() && FileType::by_content(start) == FileType::Pkcs12 {
                return (FileType::Pkcs12, Some(Zeroizing::new(start.to_vec())));
            }
            let text = file_type::text(bytes);
            let decoded = data_url(text.trim()).or_else(|| base64(&text));
            match decoded.map(|decoded| named(decoded, left)) {
                // What is no more than noise when decoded was not base64.
                None | Some((FileType::Unknown | FileType::Empty, _)) => (found, None),
                Some(inside) => inside,
            }
        }
        _ => (found, None),
    }
}

fn named(bytes: Zeroizing<Vec<u8>>, left: u8) -> Peeled {
    match FileType::by_content(&bytes) {
        FileType::Pkcs12 => (FileType::Pkcs12, Some(bytes)),
        found => peel(&bytes, found, left),
    }
}

/// Without a byte-order mark and white space in front.
fn without_mark(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes).trim_ascii_start();
    bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes)
}

/// The blocks of PEM (RFC 7468): a certificate file whatever its label says, as `certutil` of Windows writes; else
/// what they are, where all are the same.
fn pem(text: &str, left: u8) -> Peeled {
    let mut found = Vec::new();
    for block in text.split("-----BEGIN ").skip(1) {
        let Some((label, rest)) = block.split_once("-----") else { continue };
        let body = rest.split("-----END ").next().unwrap_or_default();
        // Header fields (RFC 1421, 4.6) end with an empty line.
        let body = if body.contains(':') { body.split("\n\n").last().unwrap_or_default() } else { body };
        let kind = base64(body).map(|decoded| named(decoded, left));
        match kind {
            Some((FileType::Pkcs12, file)) => return (FileType::Pkcs12, file),
            _ if label.ends_with("PRIVATE KEY") => found.push(FileType::PrivateKey),
            Some((kind, _)) => found.push(kind),
            None => found.push(FileType::Unknown),
        }
    }
    match found.split_first() {
        Some((FileType::Unknown, _)) | None => (FileType::Pem, None),
        Some((first, others)) if others.iter().all(|other| other == first) => (*first, None),
        _ => (FileType::Pem, None),
    }
}

/// `data:` with what follows the comma (RFC 2397).
fn data_url(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let (scheme, rest) = text.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("data") {
        return None;
    }
    let (media, data) = rest.split_once(',')?;
    // All its room at once: a vector that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(data.len()));
    bytes.extend(percent_encoding::percent_decode_str(data));
    if media.to_ascii_lowercase().ends_with(";base64") {
        return base64(std::str::from_utf8(&bytes).ok()?);
    }
    Some(bytes)
}

/// Base64 in either alphabet, in lines or not, between quotation marks or not, padded or not.
fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let mut digits = Zeroizing::new(Vec::with_capacity(text.len()));
    digits.extend(text.trim().trim_matches(['"', '\'']).bytes().filter(|byte| !byte.is_ascii_whitespace()));
    if digits.is_empty() {
        return None;
    }
    let alphabet = if digits.iter().any(|digit| matches!(digit, b'-' | b'_')) { &URL_SAFE } else { &STANDARD };
    let mut decoded = Zeroizing::new(vec![0; base64::decoded_len_estimate(digits.len())]);
    let length = GeneralPurpose::new(alphabet, LENIENT).decode_slice(&*digits, &mut decoded).ok()?;
    decoded.truncate(length);
    Some(decoded)
}

/// The one .p12 or .pfx in an archive, if it has no password.
fn only_certificate_file(archive: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).ok()?;
    if archive.len() > MAX_ENTRIES {
        return None;
    }
    let mut found = None;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).ok()?;
        let Ok(name) = entry.name().map(|name| name.to_ascii_lowercase()) else { continue };
        // What macOS keeps beside a file has the file's name too.
        let beside =
            name.starts_with("__macosx/") || name.rsplit('/').next().is_some_and(|name| name.starts_with("._"));
        if entry.is_dir() || beside || !(name.ends_with(".p12") || name.ends_with(".pfx")) {
            continue;
        }
        if found.is_some() || entry.encrypted() {
            return None;
        }
        found = Some(index);
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_FILE_BYTES + 1));
    archive.by_index(found?).ok()?.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// All that an archive lists is files of other kinds by their names: to unpack it would bring no certificate file. The
/// notice of the password comes in such a one, and documents of offices are such.
fn holds_other_files(archive: &[u8]) -> bool {
    let Ok(archive) = ZipArchive::new(Cursor::new(archive)) else { return false };
    let is_other = |name: &[u8]| {
        let extension =
            Path::new(OsStr::new(&*String::from_utf8_lossy(name))).extension().map(OsStr::to_ascii_lowercase);
        extension.is_some_and(|extension| !["p12", "pfx", "zip"].iter().any(|of| extension == *of))
    };
    let mut files = archive.file_names_raw().filter(|name| !name.ends_with(b"/")).peekable();
    files.peek().is_some() && files.all(is_other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Enough of a `PFX` to be known by.
    const FILE: &[u8] = &[0x30, 0x82, 0x0a, 0x00, 0x02, 0x01, 0x03, 0x30, 0x82, 0xfb, 0xff, 0xbe];

    fn found(bytes: &[u8]) -> (FileType, Vec<u8>) {
        let (file_type, file) = unwrap(bytes);
        (file_type, file.to_vec())
    }

    fn encoded(bytes: &[u8]) -> String {
        base64::engine::general_purpose::STANDARD.encode(bytes)
    }

    #[test]
    fn text_that_holds_a_file_is_the_file() {
        let text = encoded(FILE);
        let lines: Vec<&str> = [&text[..5], &text[5..9], &text[9..]].into();
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for wrapped in [
            text.clone().into_bytes(),
            format!("\u{feff}{text}\r\n").into_bytes(),
            lines.join("\r\n").into_bytes(),
            format!("\"{}\"", text.trim_end_matches('=')).into_bytes(),
            text.replace('+', "-").replace('/', "_").into_bytes(),
            utf16,
            format!("-----BEGIN PKCS12-----\n{text}\n-----END PKCS12-----\n").into_bytes(),
            format!("Bag Attributes\n-----BEGIN CERTIFICATE-----\r\n{text}\r\n-----END CERTIFICATE-----").into_bytes(),
            format!("data:application/x-pkcs12;base64,{text}").into_bytes(),
            format!("DATA:;base64,{}", text.replace('+', "%2B").replace('=', "%3D")).into_bytes(),
            encoded(text.as_bytes()).into_bytes(),
            [b"\xef\xbb\xbf", FILE].concat(),
            [b"\r\n\n", FILE].concat(),
        ] {
            assert_eq!(found(&wrapped), (FileType::Pkcs12, FILE.to_vec()), "{}", String::from_utf8_lossy(&wrapped));
        }
    }

    #[test]
    fn what_is_wrapped_but_no_certificate_file_is_named() {
        let key = [0x30, 0x82, 4, 0, 2, 1, 0, 0x30, 13, 6, 9];
        let certificate = [0x30, 0x82, 3, 0, 0x30, 0x82, 2, 0, 0xa0, 3, 2, 1, 2];
        let armoured =
            |label: &str, bytes: &[u8]| format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", encoded(bytes));
        for (wrapped, expected) in [
            (encoded(&certificate), FileType::Certificate),
            (armoured("CERTIFICATE", &certificate), FileType::Certificate),
            (armoured("CERTIFICATE", &certificate).repeat(2), FileType::Certificate),
            (armoured("PRIVATE KEY", &key), FileType::PrivateKey),
            (armoured("PRIVATE KEY", &key) + &armoured("CERTIFICATE", &certificate), FileType::Pem),
            (armoured("X", b"nothing known"), FileType::Pem),
            ("-----BEGIN CERTIFICATE-----".to_owned(), FileType::Pem),
            ("hello".to_owned(), FileType::Unknown),
            ("data:text/html,%3Chtml%3E".to_owned(), FileType::Html),
        ] {
            assert_eq!(detect(wrapped.as_bytes()), expected, "{wrapped}");
        }
    }

    #[test]
    fn wrappers_end_somewhere() {
        let mut wrapped = FILE.to_vec();
        for _ in 0..MAX_WRAPPERS {
            wrapped = encoded(&wrapped).into_bytes();
        }
        assert_eq!(detect(&wrapped), FileType::Pkcs12);
        assert_eq!(detect(encoded(&wrapped).as_bytes()), FileType::Unknown);
    }
}
