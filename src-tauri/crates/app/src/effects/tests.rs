//! What comes late reaches no phone, and what is stopped can be begun again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use async_trait::async_trait;
use journey::{Alias, Failure, HandOffMethod, InstallerOutcome, Platform, PracticeOffice};
use secrecy::SecretString;
use tokio::task::yield_now;
use tokio::time::timeout;
use url::Url;
use zeroize::Zeroizing;

use super::*;
use crate::ports::{
    AndroidDevice, InstallRequest, KeyChainAnswer, KeyChainQuestion, PartialDevice, PickedFile, PracticeEnvironment,
    PracticeEnvironmentError, RunningPractice, TlsOutcome,
};
use crate::vault::Vault;

const FILE: &[u8] = include_bytes!("../../../certificate/tests/cases/01d-rollover-below-root.p12");
const PASSWORD: &str = include_str!("../../../certificate/tests/cases/01d-rollover-below-root.p12.pw");
const PATIENCE: Duration = Duration::from_secs(60);

/// A phone that writes down what is handed to it.
#[derive(Default)]
struct Phone {
    handed: Mutex<Vec<&'static str>>,
}

#[async_trait]
impl PartialDevice for Phone {
    async fn share_file(&self, _file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        self.handed.lock().push("share");
        Ok(ShareOutcome::Shared)
    }

    fn android(&self) -> Option<&dyn AndroidDevice> {
        Some(self)
    }
}

#[async_trait]
impl AndroidDevice for Phone {
    async fn install(&self, _request: InstallRequest) -> Result<InstallerOutcome, DeviceError> {
        self.handed.lock().push("install");
        Ok(InstallerOutcome::Ok)
    }

    async fn ask_key_chain(&self, _question: KeyChainQuestion) -> Result<KeyChainAnswer, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn tls_check(&self, _url: &Url, _alias: &Alias) -> Result<TlsOutcome, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn save_file(&self, _file: SharedFile) -> Result<(), DeviceError> {
        self.handed.lock().push("save");
        Ok(())
    }

    async fn delete_saved_file(&self, _name: &str) -> Result<bool, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn choose_file(&self) -> Result<bool, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn take_opened_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn stop_reading(&self) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }
}

struct Surroundings {
    runner: Runner,
    phone: Arc<Phone>,
    events: mpsc::UnboundedReceiver<Event>,
}

impl Surroundings {
    /// A file and its password are in the vault.
    fn with_file() -> Self {
        let phone = Arc::new(Phone::default());
        let (runner, events) = idle::runner(phone.clone());
        let vault = &runner.context.vault;
        assert!(vault.put_file(Zeroizing::new(FILE.to_vec()), vault.generation()));
        let surroundings = Self { runner, phone, events };
        surroundings.type_password();
        surroundings
    }

    /// It is opened, too.
    fn with_identity() -> Self {
        let surroundings = Self::with_file();
        let opening = surroundings.vault().opening().unwrap();
        let identity = certificate::open(&opening.file, &opening.password).unwrap();
        assert!(surroundings.vault().put_identity(identity, opening.generation));
        surroundings
    }

    fn vault(&self) -> &Vault {
        &self.runner.context.vault
    }

    fn type_password(&self) {
        self.vault().put(SecretKind::CertificatePassword, SecretString::from(PASSWORD.trim_end()));
    }

    fn run(&self, effects: impl Into<Vec<Effect>>) {
        self.runner.run(Work { effects: effects.into(), practising: false, language: None });
    }

    async fn answer(&mut self) -> Event {
        timeout(PATIENCE, self.events.recv()).await.expect("an answer").unwrap()
    }

    fn handed(&self) -> Vec<&'static str> {
        self.phone.handed.lock().clone()
    }
}

fn attempt() -> Attempt {
    Attempt::default()
}

fn alias() -> Alias {
    "kaigo-dx-3f9a1c02".into()
}

fn install(protected: bool) -> Effect {
    Effect::Install { attempt: attempt(), alias: alias(), protected }
}

fn save_file() -> Effect {
    Effect::SaveFile { attempt: attempt(), alias: alias(), name: "kaigo.p12".to_owned() }
}

fn hand_off(method: HandOffMethod) -> Effect {
    Effect::HandOff {
        attempt: attempt(),
        method,
        slot: alias(),
        office: String::new(),
        kind: CertificateKind::Dx,
        not_after: jiff::Timestamp::UNIX_EPOCH,
    }
}

/// Why nothing was handed over.
fn refusal(event: Event) -> Failure {
    match event {
        Event::InstallerEnded(_, Err(failure))
        | Event::FileSaved(_, Err(failure))
        | Event::Serving(_, Err(failure))
        | Event::FileShared(_, Err(failure)) => failure,
        event => panic!("{event:?}"),
    }
}

