//! What counts as erased: whatever a state told of a person, an office or a certificate, and tells no longer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use certificate::CertificateKind;
use common::{USER_ID, Walk};
use journey::{
    AnsweredLink, Appearance, Effect, Event, Failure, Intent, PersistedState, Removal, RemovedCertificate,
    ServiceAddress, Settings, Theme, UserId,
};

type Change = fn(&mut PersistedState);

/// In the middle of a flow, with all that can be told.
fn full() -> PersistedState {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    let mut state = walk.persisted().clone();
    let entry = state.ledger.certificates.values().next().unwrap().clone();
    let again = |first: u8| {
        let mut certificate = entry.certificate.clone();
        certificate.summary.fingerprint.0[0] = first;
        Some(certificate)
    };
    let (slot, removal) = (entry.slot.clone(), Removal::Said { at: walk.now });
    state.ledger.removed = vec![RemovedCertificate { slot, certificate: again(1).unwrap(), practised: false, removal }];
    let held = state.ledger.certificates.values_mut().next().unwrap();
    (held.previous, held.beside) = (again(2), again(3));
    held.certificate.summary.office = "証明書の事業所".to_owned();
    state.ledger.offices.values_mut().next().unwrap().name = "さくら".to_owned();

    let mut walk = walk.with(state);
    walk.intent(Intent::Start);
    walk.look();
    walk.log_in();
    let failed = Failure::new(journey::Cause::WrongLogin, "portal-wrong-login", true);
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(journey::LoginOutcome::Wrong(failed))));
    let mut state = walk.persisted().clone();
    state.suspended_journal = state.journal.clone();
    let suspended = state.suspended_journal.as_mut().unwrap();
    suspended.user_id = UserId::written("KJ0000000000B2").unwrap().into();
    suspended.office = Some("カードの事業所".to_owned());
    suspended.certificate = again(4);
    state.settings = Settings {
        user_id: UserId::written("KJ0000000000C3"),
        service: ServiceAddress::typed("https://service.example.jp/"),
        ..Settings::default()
    };
    state.answered_link = Some(AnsweredLink { link_hash: "abcd".to_owned(), at: walk.now });
    state
}

#[test]
fn whatever_is_told_no_longer_is_erased() {
    let full = full();
    assert!(full.journal.as_ref().unwrap().user_id.as_str() == USER_ID && full.ledger.logins.len() == 1);
    let erasing: [(&str, Change); 12] = [
        ("the flow", |state| state.journal = None),
        ("its user ID", |state| state.journal.as_mut().unwrap().user_id = Default::default()),
        ("the real flow's card", |state| state.suspended_journal.as_mut().unwrap().office = None),
        ("the real flow's certificate", |state| state.suspended_journal.as_mut().unwrap().certificate = None),
        ("the remembered user ID", |state| state.settings.user_id = None),
        ("the service", |state| state.settings.service = None),
        ("the link", |state| state.answered_link = None),
        ("a failed log-in", |state| state.ledger.logins.clear()),
        ("an office", |state| state.ledger.offices.clear()),
        ("a certificate", |state| state.ledger.certificates.clear()),
        ("what stands beside it", |state| state.ledger.certificates.values_mut().next().unwrap().beside = None),
        ("a removal", |state| state.ledger.removed.clear()),
    ];
    for (what, erase) in erasing {
        let mut state = full.clone();
        erase(&mut state);
        assert!(state.has_erased(&full), "{what}");
        assert!(!full.has_erased(&state), "{what} comes");
    }
    let mut renamed = full.clone();
    renamed.ledger.offices.values_mut().next().unwrap().name = "ひまわり".to_owned();
    assert!(renamed.has_erased(&full) && full.has_erased(&renamed), "one name goes for the other");
}

#[test]
fn what_changes_otherwise_erases_nothing() {
    let full = full();
    let changing: [(&str, Change); 4] = [
        ("nothing", |_| {}),
        ("the theme", |state| {
            state.settings.appearance = Appearance { theme: Theme::Dark, ..Appearance::default() };
        }),
        ("the step", |state| state.journal.as_mut().unwrap().step = journey::Step::Verify { nonce: None }),
        ("what was told twice", |state| state.suspended_journal.as_mut().unwrap().way = None),
    ];
    for (what, change) in changing {
        let mut state = full.clone();
        change(&mut state);
        assert!(!state.has_erased(&full), "{what}");
    }
    let mut empty = full.clone();
    empty.journal.as_mut().unwrap().office = Some(String::new());
    assert!(!full.has_erased(&empty), "an empty name tells nothing");
}

#[test]
fn who_erases_the_records_erases_what_was_put_aside_too() {
    let mut walk = Walk::android().with(full());
    assert!(walk.intent(Intent::ForgetRecords).contains(&Effect::EraseDamaged));
    assert!(PersistedState::default().has_erased(&full()) && !walk.persisted().has_erased(&PersistedState::default()));
}
