//! Plays every case of the golden files, which the Kotlin half plays too: what a method of the device asks has to stand
//! in the file, and what the file answers has to come out of the method.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use app::{
    EngineError, NotificationAccess, NotificationPlan, Notifications, PlannedNotification, SharedFileType, WindowBar,
    WindowCommand, WindowEvent, WindowPlan, WindowProblem, WindowWords,
};
use serde_json::Value;
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::bridge_error::Fault;
use super::portal_wire::{ClosePortal, OpenPortal, OrderPortal, WatchPortal};
use super::*;

const ALIAS: &str = "kaigo-dx-3f9a1c02";
const SAVED: &str = "kaigo-dx-3f9a1c02.p12";
const FILE: [u8; 3] = [0x30, 1, 2];
const RARE: &str = "𠮷野さん😀";

#[tokio::test]
async fn every_case_comes_out_as_its_file_says() -> Result<(), Box<dyn Error>> {
    let (cases, cache) = (cases()?, tempfile::tempdir()?);
    assert!(cases.len() > 40, "{}", cases.len());
    for case in cases {
        let name = format!("{}: {}", case.command, case.name);
        let phone = played(case, &cache);
        play(&phone, &name).await;
        assert_eq!(phone.bridge.asked.load(Ordering::Relaxed), 1, "{name}");
    }
    Ok(())
}

#[test]
fn there_is_a_file_for_every_command_and_no_other() -> Result<(), Box<dyn Error>> {
    let files: BTreeSet<_> = cases()?.into_iter().map(|case| case.command).collect();
    let names = wire::NAMES.iter().chain(portal_wire::NAMES).chain(notifications::NAMES);
    let commands: BTreeSet<_> = names.map(|name| (*name).to_owned()).collect();
    assert_eq!(files, commands);
    Ok(())
}

#[tokio::test]
async fn what_is_no_https_address_is_never_asked_for() -> Result<(), Box<dyn Error>> {
    let cache = tempfile::tempdir()?;
    for address in ["http://example.jp/", "shomei-navi://done", "intent://x#Intent;end", "content://media/1"] {
        let case =
            Case { command: String::new(), name: String::new(), arguments: Value::Null, outcome: Err(String::new()) };
        let phone = played(case, &cache);
        let url = Url::parse(address)?;
        assert!(phone.open_in_browser(&url).await.is_err(), "{address}");
        assert!(phone.tls_check(&url, &ALIAS.into()).await.is_err(), "{address}");
        assert!(phone.open_dialer(address).await.is_err(), "{address}");
        assert_eq!(phone.bridge.asked.load(Ordering::Relaxed), 0, "{address}");
    }
    Ok(())
}

#[test]
fn the_window_and_the_client_allow_the_same_hosts() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/native/portal/hosts.json");
    let file: Value = serde_json::from_slice(&std::fs::read(path)?)?;
    let texts = |name: &str| file[name].as_array().cloned().unwrap_or_default();
    let rules: Vec<_> = texts("rules").iter().map(|rule| rule.as_str().unwrap().parse().unwrap()).collect();
    let plan = WindowPlan { allowed_hosts: rules, ..plan() };
    for (name, expected) in [("allowed", true), ("refused", false)] {
        assert!(texts(name).len() > 5, "{name}");
        for address in texts(name) {
            let url = Url::parse(address.as_str().unwrap());
            assert_eq!(url.is_ok_and(|url| plan.allows(&url)), expected, "{address}");
        }
    }
    Ok(())
}

fn played(case: Case, cache: &TempDir) -> NativeDevice<Played> {
    NativeDevice { bridge: Arc::new(Played { case, asked: AtomicUsize::new(0) }), outbox: Outbox::new(cache.path()) }
}

