//! `WKWebView`, which the bindings know as a view of macOS only.

use block2::DynBlock;
use objc2::rc::{Allocated, Retained};
use objc2::runtime::{AnyObject, NSObject, ProtocolObject};
use objc2::{MainThreadMarker, MainThreadOnly, extern_class, extern_methods};
use objc2_core_foundation::CGRect;
use objc2_foundation::{NSError, NSString, NSURL, NSURLRequest};
use objc2_ui_kit::{UIResponder, UIView};
use objc2_web_kit::{WKNavigationDelegate, WKUIDelegate, WKWebViewConfiguration};

extern_class!(
    /// A page of the portal.
    #[unsafe(super(UIView, UIResponder, NSObject))]
    #[thread_kind = MainThreadOnly]
    #[derive(PartialEq, Eq)]
    pub(super) struct WKWebView;
);

impl WKWebView {
    extern_methods!(
        #[unsafe(method(initWithFrame:configuration:))]
        #[unsafe(method_family = init)]
        fn with_configuration(
            this: Allocated<Self>,
            frame: CGRect,
            configuration: &WKWebViewConfiguration,
        ) -> Retained<Self>;

        /// The delegate is held weakly.
        #[unsafe(method(setNavigationDelegate:))]
        #[unsafe(method_family = none)]
        pub(super) fn set_navigation_delegate(&self, delegate: Option<&ProtocolObject<dyn WKNavigationDelegate>>);

        /// The delegate is held weakly.
        #[unsafe(method(setUIDelegate:))]
        #[unsafe(method_family = none)]
        pub(super) fn set_ui_delegate(&self, delegate: Option<&ProtocolObject<dyn WKUIDelegate>>);

        #[unsafe(method(setCustomUserAgent:))]
        #[unsafe(method_family = none)]
        pub(super) fn set_custom_user_agent(&self, user_agent: Option<&NSString>);

        #[unsafe(method(setAllowsLinkPreview:))]
        #[unsafe(method_family = none)]
        pub(super) fn set_allows_link_preview(&self, allows: bool);

        #[unsafe(method(setAllowsBackForwardNavigationGestures:))]
        #[unsafe(method_family = none)]
        pub(super) fn set_allows_back_gesture(&self, allows: bool);

        /// What comes back is a navigation that nobody asks about.
        #[unsafe(method(loadRequest:))]
        #[unsafe(method_family = none)]
        pub(super) fn load(&self, request: &NSURLRequest) -> Option<Retained<AnyObject>>;

        #[unsafe(method(URL))]
        #[unsafe(method_family = none)]
        pub(super) fn url(&self) -> Option<Retained<NSURL>>;

        #[unsafe(method(stopLoading))]
        #[unsafe(method_family = none)]
        pub(super) fn stop_loading(&self);

        /// In the page's own world, as if the user had done it.
        #[unsafe(method(evaluateJavaScript:completionHandler:))]
        #[unsafe(method_family = none)]
        pub(super) fn evaluate(&self, script: &NSString, done: Option<&DynBlock<dyn Fn(*mut AnyObject, *mut NSError)>>);
    );

    pub(super) fn new(main: MainThreadMarker, configuration: &WKWebViewConfiguration) -> Retained<Self> {
        Self::with_configuration(Self::alloc(main), CGRect::ZERO, configuration)
    }
}
