#![expect(unsafe_code, reason = "the delegate is declared here, and what the centre answers are bare pointers")]

use std::cell::OnceCell;
use std::ptr::NonNull;

use app::{DeviceError, NotificationAccess, NotificationPlan, Notifications, PlannedNotification};
use async_trait::async_trait;
use block2::{DynBlock, RcBlock};
use certificate::JAPAN;
use objc2::rc::Retained;
use objc2::runtime::{Bool, NSObject, NSObjectProtocol, ProtocolObject};
use objc2::{AnyThread, DefinedClass, define_class, msg_send};
use objc2_foundation::{NSArray, NSCalendar, NSDateComponents, NSError, NSString, NSTimeZone};
use objc2_user_notifications::{
    UNAuthorizationOptions, UNAuthorizationStatus, UNCalendarNotificationTrigger, UNMutableNotificationContent,
    UNNotification, UNNotificationPresentationOptions, UNNotificationRequest, UNNotificationResponse,
    UNNotificationSettings, UNUserNotificationCenter, UNUserNotificationCenterDelegate,
};
use tauri::{AppHandle, Runtime};

use super::bridge_error::refused;
use super::main_thread::{Answer, on_main};
use super::urls;

/// iOS keeps the 64 that come first and drops the others without a word (Apple, "Local and Remote Notification
/// Programming Guide", UILocalNotification); the app plans anew at every start.
const MOST: usize = 64;

thread_local! {
    /// The centre does not hold it. Of the main thread only.
    static TAPS: OnceCell<Retained<Taps>> = const { OnceCell::new() };
}

/// Local notifications of this iPhone or iPad (UNUserNotificationCenter).
pub(super) struct UserNotifications<R: Runtime>(AppHandle<R>);

impl<R: Runtime> UserNotifications<R> {
    /// Hears taps from now on. On the main thread, before the app has finished its launch: a tap that starts the app is told
    /// right after it.
    pub(super) fn new(app: AppHandle<R>) -> Self {
        let opener = app.clone();
        TAPS.with(|held| {
            let taps = held.get_or_init(|| {
                Taps::new(Box::new(move |link| {
                    let app = opener.clone();
                    tauri::async_runtime::spawn(async move {
                        // By its own scheme, as every other link comes to the app.
                        let _ = urls::open(&app, &link).await;
                    });
                }))
            });
            UNUserNotificationCenter::currentNotificationCenter().setDelegate(Some(ProtocolObject::from_ref(&**taps)));
        });
        Self(app)
    }

    /// Identifiers of those that lie in the notification centre: they have come.
    async fn came(&self) -> Result<Vec<String>, DeviceError> {
        let (answer, answered) = Answer::new();
        on_main(&self.0, move |_| {
            let done = RcBlock::new(move |delivered: NonNull<NSArray<UNNotification>>| {
                // SAFETY: an array that lives while the block runs, once.
                let delivered = unsafe { delivered.as_ref() };
                let id = |index| delivered.objectAtIndex(index).request().identifier().to_string();
                answer.send((0..delivered.count()).map(id).collect());
            });
            UNUserNotificationCenter::currentNotificationCenter().getDeliveredNotificationsWithCompletionHandler(&done);
            Ok(())
        })
        .await?;
        answered.await.map_err(refused)
    }
}

#[async_trait]
impl<R: Runtime> Notifications for UserNotifications<R> {
    async fn access(&self) -> Result<NotificationAccess, DeviceError> {
        let (answer, answered) = Answer::new();
        on_main(&self.0, move |_| {
            let done = RcBlock::new(move |settings: NonNull<UNNotificationSettings>| {
                // SAFETY: settings that live while the block runs, once.
                let status = unsafe { settings.as_ref() }.authorizationStatus();
                answer.send(access(
                    status != UNAuthorizationStatus::NotDetermined && status != UNAuthorizationStatus::Denied,
                ));
            });
            UNUserNotificationCenter::currentNotificationCenter().getNotificationSettingsWithCompletionHandler(&done);
            Ok(())
        })
        .await?;
        answered.await.map_err(refused)
    }

