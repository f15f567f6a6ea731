mod device;
mod device_error;
mod device_messages;
mod notifications;
mod partial_device;
mod portal_window;
mod practice_environment;

use std::sync::LazyLock;
use std::time::Duration;

use boot_time::Instant;
use jiff::Timestamp;

pub use device::*;
pub use device_error::DeviceError;
pub use device_messages::*;
pub use notifications::*;
pub use partial_device::{PartialDevice, UnsupportedDevice};
pub use portal_window::*;
pub use practice_environment::*;

/// The time of day, and how long the device has been running.
pub trait Clock: Send + Sync {
    /// Now, as the phone's clock is set.
    fn now(&self) -> Timestamp;

    /// Time since a fixed point. Runs on while the phone sleeps; setting the phone's clock does not change it.
    fn running(&self) -> Duration;
}

/// The clocks of the operating system itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// `CLOCK_BOOTTIME` on Linux and Android, `mach_continuous_time` on Apple's systems: the clocks of the standard library
    /// stand still while the phone sleeps.
    fn running(&self) -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        START.elapsed()
    }
}
