use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use app::{Clock, PracticeEnvironment, PracticeEnvironmentError, ProbeAddresses, RealmAddresses, RunningPractice};
use async_trait::async_trait;
use journey::{Platform, PracticeOffice};
use probe::{Accepted, Limits, MemoryVisits, PageText, Probe, ProbeSettings};
use tokio::sync::Mutex;

use crate::authority::{Authority, ISSUER, ServerCertificate, TlsAuthority};
use crate::phone::{PhoneProfile, PracticePhone};
use crate::portal::{Fault, HtmlVariant, Portal, PortalSettings, Step};
use crate::probe_text::probe_text;
use crate::serve::bind_loopback;
use crate::{Folder, Office, PracticeError, built_in};
use ::portal::{HostPort, HostRule};

/// The practice environment on this machine: portal, probe and phone on localhost, all memory in one folder.
pub struct LocalPractice {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    offices: Vec<Office>,
    settings: PracticeSettings,
    running: Mutex<Option<Arc<Running>>>,
    phones: Mutex<HashMap<&'static str, Arc<PracticePhone>>>,
    phone_profile: Mutex<PhoneProfile>,
}

/// What can be chosen of a practice environment.
#[derive(Clone, Debug)]
pub struct PracticeSettings {
    /// Port of the portal; 0: any free one.
    pub portal_port: u16,
    /// Port of the probe; 0: any free one.
    pub probe_port: u16,
    /// How the portal's pages are written.
    pub variant: HtmlVariant,
    /// What the probe's pages say.
    pub text: PageText,
    /// A fault that the portal plays from the start, at one step, or at every one if the step is `None`. Without the
    /// feature `faults` there is none.
    pub fault: Option<(Fault, Option<Step>)>,
    /// How the practice phones are from the start.
    pub phone: PhoneProfile,
}

impl Default for PracticeSettings {
    fn default() -> Self {
        Self {
            portal_port: 0,
            probe_port: 0,
            variant: HtmlVariant::Plain,
            text: probe_text(),
            fault: None,
            phone: PhoneProfile::default(),
        }
    }
}

/// Portal and probe, running, with the roots behind them.
pub struct Running {
    /// The portal to log in to.
    pub portal: Portal,
    /// The probe that asks for a certificate.
    pub probe: Probe,
    /// The CA of the client certificates.
    pub authority: Arc<Authority>,
    /// The root of the server certificates.
    pub tls: Arc<TlsAuthority>,
    folder: InUse,
}

/// Closes the folder when the servers are gone, so that keys still being made are not written any more.
struct InUse(Folder);

impl Drop for InUse {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl LocalPractice {
    /// Nothing is read or started before [`PracticeEnvironment::open`].
    pub fn new(folder: impl Into<PathBuf>, clock: Arc<dyn Clock>, settings: PracticeSettings) -> Self {
        Self {
            folder: folder.into(),
            clock,
            offices: built_in(),
            phone_profile: Mutex::new(settings.phone.clone()),
            settings,
            running: Mutex::default(),
            phones: Mutex::default(),
        }
    }

    /// Starts portal and probe, or finds them running. The RSA keys of the offices are made in the background.
    ///
    /// # Errors
    /// The folder, a port, or the CA.
    pub async fn start(&self) -> Result<Arc<Running>, PracticeError> {
        let mut running = self.running.lock().await;
        if let Some(running) = running.as_ref() {
            return Ok(Arc::clone(running));
        }
        let started = Arc::new(self.start_now().await?);
        pregenerate_keys(Arc::clone(&started.authority), &self.offices);
        Ok(Arc::clone(running.insert(started)))
    }

    /// The portal and probe, where they run: for tests that set faults and read counts.
    pub async fn running(&self) -> Option<Arc<Running>> {
        self.running.lock().await.clone()
    }

    /// Changes how the practice phones are, those that are there and those to come.
    pub async fn set_phone_profile(&self, phone_profile: PhoneProfile) {
        for phone in self.phones.lock().await.values() {
            phone.set_phone_profile(phone_profile.clone());
        }
        *self.phone_profile.lock().await = phone_profile;
    }

    /// Stops portal and probe; the folder stays. Whoever still holds a handle keeps them up; they stop with the last one.
    pub async fn stop(&self) {
        let running = self.running.lock().await.take();
        if let Some(Ok(running)) = running.map(Arc::try_unwrap) {
            running.portal.stop().await;
            running.probe.stop().await;
        }
    }

