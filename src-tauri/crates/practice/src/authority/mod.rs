//! The practice CA: a root of its own that really issues client certificates.

mod issued;
mod keys;
mod parameters;
mod tls;

use std::collections::HashMap;
use std::sync::Arc;

use app::Clock;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use parking_lot::Mutex;
use rcgen::{BasicConstraints, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls_pki_types::CertificateDer;
use tokio::sync::OnceCell;
use x509_parser::prelude::{FromDer, X509Certificate};

pub use issued::Issued;
pub use parameters::ISSUER_ORGANIZATION;
pub(crate) use tls::server_config;
pub use tls::{ServerCertificate, TlsAuthority};

use crate::{Folder, PracticeError};
use parameters::{first_certificate, name, parameters};

/// Common name of the issuer, the same as the real one's (setup manual, 参考 2/2).
pub const ISSUER: &str = "e-seikyu CA";

const ROOT_CERTIFICATE: &str = "ca/root.pem";
const ROOT_KEY: &str = "ca/root.key.pem";

/// Whom a client certificate is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Name of the file in the practice folder: ASCII letters, digits and hyphens.
    pub slot: String,
    /// Name of the RSA key; offices may share one (a load test does).
    pub key: String,
    /// 発行先, the subject's common name.
    pub common_name: String,
    /// The office's name (O).
    pub organization: String,
    /// The certificate's name (OU).
    pub unit: String,
}

/// The practice root with common name [`ISSUER`], kept in the practice folder.
pub struct Authority {
    folder: Folder,
    clock: Arc<dyn Clock>,
    root: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
    keys: Mutex<HashMap<String, Arc<OnceCell<Arc<KeyPair>>>>>,
    issued: Mutex<HashMap<String, Arc<OnceCell<Arc<Issued>>>>>,
}

impl Authority {
    /// Reads the CA from the folder, or makes it: a 2048-bit RSA key, off the async threads.
    ///
    /// # Errors
    /// The folder, or a key or certificate that could not be made.
    pub async fn open(folder: Folder, clock: Arc<dyn Clock>) -> Result<Self, PracticeError> {
        tokio::task::spawn_blocking(move || {
            let now = clock.now();
            let (root, key) = match stored_root(&folder, now)? {
                Some(stored) => stored,
                None => new_root(&folder, now)?,
            };
            let issuer = Issuer::from_ca_cert_der(&root, key).map_err(PracticeError::certificate)?;
            Ok(Self { folder, clock, root, issuer, keys: Mutex::default(), issued: Mutex::default() })
        })
        .await?
    }

