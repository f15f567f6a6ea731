//! The way back from the verification page.

use super::*;

fn nonce(walk: &Walk) -> Nonce {
    match &walk.persisted().journal.as_ref().unwrap().step {
        Step::Verify { nonce: Some(nonce) } => *nonce,
        other => panic!("{other:?}"),
    }
}

fn back(nonce: Nonce) -> String {
    format!("shomei-navi://verified?nonce={nonce}")
}

fn nobody() -> Failure {
    Failure::new(journey::Cause::NothingShown, "verify-nobody-came", true)
}

#[test]
fn the_way_back_from_the_probe_only_asks_about_our_own_nonce() {
    let mut walk = at_the_probe();
    let nonce = nonce(&walk);
    assert_eq!(bring(&mut walk, &back(nonce), false), None, "the probe is being asked anyhow");
    let Some(InboundView::Refused { failure }) = bring(&mut walk, &back(Nonce::from_bits(0)), false) else { panic!() };
    assert_eq!(failure.code, "door-not-awaited");
    walk.intent(Intent::Dismiss);
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Err(nobody())));
    assert_eq!(bring(&mut walk, &back(nonce), false), Some(InboundView::Verified));
    let effects = walk.intent(Intent::Accept);
    assert!(matches!(effects.as_slice(), [Effect::AskProbe { nonce: asked, .. }] if *asked == nonce), "{effects:?}");
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Ok(())));
    assert!(matches!(walk.screen(), Screen::Done { proof: Proof::Proven { .. }, .. }));
    assert_eq!(bring(&mut walk, &back(nonce), false), None, "it comes late, and everything is well");
}

#[test]
fn the_way_back_finds_a_journey_that_was_killed() {
    let walk = at_the_probe();
    let nonce = nonce(&walk);
    let mut walk = walk.restarted();
    walk.event(Event::Started);
    walk.intent(Intent::Later);
    assert_eq!(bring(&mut walk, &back(nonce), true), Some(InboundView::Verified));
    walk.intent(Intent::Accept);
    assert!(matches!(walk.screen(), Screen::Verify { working: true, .. }));
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Err(nobody())));
    assert!(matches!(walk.screen(), Screen::Verify { working: false, failure: Some(_), .. }));
}

#[test]
fn a_question_is_gone_when_the_proof_came_by_itself() {
    let mut walk = at_the_probe();
    let nonce = nonce(&walk);
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Err(nobody())));
    walk.event(Event::CameBack);
    assert_eq!(bring(&mut walk, &back(nonce), false), Some(InboundView::Verified));
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Ok(())));
    assert_eq!((walk.id(), walk.view().inbound), ("done", None));
}

#[test]
fn after_a_kill_the_way_back_that_was_answered_stays_answered() {
    let mut walk = at_the_probe();
    let link = back(nonce(&walk));
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Err(nobody())));
    assert_eq!(bring(&mut walk, &link, true), Some(InboundView::Verified));
    walk.intent(Intent::Dismiss);
    let mut killed = walk.restarted();
    killed.pass(60 * 60);
    assert_eq!(bring(&mut killed, &link, true), None, "the browser or the system brings it again");
    assert_eq!(bring(&mut killed, &link, false), Some(InboundView::Verified), "tapped while the app runs");
    killed.intent(Intent::Dismiss);
    killed.pass(8 * 24 * 60 * 60);
    assert_eq!(bring(&mut killed, &link, true), Some(InboundView::Verified), "a week later it is meant");
}
