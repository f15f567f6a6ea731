use std::sync::Arc;
use std::time::Duration;

use certificate::CertificateKind;
use handoff::{Loopback, LoopbackEvent, PageWords, ProfileSource, configuration_profile};
use journey::{Attempt, Event, Failure, HandOffMethod, SecretKind, ServingInfo};
use secrecy::SecretString;
use tokio::sync::{Mutex, mpsc};
use url::Url;
use zeroize::Zeroizing;

use super::environment::ActiveRealm;
use super::open_certificate::blocking;
use super::{Inner, device_failure, internal};
use crate::catalogue::{self, Catalogue};
use crate::ports::{ShareOutcome, SharedFile};

/// How long the loopback server may live (`facts`: three minutes).
const SERVING: Duration = Duration::from_secs(180);
/// Start of every PayloadIdentifier: the app's bundle identifier.
const BUNDLE: &str = "jp.shomeinavi.app";

/// The loopback server, while Safari is open.
#[derive(Clone, Default)]
pub(crate) struct ProfileServer {
    loopback: Arc<Mutex<Option<Loopback>>>,
}

impl ProfileServer {
    pub(crate) async fn stop(&self) {
        if let Some(loopback) = self.loopback.lock().await.take() {
            loopback.stop().await;
        }
    }
}

/// What the profile is called. In Japanese, as Settings and the portal speak of it, whatever the app speaks.
pub(crate) struct ProfileName {
    pub(crate) slot: String,
    pub(crate) office: String,
    pub(crate) kind: CertificateKind,
    pub(crate) not_after: i64,
}

impl ProfileName {
    fn display_name(&self, practising: bool) -> String {
        let words = &catalogue::JA;
        let until = jiff::Timestamp::from_millisecond(self.not_after).map(catalogue::date).unwrap_or_default();
        let name = words
            .profile_name
            .replace("{office}", &self.office)
            .replace("{kind}", self.kind_name())
            .replace("{until}", &until);
        format!("{} {name}", mark(practising)).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Of the saved profile. iOS takes it for a profile by its ending.
    fn file_name(&self, practising: bool) -> String {
        format!("{}{}.mobileconfig", mark(practising), self.kind_name())
    }

    fn kind_name(&self) -> &'static str {
        match self.kind {
            CertificateKind::Dx => catalogue::JA.kind_dx,
            CertificateKind::Hoken => catalogue::JA.kind_hoken,
        }
    }
}

fn mark(practising: bool) -> &'static str {
    if practising { catalogue::JA.practice } else { "" }
}

impl Inner {
    /// Runs one of the ways to its end, which its events tell.
    pub(crate) async fn hand_off(&self, attempt: Attempt, method: HandOffMethod, name: &ProfileName) {
        let begun = match self.active_realm().await {
            Ok(active) => self.profile(name).await.map(|made| (active, made)),
            Err(failure) => Err(failure),
        };
        let (active, (profile, password_is_made)) = match begun {
            Ok(begun) => begun,
            Err(failure) => return self.send(Event::Serving(attempt, Err(failure))),
        };
        let ready = Event::Serving(attempt, Ok(ServingInfo { password_is_made }));
        match method {
            HandOffMethod::Sheet | HandOffMethod::Browser => self.serve(attempt, method, &active, profile, ready).await,
            HandOffMethod::File => {
                self.send(ready);
                let file = SharedFile { name: name.file_name(self.environment.practising()), bytes: profile };
                let ended = active.device.share_file(file).await;
                let ended = ended.map(|end| end == ShareOutcome::Shared).map_err(|error| device_failure(&error));
                self.send(Event::FileShared(attempt, ended));
            }
        }
    }

    pub(crate) async fn open_files(&self) {
        if let Ok(active) = self.active_realm().await
            && let Some(screens) = active.device.simulated_screens()
        {
            screens.open_files().await;
        }
    }

    pub(crate) async fn copy_password(&self, lifetime: i64) -> Result<(), Failure> {
        let active = self.active_realm().await?;
        let password = self.vault.get(SecretKind::CertificatePassword).ok_or_else(internal)?;
        let lifetime = Duration::from_millis(u64::try_from(lifetime).unwrap_or(0));
        active.device.copy_secret(&password, lifetime).await.map_err(|error| device_failure(&error))
    }

