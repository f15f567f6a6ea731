use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::interstitial::LoginInterstitial;
use super::page::Target;

/// A session that was not used for so long is over.
pub(super) const IDLE: SignedDuration = SignedDuration::from_mins(20);

/// Wrong tries in a row that lock an account (published by 奈良県国保連).
pub(super) const TRIES: u32 = 3;

/// How long it stays locked, at least (same source).
pub(super) const LOCKED: SignedDuration = SignedDuration::from_mins(30);

const SESSIONS: usize = 10_000;
const CSRF_TOKENS: usize = 64;

/// One browser's visit.
pub(super) struct Session {
    /// Office handle, once logged in.
    pub(super) office: Option<String>,
    pub(super) ended: Option<Ended>,
    pub(super) interstitial: Option<LoginInterstitial>,
    /// PC: the 証明書発行用パスワード was right, the terms come next.
    pub(super) may_apply: bool,
    seen: Timestamp,
    csrf_tokens: VecDeque<CsrfToken>,
}

/// Why a session no longer works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    TimedOut,
    TakenOver,
}

/// A form or link that was served, and what it may do.
struct CsrfToken {
    token: String,
    targets: Vec<(Option<String>, Target)>,
}

impl Session {
    fn new(now: Timestamp) -> Self {
        Self {
            office: None,
            ended: None,
            interstitial: None,
            may_apply: false,
            seen: now,
            csrf_tokens: VecDeque::new(),
        }
    }

    /// Remembers a form; the names are those of its buttons.
    pub(super) fn issue(&mut self, token: String, targets: Vec<(Option<String>, Target)>) {
        if self.csrf_tokens.len() == CSRF_TOKENS {
            self.csrf_tokens.pop_front();
        }
        self.csrf_tokens.push_back(CsrfToken { token, targets });
    }

    /// What the form with that token does when the button found by `pressed` is pressed. A token works once.
    pub(super) fn redeem(&mut self, token: &str, pressed: impl Fn(&str) -> bool) -> Option<Target> {
        let at = self.csrf_tokens.iter().position(|csrf_token| csrf_token.token == token)?;
        let csrf_token = self.csrf_tokens.remove(at)?;
        csrf_token.target(pressed)
    }

    /// The same for a link, whose token works as long as it is remembered.
    pub(super) fn look_up(&self, token: &str) -> Option<Target> {
        self.csrf_tokens.iter().find(|csrf_token| csrf_token.token == token)?.target(|_| false)
    }
}

impl CsrfToken {
    fn target(&self, pressed: impl Fn(&str) -> bool) -> Option<Target> {
        self.targets.iter().find(|(name, _)| name.as_deref().is_none_or(&pressed)).map(|(_, target)| target.clone())
    }
}

/// Every session there is.
#[derive(Default)]
pub(super) struct Sessions {
    by_id: HashMap<String, Session>,
}

impl Sessions {
    /// The session of that ID, a new one where there is none. Over after [`IDLE`].
    pub(super) fn enter(&mut self, id: Option<&str>, now: Timestamp) -> (String, &mut Session) {
        let id = match id.filter(|id| self.by_id.contains_key(*id)) {
            Some(id) => id.to_owned(),
            None => self.add(Session::new(now), now),
        };
        let session = self.by_id.entry(id.clone()).or_insert_with(|| Session::new(now));
        if session.office.is_some() && session.ended.is_none() && now.duration_since(session.seen) > IDLE {
            session.ended = Some(Ended::TimedOut);
        }
        session.seen = now;
        (id, session)
    }

    pub(super) fn get(&mut self, id: &str) -> Option<&mut Session> {
        self.by_id.get_mut(id)
    }

    /// Logs in: the ID changes, and whoever was logged in for that office is taken over.
    pub(super) fn log_in(
        &mut self,
        id: &str,
        office: &str,
        interstitial: Option<LoginInterstitial>,
        now: Timestamp,
    ) -> String {
        self.by_id.remove(id);
        for other in self.by_id.values_mut().filter(|other| other.office.as_deref() == Some(office)) {
            other.ended.get_or_insert(Ended::TakenOver);
            other.csrf_tokens.clear();
        }
        let mut session = Session::new(now);
        session.office = Some(office.to_owned());
        session.interstitial = interstitial;
        self.add(session, now)
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.by_id.remove(id);
    }

