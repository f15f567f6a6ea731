use std::sync::Arc;
use std::time::Duration;

use certificate::CertificateKind;
use handoff::{Loopback, LoopbackEvent, PageWords, ProfileSource, configuration_profile};
use journey::{Attempt, Event, Failure, SecretKind, ServingFacts};
use secrecy::SecretString;
use tokio::sync::Mutex;
use url::Url;

use super::file::blocking;
use super::{Inner, device_failure, internal};
use crate::native::{self, Native};

/// How long the loopback server may live (`facts`: three minutes).
const SERVING: Duration = Duration::from_secs(180);
/// Start of every PayloadIdentifier: the app's bundle identifier.
const BUNDLE: &str = "jp.shomeinavi.app";

/// The loopback server, while Safari is open.
#[derive(Clone, Default)]
pub(crate) struct Server {
    loopback: Arc<Mutex<Option<Loopback>>>,
}

impl Server {
    pub(crate) async fn stop(&self) {
        if let Some(loopback) = self.loopback.lock().await.take() {
            loopback.stop().await;
        }
    }
}

/// What the profile is called.
pub(crate) struct Label {
    pub(crate) slot: String,
    pub(crate) office: String,
    pub(crate) kind: CertificateKind,
    pub(crate) not_after: i64,
}

impl Label {
    fn display_name(&self, words: &Native, practising: bool) -> String {
        let kind = match self.kind {
            CertificateKind::Dx => words.kind_dx,
            CertificateKind::Hoken => words.kind_hoken,
        };
        let mark = if practising { words.practice } else { "" };
        let until = jiff::Timestamp::from_millisecond(self.not_after).map(native::date).unwrap_or_default();
        let name =
            words.profile_name.replace("{office}", &self.office).replace("{kind}", kind).replace("{until}", &until);
        format!("{mark} {name}").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Inner {
    pub(crate) async fn serve_profile(&self, attempt: Attempt, label: &Label) {
        let here = match self.here().await {
            Ok(here) => here,
            Err(failure) => return self.send(Event::Serving(attempt, Err(failure))),
        };
        let (url, mut events) = match self.start_server(label).await {
            Ok((started, password_is_made)) => {
                self.send(Event::Serving(attempt, Ok(ServingFacts { password_is_made })));
                started
            }
            Err(failure) => return self.send(Event::Serving(attempt, Err(failure))),
        };
        let safari = here.device.present_safari(&url);
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

    pub(crate) async fn copy_password(&self, lifetime: i64) -> Result<(), Failure> {
        let here = self.here().await?;
        let password = self.vault.get(SecretKind::CertificatePassword).ok_or_else(internal)?;
        let lifetime = Duration::from_millis(u64::try_from(lifetime).unwrap_or(0));
        here.device.copy_secret(&password, lifetime).await.map_err(|error| device_failure(&error))
    }

    async fn start_server(
        &self,
        label: &Label,
    ) -> Result<((Url, tokio::sync::mpsc::Receiver<LoopbackEvent>), bool), Failure> {
        let identity = self.vault.identity().ok_or_else(internal)?;
        let (password, made) = self.ios_password()?;
        let words = native::JA;
        let display_name = label.display_name(&words, self.world.practising());
        let slot = label.slot.as_str();
        let fingerprint = identity.fingerprint();
        let certificate_name = display_name.clone();
        let pkcs12 = blocking(move || certificate::for_ios(&identity, &certificate_name, &password)).await?;
        let file_name = format!("{slot}.p12");
        let profile = configuration_profile(&ProfileSource {
            slot,
            bundle: BUNDLE,
            display_name: &display_name,
            description: words.profile_description,
            organization: &self.parts.publisher.name,
            certificate_name: &display_name,
            file_name: &file_name,
            fingerprint,
            pkcs12: &pkcs12,
        })
        .map_err(|error| Failure::new(error.code(), false))?;
        self.server.stop().await;
        let (loopback, events) =
            Loopback::start(profile, page_words(), SERVING).await.map_err(|error| Failure::new(error.code(), true))?;
        let url = Url::parse(loopback.url()).map_err(|_| internal())?;
        *self.server.loopback.lock().await = Some(loopback);
        Ok(((url, events), made))
    }

    /// The user's own password where iOS can take it, else a number made here.
    fn ios_password(&self) -> Result<(SecretString, bool), Failure> {
        let own = self.vault.get(SecretKind::CertificatePassword).ok_or_else(internal)?;
        if certificate::ios_can_take(&own) {
            return Ok((own, false));
        }
        let number = getrandom::u64().map_err(|_| internal())? % 100_000_000;
        let made = SecretString::from(format!("{number:08}"));
        self.vault.put(SecretKind::CertificatePassword, made.clone());
        Ok((made, true))
    }

    fn on_loopback(&self, attempt: Attempt, event: &LoopbackEvent) {
        if let LoopbackEvent::Fetched = event {
            self.send(Event::ProfileFetched(attempt));
        }
    }
}

fn page_words() -> PageWords {
    let words = native::JA;
    PageWords {
        lang: words.lang.to_owned(),
        title: words.page_title.to_owned(),
        heading: words.page_heading.to_owned(),
        sentences: vec![words.page_sentence_1.to_owned(), words.page_sentence_2.to_owned()],
        button: words.page_button.to_owned(),
        fetched_heading: words.page_fetched_heading.to_owned(),
        fetched_sentences: vec![words.page_fetched_sentence_1.to_owned(), words.page_fetched_sentence_2.to_owned()],
    }
}