    /// Safari on the loopback server's page, inside the app or outside.
    async fn serve(
        &self,
        attempt: Attempt,
        method: HandOffMethod,
        active: &ActiveRealm,
        profile: Zeroizing<Vec<u8>>,
        ready: Event,
    ) {
        let (url, mut events) = match self.start_server(profile).await {
            Ok(started) => started,
            Err(failure) => return self.send(Event::Serving(attempt, Err(failure))),
        };
        self.send(ready);
        let safari = async {
            match method {
                HandOffMethod::Browser => active.device.open_in_safari(&url).await,
                _ => active.device.present_safari(&url).await,
            }
        };
        tokio::pin!(safari);
        let closed = loop {
            tokio::select! {
                biased;
                Some(event) = events.recv() => self.on_loopback(attempt, &event),
                closed = &mut safari => break closed,
            }
        };
        self.server.stop().await;
        while let Some(event) = events.recv().await {
            self.on_loopback(attempt, &event);
        }
        self.send(Event::SafariClosed(attempt, closed.map_err(|error| device_failure(&error))));
    }

    async fn start_server(&self, profile: Zeroizing<Vec<u8>>) -> Result<(Url, mpsc::Receiver<LoopbackEvent>), Failure> {
        self.server.stop().await;
        let words = page_words(self.environment.words());
        let (loopback, events) =
            Loopback::start(profile, words, SERVING).await.map_err(|error| Failure::new(error.code(), true))?;
        let url = Url::parse(loopback.url()).map_err(|_| internal())?;
        *self.server.loopback.lock().await = Some(loopback);
        Ok((url, events))
    }

    /// The profile, protected by the password still, and whether that is a number made here.
    async fn profile(&self, name: &ProfileName) -> Result<(Zeroizing<Vec<u8>>, bool), Failure> {
        let identity = self.vault.identity().ok_or_else(internal)?;
        let (password, made) = self.ios_password()?;
        let display_name = name.display_name(self.environment.practising());
        let fingerprint = identity.fingerprint();
        let certificate_name = display_name.clone();
        let pkcs12 = blocking(move || certificate::to_ios_p12(&identity, &certificate_name, &password)).await?;
        let profile = configuration_profile(&ProfileSource {
            slot: &name.slot,
            bundle: BUNDLE,
            display_name: &display_name,
            description: catalogue::JA.profile_description,
            organization: &self.parts.publisher.name,
            certificate_name: &display_name,
            file_name: &format!("{}.p12", name.slot),
            fingerprint,
            pkcs12: &pkcs12,
        })
        .map_err(|error| Failure::new(error.code(), false))?;
        Ok((profile, made))
    }

    /// The user's own password where iOS can take it, else a number made here, the same for as long as it is in memory.
    fn ios_password(&self) -> Result<(SecretString, bool), Failure> {
        if let Some(made) = self.vault.made_password() {
            return Ok((made, true));
        }
        let own = self.vault.get(SecretKind::CertificatePassword).ok_or_else(internal)?;
        if certificate::ios_can_take(&own) {
            return Ok((own, false));
        }
        let number = getrandom::u64().map_err(|_| internal())? % 100_000_000;
        let made = SecretString::from(format!("{number:08}"));
        self.vault.put_made_password(made.clone());
        Ok((made, true))
    }

    fn on_loopback(&self, attempt: Attempt, event: &LoopbackEvent) {
        match event {
            LoopbackEvent::Page => self.send(Event::PageSeen(attempt)),
            LoopbackEvent::Fetched => self.send(Event::ProfileFetched(attempt)),
            LoopbackEvent::Probe | LoopbackEvent::Refused { .. } | LoopbackEvent::Closed => {}
        }
    }
}

fn page_words(words: &Catalogue) -> PageWords {
    PageWords {
        lang: words.tag().to_owned(),
        title: words.page_title.to_owned(),
        heading: words.page_heading.to_owned(),
        sentences: vec![words.page_sentence_1.to_owned(), words.page_sentence_2.to_owned()],
        button: words.page_button.to_owned(),
        fetched_heading: words.page_fetched_heading.to_owned(),
        fetched_sentences: vec![words.page_fetched_sentence_1.to_owned(), words.page_fetched_sentence_2.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_office_kind_and_expiry_and_practice() {
        let name = ProfileName {
            slot: "kaigo-dx-3f9a1c02".to_owned(),
            office: "ひまわり".to_owned(),
            kind: CertificateKind::Dx,
            // 2028-03-31 in Japan.
            not_after: 1_838_127_599_000,
        };
        assert_eq!(name.display_name(false), "ひまわり 介護DX証明書 2028年3月31日");
        assert_eq!(name.display_name(true), "【練習】 ひまわり 介護DX証明書 2028年3月31日");
        assert_eq!(name.file_name(true), "【練習】介護DX証明書.mobileconfig");
        let nameless = ProfileName { office: String::new(), ..name };
        assert_eq!(nameless.display_name(false), "介護DX証明書 2028年3月31日");
    }
}
