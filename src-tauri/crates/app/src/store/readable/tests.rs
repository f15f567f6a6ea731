#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use certificate::{CertificateKind, Fingerprint};
use jiff::Timestamp;
use journey::{
    Alias, AnsweredLink, Appearance, CertificateSummary, FailedLogins, FindingView, Furigana, HandOff, HandOffMethod,
    HandedCertificate, InstallMethod, InstallerOutcome, Journal, Ledger, LedgerEntry, Office, OfficeId,
    PersistedPractice, PersistedState, Platform, PortalWay, Proof, ProvenBy, ReminderSettings, Removal,
    RemovedCertificate, Removing, SavedFile, Settings, Severity, Slot, Step, TextSize, Theme, TypedUserId, UserId,
};
use serde_json::Value;

use super::readable;
use crate::store::{FileStore, Store, StoreError};

const UNKNOWN: &str = "a-word-of-tomorrow";

/// Every word in the state that is one of a list, and what it takes with it where it is not known.
const WORDS: &[(&str, &str)] = &[
    ("/journal/certificate/proof/by", "/journal"),
    ("/journal/certificate/proof/id", "/journal"),
    ("/journal/certificate/summary/doubts/0/severity", "/journal"),
    ("/journal/certificate/summary/kind", "/journal"),
    ("/journal/installer", "/journal"),
    ("/journal/kind", "/journal"),
    ("/journal/portalWay", "/journal"),
    ("/journal/slot/kind", "/journal"),
    ("/journal/step/id", "/journal"),
    ("/journal/step/way", "/journal"),
    ("/ledger/certificates/dx/beside/proof/id", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/beside/summary/doubts/0/severity", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/beside/summary/kind", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/certificate/proof/by", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/certificate/proof/id", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/certificate/summary/doubts/0/severity", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/certificate/summary/kind", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/previous/proof/id", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/previous/summary/doubts/0/severity", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/previous/summary/kind", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/slot/kind", "/ledger/certificates/dx"),
    ("/ledger/certificates/hoken/certificate/proof/id", "/ledger/certificates/hoken"),
    ("/ledger/certificates/hoken/certificate/summary/doubts/0/severity", "/ledger/certificates/hoken"),
    ("/ledger/certificates/hoken/certificate/summary/kind", "/ledger/certificates/hoken"),
    ("/ledger/certificates/hoken/slot/kind", "/ledger/certificates/hoken"),
    ("/ledger/removed/0/certificate/proof/id", "/ledger/removed/0"),
    ("/ledger/removed/0/certificate/summary/doubts/0/severity", "/ledger/removed/0"),
    ("/ledger/removed/0/certificate/summary/kind", "/ledger/removed/0"),
    ("/ledger/removed/0/removal/id", "/ledger/removed/0"),
    ("/ledger/removed/0/slot/kind", "/ledger/removed/0"),
    ("/parked/step/handOff/way", "/parked"),
    ("/parked/step/id", "/parked"),
    ("/settings/appearance/furigana", "/settings/appearance/furigana"),
    ("/settings/appearance/textSize", "/settings/appearance/textSize"),
    ("/settings/appearance/theme", "/settings/appearance/theme"),
];

/// Texts that are no words and have one form all the same.
const FORMS: &[(&str, &str)] = &[
    ("/answeredLink/at", "/answeredLink"),
    ("/journal/certificate/summary/fingerprint", "/journal"),
    ("/ledger/certificates/dx/beside/summary/fingerprint", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/certificate/summary/fingerprint", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/previous/summary/fingerprint", "/ledger/certificates/dx"),
    ("/ledger/certificates/dx/replaced", "/ledger/certificates/dx"),
    ("/ledger/certificates/hoken/certificate/summary/fingerprint", "/ledger/certificates/hoken"),
    ("/ledger/logins/someone/last", "/ledger/logins/someone"),
    ("/ledger/removed/0/certificate/summary/fingerprint", "/ledger/removed/0"),
    ("/parked/step/deadline", "/parked"),
    ("/reminders/told", "/reminders/told"),
    ("/settings/service", "/settings/service"),
    ("/settings/userId", "/settings/userId"),
];

fn at() -> Timestamp {
    Timestamp::constant(1_790_000_000, 0)
}

fn slot(kind: CertificateKind) -> Slot {
    Slot { office: OfficeId::from_bits(1 << 96), kind, practice: false }
}

fn certificate(kind: CertificateKind, proof: Proof) -> HandedCertificate {
    let doubt = FindingView { code: "old".to_owned(), severity: Severity::Doubt, params: BTreeMap::new() };
    let summary = CertificateSummary {
        kind: Some(kind),
        office: "さくら".to_owned(),
        subject: "CarePlanJigyousho".to_owned(),
        issuer: "e-seikyu CA".to_owned(),
        not_before: at(),
        not_after: at(),
        days_left: 0,
        due: false,
        fingerprint: Fingerprint([7; 32]),
        practice: false,
        doubts: vec![doubt],
    };
    HandedCertificate { summary, issuer_dn: vec![48, 0], proof, renamed: Some("renamed".into()) }
}

