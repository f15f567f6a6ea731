//! What stands at the door and waits for the user's word.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::card::FacilityCard;
use super::link::{Knock, Refusal, read};
use crate::effect::{Effect, FileId};
use crate::journey::Journey;
use crate::place::{OpenHandOff, Place};
use crate::saved::{AnsweredLink, Step};
use crate::view::{AsideView, DoorView, Failure, InstallStage, Question};

/// Milliseconds within which the system may bring the same link twice.
const TWICE: i64 = 2_000;
/// Milliseconds for which a system may bring a link again that it started the app with. Later it was meant.
const STICKY: i64 = 7 * 24 * 60 * 60 * 1000;

/// What waits, and the link that brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(super) what: What,
    pub(super) mark: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Portal,
    Card(FacilityCard),
    Verified { nonce: String },
    File { file: FileId },
    Refused(Failure),
}

impl Journey {
    /// A link came from outside. `cold`: the app was started with it, so the system may bring it again at every start.
    pub(crate) fn on_link_opened(&mut self, link: &str, cold: bool, now: Timestamp) {
        let mark = self.mark_of(link);
        if self.saved.answered_link.as_ref().is_some_and(|answered| answered.is_again(&mark, cold, now)) {
            return;
        }
        match read(link, &self.surroundings.addresses) {
            Ok(Knock::Verified { nonce }) => self.on_verified(nonce, mark),
            Ok(knock) => self.wait_for_word(What::from(knock), Some(mark)),
            Err(refusal) => self.wait_for_word(What::Refused(failure(refusal)), Some(mark)),
        }
    }

    /// A QR code was read. The camera goes on looking, so what is none of ours is said on its page.
    pub(crate) fn on_text_read(&mut self, text: &str) {
        if self.door.is_none() {
            self.read_text(text.trim());
        }
    }

    /// The user typed an address: what a Japanese keyboard does to it is mended, and https may be left out.
    pub(crate) fn on_text_typed(&mut self, text: &str) {
        let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
        if text.is_empty() {
            return;
        }
        let with_scheme = format!("https://{text}");
        match read(&with_scheme, &self.surroundings.addresses) {
            Ok(Knock::Portal) => self.read_text(&with_scheme),
            _ => self.read_text(&text),
        }
    }

    /// A file came from outside and lies in the vault, or could not be read.
    pub(crate) fn on_file_opened(&mut self, file: Result<FileId, Failure>) {
        self.wait_for_word(file.map_or_else(What::Refused, |file| What::File { file }), None);
    }

    /// The user picked a file in the app: that is the word, unless something would be left for it.
    pub(crate) fn on_file_picked(&mut self, file: Result<FileId, Failure>, now: Timestamp) {
        self.on_file_opened(file);
        if matches!(self.door, Some(Waiting { what: What::File { .. }, .. })) && self.would_leave().is_none() {
            self.enter(now);
        }
    }

    /// No: nothing happens.
    pub(crate) fn ignore(&mut self, now: Timestamp) {
        if let Some(waiting) = self.door.take() {
            self.answered(&waiting, now);
            self.drop_file(&waiting);
        }
    }

    pub(super) fn answered(&mut self, waiting: &Waiting, now: Timestamp) {
        if let Some(mark) = &waiting.mark {
            self.saved.answered_link = Some(AnsweredLink { mark: mark.clone(), at: now });
        }
    }

    pub(crate) fn door_view(&self) -> Option<DoorView> {
        let leaves = self.would_leave();
        Some(match &self.door.as_ref()?.what {
            What::Portal => DoorView::Portal { leaves },
            What::Card(card) => DoorView::Card {
                office: card.office().to_owned(),
                kind: card.kind(),
                user_id: card.user_id().map(str::to_owned),
                leaves,
            },
            What::Verified { .. } => DoorView::Verified,
            What::File { .. } => DoorView::File { leaves },
            What::Refused(failure) => DoorView::Refused { failure: failure.clone() },
        })
    }

