//! What a certificate says of itself.

use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::Any;
use x509_parser::error::X509Error;
use x509_parser::oid_registry::{OID_X509_COMMON_NAME, OID_X509_ORGANIZATION_NAME, OID_X509_ORGANIZATIONAL_UNIT, Oid};
use x509_parser::parse_x509_certificate;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::X509Name;

use crate::asn1::magnitude;
use crate::curve::{Curve, named_curve};
use crate::oid;

/// A parsed certificate; nothing may follow it (its bytes are its identity).
pub(crate) fn parse(der: &[u8]) -> Option<X509Certificate<'_>> {
    match parse_x509_certificate(der) {
        Ok(([], certificate)) => Some(certificate),
        _ => None,
    }
}

/// Every common name, in order.
pub(crate) fn common_names(name: &X509Name<'_>) -> Vec<String> {
    values(name, &OID_X509_COMMON_NAME)
}

/// The office, where the subject names one: an organisation or unit that the issuer does not carry too.
pub(crate) fn office(certificate: &X509Certificate<'_>) -> Option<String> {
    [OID_X509_ORGANIZATION_NAME, OID_X509_ORGANIZATIONAL_UNIT].iter().find_map(|attribute| {
        let issuers = values(certificate.issuer(), attribute);
        let own = values(certificate.subject(), attribute);
        own.into_iter().map(|value| value.trim().to_owned()).find(|value| !value.is_empty() && !issuers.contains(value))
    })
}

/// `RSA-2048`, `EC-P256`, …
pub(crate) fn key_algorithm(certificate: &X509Certificate<'_>) -> String {
    let key = certificate.public_key();
    match key.parsed() {
        Ok(PublicKey::RSA(rsa)) => format!("RSA-{}", bits(rsa.modulus)),
        Ok(PublicKey::EC(_)) => match (Curve::of(&key.algorithm), named_curve(&key.algorithm)) {
            (Some(curve), _) => format!("EC-{}", curve.name()),
            (None, Some(other)) => format!("EC-{}", oid::dotted(other)),
            (None, None) => "EC".to_owned(),
        },
        _ => key.algorithm.algorithm.to_id_string(),
    }
}

/// Bits of an RSA modulus; `None` for other keys.
pub(crate) fn rsa_bits(certificate: &X509Certificate<'_>) -> Option<usize> {
    match certificate.public_key().parsed() {
        Ok(PublicKey::RSA(rsa)) => Some(bits(rsa.modulus)),
        _ => None,
    }
}

/// The name of the signature algorithm, else its object identifier.
pub(crate) fn signature_algorithm(certificate: &X509Certificate<'_>) -> String {
    let algorithm = certificate.signature_algorithm.algorithm.as_bytes();
    let name = match algorithm {
        oid::MD5_WITH_RSA => "md5WithRSAEncryption",
        oid::SHA1_WITH_RSA | oid::SHA1_WITH_RSA_OIW => "sha1WithRSAEncryption",
        oid::RSA_PSS => "rsassaPss",
        oid::SHA256_WITH_RSA => "sha256WithRSAEncryption",
        oid::SHA384_WITH_RSA => "sha384WithRSAEncryption",
        oid::SHA512_WITH_RSA => "sha512WithRSAEncryption",
        oid::ECDSA_WITH_SHA1 => "ecdsa-with-SHA1",
        oid::ECDSA_WITH_SHA256 => "ecdsa-with-SHA256",
        oid::ECDSA_WITH_SHA384 => "ecdsa-with-SHA384",
        oid::ECDSA_WITH_SHA512 => "ecdsa-with-SHA512",
        _ => return oid::dotted(algorithm),
    };
    name.to_owned()
}

/// Signed over a hash that is no longer trusted: MD5 or SHA-1.
pub(crate) fn has_weak_signature(certificate: &X509Certificate<'_>) -> bool {
    matches!(
        certificate.signature_algorithm.algorithm.as_bytes(),
        oid::MD5_WITH_RSA | oid::SHA1_WITH_RSA | oid::SHA1_WITH_RSA_OIW | oid::ECDSA_WITH_SHA1
    )
}

/// What is known of who signed a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signed {
    /// By this one.
    Yes,
    /// Not by this one.
    No,
    /// The algorithm cannot be checked here.
    Unknown,
}

/// Whether the authority signed the certificate. Names are not looked at.
pub(crate) fn signed_by(certificate: &X509Certificate<'_>, authority: &X509Certificate<'_>) -> Signed {
    match certificate.verify_signature(Some(authority.public_key())) {
        Ok(()) => Signed::Yes,
        Err(X509Error::SignatureUnsupportedAlgorithm) => Signed::Unknown,
        // `ring` checks shorter keys with SHA-1 only and answers as for a wrong signature.
        Err(_) if rsa_bits(authority).is_some_and(|bits| !(2048..=8192).contains(&bits)) => Signed::Unknown,
        Err(_) => Signed::No,
    }
}

fn values(name: &X509Name<'_>, attribute: &Oid<'_>) -> Vec<String> {
    name.iter_by_oid(attribute).map(|value| text(value.attr_value())).collect()
}

/// A directory string, decoded by its tag (X.520, RFC 5280, 4.1.2.4).
fn text(value: &Any<'_>) -> String {
    let bytes = value.data;
    match value.header.tag().0 {
        30 => {
            let units: Vec<u16> =
                bytes.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
            String::from_utf16_lossy(&units)
        }
        28 => {
            let scalar = |four: &[u8]| four.iter().fold(0, |unit, byte| unit << 8 | u32::from(*byte));
            bytes.chunks(4).map(|four| char::from_u32(scalar(four)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        // Latin-1 is what those who still write T61String mean by it.
        20 if std::str::from_utf8(bytes).is_err() => bytes.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn bits(number: &[u8]) -> usize {
    let digits = magnitude(number);
    digits.first().map_or(0, |first| 8 * digits.len() - first.leading_zeros() as usize)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use x509_parser::der_parser::asn1_rs::FromDer;

    use super::*;

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

    #[test]
    fn bits_are_counted_without_leading_zeros() {
        assert_eq!((bits(&[0, 0x80, 0]), bits(&[0x7f, 0xff]), bits(&[0])), (16, 15, 0));
    }
}