#[tokio::test]
async fn what_waits_for_its_turn_is_not_handed_over_after_the_wipe() {
    for effect in [install(false), install(true), hand_off(HandOffMethod::File)] {
        let mut surroundings = Surroundings::with_identity();
        let context = surroundings.runner.context.clone();
        // A silent look at KeyChain takes its time.
        let turn = context.system_ui_lock.lock().await;
        surroundings.run([effect.clone()]);
        for _ in 0..8 {
            yield_now().await;
        }
        surroundings.run([Effect::ForgetAll]);
        let held = timeout(Duration::from_secs(2), surroundings.events.recv()).await;
        drop(turn);
        let answer = match &held {
            Ok(answer) => answer.clone().unwrap(),
            Err(_) => surroundings.answer().await,
        };
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(surroundings.handed().is_empty(), "{effect:?}: {:?}", surroundings.handed());
        assert_eq!(refusal(answer).code, "secrets-wiped", "{effect:?}");
        assert!(held.is_ok(), "{effect:?} was told to stop");
    }
}

#[tokio::test]
async fn what_is_being_made_is_not_handed_over_after_the_wipe() {
    let serving = [HandOffMethod::Sheet, HandOffMethod::Browser, HandOffMethod::File].map(hand_off);
    for effect in [install(false), install(true), save_file()].into_iter().chain(serving) {
        let mut surroundings = Surroundings::with_identity();
        surroundings.run([effect.clone()]);
        yield_now().await;
        surroundings.run([Effect::ForgetAll]);
        assert_eq!(refusal(surroundings.answer().await).code, "secrets-wiped", "{effect:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(surroundings.handed().is_empty(), "{effect:?}: {:?}", surroundings.handed());
    }
}

/// A wipe between the tap and the task's first step, and the next file in the vault already.
#[tokio::test]
async fn what_was_asked_for_before_the_wipe_takes_nothing_that_came_since() {
    for effect in [install(false), save_file(), hand_off(HandOffMethod::File)] {
        let mut surroundings = Surroundings::with_identity();
        surroundings.run([effect.clone(), Effect::ForgetAll]);
        let vault = surroundings.vault();
        assert!(vault.put_file(Zeroizing::new(FILE.to_vec()), vault.generation()));
        surroundings.type_password();
        let opening = vault.opening().unwrap();
        let identity = certificate::open(&opening.file, &opening.password).unwrap();
        assert!(vault.put_identity(identity, opening.generation));
        refusal(surroundings.answer().await);
        assert!(surroundings.handed().is_empty(), "{effect:?}: {:?}", surroundings.handed());
    }
}

#[tokio::test]
async fn what_is_not_late_is_handed_over() {
    let hand_off_file = hand_off(HandOffMethod::File);
    for (effect, handed) in
        [(install(false), "install"), (install(true), "install"), (save_file(), "save"), (hand_off_file, "share")]
    {
        let mut surroundings = Surroundings::with_identity();
        surroundings.run([effect]);
        while !matches!(
            surroundings.answer().await,
            Event::InstallerEnded(_, Ok(InstallerOutcome::Ok))
                | Event::FileSaved(_, Ok(()))
                | Event::FileShared(_, Ok(true))
        ) {}
        assert_eq!(surroundings.handed(), [handed]);
    }
}

/// 「やめる」 waits for its turn among the events when the file is open already.
#[tokio::test]
async fn after_a_stop_that_crosses_the_opening_the_next_try_opens() {
    let mut surroundings = Surroundings::with_file();
    let crossed = surroundings.runner.context.open_certificate(attempt(), true).await;
    assert!(matches!(crossed, Event::Opened(_, Ok(_))), "{crossed:?}");
    surroundings.run([Effect::StopOpening, Effect::Forget(SecretKind::CertificatePassword)]);
    assert!(surroundings.vault().identity().is_none(), "the key is gone");
    surroundings.type_password();
    surroundings.run([Effect::OpenCertificate { attempt: attempt(), patient: false }]);
    let opened = surroundings.answer().await;
    assert!(matches!(opened, Event::Opened(_, Ok(_))), "{opened:?}");
    surroundings.run([Effect::CloseFile]);
    assert!(surroundings.vault().identity().is_some() && surroundings.vault().opening().is_none());
}

/// Writes down what is asked of it.
#[derive(Default)]
struct Practice(Mutex<Vec<&'static str>>);

#[async_trait]
impl PracticeEnvironment for Practice {
    fn offices(&self) -> Vec<PracticeOffice> {
        Vec::new()
    }

    async fn open(&self, _phone: Option<Platform>) -> Result<RunningPractice, PracticeEnvironmentError> {
        self.0.lock().push("open");
        Err(PracticeEnvironmentError::Servers("none".into()))
    }

    async fn wipe(&self) -> Result<(), PracticeEnvironmentError> {
        self.0.lock().push("wipe");
        Ok(())
    }
}

/// A start wipes what is left, and the user may begin to practise at once: on two threads the second task may be the first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn practice_is_wiped_before_it_is_opened_where_that_was_asked_for_first() {
    for turn in 0..2_000 {
        let practice = Arc::new(Practice::default());
        let (runner, mut events) = idle::runner_with(Arc::new(Phone::default()), practice.clone());
        let effects = vec![Effect::WipePractice, Effect::OpenPractice { attempt: attempt(), phone: None }];
        runner.run(Work { effects, practising: true, language: None });
        timeout(PATIENCE, events.recv()).await.expect("an answer").unwrap();
        assert_eq!(*practice.0.lock(), ["wipe", "open"], "turn {turn}");
    }
}
