#[cfg(feature = "faults")]
use std::io::Write as _;
use std::sync::Arc;

use app::Clock;
use jiff::{SignedDuration, Timestamp};
use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::parameters::{ISSUER_ORGANIZATION, first_certificate, name, parameters};
use crate::{Folder, PracticeError};

const ROOT_CERTIFICATE: &str = "tls/root.pem";
const ROOT_KEY: &str = "tls/root.key.pem";
const HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// The practice TLS root, which only the practice realm trusts. It issues server certificates and nothing else.
pub struct TlsAuthority {
    root: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
    folder: Folder,
    from: Timestamp,
    until: Timestamp,
}

/// Which certificate a practice server shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ServerCertificate {
    /// For localhost, 127.0.0.1 and ::1.
    Good,
    /// Its time is over.
    #[cfg(feature = "faults")]
    Expired,
    /// Its time has not come.
    #[cfg(feature = "faults")]
    NotYetValid,
    /// For another host.
    #[cfg(feature = "faults")]
    OtherHost,
    /// Right in everything, but issued by nobody who is trusted: what a TLS-inspecting proxy shows.
    #[cfg(feature = "faults")]
    Untrusted,
}

#[cfg(feature = "faults")]
impl ServerCertificate {
    pub(crate) const ALL: [Self; 5] = [Self::Good, Self::Expired, Self::NotYetValid, Self::OtherHost, Self::Untrusted];
}

impl TlsAuthority {
    /// Reads the root from the folder, or makes it. Blocking, quick: the keys are ECDSA P-256.
    ///
    /// Good certificates are valid both now and by `clock`, which may be another one in tests.
    ///
    /// # Errors
    /// The folder, or a certificate that could not be made.
    pub fn open(folder: &Folder, clock: &dyn Clock) -> Result<Self, PracticeError> {
        let (system, clock) = (Timestamp::now(), clock.now());
        let (from, until) = (system.min(clock), system.max(clock));
        let this = |root, issuer| Self { root, issuer, folder: folder.clone(), from, until };
        if let Some((root, key)) = stored_root(folder, from, until)? {
            let issuer = Issuer::from_ca_cert_der(&root, key).map_err(PracticeError::certificate)?;
            return Ok(this(root, issuer));
        }
        let (params, key) = root_parameters(from, until)?;
        let root = params.self_signed(&key).map_err(PracticeError::certificate)?;
        folder.write(ROOT_KEY, key.serialize_pem().as_bytes())?;
        folder.write(ROOT_CERTIFICATE, root.pem().as_bytes())?;
        Ok(this(root.der().clone(), Issuer::new(params, key)))
    }

