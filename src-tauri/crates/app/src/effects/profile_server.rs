use std::time::Duration;

use handoff::{Loopback, LoopbackEvent, PageWords};
use journey::{Failure, return_link};
use parking_lot::Mutex;
use tokio::sync::mpsc;
use url::Url;
use zeroize::Zeroizing;

use crate::catalogue::Catalogue;
use crate::failures::{hand_off_failure, internal_error};

/// The loopback server, while Safari is open.
pub(crate) struct ProfileServer {
    serving: Duration,
    loopback: Mutex<Option<Loopback>>,
}

impl ProfileServer {
    pub(crate) fn new(serving: Duration) -> Self {
        Self { serving, loopback: Mutex::default() }
    }

    /// Serves one profile, in place of whatever was served before; its address and what happens to it.
    pub(crate) async fn start(
        &self,
        profile: Zeroizing<Vec<u8>>,
        words: &Catalogue,
    ) -> Result<(Url, mpsc::Receiver<LoopbackEvent>), Failure> {
        self.stop();
        let (loopback, events) = Loopback::start(profile, page_words(words), self.serving)
            .await
            .map_err(|error| hand_off_failure(&error))?;
        let url = Url::parse(loopback.url()).map_err(|error| internal_error(&error))?;
        *self.loopback.lock() = Some(loopback);
        Ok((url, events))
    }

    /// It takes no more connections and closes those it has; its last event says when the profile is wiped.
    pub(crate) fn stop(&self) {
        drop(self.loopback.lock().take());
    }
}

fn page_words(words: &Catalogue) -> PageWords {
    PageWords {
        lang: words.tag().to_owned(),
        title: words.page_title.to_owned(),
        heading: words.page_heading.to_owned(),
        sentences: vec![words.page_sentence_1.to_owned(), words.page_sentence_2.to_owned()],
        button: words.page_button.to_owned(),
        download_heading: words.page_download_heading.to_owned(),
        download_sentences: vec![
            words.page_download_sentence_1.to_owned(),
            words.page_download_sentence_2.to_owned(),
            words.page_download_sentence_3.to_owned(),
        ],
        back: words.page_back.to_owned(),
        back_link: return_link(),
        again: words.page_again.to_owned(),
    }
}
