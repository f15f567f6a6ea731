//! Asks a host for its certificate and believes it only if the given authority has issued it: WebKitGTK knows no other
//! authorities than the system's, but takes single certificates on trust.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore};
use rustls_pki_types::pem::PemObject as _;
use url::Url;

use crate::proxy;

/// What a host shows, checked against one authority.
pub(crate) struct Checker(Arc<ClientConfig>);

impl Checker {
    /// Trusts the authorities of a PEM file.
    pub(crate) fn new(authority: &Path) -> Result<Self, String> {
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", authority.display());
        let mut roots = RootCertStore::empty();
        let certificates = CertificateDer::pem_file_iter(authority).map_err(|error| told(&error))?;
        for certificate in certificates {
            roots.add(certificate.map_err(|error| told(&error))?).map_err(|error| told(&error))?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = builder.map_err(|error| told(&error))?.with_root_certificates(roots).with_no_client_auth();
        Ok(Self(Arc::new(config)))
    }

    /// The host's own certificate; `None` if there is none to be believed.
    pub(crate) fn certificate(&self, url: &Url) -> Option<CertificateDer<'static>> {
        let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(host).ok()?;
        let mut connection = ClientConnection::new(Arc::clone(&self.0), name).ok()?;
        let mut stream = proxy::connect(url)?;
        while connection.is_handshaking() {
            connection.complete_io(&mut stream).ok()?;
        }
        connection.peer_certificates()?.first().cloned()
    }
}
