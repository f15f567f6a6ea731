//! The inbox: links and files that the system brings, cold and warm. It decides nothing. A file is read here, once, and
//! only what the system or the user named: no command of the WebView leads here.

#[cfg(desktop)]
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use app::{App, FileError, MAX_FILE_BYTES};
use parking_lot::Mutex;
use tauri::{AppHandle, Config, Manager, Runtime, Url};
#[cfg(target_os = "ios")]
use tauri_plugin_fs::{FilePath, FsExt, OpenOptions};
use zeroize::Zeroizing;

/// What came before the app was there to take it.
#[derive(Default)]
pub(crate) struct Inbox {
    waiting: Mutex<Vec<InboundItem>>,
    /// The app was left, or had its link: a link that comes now was tapped while it ran.
    running: AtomicBool,
}

/// Something from outside.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum InboundItem {
    /// A link, as it came. `cold`: the app was started with it, so the system may bring it again.
    Link { link: String, cold: bool },
    /// A file by its path or address.
    File(PathOrUrl),
    /// More than one file at once.
    Several,
}

/// Where iOS copies the files that an app is opened with, in its folder of documents (`LSSupportsOpeningDocumentsInPlace`
/// is off: what tao makes of a file's URL has lost the right to a file elsewhere).
const COPIES: &str = "Inbox";

/// Where a file is, in the system's own words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PathOrUrl {
    Path(PathBuf),
    Url(Url),
}

impl Inbox {
    /// The user went elsewhere.
    pub(crate) fn left(&self) {
        self.running.store(true, Ordering::Relaxed);
    }

    /// Whether a link that comes now is what the app was started with: Android's plugin brings that one as any other.
    #[cfg(any(target_os = "android", test))]
    fn is_start(&self) -> bool {
        !self.running.swap(true, Ordering::Relaxed)
    }

    /// Hands on what waits. From then on things are taken at once.
    pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) {
        let waiting = std::mem::take(&mut *app.state::<Self>().waiting.lock());
        for item in waiting {
            take(app, item);
        }
    }
}

/// Takes what came, or keeps it until the app is there.
pub(crate) fn arrived<R: Runtime>(app: &AppHandle<R>, item: Option<InboundItem>) {
    let Some(item) = item else { return };
    if app.try_state::<App>().is_some() {
        take(app, item);
    } else {
        app.state::<Inbox>().waiting.lock().push(item);
    }
}

/// What stands on a command line behind the program's name: one link, or the path of one file.
#[cfg(desktop)]
pub(crate) fn on_command_line(arguments: &[String], folder: &Path, cold: bool) -> Option<InboundItem> {
    let mut named = arguments.iter().filter(|argument| !argument.starts_with('-'));
    let first = named.next()?;
    if named.next().is_some() {
        return Some(InboundItem::Several);
    }
    Some(match scheme(first) {
        Some("file") => InboundItem::File(PathOrUrl::Url(Url::parse(first).ok()?)),
        Some(_) => InboundItem::Link { link: first.clone(), cold },
        None => InboundItem::File(PathOrUrl::Path(folder.join(first))),
    })
}

/// What was dropped onto the window.
pub(crate) fn dropped(paths: &[PathBuf]) -> Option<InboundItem> {
    match paths {
        [] => None,
        [path] => Some(InboundItem::File(PathOrUrl::Path(path.clone()))),
        _ => Some(InboundItem::Several),
    }
}

/// iOS has connected the app's window, with what it was started for. What an earlier start left in the folder that iOS
/// copies opened files into goes, unless a file has just come there.
pub(crate) fn connected<R: Runtime>(app: &AppHandle<R>, urls: &[Url]) {
    if !urls.iter().any(|url| url.scheme() == "file")
        && let Ok(documents) = app.path().document_dir()
        && cfg!(target_os = "ios")
    {
        empty(&documents.join(COPIES));
    }
    arrived(app, opened(urls, false));
}

/// Addresses that the system opened the app with.
pub(crate) fn opened(urls: &[Url], cold: bool) -> Option<InboundItem> {
    match urls {
        [] => None,
        [url] if url.scheme() == "file" => Some(InboundItem::File(PathOrUrl::Url(url.clone()))),
        [url] => Some(InboundItem::Link { link: url.to_string(), cold }),
        _ => Some(InboundItem::Several),
    }
}

/// Hosts of the publisher's https links, from the one place where they stand: the configuration of the deep-link plugin.
pub(crate) fn link_hosts(config: &Config) -> Vec<String> {
    let mobile = config.plugins.0.get("deep-link").and_then(|links| links.get("mobile")?.as_array());
    let is_web = |link: &serde_json::Value| {
        link.get("scheme")
            .and_then(|schemes| schemes.as_array())
            .is_some_and(|schemes| schemes.iter().any(|s| s == "https"))
    };
    mobile
        .into_iter()
        .flatten()
        .filter(|link| is_web(link))
        .filter_map(|link| link.get("host")?.as_str().map(str::to_owned))
        .collect()
}

