use std::collections::BTreeSet;
use std::io::{BufReader, Read as _};
use std::sync::Arc;

use app::PlannedNotification;
use certificate::Identity;
use jiff::Timestamp;
use journey::SystemScreen;
use parking_lot::{Mutex, MutexGuard};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use x509_parser::prelude::{FromDer as _, X509Certificate, X509Name};

use super::configuration_profile::ConfigurationProfile;
use super::error::PhoneError;
use crate::Folder;

/// What a practice phone remembers: KeyChain or installed profiles, and the downloaded profile.
///
/// Everything in it was issued by the practice CA and is declared non-secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PhoneState {
    /// The newest first.
    identities: Vec<InstalledIdentity>,
    /// iOS: the downloaded profile.
    waiting: Option<DownloadedProfile>,
    /// What was saved in 「ファイル」 or Downloads, the newest first.
    #[serde(default)]
    files: Vec<SavedFile>,
    /// The user's answer to the system's question; none: not asked yet.
    #[serde(default)]
    notifications_allowed: Option<bool>,
    /// What is to come, the next one first.
    #[serde(default)]
    waiting_notifications: Vec<WaitingNotification>,
    /// Names of those that have come.
    #[serde(default)]
    shown_notifications: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SavedFile {
    name: String,
    /// The file, in hexadecimal.
    bytes: String,
}

/// A notification that is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct WaitingNotification {
    pub(super) id: String,
    pub(super) at: Timestamp,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) link: String,
}

impl From<PlannedNotification> for WaitingNotification {
    fn from(planned: PlannedNotification) -> Self {
        let PlannedNotification { id, at, title, text, link } = planned;
        Self { id, at, title, text, link }
    }
}

/// A certificate with its key, as installed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct InstalledIdentity {
    /// Android: the alias. iOS: the PayloadIdentifier. Installing under the same one replaces.
    pub(super) slot: String,
    /// Android: the app may read it without asking.
    pub(super) granted: bool,
    /// Android: installed for Wi-Fi, where KeyChain does not look.
    #[serde(default)]
    pub(super) wifi: bool,
    /// iOS: what Settings calls it.
    #[serde(default)]
    name: String,
    /// DER in hexadecimal, leaf first.
    chain: Vec<String>,
    /// PKCS#12 with an empty password, in hexadecimal.
    pkcs12: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct DownloadedProfile {
    /// When the system deletes it.
    until: Timestamp,
    /// As downloaded, in hexadecimal.
    profile: String,
}

impl InstalledIdentity {
    pub(super) fn new(slot: &str, identity: &Identity, pkcs12: &[u8]) -> Self {
        let chain = std::iter::once(identity.leaf_der()).chain(identity.chain_der().iter().map(Vec::as_slice));
        Self {
            slot: slot.to_owned(),
            granted: false,
            wifi: false,
            name: String::new(),
            chain: chain.map(hex::encode).collect(),
            pkcs12: hex::encode(pkcs12),
        }
    }

    /// Under the profile's name.
    pub(super) fn named(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    pub(super) fn title(&self) -> String {
        if self.name.is_empty() { self.common_name() } else { self.name.clone() }
    }

    /// 詳細 in Settings.
    pub(super) fn details(&self) -> Option<SystemScreen> {
        let chain = self.chain();
        let (_, leaf) = X509Certificate::from_der(chain.first()?).ok()?;
        let common_name = |name: &X509Name<'_>| Some(name.iter_common_name().next()?.as_str().ok()?.to_owned());
        Some(SystemScreen::SettingsDetails {
            subject: common_name(leaf.subject()).unwrap_or_default(),
            issuer: common_name(leaf.issuer()).unwrap_or_default(),
            until: Timestamp::from_second(leaf.validity().not_after.timestamp()).ok()?,
        })
    }

    /// DER, leaf first.
    pub(super) fn chain(&self) -> Vec<Vec<u8>> {
        self.chain.iter().filter_map(|der| hex::decode(der).ok()).collect()
    }

    /// The leaf's common name; the slot where it has none.
    pub(super) fn common_name(&self) -> String {
        let chain = self.chain();
        let leaf = chain.first().and_then(|der| X509Certificate::from_der(der).ok());
        let name = leaf.and_then(|(_, leaf)| Some(leaf.subject().iter_common_name().next()?.as_str().ok()?.to_owned()));
        name.unwrap_or_else(|| self.slot.clone())
    }

    /// Issued under one of these names (DER); no names: everything is.
    pub(super) fn is_under(&self, issuers: &[Vec<u8>]) -> bool {
        issuers.is_empty()
            || self.chain().iter().enumerate().any(|(place, der)| {
                X509Certificate::from_der(der).is_ok_and(|(_, certificate)| {
                    let names = [Some(certificate.issuer()), (place > 0).then_some(certificate.subject())];
                    names.into_iter().flatten().any(|name| issuers.iter().any(|issuer| issuer == name.as_raw()))
                })
            })
    }

    /// Opens it with its password. Derives a key, so it blocks.
    pub(super) fn unlock(&self) -> Result<Identity, PhoneError> {
        let bytes = hex::decode(&self.pkcs12).unwrap_or_default();
        certificate::open(&bytes, &SecretString::default()).map_err(PhoneError::Identity)
    }
}

impl PhoneState {
    /// Those issued under one of these names, the newest first.
    pub(super) fn under(&self, issuers: &[Vec<u8>]) -> Vec<InstalledIdentity> {
        self.identities.iter().filter(|stored| !stored.wifi && stored.is_under(issuers)).cloned().collect()
    }