async fn play(phone: &NativeDevice<Played>, name: &str) {
    match name {
        "openPortal: practice's" => open_portal(phone, &practice_plan()).await.unwrap(),
        "openPortal: opened" => open_portal(phone, &plan()).await.unwrap(),
        "openPortal: another is open" => {
            assert!(matches!(open_portal(phone, &plan()).await, Err(DeviceError::Busy)));
        }
        "openPortal: the WebView is too old" => {
            assert!(matches!(open_portal(phone, &plan()).await, Err(DeviceError::OldWebView)));
        }
        "watchPortal: what happens" => {
            let page: Url = "https://portal.example.jp/menu?a=1".parse().unwrap();
            let events = vec![
                WindowEvent::Page { url: page.clone() },
                WindowEvent::Message { from: page, text: "{\"type\":\"dialog\",\"text\":\"𠮷野さん\"}".into() },
                WindowEvent::Pressed,
                WindowEvent::Refused { host: "elsewhere.example:8443".into() },
                WindowEvent::Download { url: Some("https://portal.example.jp/file".parse().unwrap()) },
                WindowEvent::Download { url: None },
                WindowEvent::NotReached {
                    cause: EngineError { domain: "WebViewClient", code: Some(-2) },
                    can_retry: true,
                },
            ];
            assert_eq!(news(phone).await, (events, true));
        }
        "watchPortal: why no page is there" => {
            let host = || "portal.example.jp".to_owned();
            let problems = [
                WindowProblem::Offline { cause: EngineError { domain: "WebViewClient", code: Some(-6) } },
                WindowProblem::Crashed,
                WindowProblem::Untrusted { host: host() },
                WindowProblem::Expired { host: host() },
                WindowProblem::NotYetValid { host: host() },
                WindowProblem::WrongHost { host: host() },
                WindowProblem::Tls { host: host() },
            ];
            assert_eq!(news(phone).await, (problems.map(WindowEvent::Failed).to_vec(), true));
        }
        "watchPortal: it is gone" => assert_eq!(news(phone).await, (Vec::new(), false)),
        "orderPortal: a bar" => {
            order(
                phone,
                WindowCommand::Bar(WindowBar {
                    step: Some("2/5 ログイン".into()),
                    button: Some("次へ：『証明書ダウンロード』".into()),
                    hint: String::new(),
                    notice: Some("あと3回".into()),
                }),
            )
            .await;
        }
        "orderPortal: a bar without a button" => {
            let hint = "画面の案内のとおりに進んでください".into();
            order(phone, WindowCommand::Bar(WindowBar { hint, ..WindowBar::default() })).await;
        }
        "orderPortal: a script" => order(phone, WindowCommand::Run("run(\"𠮷\")".into())).await,
        "orderPortal: to the front" => order(phone, WindowCommand::Show).await,
        "orderPortal: what was not reached" => order(phone, WindowCommand::Retry).await,
        "closePortal: closed" => phone.bridge.ask(&ClosePortal {}).await.unwrap(),

        "preflight: all is well" => {
            let seen = Preflight {
                platform: Platform::Android,
                version: "14".into(),
                vendor: Some("Google".into()),
                screen_lock: Some(true),
                online: true,
                restricted: false,
                chrome: Some(true),
                user_agent: "Mozilla/5.0 (Linux; Android 14; Pixel 8)".into(),
            };
            assert_eq!(phone.preflight().await.unwrap(), seen);
        }
        "preflight: nothing is told" => {
            let seen = Preflight {
                platform: Platform::Android,
                version: "13".into(),
                vendor: Some("samsung".into()),
                screen_lock: None,
                online: false,
                restricted: true,
                chrome: None,
                user_agent: "Mozilla/5.0 (Linux; Android 13; SM-A536)".into(),
            };
            assert_eq!(phone.preflight().await.unwrap(), seen);
        }

        "install: ok" => assert_eq!(install(phone).await.unwrap(), InstallerOutcome::Ok),
        "install: canceled" => assert_eq!(install(phone).await.unwrap(), InstallerOutcome::Canceled),
        "install: restricted" => assert!(matches!(install(phone).await, Err(DeviceError::Restricted))),
        "install: no installer" => assert!(matches!(install(phone).await, Err(DeviceError::NothingAnswers))),
        "install: another is open" => assert!(matches!(install(phone).await, Err(DeviceError::Busy))),
        "install: something else" => assert_eq!(fault(install(phone).await), Fault::Internal),

        "askKeyChain: answered" => assert_eq!(ask(phone, true).await.unwrap(), answered(ALIAS)),
        "askKeyChain: answered under a name that the user gave" => {
            assert_eq!(ask(phone, true).await.unwrap(), answered(RARE));
        }
        "askKeyChain: one of several" => {
            let question = KeyChainQuestion { several: true, ..question(true) };
            assert_eq!(phone.ask_key_chain(question).await.unwrap(), answered(ALIAS));
        }
        "askKeyChain: not installed" => {
            assert_eq!(ask(phone, true).await.unwrap(), KeyChainAnswer::NotInstalled { certain: false });
        }
        "askKeyChain: not installed, as the system says itself" => {
            assert_eq!(ask(phone, true).await.unwrap(), KeyChainAnswer::NotInstalled { certain: true });
        }
        "askKeyChain: denied" => assert_eq!(ask(phone, false).await.unwrap(), KeyChainAnswer::Denied),
        "askKeyChain: timed out" => assert_eq!(ask(phone, true).await.unwrap(), KeyChainAnswer::TimedOut),
        "askKeyChain: managed" => assert_eq!(ask(phone, true).await.unwrap(), KeyChainAnswer::Managed),
        "askKeyChain: no chooser" => assert!(matches!(ask(phone, true).await, Err(DeviceError::NothingAnswers))),
        "askKeyChain: another is open" => assert!(matches!(ask(phone, true).await, Err(DeviceError::Busy))),
        "askKeyChain: chosen without a key" => assert_eq!(fault(ask(phone, true).await), Fault::NoKey),
        "askKeyChain: key chain fails" => assert_eq!(fault(ask(phone, false).await), Fault::KeyChain),
        "askKeyChain: the key does not sign" => assert_eq!(fault(ask(phone, false).await), Fault::Signature),
        "askKeyChain: the system asserts" => assert_eq!(fault(ask(phone, false).await), Fault::Assertion),
        "askKeyChain: the system forbids" => assert_eq!(fault(ask(phone, false).await), Fault::Security),

        "tlsCheck: answered" => {
            assert_eq!(tls(phone).await.unwrap(), TlsOutcome::Answered { status: 204, asked: true });
        }
        "tlsCheck: refused" => assert_eq!(tls(phone).await.unwrap(), TlsOutcome::Refused),
        "tlsCheck: untrusted" => assert_eq!(tls(phone).await.unwrap(), TlsOutcome::Untrusted),
        "tlsCheck: unreachable" => assert_eq!(tls(phone).await.unwrap(), TlsOutcome::Unreachable),
        "tlsCheck: timed out" => assert_eq!(tls(phone).await.unwrap(), TlsOutcome::TimedOut),
        "tlsCheck: no key" => assert_eq!(fault(tls(phone).await), Fault::NoKey),

        "openSettings: screen lock" => phone.open_settings(SettingsPage::ScreenLock).await.unwrap(),
        "openSettings: network" => phone.open_settings(SettingsPage::Network).await.unwrap(),
        "openSettings: clock" => phone.open_settings(SettingsPage::Clock).await.unwrap(),
        "openSettings: this app" => phone.open_settings(SettingsPage::App).await.unwrap(),
        "openSettings: credentials" => phone.open_settings(SettingsPage::Credentials).await.unwrap(),
        "openSettings: profile" => phone.open_settings(SettingsPage::Profile).await.unwrap(),
        "openSettings: notifications" => phone.open_settings(SettingsPage::Notifications).await.unwrap(),
        "openSettings: none answers" => {
            let end = phone.open_settings(SettingsPage::Clock).await;
            assert!(matches!(end, Err(DeviceError::NothingAnswers)));
        }

        "openInBrowser: opened" => open(phone, "https://example.jp/?nonce=1").await.unwrap(),
        "openInBrowser: no browser" => {
            assert!(matches!(open(phone, "https://example.jp/").await, Err(DeviceError::NothingAnswers)));
        }

        "openDialer: opened" => phone.open_dialer("0570-059-402").await.unwrap(),
        "openDialer: no telephone" => {
            assert!(matches!(phone.open_dialer("0570-059-402").await, Err(DeviceError::NothingAnswers)));
        }
        "writeMail: begun" => phone.write_mail(&mail()).await.unwrap(),
        "writeMail: no mail app" => {
            assert!(matches!(phone.write_mail(&mail()).await, Err(DeviceError::NothingAnswers)));
        }

        "copySecret: copied" => {
            phone.copy_secret(&SecretString::from("0471 1ァ"), Duration::from_secs(480)).await.unwrap();
        }
        "guardSecret: shown" => phone.guard_screen_capture(true).await.unwrap(),
        "guardSecret: gone" => phone.guard_screen_capture(false).await.unwrap(),

        "chooseFile: chosen" => assert!(phone.choose_file().await.unwrap()),
        "chooseFile: none" => assert!(!phone.choose_file().await.unwrap()),
        "chooseFile: no picker" => assert!(matches!(phone.choose_file().await, Err(DeviceError::NothingAnswers))),
        "chooseFile: another is open" => assert!(matches!(phone.choose_file().await, Err(DeviceError::Busy))),
        "stopReading: stopped" => phone.stop_reading().await.unwrap(),

        "takeOpenedFile: one" => assert_picked(phone.take_opened_file().await, "証明書.pfx"),
        "takeOpenedFile: a rare name" => assert_picked(phone.take_opened_file().await, "𠮷野さん😀.pfx"),
        "takeOpenedFile: none" => assert!(phone.take_opened_file().await.unwrap().is_none()),
        "takeOpenedFile: gone" => assert_eq!(fault(phone.take_opened_file().await), Fault::Unreadable),
        "takeOpenedFile: late" => assert!(matches!(phone.take_opened_file().await, Err(DeviceError::Late))),

        "saveFile: saved" => phone.save_file(file(SAVED)).await.unwrap(),
        "saveFile: not written" => assert_eq!(fault(phone.save_file(file(SAVED)).await), Fault::NotWritten),
        "deleteSavedFile: deleted" => assert!(phone.delete_saved_file(SAVED).await.unwrap()),
        "deleteSavedFile: nothing there" => assert!(!phone.delete_saved_file(SAVED).await.unwrap()),
        "deleteSavedFile: refused" => assert_eq!(fault(phone.delete_saved_file(SAVED).await), Fault::Security),

        "shareFile: shared" => assert_eq!(phone.share_file(picture()).await.unwrap(), ShareOutcome::Shared),
        "shareFile: a certificate file" => {
            assert_eq!(phone.share_file(file(SAVED)).await.unwrap(), ShareOutcome::Shared);
        }
        "shareFile: a profile" => {
            let file_type = SharedFileType::Profile;
            let profile = SharedFile { name: "kaigo.mobileconfig".into(), file_type, ..file(SAVED) };
            assert_eq!(phone.share_file(profile).await.unwrap(), ShareOutcome::Shared);
        }
        "shareFile: canceled" => assert_eq!(phone.share_file(picture()).await.unwrap(), ShareOutcome::Canceled),
        "shareFile: another is open" => assert!(matches!(phone.share_file(picture()).await, Err(DeviceError::Busy))),
        "shareFile: a file that is not there" => assert_eq!(fault(phone.share_file(picture()).await), Fault::Arguments),

        "lookAtNotifications: allowed" => assert_eq!(phone.access().await.unwrap(), access(true, true)),
        "lookAtNotifications: allowed, and never stopped" => {
            assert_eq!(phone.access().await.unwrap(), access(true, false));
        }
        "lookAtNotifications: not allowed" => assert_eq!(phone.access().await.unwrap(), access(false, true)),
        "askForNotifications: yes" => assert_eq!(Notifications::ask(phone).await.unwrap(), access(true, true)),
        "askForNotifications: no" => assert_eq!(Notifications::ask(phone).await.unwrap(), access(false, true)),
        "askForNotifications: another is open" => {
            assert!(matches!(Notifications::ask(phone).await, Err(DeviceError::Busy)));
        }
        "planReminders: one" => Notifications::plan(phone, reminders()).await.unwrap(),
        "planReminders: none any more" => {
            let none = NotificationPlan { notifications: Vec::new(), ..reminders() };
            Notifications::plan(phone, none).await.unwrap();
        }
        "planReminders: not written" => {
            assert_eq!(fault(Notifications::plan(phone, reminders()).await), Fault::NotWritten);
        }

        other => panic!("nothing plays \"{other}\""),
    }
}

