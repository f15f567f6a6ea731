//! A file that the engine itself downloads, and what a page forges.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;

use zeroize::Zeroizing;

use super::*;
use crate::catalogue;
use crate::ports::{EngineFile, SystemClock};

const FILE: &[u8] = include_bytes!("../../../../certificate/tests/cases/01d-rollover-below-root.p12");
const PAGE: &str = "https://www.e-seikyuu.jp/certificates";

/// A window that shows a page of the portal, and what it is told to do.
fn guided() -> (Guided, mpsc::UnboundedReceiver<WindowCommand>) {
    let plan = GuidePlan {
        wanted: CertificateKind::Dx,
        user_id: None,
        hosts: vec!["*.e-seikyuu.jp".parse().unwrap()],
        downloads: Downloads::Engine,
        labels: Labels::built_in(),
    };
    let (commands, told) = mpsc::unbounded_channel();
    let mut guided = Guided {
        attempt: Attempt::default(),
        session: GuideSession::new(&plan),
        user_id: None,
        words: catalogue::words(Some("en")),
        commands,
        told: Vec::new(),
        tries: None,
        notice: None,
        has_shown: false,
        shown: VecDeque::new(),
    };
    guided.on_page(&Url::parse(PAGE).unwrap());
    (guided, told)
}

fn file(from: &str, bytes: &[u8]) -> WindowEvent {
    let disposition = Some("attachment; filename=\"kaigo.p12\"".to_owned());
    let bytes = Zeroizing::new(bytes.to_vec());
    WindowEvent::File(EngineFile { from: Url::parse(from).unwrap(), disposition, bytes })
}

fn vault() -> Vault {
    Vault::new(Arc::new(SystemClock))
}

#[test]
fn it_goes_into_the_vault_and_ends_the_visit() {
    let (mut guided, _told) = guided();
    let vault = vault();
    let end = guided.on_event(file(PAGE, FILE), Duration::ZERO, &vault, vault.generation());
    assert!(matches!(end, Some(Event::Downloaded(_, Ok(_)))), "{end:?}");
}

#[test]
fn one_that_a_page_has_made_goes_there_too() {
    let (mut guided, _told) = guided();
    let vault = vault();
    let made = file("blob:https://www.e-seikyuu.jp/0a1b", FILE);
    let end = guided.on_event(made, Duration::ZERO, &vault, vault.generation());
    assert!(matches!(end, Some(Event::Downloaded(_, Ok(_)))), "{end:?}");
}

#[test]
fn after_a_wipe_nothing_is_kept() {
    let (mut guided, _told) = guided();
    let vault = vault();
    let opened_at = vault.generation();
    vault.forget_all();
    let end = guided.on_event(file(PAGE, FILE), Duration::ZERO, &vault, opened_at);
    assert!(matches!(end, Some(Event::Downloaded(_, Err(_)))), "{end:?}");
    assert!(vault.opening().is_none());
}

#[test]
fn what_is_none_is_said_and_the_visit_goes_on() {
    let too_large = vec![0x30; certificate::MAX_FILE_BYTES + 1];
    for bytes in [b"<!doctype html>".as_slice(), &too_large] {
        let (mut guided, mut told) = guided();
        let vault = vault();
        let end = guided.on_event(file(PAGE, bytes), Duration::ZERO, &vault, vault.generation());
        assert!(end.is_none(), "{end:?}");
        assert_eq!(last_notice(&mut told).as_deref(), Some(guided.words.window_other_file));
    }
}

#[test]
fn one_from_another_host_is_dropped() {
    let (mut guided, _told) = guided();
    let vault = vault();
    for from in ["https://example.org/kaigo.p12", "http://www.e-seikyuu.jp/kaigo.p12"] {
        let end = guided.on_event(file(from, FILE), Duration::ZERO, &vault, vault.generation());
        assert!(end.is_none(), "{end:?}");
    }
    assert!(vault.opening().is_none());
}

#[test]
fn a_file_is_never_printed() {
    let printed = format!("{:?}", file(PAGE, b"secret"));
    assert!(printed.contains("www.e-seikyuu.jp") && !printed.contains("115, 101") && !printed.contains("secret"));
}

#[test]
fn a_page_that_comes_to_the_front_again_is_asked_what_it_shows() {
    let (mut guided, mut told) = guided();
    let mut asked = |guided: &mut Guided, url: &str| {
        guided.on_page(&Url::parse(url).unwrap());
        std::iter::from_fn(|| told.try_recv().ok())
            .filter(|command| matches!(command, WindowCommand::Run(script) if script.contains("report")))
            .count()
    };
    assert_eq!(asked(&mut guided, PAGE), 0, "loaded once more");
    assert_eq!(asked(&mut guided, "https://www.e-seikyuu.jp/window"), 0);
    assert_eq!(asked(&mut guided, PAGE), 1, "the window over it has closed");
    for page in 0..10_000 {
        asked(&mut guided, &format!("https://www.e-seikyuu.jp/{page}"));
    }
    assert_eq!(guided.shown.len(), PAGES);
}

/// What a page posts as if it were the guide.
fn forged(text: &str) -> WindowEvent {
    WindowEvent::Message { from: Url::parse(PAGE).unwrap(), text: text.to_owned() }
}

