//! What a [`App`] is brought from outside, and what it gives away.

use journey::{Cause, Event, Failure, MAX_LINK_BYTES, QrReading};
use zeroize::Zeroizing;

use super::file::{FileError, accept_file};
use super::picture::{LumaPicture, SharedPicture, check_png};
use crate::app::App;
use crate::catalogue;
use crate::failures::device_failure;
use crate::ports::{ShareOutcome, SharedFile, SharedFileType};

impl App {
    /// A link came from outside. `cold`: the app was started with it, so the system may bring it again. Never waits.
    pub fn open_link(&self, link: &str, cold: bool) {
        self.send(Event::LinkOpened { link: capped(link), cold });
    }

    /// A file came from outside, or could not be read. Only its content says what it is. Never waits.
    pub fn open_file(&self, file: Result<Zeroizing<Vec<u8>>, FileError>) {
        self.send(Event::FileOpened(accept_file(&self.vault, file)));
    }

    /// Looks for QR codes off the async threads, one picture at a time: while one is looked at, others are left out.
    /// Exactly one code is taken as a link that was opened; what it says does not come back.
    pub async fn read_qr(&self, picture: LumaPicture) -> QrReading {
        let found = self.reader.read(picture).await;
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
        check_png(&png).map_err(|error| Failure::new(Cause::Input, error.code(), false))?;
        let words = catalogue::JA;
        let name = match picture {
            SharedPicture::FacilityCard => words.picture_facility_card,
            SharedPicture::PcCard => words.picture_pc_card,
            SharedPicture::Manager => words.picture_manager,
            SharedPicture::LostPhone => words.picture_lost_phone,
        };
        let file =
            SharedFile { name: format!("{name}.png"), file_type: SharedFileType::Png, bytes: Zeroizing::new(png) };
        self.runner.share(file).await.map_err(|error| device_failure(&error))
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
}
