use journey::{SystemAnswer, SystemScreen};
use parking_lot::{Mutex, MutexGuard};
use secrecy::SecretString;
use tokio::sync::{oneshot, watch};

/// What the phone's system shows over the app.
pub(super) struct Display {
    shown: watch::Sender<Option<SystemScreen>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    taken: bool,
    asked: Option<oneshot::Sender<Reply>>,
}

/// How a screen was answered.
pub(super) struct Reply {
    pub(super) answer: SystemAnswer,
    pub(super) typed: Option<SecretString>,
}

impl Display {
    pub(super) fn new() -> Self {
        Self { shown: watch::Sender::new(None), state: Mutex::default() }
    }

    /// Takes the display; `None` while somebody else has it.
    pub(super) fn open(&self) -> Option<ScreenSession<'_>> {
        let mut state = self.state();
        if state.taken {
            return None;
        }
        state.taken = true;
        Some(ScreenSession(self))
    }

    pub(super) fn screens(&self) -> watch::Receiver<Option<SystemScreen>> {
        self.shown.subscribe()
    }

    /// Answers the screen that waits for it; otherwise nothing happens.
    pub(super) fn answer(&self, answer: SystemAnswer, typed: Option<SecretString>) {
        if let Some(asked) = self.state().asked.take() {
            let _ = asked.send(Reply { answer, typed });
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }
}

/// The display while it is taken. Dropped, also by a cancelled future, it is clear again.
pub(super) struct ScreenSession<'a>(&'a Display);

impl ScreenSession<'_> {
    /// Shows a screen and waits for its answer; it stays until the next one or the end of the sheet. What nobody watches is
    /// declined: it is a screen of a phone that was left, and whoever waits for it may hold what others wait for.
    pub(super) async fn ask(&self, screen: SystemScreen) -> Reply {
        let (asked, replied) = oneshot::channel();
        {
            let mut state = self.0.state();
            state.asked = Some(asked);
            self.0.shown.send_replace(Some(screen));
        }
        let declined = Reply { answer: SystemAnswer::Decline, typed: None };
        tokio::select! {
            replied = replied => replied.unwrap_or(declined),
            () = self.0.shown.closed() => declined,
        }
    }

    /// Somebody sees the screens, so that an answer is the user's.
    pub(super) fn is_watched(&self) -> bool {
        self.0.shown.receiver_count() > 0
    }

    /// Shows a screen that has one way on; everything else leads back.
    pub(super) async fn goes_on(&self, screen: SystemScreen) -> bool {
        self.ask(screen).await.answer == SystemAnswer::Go
    }
}

impl Drop for ScreenSession<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        *state = State::default();
        self.0.shown.send_replace(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_at_a_time_and_clear_when_cancelled() {
        let display = Display::new();
        let screens = display.screens();
        {
            let session = display.open().unwrap_or_else(|| unreachable!());
            assert!(display.open().is_none());
            let asked = session.ask(SystemScreen::AndroidKind);
            let limit = tokio::time::timeout(std::time::Duration::from_millis(10), asked).await;
            assert!(limit.is_err());
            assert_eq!(*screens.borrow(), Some(SystemScreen::AndroidKind));
        }
        assert_eq!(*screens.borrow(), None);
        assert!(display.open().is_some());
    }

    #[tokio::test]
    async fn an_answer_to_nothing_is_not_kept() {
        let display = Display::new();
        let _watched = display.screens();
        display.answer(SystemAnswer::Go, None);
        let session = display.open().unwrap_or_else(|| unreachable!());
        display.answer(SystemAnswer::Go, None);
        let asked = session.goes_on(SystemScreen::SettingsPasscode);
        assert!(tokio::time::timeout(std::time::Duration::from_millis(10), asked).await.is_err());
        let answered = async {
            tokio::task::yield_now().await;
            display.answer(SystemAnswer::Go, None);
            display.answer(SystemAnswer::Decline, None);
        };
        assert!(tokio::join!(session.goes_on(SystemScreen::SettingsPasscode), answered).0);
    }

    #[tokio::test]
    async fn what_waits_and_all_that_comes_later_is_declined_once_nobody_watches() {
        let display = Display::new();
        let watched = display.screens();
        let session = display.open().unwrap_or_else(|| unreachable!());
        let left = async {
            tokio::task::yield_now().await;
            assert_eq!(*watched.borrow(), Some(SystemScreen::AndroidKind), "it waits");
            drop(watched);
        };
        let both = async { tokio::join!(session.ask(SystemScreen::AndroidKind), left).0.answer };
        let limit = std::time::Duration::from_secs(5);
        assert_eq!(tokio::time::timeout(limit, both).await, Ok(SystemAnswer::Decline));
        let later = tokio::time::timeout(limit, session.goes_on(SystemScreen::SettingsPasscode));
        assert_eq!(later.await, Ok(false));
    }
}