    async fn ask(&self) -> Result<NotificationAccess, DeviceError> {
        let (answer, answered) = Answer::new();
        on_main(&self.0, move |_| {
            let done = RcBlock::new(move |allowed: Bool, _: *mut NSError| answer.send(access(allowed.as_bool())));
            UNUserNotificationCenter::currentNotificationCenter().requestAuthorizationWithOptions_completionHandler(
                UNAuthorizationOptions::Alert | UNAuthorizationOptions::Sound,
                &done,
            );
            Ok(())
        })
        .await?;
        answered.await.map_err(refused)
    }

    async fn plan(&self, plan: NotificationPlan) -> Result<(), DeviceError> {
        let came = self.came().await?;
        on_main(&self.0, move |_| {
            let center = UNUserNotificationCenter::currentNotificationCenter();
            center.removeAllPendingNotificationRequests();
            let to_come = plan.notifications.iter().filter(|planned| !came.contains(&planned.id));
            for planned in to_come.take(MOST) {
                center.addNotificationRequest_withCompletionHandler(&request(planned), None);
            }
            Ok(())
        })
        .await
    }
}

/// The system shows what waits with it whether or not the app was opened.
fn access(allowed: bool) -> NotificationAccess {
    NotificationAccess { allowed, hibernates: false }
}

/// At that time in Japan, wherever the phone is.
fn request(planned: &PlannedNotification) -> Retained<UNNotificationRequest> {
    let content = UNMutableNotificationContent::new();
    content.setTitle(&NSString::from_str(&planned.title));
    content.setBody(&NSString::from_str(&planned.text));
    // Those of one certificate belong together, and by the same word a tap is known.
    content.setThreadIdentifier(&NSString::from_str(&planned.link));
    let at = JAPAN.to_datetime(planned.at);
    let components = NSDateComponents::new();
    // NSCalendarIdentifierGregorian: the phone's own may count by the emperor's years.
    let gregorian = NSCalendar::calendarWithIdentifier(&NSString::from_str("gregorian"));
    components.setCalendar(gregorian.as_deref());
    components.setTimeZone(NSTimeZone::timeZoneWithName(&NSString::from_str("Asia/Tokyo")).as_deref());
    components.setYear(at.year().into());
    components.setMonth(at.month().into());
    components.setDay(at.day().into());
    components.setHour(at.hour().into());
    components.setMinute(at.minute().into());
    let trigger = UNCalendarNotificationTrigger::triggerWithDateMatchingComponents_repeats(&components, false);
    UNNotificationRequest::requestWithIdentifier_content_trigger(
        &NSString::from_str(&planned.id),
        &content,
        Some(&trigger),
    )
}

type OnTap = Box<dyn Fn(String)>;

define_class!(
    /// Hears that a notification was tapped, and lets it be shown while the app is in front.
    // SAFETY: NSObject asks nothing of its subclasses, and there is no Drop.
    #[unsafe(super(NSObject))]
    #[ivars = OnTap]
    struct Taps;

    // SAFETY: what NSObject has is kept.
    unsafe impl NSObjectProtocol for Taps {}

    // SAFETY: the methods have the types that UserNotifications calls them by.
    unsafe impl UNUserNotificationCenterDelegate for Taps {
        #[unsafe(method(userNotificationCenter:willPresentNotification:withCompletionHandler:))]
        fn will_present(
            &self,
            _center: &UNUserNotificationCenter,
            _notification: &UNNotification,
            done: &DynBlock<dyn Fn(UNNotificationPresentationOptions)>,
        ) {
            done.call((UNNotificationPresentationOptions::Banner | UNNotificationPresentationOptions::List,));
        }

        #[unsafe(method(userNotificationCenter:didReceiveNotificationResponse:withCompletionHandler:))]
        fn did_receive(
            &self,
            _center: &UNUserNotificationCenter,
            response: &UNNotificationResponse,
            done: &DynBlock<dyn Fn()>,
        ) {
            self.ivars()(response.notification().request().content().threadIdentifier().to_string());
            done.call(());
        }
    }
);

impl Taps {
    fn new(on_tap: OnTap) -> Retained<Self> {
        let this = Self::alloc().set_ivars(on_tap);
        // SAFETY: NSObject's `init` takes nothing and gives the object itself.
        unsafe { msg_send![super(this), init] }
    }
}
