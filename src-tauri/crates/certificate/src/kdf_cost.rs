use derivation::Hash;

use crate::algorithm::Cost;
use crate::error::OpenError;

/// What an opening took, opened or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpeningCost {
    /// What deriving keys cost.
    pub kdf: KdfCost,
    /// Checks of signatures.
    pub signatures: SignatureCost,
}

/// What key derivation took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KdfCost {
    /// How many derivations ran.
    pub derivations: u64,
    /// Their iterations, added up.
    pub iterations: u64,
    /// Tenths of a run of SHA-256's compression function: iterations times blocks of output, times two for HMAC,
    /// weighed by hash function.
    pub work: u64,
}

impl KdfCost {
    /// The most that one file may take unasked: the work of 600,000 iterations of PBKDF2 with SHA-256, three times
    /// over.
    pub const UNASKED: Self = Self { derivations: 64, iterations: u64::MAX, work: 3 * 600_000 * 2 * 10 };

    /// The most that one file may take of somebody who wants to wait: a minute. GnuTLS writes four derivations of
    /// 600,000 iterations by itself, NSS three, with SHA-512 where that is chosen; Java reads up to five million.
    pub const LIMIT: Self = Self { work: 60 * Self::WORK_PER_SECOND, ..Self::UNASKED };

    /// Units of work that a phone of 2019 does in a second.
    const WORK_PER_SECOND: u64 = 50_000_000;

    /// About so many seconds on a phone of 2019, at least one.
    pub fn seconds(&self) -> u64 {
        self.work.div_ceil(Self::WORK_PER_SECOND).max(1)
    }

    /// Counts a derivation.
    pub(crate) fn add(&mut self, cost: Cost) {
        self.derivations += 1;
        self.iterations = self.iterations.saturating_add(cost.iterations);
        self.work = self.work.saturating_add(cost.work());
    }

    /// Puts one more derivation on the list, before any of them is run.
    pub(crate) fn reserve(&mut self, cost: Cost) -> Result<(), OpenError> {
        self.add(cost);
        if self.derivations > Self::LIMIT.derivations {
            return Err(OpenError::costly("derivations"));
        }
        self.within(Self::LIMIT)
    }

    /// An error with the time that it would take where the work is more than allowed.
    pub(crate) fn within(&self, allowed: Self) -> Result<(), OpenError> {
        if self.work <= allowed.work {
            return Ok(());
        }
        let if_wanted = self.work <= Self::LIMIT.work;
        Err(OpenError::TooCostly { reason: "iterations", seconds: Some(self.seconds()), if_wanted })
    }
}

/// What checking signatures took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignatureCost {
    /// How many checks were made.
    pub checks: u64,
    /// About as many units as RSA-1024 checks with a small exponent.
    pub work: u64,
}

impl SignatureCost {
    /// The most that one file may take: 16 checks with RSA-8192, or 256 with RSA-2048.
    pub const LIMIT: Self = Self { checks: 256, work: 1024 };

    /// Counts a check if it may still be made.
    pub(crate) fn afford(&mut self, work: u64) -> bool {
        let after = Self { checks: self.checks + 1, work: self.work.saturating_add(work) };
        let may = after.checks <= Self::LIMIT.checks && after.work <= Self::LIMIT.work;
        if may {
            *self = after;
        }
        may
    }
}

impl Cost {
    /// Weighed by what each function takes beside SHA-256 where that has instructions of its own (`make bench` prints
    /// both), as on the phones this runs on.
    pub(crate) fn work(self) -> u64 {
        let weight = match self.hash {
            Hash::Sha1 => 7,
            Hash::Sha224 | Hash::Sha256 => 10,
            // Twice the block, twice the words, and no instructions for it on most processors.
            Hash::Sha384 | Hash::Sha512 | Hash::Sha512_224 | Hash::Sha512_256 => 50,
        };
        let runs = if self.hmac { 2 } else { 1 };
        self.iterations.saturating_mul(self.blocks).saturating_mul(runs * weight)
    }
}
