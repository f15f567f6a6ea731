//! What is over or erased is in no file of the state folder any more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod walker;

use std::path::Path;
use std::sync::Arc;

use app::{FileStore, Store};
use certificate::{CertificateKind, Fingerprint};
use jiff::Timestamp;
use journey::{
    CertificateSummary, HandedCertificate, Intent, Office, OfficeId, Overlay, OverlayView, PersistedState, Platform,
    Proof, Screen, Slot, SystemAnswer, SystemScreen, UserId,
};
use tempfile::TempDir;
use walker::{Walker, install};

const USER_ID: &str = "KJ1372000123A5";
const OFFICE: &str = "さくら訪問介護";
const FINGERPRINT: Fingerprint = Fingerprint([7; 32]);

fn folder() -> Arc<TempDir> {
    Arc::new(tempfile::tempdir().unwrap())
}

/// Names of the files of the folder itself that tell it.
fn telling(folder: &Path, what: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.path().is_file());
    let telling = files.filter(|entry| String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).contains(what));
    telling.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

/// One certificate, an office's name and a user ID that is remembered.
fn records() -> PersistedState {
    let mut saved = PersistedState::default();
    saved.settings.user_id = UserId::written(USER_ID);
    saved.ledger.salt = "00".to_owned();
    let office = OfficeId::from_bits(1 << 96);
    saved.ledger.offices.insert(office.clone(), Office { name: OFFICE.to_owned() });
    let at = Timestamp::constant(1_790_000_000, 0);
    let summary = CertificateSummary {
        kind: Some(CertificateKind::Dx),
        office: String::new(),
        subject: "CarePlanJigyousho".to_owned(),
        issuer: "e-seikyu CA".to_owned(),
        not_before: at,
        not_after: at,
        days_left: 0,
        due: false,
        fingerprint: FINGERPRINT,
        practice: false,
        doubts: Vec::new(),
    };
    let certificate = HandedCertificate { summary, issuer_dn: vec![0x30, 0], proof: Proof::HandedOver, renamed: None };
    saved.ledger.keep_alone(Slot { office, kind: CertificateKind::Dx, practice: false }, certificate, false);
    saved
}

/// At home, with these records in both files and a damaged one of before.
async fn with_records() -> Walker {
    let folder = folder();
    {
        let store = FileStore::open(folder.path()).unwrap();
        store.save(&records()).unwrap();
        store.save(&records()).unwrap();
    }
    std::fs::write(folder.path().join("state.damaged-1.json"), format!("{{ {USER_ID} {OFFICE}")).unwrap();
    let mut walker = Walker::start(&folder).await;
    walker.at("home").await;
    let all = ["state.json", "state.previous.json", "state.damaged-1.json"];
    for name in all {
        assert!(telling(folder.path(), USER_ID).contains(&name.to_owned()), "{name}");
    }
    walker
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_end_no_file_tells_the_user_id_and_after_practice_none_the_rest() {
    let mut walker = Walker::start(&folder()).await;
    let folder = walker.folder.clone();
    let office = walker.practise(Platform::Android, 1).await;
    walker.walk_to_certificate(&office).await;
    walker.app.intent(Intent::HandOver);
    install(&mut walker).await;
    walker.at("verify").await;
    assert!(!telling(folder.path(), office.user_id.as_str()).is_empty(), "the flow goes on after a kill");
    walker.app.intent(Intent::Verify { slot: None });
    walker
        .system("the chooser", |screen| matches!(screen, SystemScreen::AndroidChooser { .. }), SystemAnswer::Go)
        .await;
    let Screen::Done { summary, .. } = walker.at("done").await.screen else { panic!() };
    walker.app.intent(Intent::Finish);
    walker.at("home").await;
    assert_eq!(telling(folder.path(), office.user_id.as_str()), [""; 0]);

    let rest = [summary.fingerprint.to_string(), summary.office];
    assert!(rest.iter().all(|told| !told.is_empty() && !telling(folder.path(), told).is_empty()));
    walker.app.intent(Intent::LeavePractice);
    walker.app.intent(Intent::Confirm);
    walker.until("practice is left", |view| view.practice.is_none()).await;
    for told in rest {
        assert_eq!(telling(folder.path(), &told), [""; 0], "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn erased_records_are_in_no_file() {
    let mut walker = with_records().await;
    walker.app.intent(Intent::ForgetRecords);
    walker.at("welcome").await;
    for told in [USER_ID, OFFICE, &FINGERPRINT.to_string()] {
        assert_eq!(telling(walker.folder.path(), told), [""; 0], "{told}");
    }
}

/// They cannot be read, so that erasing changes nothing, and the damaged files still lie where the state is.
#[tokio::test(flavor = "multi_thread")]
async fn erased_records_are_in_no_file_where_none_could_be_read() {
    let folder = folder();
    let mut state = serde_json::to_value(records()).unwrap();
    state["settings"] = USER_ID.into();
    state["ledger"] = serde_json::json!({ "salt": "00" });
    state["v"] = 2.into();
    for name in ["state.json", "state.previous.json"] {
        std::fs::write(folder.path().join(name), state.to_string()).unwrap();
    }
    let mut walker = Walker::start(&folder).await;
    walker.app.intent(Intent::ForgetRecords);
    walker.app.intent(Intent::Open { page: Overlay::About });
    walker.until("the page after it", |view| view.overlay.is_some()).await;
    assert_eq!(telling(folder.path(), USER_ID), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_id_that_is_no_longer_remembered_is_in_neither_copy() {
    let mut walker = with_records().await;
    walker.app.intent(Intent::Open { page: Overlay::Settings });
    walker.app.intent(Intent::ForgetUserId);
    let forgotten =
        |view: &journey::View| matches!(view.overlay, Some(OverlayView::Settings { user_id_kept: false, .. }));
    walker.until("it is forgotten", forgotten).await;
    assert_eq!(telling(walker.folder.path(), USER_ID), ["state.damaged-1.json"]);
    assert_eq!(telling(walker.folder.path(), OFFICE).len(), 3, "nothing else is");
}
