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

/// What following a link led to.
enum Followed {
    /// The page stays: the profile was allowed and waits for Settings, or was ignored, or there was nothing to follow.
    Stays,
    /// A page that is no profile.
    Page(Box<WebPage>),
    /// A link of another scheme: the app that it belongs to is in front again.
    App,
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

    /// A page, for as long as somebody stays with it. What Safari asks it asks above the page that led to it, and the page
    /// stays whatever the answer is (seen in a store app that hands over a profile by a page of its own).
    async fn read(
        &self,
        screens: &ScreenSession<'_>,
        mut page: Box<WebPage>,
        viewer: Viewer,
    ) -> Result<(), PhoneError> {
        loop {
            // A page leads on by itself only when it is new.
            let mut link = page.refresh.clone();
            loop {
                match self.follow(screens, &page, link, viewer).await? {
                    Followed::Stays => {}
                    Followed::App => return Ok(()),
                    Followed::Page(next) => {
                        page = next;
                        break;
                    }
                }
                link = match screens.ask(page.screen(viewer)).await.answer {
                    SystemAnswer::Decline => return Ok(()),
                    SystemAnswer::Go => page.link.clone(),
                    SystemAnswer::Other => page.second_link.clone(),
                };
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

    /// Where a link leads, from `page`. What is behind it is fetched before anything is asked: by its type alone Safari
    /// knows a profile.
    async fn follow(
        &self,
        screens: &ScreenSession<'_>,
        page: &WebPage,
        link: Option<Url>,
        viewer: Viewer,
    ) -> Result<Followed, PhoneError> {
        let Some(link) = link else { return Ok(Followed::Stays) };
        if !matches!(link.scheme(), "http" | "https") {
            return Ok(Followed::App);
        }
        let failed = |heading, sentence| Followed::Page(Box::new(WebPage::own(link.clone(), heading, sentence, None)));
        let Ok(answer) = browser::get(&self.browser(false, None), &link).await else {
            return Ok(failed("ページを開けません", "サーバに接続できませんでした。"));
        };
        if answer.mime_type() != PROFILE {
            return Ok(Followed::Page(Box::new(answer.into_page())));
        }
        if viewer == Viewer::Other {
            return Ok(failed("ファイルを開けません", "このブラウザでは、プロファイルを入れられません。"));
        }
        let over = || Box::new(page.screen(viewer));
        if !screens.goes_on(SystemScreen::SafariAllow { over: over() }).await {
            return Ok(Followed::Stays);
        }
        let failed = |sentence| failed("プロファイルをダウンロードできません", sentence);
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
        screens.ask(SystemScreen::SafariDownloaded { over: over() }).await;
        Ok(Followed::Stays)
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
