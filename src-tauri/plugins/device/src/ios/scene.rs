#![expect(unsafe_code, reason = "a method of tao's scene delegate is replaced, by its name alone")]

use std::mem;
use std::sync::OnceLock;

use objc2::rc::Retained;
use objc2::runtime::{AnyClass, AnyObject, Imp, Sel};
use objc2::{msg_send, sel};
use objc2_foundation::{NSArray, NSString, NSURL};
use url::Url;

/// `scene:willConnectToSession:options:` of UISceneDelegate (UIKit).
type Connect = unsafe extern "C-unwind" fn(*mut AnyObject, Sel, *mut AnyObject, *mut AnyObject, *mut AnyObject);

/// Takes the links and files that a scene was connected for.
type Opened = Box<dyn Fn(&[Url]) + Send + Sync>;

static TAO: OnceLock<Connect> = OnceLock::new();
static OPENED: OnceLock<Opened> = OnceLock::new();

/// From now on `opened` is called whenever a scene is connected, with the links and files that it was connected for:
/// mostly none. Links that come later come by the event loop.
///
/// With scenes the links and files that start an app stand in the connection's options, which tao 0.37.2 does not read
/// for the first scene (tao#1248). They are read here, before tao has its turn; `src-tauri/tests/apple_scenes.rs` says
/// when the pinned tao does so itself.
pub(crate) fn on_connected(opened: impl Fn(&[Url]) + Send + Sync + 'static) {
    if OPENED.set(Box::new(opened)).is_err() {
        return;
    }
    // tao has registered it with its event loop, which exists before any plugin.
    let delegate = AnyClass::get(c"TaoSceneDelegate");
    let method = delegate.and_then(|delegate| delegate.instance_method(sel!(scene:willConnectToSession:options:)));
    let Some(method) = method else { return };
    // SAFETY: an implementation of the very type that the method had, and the one that it had is called by ours. No
    // scene connects before the event loop runs.
    unsafe {
        let of_tao = method.set_implementation(mem::transmute::<Connect, Imp>(connect));
        let _ = TAO.set(mem::transmute::<Imp, Connect>(of_tao));
    }
}

unsafe extern "C-unwind" fn connect(
    delegate: *mut AnyObject,
    command: Sel,
    scene: *mut AnyObject,
    session: *mut AnyObject,
    options: *mut AnyObject,
) {
    // SAFETY: null, or the options, which live while the method runs.
    let urls = unsafe { options.as_ref() }.map(urls).unwrap_or_default();
    if let Some(tao) = TAO.get() {
        // SAFETY: what UIKit gave, given on.
        unsafe { tao(delegate, command, scene, session, options) };
    }
    if let Some(opened) = OPENED.get() {
        opened(&urls);
    }
}

/// What UISceneConnectionOptions holds. Declared to be never null, its sets are null all the same on a start without
/// links (review of tao#1257), so that the bindings of objc2 would end the app.
fn urls(options: &AnyObject) -> Vec<Url> {
    // SAFETY: sets of UIOpenURLContext and NSUserActivity, or null.
    let (contexts, activities): (Option<Retained<AnyObject>>, Option<Retained<AnyObject>>) =
        unsafe { (msg_send![options, URLContexts], msg_send![options, userActivities]) };
    let opened = members(contexts.as_deref()).into_iter().map(|context| {
        // SAFETY: UIOpenURLContext has a URL.
        let url: Option<Retained<NSURL>> = unsafe { msg_send![&*context, URL] };
        url
    });
    let continued = members(activities.as_deref()).into_iter().map(|activity| {
        // SAFETY: NSUserActivity has a webpageURL where it is about one.
        let url: Option<Retained<NSURL>> = unsafe { msg_send![&*activity, webpageURL] };
        url
    });
    opened.chain(continued).flatten().filter_map(|url| parsed(&url)).collect()
}

fn members(set: Option<&AnyObject>) -> Vec<Retained<AnyObject>> {
    let Some(set) = set else { return Vec::new() };
    // SAFETY: NSSet gives its members as an array.
    let members: Option<Retained<NSArray<AnyObject>>> = unsafe { msg_send![set, allObjects] };
    members.map(|members| (0..members.count()).map(|index| members.objectAtIndex(index)).collect()).unwrap_or_default()
}

fn parsed(url: &NSURL) -> Option<Url> {
    let text: Retained<NSString> = url.absoluteString()?;
    Url::parse(&text.to_string()).ok()
}
