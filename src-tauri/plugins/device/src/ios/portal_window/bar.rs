//! The bar above the pages and the large button below them. Nothing of them is drawn by a page.

use std::cell::RefCell;
use std::ptr::NonNull;

use app::{WindowBar, WindowWords};
use block2::RcBlock;
use objc2::rc::Retained;
use objc2::runtime::AnyObject;
use objc2::{MainThreadMarker, MainThreadOnly, msg_send};
use objc2_core_foundation::{CGFloat, CGRect};
use objc2_foundation::{NSArray, NSString};
use objc2_ui_kit::{
    NSDirectionalEdgeInsets, NSLayoutConstraint, NSLineBreakMode, NSObjectUIAccessibility as _, NSTextAlignment,
    UIAccessibilityAnnouncementNotification, UIAccessibilityPostNotification, UIAction, UIButton,
    UIButtonConfiguration, UIButtonConfigurationSize, UIColor, UIContentSizeCategoryAccessibilityLarge,
    UIContentSizeCategoryAdjusting as _, UIControlEvents, UIFont, UIFontTextStyle, UIFontTextStyleBody,
    UIFontTextStyleHeadline, UIImage, UIImageView, UILabel, UILayoutConstraintAxis, UIStackView, UIStackViewAlignment,
    UIView, UIViewController,
};
use url::Url;

use super::super::bridge_error::BridgeError;
use crate::web_view::host_of;

/// Between the parts, and around them, in points.
const SPACE: CGFloat = 8.0;
/// Height of what is pressed: a thumb's.
const TOUCH: CGFloat = 48.0;
/// Height of the large button.
const LARGE: CGFloat = 60.0;
/// What is left of the page at the least, where the screen has it: with large letters and the keyboard up.
const PAGE: CGFloat = 160.0;

pub(super) struct Bar {
    top: Retained<UIStackView>,
    bottom: Retained<UIStackView>,
    lock: Retained<UIImageView>,
    host: Retained<UILabel>,
    step: Retained<UILabel>,
    notice: Retained<UILabel>,
    hint: Retained<UILabel>,
    press: Retained<UIButton>,
    close: Retained<UIButton>,
    help: Retained<UIButton>,
    secure: String,
    /// What was read aloud last.
    said: RefCell<Option<String>>,
}

impl Bar {
    pub(super) fn new(main: MainThreadMarker, words: &WindowWords) -> Self {
        let symbol = UIImage::systemImageNamed(&NSString::from_str("lock.fill"));
        let lock = UIImageView::initWithImage(UIImageView::alloc(main), symbol.as_deref());
        // SAFETY: on the main thread, a colour of the system's.
        unsafe { lock.setTintColor(Some(&UIColor::labelColor())) };
        let bar = Self {
            top: column(main),
            bottom: column(main),
            lock,
            host: label(main, headline(), 1),
            step: label(main, body(), 0),
            notice: label(main, headline(), 0),
            hint: label(main, headline(), 0),
            press: button(&UIButtonConfiguration::filledButtonConfiguration(main), ""),
            close: button(&UIButtonConfiguration::grayButtonConfiguration(main), &words.close),
            help: button(&UIButtonConfiguration::grayButtonConfiguration(main), "？"),
            secure: words.secure.clone(),
            said: RefCell::default(),
        };
        bar.help.setAccessibilityLabel(Some(&NSString::from_str(&words.help)), main);
        bar.hint.setTextAlignment(NSTextAlignment::Center);
        // Of a long name the end says whose it is.
        bar.host.setLineBreakMode(NSLineBreakMode::ByTruncatingHead);
        bar.arrange(main);
        bar.show(&WindowBar::default());
        bar.set_host(main, None);
        bar
    }

