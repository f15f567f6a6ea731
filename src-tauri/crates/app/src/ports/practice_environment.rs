use std::sync::Arc;

use async_trait::async_trait;
use journey::{Platform, PracticeOffice};
use portal::HostRule;
use url::Url;

use super::Device;

/// The practice environment: portal, CA, probe service and practice phone, kept in one folder.
#[async_trait]
pub trait PracticeEnvironment: Send + Sync {
    /// Offices of the practice portal, known before it runs.
    fn offices(&self) -> Vec<PracticeOffice>;

    /// Starts (or finds running) portal and probe, makes the CA where there is none yet.
    async fn open(&self, phone: Option<Platform>) -> Result<RunningPractice, PracticeEnvironmentError>;

    /// Stops everything and deletes the folder.
    async fn wipe(&self) -> Result<(), PracticeEnvironmentError>;
}

/// A running practice environment.
#[derive(Clone)]
pub struct RunningPractice {
    /// Where the practice portal is.
    pub realm: RealmAddresses,
    /// The practice phone, where one was asked for.
    pub phone: Option<Arc<dyn Device>>,
}

/// Why practice did not start.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(prefix = "practice-", serialize_all = "kebab-case")]
pub enum PracticeEnvironmentError {
    /// Its folder cannot be read, written or deleted.
    #[error("practice folder")]
    Folder(#[source] std::io::Error),
    /// A port, TLS, or the CA.
    #[error("practice servers")]
    Servers(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl PracticeEnvironmentError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as strum::VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk.
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

/// Where a realm's servers are and whom to trust. Never persisted for practice: ports change.
#[derive(Clone, Debug)]
pub struct RealmAddresses {
    /// The portal's entry.
    pub entry: Url,
    /// Hosts the client may talk to.
    pub allowed_hosts: Vec<HostRule>,
    /// Roots trusted besides the built-in ones (DER); empty in the real realm.
    pub extra_roots: Vec<Vec<u8>>,
    /// The built-in web roots are trusted too. False in practice.
    pub web_roots: bool,
    /// Subject common names accepted.
    pub allowed_subjects: Vec<String>,
    /// Issuer common name accepted.
    pub issuer: String,
    /// CA certificates (DER) whose signature is required; empty: not checked.
    pub pinned_authorities: Vec<Vec<u8>>,
    /// The publisher's probe, where there is one.
    pub probe: Option<ProbeAddresses>,
    /// The real service, only opened.
    pub service: Option<Url>,
}

/// The two faces of a probe service. `*.` before a host: each try has a name of its own there.
#[derive(Clone, Debug)]
pub struct ProbeAddresses {
    /// Requests a client certificate; opened by the browser with `?nonce=…` appended.
    pub page: Url,
    /// Says who came, as [`verification::ProbeResult`] JSON, asked with `?nonce=…` and no client certificate.
    pub result: Url,
}
