#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

const FILE: &[u8] = include_bytes!("../../../certificate/tests/cases/01d-rollover-below-root.p12");
const PASSWORD: &str = include_str!("../../../certificate/tests/cases/01d-rollover-below-root.p12.pw");

fn password() -> SecretString {
    SecretString::from(PASSWORD.trim_end())
}

/// A file and its password are in it, and are being opened.
fn being_opened() -> (Vault, Opening) {
    let (vault, opening, _) = being_opened_at();
    (vault, opening)
}

/// The same, with the clock that the vault looks at.
fn being_opened_at() -> (Vault, Opening, Arc<HandClock>) {
    let clock = Arc::new(HandClock::default());
    let vault = Vault::new(clock.clone());
    assert!(vault.put_file(Zeroizing::new(FILE.to_vec()), vault.generation()));
    vault.put(SecretKind::CertificatePassword, password());
    let opening = vault.opening().unwrap();
    (vault, opening, clock)
}

/// A clock that runs by hand.
#[derive(Default)]
struct HandClock(Mutex<Duration>);

impl HandClock {
    fn pass(&self, time: Duration) {
        *self.0.lock() += time;
    }
}

impl Clock for HandClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::UNIX_EPOCH
    }

    fn running(&self) -> Duration {
        *self.0.lock()
    }
}

fn opened(opening: &Opening) -> Identity {
    certificate::open(&opening.file, &opening.password).unwrap()
}

#[test]
fn an_identity_takes_the_place_of_its_file() {
    let (vault, opening) = being_opened();
    vault.close_file();
    assert!(vault.opening().is_some(), "it is not open yet");
    assert!(vault.put_identity(opened(&opening), opening.generation));
    assert!(vault.identity().is_some() && vault.opening().is_some(), "the way has not heard of it yet");
    vault.close_file();
    assert!(vault.identity().is_some() && vault.opening().is_none());
}

#[test]
fn a_stopped_opening_leaves_no_key_and_can_be_begun_again() {
    for opened_first in [true, false] {
        let (vault, opening) = being_opened();
        let identity = opened(&opening);
        if opened_first {
            assert!(vault.put_identity(identity, opening.generation));
            vault.stop_opening();
        } else {
            vault.stop_opening();
            assert!(!vault.put_identity(identity, opening.generation), "it comes too late");
        }
        vault.forget(SecretKind::CertificatePassword);
        vault.close_file();
        assert!(vault.identity().is_none(), "{opened_first}");
        vault.put(SecretKind::CertificatePassword, password());
        let next = vault.opening().unwrap();
        assert_eq!(next.file.as_slice(), FILE);
        assert!(vault.put_identity(opened(&next), next.generation));
    }
}

#[tokio::test]
async fn whoever_waits_for_the_end_of_the_content_hears_of_it() {
    let (vault, opening, clock) = being_opened_at();
    let of = opening.generation;
    let heard = tokio::time::timeout(Duration::from_millis(20), vault.replaced(of)).await;
    assert!(heard.is_err(), "it is still the same");
    let later = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        clock.pass(KEPT);
        assert!(vault.identity().is_none());
    };
    let both = async { tokio::join!(vault.replaced(of), later) };
    assert!(tokio::time::timeout(Duration::from_secs(10), both).await.is_ok());
    vault.replaced(of).await;
}

#[test]
fn a_file_that_comes_when_the_time_of_a_password_that_is_gone_would_be_over_is_taken() {
    let clock = Arc::new(HandClock::default());
    let vault = Vault::new(clock.clone());
    vault.put(SecretKind::LoginPassword, password());
    vault.forget(SecretKind::LoginPassword);
    let of = vault.generation();
    clock.pass(KEPT);
    assert!(vault.put_file(Zeroizing::new(FILE.to_vec()), of));
    vault.put(SecretKind::CertificatePassword, password());
    assert!(vault.opening().is_some());
}