fn access(allowed: bool, hibernates: bool) -> NotificationAccess {
    NotificationAccess { allowed, hibernates }
}

fn reminders() -> NotificationPlan {
    let one = PlannedNotification {
        id: "kaigo-dx-3f9a1c02-2028-03-31-2028-03-01".into(),
        at: "2028-03-01T01:00:00Z".parse().unwrap(),
        title: "介護DX証明書の有効期限：2028年3月31日".into(),
        text: "𠮷野さん\n更新の申請はパソコンで行います。".into(),
        link: "shomei-navi://held/kaigo-dx-3f9a1c02".into(),
    };
    NotificationPlan { channel: "有効期限の通知".into(), notifications: vec![one] }
}

async fn install(phone: &NativeDevice<Played>) -> Result<InstallerOutcome, DeviceError> {
    phone.install(InstallRequest { pkcs12: Zeroizing::new(FILE.into()), name: ALIAS.into() }).await
}

async fn open_portal(phone: &NativeDevice<Played>, plan: &WindowPlan) -> Result<(), DeviceError> {
    Ok(phone.bridge.ask(&OpenPortal::from(plan)).await?)
}

async fn news(phone: &NativeDevice<Played>) -> (Vec<WindowEvent>, bool) {
    let news = phone.bridge.ask(&WatchPortal {}).await.unwrap();
    let open = news.open;
    (news.events(&plan()), open)
}

