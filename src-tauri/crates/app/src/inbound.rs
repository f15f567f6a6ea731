//! What comes from outside: links, files, pictures of QR codes. Read here, judged by the journey.

mod file;
mod picture;
mod qr_code;

use std::sync::Arc;
use std::time::{Duration, Instant};

use journey::{Event, Failure, MAX_LINK_BYTES, QrReading};
use parking_lot::Mutex;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

pub use certificate::MAX_FILE_BYTES;
pub use file::FileError;
pub(crate) use file::accept_picked_file;
pub use picture::{LumaPicture, MAX_PICTURE_BYTES, MAX_PICTURE_SIDE, PictureError, SharedPicture};

use crate::app::App;
use crate::catalogue;
use crate::effects::device_failure;
use crate::ports::{ShareOutcome, SharedFile};

/// A camera shows the same code again and again.
const SAME_CODE: Duration = Duration::from_secs(2);

/// One picture at a time, and what was read last.
#[derive(Clone)]
pub(crate) struct QrReader {
    at_work: Arc<Semaphore>,
    last: Arc<Mutex<Option<(String, Instant)>>>,
}

impl Default for QrReader {
    fn default() -> Self {
        Self { at_work: Arc::new(Semaphore::new(1)), last: Arc::default() }
    }
}

impl App {
    /// A link came from outside. `cold`: the app was started with it, so the system may bring it again. Never waits.
    pub fn open_link(&self, link: &str, cold: bool) {
        self.send(Event::LinkOpened { link: capped(link), cold });
    }

    /// A file came from outside, or could not be read. Only its content says what it is. Never waits.
    pub fn open_file(&self, file: Result<Zeroizing<Vec<u8>>, FileError>) {
        self.send(Event::FileOpened(file::accept_file(&self.vault, file)));
    }

    /// Looks for QR codes off the async threads, one picture at a time: while one is looked at, others are left out.
    /// Exactly one code knocks at the door; what it says does not come back.
    pub async fn read_qr(&self, picture: LumaPicture) -> QrReading {
        let Ok(permit) = self.reader.at_work.clone().try_acquire_owned() else { return QrReading { codes: 0 } };
        let found = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            qr_code::texts(&picture)
        })
        .await
        .unwrap_or_default();
        if let [text] = found.as_slice()
            && self.reader.is_new(text)
        {
            self.send(Event::TextRead(capped(text)));
        }
        QrReading { codes: u32::try_from(found.len()).unwrap_or(u32::MAX) }
    }

    /// Offers a picture that the UI drew to other apps. Nothing secret can be on it.
    ///
    /// # Errors
    /// Not a PNG of a reasonable size, or the device has no way to share.
    pub async fn share_picture(&self, picture: SharedPicture, png: Vec<u8>) -> Result<ShareOutcome, Failure> {
        picture::check_png(&png).map_err(|error| Failure::new(error.code(), false))?;
        let words = catalogue::JA;
        let name = match picture {
            SharedPicture::FacilityCard => words.picture_facility_card,
            SharedPicture::PcCard => words.picture_pc_card,
        };
        let file = SharedFile { name: format!("{name}.png"), bytes: Zeroizing::new(png) };
        self.device.share_file(file).await.map_err(|error| device_failure(&error))
    }
}

impl QrReader {
    fn is_new(&self, text: &str) -> bool {
        let mut last = self.last.lock();
        let now = Instant::now();
        let again = last.as_ref().is_some_and(|(known, at)| known == text && now.duration_since(*at) < SAME_CODE);
        if !again {
            *last = Some((text.to_owned(), now));
        }
        !again
    }
}

/// Enough to know that it is too long.
fn capped(text: &str) -> String {
    let mut end = text.len().min(MAX_LINK_BYTES + 1);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_it_is_known_to_be_too_long() {
        assert_eq!(capped("short"), "short");
        for text in ["x".repeat(5000), "日".repeat(5000)] {
            let cut = capped(&text);
            assert!(cut.len() > MAX_LINK_BYTES && cut.len() < MAX_LINK_BYTES + 8, "{}", cut.len());
        }
    }

    #[test]
    fn the_same_code_counts_once_for_a_while() {
        let reader = QrReader::default();
        assert!(reader.is_new("a") && !reader.is_new("a") && reader.is_new("b") && reader.is_new("a"));
    }
}
