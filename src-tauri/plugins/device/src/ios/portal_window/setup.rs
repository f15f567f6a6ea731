//! What every page of a window is shown with: an empty store, the guide, the engine's own rules.

use app::WindowPlan;
use block2::RcBlock;
use objc2::rc::Retained;
use objc2::runtime::ProtocolObject;
use objc2::{MainThreadMarker, MainThreadOnly};
use objc2_foundation::{NSError, NSString};
use objc2_web_kit::{
    WKAudiovisualMediaTypes, WKContentMode, WKContentRuleList, WKContentRuleListStore, WKScriptMessageHandler,
    WKUserContentController, WKUserScript, WKUserScriptInjectionTime, WKWebViewConfiguration, WKWebsiteDataStore,
};

use crate::web_view::content_rules;

/// The name under which the guide posts, as its first choice is.
const CHANNEL: &str = "guide";

/// Everything but the rules, which WebKit compiles first ([`compile_rules`]).
pub(super) fn configuration(
    main: MainThreadMarker,
    plan: &WindowPlan,
    guide: &ProtocolObject<dyn WKScriptMessageHandler>,
) -> Retained<WKWebViewConfiguration> {
    // SAFETY: objects of our own, on the main thread; strings and delegate live as long as the calls, and what WebKit
    // keeps it retains.
    unsafe {
        let configuration = WKWebViewConfiguration::new(main);
        configuration.setWebsiteDataStore(&WKWebsiteDataStore::nonPersistentDataStore(main));
        configuration.setMediaTypesRequiringUserActionForPlayback(WKAudiovisualMediaTypes::All);
        configuration.setAllowsAirPlayForMediaPlayback(false);
        // An iPad would be given the pages for a desk.
        configuration.defaultWebpagePreferences().setPreferredContentMode(WKContentMode::Mobile);
        let content = configuration.userContentController();
        content.addUserScript(&WKUserScript::initWithSource_injectionTime_forMainFrameOnly(
            WKUserScript::alloc(main),
            &NSString::from_str(&plan.script),
            WKUserScriptInjectionTime::AtDocumentStart,
            false,
        ));
        content.addScriptMessageHandler_name(guide, &NSString::from_str(CHANNEL));
        configuration
    }
}

/// WebKit lets go of the delegate that hears the guide.
pub(super) fn forget(content: &WKUserContentController) {
    // SAFETY: on the main thread; the name under which the handler was added.
    unsafe {
        content.removeScriptMessageHandlerForName(&NSString::from_str(CHANNEL));
        content.removeAllUserScripts();
        content.removeAllContentRuleLists();
    }
}

/// Calls `done` with the rules of the plan's hosts when WebKit has read them; `None` where it cannot. What it keeps of
/// them on the disk is the list of hosts.
pub(super) fn compile_rules(
    main: MainThreadMarker,
    plan: &WindowPlan,
    done: impl Fn(Option<&WKContentRuleList>) + 'static,
) {
    let compiled = RcBlock::new(move |list: *mut WKContentRuleList, _: *mut NSError| {
        // SAFETY: null, or a list that lives while the block runs.
        done(unsafe { list.as_ref() });
    });
    let rules = NSString::from_str(&content_rules(plan));
    // SAFETY: WebKit calls the block on the main thread (WKContentRuleListStore), where everything in it lives.
    unsafe {
        match WKContentRuleListStore::defaultStore(main) {
            Some(store) => store.compileContentRuleListForIdentifier_encodedContentRuleList_completionHandler(
                Some(&NSString::from_str("portal")),
                Some(&rules),
                Some(&compiled),
            ),
            None => compiled.call((std::ptr::null_mut(), std::ptr::null_mut())),
        }
    }
}