#[test]
fn what_a_page_forges_is_no_file_no_host_and_no_end() {
    let (mut guided, mut told) = guided();
    let vault = vault();
    let texts = [
        r#"{"type":"close-wanted"}"#,
        r#"{"type":"closed"}"#,
        r#"{"type":"refused","host":"example.org"}"#,
        r#"{"type":"page","url":"https://example.org/","host":"example.org"}"#,
        r#"{"type":"file","bytes":"MIIB"}"#,
        r#"{"type":"file-start","length":9,"disposition":null}"#,
        r#"{"type":"file-part","at":0,"data":"JVBERi0xLjcK"}"#,
        r#"{"type":"file-end"}"#,
        r#"{"do":"press","page":1}"#,
        "[]",
        "",
    ];
    for text in texts {
        let end = guided.on_event(forged(text), Duration::ZERO, &vault, vault.generation());
        assert!(end.is_none(), "{text}: {end:?}");
    }
    assert!(vault.opening().is_none());
    let is_nothing = |event: &Event| matches!(event, Event::WindowPageShown(_, WindowPage::Other));
    assert!(guided.told.iter().all(is_nothing), "{:?}", guided.told);
    assert_eq!(guided.session.bar().host.map(|host| host.to_string()).as_deref(), Some("www.e-seikyuu.jp"));
    while let Ok(command) = told.try_recv() {
        assert!(!format!("{command:?}").contains("example.org"), "{command:?}");
    }
}

#[test]
fn however_often_a_page_says_that_a_log_in_was_sent_it_is_one_try() {
    let (mut guided, _told) = guided();
    let vault = vault();
    for millisecond in 0..10_000 {
        let now = Duration::from_millis(millisecond);
        let end = guided.on_event(forged(r#"{"type":"log-in-sent"}"#), now, &vault, vault.generation());
        assert!(end.is_none(), "{end:?}");
    }
    assert_eq!(guided.told.len(), 1, "{:?}", guided.told);
    assert!(matches!(guided.told[0], Event::WindowLoginSent(_)));
}

fn not_reached(can_retry: bool) -> WindowEvent {
    WindowEvent::NotReached { cause: EngineError { domain: "NSURLErrorDomain", code: Some(-1009) }, can_retry }
}

fn retries(told: &mut mpsc::UnboundedReceiver<WindowCommand>) -> usize {
    std::iter::from_fn(|| told.try_recv().ok()).filter(|command| *command == WindowCommand::Retry).count()
}

#[test]
fn a_page_that_is_not_reached_ends_no_visit_and_is_asked_for_again() {
    let (mut guided, mut told) = guided();
    let vault = vault();
    let happens = |guided: &mut Guided, event| {
        let end = guided.on_event(event, Duration::ZERO, &vault, vault.generation());
        assert!(end.is_none(), "{end:?}");
    };
    for _ in 0..2 {
        happens(&mut guided, not_reached(true));
        // What else is said in the meantime waits.
        happens(&mut guided, WindowEvent::Download { url: None });
        assert_eq!(last_notice(&mut told).as_deref(), Some(guided.words.window_not_reached));
        happens(&mut guided, WindowEvent::Pressed);
        assert_eq!(retries(&mut told), 1);
        happens(&mut guided, WindowEvent::Pressed);
        assert_eq!(retries(&mut told), 0, "once for each time");
    }
    happens(&mut guided, not_reached(false));
    assert!(last_notice(&mut told).is_some());
    happens(&mut guided, WindowEvent::Pressed);
    assert_eq!(retries(&mut told), 0, "the page itself is pressed");
    happens(&mut guided, not_reached(true));
    happens(&mut guided, WindowEvent::Page { url: Url::parse(PAGE).unwrap() });
    assert_eq!(last_notice(&mut told), None, "the page has come");
}

#[test]
fn a_log_in_that_met_no_portal_is_marked_anew_where_its_page_is_still_there() {
    for (can_retry, released) in [(true, 0), (false, 1)] {
        let (mut guided, mut told) = guided();
        let vault = vault();
        let happened = [forged(r#"{"type":"log-in-sent"}"#), not_reached(can_retry)];
        for event in happened {
            assert!(guided.on_event(event, Duration::ZERO, &vault, vault.generation()).is_none());
        }
        let is_release =
            |command: &WindowCommand| matches!(command, WindowCommand::Run(script) if script.contains("release"));
        let count = std::iter::from_fn(|| told.try_recv().ok()).filter(is_release).count();
        assert_eq!(count, released);
    }
}

#[test]
fn what_failed_for_another_reason_ends_the_visit() {
    let (mut guided, _told) = guided();
    let vault = vault();
    let failed = WindowEvent::Failed(WindowProblem::Untrusted { host: "www.e-seikyuu.jp".to_owned() });
    let end = guided.on_event(failed, Duration::ZERO, &vault, vault.generation());
    assert!(matches!(end, Some(Event::WindowClosed(_, Err(_)))), "{end:?}");
}

fn last_notice(told: &mut mpsc::UnboundedReceiver<WindowCommand>) -> Option<String> {
    let mut last = None;
    while let Ok(command) = told.try_recv() {
        if let WindowCommand::Bar(bar) = command {
            last = bar.notice;
        }
    }
    last
}
