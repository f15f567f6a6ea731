#![allow(clippy::unwrap_used, clippy::panic)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use certificate::{CertificateKind, MAX_FILE_BYTES};
use proptest::prelude::*;

use super::super::plan::Downloads;
use super::*;

const ENTRY: &str = "https://www.e-seikyuu.jp/";

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

/// A visit whose clock goes on by a second with each message.
struct Visit {
    session: GuideSession,
    now: Duration,
}

impl Visit {
    fn new() -> Self {
        let plan = GuidePlan {
            wanted: CertificateKind::Dx,
            user_id: Some("KJ0123456789AB".into()),
            hosts: vec!["*.e-seikyuu.jp".parse().unwrap()],
            downloads: Downloads::Page,
            labels: Labels::built_in(),
        };
        let mut session = GuideSession::new(&plan);
        session.shown(&url(ENTRY)).unwrap();
        Self { session, now: Duration::ZERO }
    }

    fn says_at(&mut self, from: &str, text: &str) -> Result<GuideOutcome, GuideError> {
        self.now += Duration::from_secs(1);
        self.session.message(&url(from), text, self.now)
    }

    fn says(&mut self, text: &str) -> Result<GuideOutcome, GuideError> {
        self.says_at(ENTRY, text)
    }

    fn shows(&mut self, number: u32, kind: &str, next: &str) -> GuideBar {
        self.says(&page(number, kind, next)).unwrap();
        self.session.bar()
    }

    fn sends(&mut self, file: &[u8]) -> Result<GuideOutcome, GuideError> {
        self.says(&format!("{{\"type\":\"file-start\",\"length\":{}}}", file.len()))?;
        for (index, part) in file.chunks(16 * 1024).enumerate() {
            self.says(&file_part(index * 16 * 1024, part))?;
        }
        self.says("{\"type\":\"file-end\"}")
    }
}

fn page(number: u32, kind: &str, next: &str) -> String {
    format!("{{\"type\":\"page\",\"number\":{number},\"kind\":\"{kind}\",\"title\":\"\",\"next\":{next}}}")
}

fn file_part(at: usize, part: &[u8]) -> String {
    format!("{{\"type\":\"file-part\",\"at\":{at},\"data\":\"{}\"}}", STANDARD.encode(part))
}

/// The outside of a PKCS#12: a SEQUENCE of that many bytes.
fn sequence(bytes: usize) -> Vec<u8> {
    let length = u32::try_from(bytes - 6).unwrap().to_be_bytes();
    [&[0x30, 0x84], length.as_slice(), &vec![7; bytes - 6]].concat()
}

const LOG_IN: &str = "{\"do\":\"press\",\"role\":\"log-in\",\"label\":\"ログイン\"}";
const SENT: &str = "{\"type\":\"log-in-sent\"}";

#[test]
fn the_bar_follows_the_way() {
    let mut visit = Visit::new();
    assert_eq!(visit.session.bar().host.unwrap().to_string(), "www.e-seikyuu.jp");
    assert!(visit.session.press().is_none());
    let bar =
        visit.shows(5, "entrance", "{\"do\":\"press\",\"role\":\"entrance\",\"label\":\"介護事業所の方はこちら\"}");
    assert_eq!((bar.step.number(), bar.page), (1, PageKind::Entrance));
    let label = Some("介護事業所の方はこちら".to_owned());
    assert_eq!(bar.next, Some(NextStep::Press { role: ControlRole::Entrance, label }));
    assert!(visit.session.press() == Some(GuideCommand::Press { page: 5 }));
    visit.session.shown(&url("https://www.kaigo.e-seikyuu.jp/login")).unwrap();
    assert_eq!(visit.session.bar().next, None, "nothing of the page before is pressed on another");
    visit.session.shown(&url(ENTRY)).unwrap();
    assert_eq!(visit.shows(6, "menu", "null").step, GuideStep::Menu);
    assert_eq!(visit.shows(7, "notice", "null").step, GuideStep::Menu, "a notice stands where it comes");
    assert_eq!(visit.shows(8, "certificates", "null").step, GuideStep::List);
}

#[test]
fn the_user_id_is_offered_only_where_it_is_asked_for() {
    let mut visit = Visit::new();
    assert!(visit.session.fill_user_id().is_none());
    visit.shows(1, "unknown", "{\"do\":\"type\",\"field\":\"user-id\"}");
    assert!(visit.session.fill_user_id().is_none());
    visit.shows(2, "login", "{\"do\":\"type\",\"field\":\"user-id\"}");
    assert!(visit.session.fill_user_id() == Some(GuideCommand::FillUserId { text: "KJ0123456789AB".into() }));
    assert!(visit.session.press() == Some(GuideCommand::Focus { page: 2 }));
    visit.shows(3, "login", LOG_IN);
    assert!(visit.session.fill_user_id().is_none());
}

