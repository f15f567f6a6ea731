//! Whatever a person presses of what is offered, on a phone that answers truly: no dead end, nothing handed over that is not
//! there, no claim that is not true.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod phone;
mod taps;

use common::Walk;
use jiff::SignedDuration;
use journey::{
    Alias, Back, Effect, Event, FileId, Intent, PersistedState, PortalWay, Proof, ProvenBy, Removal, Screen, View,
    reminder_link,
};
use phone::Phone;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use taps::offered;

/// What happens next; the numbers choose among what is possible then.
#[derive(Clone, Debug)]
enum Happening {
    Tap(u8),
    DoubleTap(u8),
    Answer { which: u8, chance: u8 },
    File,
    Notification(u8),
    Expiry,
    Kill,
    CameBack,
    WentAway,
    Seconds(i64),
    DiskFullOrNot,
    RemovedInSettings(u8),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        20 => any::<u8>().prop_map(Happening::Tap),
        2 => any::<u8>().prop_map(Happening::DoubleTap),
        24 => (any::<u8>(), any::<u8>()).prop_map(|(which, chance)| Happening::Answer { which, chance }),
        1 => Just(Happening::File),
        2 => any::<u8>().prop_map(Happening::Notification),
        1 => Just(Happening::Expiry),
        1 => Just(Happening::Kill),
        2 => Just(Happening::CameBack),
        1 => Just(Happening::WentAway),
        2 => (1..700_i64).prop_map(Happening::Seconds),
        1 => Just(Happening::DiskFullOrNot),
        1 => any::<u8>().prop_map(Happening::RemovedInSettings),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_offered_can_be_done(kind in 0..4_u8, happenings in prop::collection::vec(happening(), 1..200)) {
        let mut world = World::new(kind);
        for happening in happenings {
            world.goes_on(&happening).map_err(|error| world.told(error))?;
        }
    }
}

/// A phone with the app on it.
struct World {
    walk: Walk,
    phone: Phone,
    /// What the app has written; nothing more is written while the disk is full.
    written: PersistedState,
    disk_full: bool,
    /// Effects that are not answered yet.
    asked: Vec<Effect>,
    log: Vec<String>,
}

impl World {
    fn new(kind: u8) -> Self {
        let walk = match kind {
            0 => Walk::iphone(true),
            1 => Walk::with_window(PortalWay::Window),
            _ => Walk::android(),
        };
        let phone = Phone::new(kind == 0);
        let written = walk.persisted().clone();
        let mut world = Self { walk, phone, written, disk_full: false, asked: Vec::new(), log: Vec::new() };
        world.asked = world.feed(Event::Started);
        world
    }

    fn goes_on(&mut self, happening: &Happening) -> Result<(), TestCaseError> {
        let before = self.walk.view();
        let known = self.walk.persisted().clone();
        let (effects, tapped) = match happening {
            Happening::Tap(which) | Happening::DoubleTap(which) => {
                let taps = offered(&before);
                if taps.is_empty() {
                    prop_assert!(before.back != Back::Nowhere || !self.asked.is_empty(), "nothing can be pressed");
                    return Ok(());
                }
                let tap = taps[usize::from(*which) % taps.len()].clone();
                self.log.push(format!("{}: {tap:?}", before.screen.id()));
                self.phone.typed_for(&tap);
                let mut effects = self.feed(Event::Intent(tap.clone()));
                if matches!(happening, Happening::DoubleTap(_)) {
                    effects.extend(self.feed(Event::Intent(tap)));
                    (effects, None)
                } else {
                    (effects, Some(tap))
                }
            }
            Happening::Answer { which, chance } => (self.answered(*which, *chance), None),
            other => (self.happens(other), None),
        };
        for effect in &effects {
            self.phone.can(effect)?;
            let is_written = self.written.ledger.login_sent.is_some();
            prop_assert!(is_written || !matches!(effect, Effect::LogIn { .. }), "a password leaves unwritten");
        }
        self.asked.extend(effects.iter().cloned());
        let after = self.walk.view();
        self.leads_on(&after)?;
        if !matches!(happening, Happening::Kill) {
            self.claims_are_true(&known)?;
        }
        match tapped {
            Some(tap) if !self.disk_full && !is_silent(&tap) && effects.is_empty() => {
                prop_assert!(differ(&before, &after), "dead: {tap:?} on {:?}, {:?}", after.screen, after.overlay);
            }
            _ => {}
        }
        Ok(())
    }

    /// One of what was asked for is answered.
    fn answered(&mut self, which: u8, chance: u8) -> Vec<Effect> {
        if self.asked.is_empty() {
            return Vec::new();
        }
        let effect = self.asked.remove(usize::from(which) % self.asked.len());
        if !effect.attempt().is_none_or(|attempt| self.walk.journey.is_current(attempt)) {
            return Vec::new();
        }
        let events = self.phone.answers(&effect, chance);
        self.log.push(format!("{effect:?} is answered {events:?}"));
        events.into_iter().flat_map(|event| self.feed(event)).collect()
    }

