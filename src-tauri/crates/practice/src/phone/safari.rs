use std::time::Duration;

use journey::{ProfileProblem, SystemAnswer, SystemScreen};
use url::Url;

use super::configuration_profile::ConfigurationProfile;
use super::page::{Viewer, WebPage};
use super::screen::ScreenSession;
use super::{PhoneError, PracticePhone, ProfilePolicy, browser};

/// What Safari recognises a profile by.
const PROFILE: &str = "application/x-apple-aspen-config";

/// Safari gives up on TLS after so long and falls back to plain HTTP.
const HTTPS_FIRST: Duration = Duration::from_secs(3);

/// What a tap on the page's button led to.
enum Download {
    /// A profile waits for Settings now.
    Kept,
    /// 無視.
    Ignored,
    /// Another page.
    Page(Box<WebPage>),
}

impl PracticePhone {
    /// Safari on a loopback page: HTTPS first, the page, its button, the profile.
    pub(super) async fn play_safari(&self, url: &Url) -> Result<(), PhoneError> {
        let screens = self.open_screens()?;
        let page = if browser::speaks_tls(url, HTTPS_FIRST).await {
            WebPage::own(url.clone(), "ページを開けません", "サーバの識別情報を検証できません。", None)
        } else if self.phone_profile().warns_of_http && !self.goes_on_without_tls(&screens, url).await {
            return Ok(());
        } else {
            self.loopback_page(url).await
        };
        self.read(&screens, Box::new(page), Viewer::Safari).await
    }

    /// Whatever opens a link of an app: Safari, or the browser that was made the default.
    pub(super) async fn play_default_browser(&self, url: &Url) -> Result<(), PhoneError> {
        if !self.phone_profile().other_browser {
            return self.play_safari(url).await;
        }
        let screens = self.open_screens()?;
        let page = self.loopback_page(url).await;
        self.read(&screens, Box::new(page), Viewer::Other).await
    }

    async fn read(
        &self,
        screens: &ScreenSession<'_>,
        mut page: Box<WebPage>,
        viewer: Viewer,
    ) -> Result<(), PhoneError> {
        loop {
            match screens.ask(page.screen(viewer)).await.answer {
                SystemAnswer::Decline => return Ok(()),
                SystemAnswer::Other => {}
                SystemAnswer::Go => {
                    let Some(link) = page.link.clone() else { continue };
                    match self.download(screens, link, viewer).await? {
                        Download::Kept => {
                            screens.ask(SystemScreen::SafariDownloaded).await;
                            return Ok(());
                        }
                        Download::Ignored => {}
                        Download::Page(next) => page = next,
                    }
                }
            }
        }
    }

    async fn goes_on_without_tls(&self, screens: &ScreenSession<'_>, url: &Url) -> bool {
        let warning = "この接続は安全ではありません";
        let page = WebPage::own(url.clone(), warning, "続けると、ページを表示します。", Some("続ける"));
        screens.goes_on(page.screen(Viewer::Safari)).await
    }

    async fn loopback_page(&self, url: &Url) -> WebPage {
        let client = self.browser(false, None);
        let page = browser::show(&client, url).await;
        // By itself, as any browser does.
        if let Ok(icon) = url.join("/favicon.ico") {
            let _ = browser::get(&client, &icon).await;
        }
        page
    }

    async fn download(&self, screens: &ScreenSession<'_>, link: Url, viewer: Viewer) -> Result<Download, PhoneError> {
        let failed = |heading, sentence| Download::Page(Box::new(WebPage::own(link.clone(), heading, sentence, None)));
        if viewer == Viewer::Other {
            return Ok(failed("ファイルを開けません", "このブラウザでは、プロファイルを入れられません。"));
        }
        if !screens.goes_on(SystemScreen::SafariAllow).await {
            return Ok(Download::Ignored);
        }
        let failed = |sentence| failed("プロファイルをダウンロードできません", sentence);
        let Ok(answer) = browser::get(&self.browser(false, None), &link).await else {
            return Ok(failed("サーバに接続できませんでした。"));
        };
        if answer.mime_type() != PROFILE {
            return Ok(Download::Page(Box::new(answer.into_page())));
        }
        match self.refuses_profiles() {
            Some(ProfileProblem::LockdownMode) => {
                return Ok(failed("ロックダウンモードのときは、インストールできません。"));
            }
            Some(_) => return Ok(failed("このデバイスでは、プロファイルのインストールが許可されていません。")),
            None => {}
        }
        if answer.status != 200 || !self.keep_waiting(&answer.body).await? {
            return Ok(failed("プロファイルが正しくありません。"));
        }
        Ok(Download::Kept)
    }

    /// Why no profile is taken at all.
    pub(super) fn refuses_profiles(&self) -> Option<ProfileProblem> {
        match self.phone_profile().profiles {
            ProfilePolicy::Allowed | ProfilePolicy::StolenDevice => None,
            ProfilePolicy::LockdownMode => Some(ProfileProblem::LockdownMode),
            ProfilePolicy::Supervised => Some(ProfileProblem::Supervised),
        }
    }

    /// The profile waits for Settings; false: it is none.
    pub(super) async fn keep_waiting(&self, profile: &[u8]) -> Result<bool, PhoneError> {
        if ConfigurationProfile::read(profile).is_err() {
            return Ok(false);
        }
        let until = self.clock.now().saturating_add(self.phone_profile().waits).unwrap_or(jiff::Timestamp::MAX);
        self.store.change(|memory| memory.keep_waiting(profile, until)).await?;
        Ok(true)
    }
}
