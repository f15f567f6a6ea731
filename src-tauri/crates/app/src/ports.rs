mod device;
mod device_messages;
mod practice_environment;
mod unsupported_device;

use jiff::Timestamp;

pub use device::*;
pub use device_messages::*;
pub use practice_environment::*;
pub use unsupported_device::UnsupportedDevice;

/// The clock.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
