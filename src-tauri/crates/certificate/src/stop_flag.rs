use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Tells an opening from another thread to stop. Every clone is the same flag, and once raised it stays so.
///
/// Key derivation looks at it every few hundred microseconds; what was derived until then is wiped and of no use.
#[derive(Clone, Debug, Default)]
pub struct StopFlag(Arc<AtomicBool>);

impl StopFlag {
    /// Raises it: every opening that was given it ends with [`OpenError::Stopped`](crate::OpenError::Stopped) soon after.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// It was raised, here or by any clone of it.
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