    fn happens(&mut self, happening: &Happening) -> Vec<Effect> {
        self.log.push(format!("{happening:?}"));
        match happening {
            Happening::File => self.feed(Event::FileOpened(Ok(FileId::new(1)))),
            Happening::Notification(which) => {
                let slots: Vec<Alias> = self.walk.persisted().ledger.certificates.keys().cloned().collect();
                if slots.is_empty() {
                    return Vec::new();
                }
                let link = reminder_link(&slots[usize::from(*which) % slots.len()]);
                self.feed(Event::LinkOpened { link, cold: false })
            }
            Happening::Expiry if self.phone.holds_secrets() => {
                self.phone.forget_secrets();
                self.feed(Event::SecretsExpired)
            }
            Happening::Kill => {
                self.walk = self.walk.with(self.written.clone());
                self.written = self.walk.persisted().clone();
                self.asked.clear();
                self.phone.forget_secrets();
                self.feed(Event::Started)
            }
            Happening::CameBack => self.feed(Event::CameBack),
            Happening::WentAway => self.feed(Event::WentAway),
            Happening::Seconds(seconds) => {
                self.walk.now += SignedDuration::from_secs(*seconds);
                let is_due = self.walk.journey.next_wake().is_some_and(|wake| wake <= self.walk.now);
                if is_due { self.feed(Event::Tick) } else { Vec::new() }
            }
            Happening::DiskFullOrNot => {
                self.disk_full = !self.disk_full;
                Vec::new()
            }
            Happening::RemovedInSettings(which) => {
                self.phone.remove(*which);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// As the app does it: first the state, then the disk, then the effects.
    fn feed(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = self.walk.event(event);
        if *self.walk.persisted() != self.written {
            if self.disk_full {
                effects.retain(|effect| !effect.leaves_app());
                let failure = phone::failure("store-full");
                effects.extend(self.walk.event(Event::StoreFailed(failure)));
            } else {
                self.written = self.walk.persisted().clone();
            }
        }
        for effect in &effects {
            self.phone.does(effect);
        }
        effects
    }

    /// What a screen asks for or shows is there, and what it waits for will come.
    fn leads_on(&self, view: &View) -> Result<(), TestCaseError> {
        let comes =
            || self.asked.iter().any(|effect| effect.attempt().is_some_and(|it| self.walk.journey.is_current(it)));
        match &view.screen {
            Screen::Home { .. } | Screen::Welcome { .. } => {
                prop_assert!(view.stage.is_none(), "home is shown by another state");
            }
            Screen::CertificatePassword { working: false, .. } => {
                prop_assert!(self.phone.has_file || self.phone.has_identity, "the password of no file");
            }
            Screen::Certificate { .. } => prop_assert!(self.phone.has_identity, "a certificate that is gone"),
            Screen::SettingsSteps { password_at_hand: true, .. } => {
                prop_assert!(self.phone.has_certificate_password, "a password that is gone");
            }
            Screen::Verify { working: true, .. }
            | Screen::Downloading { .. }
            | Screen::CertificatePassword { working: true, .. }
            | Screen::NoCertificate { looking: true, .. } => prop_assert!(comes(), "it works for ever"),
            _ => {}
        }
        let waits = matches!(view.screen, Screen::Downloading { .. });
        prop_assert!(waits || self.walk.persisted().ledger.login_sent.is_none(), "a try is forgotten");
        Ok(())
    }

    fn claims_are_true(&self, known: &PersistedState) -> Result<(), TestCaseError> {
        let now = self.walk.persisted();
        if now.practice.is_none() && known.practice.is_none() {
            for name in self.phone.real_downloads() {
                prop_assert!(now.saved_files.iter().any(|file| file.name == *name), "{name} is forgotten");
            }
        }
        for (slot, entry) in &now.ledger.certificates {
            let old = known.ledger.certificates.get(slot);
            let is_new = old.map(|old| old.certificate.proof) != Some(entry.certificate.proof);
            let is_restored = old.is_some_and(|old| old.previous.as_ref() == Some(&entry.certificate));
            let is_signed = matches!(entry.certificate.proof, Proof::Proven { by: ProvenBy::Signature, .. });
            if is_signed && is_new && !is_restored && !self.phone.is_apple {
                let name = entry.certificate.renamed.as_ref().unwrap_or(slot);
                let fingerprint = entry.certificate.summary.fingerprint;
                prop_assert!(self.phone.holds(name, fingerprint), "{slot} is said to be proven, and is not there");
            }
        }
        if let Some(record) = now.ledger.removed.get(known.ledger.removed.len())
            && matches!(record.removal, Removal::Seen { .. })
        {
            let name = record.certificate.renamed.clone().unwrap_or_else(|| record.slot.alias());
            let fingerprint = record.certificate.summary.fingerprint;
            prop_assert!(!self.phone.holds(&name, fingerprint), "{name} is said to be gone, and is there");
        }
        Ok(())
    }

    /// The failure with all that led to it.
    fn told(&self, error: TestCaseError) -> TestCaseError {
        TestCaseError::fail(format!("{error}\n{}", self.log.join("\n")))
    }
}

/// May change nothing that is seen.
fn is_silent(tap: &Intent) -> bool {
    matches!(
        tap,
        Intent::SaidRemoved
            | Intent::Close
            | Intent::Stay
            | Intent::Dismiss
            | Intent::OpenSettings { .. }
            | Intent::CopyPassword
            | Intent::Cancel
            | Intent::LookAgain
    )
}

fn differ(before: &View, after: &View) -> bool {
    View { revision: after.revision, now: after.now, ..before.clone() } != *after
}
