//! Effects of the journey, run on the ports. Each answers with events of its own attempt.

mod android;
mod context;
mod environment;
mod hand_off;
#[cfg(test)]
mod idle;
mod in_time;
mod open_certificate;
mod phone;
mod pick_file;
mod portal_session;
mod portal_window;
mod profile_name;
mod profile_server;
mod proof;
mod reminder_plans;
mod reminders;
mod screen_capture_guard;
mod shared_text;
mod verify_error;
mod window_words;
mod write_file;

use std::sync::Arc;
use std::time::Instant;

use certificate::CertificateKind;
use journey::{Attempt, Effect, Event, SecretKind, UserId};
use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;

use crate::ports::{DeviceError, Mail, ShareOutcome, SharedFile};
pub(crate) use context::Context;
use portal_window::{Order, Visit};
use profile_name::ProfileName;
pub use verify_error::VerifyError;

/// What one event asked for.
pub(crate) struct Work {
    pub(crate) effects: Vec<Effect>,
    pub(crate) practising: bool,
    /// The language that the user chose; `None` if it is the system's.
    pub(crate) language: Option<String>,
}

/// Runs effects in tasks of their own; what must not overlap is kept apart by locks.
#[derive(Clone)]
pub(crate) struct Runner {
    context: Arc<Context>,
    portal_task: Arc<Mutex<Option<AbortHandle>>>,
    serving_task: Arc<Mutex<Option<AbortHandle>>>,
    window: Arc<Mutex<Option<OpenWindow>>>,
    practice_turn: Arc<Mutex<Option<oneshot::Receiver<()>>>>,
}

/// The portal's own window that is open.
struct OpenWindow {
    task: AbortHandle,
    orders: mpsc::UnboundedSender<Order>,
}

impl Runner {
    pub(crate) fn new(context: Context) -> Self {
        Self {
            context: Arc::new(context),
            portal_task: Arc::default(),
            serving_task: Arc::default(),
            window: Arc::default(),
            practice_turn: Arc::default(),
        }
    }

    pub(crate) fn run(&self, work: Work) {
        self.context.environment.set_practising(work.practising);
        self.context.environment.set_language(work.language);
        for effect in work.effects {
            self.run_one(effect);
        }
    }

