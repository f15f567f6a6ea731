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
use crate::stack::wiping_stack_of_decryption;

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
    /// Checks the MAC and decrypts what is visible. What takes long, beside each other and beside the MAC, with the encoding
    /// that nearly every MAC is made with; if the MAC does not fit, all of it is stopped.
    ///
    /// # Errors
    /// [`OpenError::WrongPassword`], [`OpenError::Stopped`], or one of [`Opener::decrypt`].
    pub(crate) fn open(
        &mut self,
        mac: &Mac<'_>,
        content: &[u8],
        jobs: &[Job<'_>],
    ) -> Result<Vec<Zeroizing<Vec<u8>>>, OpenError> {
        let password = self.password;
        let guess = password.for_mac(mac).next().unwrap_or_default();
        let beside = self.stop.part();
        thread::scope(|scope| {
            let _stopped = StopOnDrop(&beside);
            // This thread has the MAC, and then what is least.
            let own = (0..jobs.len()).min_by_key(|&at| (jobs[at].encryption.cost().work(), jobs[at].data.len()));
            let mut threads = Vec::with_capacity(jobs.len());
            for (at, job) in jobs.iter().enumerate() {
                let run = || wiping_stack_of_decryption(|| job.decrypt_first(password, guess, &beside));
                let worth = Some(at) != own && job.encryption.cost().work() >= WORTH_A_THREAD;
                let thread = worth.then(|| thread::Builder::new().spawn_scoped(scope, run).ok()).flatten();
                if thread.is_some() {
                    self.spent.add(job.encryption.cost());
                }
                threads.push(thread);
            }
            self.of_mac = self.password_encoding(mac, content)?;
            let guessed = self.of_mac == guess;
            if !guessed {
                beside.stop();
            }
            let mut own = own.map(|at| self.decrypt(&jobs[at]).map(|plain| (at, plain))).transpose()?;
            let decrypted = jobs.iter().zip(threads).enumerate().map(|(at, (job, thread))| match thread {
                Some(thread) if guessed => {
                    let first = thread.join().ok().flatten();
                    self.go_on()?;
                    first.map_or_else(|| self.decrypt_otherwise(job), Ok)
                }
                Some(_) => {
                    self.reserve(job.encryption.cost())?;
                    self.decrypt(job)
                }
                None => match own.take_if(|(own, _)| *own == at) {
                    Some((_, plain)) => Ok(plain),
                    None => self.decrypt(job),
                },
            });
            decrypted.collect()
        })
    }

    /// The encoding of the password that the MAC was made with.
    fn password_encoding(&mut self, mac: &Mac<'_>, content: &[u8]) -> Result<&'o [u8], OpenError> {
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

    /// Decrypts one thing. What does not open is tried with the other encodings of the password: the MAC has fitted, so the
    /// password is right.
    ///
    /// # Errors
    /// [`OpenError::InnerPassword`], [`OpenError::Stopped`], or that it would take too long.
    pub(crate) fn decrypt(&mut self, job: &Job<'_>) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        self.spent.add(job.encryption.cost());
        let first = job.decrypt_first(self.password, self.of_mac, self.stop);
        self.go_on()?;
        first.map_or_else(|| self.decrypt_otherwise(job), Ok)
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

    /// What was derived after a stop says nothing.
    fn go_on(&self) -> Result<(), OpenError> {
        if self.stop.is_raised() { Err(OpenError::Stopped) } else { Ok(()) }
    }
}

/// Whatever way work is left, what runs beside it ends soon after.
struct StopOnDrop<'s>(&'s StopFlag);

impl Drop for StopOnDrop<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// From so much work on ([`KdfCost::work`]) a thread of its own is started: what 2,000 runs of SHA-256's compression function weigh,
/// which is chosen so that writers' usual 2,048 iterations are run beside each other.
const WORTH_A_THREAD: u64 = 20_000;

impl Job<'_> {
    /// With the encoding of the password that is tried first.
    fn decrypt_first(&self, password: &Password, of_mac: &[u8], stop: &StopFlag) -> Option<Zeroizing<Vec<u8>>> {
        self.decrypt(password.for_contents(self.encryption, of_mac).next()?, stop)
    }

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
