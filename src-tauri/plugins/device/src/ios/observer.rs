#![expect(unsafe_code, reason = "notification names are statics of UIKit, and blocks are not checked for their thread")]

use std::ptr::NonNull;

use block2::RcBlock;
use objc2::rc::Retained;
use objc2::runtime::{NSObjectProtocol, ProtocolObject};
use objc2_foundation::{NSNotification, NSNotificationCenter, NSNotificationName};
use objc2_ui_kit::{
    UIApplicationDidBecomeActiveNotification, UIApplicationWillEnterForegroundNotification,
    UIApplicationWillResignActiveNotification,
};

/// What the app is told of itself (UIApplication, Notifications).
#[derive(Clone, Copy)]
pub(super) enum Moment {
    /// It is about to be covered or left; the app switcher's picture is taken afterwards.
    WillResignActive,
    /// It is in front and takes touches.
    DidBecomeActive,
    /// It was in the background and comes back.
    WillEnterForeground,
}

impl Moment {
    fn name(self) -> &'static NSNotificationName {
        // SAFETY: constants that UIKit sets before any code of the app runs.
        unsafe {
            match self {
                Self::WillResignActive => UIApplicationWillResignActiveNotification,
                Self::DidBecomeActive => UIApplicationDidBecomeActiveNotification,
                Self::WillEnterForeground => UIApplicationWillEnterForegroundNotification,
            }
        }
    }
}

/// Calls at every such moment, on the main thread, until it is dropped.
pub(super) struct Observer(Retained<ProtocolObject<dyn NSObjectProtocol>>);

impl Observer {
    pub(super) fn new(moment: Moment, call: impl Fn() + 'static) -> Self {
        let block = RcBlock::new(move |_: NonNull<NSNotification>| call());
        // SAFETY: no object and no queue are given; UIKit posts these from the main thread, where an `Observer` is
        // made and dropped, so that the block never leaves it.
        Self(unsafe {
            NSNotificationCenter::defaultCenter().addObserverForName_object_queue_usingBlock(
                Some(moment.name()),
                None,
                None,
                &block,
            )
        })
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        // SAFETY: the very token that the center gave out.
        unsafe { NSNotificationCenter::defaultCenter().removeObserver(self.0.as_ref()) }
    }
}
