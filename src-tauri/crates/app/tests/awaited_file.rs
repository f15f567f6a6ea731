//! A file that comes from a cloud on a slow network: said, waited for, given up; and one screen of the system at a time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use app::{
    AndroidDevice, App, DeviceError, InstallRequest, InstallerOutcome, KeyChainAnswer, KeyChainQuestion, PartialDevice,
    Parts, PickedFile, Preflight, Publisher, ShareOutcome, SharedFile, SharedPicture, SystemClock, TlsOutcome,
};
use journey::{Alias, InboundView, Intent, Platform, Screen, View};
use practice::{LocalPractice, PracticeSettings};
use tempfile::TempDir;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use url::Url;
use zeroize::Zeroizing;

/// An Android phone with one file in a cloud.
struct CloudPhone {
    /// The picker is closed by a permit.
    picked: Semaphore,
    /// It was, and the file was not taken yet.
    waits: AtomicBool,
    /// The file has come, or nobody waits for it any longer.
    ended: Semaphore,
    came: bool,
    shared: AtomicUsize,
}

impl CloudPhone {
    fn new(came: bool) -> Arc<Self> {
        let closed = || Semaphore::new(0);
        Arc::new(Self {
            picked: closed(),
            waits: AtomicBool::new(false),
            ended: closed(),
            came,
            shared: AtomicUsize::new(0),
        })
    }
}

#[async_trait::async_trait]
impl AndroidDevice for CloudPhone {
    async fn choose_file(&self) -> Result<bool, DeviceError> {
        self.picked.acquire().await.unwrap().forget();
        self.waits.store(true, Ordering::Relaxed);
        Ok(true)
    }

    async fn take_opened_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        if self.waits.swap(false, Ordering::Relaxed) {
            self.ended.acquire().await.unwrap().forget();
            let bytes = Zeroizing::new(vec![0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03, 0x30]);
            return Ok(self.came.then(|| PickedFile { name: "a.pfx".to_owned(), bytes }));
        }
        Ok(None)
    }

    async fn stop_reading(&self) -> Result<(), DeviceError> {
        self.ended.add_permits(1);
        Ok(())
    }

    async fn install(&self, _request: InstallRequest) -> Result<InstallerOutcome, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn ask_key_chain(&self, _question: KeyChainQuestion) -> Result<KeyChainAnswer, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn tls_check(&self, _url: &Url, _alias: &Alias) -> Result<TlsOutcome, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn save_file(&self, _file: SharedFile) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn delete_saved_file(&self, _name: &str) -> Result<bool, DeviceError> {
        Err(DeviceError::Unsupported)
    }
}

#[async_trait::async_trait]
impl PartialDevice for CloudPhone {
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        Ok(Preflight {
            platform: Platform::Android,
            version: "15".to_owned(),
            vendor: None,
            screen_lock: Some(true),
            online: true,
            restricted: false,
            chrome: Some(true),
            user_agent: String::new(),
        })
    }

    async fn share_file(&self, _file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        self.shared.fetch_add(1, Ordering::Relaxed);
        Ok(ShareOutcome::Shared)
    }

    fn android(&self) -> Option<&dyn AndroidDevice> {
        Some(self)
    }
}

async fn start(phone: &Arc<CloudPhone>) -> (App, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SystemClock);
    let practice = LocalPractice::new(folder.path().join("practice"), clock.clone(), PracticeSettings::default());
    let parts = Parts {
        folder: folder.path().to_owned(),
        device: phone.clone(),
        practice: Arc::new(practice),
        clock,
        publisher: Publisher::parse(include_str!("../../../config/publisher.toml")).unwrap(),
        version: "0".to_owned(),
        link_hosts: Vec::new(),
        serving: app::SERVING,
    };
    (App::start(parts).await.unwrap(), folder)
}

async fn until(app: &App, what: &str, reached: impl Fn(&View) -> bool) {
    let mut views = app.views();
    let waited = timeout(Duration::from_secs(60), views.wait_for(|view| reached(view))).await;
    drop(waited.unwrap_or_else(|_| panic!("{what}")).unwrap());
}

/// The picker is closed with the file chosen, which lies in a cloud.
async fn choose(app: &App, phone: &CloudPhone) {
    app.intent(Intent::PickFile);
    phone.picked.add_permits(1);
    until(app, "the file is said to be coming", |view| view.inbound == Some(InboundView::Coming)).await;
}

#[tokio::test]
async fn a_file_that_takes_long_is_said_and_then_it_is_there() {
    let phone = CloudPhone::new(true);
    let (app, _folder) = start(&phone).await;
    choose(&app, &phone).await;
    phone.ended.add_permits(1);
    until(&app, "the way begins with the file", |view| {
        view.inbound.is_none() && matches!(view.screen, Screen::Preparation { .. } | Screen::CertificatePassword { .. })
    })
    .await;
}

#[tokio::test]
async fn who_gives_up_waiting_is_where_they_were() {
    let phone = CloudPhone::new(false);
    let (app, _folder) = start(&phone).await;
    let before = app.views().borrow().screen.clone();
    choose(&app, &phone).await;
    app.intent(Intent::Dismiss);
    until(&app, "the door is closed", |view| view.inbound.is_none()).await;
    // The phone was told, or the next file would wait behind this one for ever.
    while phone.ended.available_permits() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(app.views().borrow().screen, before);
    assert_eq!(app.views().borrow().inbound, None);
}

#[tokio::test]
async fn the_share_sheet_waits_until_the_picker_is_closed() {
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0";
    let phone = CloudPhone::new(true);
    let (app, _folder) = start(&phone).await;
    app.intent(Intent::PickFile);
    let sharing = {
        let app = app.clone();
        // Let the picker open first.
        tokio::time::sleep(Duration::from_millis(200)).await;
        tokio::spawn(async move { app.share_picture(SharedPicture::FacilityCard, PNG.to_vec()).await })
    };
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(phone.shared.load(Ordering::Relaxed), 0, "two screens of the system at once");
    phone.picked.add_permits(1);
    assert_eq!(timeout(Duration::from_secs(60), sharing).await.unwrap().unwrap().unwrap(), ShareOutcome::Shared);
}
