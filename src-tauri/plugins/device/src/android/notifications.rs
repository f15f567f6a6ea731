//! Notifications at a time to come: Kotlin keeps the plan, and one alarm for what comes next.

use app::{DeviceError, NotificationAccess, NotificationPlan, Notifications};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::wire::{Command, commands};
use super::{Bridge, NativeDevice};

commands! {
    LookAtNotifications = "lookAtNotifications" -> Access;
    AskForNotifications = "askForNotifications" -> Access;
    PlanReminders<'_> = "planReminders" -> ();
}

#[async_trait]
impl<B: Bridge + 'static> Notifications for NativeDevice<B> {
    async fn access(&self) -> Result<NotificationAccess, DeviceError> {
        Ok(self.bridge.ask(&LookAtNotifications {}).await?.into())
    }

    async fn ask(&self) -> Result<NotificationAccess, DeviceError> {
        Ok(self.bridge.ask(&AskForNotifications {}).await?.into())
    }

    async fn plan(&self, plan: NotificationPlan) -> Result<(), DeviceError> {
        Ok(self.bridge.ask(&PlanReminders::from(&plan)).await?)
    }
}

#[derive(Serialize)]
struct LookAtNotifications {}

#[derive(Serialize)]
struct AskForNotifications {}

#[derive(Deserialize)]
struct Access {
    allowed: bool,
    hibernates: bool,
}

impl From<Access> for NotificationAccess {
    fn from(Access { allowed, hibernates }: Access) -> Self {
        Self { allowed, hibernates }
    }
}

#[derive(Serialize)]
struct PlanReminders<'a> {
    channel: &'a str,
    reminders: Vec<Planned<'a>>,
}

#[derive(Serialize)]
struct Planned<'a> {
    id: &'a str,
    /// Milliseconds since 1970.
    at: i64,
    title: &'a str,
    text: &'a str,
    link: &'a str,
}

impl<'a> From<&'a NotificationPlan> for PlanReminders<'a> {
    fn from(plan: &'a NotificationPlan) -> Self {
        let reminders = plan.notifications.iter().map(|planned| Planned {
            id: &planned.id,
            at: planned.at.as_millisecond(),
            title: &planned.title,
            text: &planned.text,
            link: &planned.link,
        });
        Self { channel: &plan.channel, reminders: reminders.collect() }
    }
}
