//! Derives keys and decrypts.

use std::thread;

use derivation::StopFlag;
use zeroize::Zeroizing;

use crate::algorithm::{Cost, Encryption, Mac};
use crate::asn1::{INTEGER, SEQUENCE};
use crate::ber;
use crate::cipher::{decrypt, mac_fits};
use crate::container::EncryptedKey;
use crate::error::OpenError;
use crate::kdf_cost::KdfCost;
use crate::password::Password;
use crate::stack::wiping_stack;

/// Something encrypted, how, and what it must begin with inside its outermost SEQUENCE.
#[derive(Clone, Copy)]
pub(crate) struct Job<'a> {
    pub(crate) encryption: &'a Encryption<'a>,
    pub(crate) data: &'a [u8],
    pub(crate) expected: u8,
}

/// Derives keys and decrypts; every derivation is reserved before it is run.
pub(crate) struct Opener<'o> {
    pub(crate) password: &'o Password,
    /// The encoding of the password that the MAC was made with.
    pub(crate) of_mac: &'o [u8],
    pub(crate) allowed: KdfCost,
    pub(crate) reserved: KdfCost,
    pub(crate) spent: &'o mut KdfCost,
    pub(crate) stop: &'o StopFlag,
}

impl<'o> Opener<'o> {
    /// The encoding of the password that the MAC was made with.
    ///
    /// # Errors
    /// [`OpenError::WrongPassword`] or [`OpenError::Stopped`].
    pub(crate) fn password_encoding(&mut self, mac: &Mac<'_>, content: &[u8]) -> Result<&'o [u8], OpenError> {
        for (index, encoding) in self.password.for_mac(mac).enumerate() {
            if index > 0 && self.reserve(mac.cost()).is_err() {
                break;
            }
            self.spent.add(mac.cost());
            let fits = mac_fits(mac, encoding, content, self.stop);
            self.go_on()?;
            if fits {
                return Ok(encoding);
            }
        }
        Err(OpenError::WrongPassword)
    }

    /// Puts one more derivation on the list.
    pub(crate) fn reserve(&mut self, cost: Cost) -> Result<(), OpenError> {
        self.reserved.reserve(cost)?;
        self.reserved.within(self.allowed)
    }

    /// Decrypts; what takes long, beside each other. What does not open is tried with the other encodings of the
    /// password: the MAC has fitted, so the password is right.
    pub(crate) fn decrypt_all(&mut self, jobs: &[Job<'_>]) -> Result<Vec<Zeroizing<Vec<u8>>>, OpenError> {
        for job in jobs {
            self.spent.add(job.encryption.cost());
        }
        let first = self.decrypt_first(jobs);
        self.go_on()?;
        let mut decrypted = Vec::with_capacity(jobs.len());
        for (job, first) in jobs.iter().zip(first) {
            decrypted.push(match first {
                Some(plain) => plain,
                None => self.decrypt_otherwise(job)?,
            });
        }
        Ok(decrypted)
    }

    /// With the encoding that is tried first.
    fn decrypt_first(&self, jobs: &[Job<'_>]) -> Vec<Option<Zeroizing<Vec<u8>>>> {
        let run =
            |job: &Job<'_>| job.decrypt(self.password.for_contents(job.encryption, self.of_mac).next()?, self.stop);
        let Some((first, others)) = jobs.split_first() else { return Vec::new() };
        thread::scope(|scope| {
            let others: Vec<_> = others
                .iter()
                .map(|job| {
                    let worth = job.encryption.cost().work() >= WORTH_A_THREAD;
                    (job, worth.then(|| thread::Builder::new().spawn_scoped(scope, move || wiping_stack(|| run(job)))))
                })
                .collect();
            let first = run(first);
            let others = others.into_iter().map(|(job, thread)| match thread {
                Some(Ok(thread)) => thread.join().ok().flatten(),
                _ => run(job),
            });
            std::iter::once(first).chain(others).collect()
        })
    }

    /// What was derived after a stop says nothing.
    fn go_on(&self) -> Result<(), OpenError> {
        if self.stop.is_raised() { Err(OpenError::Stopped) } else { Ok(()) }
    }

    fn decrypt_otherwise(&mut self, job: &Job<'_>) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        for encoding in self.password.for_contents(job.encryption, self.of_mac).skip(1) {
            self.reserve(job.encryption.cost())?;
            self.spent.add(job.encryption.cost());
            let plain = job.decrypt(encoding, self.stop);
            self.go_on()?;
            if let Some(plain) = plain {
                return Ok(plain);
            }
        }
        Err(OpenError::InnerPassword)
    }
}

/// From so much work on ([`KdfCost::work`]) a thread of its own is started: what 2,000 runs of SHA-256's compression function weigh,
/// which is chosen so that writers' usual 2,048 iterations are run beside each other.
const WORTH_A_THREAD: u64 = 20_000;

impl Job<'_> {
    /// `None` where the key is not the right one. A wrong key's padding fits once in 256 times: what is inside
    /// must begin as it should.
    fn decrypt(&self, encoding: &[u8], stop: &StopFlag) -> Option<Zeroizing<Vec<u8>>> {
        let plain = decrypt(self.encryption, encoding, self.data, stop)?;
        let mut inside = ber::first(&plain).ok()?.expect(SEQUENCE).ok()?.children().ok()?;
        match inside.next_or_none() {
            Ok(Some(element)) if element.tag == self.expected => Some(plain),
            Ok(None) if self.expected == SEQUENCE => Some(plain),
            _ => None,
        }
    }
}

impl EncryptedKey<'_> {
    pub(crate) fn job(&self) -> Job<'_> {
        Job { encryption: &self.encryption, data: &self.data, expected: INTEGER }
    }
}
