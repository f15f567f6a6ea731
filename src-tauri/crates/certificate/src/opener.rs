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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use derivation::Hash;
    use secrecy::SecretString;

    use super::*;
    use crate::algorithm::{Cipher, Pbkdf2};
    use crate::ber::Octets;
    use crate::{cipher, der};

    /// Would take minutes.
    const ENDLESS: u64 = u32::MAX as u64;
    const CONTENT: &[u8] = b"content";
    const SALT: &[u8] = b"salt";

    fn encryption(iterations: u64) -> Encryption<'static> {
        let kdf = Pbkdf2 { salt: Octets::Whole(SALT), iterations, key_length: None, prf: Hash::Sha256 };
        Encryption::Pbes2 { kdf, cipher: Cipher::Aes256, iv: Octets::Whole(&[0; 16]) }
    }

    /// Opens a MAC that was made with this password by "right", and these jobs.
    fn opened(of_mac: &str, jobs: &[Job<'_>], stop: &StopFlag) -> (Result<usize, OpenError>, KdfCost) {
        let password = |text: &str| Password::new(&SecretString::from(text));
        let digest = cipher::mac(Hash::Sha256, password(of_mac).for_pkcs12_mac(), SALT, 10, CONTENT);
        let mac = Mac::Pkcs12 {
            hash: Hash::Sha256,
            salt: Octets::Whole(SALT),
            iterations: 10,
            digest: Octets::Whole(&digest),
        };
        let mut spent = KdfCost::default();
        let password = password("right");
        let allowed = KdfCost { derivations: u64::MAX, iterations: u64::MAX, work: u64::MAX };
        let reserved = KdfCost::default();
        let mut opener = Opener { password: &password, of_mac: &[], allowed, reserved, spent: &mut spent, stop };
        let opened = opener.open(&mac, CONTENT, jobs).map(|plain| plain.len());
        (opened, spent)
    }

    fn job<'a>(encryption: &'a Encryption<'a>, data: &'a [u8]) -> Job<'a> {
        Job { encryption, data, expected: INTEGER }
    }

    #[test]
    fn a_wrong_password_ends_what_was_begun_beside_the_mac() {
        let (quick, endless) = (encryption(10), encryption(ENDLESS));
        let jobs = [job(&endless, &[0; 16]), job(&quick, &[0; 16]), job(&endless, &[0; 32])];
        let (opened, spent) = opened("wrong", &jobs, &StopFlag::default());
        assert!(matches!(opened, Err(OpenError::WrongPassword)));
        assert_eq!(spent.derivations, 3);
    }

    #[test]
    fn what_does_not_open_ends_what_was_begun_beside_it() {
        let (quick, endless) = (encryption(10), encryption(ENDLESS));
        let (opened, _) = opened("right", &[job(&endless, &[0; 32]), job(&quick, &[0; 16])], &StopFlag::default());
        assert!(matches!(opened, Err(OpenError::InnerPassword)));
    }

    #[test]
    fn a_stop_ends_it_on_every_thread() {
        let (quick, endless) = (encryption(10), encryption(ENDLESS));
        let inside = der::tlv(SEQUENCE, &[&der::unsigned(0)]);
        let password = Password::new(&SecretString::from("right"));
        let data = cipher::encrypt(&quick, password.standard(&quick), &inside).unwrap();
        let stop = StopFlag::default();
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(std::time::Duration::from_millis(20));
                stop.stop();
            });
            let (opened, _) = opened("right", &[job(&endless, &[0; 32]), job(&quick, &data)], &stop);
            assert!(matches!(opened, Err(OpenError::Stopped)));
        });
    }
}