async fn order(phone: &NativeDevice<Played>, command: WindowCommand) {
    phone.bridge.ask(&OrderPortal::from(&command)).await.unwrap();
}

fn practice_plan() -> WindowPlan {
    let user_agent = Some("Mozilla/5.0 (Linux; Android 15; Pixel 8)".into());
    WindowPlan { extra_roots: vec![vec![0x30, 0]], user_agent, ..plan() }
}

/// What the portal's window is opened with in every test of it.
pub(super) fn plan() -> WindowPlan {
    let hosts = ["portal.example.jp", "*.example.com", "localhost:8443"];
    WindowPlan {
        entry: "https://portal.example.jp/".parse().unwrap(),
        allowed_hosts: hosts.map(|rule| rule.parse().unwrap()).to_vec(),
        extra_roots: Vec::new(),
        user_agent: None,
        script: "(() => {})();\n".into(),
        words: WindowWords {
            title: "受付システム".into(),
            close: "閉じる".into(),
            secure: "保護された通信".into(),
            dialog: "{host} の画面からのメッセージ".into(),
            yes: "はい".into(),
            no: "いいえ".into(),
            help: "使い方".into(),
            help_text: "画面の案内のとおりに進んでください。𠮷".into(),
        },
    }
}

async fn ask(phone: &NativeDevice<Played>, may_ask: bool) -> Result<KeyChainAnswer, DeviceError> {
    phone.ask_key_chain(question(may_ask)).await
}

