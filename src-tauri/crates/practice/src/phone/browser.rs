use std::sync::Arc;
use std::time::Duration;

use ::app::{DeviceError, TlsOutcome};
use ::portal::{ClientIdentity, ClientSettings, https_client};
use journey::{SystemAnswer, SystemScreen};
use parking_lot::Mutex;
use rustls::client::ResolvesClientCert;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, RootCertStore, SignatureScheme};
use tokio::net::TcpStream;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use url::Url;
use zeroize::Zeroizing;

use super::android::android_chooser;
use super::page::{Viewer, WebPage};
use super::phone_state::InstalledIdentity;
use super::screen::ScreenSession;
use super::{PhoneError, PracticePhone};

/// The most of a page or file that the phone takes.
const BYTES: usize = 1024 * 1024;
/// How long the phone waits for a server's hello.
const HELLO: Duration = Duration::from_secs(10);
/// How many redirects are followed.
const REDIRECTS: usize = 5;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl PracticePhone {
    /// The system's browser. Any answer to the page leads back to the app; its link is only a shortcut.
    pub(super) async fn play_browser(&self, url: &Url) -> Result<(), PhoneError> {
        let screens = self.open_screens()?;
        let viewer = if self.is_apple() && self.phone_profile().other_browser { Viewer::Other } else { Viewer::Safari };
        let page = self.visit(&screens, url, viewer).await?;
        while screens.ask(page.screen(viewer)).await.answer == SystemAnswer::Other {}
        Ok(())
    }

    /// An app's own request, with a key that was granted to it.
    pub(super) async fn play_tls_check(&self, url: &Url, alias: &str) -> Result<TlsOutcome, DeviceError> {
        let granted = self.store.now().get(alias).filter(|stored| stored.granted).cloned();
        let identity = unlocked(granted.ok_or(DeviceError::Unsupported)?).await?;
        if !self.phone_profile().online {
            return Ok(TlsOutcome::Unreachable);
        }
        let asked = match asks_for_certificate(&self.browser(true, None), url).await {
            Ok(issuers) => issuers.is_some(),
            Err(_) => return Ok(TlsOutcome::Unreachable),
        };
        match get(&self.browser(true, Some(identity)), url).await {
            Ok(answer) => Ok(TlsOutcome::Answered { status: answer.status, asked }),
            Err(_) if asked => Ok(TlsOutcome::Refused),
            Err(_) => Ok(TlsOutcome::Unreachable),
        }
    }

    async fn visit(&self, screens: &ScreenSession<'_>, url: &Url, viewer: Viewer) -> Result<WebPage, PhoneError> {
        if !self.phone_profile().online {
            let sentence = "インターネットに接続されていません。";
            return Ok(WebPage::own(url.clone(), "ページを開けません", sentence, None));
        }
        let identity = match asks_for_certificate(&self.browser(true, None), url).await {
            // Only Safari reaches what is installed in the system.
            Ok(Some(_)) if viewer == Viewer::Other => None,
            Ok(Some(issuers)) => self.choose(screens, &issuers).await?,
            // A server that cannot be reached is told of when the page is asked for.
            Ok(None) | Err(_) => None,
        };
        Ok(show(&self.browser(url.scheme() == "https", identity), url).await)
    }

    /// The identity that the user lets the browser show. Without one there is no question.
    async fn choose(
        &self,
        screens: &ScreenSession<'_>,
        issuers: &[Vec<u8>],
    ) -> Result<Option<Arc<ClientIdentity>>, PhoneError> {
        let offered = self.store.now().under(issuers);
        if offered.is_empty() {
            return Ok(None);
        }
        let question = if self.is_apple() {
            SystemScreen::SafariChooser { names: offered.iter().map(InstalledIdentity::common_name).collect() }
        } else {
            android_chooser(&offered, None)
        };
        let chosen = match screens.ask(question).await.answer {
            SystemAnswer::Go => offered.into_iter().next(),
            SystemAnswer::Other => offered.into_iter().nth(1),
            SystemAnswer::Decline => None,
        };
        let Some(chosen) = chosen else { return Ok(None) };
        unlocked(chosen).await.map(Some)
    }
}