    /// Puts bar and button on the screen of `controller`; answers with the place of the pages between them.
    pub(super) fn lay_out(
        &self,
        main: MainThreadMarker,
        controller: &UIViewController,
    ) -> Result<Retained<UIView>, BridgeError> {
        let screen = controller.view().ok_or(BridgeError::NoWindow)?;
        screen.setBackgroundColor(Some(&UIColor::secondarySystemBackgroundColor()));
        let stage = UIView::initWithFrame(UIView::alloc(main), CGRect::ZERO);
        stage.setBackgroundColor(Some(&UIColor::systemBackgroundColor()));
        for part in [as_view(&self.top), &stage, as_view(&self.bottom)] {
            part.setTranslatesAutoresizingMaskIntoConstraints(false);
            screen.addSubview(part);
        }
        let (safe, keyboard) = (screen.safeAreaLayoutGuide(), screen.keyboardLayoutGuide());
        let page = stage.heightAnchor().constraintGreaterThanOrEqualToConstant(PAGE);
        page.setPriority(900.0);
        activate(
            main,
            &[
                self.top.topAnchor().constraintEqualToAnchor(&safe.topAnchor()),
                self.top.leadingAnchor().constraintEqualToAnchor(&safe.leadingAnchor()),
                self.top.trailingAnchor().constraintEqualToAnchor(&safe.trailingAnchor()),
                stage.topAnchor().constraintEqualToAnchor(&self.top.bottomAnchor()),
                stage.leadingAnchor().constraintEqualToAnchor(&screen.leadingAnchor()),
                stage.trailingAnchor().constraintEqualToAnchor(&screen.trailingAnchor()),
                self.bottom.topAnchor().constraintEqualToAnchor(&stage.bottomAnchor()),
                self.bottom.leadingAnchor().constraintEqualToAnchor(&safe.leadingAnchor()),
                self.bottom.trailingAnchor().constraintEqualToAnchor(&safe.trailingAnchor()),
                // The button stays above the keyboard; without one the guide is the screen's lower edge.
                self.bottom.bottomAnchor().constraintEqualToAnchor(&keyboard.topAnchor()),
                page,
            ],
        );
        Ok(stage)
    }

    /// The host of the page in front, judged by native code; `None` while none is shown.
    pub(super) fn set_host(&self, main: MainThreadMarker, url: Option<&Url>) {
        let host = url.map(host_of);
        self.lock.setHidden(host.is_none());
        let read = host.as_ref().map(|host| NSString::from_str(&format!("{} {host}", self.secure)));
        self.host.setAccessibilityLabel(read.as_deref(), main);
        self.host.setText(Some(&NSString::from_str(host.as_deref().unwrap_or_default())));
    }

    pub(super) fn show(&self, bar: &WindowBar) {
        set(&self.step, bar.step.as_deref());
        set(&self.notice, bar.notice.as_deref());
        set(&self.hint, Some(bar.hint.as_str()).filter(|hint| bar.button.is_none() && !hint.is_empty()));
        if let Some(configuration) = self.press.configuration() {
            configuration.setTitle(bar.button.as_deref().map(NSString::from_str).as_deref());
            self.press.setConfiguration(Some(&configuration));
        }
        self.press.setHidden(bar.button.is_none());
        self.read_aloud(bar);
    }

    pub(super) fn on_press(&self, main: MainThreadMarker, act: impl Fn() + 'static) {
        connect(main, &self.press, act);
    }

    pub(super) fn on_close(&self, main: MainThreadMarker, act: impl Fn() + 'static) {
        connect(main, &self.close, act);
    }

    pub(super) fn on_help(&self, main: MainThreadMarker, act: impl Fn() + 'static) {
        connect(main, &self.help, act);
    }

    fn arrange(&self, main: MainThreadMarker) {
        let first = UIStackView::initWithFrame(UIStackView::alloc(main), CGRect::ZERO);
        first.setAxis(UILayoutConstraintAxis::Horizontal);
        first.setAlignment(UIStackViewAlignment::Center);
        first.setSpacing(SPACE);
        for part in [as_view(&self.lock), as_view(&self.host), as_view(&self.help), as_view(&self.close)] {
            first.addArrangedSubview(part);
        }
        // The host takes what the others leave, and is shortened first.
        self.host.setContentHuggingPriority_forAxis(1.0, UILayoutConstraintAxis::Horizontal);
        self.host.setContentCompressionResistancePriority_forAxis(1.0, UILayoutConstraintAxis::Horizontal);
        for part in [as_view(&first), as_view(&self.step), as_view(&self.notice)] {
            self.top.addArrangedSubview(part);
        }
        for part in [as_view(&self.hint), as_view(&self.press)] {
            self.bottom.addArrangedSubview(part);
        }
        let touch = |button: &UIButton| button.heightAnchor().constraintGreaterThanOrEqualToConstant(TOUCH);
        let wide = |button: &UIButton| button.widthAnchor().constraintGreaterThanOrEqualToConstant(TOUCH);
        activate(
            main,
            &[
                touch(&self.close),
                touch(&self.help),
                wide(&self.close),
                wide(&self.help),
                self.press.heightAnchor().constraintGreaterThanOrEqualToConstant(LARGE),
            ],
        );
    }

