use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::algorithm::{Encryption, Mac};

/// A password in every encoding that writers have derived keys from, the standard's first.
pub(crate) struct Password {
    /// For RFC 7292's own derivation.
    pkcs12: Vec<Encoding>,
    /// Encodings to try for PBKDF2.
    pbkdf2: Vec<Encoding>,
}

struct Encoding {
    bytes: Zeroizing<Vec<u8>>,
    /// MACs are made with it, too.
    in_macs: bool,
}

impl Password {
    pub(crate) fn new(password: &SecretString) -> Self {
        let text = password.expose_secret();
        let utf8 = || Zeroizing::new(text.as_bytes().to_vec());
        let wide = |end: &[u8]| {
            let mut bytes = Zeroizing::new(Vec::with_capacity(2 * text.len() + 2));
            for unit in text.encode_utf16() {
                bytes.extend_from_slice(&unit.to_be_bytes());
            }
            bytes.extend_from_slice(end);
            bytes
        };
        let in_macs = |bytes| Encoding { bytes, in_macs: true };
        let in_contents = |bytes| Encoding { bytes, in_macs: false };

        // RFC 7292, B.1: UTF-16, big-endian, ended by two zero bytes. Outside the BMP: surrogates.
        let mut pkcs12 = vec![in_macs(wide(&[0, 0]))];
        // RFC 8018 leaves it open; all use UTF-8 now.
        let mut pbkdf2 = vec![in_macs(utf8())];
        if text.is_empty() {
            // Bouncy Castle, and GnuTLS's "null" password: no bytes at all.
            pkcs12.push(in_macs(Zeroizing::default()));
        } else {
            pkcs12.push(in_contents(wide(&[])));
        }
        if !text.is_ascii() {
            // OpenSSL before 1.1: each byte of the UTF-8 text widened.
            let mut bytes = Zeroizing::new(Vec::with_capacity(2 * text.len() + 2));
            for byte in text.bytes() {
                bytes.extend_from_slice(&[0, byte]);
            }
            bytes.extend_from_slice(&[0, 0]);
            pkcs12.push(in_macs(bytes));
        }
        // NSS before 3.22 gave PBKDF2 what belongs to RFC 7292's derivation.
        pbkdf2.push(in_contents(wide(&[0, 0])));
        if !text.is_empty() {
            pbkdf2.push(in_contents(wide(&[])));
        }
        Self { pkcs12, pbkdf2 }
    }

    /// What MACs like this one are made with.
    pub(crate) fn for_mac(&self, mac: &Mac<'_>) -> impl Iterator<Item = &[u8]> {
        let encodings = match mac {
            Mac::Pkcs12 { .. } => &self.pkcs12,
            Mac::Pbmac1 { .. } => &self.pbkdf2,
        };
        encodings.iter().filter(|encoding| encoding.in_macs).map(|encoding| encoding.bytes.as_slice())
    }

    /// What contents are encrypted with by this algorithm; where the MAC is made by the same derivation, its
    /// encoding first.
    pub(crate) fn for_contents<'p>(
        &'p self,
        encryption: &Encryption<'_>,
        of_mac: &'p [u8],
    ) -> impl Iterator<Item = &'p [u8]> {
        let (encodings, first) = match encryption {
            Encryption::Pkcs12 { .. } => (&self.pkcs12, Some(of_mac)),
            Encryption::Pbes2 { .. } => (&self.pbkdf2, None),
        };
        let known = || encodings.iter().map(|encoding| encoding.bytes.as_slice());
        let preferred = move |bytes: &&[u8]| Some(*bytes) == first;
        known().filter(preferred).chain(known().filter(move |bytes| !preferred(bytes)))
    }

    /// The encoding that the standards have, for writing.
    pub(crate) fn standard(&self, encryption: &Encryption<'_>) -> &[u8] {
        match encryption {
            Encryption::Pkcs12 { .. } => self.for_pkcs12_mac(),
            Encryption::Pbes2 { .. } => &self.pbkdf2[0].bytes,
        }
    }

    /// The encoding that RFC 7292 has for MACs, for writing.
    pub(crate) fn for_pkcs12_mac(&self) -> &[u8] {
        &self.pkcs12[0].bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encodings(text: &str) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
        let password = Password::new(&SecretString::from(text));
        let bytes = |encodings: Vec<Encoding>| encodings.into_iter().map(|encoding| encoding.bytes.to_vec()).collect();
        (bytes(password.pkcs12), bytes(password.pbkdf2))
    }

    #[test]
    fn the_standards_come_first() {
        assert_eq!(
            encodings("a"),
            (vec![vec![0, b'a', 0, 0], vec![0, b'a']], vec![vec![b'a'], vec![0, b'a', 0, 0], vec![0, b'a']])
        );
        assert_eq!(encodings(""), (vec![vec![0, 0], vec![]], vec![vec![], vec![0, 0]]));
        assert_eq!(encodings("é").0[2], [0, 0xc3, 0, 0xa9, 0, 0]);
        assert_eq!(encodings("😀").0[0], [0xd8, 0x3d, 0xde, 0x00, 0, 0]);
    }
}