    /// What would be left by beginning anew, named by the question that is asked on the way back.
    pub(super) fn would_leave(&self) -> Option<Question> {
        match &self.place {
            Place::Terms { .. }
            | Place::NewPassword { .. }
            | Place::Working { .. }
            | Place::Certificates { .. }
            | Place::NoCertificate { .. } => Some(Question::LeaveDownload),
            Place::Password { .. }
            | Place::Certificate { .. }
            | Place::HandOver { stage: OpenHandOff::Ready | OpenHandOff::Gone, .. } => Some(Question::LeaveCertificate),
            Place::Installing { stage: InstallStage::Ready, .. } => Some(Question::LeaveCertificate),
            Place::HandOver { .. } | Place::SettingsSteps { .. } | Place::Installing { .. } | Place::Verify { .. } => {
                Some(Question::LeaveHandOver)
            }
            Place::Home
            | Place::Welcome
            | Place::Preparation { .. }
            | Place::Login { .. }
            | Place::Done { .. }
            | Place::Failed { .. } => {
                let step = self.saved.journal.as_ref().map(|journal| &journal.step);
                step.is_some_and(|step| *step != Step::Login).then_some(Question::LeaveHandOver)
            }
        }
    }

    fn read_text(&mut self, text: &str) {
        let knock = match read(text, &self.surroundings.addresses) {
            Ok(Knock::Verified { nonce }) => return self.on_verified(nonce, self.mark_of(text)),
            Ok(knock) => What::from(knock),
            Err(refusal) => What::Refused(failure(refusal)),
        };
        match (&mut self.aside, knock) {
            (Some(AsideView::Scan { failure }), What::Refused(refused)) => *failure = Some(refused),
            (_, knock) => self.wait_for_word(knock, None),
        }
    }

    /// The way back from the verification page is a shortcut to asking the probe, and only for the nonce of the journal.
    fn on_verified(&mut self, nonce: String, mark: String) {
        let awaited = matches!(
            self.saved.journal.as_ref().map(|journal| &journal.step),
            Some(Step::Verify { nonce: Some(ours) }) if *ours == nonce
        );
        let asked_now = matches!(self.place, Place::Verify { working: true, .. });
        if awaited && !asked_now {
            self.wait_for_word(What::Verified { nonce }, Some(mark));
        } else if !awaited && self.proven_nonce.as_ref() != Some(&nonce) {
            self.wait_for_word(What::Refused(failure(Refusal::NotAwaited)), Some(mark));
        }
    }

    /// The page's way back has nothing more to say, whether it came already or is still to come.
    pub(crate) fn on_nonce_proven(&mut self, proven: String) {
        self.door.take_if(|waiting| matches!(&waiting.what, What::Verified { nonce } if *nonce == proven));
        self.proven_nonce = Some(proven);
    }

    /// The last that came is what the user means.
    fn wait_for_word(&mut self, what: What, mark: Option<String>) {
        if let Some(AsideView::Scan { failure }) = &mut self.aside {
            *failure = None;
        }
        if let Some(before) = self.door.replace(Waiting { what, mark }) {
            self.drop_file(&before);
        }
    }

    fn drop_file(&mut self, waiting: &Waiting) {
        if let What::File { file } = waiting.what {
            self.effects.push(Effect::DropFile { file });
        }
    }

    fn mark_of(&self, link: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.saved.ledger.salt.as_bytes());
        hash.update([1]);
        hash.update(link.as_bytes());
        hex::encode(&hash.finalize()[..16])
    }
}

impl AnsweredLink {
    fn is_again(&self, mark: &str, cold: bool, now: Timestamp) -> bool {
        let age = now.as_millisecond() - self.at.as_millisecond();
        self.mark == mark && (0..if cold { STICKY } else { TWICE }).contains(&age)
    }
}

impl From<Knock> for What {
    fn from(knock: Knock) -> Self {
        match knock {
            Knock::Portal => Self::Portal,
            Knock::Card(card) => Self::Card(card),
            Knock::Verified { nonce } => Self::Verified { nonce },
        }
    }
}

fn failure(refusal: Refusal) -> Failure {
    Failure::new(refusal.code(), false)
}