    fn run_one(&self, effect: Effect) {
        let name: &str = (&effect).into();
        tracing::info!(effect = name, attempt = effect.attempt().map(Attempt::number), "effect");
        let context = self.context.clone();
        match effect {
            Effect::LookAtPhone { attempt } => {
                self.answer(async move { Event::PhoneLooked(attempt, context.environment.look().await) })
            }
            Effect::OpenPractice { attempt, phone } => {
                let turn = self.practice_turn();
                self.answer(async move {
                    let _turn = turn.await;
                    Event::PracticeOpened(attempt, context.environment.open_practice(phone).await)
                });
            }
            Effect::WipePractice => {
                let turn = self.practice_turn();
                spawn(async move {
                    let _turn = turn.await;
                    context.environment.wipe_practice().await;
                });
            }
            // Of what has the store.
            Effect::EraseDamaged => {}
            Effect::OpenLogin { attempt } => {
                let task = self.task(async move {
                    match context.portal.open_login().await {
                        Ok(()) => Event::LoginOpened(attempt),
                        Err(outcome) => Event::LoggedIn(attempt, Err(outcome)),
                    }
                });
                replace(&self.portal_task, Some(task));
            }
            Effect::LogIn { attempt, user_id } => {
                let task =
                    self.task(async move { Event::LoggedIn(attempt, context.portal.log_in(user_id.as_str()).await) });
                replace(&self.portal_task, Some(task));
            }
            Effect::AcceptTerms { attempt } => {
                let task = self.task(async move { Event::LoggedIn(attempt, context.portal.accept_terms().await) });
                replace(&self.portal_task, Some(task));
            }
            Effect::SetPassword { attempt } => {
                let task = self.task(async move { Event::LoggedIn(attempt, context.portal.set_password().await) });
                replace(&self.portal_task, Some(task));
            }
            Effect::SendCode { attempt } => {
                let task = self.task(async move { Event::LoggedIn(attempt, context.portal.send_code().await) });
                replace(&self.portal_task, Some(task));
            }
            Effect::TakeOver { attempt } => {
                let task = self.task(async move { Event::LoggedIn(attempt, context.portal.take_over().await) });
                replace(&self.portal_task, Some(task));
            }
            Effect::ChooseOffice { attempt, choice } => {
                let task =
                    self.task(async move { Event::LoggedIn(attempt, context.portal.choose_office(choice).await) });
                replace(&self.portal_task, Some(task));
            }
            Effect::List { attempt } => {
                let task = self.task(async move { Event::Listed(attempt, context.portal.list().await) });
                replace(&self.portal_task, Some(task));
            }
            Effect::Download { attempt, row } => {
                let task = self.task(async move { Event::Downloaded(attempt, context.portal.download(row).await) });
                replace(&self.portal_task, Some(task));
            }
            Effect::CancelPortal => replace(&self.portal_task, None),
            Effect::OpenWindow { attempt, user_id, wanted } => self.open_window(attempt, user_id, wanted),
            Effect::ShowWindow => self.order(Order::Show),
            Effect::TellTries { left } => self.order(Order::Tries(left)),
            Effect::LogOut => {
                self.close_window();
                self.context.portal.log_out();
            }
            Effect::OpenCertificate { attempt, patient } => {
                self.answer(async move { context.open_certificate(attempt, patient).await });
            }
            Effect::StopOpening => self.context.vault.stop_opening(),
            Effect::CloseFile => self.context.vault.close_file(),
            Effect::Install { attempt, alias, protected } => {
                let of = context.vault.generation();
                self.answer(async move { Event::InstallerEnded(attempt, context.install(alias, protected, of).await) });
            }
            Effect::SaveFile { attempt, alias, name } => {
                let of = context.vault.generation();
                self.answer(async move { Event::FileSaved(attempt, context.save_file(&alias, name, of).await) });
            }
            Effect::DeleteSavedFile { name } => self.answer(async move {
                let deleted = context.delete_saved_file(&name).await;
                Event::SavedFileDeleted(name, deleted)
            }),
            Effect::AskKeyChain { attempt, alias, fingerprint, issuer_dn, may_ask, several } => {
                self.answer(async move {
                    let answer = context.ask_key_chain(alias, fingerprint, issuer_dn, may_ask, several).await;
                    Event::KeyChainAnswered(attempt, answer)
                })
            }
            Effect::LookForRemoved { removing, alias, fingerprint, issuer_dn } => self.answer(async move {
                let answer = context.ask_key_chain(alias, fingerprint, issuer_dn, false, false).await;
                Event::RemovalLooked(removing, answer)
            }),
            Effect::HandOff { attempt, method, slot, office, kind, not_after } => {
                let name = ProfileName { slot, office, kind, not_after };
                let of = context.vault.generation();
                let task = tokio::spawn(async move { context.hand_off(attempt, method, &name, of).await });
                replace(&self.serving_task, Some(task.abort_handle()));
            }
            Effect::StopServing => {
                replace(&self.serving_task, None);
                context.server.stop();
            }
            Effect::GuardScreenCapture(on) => {
                context.screen_capture_guard.want(on);
                spawn(async move {
                    context.screen_capture_guard.apply().await;
                });
            }
            Effect::OpenFiles => spawn(async move { context.open_files().await }),
            Effect::OpenProbe { attempt, nonce, fingerprint } => {
                self.answer(async move { Event::ProbeAnswered(attempt, context.open_probe(nonce, fingerprint).await) });
            }
            Effect::AskProbe { attempt, nonce, fingerprint } => {
                self.answer(
                    async move { Event::ProbeAnswered(attempt, context.ask_probe_once(nonce, fingerprint).await) },
                );
            }
            Effect::OpenService { attempt, address } => {
                self.answer(async move { Event::ServiceOpened(attempt, context.open_service(address).await) });
            }
            Effect::OpenPortal => spawn(async move { context.open_portal().await }),
            Effect::Dial { number } => spawn(async move { context.dial(&number).await }),
            Effect::WriteMail { to, subject, text } => {
                spawn(async move { context.write_mail(Mail { to, subject, text }).await });
            }
            Effect::OpenInquiry { url } => spawn(async move { context.open_inquiry(&url).await }),
            Effect::OpenSettings { page } => spawn(async move { context.open_settings(page).await }),
            Effect::CopyPassword { attempt, lifetime } => {
                self.answer(async move { Event::Copied(attempt, context.copy_password(lifetime).await) });
            }
            Effect::ShareText(text) => {
                self.answer(async move { Event::TextShared(context.share_text(text).await) });
            }
            Effect::LookAtNotifications => self.answer(async move {
                Event::NotificationsAllowed { asked: false, result: context.notification_access(false).await }
            }),
            Effect::AskForNotifications => self.answer(async move {
                Event::NotificationsAllowed { asked: true, result: context.notification_access(true).await }
            }),
            Effect::PlanReminders { practised, reminders } => {
                context.reminder_plans.want(practised, &reminders, context.environment.words());
                spawn(async move { context.plan_reminders(practised).await });
            }
            Effect::PassTime => spawn(async move {
                // What is shown is what was planned last.
                context.plan_reminders(true).await;
                context.environment.pass_time().await;
            }),
            Effect::PickFile => spawn(async move { context.pick_file().await }),
            Effect::StopReading => spawn(async move { context.stop_reading().await }),
            Effect::TakeOpenedFile => spawn(async move { context.take_opened_file().await }),
            Effect::AdmitFile { file } => self.context.vault.admit(file),
            Effect::DropFile { file } => drop(self.context.vault.take_waiting(file)),
            Effect::Forget(kind) => self.context.vault.forget(kind),
            Effect::ForgetDownload => self.context.vault.forget_all(),
            Effect::ForgetAll => {
                self.close_window();
                context.portal.log_out();
                context.vault.forget_all();
                context.server.stop();
            }
            Effect::AnswerSystem(answer) => {
                let typed = self.context.vault.take(SecretKind::PracticePhonePassword);
                spawn(async move { context.environment.answer_system(answer, typed).await });
            }
        }
    }

