//! The life of a certificate: its page, a renewal, a removal, the records; a lost phone and a new one; home for an office
//! that keeps many.

use certificate::Fingerprint;
use jiff::SignedDuration;
use journey::{
    Alias, CertificateSummary, Event, HandedCertificate, InstallerOutcome, Intent, KeyChainProof, NotificationAccess,
    Office, OfficeId, Overlay, PersistedState, Proof, ProvenBy, Removing, Slot,
};

use super::home::two_held;
use super::walk::{Reached, android, at_certificate, dx, hoken, started_with, time};
use crate::common::Walk;

pub fn keep(reached: &mut Reached) {
    let held = |walk: &Walk, at: usize| -> Alias {
        let journey::Screen::Home { certificates, .. } = walk.screen() else { panic!() };
        certificates[at].slot.clone()
    };
    let mut walk = two_held();
    let (due, well) = (held(&walk, 0), held(&walk, 1));
    walk.intent(Intent::OpenHeld { slot: due.clone() });
    reached.keep("overlay-held-due", &walk);
    walk.intent(Intent::OpenHeld { slot: well.clone() });
    reached.keep("overlay-held", &walk);
    walk.intent(Intent::ShareCalendar);
    walk.event(Event::TextShared(Ok(true)));
    reached.keep("overlay-held-shared", &walk);
    walk.intent(Intent::OpenRenewal { slot: due.clone() });
    reached.keep("overlay-renewal", &walk);
    walk.intent(Intent::OpenRemoval { slot: well, beside: false });
    reached.keep("overlay-removal", &walk);
    walk.intent(Intent::SaidRemoved);
    reached.keep("overlay-removal-said", &walk);
    walk.intent(Intent::Open { page: Overlay::Records });
    reached.keep("overlay-records", &walk);
    walk.intent(Intent::Open { page: Overlay::LostPhone });
    reached.keep("overlay-lost-phone", &walk);
    walk.intent(Intent::Open { page: Overlay::NewPhone });
    reached.keep("overlay-new-phone", &walk);

    keep_reminders(reached, &mut walk);
    keep_renewals(reached);
    reached.keep("home-many", &many(20));
}

fn keep_reminders(reached: &mut Reached, walk: &mut Walk) {
    let looked = |asked, allowed, hibernates| Event::NotificationsAllowed {
        asked,
        result: Ok(NotificationAccess { allowed, hibernates }),
    };
    let allowed = |asked, allowed| looked(asked, allowed, false);
    walk.intent(Intent::Open { page: Overlay::Reminders });
    reached.keep("overlay-reminders", walk);
    walk.intent(Intent::TurnOnReminders);
    walk.event(allowed(true, false));
    reached.keep("overlay-reminders-denied", walk);
    walk.intent(Intent::TurnOnReminders);
    walk.event(allowed(true, true));
    reached.keep("overlay-reminders-on", walk);
    walk.event(looked(false, true, true));
    reached.keep("overlay-reminders-hibernates", walk);
    walk.event(allowed(false, false));
    walk.intent(Intent::Close);
    reached.keep("home-reminders-blocked", walk);
}

fn keep_renewals(reached: &mut Reached) {
    let proven = installed_as(None);
    reached.keep("certificate-same", &renewing(proven, dx()));
    let mut walk = renewed(renewing(installed_as(None), newer()), None);
    reached.keep("done-replaced", &walk);
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Finish);
    walk.intent(Intent::OpenRemoval { slot, beside: false });
    reached.keep("overlay-removal-android", &walk);

    let mut walk = renewed(renewing(installed_as(None), newer()), Some("hima-wari-2028"));
    reached.keep("done-beside", &walk);
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Finish);
    walk.intent(Intent::OpenHeld { slot: slot.clone() });
    reached.keep("overlay-held-beside", &walk);
    walk.intent(Intent::OpenRemoval { slot, beside: true });
    walk.event(Event::CameBack);
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    let found = KeyChainProof { alias: slot.clone(), connected: false };
    walk.event(Event::RemovalLooked(Removing { slot, beside: true }, Ok(found)));
    reached.keep("overlay-removal-still-there", &walk);
}

/// An Android phone with one certificate that is proven, under the name that the user gave it.
fn installed_as(name: Option<&str>) -> Walk {
    let mut walk = at_certificate(android(), dx());
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
    let mut walk = renewed(walk, name);
    walk.intent(Intent::Finish);
    walk
}

/// Another file was opened for it.
fn renewing(mut walk: Walk, summary: CertificateSummary) -> Walk {
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Renew { slot });
    walk.look();
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    walk.answer(|attempt| Event::Listed(attempt, Ok(vec![crate::common::row(0, certificate::CertificateKind::Dx)])));
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
    super::walk::opened(&mut walk, summary, Vec::new());
    walk
}

/// KeyChain has it under this name.
fn renewed(mut walk: Walk, name: Option<&str>) -> Walk {
    if walk.id() == "certificate" {
        walk.intent(Intent::HandOver);
        walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
    }
    let alias = name.map_or_else(|| walk.alias(), Alias::from);
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(KeyChainProof { alias, connected: false })));
    walk
}

fn newer() -> CertificateSummary {
    let mut newer = dx();
    newer.fingerprint = Fingerprint([0xb2; 32]);
    newer.not_before = time("2026-11-20T00:00:00Z");
    newer.not_after = time("2029-03-31T14:59:59Z");
    newer
}

/// A phone of a corporation that keeps the certificates of many offices.
pub fn many(count: u32) -> Walk {
    let names = ["さくら訪問介護ステーション", "デイサービスひまわり", "グループホームすみれ", "ケアプランもみじ"];
    let mut saved = PersistedState::default();
    for at in 0..count {
        let office = OfficeId::from_bits(u128::from(at / 2 + 1) << 96);
        let is_dx = at % 2 == 0;
        let mut summary = if is_dx { dx() } else { hoken() };
        summary.fingerprint = Fingerprint([u8::try_from(at % 250).unwrap() + 1; 32]);
        summary.not_after =
            time("2026-11-20T14:59:59Z") + SignedDuration::from_hours(24 * 37 * i64::from(at * 7 % count));
        let name = names[(at / 2) as usize % names.len()];
        let name = if at / 2 < 4 { name.to_owned() } else { format!("{name}{}", at / 8 + 1) };
        saved.ledger.offices.insert(office.clone(), Office { name });
        let kind = if is_dx { certificate::CertificateKind::Dx } else { certificate::CertificateKind::Hoken };
        let slot = Slot { office, kind, practice: false };
        let at = time("2026-11-02T01:00:00Z");
        let proof = Proof::Proven { by: ProvenBy::Signature, at };
        let certificate = HandedCertificate { summary, issuer_dn: vec![0x30, 0], proof, renamed: None };
        saved.ledger.keep_alone(slot, certificate, false);
    }
    started_with(saved)
}