    /// The certificate under which the practice servers' own are issued, in DER.
    pub fn root(&self) -> &CertificateDer<'static> {
        &self.root
    }

    /// Where the root lies as PEM.
    pub fn root_pem(&self) -> std::path::PathBuf {
        self.folder.path().join(ROOT_CERTIFICATE)
    }

    /// A server certificate with a new key.
    ///
    /// # Errors
    /// A certificate that could not be made.
    pub fn certified(&self, which: ServerCertificate) -> Result<CertifiedKey, PracticeError> {
        let (certificate, key) = self.issue(which)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let key = provider().key_provider.load_private_key(key).map_err(PracticeError::tls)?;
        Ok(CertifiedKey::new(vec![certificate.der().clone()], key))
    }

    /// A server certificate and its key in one PEM file of its own, for a server that is not ours.
    ///
    /// # Errors
    /// The folder, or a certificate that could not be made.
    #[cfg(feature = "faults")]
    pub fn certified_file(&self, which: ServerCertificate) -> Result<tempfile::TempPath, PracticeError> {
        let (certificate, key) = self.issue(which)?;
        let write = || {
            let folder = self.folder.path().join("tls");
            let mut file = tempfile::Builder::new().prefix("server-").suffix(".pem").tempfile_in(folder)?;
            file.write_all(certificate.pem().as_bytes())?;
            file.write_all(key.serialize_pem().as_bytes())?;
            Ok(file.into_temp_path())
        };
        write().map_err(PracticeError::Folder)
    }

    fn issue(&self, which: ServerCertificate) -> Result<(rcgen::Certificate, KeyPair), PracticeError> {
        let day = SignedDuration::from_hours(24);
        let good = (self.from, self.until + day * 60);
        match which {
            ServerCertificate::Good => issue(&self.issuer, good, &HOSTS),
            #[cfg(feature = "faults")]
            ServerCertificate::Expired => issue(&self.issuer, (self.from - day * 60, self.from - day), &HOSTS),
            #[cfg(feature = "faults")]
            ServerCertificate::NotYetValid => issue(&self.issuer, (self.until + day, self.until + day * 60), &HOSTS),
            #[cfg(feature = "faults")]
            ServerCertificate::OtherHost => issue(&self.issuer, good, &["other-host.invalid"]),
            #[cfg(feature = "faults")]
            ServerCertificate::Untrusted => {
                let (mut root, key) = root_parameters(self.from, self.until)?;
                root.distinguished_name = name("Facility network", "Web filter", "Practice Inspecting Proxy");
                issue(&Issuer::new(root, key), good, &HOSTS)
            }
        }
    }
}

fn issue(
    issuer: &Issuer<'static, KeyPair>,
    (from, until): (Timestamp, Timestamp),
    hosts: &[&str],
) -> Result<(rcgen::Certificate, KeyPair), PracticeError> {
    let mut params = parameters(from, until)?;
    params.subject_alt_names = CertificateParams::new(hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>())
        .map_err(PracticeError::certificate)?
        .subject_alt_names;
    params.distinguished_name = name(ISSUER_ORGANIZATION, "練習用サーバー", hosts[0]);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate().map_err(PracticeError::certificate)?;
    let certificate = params.signed_by(&key, issuer).map_err(PracticeError::certificate)?;
    Ok((certificate, key))
}

/// TLS 1.2 and 1.3 for HTTP/1.1, no client certificate asked for.
pub(crate) fn server_config(certified: CertifiedKey) -> Result<ServerConfig, PracticeError> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(PracticeError::tls)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// The one crypto provider of the project: ring.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn stored_root(
    folder: &Folder,
    from: Timestamp,
    until: Timestamp,
) -> Result<Option<(CertificateDer<'static>, KeyPair)>, PracticeError> {
    let (Some(certificate), Some(key)) = (folder.read(ROOT_CERTIFICATE)?, folder.read(ROOT_KEY)?) else {
        return Ok(None);
    };
    let key = PrivatePkcs8KeyDer::from_pem_slice(&key)
        .ok()
        .and_then(|der| KeyPair::from_pkcs8_der_and_sign_algo(&der, &rcgen::PKCS_ECDSA_P256_SHA256).ok());
    let (Some(root), Some(key)) = (first_certificate(&certificate), key) else { return Ok(None) };
    let good = X509Certificate::from_der(&root).is_ok_and(|(_, parsed)| {
        let spki = rcgen::PublicKeyData::subject_public_key_info(&key);
        parsed.public_key().raw == spki.as_slice()
            && parsed.validity().not_before.timestamp() <= from.as_second()
            && until.as_second() + 90 * 86_400 < parsed.validity().not_after.timestamp()
    });
    Ok(good.then_some((root, key)))
}

fn root_parameters(from: Timestamp, until: Timestamp) -> Result<(CertificateParams, KeyPair), PracticeError> {
    let mut params = parameters(from, until + SignedDuration::from_hours(24 * 3653))?;
    params.distinguished_name = name(ISSUER_ORGANIZATION, "練習用TLS認証局", "Shomei Navi Practice TLS Root");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok((params, KeyPair::generate().map_err(PracticeError::certificate)?))
}
