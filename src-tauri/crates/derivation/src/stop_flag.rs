use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Tells a derivation, and so the opening of a file, from another thread to stop. Every clone is the same flag, and once raised it stays so.
///
/// Key derivation looks at it every few hundred microseconds; what was derived until then is wiped and of no use.
#[derive(Clone, Debug, Default)]
pub struct StopFlag(Arc<AtomicBool>);

impl StopFlag {
    /// Raises it: every derivation that was given it ends soon after, every opening with `OpenError::Stopped`.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// It was raised, here or by any clone of it.
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