    /// What is new for whoever does not see it: what must be known, and what is next.
    fn read_aloud(&self, bar: &WindowBar) {
        let said = [bar.notice.as_deref(), bar.button.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let said = Some(said).filter(|said| !said.is_empty());
        if self.said.replace(said.clone()) == said {
            return;
        }
        if let Some(said) = said {
            let text = NSString::from_str(&said);
            let text: &AnyObject = &text;
            // SAFETY: a constant that UIKit sets before any code of the app runs; an announcement takes a string.
            unsafe { UIAccessibilityPostNotification(UIAccessibilityAnnouncementNotification, Some(text)) };
        }
    }
}

/// Labels, buttons and pictures in one list.
fn as_view(part: &impl AsRef<UIView>) -> &UIView {
    part.as_ref()
}

/// `part` covers `whole`.
pub(super) fn fill(main: MainThreadMarker, part: &UIView, whole: &UIView) {
    part.setTranslatesAutoresizingMaskIntoConstraints(false);
    activate(
        main,
        &[
            part.topAnchor().constraintEqualToAnchor(&whole.topAnchor()),
            part.bottomAnchor().constraintEqualToAnchor(&whole.bottomAnchor()),
            part.leadingAnchor().constraintEqualToAnchor(&whole.leadingAnchor()),
            part.trailingAnchor().constraintEqualToAnchor(&whole.trailingAnchor()),
        ],
    );
}

fn activate(main: MainThreadMarker, constraints: &[Retained<NSLayoutConstraint>]) {
    NSLayoutConstraint::activateConstraints(&NSArray::from_retained_slice(constraints), main);
}

fn column(main: MainThreadMarker) -> Retained<UIStackView> {
    let column = UIStackView::initWithFrame(UIStackView::alloc(main), CGRect::ZERO);
    column.setAxis(UILayoutConstraintAxis::Vertical);
    column.setSpacing(SPACE);
    column.setLayoutMarginsRelativeArrangement(true);
    let around = NSDirectionalEdgeInsets { top: SPACE, leading: 2.0 * SPACE, bottom: SPACE, trailing: 2.0 * SPACE };
    column.setDirectionalLayoutMargins(around);
    // Letters grow as the reader wants them, but not so far that nothing is left of the page.
    // SAFETY: a property of every view, and a constant that UIKit sets before any code of the app runs.
    unsafe { msg_send![&*column, setMaximumContentSizeCategory: UIContentSizeCategoryAccessibilityLarge] }
    column
}

fn body() -> &'static UIFontTextStyle {
    // SAFETY: a constant that UIKit sets before any code of the app runs.
    unsafe { UIFontTextStyleBody }
}

fn headline() -> &'static UIFontTextStyle {
    // SAFETY: as above.
    unsafe { UIFontTextStyleHeadline }
}

/// Of so many lines; 0: of as many as it takes.
fn label(main: MainThreadMarker, style: &UIFontTextStyle, lines: isize) -> Retained<UILabel> {
    let label = UILabel::initWithFrame(UILabel::alloc(main), CGRect::ZERO);
    // SAFETY: on the main thread, a font of the system's.
    unsafe { label.setFont(Some(&UIFont::preferredFontForTextStyle(style))) };
    label.setAdjustsFontForContentSizeCategory(true);
    label.setNumberOfLines(lines);
    label
}

/// Its title has as many lines as it takes, and the reader's own text size.
fn button(configuration: &UIButtonConfiguration, title: &str) -> Retained<UIButton> {
    configuration.setTitle(Some(&NSString::from_str(title)));
    configuration.setButtonSize(UIButtonConfigurationSize::Large);
    UIButton::buttonWithConfiguration_primaryAction(configuration, None)
}

fn connect(main: MainThreadMarker, button: &UIButton, act: impl Fn() + 'static) {
    let pressed = RcBlock::new(move |_: NonNull<UIAction>| act());
    // SAFETY: a block of the handler's type, which the action copies.
    let action = unsafe { UIAction::actionWithHandler(RcBlock::as_ptr(&pressed), main) };
    button.addAction_forControlEvents(&action, UIControlEvents::TouchUpInside);
}

fn set(label: &UILabel, text: Option<&str>) {
    label.setText(text.map(NSString::from_str).as_deref());
    label.setHidden(text.is_none());
}
