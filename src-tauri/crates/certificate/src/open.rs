use derivation::StopFlag;
use jiff::Timestamp;
use secrecy::SecretString;

use crate::container::{self, Bags, MAX_CERTIFICATES, Pfx};
use crate::error::OpenError;
use crate::identity::{Candidate, Identity};
use crate::kdf_cost::{KdfCost, OpeningCost};
use crate::keys::Keys;
use crate::opener::{Job, Opener};
use crate::password::Password;
use crate::stack::wiping_stack;
use crate::visible::{Visible, distinct_keys, unwrapped};

/// How a file is opened.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// The time for which certificates are chosen.
    pub now: Timestamp,
    /// Whoever asks is willing to wait for up to a minute ([`KdfCost::LIMIT`]); else what takes more than
    /// [`KdfCost::UNASKED`] is an error that says how long it would take.
    pub patient: bool,
    /// Ends key derivation between two of its blocks.
    pub stop: StopFlag,
}

impl OpenOptions {
    /// As [`open`], at this time.
    pub fn at(now: Timestamp) -> Self {
        Self { now, patient: false, stop: StopFlag::default() }
    }
}

/// Opens a PKCS#12 file (RFC 7292; PBMAC1: RFC 9579), in DER or BER. Blocks: keys are derived.
///
/// A file in base64, PEM, a data URL or alone in a ZIP archive is opened for what it is. Everything visible is
/// walked and its cost added up before the first derivation; what was inside an encrypted safe is added before
/// the next. Bytes after the file are left out. Of several certificates for the key, and of several authorities
/// of one name, those that are valid now are preferred.
///
/// # Errors
/// One of [`OpenError`], each with its own code.
pub fn open(bytes: &[u8], password: &SecretString) -> Result<Identity, OpenError> {
    open_at(bytes, password, Timestamp::now())
}

/// The same as [`open`] at another time than the system's clock tells.
///
/// # Errors
/// One of [`OpenError`], each with its own code.
pub fn open_at(bytes: &[u8], password: &SecretString, now: Timestamp) -> Result<Identity, OpenError> {
    open_metered(bytes, password, &OpenOptions::at(now)).0
}

/// The same as [`open`] as these options have it, and tells what it took, opened or not.
pub fn open_metered(
    bytes: &[u8],
    password: &SecretString,
    options: &OpenOptions,
) -> (Result<Identity, OpenError>, OpeningCost) {
    let mut cost = OpeningCost::default();
    let opened = wiping_stack(|| read(bytes, password, options, &mut cost));
    (opened, cost)
}

/// What can be said of a file before a password is asked for: what its opening takes at least. No derivation.
///
/// # Errors
/// The [`OpenError`] with which [`open`] would end whatever the password and the patience.
pub fn check_sealed(bytes: &[u8]) -> Result<KdfCost, OpenError> {
    let file = unwrapped(bytes)?;
    let pfx = Pfx::read(&file)?;
    let safes = container::safes(&pfx.content)?;
    Visible::read(&pfx, &safes).map(|visible| visible.reserved)
}

fn read(
    bytes: &[u8],
    password: &SecretString,
    options: &OpenOptions,
    cost: &mut OpeningCost,
) -> Result<Identity, OpenError> {
    let file = unwrapped(bytes)?;
    let pfx = Pfx::read(&file)?;
    let safes = container::safes(&pfx.content)?;
    let Visible { mac, mut bags, encrypted, reserved } = Visible::read(&pfx, &safes)?;

    let allowed = if options.patient { KdfCost::LIMIT } else { KdfCost::UNASKED };
    reserved.within(allowed)?;

    let password = Password::new(password);
    let mut opener =
        Opener { password: &password, of_mac: &[], allowed, reserved, spent: &mut cost.kdf, stop: &options.stop };

    // The first key that is seen already is decrypted beside the safes: each has its own derivation.
    let seen = distinct_keys(&bags).len();
    let mut decrypted = {
        let keys = distinct_keys(&bags);
        let jobs: Vec<Job<'_>> = encrypted.iter().copied().chain(keys.first().map(|key| key.job())).collect();
        opener.open(mac, &pfx.content, &jobs)?
    };
    let mut decrypted_key = if seen > 0 { decrypted.pop() } else { None };
    for contents in &decrypted {
        bags.push(Bags::read(contents)?);
    }

    let mut keys = Keys::default();
    for (info, _) in bags.iter().flat_map(|bags| &bags.plain_keys) {
        keys.add(info.to_der()?)?;
    }
    for (index, key) in distinct_keys(&bags).iter().enumerate() {
        let info = match decrypted_key.take() {
            Some(info) => info,
            None => {
                // Two of those that were seen before the password are reserved already.
                if index >= seen.min(2) {
                    opener.reserve(key.encryption.cost())?;
                }
                opener.decrypt(&key.job())?
            }
        };
        keys.add(info)?;
    }
    let key = keys.only()?;

    let ids: Vec<&[u8]> = bags.iter().flat_map(Bags::key_ids).collect();
    let candidates: Vec<Candidate<'_>> = bags
        .iter()
        .flat_map(|bags| &bags.certificates)
        .map(|(der, id)| Candidate { der, named_by_key: id.as_deref().is_some_and(|id| ids.contains(&id)) })
        .collect();
    if candidates.len() > MAX_CERTIFICATES {
        return Err(OpenError::costly("certificates"));
    }
    Identity::assemble(key, &candidates, options.now, &mut cost.signatures)
}

#[cfg(test)]
mod tests;