    pub(super) fn get(&self, slot: &str) -> Option<&InstalledIdentity> {
        self.identities.iter().find(|stored| !stored.wifi && stored.slot == slot)
    }

    /// Android: ユーザー認証情報, the newest first; true: for Wi-Fi.
    pub(super) fn credentials(&self) -> Vec<(String, bool)> {
        self.identities.iter().map(|stored| (stored.slot.clone(), stored.wifi)).collect()
    }

    pub(super) fn remove(&mut self, slot: &str, wifi: bool) {
        self.identities.retain(|stored| stored.slot != slot || stored.wifi != wifi);
    }

    /// Keeps a grant, as Android does when an alias is overwritten.
    pub(super) fn install(&mut self, mut stored: InstalledIdentity) {
        stored.granted = !stored.wifi && self.get(&stored.slot).is_some_and(|old| old.granted);
        self.remove(&stored.slot, stored.wifi);
        self.identities.insert(0, stored);
    }

    pub(super) fn grant(&mut self, slot: &str) {
        for stored in self.identities.iter_mut().filter(|stored| stored.slot == slot) {
            stored.granted = true;
        }
    }

    pub(super) fn notifications_allowed(&self) -> Option<bool> {
        self.notifications_allowed
    }

    pub(super) fn allow_notifications(&mut self, allowed: bool) {
        self.notifications_allowed = Some(allowed);
    }

    /// What was planned before is forgotten; what has come does not come again.
    pub(super) fn plan_notifications(&mut self, plan: Vec<WaitingNotification>) {
        self.waiting_notifications = plan;
        self.waiting_notifications.retain(|waiting| !self.shown_notifications.contains(&waiting.id));
    }

    pub(super) fn next_notification(&self) -> Option<&WaitingNotification> {
        self.waiting_notifications.iter().min_by_key(|waiting| waiting.at)
    }

    pub(super) fn show_notification(&mut self, id: &str) {
        self.waiting_notifications.retain(|waiting| waiting.id != id);
        self.shown_notifications.insert(id.to_owned());
    }

    /// Only one profile waits: it takes the place of an earlier one.
    pub(super) fn keep_waiting(&mut self, profile: &[u8], until: Timestamp) {
        self.waiting = Some(DownloadedProfile { until, profile: hex::encode(profile) });
    }

    /// A file of the same name is replaced.
    pub(super) fn keep_file(&mut self, name: &str, bytes: &[u8]) {
        self.files.retain(|file| file.name != name);
        self.files.insert(0, SavedFile { name: name.to_owned(), bytes: hex::encode(bytes) });
    }

    pub(super) fn file_names(&self) -> Vec<String> {
        self.files.iter().map(|file| file.name.clone()).collect()
    }

    pub(super) fn file(&self, name: &str) -> Option<Vec<u8>> {
        hex::decode(&self.files.iter().find(|file| file.name == name)?.bytes).ok()
    }

    pub(super) fn forget_file(&mut self, name: &str) {
        self.files.retain(|file| file.name != name);
    }

    pub(super) fn newest_file(&self) -> Option<Vec<u8>> {
        hex::decode(&self.files.first()?.bytes).ok()
    }

    pub(super) fn forget_waiting(&mut self) {
        self.waiting = None;
    }

    /// The downloaded profile, unless its time is over.
    pub(super) fn waiting(&self, now: Timestamp) -> Option<ConfigurationProfile> {
        let waiting = self.waiting.as_ref().filter(|waiting| now < waiting.until)?;
        ConfigurationProfile::read(&hex::decode(&waiting.profile).ok()?).ok()
    }
}

/// Bytes of a file that are read: a phone remembers some certificates.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The memory and its file. Changes come one after another.
pub(super) struct PhoneStore {
    folder: Folder,
    file: &'static str,
    memory: Arc<Mutex<PhoneState>>,
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl PhoneStore {
    /// A file that is not there or not readable: a new phone.
    pub(super) fn load(folder: Folder, file: &'static str) -> Self {
        let read = app::open_own_file(&folder.path().join(file)).ok();
        let memory = read
            .and_then(|file| serde_json::from_reader(BufReader::new(file.take(MAX_BYTES))).ok())
            .unwrap_or_default();
        Self { folder, file, memory: Arc::new(Mutex::new(memory)), turn: Arc::default() }
    }

    /// Waits for a change that is being written and refuses any more.
    pub(super) fn close(&self) {
        self.folder.close();
    }

    pub(super) fn now(&self) -> PhoneState {
        lock(&self.memory).clone()
    }

    /// Changes the memory and writes it; what cannot be written has not happened.
    pub(super) async fn change(&self, change: impl FnOnce(&mut PhoneState) + Send) -> Result<(), PhoneError> {
        let turn = self.turn.clone().lock_owned().await;
        let mut next = self.now();
        change(&mut next);
        let (memory, folder, file) = (self.memory.clone(), self.folder.clone(), self.file);
        // On a thread of its own it is done in whole even when nobody waits for it any more.
        let written = tokio::task::spawn_blocking(move || {
            let bytes = serde_json::to_vec_pretty(&next).unwrap_or_default();
            folder.write(file, &bytes)?;
            *lock(&memory) = next;
            drop(turn);
            Ok(())
        });
        written.await?.map_err(PhoneError::Storage)
    }
}

fn lock(memory: &Mutex<PhoneState>) -> MutexGuard<'_, PhoneState> {
    memory.lock()
}
