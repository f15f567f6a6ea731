//! The page of the reminders, the system's permission, and the plan that the phone is given.

use jiff::Timestamp;

use crate::effect::Effect;
use crate::event::NotificationAccess;
use crate::intent::{Intent, SystemAnswer};
use crate::reminders::{GivenPlans, note_told, plan};
use crate::render::held_certificates;
use crate::turn::Turn;
use crate::view::{Failure, OverlayView, ReminderState, SystemScreen};
use crate::{inbound, life_pages};

/// The page over the screen; what the system lets the app do is looked at.
pub(crate) fn page(turn: &mut Turn) -> OverlayView {
    if offered(turn) {
        turn.ask(Effect::LookAtNotifications);
    }
    OverlayView::Reminders {
        on: settings_on(turn),
        denied: settings_on(turn) && turn.notification_access.is_some_and(|access| !access.allowed),
        hibernates: hibernates(turn),
        asking: false,
        next: next(turn),
        certificates: held_certificates(turn, turn.now),
        failure: None,
    }
}

/// 「知らせてもらう」 on its page: only now the system is asked.
pub(crate) fn turn_on(turn: &mut Turn) {
    if let Some(OverlayView::Reminders { asking, failure, .. }) = &mut turn.overlay {
        *asking = true;
        *failure = None;
        turn.ask(Effect::AskForNotifications);
    }
}

/// Nothing comes any more.
pub(crate) fn turn_off(turn: &mut Turn) {
    if let Some(OverlayView::Reminders { on, hibernates, next, .. }) = &mut turn.overlay {
        (*on, *hibernates, *next) = (false, false, None);
        let practised = turn.persisted.on_practice_phone();
        if let Some(settings) = turn.persisted.reminder_settings_mut(practised) {
            settings.on = false;
        }
    }
}

/// What the system lets the app do. `asked`: the user has answered its question just now.
pub(crate) fn on_allowed(asked: bool, result: Result<NotificationAccess, Failure>, turn: &mut Turn) {
    if let Ok(access) = result {
        turn.notification_access = Some(access);
    }
    let Some(OverlayView::Reminders { asking, .. }) = &turn.overlay else { return };
    if asked && *asking && result.as_ref().is_ok_and(|access| access.allowed) {
        let practised = turn.persisted.on_practice_phone();
        if let Some(settings) = turn.persisted.reminder_settings_mut(practised) {
            settings.on = true;
        }
    }
    let (now_on, comes, may_stop) = (settings_on(turn), next(turn), hibernates(turn));
    if let Some(OverlayView::Reminders { on, denied, hibernates, asking, next, failure, .. }) = &mut turn.overlay {
        (*on, *next, *hibernates) = (now_on, comes, may_stop);
        *denied = match &result {
            Ok(access) => !access.allowed && (asked || now_on || *denied),
            Err(_) => *denied,
        };
        if asked {
            *asking = false;
            *failure = result.err();
        }
    }
}

/// The app is there, or there again: what the system shows may have been changed meanwhile.
pub(crate) fn look_again(turn: &mut Turn) {
    turn.given_plans = GivenPlans::default();
    let page = matches!(turn.overlay, Some(OverlayView::Reminders { .. }));
    if offered(turn) && (page || settings_on(turn)) {
        turn.ask(Effect::LookAtNotifications);
    }
}

/// Another phone is meant from now on.
pub(crate) fn on_other_phone(turn: &mut Turn) {
    turn.notification_access = None;
    look_again(turn);
}

/// A notification was tapped: its certificate is opened.
pub(crate) fn on_link(link: &str, turn: &mut Turn) -> bool {
    let Some(slot) = inbound::reminded(link) else { return false };
    life_pages::open_held(&slot, turn);
    true
}

/// On the practice phone, a tap is the answer to what its system shows.
pub(crate) fn on_answer(intent: &Intent, turn: &mut Turn) {
    if let (Intent::AnswerSystem { answer: SystemAnswer::Go }, Some(SystemScreen::Reminder { link, .. })) =
        (intent, &turn.system)
    {
        let link = link.clone();
        on_link(&link, turn);
    }
}

/// Gives each phone its plan where it is another than the last one.
pub(crate) fn give_plans(turn: &mut Turn) {
    for practised in [false, true] {
        let there = if practised { turn.persisted.on_practice_phone() } else { turn.config.notifications };
        if !there {
            *turn.given_plans.of(practised) = None;
            continue;
        }
        note_told(&mut turn.persisted, practised, turn.now);
        let on = turn.persisted.reminder_settings(practised).on;
        let reminders = if on { plan(&turn.persisted, practised, turn.now) } else { Vec::new() };
        let language = turn.persisted.settings.appearance.language.clone();
        let given = turn.given_plans.of(practised);
        // What was turned off just before a kill may still wait in this phone; the practice phone waits for nobody.
        let unknown = practised && !on;
        let known = given.as_ref().map_or(unknown, |known| known.0 == language && known.1 == reminders);
        if !known {
            *given = Some((language, reminders.clone()));
            turn.ask(Effect::PlanReminders { practised, reminders });
        }
    }
}

/// Whether reminders are on; `None` where this phone has none.
pub(crate) fn view(turn: &Turn) -> Option<ReminderState> {
    offered(turn).then(|| match (settings_on(turn), turn.notification_access) {
        (false, _) => ReminderState::Off,
        (true, Some(access)) if !access.allowed => ReminderState::Blocked,
        (true, _) => ReminderState::On,
    })
}

/// A certificate that is only practised with, in this very phone, goes with the practice: nobody is told of its end.
fn offered(turn: &Turn) -> bool {
    turn.persisted.on_practice_phone() || (turn.config.notifications && !turn.persisted.practising())
}

fn settings_on(turn: &Turn) -> bool {
    turn.persisted.reminder_settings(turn.persisted.on_practice_phone()).on
}

/// What is on and allowed may not come all the same. Where nothing may come at all, that is said instead.
fn hibernates(turn: &Turn) -> bool {
    settings_on(turn) && turn.notification_access.is_some_and(|access| access.allowed && access.hibernates)
}

/// When the next one comes.
fn next(turn: &Turn) -> Option<Timestamp> {
    let practised = turn.persisted.on_practice_phone();
    let settings = turn.persisted.reminder_settings(practised);
    plan(&turn.persisted, practised, turn.now).first().filter(|_| settings.on).map(|first| first.at)
}
