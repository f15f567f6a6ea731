use std::time::Duration;

use handoff::{LoopbackEvent, ProfileSource, Rejection, configuration_profile};
use jiff::SignedDuration;
use journey::{Attempt, Event, Failure, HandOffMethod, SecretKind, ServingInfo};
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::context::Context;
use super::environment::ActiveRealm;
use super::profile_name::ProfileName;
use super::write_file::write_file;
use crate::catalogue;
use crate::failures::{device_failure, hand_off_failure, internal, internal_error};
use crate::parts::BUNDLE_IDENTIFIER;
use crate::ports::{Device, DeviceError, ShareOutcome, SharedFile, SharedFileType};
use crate::vault::Generation;

impl Context {
    /// Runs one of the ways to its end, which its events tell.
    pub(crate) async fn hand_off(&self, attempt: Attempt, method: HandOffMethod, name: &ProfileName, of: Generation) {
        self.vault.handed_over(of);
        let made = async {
            let active = self.active_realm().await?;
            // The share sheet's turn comes before the profile is there; Safari waits for nobody.
            let alone = match method {
                HandOffMethod::File => Some(self.system_ui_lock.lock().await),
                HandOffMethod::Sheet | HandOffMethod::Browser => None,
            };
            Ok((active, alone, self.profile(name, of).await?))
        };
        let (active, _alone, (profile, password_is_made)) = match self.in_time(of, made).await {
            Ok(made) => made,
            Err(failure) => return self.send(Event::Serving(attempt, Err(failure))),
        };
        let ready = Event::Serving(attempt, Ok(ServingInfo { password_is_made }));
        match method {
            HandOffMethod::Sheet | HandOffMethod::Browser => {
                self.serve(attempt, method, &active, profile, of, ready).await
            }
            HandOffMethod::File => {
                self.send(ready);
                let file = SharedFile {
                    name: name.file_name(self.environment.practising()),
                    file_type: SharedFileType::Profile,
                    bytes: profile,
                };
                let ended = active.device.share_file(file).await;
                let ended = ended.map(|end| end == ShareOutcome::Shared).map_err(|error| device_failure(&error));
                self.send(Event::FileShared(attempt, ended));
            }
        }
        self.vault.handed_over(of);
    }

    /// In its turn among the system's screens.
    pub(crate) async fn share(&self, device: &dyn Device, file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        let _alone = self.system_ui_lock.lock().await;
        device.share_file(file).await
    }

    pub(crate) async fn open_files(&self) {
        if let Ok(active) = self.active_realm().await
            && let Some(screens) = active.device.simulated_screens()
        {
            screens.open_files().await;
        }
    }

    pub(crate) async fn copy_password(&self, lifetime: SignedDuration) -> Result<(), Failure> {
        let active = self.active_realm().await?;
        let password = self.vault.get(SecretKind::CertificatePassword).ok_or_else(internal)?;
        let lifetime = Duration::try_from(lifetime).unwrap_or_default();
        active.device.copy_secret(&password, lifetime).await.map_err(|error| device_failure(&error))
    }

    /// Safari on the loopback server's page, inside the app or outside.
    async fn serve(
        &self,
        attempt: Attempt,
        method: HandOffMethod,
        active: &ActiveRealm,
        profile: Zeroizing<Vec<u8>>,
        of: Generation,
        ready: Event,
    ) {
        let started = self.in_time(of, self.server.start(profile, self.environment.words())).await;
        let (url, mut events) = match started {
            Ok(started) => started,
            Err(failure) => {
                self.server.stop();
                return self.send(Event::Serving(attempt, Err(failure)));
            }
        };
        self.send(ready);
        let safari = async {
            match method {
                HandOffMethod::Browser => active.apple()?.open_in_safari(&url).await,
                _ => active.apple()?.present_safari(&url).await,
            }
        };
        let mut safari = Box::pin(safari);
        let closed = loop {
            tokio::select! {
                biased;
                event = events.recv() => match event {
                    Some(event) => self.on_loopback(attempt, &event),
                    // A page that nobody serves any more is taken away: what stands on it leads nowhere.
                    None => break Ok(()),
                },
                closed = &mut safari => break closed,
            }
        };
        drop(safari);
        self.server.stop();
        while let Some(event) = events.recv().await {
            self.on_loopback(attempt, &event);
        }
        self.send(Event::SafariClosed(attempt, closed.map_err(|error| device_failure(&error))));
    }