#[test]
fn a_key_does_not_come_back_after_the_wipe() {
    let (vault, opening) = being_opened();
    vault.forget_all();
    assert!(!vault.put_identity(opened(&opening), opening.generation));
    assert!(vault.identity().is_none());
    assert!(!vault.put_made_password(password(), opening.generation));
    assert!(!vault.put_file(Zeroizing::new(FILE.to_vec()), opening.generation));
    assert!(vault.get(SecretKind::CertificatePassword).is_none() && vault.opening().is_none());
}

#[test]
fn whatever_makes_a_result_come_too_late_stops_the_opening() {
    type Change = fn(&Vault);
    let changes: [(&str, Change); 4] = [
        ("wiped", Vault::forget_all),
        ("stopped", Vault::stop_opening),
        ("another password", |vault| vault.put(SecretKind::CertificatePassword, password())),
        ("another file", |vault| {
            vault.admit(vault.put_waiting(Zeroizing::new(FILE.to_vec())));
        }),
    ];
    for (name, change) in changes {
        let (vault, opening) = being_opened();
        assert!(!opening.stop.is_raised());
        change(&vault);
        assert!(opening.stop.is_raised(), "{name}");
        let next = vault.opening();
        assert!(next.is_none_or(|next| !next.stop.is_raised()), "{name}: the next one goes on");
    }
}

#[test]
fn a_late_result_leaves_the_next_file_alone() {
    let (vault, opening) = being_opened();
    let waiting = vault.put_waiting(Zeroizing::new(b"the next".to_vec()));
    vault.admit(waiting);
    vault.put(SecretKind::CertificatePassword, password());
    assert!(!vault.put_identity(opened(&opening), opening.generation));
    assert_eq!(vault.opening().unwrap().file.as_slice(), b"the next");
}

#[tokio::test]
async fn nothing_stays_for_longer_than_ten_minutes() {
    let (vault, opening, clock) = being_opened_at();
    clock.pass(Duration::from_secs(599));
    assert!(vault.put_identity(opened(&opening), opening.generation), "its time begins anew");
    clock.pass(Duration::from_secs(599));
    assert!(vault.identity().is_some());
    clock.pass(Duration::from_secs(1));
    assert!(vault.identity().is_none() && vault.get(SecretKind::CertificatePassword).is_none());
    assert_eq!(vault.expired().await, Expired::Secrets);
    vault.handed_over(vault.generation());
    vault.put(SecretKind::LoginPassword, password());
    vault.forget(SecretKind::LoginPassword);
    clock.pass(KEPT);
    let said = tokio::time::timeout(2 * PACE, vault.expired()).await;
    assert!(said.is_err(), "of nothing nothing is said");
}

#[tokio::test]
async fn what_is_handed_over_has_its_ten_minutes_from_then() {
    let (vault, opening, clock) = being_opened_at();
    assert!(vault.put_identity(opened(&opening), opening.generation));
    clock.pass(Duration::from_secs(500));
    assert!(!vault.handed_over(Generation(opening.generation.0 + 1)));
    assert!(vault.handed_over(opening.generation));
    clock.pass(Duration::from_secs(599));
    assert!(vault.identity().is_some());
    clock.pass(Duration::from_secs(1));
    assert!(vault.identity().is_none());
}

#[tokio::test]
async fn a_file_at_the_door_has_a_time_of_its_own_and_lengthens_no_other() {
    let (vault, _, clock) = being_opened_at();
    clock.pass(Duration::from_secs(300));
    let id = vault.put_waiting(Zeroizing::new(FILE.to_vec()));
    clock.pass(Duration::from_secs(300));
    assert_eq!(vault.expired().await, Expired::Secrets);
    clock.pass(Duration::from_secs(300));
    assert!(vault.take_waiting(id).is_none());
    assert_eq!(vault.expired().await, Expired::WaitingFile(id));
}

#[test]
fn a_late_refusal_leaves_the_password_that_was_typed_since() {
    let (vault, opening) = being_opened();
    vault.put(SecretKind::CertificatePassword, password());
    vault.refuse_password(opening.generation);
    let next = vault.opening().unwrap();
    vault.refuse_password(next.generation);
    assert!(vault.opening().is_none());
}