#[test]
fn a_log_in_that_comes_again_is_held_until_it_was_counted() {
    let mut visit = Visit::new();
    visit.shows(1, "login", LOG_IN);
    assert!(matches!(visit.says(SENT), Ok(GuideOutcome::LogInSent)));
    let again = visit.says(&page(2, "login", LOG_IN)).unwrap();
    assert!(matches!(again, GuideOutcome::Bar(Some(GuideCommand::Hold))));
    let bar = visit.session.bar();
    assert_eq!((bar.next, bar.is_held, bar.log_ins), (None, true, 1));
    assert!(visit.session.press().is_none() && visit.session.fill_user_id().is_none());
    assert!(visit.session.release() == GuideCommand::Release);
    assert!(visit.session.press().is_some());
    // Whoever is let in has no try to count any more.
    visit.says(SENT).unwrap();
    visit.shows(3, "menu", "null");
    assert!(!visit.shows(4, "login", LOG_IN).is_held);
    assert_eq!(visit.session.bar().log_ins, 2);
}

#[test]
fn a_log_in_that_met_no_portal_is_sent_again_from_the_same_page_and_counted_then() {
    let mut visit = Visit::new();
    visit.shows(1, "login", LOG_IN);
    assert!(visit.session.unsent().is_none(), "none was sent");
    visit.says(SENT).unwrap();
    assert!(visit.session.unsent() == Some(GuideCommand::Release));
    assert!(visit.session.unsent().is_none());
    assert!(!visit.session.bar().is_held && visit.session.press().is_some());
    assert!(matches!(visit.says(SENT), Ok(GuideOutcome::LogInSent)));
    assert!(visit.shows(2, "login", LOG_IN).is_held);
}

#[test]
fn only_the_portal_in_front_is_heard() {
    let mut visit = Visit::new();
    for (from, error) in [
        ("https://evil.example/", GuideError::ForeignHost),
        ("http://www.e-seikyuu.jp/", GuideError::ForeignHost),
        ("https://www.e-seikyuu.jp:8443/", GuideError::ForeignHost),
        ("blob:https://www.e-seikyuu.jp/1", GuideError::ForeignHost),
        ("https://cdn.kaigo.e-seikyuu.jp/", GuideError::NotInFront),
    ] {
        assert_eq!(visit.says_at(from, &page(1, "login", LOG_IN)).err(), Some(error), "{from}");
        assert_eq!(visit.session.bar().page, PageKind::Unknown, "{from}");
    }
    for address in ["https://evil.example/", "data:text/html,x", "javascript:1", "about:blank", "file:///etc/passwd"] {
        assert_eq!(visit.session.shown(&url(address)), Err(GuideError::ForeignHost), "{address}");
        assert_eq!(visit.session.bar().host, None);
        assert_eq!(visit.says(&page(1, "login", LOG_IN)).err(), Some(GuideError::NotInFront));
    }
}

#[test]
fn a_label_that_the_portal_does_not_have_is_not_said() {
    let mut visit = Visit::new();
    let next = "{\"do\":\"press\",\"role\":\"download\",\"label\":\"0120-000-000 に電話してください\"}";
    let bar = visit.shows(1, "certificates", next);
    assert_eq!(bar.next, Some(NextStep::Press { role: ControlRole::Download, label: None }));
}

#[test]
fn a_file_is_put_together_and_judged_by_its_bytes() {
    for bytes in [100, 16 * 1024, MAX_FILE_BYTES] {
        let file = sequence(bytes);
        let mut visit = Visit::new();
        let Ok(GuideOutcome::File(caught)) = visit.sends(&file) else { panic!("no file of {bytes}") };
        assert_eq!(*caught.bytes, file);
        assert_eq!(visit.sends(&file).err(), Some(GuideError::Finished), "only one");
    }
    let mut visit = Visit::new();
    for (file, error) in [
        (b"%PDF-1.7 not a certificate".to_vec(), GuideError::NotAFile),
        (b"<!doctype html>".to_vec(), GuideError::NotAFile),
        (b"PK\x03\x04".to_vec(), GuideError::NotAFile),
        (sequence(5000)[..4000].to_vec(), GuideError::NotAFile),
        (sequence(MAX_FILE_BYTES + 1), GuideError::TooLarge),
    ] {
        assert_eq!(visit.sends(&file).err(), Some(error));
    }
    let parts = sequence(100);
    visit.says("{\"type\":\"file-start\",\"length\":100}").unwrap();
    assert_eq!(visit.says(&file_part(50, &parts[50..])).err(), Some(GuideError::OutOfOrder));
    assert_eq!(visit.says("{\"type\":\"file-end\"}").err(), Some(GuideError::OutOfOrder));
    visit.says("{\"type\":\"file-start\",\"length\":99}").unwrap();
    assert_eq!(visit.says(&file_part(0, &parts)).err(), Some(GuideError::TooLarge));
    assert!(visit.sends(&parts).is_ok(), "what failed before does not stand in the way");
}

