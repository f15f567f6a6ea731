//! Effects of the journey, run on the ports. Each answers with events of its own attempt.

mod android;
mod environment;
mod hand_off;
mod open_certificate;
mod phone;
mod pick_file;
mod portal_session;
mod proof;
mod screen_capture_guard;

use std::sync::Arc;

use journey::{Effect, Event, Failure};
use parking_lot::Mutex;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::AbortHandle;

use crate::app::Parts;
use crate::ports::{DeviceError, Mail};
use crate::vault::Vault;
use environment::Environment;
use hand_off::{ProfileName, ProfileServer};
use portal_session::PortalSession;
use screen_capture_guard::ScreenCaptureGuard;

/// What one event asked for.
pub(crate) struct Work {
    pub(crate) effects: Vec<Effect>,
    pub(crate) practising: bool,
    /// Chosen by the user; none: the system's.
    pub(crate) language: Option<String>,
}

/// Runs effects in tasks of their own; what must not overlap is kept apart by locks.
#[derive(Clone)]
pub(crate) struct Runner {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) parts: Parts,
    pub(crate) vault: Vault,
    pub(crate) environment: Environment,
    pub(crate) portal: PortalSession,
    pub(crate) server: ProfileServer,
    pub(crate) screen_capture_guard: ScreenCaptureGuard,
    /// Installer and chooser, one after the other: the system has one place for an answer.
    pub(crate) system_ui_lock: tokio::sync::Mutex<()>,
    /// Key derivation cannot be cancelled, so only one runs at a time.
    pub(crate) derivation: Arc<Semaphore>,
    events: mpsc::UnboundedSender<Event>,
    portal_task: Mutex<Option<AbortHandle>>,
    serving_task: Mutex<Option<AbortHandle>>,
}

