use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use parking_lot::RwLock;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
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
    clients: Arc<ClientCertificates>,
) -> Result<ServerConfig, ProbeError> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(ProbeError::tls)?
        .with_client_cert_verifier(clients)
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
        self.validity().is_some_and(|(from, until)| (from..=until).contains(&now.as_second()))
    }

    /// Its first and its last second, Unix time. `None` if it is no X.509 certificate.
    #[cfg(feature = "program")]
    pub(crate) fn validity(&self) -> Option<(i64, i64)> {
        let certified = Arc::clone(&self.0.read());
        let (_, leaf) = X509Certificate::from_der(certified.cert.first()?).ok()?;
        Some((leaf.validity().not_before.timestamp(), leaf.validity().not_after.timestamp()))
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

/// Whose client certificates count.
#[derive(Clone, Debug)]
pub enum Accepted {
    /// Whatever CA issued them, as long as they are valid now: for a publisher who has not got the CA's certificate. The app
    /// compares the fingerprint anyway, and the browser offers every identity that it has.
    Any,
    /// Those issued under one of these CA certificates, DER. Browsers offer only these (RFC 8446, 4.2.4).
    IssuedBy(Vec<CertificateDer<'static>>),
}

/// Lets the handshake end whatever certificate comes, as long as its key signed it, so that the page can say what is wrong.
/// The chain is verified afterwards ([`Self::accepts`]).
#[derive(Debug)]
pub(crate) struct ClientCertificates {
    /// `None`: of any CA.
    issued: Option<Arc<dyn ClientCertVerifier>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ClientCertificates {
    /// # Errors
    /// [`ProbeError::Tls`]: something is no CA certificate, or there is none.
    pub(crate) fn new(accepted: &Accepted) -> Result<Self, ProbeError> {
        let provider = provider();
        let algorithms = provider.signature_verification_algorithms;
        let Accepted::IssuedBy(authorities) = accepted else { return Ok(Self { issued: None, algorithms }) };
        let mut roots = RootCertStore::empty();
        for authority in authorities {
            roots.add(authority.clone()).map_err(ProbeError::tls)?;
        }
        let issued = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
            .allow_unauthenticated()
            .build()
            .map_err(ProbeError::tls)?;
        Ok(Self { issued: Some(issued), algorithms })
    }

    /// Whether any CA's count, so that it is not known here whose certificate came.
    pub(crate) fn accepts_any(&self) -> bool {
        self.issued.is_none()
    }

    /// One of the CAs issued it, and its chain is valid now. Whether it was revoked since is asked nobody.
    pub(crate) fn accepts(&self, leaf: &CertificateDer<'_>, others: &[CertificateDer<'_>], now: Timestamp) -> bool {
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let moment = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        self.issued.as_ref().is_none_or(|issued| issued.verify_client_cert(leaf, others, moment).is_ok())
    }
}

impl ClientCertVerifier for ClientCertificates {
    fn offer_client_auth(&self) -> bool {
        true
    }

    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.issued.as_ref().map_or(&[], |issued| issued.root_hint_subjects())
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
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