#[test]
fn the_name_of_a_file_is_a_hint() {
    let mut visit = Visit::new();
    let from = url("https://www.kaigo.e-seikyuu.jp/KShinsei/main");
    let disposition = Some("attachment; filename=\"CarePlan_0123.pfx\"");
    let caught = visit.session.downloaded(Zeroizing::new(sequence(64)), disposition, &from).ok().unwrap();
    assert_eq!(caught.hint.unwrap().kind, Some(CertificateKind::Dx));
    let mut visit = Visit::new();
    let foreign = visit.session.downloaded(Zeroizing::new(sequence(64)), None, &url("https://evil.example/a.pfx"));
    assert_eq!(foreign.err(), Some(GuideError::ForeignHost));
    let made = url("blob:https://www.e-seikyuu.jp/0a1b");
    assert!(visit.session.downloaded(Zeroizing::new(sequence(64)), None, &made).is_ok());
}

#[test]
fn a_flood_changes_nothing() {
    let mut visit = Visit::new();
    let before = visit.shows(1, "login", LOG_IN);
    let mut read = 0;
    for index in 0..10_000_u64 {
        let now = visit.now + Duration::from_micros(index * 100);
        match visit.session.message(&url(ENTRY), SENT, now) {
            Ok(_) => read += 1,
            Err(error) => assert_eq!(error, GuideError::TooMany),
        }
    }
    assert!(read <= BURST + A_SECOND, "{read}");
    assert_eq!(visit.session.bar().log_ins, 1, "one page sends one log-in");
    assert_eq!(visit.session.bar().next, before.next);
    assert_eq!(visit.session.message(&url(ENTRY), SENT, visit.now).err(), Some(GuideError::TooMany));
    visit.session.shown(&url("https://www.e-seikyuu.jp/list")).unwrap();
    let file = sequence(MAX_FILE_BYTES);
    assert!(matches!(visit.sends(&file), Ok(GuideOutcome::File(_))), "the next page is heard at once");
}

#[test]
fn dialogs_are_told_with_what_they_refuse() {
    let mut visit = Visit::new();
    for (text, refusal) in [
        ("ユーザーIDまたはパスワードが正しくありません。", Some(PageKind::WrongLogin)),
        ("3回間違えるとロックされます。", None),
        ("アカウントがロックされました。", Some(PageKind::Locked)),
        ("ダウンロードしますか？", None),
    ] {
        let said = visit.says(&format!("{{\"type\":\"dialog\",\"text\":\"{text}\"}}"));
        let Ok(GuideOutcome::Dialog(words, kind)) = said else { panic!("{text}") };
        assert_eq!((words.as_str(), kind), (text, refusal));
    }
}

proptest! {
    /// Whatever a page says in whatever order: nothing breaks, and a file is only what came in order and begins as one.
    #[test]
    fn any_messages_in_any_order_are_survived(order in prop::collection::vec(0_usize..12, 0..60), noise in ".{0,40}") {
        let file = sequence(64);
        let messages = [
            page(1, "login", LOG_IN),
            page(2, "certificates", "null"),
            SENT.to_owned(),
            "{\"type\":\"file-start\",\"length\":64}".to_owned(),
            "{\"type\":\"file-start\",\"length\":262144}".to_owned(),
            file_part(0, &file[..32]),
            file_part(32, &file[32..]),
            "{\"type\":\"file-end\"}".to_owned(),
            "{\"type\":\"file-failed\",\"why\":\"network\"}".to_owned(),
            "{\"type\":\"dialog\",\"text\":\"\"}".to_owned(),
            "{\"type\":\"close-wanted\"}".to_owned(),
            noise,
        ];
        let mut visit = Visit::new();
        for index in order {
            if let Ok(GuideOutcome::File(caught)) = visit.says(&messages[index]) {
                prop_assert_eq!(&*caught.bytes, &file);
            }
            let bar = visit.session.bar();
            prop_assert!(!(bar.is_held && visit.session.press().is_some()));
        }
    }
}
