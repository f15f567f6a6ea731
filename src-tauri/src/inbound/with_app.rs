//! What arrives, brought to a whole app without a screen.

use std::error::Error;
use std::fs;
use std::time::Duration;

use journey::{Failure, InboundView, Intent};
use tauri::test::{MockRuntime, mock_builder};

use super::*;

type Outcome = Result<(), Box<dyn Error>>;

/// The beginning of a `PFX` (RFC 7292, 4): enough for what only looks.
const PKCS12: &[u8] = &[0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03, 0x30, 0x82];

struct Started {
    app: tauri::App<MockRuntime>,
    folder: tempfile::TempDir,
}

impl Started {
    #[expect(deprecated, reason = "the mock runtime runs the setup in no other way that returns")]
    fn new() -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let state = folder.path().join("state");
        let mut app = crate::configure(mock_builder(), Some(state)).build(crate::context())?;
        app.run_iteration(|_, _| {});
        Ok(Self { app, folder })
    }

    /// What waits for the word after it came; it is dismissed again, so that what waits next came next.
    fn bring(&self, item: Option<InboundItem>) -> Result<InboundView, Box<dyn Error>> {
        let app = self.app.state::<App>();
        let mut views = app.views();
        arrived(self.app.handle(), item);
        let came = async {
            let waiting = views.wait_for(|view| view.inbound.is_some()).await?.inbound.clone();
            app.intent(Intent::Dismiss);
            views.wait_for(|view| view.inbound.is_none()).await?;
            waiting.ok_or_else(|| "nothing waits".into())
        };
        tauri::async_runtime::block_on(async { tokio::time::timeout(Duration::from_secs(10), came).await })?
    }

    fn bring_named(&self, names: &[&str]) -> Result<InboundView, Box<dyn Error>> {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        self.bring(on_command_line(&names, self.folder.path(), false))
    }

    fn file(&self, name: &str, bytes: &[u8]) -> Outcome {
        Ok(fs::write(self.folder.path().join(name), bytes)?)
    }
}

fn code(waiting: InboundView) -> Result<String, Box<dyn Error>> {
    match waiting {
        InboundView::Refused { failure: Failure { code, .. } } => Ok(code),
        other => Err(format!("{other:?}").into()),
    }
}

#[test]
fn a_file_is_what_it_holds_whatever_it_is_called() -> Outcome {
    let started = Started::new()?;
    for name in ["certificate.pfx", "certificate.p12", "certificate.pfx.html", "証明書 (1)", "x.zip"] {
        started.file(name, PKCS12)?;
        assert_eq!(started.bring_named(&[name])?, InboundView::File { leaves: None }, "{name}");
        assert_eq!(fs::read(started.folder.path().join(name))?, PKCS12, "the file stays as it was");
    }
    let url = Url::from_file_path(started.folder.path().join("certificate.pfx")).map_err(|()| "no URL")?;
    assert_eq!(started.bring(opened(&[url], false))?, InboundView::File { leaves: None });
    for (name, bytes) in
        [("page.pfx", &b"<!DOCTYPE html><title>x</title>"[..]), ("zip.pfx", b"PK\x03\x04"), ("empty.pfx", b"")]
    {
        started.file(name, bytes)?;
        assert_eq!(code(started.bring_named(&[name])?)?, "certificate-not-pkcs12", "{name}");
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for_and_a_link_leads_to_the_users_file() -> Outcome {
    let started = Started::new()?;
    let at = |name: &str| started.folder.path().join(name);
    started.file("certificate.pfx", PKCS12)?;
    std::os::unix::fs::symlink(at("certificate.pfx"), at("link.pfx"))?;
    assert_eq!(started.bring_named(&["link.pfx"])?, InboundView::File { leaves: None });
    assert!(std::process::Command::new("mkfifo").arg(at("pipe.pfx")).status()?.success());
    assert_eq!(code(started.bring_named(&["pipe.pfx"])?)?, "door-file-unreadable");
    Ok(())
}

#[test]
fn what_cannot_be_read_has_its_own_sentence() -> Outcome {
    let started = Started::new()?;
    started.file("a.pfx", PKCS12)?;
    started.file("b.pfx", PKCS12)?;
    assert_eq!(code(started.bring_named(&["a.pfx", "b.pfx"])?)?, "door-file-several");
    let paths = ["a.pfx", "b.pfx"].map(|name| started.folder.path().join(name));
    assert_eq!(code(started.bring(dropped(&paths))?)?, "door-file-several");
    fs::create_dir(started.folder.path().join("folder.pfx"))?;
    assert_eq!(code(started.bring_named(&["folder.pfx"])?)?, "door-file-folder");
    assert_eq!(code(started.bring_named(&["gone.pfx"])?)?, "door-file-vanished");
    let mut large = PKCS12.to_vec();
    large.resize(8 * MAX_FILE_BYTES, 0);
    started.file("large.pfx", &large)?;
    assert_eq!(code(started.bring_named(&["large.pfx"])?)?, "certificate-too-large");
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_and_a_device_are_not_waited_for() -> Outcome {
    let started = Started::new()?;
    let pipe = started.folder.path().join("pipe.pfx");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status()?.success());
    assert_eq!(code(started.bring_named(&["pipe.pfx"])?)?, "door-file-unreadable");
    assert_eq!(code(started.bring_named(&["/dev/zero"])?)?, "door-file-unreadable");
    Ok(())
}

#[test]
fn no_copy_of_a_file_is_kept() -> Outcome {
    let started = Started::new()?;
    let mut marked = PKCS12.to_vec();
    marked.extend_from_slice(b"-- a mark that would be found --");
    started.file("marked.pfx", &marked)?;
    started.bring_named(&["marked.pfx"])?;
    started.app.state::<App>().intent(journey::Intent::Accept);
    std::thread::sleep(Duration::from_millis(300));
    let mut folders = vec![started.folder.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "marked.pfx") {
                let found = fs::read(&path)?.windows(20).any(|part| part == &marked[marked.len() - 20..]);
                assert!(!found, "{}", path.display());
            }
        }
    }
    Ok(())
}

#[test]
fn what_comes_before_the_app_waits_for_it() -> Outcome {
    let app = mock_builder().manage(Inbox::default()).build(crate::context())?;
    let link = Some(InboundItem::Link { link: "shomei-navi://card".to_owned(), cold: false });
    arrived(app.handle(), link.clone());
    let inbox = app.state::<Inbox>();
    let waiting = inbox.waiting.lock();
    assert_eq!(waiting.as_slice(), link.as_slice());
    Ok(())
}

#[test]
fn a_link_is_brought_as_it_came() -> Outcome {
    let started = Started::new()?;
    let card = "shomei-navi://card?v=1&office=%E3%81%95%E3%81%8F%E3%82%89";
    assert!(matches!(started.bring_named(&[card])?, InboundView::Card { office, .. } if office == "さくら"));
    assert_eq!(code(started.bring_named(&["shomei-navi://card?v=1&office=x\ty"])?)?, "door-damaged");
    assert_eq!(code(started.bring_named(&["https://evil.test/"])?)?, "door-not-ours");
    Ok(())
}

#[test]
fn only_the_first_link_before_the_app_was_left_started_it() {
    let started_by_link = Inbox::default();
    assert!(started_by_link.is_start());
    assert!(!started_by_link.is_start(), "the next one was tapped while it ran");
    let started_by_icon = Inbox::default();
    started_by_icon.left();
    assert!(!started_by_icon.is_start(), "to tap a link elsewhere the user has to leave the app");
}
