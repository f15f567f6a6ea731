use async_trait::async_trait;
use jiff::Timestamp;
pub use journey::NotificationAccess;

use super::device_error::DeviceError;

/// Notifications at a time to come, which the system shows without the app.
///
/// None is shown twice: a clock that is set back by less than a day brings none again.
#[async_trait]
pub trait Notifications: Send + Sync {
    /// What the app may do now. Shows nothing.
    async fn access(&self) -> Result<NotificationAccess, DeviceError>;

    /// Lets the system ask the user, where it still does; what the app may do then.
    async fn ask(&self) -> Result<NotificationAccess, DeviceError>;

    /// From now on exactly these are to come; what was planned before is forgotten. Where a system keeps fewer of them, the
    /// first ones.
    async fn plan(&self, plan: NotificationPlan) -> Result<(), DeviceError>;
}

/// What is to come. Nothing secret is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationPlan {
    /// What the system calls this sort of notification where the user turns it off.
    pub channel: String,
    /// The next one first.
    pub notifications: Vec<PlannedNotification>,
}

/// One notification that is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedNotification {
    /// The same at every planning of the same one: ASCII.
    pub id: String,
    /// When it comes.
    pub at: Timestamp,
    /// The first line.
    pub title: String,
    /// The lines below.
    pub text: String,
    /// What a tap opens: a link of the app's own scheme. Of notifications with the same link the last one takes the place.
    pub link: String,
}
