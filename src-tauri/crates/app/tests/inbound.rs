//! Into the journey by a file and by the card of another phone: the real app, with real pictures and real certificates.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod walker;

use std::sync::Arc;

use app::LumaPicture;
use journey::{
    CertificateKind, InboundView, Intent, Overlay, OverlayView, Platform, PracticeOffice, Proof, Question, Screen,
    SystemAnswer, SystemScreen, View,
};
use walker::Walker;
use zeroize::Zeroizing;

/// Pixels of a module in a picture.
const MODULE: usize = 5;

async fn walker() -> Walker {
    Walker::start(&Arc::new(tempfile::tempdir().unwrap())).await
}

/// A certificate's file, as the office's PC would have downloaded it.
async fn file_of(walker: &Walker, office: &PracticeOffice) -> Zeroizing<Vec<u8>> {
    let running = walker.practice.running().await.unwrap();
    let known = running.portal.office(&office.id).unwrap();
    let issued = running.authority.issue(&known.subject(known.certificates[0])).await.unwrap();
    Zeroizing::new(issued.pkcs12(&office.certificate_password).unwrap())
}

async fn prove_on_android(walker: &mut Walker) {
    walker.at("certificate").await;
    walker.app.intent(Intent::HandOver);
    walker.system("the kind", |screen| matches!(screen, SystemScreen::AndroidKind), SystemAnswer::Go).await;
    walker.system("the name", |screen| matches!(screen, SystemScreen::AndroidName { .. }), SystemAnswer::Go).await;
    walker.at("verify").await;
    walker.app.intent(Intent::Verify { slot: None });
    let chooser = |screen: &SystemScreen| matches!(screen, SystemScreen::AndroidChooser { .. });
    walker.system("the chooser", chooser, SystemAnswer::Go).await;
    let Screen::Done { proof: Proof::Proven { .. }, .. } = walker.at("done").await.screen else { panic!() };
}

/// The rows of the QR code that the page of the card shows.
async fn card(walker: &mut Walker, kind: Option<CertificateKind>, name: &str, user_id: &str) -> Vec<String> {
    walker.app.intent(Intent::Open { page: Overlay::FacilityCard });
    let user_id = Some(user_id.to_owned());
    walker.app.intent(Intent::MakeCard { request: 1, kind, office: name.to_owned(), user_id });
    let made = |view: &View| match &view.overlay {
        Some(OverlayView::FacilityCard { card: Some(card), office, .. }) if office == name => Some(card.rows.clone()),
        _ => None,
    };
    let view = walker.until("the card is made", |view| made(view).is_some()).await;
    made(&view).unwrap()
}

fn picture(rows: &[String]) -> LumaPicture {
    let side = (rows.len() + 8) * MODULE;
    let at = |n: usize| (n / MODULE).checked_sub(4);
    let dark = |x: usize, y: usize| Some(*rows.get(at(y)?)?.as_bytes().get(at(x)?)? == b'1');
    let luma = (0..side * side).map(|n| if dark(n % side, n / side) == Some(true) { 30 } else { 220 }).collect();
    let side = u32::try_from(side).unwrap();
    LumaPicture::new(side, side, luma).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_all_the_way_without_a_login() {
    let mut walker = walker().await;
    let office = walker.practise(Platform::Android, 1).await;
    walker.app.open_file(Ok(file_of(&walker, &office).await));
    let view = walker.until("the file waits for the word", |view| view.inbound.is_some()).await;
    assert_eq!(view.inbound, Some(InboundView::File { leaves: None }));
    walker.app.intent(Intent::Accept);
    walker.at("certificate-password").await;
    let view = walker.open("chigau").await;
    let Screen::CertificatePassword { failure: Some(failure), .. } = view.screen else { panic!("{:?}", view.screen) };
    assert_eq!(failure.code, "certificate-wrong-password");
    walker.open(&office.certificate_password).await;
    prove_on_android(&mut walker).await;
    assert!(!walker.passed.contains(&"login"), "{:?}", walker.passed);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_file_waits_while_the_first_is_open() {
    let mut walker = walker().await;
    let office = walker.practise(Platform::Android, 1).await;
    let file = file_of(&walker, &office).await;
    walker.app.open_file(Ok(file.clone()));
    walker.until("a file", |view| view.inbound.is_some()).await;
    walker.app.intent(Intent::Accept);
    walker.at("certificate-password").await;
    // Something else that looks like a certificate: the first must not be changed for it.
    walker.app.open_file(Ok(Zeroizing::new(vec![0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03, 0x30, 0x82])));
    let asks = Some(InboundView::File { leaves: Some(Question::LeaveCertificate) });
    walker.until("the other waits", |view| view.inbound == asks).await;
    walker.app.intent(Intent::Dismiss);
    walker.open(&office.certificate_password).await;
    walker.at("certificate").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_phone_is_set_up_from_the_card_of_the_first() {
    let mut first = walker().await;
    let office = first.practise(Platform::Android, 2).await;
    first.app.open_file(Ok(file_of(&first, &office).await));
    first.until("a file", |view| view.inbound.is_some()).await;
    first.app.intent(Intent::Accept);
    first.at("certificate-password").await;
    first.open(&office.certificate_password).await;
    prove_on_android(&mut first).await;
    let rows =
        card(&mut first, Some(CertificateKind::Hoken), "さくら訪問介護", &office.user_id.as_str().to_lowercase()).await;

    let mut next = walker().await;
    next.practise(Platform::Android, 2).await;
    next.app.intent(Intent::Open { page: Overlay::Scan });
    assert_eq!(next.app.read_qr(picture(&rows)).await.codes, 1);
    next.until(
        "the card waits for the word",
        |view| matches!(&view.inbound, Some(InboundView::Card { office, .. }) if office == "さくら訪問介護"),
    )
    .await;
    next.app.intent(Intent::Accept);
    let view = next.at("login").await;
    assert!(
        matches!(&view.screen, Screen::Login { user_id, .. } if user_id.as_str() == office.user_id.as_str()),
        "{:?}",
        view.screen
    );
    next.log_in(office.user_id.as_str(), &office.login_password).await;
    next.at("certificate-password").await;
    assert!(!next.passed.contains(&"certificates"), "the card has chosen: {:?}", next.passed);
    let view = next.open(&office.certificate_password).await;
    let Screen::Certificate { summary, .. } = view.screen else { panic!("{:?}", view.screen) };
    assert_eq!(summary.kind, Some(CertificateKind::Hoken), "the card's, not the one of least privilege");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_one_picture_is_looked_at_others_are_left_out() {
    let mut walker = walker().await;
    let rows = card(&mut walker, None, "さくら", "KJ0000000000A1").await;
    let blank = || LumaPicture::new(1920, 1920, vec![120; 1920 * 1920]).unwrap();
    // Polled in this order: the large one is at work when the readable one comes.
    let (large, readable) = tokio::join!(walker.app.read_qr(blank()), walker.app.read_qr(picture(&rows)));
    assert_eq!((large.codes, readable.codes), (0, 0));
    assert_eq!(walker.app.read_qr(picture(&rows)).await.codes, 1, "it is not busy for ever");
}