fn question(may_ask: bool) -> KeyChainQuestion {
    let (alias, issuers) = (ALIAS.into(), vec![vec![0x30, 0]]);
    KeyChainQuestion { alias, issuers, nonce: vec![0, 1, 2, 3], may_ask, several: false }
}

fn answered(alias: &str) -> KeyChainAnswer {
    KeyChainAnswer::Answered { alias: alias.into(), chain: vec![vec![1, 2], vec![3]], signature: vec![4, 5] }
}

async fn tls(phone: &NativeDevice<Played>) -> Result<TlsOutcome, DeviceError> {
    phone.tls_check(&Url::parse("https://example.jp/").unwrap(), &ALIAS.into()).await
}

async fn open(phone: &NativeDevice<Played>, url: &str) -> Result<(), DeviceError> {
    phone.open_in_browser(&Url::parse(url).unwrap()).await
}

fn mail() -> Mail {
    Mail { to: "desk@example.jp".into(), subject: "証明書ナビ".into(), text: "1 & 2\n".into() }
}

fn file(name: &str) -> SharedFile {
    SharedFile { name: name.into(), file_type: SharedFileType::Pkcs12, bytes: Zeroizing::new(FILE.into()) }
}

fn picture() -> SharedFile {
    SharedFile { file_type: SharedFileType::Png, ..file("証明書ナビ.png") }
}

