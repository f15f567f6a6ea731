//! Texts for other apps: the records as a table, an end of validity as an event.

mod calendar;
mod table;

use journey::{Failure, SharedText};
use zeroize::Zeroizing;

use super::context::Context;
use crate::catalogue::Catalogue;
use crate::failures::device_failure;
use crate::ports::{ShareOutcome, SharedFile, SharedFileType};

impl Context {
    /// By this very phone, in practice too; true where another app took it.
    pub(crate) async fn share_text(&self, text: SharedText) -> Result<bool, Failure> {
        let words = self.environment.words();
        let file = self.file_of(&text, words);
        let outcome = self.share(&*self.parts.device, file).await.map_err(|error| device_failure(&error))?;
        Ok(outcome == ShareOutcome::Shared)
    }

    fn file_of(&self, text: &SharedText, words: &Catalogue) -> SharedFile {
        let (name, file_type, text) = match text {
            SharedText::Records(records) => {
                (format!("{}.csv", words.records_file), SharedFileType::Csv, table::table(records, words))
            }
            SharedText::Calendar(entry) => (
                format!("{}.ics", words.calendar_file),
                SharedFileType::Calendar,
                calendar::calendar(entry, words, self.parts.clock.now()),
            ),
        };
        SharedFile { name, file_type, bytes: Zeroizing::new(text.into_bytes()) }
    }
}
