use journey::{ProfileProblem, SystemAnswer, SystemScreen};
use secrecy::SecretString;
use tokio::task::spawn_blocking;

use super::configuration_profile::ConfigurationProfile;
use super::phone_state::InstalledIdentity;
use super::screen::ScreenSession;
use super::{PhoneError, PracticePhone, ProfilePolicy, container};

impl PracticePhone {
    /// 設定, from its first page until the user comes back to the app.
    pub(super) async fn play_settings(&self) -> Result<(), PhoneError> {
        let screens = self.open_screens()?;
        loop {
            let waiting = self.waiting().is_some() && !self.phone_profile().hides_entry;
            let done = match screens.ask(SystemScreen::SettingsRoot { waiting }).await.answer {
                SystemAnswer::Decline => return Ok(()),
                SystemAnswer::Other => self.play_management(&screens).await?,
                // It may be gone since the page was drawn.
                SystemAnswer::Go if waiting => self.play_waiting(&screens).await?,
                SystemAnswer::Go => false,
            };
            if done {
                return Ok(());
            }
        }
    }

    /// 一般 → VPNとデバイス管理. True: back in the app.
    async fn play_management(&self, screens: &ScreenSession<'_>) -> Result<bool, PhoneError> {
        loop {
            let memory = self.store.now();
            let (waiting, installed) = (self.waiting(), memory.under(&[]));
            let page = SystemScreen::SettingsManagement {
                waiting: waiting.as_ref().map(|profile| profile.display_name.clone()),
                installed: installed.iter().map(InstalledIdentity::title).collect(),
            };
            if !screens.goes_on(page).await {
                return Ok(false);
            }
            if waiting.is_some() {
                return self.play_waiting(screens).await;
            }
            if let Some(details) = installed.first().and_then(InstalledIdentity::details)
                && screens.goes_on(details).await
            {
                return Ok(true);
            }
        }
    }

    async fn play_waiting(&self, screens: &ScreenSession<'_>) -> Result<bool, PhoneError> {
        match self.waiting() {
            Some(profile) => self.play_profile(screens, profile).await,
            None => Ok(false),
        }
    }

    fn waiting(&self) -> Option<ConfigurationProfile> {
        self.store.now().waiting(self.clock.now())
    }

    /// The installation, passcode before certificate password. False: left, and the profile still waits.
    async fn play_profile(
        &self,
        screens: &ScreenSession<'_>,
        profile: ConfigurationProfile,
    ) -> Result<bool, PhoneError> {
        let page = SystemScreen::SettingsProfile {
            name: profile.display_name.clone(),
            organization: profile.organization.clone(),
            description: profile.description.clone(),
        };
        if !screens.goes_on(page).await {
            return Ok(false);
        }
        if self.phone_profile().profiles == ProfilePolicy::StolenDevice {
            screens.ask(SystemScreen::SettingsRefused { problem: ProfileProblem::StolenDevice }).await;
            return Ok(false);
        }
        if (self.phone_profile().screen_lock && !screens.goes_on(SystemScreen::SettingsPasscode).await)
            || !screens.goes_on(SystemScreen::SettingsUnsigned).await
        {
            return Ok(false);
        }
        let mut wrong = false;
        let stored = loop {
            let name = profile.file_name.clone();
            let reply = screens.ask(SystemScreen::SettingsPassword { name, wrong }).await;
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
        let installed = |memory: &mut super::phone_state::PhoneState| {
            memory.install(stored);
            memory.forget_waiting();
        };
        self.store.change(installed).await?;
        screens.ask(SystemScreen::SettingsInstalled).await;
        Ok(true)
    }
}

async fn opened(
    profile: ConfigurationProfile,
    password: SecretString,
) -> Result<Option<InstalledIdentity>, PhoneError> {
    let stored = spawn_blocking(move || {
        let identity = container::open_on_ios(&profile.pkcs12, &password)?;
        let kept = certificate::to_android_p12(&identity, &profile.identifier).ok()?;
        Some(InstalledIdentity::new(&profile.identifier, &identity, &kept).named(&profile.display_name))
    });
    Ok(stored.await?)
}
