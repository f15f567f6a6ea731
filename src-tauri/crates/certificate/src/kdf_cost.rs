use crate::algorithm::Cost;
use crate::error::OpenError;

/// What key derivation an opening took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KdfCost {
    /// Derivations run.
    pub derivations: u64,
    /// Their iterations, added up.
    pub iterations: u64,
    /// Iterations times blocks of output, added up: how often the hash function ran through.
    pub rounds: u64,
}

impl KdfCost {
    /// The most that one file may take; `rounds` follows from the widest key of an accepted cipher.
    pub const LIMIT: Self = Self { derivations: 8, iterations: 3_000_000, rounds: 9_000_000 };

    /// The most iterations of one derivation.
    pub const MAX_ITERATIONS: u64 = 1_000_000;

    /// Counts a derivation.
    pub(crate) fn add(&mut self, cost: Cost) {
        self.derivations += 1;
        self.iterations = self.iterations.saturating_add(cost.iterations);
        self.rounds = self.rounds.saturating_add(cost.iterations.saturating_mul(cost.blocks));
    }

    /// Puts one more derivation on the list, before any of them is run.
    pub(crate) fn reserve(&mut self, cost: Cost) -> Result<(), OpenError> {
        self.add(cost);
        if cost.iterations > Self::MAX_ITERATIONS {
            return Err(OpenError::TooCostly("iterations"));
        }
        if self.derivations > Self::LIMIT.derivations {
            return Err(OpenError::TooCostly("derivations"));
        }
        if self.iterations > Self::LIMIT.iterations || self.rounds > Self::LIMIT.rounds {
            return Err(OpenError::TooCostly("iterations in all"));
        }
        Ok(())
    }
}