fn journal(step: Step) -> Journal {
    Journal {
        step,
        slot: None,
        user_id: TypedUserId::new("KJ1372000123A5"),
        certificate: None,
        kind: None,
        office: None,
        from_file: false,
        way: None,
        logged_in: false,
        half_logged_in: false,
        renews: false,
        installer: None,
    }
}

/// All that a state can hold but practice.
fn full() -> PersistedState {
    let (dx, hoken) = (CertificateKind::Dx, CertificateKind::Hoken);
    let proven = Proof::Proven { by: ProvenBy::Signature, at: at() };
    let hand_off = HandOff { method: HandOffMethod::File, password_is_made: true };
    let held = |kind, proof| LedgerEntry {
        slot: slot(kind),
        certificate: certificate(kind, proof),
        practised: false,
        previous: None,
        beside: None,
        replaced: None,
    };
    let renewed = LedgerEntry {
        previous: Some(certificate(dx, Proof::HandedOver)),
        beside: Some(certificate(dx, Proof::HandedOver)),
        replaced: Some(at()),
        ..held(dx, proven)
    };
    let removed = RemovedCertificate {
        slot: slot(dx),
        certificate: certificate(dx, Proof::HandedOver),
        practised: false,
        removal: Removal::Said { at: at() },
    };
    PersistedState {
        journal: Some(Journal {
            slot: Some(slot(dx)),
            certificate: Some(certificate(dx, proven)),
            kind: Some(dx),
            office: Some("さくら".to_owned()),
            way: Some(PortalWay::Window),
            installer: Some(InstallerOutcome::Ok),
            ..journal(Step::Installing { method: InstallMethod::File })
        }),
        suspended_journal: Some(journal(Step::Fetched { deadline: Some(at()), hand_off })),
        ledger: Ledger {
            offices: BTreeMap::from([(slot(dx).office, Office { name: "さくら".to_owned() })]),
            certificates: BTreeMap::from([
                (Alias::new("dx"), renewed),
                (Alias::new("hoken"), held(hoken, Proof::UserConfirmed { at: at() })),
            ]),
            removed: vec![removed.clone(), removed],
            logins: BTreeMap::from([
                ("someone".to_owned(), FailedLogins { count: 2, last: at(), locked: false }),
                ("other".to_owned(), FailedLogins { count: 1, last: at(), locked: true }),
            ]),
            login_sent: Some("someone".to_owned()),
            salt: "00".to_owned(),
        },
        settings: Settings {
            user_id: UserId::written("KJ1372000123A5"),
            appearance: Appearance {
                language: Some("en".to_owned()),
                theme: Theme::Dark,
                furigana: Furigana::Hidden,
                text_size: TextSize::Large,
            },
            service: journey::ServiceAddress::typed("https://service.example.jp/"),
        },
        practice: None,
        answered_link: Some(AnsweredLink { link_hash: "abcd".to_owned(), at: at() }),
        saved_files: vec![SavedFile { name: "kaigo-dx-3f9a1c02.p12".to_owned(), practised: false }],
        removing: Some(Removing { slot: "dx".into(), beside: false }),
        reminders: ReminderSettings { on: true, told: Some(at()) },
    }
}

fn json(state: &PersistedState) -> Value {
    let mut state = serde_json::to_value(state).unwrap();
    state["v"] = 2.into();
    state
}

/// Where texts stand.
fn texts(value: &Value, place: &str) -> Vec<String> {
    match value {
        Value::String(_) => vec![place.to_owned()],
        Value::Array(elements) => {
            elements.iter().enumerate().flat_map(|(at, element)| texts(element, &format!("{place}/{at}"))).collect()
        }
        Value::Object(members) => {
            members.iter().flat_map(|(name, member)| texts(member, &format!("{place}/{name}"))).collect()
        }
        _ => Vec::new(),
    }
}

fn without(state: &Value, place: &str) -> Value {
    let mut left = state.clone();
    let (parent, last) = place.rsplit_once('/').unwrap();
    match left.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.remove(last)),
        Value::Array(elements) => drop(elements.remove(last.parse().unwrap())),
        other => panic!("{other}"),
    }
    left
}

fn read(state: &Value) -> Option<PersistedState> {
    readable(state.to_string().as_bytes()).map(|state| *state)
}

#[test]
fn an_unknown_word_costs_what_it_stands_in_and_nothing_else() {
    let whole = json(&full());
    let all: BTreeMap<_, _> = WORDS.iter().chain(FORMS).copied().collect();
    let mut seen = BTreeSet::new();
    for place in texts(&whole, "") {
        let mut state = whole.clone();
        *state.pointer_mut(&place).unwrap() = UNKNOWN.into();
        if serde_json::from_value::<PersistedState>(state.clone()).is_ok() {
            continue;
        }
        let Some(lost) = all.get(place.as_str()) else {
            let has_a_twin = place.starts_with("/ledger/removed/1/") || place.starts_with("/ledger/logins/other/");
            assert!(has_a_twin, "{place} is in no table");
            continue;
        };
        let expected: PersistedState = serde_json::from_value(without(&whole, lost)).unwrap();
        assert_eq!(read(&state), Some(expected), "{place}");
        seen.insert(place);
    }
    let listed: BTreeSet<_> = all.keys().map(|place| (*place).to_owned()).collect();
    assert_eq!(seen, listed, "a table has places that are not there");
}

