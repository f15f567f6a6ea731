//! What a server has compressed on the way (RFC 9110, 8.4; RFC 7932 for `br`), undone within a limit.

use std::io::{self, Read};

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use zeroize::Zeroizing;

use crate::error::PortalError;

/// What is asked for: as Safari sends it, and Chrome but for its `zstd`.
pub(crate) const ACCEPTED: &str = "gzip, deflate, br";

/// Encodings upon one another that are undone.
const MAX_ENCODINGS: usize = 2;
/// Bytes that are decoded at a time.
const CHUNK: usize = 8 * 1024;

/// The content of a body that came with this `Content-Encoding`: `limit` bytes at the most, and never grown, so that no
/// copy of a file stays behind in memory. What the decoders keep of it meanwhile is not wiped.
///
/// Errors: [`PortalError::TooLarge`] beyond the limit; [`PortalError::CutOff`] where it is not what it says, or ends early.
pub(crate) fn decode(
    encoding: Option<&str>,
    body: Zeroizing<Vec<u8>>,
    limit: usize,
) -> Result<Zeroizing<Vec<u8>>, PortalError> {
    let encodings = encoding.unwrap_or_default().split(',').map(|name| name.trim().to_ascii_lowercase());
    let encodings: Vec<String> = encodings.filter(|name| is_coding(name)).collect();
    if encodings.len() > MAX_ENCODINGS {
        return Err(broken("more encodings than any server uses"));
    }
    // The last one was applied last (RFC 9110, 8.4).
    encodings.iter().rev().try_fold(body, |body, encoding| undo(encoding, &body, limit))
}

/// A coding that changes the bytes. Servers write other things there, a charset or `binary`, which browsers pass over.
fn is_coding(name: &str) -> bool {
    const CODINGS: [&str; 10] =
        ["gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi"];
    CODINGS.contains(&name)
}

fn undo(encoding: &str, body: &[u8], limit: usize) -> Result<Zeroizing<Vec<u8>>, PortalError> {
    // An answer without content says how it would be encoded.
    if body.is_empty() {
        return Ok(Zeroizing::default());
    }
    match encoding {
        "gzip" | "x-gzip" => read(MultiGzDecoder::new(body), limit),
        "deflate" if is_zlib(body) => read(ZlibDecoder::new(body), limit),
        // Some servers leave the wrapper out, and browsers take it.
        "deflate" => read(DeflateDecoder::new(body), limit),
        "br" => read(Decompressor::new(body, CHUNK), limit),
        _ => Err(broken("an encoding that was not asked for")),
    }
}

/// The header of RFC 1950: its method, and its check.
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [method, flags, ..] if method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0)
}

fn read(mut decoder: impl Read, limit: usize) -> Result<Zeroizing<Vec<u8>>, PortalError> {
    let mut content = Zeroizing::new(Vec::with_capacity(limit));
    let mut chunk = Zeroizing::new([0; CHUNK]);
    loop {
        match decoder.read(&mut *chunk) {
            Ok(0) => return Ok(content),
            Ok(count) if content.len() + count > limit => return Err(PortalError::TooLarge),
            Ok(count) => content.extend_from_slice(&chunk[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(PortalError::CutOff(error.into())),
        }
    }
}

fn broken(why: &'static str) -> PortalError {
    PortalError::CutOff(why.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    const LIMIT: usize = 64 * 1024;
    const PAGE: &str = "<title>証明書ダウンロード</title><p>介護DX証明書";

    fn encoded(encoding: &str, content: &[u8]) -> Vec<u8> {
        match encoding {
            "gzip" => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(content).unwrap();
                encoder.finish().unwrap()
            }
            "zlib" => {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(content).unwrap();
                encoder.finish().unwrap()
            }
            "raw" => {
                let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(content).unwrap();
                encoder.finish().unwrap()
            }
            _ => {
                let mut out = Vec::new();
                let mut content = content;
                brotli::BrotliCompress(&mut content, &mut out, &brotli::enc::BrotliEncoderParams::default()).unwrap();
                out
            }
        }
    }

    fn decoded(name: &str, body: Vec<u8>) -> Result<Vec<u8>, &'static str> {
        decode(Some(name), body.into(), LIMIT).map(|content| content.to_vec()).map_err(|error| error.code())
    }

    const PAIRS: [(&str, &str); 5] =
        [("gzip", "gzip"), ("X-GZIP", "gzip"), ("deflate", "zlib"), ("deflate", "raw"), ("br", "br")];

    #[test]
    fn what_servers_compress_is_read() {
        for (name, encoding) in PAIRS {
            assert_eq!(decoded(name, encoded(encoding, PAGE.as_bytes())), Ok(PAGE.as_bytes().to_vec()), "{name}");
            assert_eq!(decoded(name, Vec::new()), Ok(Vec::new()), "{name}");
        }
        let twice = encoded("gzip", &encoded("br", PAGE.as_bytes()));
        assert_eq!(decoded("br, gzip", twice), Ok(PAGE.as_bytes().to_vec()));
        for plain in [None, Some(""), Some("identity")] {
            assert_eq!(decode(plain, b"x".to_vec().into(), LIMIT).unwrap().as_slice(), b"x");
        }
    }

    #[test]
    fn what_grows_beyond_the_limit_is_refused() {
        for (name, encoding) in PAIRS {
            let most = vec![b'a'; LIMIT];
            assert_eq!(decoded(name, encoded(encoding, &most)).map(|content| content.len()), Ok(LIMIT), "{name}");
            let bomb = encoded(encoding, &vec![0; 64 * 1024 * 1024]);
            assert!(bomb.len() < LIMIT * 2, "{name}: {}", bomb.len());
            assert_eq!(decoded(name, bomb), Err("portal-too-large"), "{name}");
        }
    }

    #[test]
    fn what_is_not_what_it_says_is_cut_off() {
        for (name, encoding) in PAIRS {
            let whole = encoded(encoding, PAGE.as_bytes());
            assert_eq!(decoded(name, whole[..whole.len() / 2].to_vec()), Err("portal-cut-off"), "{name}");
        }
        for name in ["zstd", "compress", "gzip, gzip, gzip"] {
            assert_eq!(decoded(name, b"x".to_vec()), Err("portal-cut-off"), "{name}");
        }
        assert_eq!(decoded("gzip", PAGE.as_bytes().to_vec()), Err("portal-cut-off"));
    }

    proptest! {
        #[test]
        fn whatever_comes_stays_within_the_limit(
            body in prop::collection::vec(any::<u8>(), 0..600),
            name in prop::sample::select(vec!["gzip", "deflate", "br", "br, gzip", "nonsense"]),
        ) {
            match decode(Some(name), body.into(), 1000) {
                Ok(content) => prop_assert!(content.len() <= 1000),
                Err(error) => prop_assert!(matches!(error, PortalError::CutOff(_) | PortalError::TooLarge)),
            }
        }
    }
}