impl Runner {
    pub(crate) fn new(
        parts: Parts,
        vault: Vault,
        events: mpsc::UnboundedSender<Event>,
        practising: bool,
        language: Option<String>,
    ) -> Self {
        let inner = Inner {
            parts,
            vault,
            environment: Environment::new(practising, language),
            portal: PortalSession::default(),
            server: ProfileServer::default(),
            screen_capture_guard: ScreenCaptureGuard::default(),
            system_ui_lock: tokio::sync::Mutex::default(),
            derivation: Arc::new(Semaphore::new(1)),
            events,
            portal_task: Mutex::default(),
            serving_task: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    pub(crate) fn run(&self, work: Work) {
        self.inner.environment.set_practising(work.practising);
        self.inner.environment.set_language(work.language);
        for effect in work.effects {
            self.run_one(effect);
        }
    }

    fn run_one(&self, effect: Effect) {
        let inner = self.inner.clone();
        match effect {
            Effect::LookAtPhone { attempt } => {
                self.answer(async move { Event::PhoneLooked(attempt, inner.look().await) })
            }
            Effect::OpenPractice { attempt, phone } => {
                self.answer(async move { Event::PracticeOpened(attempt, inner.open_practice(phone).await) });
            }
            Effect::WipePractice => spawn(async move { inner.wipe_practice().await }),
            Effect::LogIn { attempt, user_id } => {
                let task = self.task(async move { Event::LoggedIn(attempt, inner.log_in(&user_id).await) });
                replace(&self.inner.portal_task, Some(task));
            }
            Effect::AcceptTerms { attempt } => {
                let task = self.task(async move { Event::LoggedIn(attempt, inner.accept_terms().await) });
                replace(&self.inner.portal_task, Some(task));
            }
            Effect::SetPassword { attempt } => {
                let task = self.task(async move { Event::LoggedIn(attempt, inner.set_password().await) });
                replace(&self.inner.portal_task, Some(task));
            }
            Effect::List { attempt } => {
                let task = self.task(async move { Event::Listed(attempt, inner.list().await) });
                replace(&self.inner.portal_task, Some(task));
            }
            Effect::Download { attempt, row } => {
                let task = self.task(async move { Event::Downloaded(attempt, inner.download(row).await) });
                replace(&self.inner.portal_task, Some(task));
            }
            Effect::CancelPortal => replace(&self.inner.portal_task, None),
            Effect::LogOut => self.inner.log_out(),
            Effect::OpenCertificate { attempt } => {
                self.answer(async move { Event::Opened(attempt, inner.open_certificate().await) });
            }
            Effect::Install { attempt, alias, protected } => {
                self.answer(async move { Event::InstallerEnded(attempt, inner.install(alias, protected).await) });
            }
            Effect::SaveFile { attempt, alias, name } => {
                self.answer(async move { Event::FileSaved(attempt, inner.save_file(&alias, name).await) });
            }
            Effect::DeleteSavedFile { name } => self.answer(async move {
                let deleted = inner.delete_saved_file(&name).await;
                Event::SavedFileDeleted(name, deleted)
            }),
            Effect::AskKeyChain { attempt, alias, fingerprint, issuer_dn, may_ask } => self.answer(async move {
                Event::KeyChainAnswered(attempt, inner.ask_key_chain(alias, fingerprint, issuer_dn, may_ask).await)
            }),
            Effect::HandOff { attempt, method, slot, office, kind, not_after } => {
                let name = ProfileName { slot, office, kind, not_after };
                let task = tokio::spawn(async move { inner.hand_off(attempt, method, &name).await });
                replace(&self.inner.serving_task, Some(task.abort_handle()));
            }
            Effect::StopServing => {
                replace(&self.inner.serving_task, None);
                spawn(async move { inner.server.stop().await });
            }
            Effect::GuardScreenCapture(on) => {
                inner.want_guard(on);
                spawn(async move {
                    inner.apply_guard().await;
                });
            }
            Effect::OpenFiles => spawn(async move { inner.open_files().await }),
            Effect::OpenProbe { attempt, nonce, fingerprint } => {
                self.answer(async move { Event::ProbeAnswered(attempt, inner.open_probe(&nonce, fingerprint).await) });
            }
            Effect::AskProbe { attempt, nonce, fingerprint } => {
                self.answer(
                    async move { Event::ProbeAnswered(attempt, inner.ask_probe_once(&nonce, fingerprint).await) },
                );
            }
            Effect::OpenService { attempt } => {
                self.answer(async move { Event::ServiceOpened(attempt, inner.open_service().await) });
            }
            Effect::OpenPortal => spawn(async move { inner.open_portal().await }),
            Effect::Dial { number } => spawn(async move { inner.dial(&number).await }),
            Effect::WriteMail { to, subject, text } => {
                spawn(async move { inner.write_mail(Mail { to, subject, text }).await });
            }
            Effect::OpenInquiry { url } => spawn(async move { inner.open_inquiry(&url).await }),
            Effect::OpenSettings { page } => spawn(async move { inner.open_settings(page).await }),
            Effect::CopyPassword { attempt, lifetime } => {
                self.answer(async move { Event::Copied(attempt, inner.copy_password(lifetime).await) });
            }
            Effect::PickFile => spawn(async move { inner.pick_file().await }),
            Effect::TakeOpenedFile => spawn(async move { inner.take_opened_file().await }),
            Effect::AdmitFile { file } => self.inner.vault.admit(file),
            Effect::DropFile { file } => drop(self.inner.vault.take_waiting(file)),
            Effect::Forget(kind) => self.inner.vault.forget(kind),
            Effect::ForgetAll => self.inner.vault.forget_all(),
            Effect::AnswerSystem(answer) => spawn(async move { inner.answer_system(answer).await }),
        }
    }

    /// Puts the guard up before a secret is given out; false where the system refuses.
    pub(crate) async fn guard_for_secret(&self) -> bool {
        self.inner.guard_for_secret().await
    }

    fn answer(&self, effect: impl Future<Output = Event> + Send + 'static) {
        self.task(effect);
    }

    fn task(&self, effect: impl Future<Output = Event> + Send + 'static) -> AbortHandle {
        let events = self.inner.events.clone();
        tokio::spawn(async move {
            let _ = events.send(effect.await);
        })
        .abort_handle()
    }
}

impl Inner {
    pub(crate) fn send(&self, event: Event) {
        let _ = self.events.send(event);
    }
}

fn spawn(effect: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(effect);
}

/// Ends the task that was there.
fn replace(slot: &Mutex<Option<AbortHandle>>, task: Option<AbortHandle>) {
    let before = std::mem::replace(&mut *slot.lock(), task);
    if let Some(before) = before {
        before.abort();
    }
}

pub(crate) fn device_failure(error: &DeviceError) -> Failure {
    Failure::new(error.code(), !matches!(error, DeviceError::Unsupported | DeviceError::Restricted))
}

/// Something that the way rules out. Says so rather than ending the process.
pub(crate) fn internal() -> Failure {
    Failure::new("internal", false)
}
