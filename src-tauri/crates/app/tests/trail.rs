//! What must never be written down is not in the trail, whatever a journey does and with every level on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod walker;

use std::sync::Arc;

use app::{TRAIL_LINES, Trail};
use journey::{Intent, OverlayView, Platform, PracticeOffice, Screen, SecretKind, SystemAnswer, SystemScreen};
use secrecy::ExposeSecret;
use walker::{Walker, fetch, install, settings};

/// Typed where it is wrong.
const WRONG_LOGIN: &str = "shirushi-login-7Q";
const WRONG_CERTIFICATE: &str = "shirushi-cert-8R";
/// Brought from outside.
const LINK: &str = "shomei-navi://card?v=1&office=shirushi-link-9S";

/// Every line so far: the trail forgets, this does not.
struct Watch {
    trail: Trail,
    lines: Vec<String>,
}

impl Watch {
    /// Takes what came since the last time, which the trail still holds the end of.
    fn look(&mut self) {
        let now = self.trail.lines();
        let known = match self.lines.last() {
            Some(last) => now.iter().rposition(|line| line == last).expect("looked too late: lines were lost") + 1,
            None => 0,
        };
        self.lines.extend_from_slice(&now[known..]);
    }

    fn holding(&self, mark: &str) -> Vec<&String> {
        self.lines.iter().filter(|line| line.to_lowercase().contains(&mark.to_lowercase())).collect()
    }

    fn says(&self, words: &str) -> bool {
        !self.holding(words).is_empty()
    }
}

// One test: a process has one trail.
#[tokio::test(flavor = "multi_thread")]
async fn no_journey_leaves_a_secret_or_a_name_in_the_trail() {
    let mut watch = Watch { trail: Trail::start(), lines: Vec::new() };
    let mut marks: Vec<String> = [WRONG_LOGIN, WRONG_CERTIFICATE, "shirushi-link", "chigau"].map(str::to_owned).into();

    let folder = Arc::new(tempfile::tempdir().unwrap());
    let mut walker = Walker::start(&folder).await;
    let office = walker.practise(Platform::Android, 1).await;
    marks.extend(of(&office));
    walker.app.open_link(LINK, false);
    walker.until("the link", |view| view.inbound.is_some()).await;
    walker.app.intent(Intent::Dismiss);
    walker.walk_to_login().await;
    walker.log_in(office.user_id.as_str(), WRONG_LOGIN).await;
    walker.until("refused", |view| matches!(&view.screen, Screen::Login { failure: Some(_), .. })).await;
    watch.look();
    walker.log_in(office.user_id.as_str(), &office.login_password).await;
    walker.at("certificate-password").await;
    watch.look();
    walker.open(WRONG_CERTIFICATE).await;
    walker.open(&office.certificate_password).await;
    let Screen::Certificate { summary, .. } = walker.at("certificate").await.screen else { panic!() };
    marks.extend([summary.subject, summary.fingerprint.to_string()]);
    watch.look();
    walker.app.intent(Intent::HandOver);
    install(&mut walker).await;
    walker.at("verify").await;
    walker.app.intent(Intent::Verify { slot: None });
    walker
        .system("the chooser", |screen| matches!(screen, SystemScreen::AndroidChooser { .. }), SystemAnswer::Go)
        .await;
    walker.at("done").await;
    watch.look();

    let folder = Arc::new(tempfile::tempdir().unwrap());
    let mut walker = Walker::start(&folder).await;
    let office = walker.practise(Platform::Iphone, 1).await;
    marks.extend(of(&office));
    walker.walk_to_certificate(&office).await;
    watch.look();
    walker.app.intent(Intent::HandOver);
    fetch(&mut walker).await;
    walker.at("settings-steps").await;
    let shown = walker.app.reveal_secret(SecretKind::CertificatePassword).await.unwrap();
    marks.push(shown.expose_secret().to_owned());
    settings(&mut walker, shown.expose_secret()).await;
    walker.app.intent(Intent::SaidInstalled);
    walker.at("verify").await;
    watch.look();
    walker.app.intent(Intent::Open { page: journey::Overlay::HelpDesk });
    let view = walker.until("the sheet", |view| view.overlay.is_some()).await;
    let Some(OverlayView::HelpDesk { trail, .. }) = view.overlay else { panic!() };
    assert!(!trail.is_empty() && trail.len() <= TRAIL_LINES, "the diagnosis sheet shows it");
    watch.look();

    for told in [
        "INFO app::app intent intent=log-in",
        "INFO app::effects effect effect=log-in attempt=",
        "event=logged-in attempt=",
        "WARN app::failures an error becomes a code code=portal-wrong-login",
        "INFO portal::browser the portal has answered request=1 host=",
        "INFO portal::browser a page is known request=2 page=login",
        "INFO app::effects::proof the probe was asked host=",
        "INFO handoff::server the profile was fetched",
    ] {
        assert!(watch.says(told), "{told}: {:#?}", watch.lines);
    }
    for mark in marks.iter().filter(|mark| !mark.is_empty()) {
        assert!(watch.holding(mark).is_empty(), "{mark}: {:#?}", watch.holding(mark));
    }
    // A mark would be found.
    tracing::trace!(target: "app::control", "{}", office.login_password);
    watch.look();
    assert!(watch.says(&office.login_password));
}

fn of(office: &PracticeOffice) -> [String; 4] {
    let PracticeOffice { name, user_id, login_password, certificate_password, .. } = office.clone();
    [name, user_id.to_string(), login_password, certificate_password]
}
