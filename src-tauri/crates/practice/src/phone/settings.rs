use journey::{Hurdle, SystemAnswer, SystemScreen};
use secrecy::SecretString;
use tokio::task::spawn_blocking;

use super::memory::Stored;
use super::profile::Profile;
use super::screen::Sheet;
use super::{PracticePhone, Profiles, Refusal, container};

impl PracticePhone {
    /// 設定, from its first page until the user comes back to the app.
    pub(super) async fn play_settings(&self) -> Result<(), Refusal> {
        let sheet = self.open_sheet()?;
        loop {
            let waiting = self.waiting().is_some() && !self.circumstances().hides_entry;
            let done = match sheet.ask(SystemScreen::SettingsRoot { waiting }).await.answer {
                SystemAnswer::Decline => return Ok(()),
                SystemAnswer::Other => self.play_management(&sheet).await?,
                // It may be gone since the page was drawn.
                SystemAnswer::Go if waiting => self.play_waiting(&sheet).await?,
                SystemAnswer::Go => false,
            };
            if done {
                return Ok(());
            }
        }
    }

    /// 一般 → VPNとデバイス管理. True: back in the app.
    async fn play_management(&self, sheet: &Sheet<'_>) -> Result<bool, Refusal> {
        loop {
            let memory = self.store.now();
            let (waiting, installed) = (self.waiting(), memory.under(&[]));
            let page = SystemScreen::SettingsManagement {
                waiting: waiting.as_ref().map(|profile| profile.display_name.clone()),
                installed: installed.iter().map(Stored::title).collect(),
            };
            if !sheet.goes_on(page).await {
                return Ok(false);
            }
            if waiting.is_some() {
                return self.play_waiting(sheet).await;
            }
            if let Some(details) = installed.first().and_then(Stored::details)
                && sheet.goes_on(details).await
            {
                return Ok(true);
            }
        }
    }

    async fn play_waiting(&self, sheet: &Sheet<'_>) -> Result<bool, Refusal> {
        match self.waiting() {
            Some(profile) => self.play_profile(sheet, profile).await,
            None => Ok(false),
        }
    }

    fn waiting(&self) -> Option<Profile> {
        self.store.now().waiting(self.clock.now())
    }

    /// The installation, passcode before certificate password. False: left, and the profile still waits.
    async fn play_profile(&self, sheet: &Sheet<'_>, profile: Profile) -> Result<bool, Refusal> {
        let page = SystemScreen::SettingsProfile {
            name: profile.display_name.clone(),
            organization: profile.organization.clone(),
            description: profile.description.clone(),
        };
        if !sheet.goes_on(page).await {
            return Ok(false);
        }
        if self.circumstances().profiles == Profiles::StolenDevice {
            sheet.ask(SystemScreen::SettingsRefused { hurdle: Hurdle::StolenDevice }).await;
            return Ok(false);
        }
        if (self.circumstances().screen_lock && !sheet.goes_on(SystemScreen::SettingsPasscode).await)
            || !sheet.goes_on(SystemScreen::SettingsUnsigned).await
        {
            return Ok(false);
        }
        let mut wrong = false;
        let stored = loop {
            let reply = sheet.ask(SystemScreen::SettingsPassword { wrong }).await;
            match reply.answer {
                SystemAnswer::Decline => return Ok(false),
                SystemAnswer::Other => continue,
                SystemAnswer::Go => {}
            }
            match opened(profile.clone(), reply.typed.unwrap_or_default()).await? {
                Some(stored) => break stored,
                // Whatever the reason, iOS says so.
                None => wrong = true,
            }
        };
        let installed = |memory: &mut super::memory::Memory| {
            memory.install(stored);
            memory.forget_waiting();
        };
        self.store.change(installed).await?;
        sheet.ask(SystemScreen::SettingsInstalled).await;
        Ok(true)
    }
}

async fn opened(profile: Profile, password: SecretString) -> Result<Option<Stored>, Refusal> {
    let stored = spawn_blocking(move || {
        let identity = container::open_on_ios(&profile.pkcs12, &password)?;
        let kept = certificate::for_android(&identity, &profile.identifier).ok()?;
        Some(Stored::new(&profile.identifier, &identity, &kept).named(&profile.display_name))
    });
    Ok(stored.await?)
}
