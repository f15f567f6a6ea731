use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Tells a derivation, and so the opening of a file, from another thread to stop. Every clone is the same flag, and once raised it stays so.
///
/// Key derivation looks at it every few hundred microseconds; what was derived until then is wiped and of no use.
#[derive(Clone, Debug, Default)]
pub struct StopFlag {
    raised: Arc<AtomicBool>,
    above: Option<Arc<AtomicBool>>,
}

impl StopFlag {
    /// Raises it: every derivation that was given it ends soon after, every opening with `OpenError::Stopped`.
    pub fn stop(&self) {
        self.raised.store(true, Ordering::Relaxed);
    }

    /// It was raised, here or by any clone of it, or the flag that it is below.
    pub fn is_raised(&self) -> bool {
        let is_raised = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        is_raised(&self.raised) || self.above.as_deref().is_some_and(is_raised)
    }

    /// Another flag for a part of the work, which can be stopped alone and stops with the whole.
    ///
    /// ```
    /// # use derivation::StopFlag;
    /// let (whole, other) = (StopFlag::default(), StopFlag::default());
    /// let part = whole.part();
    /// part.stop();
    /// assert!(part.is_raised() && !whole.is_raised());
    /// let part = other.part();
    /// other.stop();
    /// assert!(part.is_raised());
    /// ```
    pub fn part(&self) -> Self {
        Self { raised: Arc::default(), above: Some(Arc::clone(&self.raised)) }
    }
}