fn assert_picked(picked: Result<Option<PickedFile>, DeviceError>, name: &str) {
    let file = picked.unwrap().expect("a file");
    assert_eq!(file.name, name);
    assert_eq!(*file.bytes, FILE);
}

fn fault<T>(end: Result<T, DeviceError>) -> Fault {
    match bridge_error(end) {
        BridgeError::Fault(fault) => fault,
        other => panic!("{other:?}"),
    }
}

fn bridge_error<T>(end: Result<T, DeviceError>) -> BridgeError {
    match end {
        Err(DeviceError::Refused(source)) => *source.downcast().expect("the bridge's own error"),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was done"),
    }
}

/// One call of a golden file.
struct Case {
    command: String,
    name: String,
    arguments: Value,
    /// What is answered, or the code of a fault.
    outcome: Result<Value, String>,
}

/// Kotlin, as it is in one case.
struct Played {
    case: Case,
    asked: AtomicUsize,
}

#[async_trait]
impl Bridge for Played {
    async fn ask<C: Command>(&self, command: &C) -> Result<C::Answer, BridgeError> {
        let Case { command: name, arguments, outcome, .. } = &self.case;
        self.asked.fetch_add(1, Ordering::Relaxed);
        assert_eq!(C::NAME, name);
        assert_eq!(serde_json::to_value(command).unwrap(), *arguments, "{name}: {}", self.case.name);
        match outcome {
            Ok(answer) => Ok(serde_json::from_value(answer.clone()).unwrap()),
            Err(code) => Err(BridgeError::of(Some(code))),
        }
    }
}

fn cases() -> Result<Vec<Case>, Box<dyn Error>> {
    let mut cases = Vec::new();
    for path in files()? {
        let file: Value = serde_json::from_slice(&std::fs::read(&path)?)?;
        let command = file["command"].as_str().ok_or("a file without a command")?;
        assert_eq!(path.file_stem().and_then(|stem| stem.to_str()), Some(command));
        for case in file["cases"].as_array().ok_or("a file without cases")? {
            let outcome = match (case.get("result"), case.get("code").and_then(Value::as_str)) {
                (Some(result), None) => Ok(result.clone()),
                (None, Some(code)) => Err(code.to_owned()),
                _ => return Err(format!("{command}: neither a result nor a code").into()),
            };
            cases.push(Case {
                command: command.to_owned(),
                name: case["name"].as_str().ok_or("a case without a name")?.to_owned(),
                arguments: case["arguments"].clone(),
                outcome,
            });
        }
    }
    Ok(cases)
}

fn files() -> std::io::Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/native/golden");
    std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}