    /// The profile, protected by the password still, and whether that is a number made here.
    async fn profile(&self, name: &ProfileName, of: Generation) -> Result<(Zeroizing<Vec<u8>>, bool), Failure> {
        let identity = self.vault.identity().ok_or_else(internal)?;
        let (password, made) = self.ios_password(of)?;
        let display_name = name.display_name(self.environment.practising());
        let fingerprint = identity.fingerprint();
        let certificate_name = display_name.clone();
        let pkcs12 = write_file(move || certificate::to_ios_p12(&identity, &certificate_name, &password)).await?;
        let profile = configuration_profile(&ProfileSource {
            slot: name.slot.as_str(),
            bundle: BUNDLE_IDENTIFIER,
            display_name: &display_name,
            description: catalogue::JA.profile_description,
            organization: &self.parts.publisher.name,
            certificate_name: &display_name,
            file_name: &name.enclosed_file_name(self.environment.practising()),
            fingerprint,
            pkcs12: &pkcs12,
        })
        .map_err(|error| hand_off_failure(&error))?;
        Ok((profile, made))
    }

    /// The user's own password where iOS can take it, else a number made here, the same for as long as it is in memory.
    fn ios_password(&self, of: Generation) -> Result<(SecretString, bool), Failure> {
        if let Some(made) = self.vault.made_password() {
            return Ok((made, true));
        }
        let own = self.vault.get(SecretKind::CertificatePassword).ok_or_else(internal)?;
        if certificate::ios_can_take(&own) {
            return Ok((own, false));
        }
        let made = made_password().map_err(|error| internal_error(&error))?;
        if self.vault.put_made_password(made.clone(), of) { Ok((made, true)) } else { Err(internal()) }
    }

    fn on_loopback(&self, attempt: Attempt, event: &LoopbackEvent) {
        match event {
            LoopbackEvent::Page => self.send(Event::PageSeen(attempt)),
            LoopbackEvent::Fetched => self.send(Event::ProfileFetched(attempt)),
            // Browsers open connections in advance and leave them: nobody asked for anything.
            LoopbackEvent::Refused { reason: Rejection::TooSlow } => {}
            LoopbackEvent::Refused {
                reason: Rejection::Host | Rejection::Method | Rejection::Path | Rejection::Malformed,
            } => self.send(Event::LoopbackRefused(attempt)),
            LoopbackEvent::Probe | LoopbackEvent::Closed => {}
        }
    }
}

/// Groups of four digits, five of them: 66 bits. Digits and the hyphen lie on one page of the keyboard, and no two look alike.
const GROUPS: usize = 5;

fn made_password() -> Result<SecretString, getrandom::Error> {
    let mut made = Zeroizing::new(String::with_capacity(GROUPS * "0000-".len()));
    for group in 0..GROUPS {
        if group > 0 {
            made.push('-');
        }
        for _ in 0..4 {
            made.push(digit()?);
        }
    }
    Ok(SecretString::from(made.as_str()))
}

/// Each as likely as the others: what 256 leaves over is drawn anew.
fn digit() -> Result<char, getrandom::Error> {
    loop {
        let mut byte = [0];
        getrandom::fill(&mut byte)?;
        if byte[0] < 250 {
            return Ok(char::from(b'0' + byte[0] % 10));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn a_made_password_has_at_least_sixty_bits_and_can_be_typed() {
        let made: BTreeSet<String> = (0..200).map(|_| made_password().unwrap().expose_secret().to_owned()).collect();
        assert_eq!(made.len(), 200, "none comes twice");
        for password in &made {
            assert!(certificate::ios_can_take(&SecretString::from(password.as_str())));
            let groups: Vec<&str> = password.split('-').collect();
            assert!(groups.iter().all(|group| group.len() == 4 && group.bytes().all(|c| c.is_ascii_digit())));
            let digits: usize = groups.iter().map(|group| group.len()).sum();
            assert!(digits as f64 * 10_f64.log2() >= 60.0, "{digits} digits");
        }
        // Every digit comes at every place: 200 times without one of them would be one in 10⁹.
        for place in made.first().unwrap().char_indices().filter(|(_, c)| *c != '-').map(|(place, _)| place) {
            let seen: BTreeSet<u8> = made.iter().map(|password| password.as_bytes()[place]).collect();
            assert_eq!(seen.len(), 10, "at {place}");
        }
    }
}
