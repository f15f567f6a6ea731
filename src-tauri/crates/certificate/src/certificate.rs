//! What a certificate says of itself.

use x509_parser::certificate::X509Certificate;
use x509_parser::oid_registry::{OID_X509_COMMON_NAME, OID_X509_ORGANIZATION_NAME, OID_X509_ORGANIZATIONAL_UNIT, Oid};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::X509Name;

use crate::curve::{Curve, named_curve};
use crate::name::text;
use crate::oid;
use crate::signature::bits;

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

fn values(name: &X509Name<'_>, attribute: &Oid<'_>) -> Vec<String> {
    name.iter_by_oid(attribute).map(|value| text(value.attr_value())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_counted_without_leading_zeros() {
        assert_eq!((bits(&[0, 0x80, 0]), bits(&[0x7f, 0xff]), bits(&[0])), (16, 15, 0));
    }
}
