use certificate::{Fingerprint, JAPAN};
use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use sha2::{Digest, Sha256};
use x509_parser::prelude::{ASN1Time, FromDer, X509Certificate};

use crate::tls::ClientCertificates;

/// What a visitor showed. The handshake has proven the key already; here the chain is judged.
pub(crate) enum Client {
    /// It showed no certificate.
    Anonymous,
    /// A certificate that none of the accepted CAs issued, or that is not valid now.
    Unaccepted,
    /// A certificate that counts. Where those of any CA do, nothing is known of its issuer.
    Accepted {
        /// SHA-256 of the leaf.
        fingerprint: Fingerprint,
        /// Its common name.
        subject: String,
        /// Its last day in Japan, ISO 8601.
        until: String,
    },
}

impl Client {
    /// Judges a chain, leaf first; `None` if none came.
    pub(crate) fn of(chain: Option<&[CertificateDer<'static>]>, clients: &ClientCertificates, now: Timestamp) -> Self {
        let Some((leaf, others)) = chain.and_then(<[_]>::split_first) else { return Self::Anonymous };
        let Ok((_, parsed)) = X509Certificate::from_der(leaf) else { return Self::Unaccepted };
        let is_valid = ASN1Time::from_timestamp(now.as_second()).is_ok_and(|now| parsed.validity().is_valid_at(now));
        if !is_valid || !clients.accepts(leaf, others, now) {
            return Self::Unaccepted;
        }
        let name = parsed.subject().iter_common_name().next().and_then(|name| name.as_str().ok());
        let end = Timestamp::from_second(parsed.validity().not_after.timestamp());
        Self::Accepted {
            fingerprint: Fingerprint(Sha256::digest(leaf).into()),
            subject: name.unwrap_or_default().to_owned(),
            until: end.map(|end| JAPAN.to_datetime(end).date().to_string()).unwrap_or_default(),
        }
    }
}