async fn unlocked(stored: InstalledIdentity) -> Result<Arc<ClientIdentity>, PhoneError> {
    spawn_blocking(move || {
        let key = Zeroizing::new(stored.unlock()?.private_key_pkcs8().to_vec());
        Ok(Arc::new(ClientIdentity { chain: stored.chain(), key }))
    })
    .await?
}

/// What a server answered.
pub(super) struct Answer {
    url: Url,
    pub(super) status: u16,
    content_type: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// Without parameters, in lower case.
    pub(super) fn mime_type(&self) -> String {
        self.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    pub(super) fn into_page(self) -> WebPage {
        if self.mime_type() == "text/html" {
            WebPage::parse(self.url, &String::from_utf8_lossy(&self.body))
        } else {
            let sentence = format!("このページは表示できません（{}）。", self.status);
            WebPage::own(self.url, "ページを開けません", &sentence, None)
        }
    }
}

/// The page at that address, or the browser's own page on why there is none.
pub(super) async fn show(settings: &ClientSettings, url: &Url) -> WebPage {
    match get(settings, url).await {
        Ok(answer) => answer.into_page(),
        Err(_) => WebPage::own(url.clone(), "ページを開けません", "サーバに接続できませんでした。", None),
    }
}

/// GETs by the project's one client, following a few redirects.
pub(super) async fn get(settings: &ClientSettings, url: &Url) -> Result<Answer, BoxError> {
    let client = https_client(settings)?;
    let mut url = url.clone();
    for _ in 0..REDIRECTS {
        let request = client.get(url.clone()).header("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        let mut response = request.header("accept-language", "ja").send().await?;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if response.status().is_redirection() {
            url = url.join(header("location"))?;
            continue;
        }
        let (status, content_type) = (response.status().as_u16(), header("content-type").to_owned());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > BYTES {
                return Err("too large".into());
            }
            body.extend_from_slice(&chunk);
        }
        return Ok(Answer { url, status, content_type, body });
    }
    Err("too many redirects".into())
}

/// HTTPS-first (Safari 18.2 and later): whether the address also answers a TLS hello.
pub(super) async fn speaks_tls(url: &Url, limit: Duration) -> bool {
    let settings = ClientSettings { web_roots: false, ..ClientSettings::default() };
    match timeout(limit, shake_hands(&settings, url)).await {
        Ok(Ok(_)) => true,
        // A certificate that is not trusted is TLS all the same.
        Ok(Err(error)) => {
            let inner = error.downcast_ref::<std::io::Error>().and_then(|error| error.get_ref());
            matches!(inner.and_then(|inner| inner.downcast_ref()), Some(rustls::Error::InvalidCertificate(_)))
        }
        Err(_) => false,
    }
}

/// The issuers (DER names) that the server asks a certificate of; `None` if it asks for none.
///
/// A handshake without a request, so that the server counts no visit.
async fn asks_for_certificate(settings: &ClientSettings, url: &Url) -> Result<Option<Vec<Vec<u8>>>, BoxError> {
    if url.scheme() != "https" {
        return Ok(None);
    }
    timeout(HELLO, shake_hands(settings, url)).await?
}

async fn shake_hands(settings: &ClientSettings, url: &Url) -> Result<Option<Vec<Vec<u8>>>, BoxError> {
    let host = url.host_str().ok_or("no host")?;
    let port = url.port_or_known_default().ok_or("no port")?;
    let mut roots = RootCertStore::empty();
    for root in &settings.extra_roots {
        roots.add(CertificateDer::from(root.clone()))?;
    }
    let question = Arc::new(Question::default());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_client_cert_resolver(question.clone());
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())?;
    let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    Ok(question.0.lock().take())
}

/// Remembers that a certificate was asked for, and of whom; shows none.
#[derive(Debug, Default)]
struct Question(Mutex<Option<Vec<Vec<u8>>>>);

impl ResolvesClientCert for Question {
    fn resolve(&self, issuers: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let issuers = issuers.iter().map(|issuer| issuer.to_vec()).collect();
        *self.0.lock() = Some(issuers);
        None
    }

    fn has_certs(&self) -> bool {
        true
    }
}