#[test]
fn several_unknown_words_cost_each_its_own() {
    let whole = json(&full());
    let mut state = whole.clone();
    for place in
        ["/journal/kind", "/ledger/certificates/dx/slot/kind", "/ledger/removed/1/removal/id", "/settings/userId"]
    {
        *state.pointer_mut(place).unwrap() = UNKNOWN.into();
    }
    let left = ["/journal", "/ledger/certificates/dx", "/ledger/removed/1", "/settings/userId"]
        .iter()
        .fold(whole, |left, place| without(&left, place));
    assert_eq!(read(&state), Some(serde_json::from_value(left).unwrap()));
}

#[test]
fn without_its_phone_practice_is_over_and_the_real_flow_is_back() {
    let mut state = full();
    state.practice = Some(PersistedPractice {
        phone: Some(Platform::Ipad),
        office: "both".to_owned(),
        reminders: ReminderSettings::default(),
    });
    for entry in state.ledger.certificates.values_mut() {
        entry.practised = entry.slot.kind == CertificateKind::Dx;
    }
    let mut expected = state.clone();
    expected.forget_practice();
    assert_eq!(expected.journal, full().suspended_journal);
    let mut damaged = json(&state);
    damaged["practice"]["phone"] = UNKNOWN.into();
    assert_eq!(read(&damaged), Some(expected));
}

#[test]
fn of_what_is_no_state_nothing_is_read() {
    for text in ["", "{", "[]", "1", "{}", r#"{"v":2}"#, r#"{"v":2,"ledger":7,"settings":"x"}"#] {
        assert_eq!(readable(text.as_bytes()), None, "{text}");
    }
    let deep = format!(r#"{{"v":2,"ledger":{}1{}}}"#, r#"{"a":"#.repeat(120), "}".repeat(120));
    assert_eq!(readable(deep.as_bytes()), Some(Box::default()), "what no version knows is not looked at");
}

#[test]
fn one_entry_of_two_and_the_counts_stay_where_both_files_hold_the_word() {
    for place in ["/ledger/certificates/dx/certificate/proof/id", "/ledger/certificates/dx/slot/kind"] {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::open(folder.path()).unwrap();
        let mut state = json(&full());
        *state.pointer_mut(place).unwrap() = UNKNOWN.into();
        for name in ["state.json", "state.previous.json"] {
            fs::write(folder.path().join(name), state.to_string()).unwrap();
        }
        let read = store.load().unwrap();
        let left: Vec<_> = read.ledger.certificates.keys().map(Alias::as_str).collect();
        assert_eq!(left, ["hoken"], "{place}");
        assert_eq!(read.ledger.logins, full().ledger.logins, "{place}");
        assert_eq!(read.journal, full().journal, "{place}");
        store.save(&read).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("state.damaged-1.json")).unwrap(), state.to_string());
    }
}

#[test]
fn what_was_counted_last_is_counted_where_the_copy_before_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    let mut before = full();
    before.ledger.logins.get_mut("someone").unwrap().count = 1;
    before.ledger.login_sent = None;
    store.save(&before).unwrap();
    let mut state = json(&full());
    state["journal"]["step"]["id"] = UNKNOWN.into();
    fs::rename(folder.path().join("state.json"), folder.path().join("state.previous.json")).unwrap();
    fs::write(folder.path().join("state.json"), state.to_string()).unwrap();
    let read = store.load().unwrap();
    assert_eq!(read.ledger.logins, full().ledger.logins);
    before.ledger.logins = full().ledger.logins;
    before.ledger.login_sent = full().ledger.login_sent;
    assert_eq!(read, before);
    state["ledger"]["salt"] = "01".into();
    fs::write(folder.path().join("state.json"), state.to_string()).unwrap();
    assert_eq!(store.load().unwrap().ledger.logins["someone"].count, 1, "under another salt they are of nobody");
}

#[test]
fn a_newer_version_is_left_alone_whatever_words_are_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    let mut state = json(&full());
    state["v"] = 3.into();
    state["ledger"]["certificates"]["dx"]["certificate"]["proof"]["id"] = UNKNOWN.into();
    fs::write(folder.path().join("state.json"), state.to_string()).unwrap();
    assert!(matches!(store.load(), Err(StoreError::Newer(3))));
    assert!(matches!(store.save(&full()), Err(StoreError::Newer(3))));
    assert_eq!(fs::read_to_string(folder.path().join("state.json")).unwrap(), state.to_string());
    assert!(!folder.path().join("state.damaged-1.json").exists());
}
