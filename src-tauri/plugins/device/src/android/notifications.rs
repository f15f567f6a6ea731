//! Notifications at a time to come: Kotlin keeps the plan, and one alarm for what comes next.

use app::{DeviceError, NotificationPlan, Notifications};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::wire::{Command, commands};
use super::{Bridge, NativeDevice};

commands! {
    LookAtNotifications = "lookAtNotifications" -> Allowed;
    AskForNotifications = "askForNotifications" -> Allowed;
    PlanReminders<'_> = "planReminders" -> ();
}

#[async_trait]
impl<B: Bridge + 'static> Notifications for NativeDevice<B> {
    async fn allowed(&self) -> Result<bool, DeviceError> {
        Ok(self.bridge.ask(&LookAtNotifications {}).await?.allowed)
    }

    async fn ask(&self) -> Result<bool, DeviceError> {
        Ok(self.bridge.ask(&AskForNotifications {}).await?.allowed)
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
struct Allowed {
    allowed: bool,
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
