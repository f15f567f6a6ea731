//! One phone for several offices: which one a certificate is for is the user's word, and never overwritten by a slip before.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use certificate::CertificateKind;
use common::{Walk, info};
use journey::{Alias, Cause, CertificateRow, Effect, Event, Failure, InstallerOutcome, Intent, Platform, Screen};

fn at_office_question(walk: &mut Walk, rows: Vec<CertificateRow>) {
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    walk.answer(|attempt| Event::Listed(attempt, Ok(rows)));
}

fn opened_other(walk: &mut Walk) {
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
    walk.intent(Intent::OpenCertificate);
    let mut came = info();
    came.summary.fingerprint.0[0] ^= 1;
    walk.answer(|attempt| Event::Opened(attempt, Ok(came)));
}

/// One office is held; a second was said to be the same by a slip, looked at, and left again.
fn slipped(mut walk: Walk) -> (Walk, Alias) {
    walk.walk_to_certificate(CertificateKind::Dx);
    if walk.view().platform == Platform::Android {
        walk.install_and_prove();
    } else {
        walk.intent(Intent::HandOver);
        walk.answer(Event::ProfileFetched);
        walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
        walk.intent(Intent::SaidInstalled);
        walk.intent(Intent::SaidVerified);
    }
    walk.intent(Intent::Finish);
    let a = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Start);
    walk.look();
    at_office_question(&mut walk, vec![common::row(0, CertificateKind::Dx)]);
    let Screen::Certificates { offices, .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    walk.intent(Intent::Choose { row: 0, office: Some(offices[0].office.clone()) });
    opened_other(&mut walk);
    // Handed over, and stopped before anything came of it.
    walk.intent(Intent::HandOver);
    if walk.view().platform == Platform::Android {
        walk.answer(|attempt| Event::InstallerEnded(attempt, Err(Failure::new(Cause::Device, "device-busy", true))));
    } else {
        walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    }
    assert_eq!(walk.id(), "certificate");
    walk.intent(Intent::Back);
    walk.intent(Intent::Confirm);
    assert_eq!(walk.id(), "login");
    (walk, a)
}

#[test]
fn the_office_is_asked_for_again_after_a_slip() {
    let (mut walk, _) = slipped(Walk::android());
    at_office_question(&mut walk, vec![common::row(0, CertificateKind::Dx)]);
    assert_eq!(walk.id(), "certificates", "'this office or another' is the user's word");
}

#[test]
fn another_office_is_another_office() {
    for start in [Walk::android(), Walk::iphone(true)] {
        let (mut walk, a) = slipped(start);
        // After a renewal the old one is still listed.
        at_office_question(&mut walk, vec![common::row(0, CertificateKind::Dx), common::row(1, CertificateKind::Dx)]);
        assert_eq!(walk.id(), "certificates");
        walk.intent(Intent::Choose { row: 1, office: None });
        opened_other(&mut walk);
        let effects = walk.intent(Intent::HandOver);
        let to = effects.iter().find_map(|effect| match effect {
            Effect::Install { alias, .. } => Some(alias.clone()),
            Effect::HandOff { slot, .. } => Some(slot.clone()),
            _ => None,
        });
        assert!(to.is_some_and(|to| to != a), "it would take the place of the first office's certificate");
    }
}

#[test]
fn another_office_is_another_office_in_a_renewal_too() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    walk.intent(Intent::Finish);
    let a = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Renew { slot: a.clone() });
    walk.look();
    at_office_question(&mut walk, vec![common::row(0, CertificateKind::Dx), common::row(1, CertificateKind::Dx)]);
    walk.intent(Intent::Choose { row: 1, office: None });
    opened_other(&mut walk);
    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(effects.as_slice(), [Effect::Install { alias, .. }] if *alias != a));
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
    assert_eq!(walk.persisted().ledger.certificates.len(), 2, "both offices are in the records");
}
