use std::time::Duration;

use jiff::SignedDuration;
use journey::{SystemAnswer, SystemScreen};
use url::Url;

use super::page::WebPage;
use super::profile::Profile;
use super::screen::Sheet;
use super::{PracticePhone, Refusal, browser};

/// What Safari recognises a profile by.
const PROFILE: &str = "application/x-apple-aspen-config";

/// A downloaded profile that is not installed by then is deleted (iOS 12.2 and later).
const WAITS: SignedDuration = SignedDuration::from_mins(8);

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
    /// SFSafariViewController on a loopback page: HTTPS first, the page, its button, the profile.
    pub(super) async fn play_safari(&self, url: &Url) -> Result<(), Refusal> {
        let sheet = self.open_sheet()?;
        let mut page = Box::new(if browser::speaks_tls(url, HTTPS_FIRST).await {
            WebPage::own(url.clone(), "ページを開けません", "サーバの識別情報を検証できません。", None)
        } else if self.circumstances().warns_of_http && !self.goes_on_without_tls(&sheet, url).await {
            return Ok(());
        } else {
            self.loopback_page(url).await
        });
        loop {
            match sheet.ask(page.screen()).await.answer {
                SystemAnswer::Decline => return Ok(()),
                SystemAnswer::Other => {}
                SystemAnswer::Go => {
                    let Some(link) = page.link.clone() else { continue };
                    match self.download(&sheet, link).await? {
                        Download::Kept => {
                            sheet.ask(SystemScreen::SafariDownloaded).await;
                            return Ok(());
                        }
                        Download::Ignored => {}
                        Download::Page(next) => page = next,
                    }
                }
            }
        }
    }

    async fn goes_on_without_tls(&self, sheet: &Sheet<'_>, url: &Url) -> bool {
        let warning = "この接続は安全ではありません";
        let page = WebPage::own(url.clone(), warning, "続けると、ページを表示します。", Some("続ける"));
        sheet.goes_on(page.screen()).await
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

    async fn download(&self, sheet: &Sheet<'_>, link: Url) -> Result<Download, Refusal> {
        if !sheet.goes_on(SystemScreen::SafariAllow).await {
            return Ok(Download::Ignored);
        }
        let failed = |sentence| {
            let heading = "プロファイルをダウンロードできません";
            Download::Page(Box::new(WebPage::own(link.clone(), heading, sentence, None)))
        };
        let Ok(answer) = browser::get(&self.browser(false, None), &link).await else {
            return Ok(failed("サーバに接続できませんでした。"));
        };
        if answer.mime_type() != PROFILE {
            return Ok(Download::Page(Box::new(answer.into_page())));
        }
        if self.circumstances().restricted {
            return Ok(failed("このデバイスでは、プロファイルのインストールが許可されていません。"));
        }
        if answer.status != 200 || Profile::read(&answer.body).is_err() {
            return Ok(failed("プロファイルが正しくありません。"));
        }
        let until = self.clock.now().saturating_add(WAITS).unwrap_or(jiff::Timestamp::MAX);
        self.store.change(|memory| memory.keep_waiting(&answer.body, until)).await?;
        Ok(Download::Kept)
    }
}