    fn add(&mut self, session: Session, now: Timestamp) -> String {
        if self.by_id.len() >= SESSIONS {
            self.by_id.retain(|_, session| now.duration_since(session.seen) <= IDLE);
        }
        if self.by_id.len() >= SESSIONS
            && let Some(oldest) = self.by_id.iter().min_by_key(|(_, session)| session.seen).map(|(id, _)| id.clone())
        {
            self.by_id.remove(&oldest);
        }
        let id = token();
        self.by_id.insert(id.clone(), session);
        id
    }
}

/// How often the login of one ID failed.
#[derive(Default)]
pub(super) struct Attempts {
    wrong: u32,
    locked_until: Option<Timestamp>,
}

/// How a login ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Login {
    Right,
    Wrong,
    Locked,
}

impl Attempts {
    /// Counts one try.
    pub(super) fn count(&mut self, right: bool, now: Timestamp) -> Login {
        if let Some(until) = self.locked_until {
            if now < until {
                return Login::Locked;
            }
            *self = Self::default();
        }
        if right {
            *self = Self::default();
            return Login::Right;
        }
        self.wrong += 1;
        if self.wrong < TRIES {
            return Login::Wrong;
        }
        self.locked_until = Some(now + LOCKED);
        Login::Locked
    }
}

/// 128 random bits in hexadecimal. Where the system has none left, an empty one, which fits nothing.
pub(super) fn token() -> String {
    let mut bytes = [0_u8; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => hex::encode(bytes),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::page::Route;
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn three_wrong_tries_lock_for_half_an_hour() {
        let mut attempts = Attempts::default();
        assert_eq!(attempts.count(false, NOW), Login::Wrong);
        assert_eq!(attempts.count(false, NOW), Login::Wrong);
        assert_eq!(attempts.count(false, NOW), Login::Locked);
        assert_eq!(attempts.count(true, NOW + SignedDuration::from_mins(29)), Login::Locked);
        assert_eq!(attempts.count(true, NOW + SignedDuration::from_mins(30)), Login::Right);
    }

    #[test]
    fn a_right_one_forgets_the_wrong_ones() {
        let mut attempts = Attempts::default();
        attempts.count(false, NOW);
        attempts.count(false, NOW);
        assert_eq!(attempts.count(true, NOW), Login::Right);
        assert_eq!(attempts.count(false, NOW), Login::Wrong);
    }

    #[test]
    fn a_newer_login_takes_the_older_over() {
        let mut sessions = Sessions::default();
        let first = sessions.log_in("", "both", None, NOW);
        let second = sessions.log_in("", "both", None, NOW);
        let other = sessions.log_in("", "dx", None, NOW);
        assert_eq!(sessions.get(&first).unwrap().ended, Some(Ended::TakenOver));
        assert_eq!(sessions.get(&second).unwrap().ended, None);
        assert_eq!(sessions.get(&other).unwrap().ended, None);
    }

    #[test]
    fn a_session_that_rests_is_over() {
        let mut sessions = Sessions::default();
        let id = sessions.log_in("", "both", None, NOW);
        assert_eq!(sessions.enter(Some(&id), NOW + IDLE).1.ended, None);
        let late = NOW + IDLE + IDLE + SignedDuration::from_secs(1);
        assert_eq!(sessions.enter(Some(&id), late).1.ended, Some(Ended::TimedOut));
    }

    #[test]
    fn a_token_works_once_and_only_with_its_button() {
        let mut session = Session::new(NOW);
        session.issue("t1".into(), vec![(Some("btn0".into()), Target::post(Route::Download).with("dx"))]);
        assert_eq!(session.redeem("t2", |_| true), None);
        assert_eq!(session.redeem("t1", |name| name == "btn0").unwrap().argument.as_deref(), Some("dx"));
        assert_eq!(session.redeem("t1", |_| true), None);
    }

    #[test]
    fn an_unknown_session_id_is_not_taken_over_as_it_is() {
        let mut sessions = Sessions::default();
        let (id, _) = sessions.enter(Some("chosen-by-somebody"), NOW);
        assert_ne!(id, "chosen-by-somebody");
    }
}
