use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use verification::{Nonce, ProbeResult};

/// How long a visit is remembered.
pub(crate) const KEPT: SignedDuration = SignedDuration::from_mins(2);

/// Where a visit is kept until the app asks for it: in this process ([`crate::MemoryVisits`]), or where several instances
/// find it. Whatever it is keeps one entry per nonce for two minutes, and nothing else of a visitor.
#[async_trait]
pub trait VisitStore: Send + Sync {
    /// Keeps what came with a nonce. A visit without a certificate does not undo one with.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was kept, and the page says so.
    async fn remember(&self, nonce: Nonce, result: ProbeResult, now: Timestamp) -> Result<(), StoreError>;

    /// What came with a nonce in the last two minutes; [`ProbeResult::Nobody`] if nothing did.
    ///
    /// # Errors
    /// [`StoreError`]: whether somebody came is not known.
    async fn recall(&self, nonce: Nonce, now: Timestamp) -> Result<ProbeResult, StoreError>;

    /// Drops what is over two minutes old, and counts what this process still keeps.
    fn forget_old(&self, now: Timestamp) -> usize;
}

/// Why a store did not keep a visit or did not tell of one. Nothing in it is about a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// It is not there, or the connection broke.
    #[error("the store is not reached")]
    Unreachable,
    /// It took longer than a visitor waits.
    #[error("the store does not answer in time")]
    TimedOut,
    /// It has no room (Valkey: `OOM`), or takes nothing at the moment (`READONLY`, `LOADING`, `MISCONF`, `NOAUTH`).
    #[error("the store refuses")]
    Refused,
    /// What it keeps under the nonce was not written by a probe.
    #[error("the store keeps something else under this name")]
    Foreign,
}

impl StoreError {
    /// Stable code, for metrics and logs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed-out",
            Self::Refused => "refused",
            Self::Foreign => "foreign",
        }
    }
}