    fn open_window(&self, attempt: Attempt, user_id: Option<UserId>, wanted: CertificateKind) {
        let (orders, incoming) = mpsc::unbounded_channel();
        let context = self.context.clone();
        let visit = Visit { attempt, user_id, wanted, generation: context.vault.generation() };
        let task = self.task(async move { context.portal_window(visit, incoming).await });
        self.close_window();
        *self.window.lock() = Some(OpenWindow { task, orders });
    }

    fn order(&self, order: Order) {
        if let Some(window) = self.window.lock().as_ref() {
            let _ = window.orders.send(order);
        }
    }

    /// Practice is opened and wiped in the order in which that is asked for. Waits for what was asked for before; what comes
    /// next begins when the result is dropped.
    fn practice_turn(&self) -> impl Future<Output = oneshot::Sender<()>> + Send + 'static {
        let (ended, next) = oneshot::channel();
        let before = self.practice_turn.lock().replace(next);
        async move {
            if let Some(before) = before {
                let _ = before.await;
            }
            ended
        }
    }

    /// Whatever is shown in it goes with it.
    fn close_window(&self) {
        if let Some(window) = self.window.lock().take() {
            window.task.abort();
        }
    }

    /// Offers a file to other apps by this very phone.
    pub(crate) async fn share(&self, file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        self.context.share(&*self.context.parts.device, file).await
    }

    /// Puts the guard up before a secret is given out; false where the system refuses.
    pub(crate) async fn guard_for_secret(&self) -> bool {
        self.context.screen_capture_guard.up_for_secret().await
    }

    fn answer(&self, effect: impl Future<Output = Event> + Send + 'static) {
        self.task(effect);
    }

    fn task(&self, effect: impl Future<Output = Event> + Send + 'static) -> AbortHandle {
        let context = self.context.clone();
        tokio::spawn(async move {
            let begun = Instant::now();
            let event = effect.await;
            let name: &str = (&event).into();
            let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::debug!(event = name, attempt = event.attempt().map(Attempt::number), ms, "an effect has ended");
            context.send(event);
        })
        .abort_handle()
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

#[cfg(test)]
mod tests;