    /// The certificate of the practice CA for offices, in DER.
    pub fn root(&self) -> &CertificateDer<'static> {
        &self.root
    }

    /// Where the root lies as PEM.
    pub fn root_pem(&self) -> std::path::PathBuf {
        self.folder.path().join(ROOT_CERTIFICATE)
    }

    /// The certificate of that subject: the one in the folder while it is good, else a new one.
    /// The first call for a key makes it, which takes a second or so.
    ///
    /// # Errors
    /// The folder, or a key or certificate that could not be made.
    pub async fn issue(self: &Arc<Self>, subject: &Subject) -> Result<Arc<Issued>, PracticeError> {
        let cell = cell(&self.issued, &subject.slot);
        let issued = cell.get_or_try_init(|| self.issue_now(subject.clone())).await?;
        Ok(Arc::clone(issued))
    }

    async fn issue_now(self: &Arc<Self>, subject: Subject) -> Result<Arc<Issued>, PracticeError> {
        let keys = cell(&self.keys, &subject.key);
        let folder = self.folder.clone();
        let name = format!("ca/keys/{}.pem", subject.key);
        let key = keys
            .get_or_try_init(|| async {
                tokio::task::spawn_blocking(move || keys::stored_or_new(&folder, &name).map(Arc::new)).await?
            })
            .await?;
        let (this, key) = (Arc::clone(self), Arc::clone(key));
        tokio::task::spawn_blocking(move || {
            let name = format!("ca/certificates/{}.pem", subject.slot);
            let leaf = match this.stored_leaf(&name, &key)? {
                Some(leaf) => leaf,
                None => {
                    let leaf = this.new_leaf(&subject, &key)?;
                    this.folder.write(&name, leaf.pem().as_bytes())?;
                    leaf.der().clone()
                }
            };
            Issued::new(leaf, this.root.clone(), &key).map(Arc::new)
        })
        .await?
    }

    /// Issued before by this root for this key, and valid for another day at least.
    fn stored_leaf(&self, name: &str, key: &KeyPair) -> Result<Option<CertificateDer<'static>>, PracticeError> {
        let Some(der) = self.folder.read(name)?.and_then(|pem| first_certificate(&pem)) else { return Ok(None) };
        let good = (|| {
            let (_, root) = X509Certificate::from_der(&self.root).ok()?;
            let (_, leaf) = X509Certificate::from_der(&der).ok()?;
            leaf.verify_signature(Some(root.public_key())).ok()?;
            let now = self.clock.now().as_second();
            let valid =
                leaf.validity().not_before.timestamp() <= now && now + 86_400 < leaf.validity().not_after.timestamp();
            let spki = rcgen::PublicKeyData::subject_public_key_info(key);
            (valid && leaf.public_key().raw == spki.as_slice()).then_some(())
        })();
        Ok(good.map(|()| der))
    }

    fn new_leaf(&self, subject: &Subject, key: &KeyPair) -> Result<rcgen::Certificate, PracticeError> {
        let now = self.clock.now();
        let mut params = parameters(now, two_years_later(now)?)?;
        params.distinguished_name = name(&subject.organization, &subject.unit, &subject.common_name);
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.use_authority_key_identifier_extension = true;
        params.signed_by(key, &self.issuer).map_err(PracticeError::certificate)
    }
}

fn stored_root(folder: &Folder, now: Timestamp) -> Result<Option<(CertificateDer<'static>, KeyPair)>, PracticeError> {
    let (Some(certificate), Some(key)) = (folder.read(ROOT_CERTIFICATE)?, folder.read(ROOT_KEY)?) else {
        return Ok(None);
    };
    let (Some(root), Some(key)) = (first_certificate(&certificate), keys::parse(&key)) else { return Ok(None) };
    let good = X509Certificate::from_der(&root).is_ok_and(|(_, parsed)| {
        let spki = rcgen::PublicKeyData::subject_public_key_info(&key);
        let ends_in_three_years = now.as_second() + 3 * 366 * 86_400;
        parsed.public_key().raw == spki.as_slice()
            && parsed.validity().not_before.timestamp() <= now.as_second()
            && ends_in_three_years < parsed.validity().not_after.timestamp()
    });
    Ok(good.then_some((root, key)))
}

fn new_root(folder: &Folder, now: Timestamp) -> Result<(CertificateDer<'static>, KeyPair), PracticeError> {
    let key = keys::generate()?;
    let mut params = parameters(now, now.saturating_add(jiff::SignedDuration::from_hours(24 * 3653)).unwrap_or(now))?;
    params.distinguished_name = name(ISSUER_ORGANIZATION, "練習用認証局", ISSUER);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let root = params.self_signed(&key).map_err(PracticeError::certificate)?;
    folder.write(ROOT_KEY, key.serialize_pem().as_bytes())?;
    folder.write(ROOT_CERTIFICATE, root.pem().as_bytes())?;
    Ok((root.der().clone(), key))
}

/// The last second, in Japan, of the day two years later.
fn two_years_later(now: Timestamp) -> Result<Timestamp, PracticeError> {
    let day = now.to_zoned_datetime(japan()).checked_add(Span::new().years(2)).map_err(PracticeError::certificate)?;
    let end = day.date().at(23, 59, 59, 0).to_zoned_datetime(japan()).map_err(PracticeError::certificate)?;
    Ok(end.timestamp())
}

/// Japan's time zone, which knows no summer time.
pub(crate) fn japan() -> TimeZone {
    TimeZone::fixed(certificate::JAPAN)
}

fn cell<T>(cells: &Mutex<HashMap<String, Arc<OnceCell<T>>>>, name: &str) -> Arc<OnceCell<T>> {
    let mut cells = cells.lock();
    Arc::clone(cells.entry(name.to_owned()).or_default())
}

#[cfg(test)]
mod tests;
