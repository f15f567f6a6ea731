//! What the app is sure of bars the way; what it is not sure of it says, and the user decides.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;

use common::{Walk, info};
use journey::{
    CertificateInfo, CertificateKind, Effect, Event, FindingView, InstallMethod, Installable, Intent, Screen, Severity,
};

#[test]
fn what_is_refused_cannot_be_handed_over() {
    for doubtful_too in [false, true] {
        let mut walk = opened_with(&[("expired", Severity::Refusal)]);
        if doubtful_too {
            walk = opened_with(&[("authority", Severity::Refusal), ("wrong-subject", Severity::Doubt)]);
        }
        let barred = |walk: &Walk| matches!(walk.screen(), Screen::Certificate { installable: Installable::No, .. });
        assert!(barred(&walk));
        assert!(walk.intent(Intent::HandOver).is_empty());
        assert!(walk.intent(Intent::InstallAnyway).is_empty());
        assert!(barred(&walk), "no word of the user's opens this way");
        assert!(walk.intent(Intent::HandOver).is_empty());
        walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::Password });
        assert!(barred(&walk));
    }
}

#[test]
fn what_is_doubtful_is_handed_over_after_the_users_word_and_recorded_with_it() {
    let mut walk = opened_with(&[("other-certificate", Severity::Doubt), ("expires-soon", Severity::Note)]);
    let asks = |walk: &Walk| matches!(walk.screen(), Screen::Certificate { installable: Installable::IfWanted, .. });
    assert!(asks(&walk));
    assert!(walk.intent(Intent::HandOver).is_empty(), "not without the word");
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::Password });
    assert!(asks(&walk), "and by no other way");

    assert!(walk.intent(Intent::InstallAnyway).is_empty(), "how to install it is shown first");
    let Screen::Certificate { installable: Installable::Yes, findings, .. } = walk.screen() else { panic!() };
    assert_eq!(findings.len(), 2, "what speaks against it stays on the screen");
    walk.install_and_prove();
    let Screen::Done { summary, .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    let codes = |doubts: &[FindingView]| doubts.iter().map(|doubt| doubt.code.clone()).collect::<Vec<_>>();
    assert_eq!(codes(&summary.doubts), ["other-certificate"], "a note is no doubt");
    let alias = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    let recorded = |walk: &Walk| codes(&walk.persisted().ledger.certificates[&alias].certificate.summary.doubts);
    assert_eq!(recorded(&walk), ["other-certificate"]);
    walk.intent(Intent::Finish);
    let again = walk.restarted();
    assert_eq!(recorded(&again), ["other-certificate"]);
    let Screen::Home { certificates, .. } = again.screen() else { panic!("{:?}", again.screen()) };
    assert_eq!(codes(&certificates[0].summary.doubts), ["other-certificate"]);
}

#[test]
fn a_doubtful_certificate_is_left_by_the_main_button_without_a_trace() {
    let mut walk = opened_with(&[("wrong-issuer", Severity::Doubt)]);
    walk.intent(Intent::Back);
    let effects = walk.intent(Intent::Confirm);
    assert!(effects.contains(&Effect::ForgetAll));
    assert_eq!(walk.id(), "login");
    assert!(walk.persisted().ledger.certificates.is_empty());
}

fn opened_with(findings: &[(&str, Severity)]) -> Walk {
    let mut walk = Walk::android();
    walk.walk_to_password(CertificateKind::Dx);
    walk.intent(Intent::OpenCertificate);
    let finding = |&(code, severity): &(&str, Severity)| FindingView {
        code: code.to_owned(),
        severity,
        params: BTreeMap::default(),
    };
    let opened = CertificateInfo { findings: findings.iter().map(finding).collect(), ..info() };
    walk.answer(|attempt| Event::Opened(attempt, Ok(opened)));
    walk
}
