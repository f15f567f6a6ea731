//! Notifications before a certificate ends, given to the phone that they are for.

use journey::{Failure, NotificationAccess};

use super::context::Context;
use crate::failures::{device_failure, drop_sources};
use crate::ports::{Device, DeviceError, NotificationPlan};

impl Context {
    /// What the phone that is on lets the app do about notifications; `ask`: the system may ask the user.
    pub(crate) async fn notification_access(&self, ask: bool) -> Result<NotificationAccess, Failure> {
        let active = self.active_realm().await?;
        let notifications = active.device.notifications().ok_or_else(|| device_failure(&DeviceError::Unsupported))?;
        let access = if ask { notifications.ask().await } else { notifications.access().await };
        access.map_err(|error| device_failure(&error))
    }

    /// Gives the phone the last plan that was wanted, one after another. What fails is tried again at the next start.
    pub(crate) async fn plan_reminders(&self, practised: bool) {
        let _turn = self.reminder_plans.turn.lock().await;
        let Some(plan) = self.reminder_plans.of(practised).lock().take() else { return };
        let given = if practised {
            match self.active_realm().await {
                Ok(active) if active.device.simulated_screens().is_some() => give(&*active.device, plan).await,
                _ => return,
            }
        } else {
            give(&*self.parts.device, plan).await
        };
        if let Err(error) = given {
            drop_sources(error.code(), &error);
        }
    }
}

async fn give(device: &dyn Device, plan: NotificationPlan) -> Result<(), DeviceError> {
    device.notifications().ok_or(DeviceError::Unsupported)?.plan(plan).await
}
