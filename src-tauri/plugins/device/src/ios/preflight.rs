#![expect(
    unsafe_code,
    reason = "LocalAuthentication and SystemConfiguration are C and Objective-C without checked bindings"
)]

use std::mem::size_of;
use std::ptr::NonNull;
use std::sync::Mutex;
use std::time::Duration;

use app::{DeviceError, Preflight};
use journey::Platform;
use objc2::rc::Retained;
use objc2::{AnyThread, MainThreadMarker};
use objc2_foundation::{NSError, NSProcessInfo};
use objc2_local_authentication::{LAContext, LAError, LAPolicy};
use objc2_system_configuration::{SCNetworkReachability, SCNetworkReachabilityFlags};
use objc2_ui_kit::{UIDevice, UIUserInterfaceIdiom};
use tauri::{AppHandle, Manager, Runtime};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::apple::mobile_user_agent;

/// How long the web view may take to say its user agent; it says none before its page has loaded.
const ASKING: Duration = Duration::from_secs(2);

/// Looks at everything that iOS tells an app. Waits for no other thread: it is asked before the event loop runs, too.
pub(super) async fn look<R: Runtime>(app: &AppHandle<R>, platform: Platform) -> Result<Preflight, DeviceError> {
    let version = version();
    let user_agent = mobile_user_agent(ask_web_view(app).await.as_deref(), platform, &version);
    Ok(Preflight {
        platform,
        version,
        vendor: None,
        screen_lock: screen_lock(),
        online: online(),
        // iOS does not tell an app.
        restricted: false,
        chrome: None,
        user_agent,
    })
}

/// Asked once, on the main thread, where plugins are set up.
pub(super) fn platform() -> Platform {
    let idiom = MainThreadMarker::new().map(|main| UIDevice::currentDevice(main).userInterfaceIdiom());
    if idiom == Some(UIUserInterfaceIdiom::Pad) { Platform::Ipad } else { Platform::Iphone }
}

fn version() -> String {
    let version = NSProcessInfo::processInfo().operatingSystemVersion();
    format!("{}.{}", version.majorVersion, version.minorVersion)
}

/// A passcode is set; `None` where the system says neither. Asks the user nothing
/// (LAContext.canEvaluatePolicy(.deviceOwnerAuthentication)).
fn screen_lock() -> Option<bool> {
    // SAFETY: a new context of our own, used by this thread only.
    let able: Result<(), Retained<NSError>> =
        unsafe { LAContext::init(LAContext::alloc()).canEvaluatePolicy_error(LAPolicy::DeviceOwnerAuthentication) };
    match able {
        Ok(()) => Some(true),
        Err(error) if error.code() == LAError::PasscodeNotSet.0 => Some(false),
        Err(_) => None,
    }
}

/// There is a route: the address of nobody stands for any, IPv4 or IPv6 (Apple, Reachability). Sends nothing. True where
/// the system does not tell: whatever is tried next will.
#[expect(deprecated, reason = "NWPathMonitor is Swift, or C with blocks and queues; this says the same at once")]
fn online() -> bool {
    // SAFETY: all zeros is a valid sockaddr_in.
    let mut nobody: libc::sockaddr_in = unsafe { std::mem::zeroed() };
    nobody.sin_len = size_of::<libc::sockaddr_in>() as u8;
    nobody.sin_family = libc::AF_INET as libc::sa_family_t;
    let mut flags = SCNetworkReachabilityFlags::empty();
    // SAFETY: a sockaddr_in whose length and family are set, read during the call only; `flags` is written during the
    // second call only.
    let told = unsafe {
        SCNetworkReachability::with_address(None, NonNull::from(&mut nobody).cast())
            .is_some_and(|route| route.flags(NonNull::from(&mut flags)))
    };
    let on_its_own = SCNetworkReachabilityFlags::ConnectionOnTraffic | SCNetworkReachabilityFlags::ConnectionOnDemand;
    !told
        || flags.contains(SCNetworkReachabilityFlags::Reachable)
            && (!flags.contains(SCNetworkReachabilityFlags::ConnectionRequired) || flags.intersects(on_its_own))
}

async fn ask_web_view<R: Runtime>(app: &AppHandle<R>) -> Option<String> {
    let window = app.webview_windows().into_values().next()?;
    let (answer, answered) = oneshot::channel();
    let answer = Mutex::new(Some(answer));
    window
        .eval_with_callback("navigator.userAgent", move |json| {
            if let Some(answer) = answer.lock().ok().and_then(|mut answer| answer.take()) {
                let _ = answer.send(json);
            }
        })
        .ok()?;
    let json = timeout(ASKING, answered).await.ok()?.ok()?;
    serde_json::from_str(&json).ok()
}
