//! What the walks begin with and have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use certificate::{CertificateKind, Fingerprint, Severity};
use jiff::Timestamp;
use journey::{
    Addresses, Appearance, CertificateInfo, CertificateSummary, Config, Event, Failure, FindingView, Intent, Overlay,
    PersistedState, Platform, PortalWay, PracticeOffice, PublisherInfo, RealmInfo, ServingInfo, UserId, Vendor, View,
};

use crate::common::{Walk, entropy};

/// Half past ten in Japan, on a working day.
pub(super) const NOW: &str = "2026-11-24T01:30:00Z";

/// Views by the names under which the gallery shows them, in its order.
#[derive(Default)]
pub struct Reached(Vec<(&'static str, View)>);

impl Reached {
    /// Keeps what is shown now.
    pub(super) fn keep(&mut self, name: &'static str, walk: &Walk) {
        self.0.push((name, walk.view()));
    }

    /// An object with a line for each View.
    pub fn to_json(&self) -> String {
        let names: BTreeSet<_> = self.0.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), self.0.len(), "a name stands twice");
        let lines: Vec<String> =
            self.0.iter().map(|(name, view)| format!("\"{name}\": {}", serde_json::to_string(view).unwrap())).collect();
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }
}

/// The first start of the app on a phone whose publisher has these addresses.
pub(super) fn phone(platform: Platform, realm: RealmInfo) -> Walk {
    started(platform, realm, true, None)
}

/// A phone that can show the portal's own pages, which come first.
pub(super) fn windowed() -> Walk {
    set_up(Platform::Android, ADDRESSES, true, Some(PortalWay::Window), None)
}

pub(super) fn started(
    platform: Platform,
    realm: RealmInfo,
    this_phone: bool,
    startup_failure: Option<Failure>,
) -> Walk {
    set_up(platform, realm, this_phone, None, startup_failure)
}

/// `window`: the way that comes first on a phone with a window for the portal; `None` on one without.
fn set_up(
    platform: Platform,
    realm: RealmInfo,
    this_phone: bool,
    window: Option<PortalWay>,
    startup_failure: Option<Failure>,
) -> Walk {
    let config = move || Config {
        platform,
        portal_window: window.is_some(),
        notifications: true,
        portal_way: window.unwrap_or_default(),
        this_phone,
        realm,
        publisher: PublisherInfo {
            name: "Shomei Navi contributors".to_owned(),
            contact: "faults@publisher.example".to_owned(),
            trial: false,
        },
        version: "0.1.0".to_owned(),
        portal_host: "*.e-seikyuu.jp".to_owned(),
        addresses: Addresses { entry: "https://www.e-seikyuu.jp".to_owned(), link_hosts: Vec::new() },
        due_days: 90,
        offices: practice_offices(),
        entropy: entropy(),
    };
    let saved = PersistedState::default();
    begun(Walk::started(Rc::new(config), saved, startup_failure, NOW.parse().unwrap()), platform)
}

/// An Android phone on which all of this was written down before.
pub(super) fn started_with(saved: PersistedState) -> Walk {
    begun(android().with(saved), Platform::Android)
}

fn begun(mut walk: Walk, platform: Platform) -> Walk {
    (walk.phone.version, walk.phone.vendor) = match platform {
        Platform::Android => ("15".to_owned(), Some(Vendor::Pixel)),
        _ => ("26.1".to_owned(), None),
    };
    let appearance = Appearance { language: Some("ja".to_owned()), ..Appearance::default() };
    walk.intent(Intent::SetAppearance { appearance });
    walk
}

pub(super) const ADDRESSES: RealmInfo = RealmInfo { probe: true, service: true };

pub(super) fn android() -> Walk {
    phone(Platform::Android, ADDRESSES)
}

pub(super) fn iphone() -> Walk {
    phone(Platform::Iphone, ADDRESSES)
}

pub(super) fn ipad() -> Walk {
    phone(Platform::Ipad, ADDRESSES)
}

/// Practice has begun.
pub(super) fn practising(model: Platform) -> Walk {
    let mut walk = android();
    walk.intent(Intent::Open { page: Overlay::Practice });
    walk.intent(Intent::StartPractice { phone: Some(model), office: "both".to_owned() });
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(ADDRESSES)));
    walk.phone.platform = match model {
        Platform::Iphone => Platform::Iphone,
        Platform::Ipad => Platform::Ipad,
        Platform::Android => Platform::Android,
    };
    walk.phone.version = if walk.phone.platform.is_apple() { "26.1" } else { "15" }.to_owned();
    walk
}

