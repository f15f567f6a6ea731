//! A file that the engine itself downloads.
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

fn last_notice(told: &mut mpsc::UnboundedReceiver<WindowCommand>) -> Option<String> {
    let mut last = None;
    while let Ok(command) = told.try_recv() {
        if let WindowCommand::Bar(bar) = command {
            last = bar.notice;
        }
    }
    last
}
