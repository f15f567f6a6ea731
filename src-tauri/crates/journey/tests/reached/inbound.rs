//! What comes from outside and waits for the user's word.

use certificate::CertificateKind;
use journey::{Event, FacilityCard, FileId, Intent, Platform, Step, UserId};

use super::portal::at_login;
use super::walk::{Reached, at_settings_steps, at_verify, failure, hoken, iphone, practising};
use crate::common::{USER_ID, Walk};

pub fn keep(reached: &mut Reached) {
    let card = FacilityCard::new(Some(CertificateKind::Hoken), &hoken().office, UserId::written(USER_ID)).unwrap();
    reached.keep("inbound-portal", &linked(at_login(), "https://www.e-seikyuu.jp"));
    reached.keep("inbound-card", &linked(at_login(), &card.link()));
    let mut walk = practising(Platform::Iphone);
    walk.walk_to_login();
    let short = FacilityCard::new(None, &hoken().office, None).unwrap();
    reached.keep("inbound-card-practice", &linked(walk, &short.link()));
    let mut walk = at_login();
    walk.log_in();
    reached.keep("inbound-card-leaves", &linked(walk, &card.link()));
    let mut walk = at_settings_steps(iphone(), hoken(), false);
    walk.event(Event::FileOpened(Ok(FileId::new(0))));
    reached.keep("inbound-file-leaves", &walk);
    let mut walk = Walk::android();
    walk.event(Event::FileComing);
    reached.keep("inbound-coming", &walk);
    reached.keep("inbound-verified", &back_from_the_probe());
    reached.keep("inbound-refused", &linked(at_login(), "shomei-navi://card?v=1"));
}

fn linked(mut walk: Walk, link: &str) -> Walk {
    walk.event(Event::LinkOpened { link: link.to_owned(), cold: false });
    walk
}

fn back_from_the_probe() -> Walk {
    let mut walk = at_verify(iphone(), hoken());
    walk.intent(Intent::Verify { slot: None });
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Err(failure("verify-nobody-came"))));
    let Step::Verify { nonce: Some(nonce) } = walk.persisted().journal.as_ref().unwrap().step.clone() else { panic!() };
    linked(walk, &format!("shomei-navi://verified?nonce={nonce}"))
}