pub(super) fn practice_offices() -> Vec<PracticeOffice> {
    let office =
        |id: &str, name: &str, user_id: &str, login: &str, letter: &str, kinds: &[CertificateKind]| PracticeOffice {
            id: id.to_owned(),
            name: name.to_owned(),
            user_id: UserId::written(user_id).unwrap(),
            login_password: login.to_owned(),
            certificate_password: letter.to_owned(),
            kinds: kinds.to_vec(),
        };
    let (dx, hoken) = (CertificateKind::Dx, CertificateKind::Hoken);
    vec![
        office("both", "練習用の事業所 さくら", "KJ0000000000A1", "Renshu2026A", "O0sakura1lI", &[dx, hoken]),
        office("dx", "練習用の事業所 すみれ", "KJ0000000000B2", "Renshu2026B", "lI1sumire0O", &[dx]),
        office("none", "練習用の事業所 もみじ", "KJ0000000000C3", "Renshu2026C", "Momiji1lO0", &[]),
    ]
}

/// 介護保険証明書 of the one office.
pub(super) fn hoken() -> CertificateSummary {
    CertificateSummary {
        kind: Some(CertificateKind::Hoken),
        office: "さくら訪問介護ステーション".to_owned(),
        subject: "KaigoJigyousho".to_owned(),
        issuer: "e-seikyu CA".to_owned(),
        not_before: time("2025-04-01T00:00:00Z"),
        not_after: time("2028-03-31T14:59:59Z"),
        days_left: 0,
        due: false,
        fingerprint: Fingerprint([0x3f; 32]),
        practice: false,
        doubts: Vec::new(),
    }
}

/// 介護DX証明書 of the other.
pub(super) fn dx() -> CertificateSummary {
    CertificateSummary {
        kind: Some(CertificateKind::Dx),
        office: "デイサービスひまわり".to_owned(),
        subject: "CarePlanJigyousho".to_owned(),
        fingerprint: Fingerprint([0xa1; 32]),
        ..hoken()
    }
}

pub(super) fn time(time: &str) -> Timestamp {
    time.parse().unwrap()
}

pub(super) fn failure(code: &str) -> Failure {
    Failure::new(crate::common::cause(code), code, true)
}

pub(super) fn final_failure(code: &str) -> Failure {
    Failure::new(crate::common::cause(code), code, false)
}

pub(super) fn failure_with(code: &str, name: &str, value: &str) -> Failure {
    Failure { params: params(name, value), ..failure(code) }
}

pub(super) fn finding(code: &str, severity: Severity, params: BTreeMap<String, String>) -> FindingView {
    FindingView { code: code.to_owned(), severity, params }
}

pub(super) fn params(name: &str, value: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(name.to_owned(), value.to_owned())])
}

/// Straight to the password of the downloaded file.
pub(super) fn at_password(mut walk: Walk, kind: CertificateKind) -> Walk {
    walk.walk_to_password(kind);
    walk
}

/// Straight to the certificate that was opened.
pub(super) fn at_certificate(walk: Walk, summary: CertificateSummary) -> Walk {
    let mut walk = at_password(walk, summary.kind.unwrap());
    opened(&mut walk, summary, Vec::new());
    walk
}

/// The password is right, and the file holds this.
pub(super) fn opened(walk: &mut Walk, summary: CertificateSummary, findings: Vec<FindingView>) {
    walk.intent(Intent::OpenCertificate);
    walk.answer(|attempt| {
        Event::Opened(
            attempt,
            Ok(CertificateInfo { summary, issuer_dn: vec![0x30, 0], findings, wanted_anyway: false }),
        )
    });
}

/// The profile is made, and Safari's sheet is open.
pub(super) fn at_hand_over(walk: Walk, summary: CertificateSummary, password_is_made: bool) -> Walk {
    let mut walk = at_certificate(walk, summary);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::Serving(attempt, Ok(ServingInfo { password_is_made })));
    walk
}

/// Safari has fetched the profile, and 18 seconds of its eight minutes are over.
pub(super) fn at_settings_steps(walk: Walk, summary: CertificateSummary, password_is_made: bool) -> Walk {
    let mut walk = at_hand_over(walk, summary, password_is_made);
    walk.answer(Event::ProfileFetched);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    walk.pass(18);
    walk
}

/// iOS: the user says that it is installed.
pub(super) fn at_verify(walk: Walk, summary: CertificateSummary) -> Walk {
    let mut walk = at_settings_steps(walk, summary, false);
    walk.intent(Intent::SaidInstalled);
    walk
}