/// What the app was started with.
#[cfg(desktop)]
pub(crate) fn on_own_command_line() -> Option<InboundItem> {
    let folder = std::env::current_dir().unwrap_or_default();
    on_command_line(&as_text(std::env::args_os().skip(1), &folder), &folder, true)
}

/// A command line as text: of a file whose path is none, its address is.
#[cfg(desktop)]
pub(crate) fn as_text(arguments: impl Iterator<Item = OsString>, folder: &Path) -> Vec<String> {
    let address = |path: &OsStr| Url::from_file_path(folder.join(path)).map(String::from);
    arguments
        .map(|argument| {
            argument
                .into_string()
                .unwrap_or_else(|path| address(&path).unwrap_or_else(|()| path.to_string_lossy().into_owned()))
        })
        .collect()
}

/// Listens to the system. What the app was started with comes this way too, once there is a WebView: asked for before, the
/// plugin knows of none.
#[cfg(target_os = "android")]
pub(crate) fn listen<R: Runtime>(app: &AppHandle<R>) {
    use tauri_plugin_deep_link::DeepLinkExt;
    let heard = app.clone();
    app.deep_link().on_open_url(move |event| {
        let cold = heard.state::<Inbox>().is_start();
        arrived(&heard, opened(&event.urls(), cold));
    });
}

fn take<R: Runtime>(app: &AppHandle<R>, item: InboundItem) {
    let taker = app.state::<App>().inner().clone();
    match item {
        InboundItem::Link { link, cold } => taker.open_link(&link, cold),
        InboundItem::Several => taker.open_file(Err(FileError::Several)),
        InboundItem::File(file) => {
            let app = app.clone();
            // A file of a cloud may have to come first.
            tauri::async_runtime::spawn_blocking(move || taker.open_file(read(&app, file)));
        }
    }
}

/// Reads a file once, at most one byte more than a certificate may have.
fn read<R: Runtime>(app: &AppHandle<R>, file: PathOrUrl) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let read = open(app, &file).and_then(|opened| {
        let most = MAX_FILE_BYTES + 1;
        // All its room at once: a vector that grows leaves copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(most));
        opened.take(most as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    #[cfg(target_os = "ios")]
    give_back(app, &file);
    Ok(read?)
}

/// A regular file; nothing else is waited for.
#[cfg(not(target_os = "ios"))]
fn open<R: Runtime>(_: &AppHandle<R>, file: &PathOrUrl) -> io::Result<File> {
    app::open_named_file(&file.path()?)
}

/// Outside of its own folder iOS shows nothing before the file is opened.
#[cfg(target_os = "ios")]
fn open<R: Runtime>(app: &AppHandle<R>, file: &PathOrUrl) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    let opened = app.fs().open(FilePath::from(file), options)?;
    let metadata = opened.metadata()?;
    if metadata.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else if metadata.is_file() {
        Ok(opened)
    } else {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Ends the permission for the one file; the copy that iOS made for the app goes at once.
#[cfg(target_os = "ios")]
fn give_back<R: Runtime>(app: &AppHandle<R>, file: &PathOrUrl) {
    let _ = app.fs().stop_accessing_security_scoped_resource(FilePath::from(file));
    if let (Ok(path), Ok(documents)) = (file.path(), app.path().document_dir())
        && is_in(&path, &documents.join(COPIES))
    {
        let _ = std::fs::remove_file(path);
    }
}

/// Lies in that folder, by whatever path: iOS calls its own folders /var and /private/var.
#[cfg(any(target_os = "ios", test))]
fn is_in(file: &Path, folder: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    file.parent().and_then(real).is_some_and(|parent| real(folder) == Some(parent))
}

/// Removes every file of a folder.
fn empty(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let _ = std::fs::remove_file(entry.path());
    }
}

impl PathOrUrl {
    fn path(&self) -> io::Result<PathBuf> {
        match self {
            Self::Path(path) => Ok(path.clone()),
            Self::Url(url) => url.to_file_path().map_err(|()| io::ErrorKind::InvalidInput.into()),
        }
    }
}

#[cfg(target_os = "ios")]
impl From<&PathOrUrl> for FilePath {
    fn from(file: &PathOrUrl) -> Self {
        match file {
            PathOrUrl::Path(path) => Self::Path(path.clone()),
            PathOrUrl::Url(url) => Self::Url(url.clone()),
        }
    }
}

/// Of what looks like an address: two letters at least, or it is a drive of Windows.
#[cfg(desktop)]
fn scheme(argument: &str) -> Option<&str> {
    let (scheme, _) = argument.split_once(':')?;
    let begins = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (scheme.len() > 1 && begins && goes_on).then_some(scheme)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod with_app;
