use std::sync::Arc;

#[cfg(feature = "program")]
use jiff::Timestamp;
use parking_lot::RwLock;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::CryptoProvider;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert, WebPkiClientVerifier};
use rustls::sign::CertifiedKey;
use rustls::{
    DigitallySignedStruct, DistinguishedName, Error, InconsistentKeys, RootCertStore, ServerConfig, SignatureScheme,
};
use rustls_pki_types::{CertificateDer, UnixTime};
#[cfg(feature = "program")]
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::error::ProbeError;

/// TLS 1.2 and 1.3 for HTTP/1.1 with a client certificate that is requested and not required, so that a page always comes.
///
/// Every visit is asked anew: a resumed session would show an earlier visit's certificate, or none.
pub(crate) fn server_config(
    identity: Arc<ServerIdentity>,
    verifier: Arc<dyn ClientCertVerifier>,
) -> Result<ServerConfig, ProbeError> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(ProbeError::tls)?
        .with_client_cert_verifier(Arc::new(AnyCertificate(verifier)))
        .with_cert_resolver(identity);
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// The server certificate in use, whatever name was asked for. It can be replaced while connections come.
#[derive(Debug)]
pub(crate) struct ServerIdentity(RwLock<Arc<CertifiedKey>>);

impl ServerIdentity {
    /// # Errors
    /// [`ProbeError::Tls`]: the key is not the certificate's.
    pub(crate) fn new(certified: CertifiedKey) -> Result<Self, ProbeError> {
        Ok(Self(RwLock::new(Arc::new(matching(certified)?))))
    }

    /// The next handshake shows this one. What does not fit is not taken.
    pub(crate) fn replace(&self, certified: CertifiedKey) -> Result<(), ProbeError> {
        *self.0.write() = Arc::new(matching(certified)?);
        Ok(())
    }

    /// Its time has come and is not over.
    #[cfg(feature = "program")]
    pub(crate) fn is_valid(&self, now: Timestamp) -> bool {
        let certified = Arc::clone(&self.0.read());
        let parsed = certified.cert.first().and_then(|leaf| X509Certificate::from_der(leaf).ok());
        parsed.is_some_and(|(_, leaf)| {
            let (from, until) = (leaf.validity().not_before.timestamp(), leaf.validity().not_after.timestamp());
            (from..=until).contains(&now.as_second())
        })
    }
}

impl ResolvesServerCert for ServerIdentity {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read()))
    }
}

fn matching(certified: CertifiedKey) -> Result<CertifiedKey, ProbeError> {
    match certified.keys_match() {
        // A key that does not tell its public half is taken at its word.
        Ok(()) | Err(Error::InconsistentKeys(InconsistentKeys::Unknown)) => Ok(certified),
        Err(error) => Err(ProbeError::tls(error)),
    }
}

/// Verifies chains up to one of these CAs.
pub(crate) fn issued_by(authorities: &[CertificateDer<'static>]) -> Result<Arc<dyn ClientCertVerifier>, ProbeError> {
    let mut roots = RootCertStore::empty();
    for authority in authorities {
        roots.add(authority.clone()).map_err(ProbeError::tls)?;
    }
    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider())
        .allow_unauthenticated()
        .build()
        .map_err(ProbeError::tls)
}

/// Lets the handshake end whatever certificate comes, as long as its key signed it, so that the page can say what is wrong.
/// The chain is verified afterwards.
#[derive(Debug)]
struct AnyCertificate(Arc<dyn ClientCertVerifier>);

impl ClientCertVerifier for AnyCertificate {
    fn offer_client_auth(&self) -> bool {
        true
    }

    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.0.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