    async fn start_now(&self) -> Result<Running, PracticeError> {
        let (path, clock) = (self.folder.clone(), Arc::clone(&self.clock));
        let (folder, tls) = tokio::task::spawn_blocking(move || {
            let folder = Folder::open(path)?;
            let tls = TlsAuthority::open(&folder, clock.as_ref())?;
            Ok::<_, PracticeError>((folder, Arc::new(tls)))
        })
        .await??;
        let authority = Arc::new(Authority::open(folder.clone(), Arc::clone(&self.clock)).await?);
        let portal = Portal::start(PortalSettings {
            authority: Arc::clone(&authority),
            tls: Arc::clone(&tls),
            offices: self.offices.clone(),
            clock: Arc::clone(&self.clock),
            port: self.settings.portal_port,
            variant: self.settings.variant,
        })
        .await?;
        #[cfg(feature = "faults")]
        if let Some((fault, at)) = self.settings.fault {
            portal.switches().set_fault(Some(fault), at).await;
        }
        let clock = Arc::clone(&self.clock);
        let settings = ProbeSettings {
            host: "localhost".to_owned(),
            certified: tls.certified(ServerCertificate::Good)?,
            accepted: Accepted::IssuedBy(vec![authority.root().clone()]),
            texts: vec![self.settings.text.clone()],
            visits: Arc::new(MemoryVisits::default()),
            clock: Arc::new(move || clock.now()),
            limits: Limits::default(),
        };
        let sockets = bind_loopback(self.settings.probe_port).await.map_err(PracticeError::Listen)?;
        let probe = Probe::start(settings, sockets)?;
        Ok(Running { portal, probe, authority, tls, folder: InUse(folder) })
    }

    /// The same phone each time: it remembers what was installed.
    async fn phone(&self, model: Platform, tls: &TlsAuthority) -> Result<Arc<PracticePhone>, PracticeError> {
        let name = match model {
            Platform::Iphone => "iphone",
            Platform::Ipad => "ipad",
            Platform::Android => "android",
        };
        let mut phones = self.phones.lock().await;
        if let Some(phone) = phones.get(name) {
            return Ok(Arc::clone(phone));
        }
        // Not the portal's: that one is closed whenever the portal stops.
        let path = self.folder.clone();
        let folder = tokio::task::spawn_blocking(|| Folder::open(path)).await??;
        let phone = PracticePhone::new(folder, model, vec![tls.root().to_vec()], Arc::clone(&self.clock));
        phone.set_phone_profile(self.phone_profile.lock().await.clone());
        Ok(Arc::clone(phones.entry(name).or_insert(phone)))
    }
}

#[async_trait]
impl PracticeEnvironment for LocalPractice {
    fn offices(&self) -> Vec<PracticeOffice> {
        self.offices.iter().map(Office::for_journey).collect()
    }

    async fn open(&self, phone: Option<Platform>) -> Result<RunningPractice, PracticeEnvironmentError> {
        let running = self.start().await?;
        let phone = match phone {
            Some(model) => Some(self.phone(model, &running.tls).await? as Arc<dyn app::Device>),
            None => None,
        };
        Ok(RunningPractice { realm: realm(&running), phone })
    }

    async fn wipe(&self) -> Result<(), PracticeEnvironmentError> {
        let used = self.running.lock().await.as_ref().map(|running| running.folder.0.clone());
        self.stop().await;
        let phones = std::mem::take(&mut *self.phones.lock().await);
        let path = self.folder.clone();
        let wipe = move || {
            if let Some(used) = used {
                used.close();
            }
            phones.values().for_each(|phone| phone.close());
            Folder::wipe(&path)
        };
        let wiped = tokio::task::spawn_blocking(wipe).await.map_err(PracticeError::from)?;
        Ok(wiped?)
    }
}

fn realm(running: &Running) -> RealmAddresses {
    RealmAddresses {
        entry: running.portal.entry().clone(),
        allowed_hosts: [running.portal.port(), running.probe.port()]
            .map(|port| HostRule::Host(HostPort::from(("localhost".to_owned(), port))))
            .to_vec(),
        extra_roots: vec![running.tls.root().to_vec()],
        web_roots: false,
        allowed_subjects: ["CarePlanJigyousho", "KaigoJigyousho"].map(str::to_owned).to_vec(),
        issuer: ISSUER.to_owned(),
        pinned_authorities: vec![running.authority.root().to_vec()],
        probe: Some(probe_addresses(&running.probe)),
        service: None,
    }
}

fn probe_addresses(probe: &Probe) -> ProbeAddresses {
    let probe::ProbeAddresses { page, result } = probe.addresses().clone();
    ProbeAddresses { page, result }
}

/// Makes what takes seconds before somebody waits for it. What fails here fails again, and is said, at the download.
fn pregenerate_keys(authority: Arc<Authority>, offices: &[Office]) {
    let subjects: Vec<_> = offices
        .iter()
        .flat_map(|office| office.certificates.iter().map(|certificate| office.subject(*certificate)))
        .collect();
    tokio::spawn(async move {
        for subject in subjects {
            let _ = authority.issue(&subject).await;
        }
    });
}
