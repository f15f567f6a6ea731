use app::{DeviceError, NotificationAccess, NotificationPlan, Notifications};
use async_trait::async_trait;
use journey::SystemScreen;

use super::phone_state::WaitingNotification;
use super::{PhoneError, PracticePhone};

/// Both systems ask once: who has said no is not asked again by an app (Android: a second no is the last; it is played as
/// the strictest, and the user turns it on in Settings).
#[async_trait]
impl Notifications for PracticePhone {
    async fn access(&self) -> Result<NotificationAccess, DeviceError> {
        Ok(self.notification_access())
    }

    async fn ask(&self) -> Result<NotificationAccess, DeviceError> {
        if self.store.now().notifications_allowed().is_none() {
            let screens = self.open_screens()?;
            let allowed = screens.goes_on(SystemScreen::NotificationQuestion).await;
            // Where the phone was left, and its folder with it, nobody has said no.
            if allowed || screens.is_watched() {
                self.store.change(|memory| memory.allow_notifications(allowed)).await?;
            }
        }
        Ok(self.notification_access())
    }

    async fn plan(&self, plan: NotificationPlan) -> Result<(), DeviceError> {
        let waiting = plan.notifications.into_iter().map(WaitingNotification::from).collect();
        Ok(self.store.change(|memory| memory.plan_notifications(waiting)).await?)
    }
}

impl PracticePhone {
    fn notification_access(&self) -> NotificationAccess {
        NotificationAccess {
            allowed: self.store.now().notifications_allowed().unwrap_or(false),
            hibernates: self.phone_profile().hibernates && !self.is_apple(),
        }
    }

    /// The next one, as if its day had come. It counts as shown before it is: a kill does not bring it again.
    pub(super) async fn play_next_notification(&self) -> Result<(), PhoneError> {
        let memory = self.store.now();
        let Some(next) = memory.next_notification().filter(|_| memory.notifications_allowed() == Some(true)) else {
            return Ok(());
        };
        let next = next.clone();
        let screens = self.open_screens()?;
        self.store.change(|memory| memory.show_notification(&next.id)).await?;
        let WaitingNotification { at, title, text, link, .. } = next;
        screens.ask(SystemScreen::Reminder { title, text, link, at }).await;
        Ok(())
    }
}
