//! What came from outside and waits for the user's word.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::card::FacilityCard;
use super::link::{InboundLink, LinkError, read};
use crate::cause::Cause;
use crate::effect::{Effect, FileId};
use crate::journey::Journey;
use crate::persisted::{AnsweredLink, Step};
use crate::state::{OpenHandOff, State};
use crate::view::{Failure, InboundView, InstallStage, OverlayView, Question};

/// Milliseconds within which the system may bring the same link twice.
const TWICE: i64 = 2_000;
/// Milliseconds for which a system may bring a link again that it started the app with. Later it was meant.
const STICKY: i64 = 7 * 24 * 60 * 60 * 1000;

/// What waits, and the link that brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PendingRequest {
    pub(super) request: InboundRequest,
    pub(super) link_hash: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum InboundRequest {
    Portal,
    Card(FacilityCard),
    Verified { nonce: String },
    File { file: FileId },
    Refused(Failure),
}

impl Journey {
    /// A link came from outside. `cold`: the app was started with it, so the system may bring it again at every start.
    pub(crate) fn on_link_opened(&mut self, link: &str, cold: bool, now: Timestamp) {
        let link_hash = self.hash_of(link);
        if self.persisted.answered_link.as_ref().is_some_and(|answered| answered.is_again(&link_hash, cold, now)) {
            return;
        }
        match read(link, &self.config.addresses) {
            Ok(InboundLink::Verified { nonce }) => self.on_verified(nonce, link_hash),
            Ok(link) => self.wait_for_word(InboundRequest::from(link), Some(link_hash)),
            Err(refusal) => self.wait_for_word(InboundRequest::Refused(failure(refusal)), Some(link_hash)),
        }
    }

    /// A QR code was read. The camera goes on looking, so what is none of ours is said on its page.
    pub(crate) fn on_text_read(&mut self, text: &str) {
        if self.inbound.is_none() {
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
        match read(&with_scheme, &self.config.addresses) {
            Ok(InboundLink::Portal) => self.read_text(&with_scheme),
            _ => self.read_text(&text),
        }
    }

    /// A file came from outside and lies in the vault, or could not be read.
    pub(crate) fn on_file_opened(&mut self, file: Result<FileId, Failure>) {
        self.wait_for_word(file.map_or_else(InboundRequest::Refused, |file| InboundRequest::File { file }), None);
    }

    /// The user picked a file in the app: that is the word, unless something would be left for it.
    pub(crate) fn on_file_picked(&mut self, file: Result<FileId, Failure>, now: Timestamp) {
        self.on_file_opened(file);
        if matches!(self.inbound, Some(PendingRequest { request: InboundRequest::File { .. }, .. }))
            && self.would_leave().is_none()
        {
            self.accept(now);
        }
    }

    /// No: nothing happens.
    pub(crate) fn dismiss(&mut self, now: Timestamp) {
        if let Some(waiting) = self.inbound.take() {
            self.answered(&waiting, now);
            self.drop_file(&waiting);
        }
    }

    pub(super) fn answered(&mut self, waiting: &PendingRequest, now: Timestamp) {
        if let Some(link_hash) = &waiting.link_hash {
            self.persisted.answered_link = Some(AnsweredLink { link_hash: link_hash.clone(), at: now });
        }
    }

    pub(crate) fn inbound_view(&self) -> Option<InboundView> {
        let leaves = self.would_leave();
        Some(match &self.inbound.as_ref()?.request {
            InboundRequest::Portal => InboundView::Portal { leaves },
            InboundRequest::Card(card) => InboundView::Card {
                office: card.office().to_owned(),
                kind: card.kind(),
                user_id: card.user_id().map(str::to_owned),
                leaves,
            },
            InboundRequest::Verified { .. } => InboundView::Verified,
            InboundRequest::File { .. } => InboundView::File { leaves },
            InboundRequest::Refused(failure) => InboundView::Refused { failure: failure.clone() },
        })
    }

    /// What would be left by beginning anew, named by the question that is asked on the way back.
    pub(super) fn would_leave(&self) -> Option<Question> {
        match &self.state {
            State::Terms { .. }
            | State::NewPassword { .. }
            | State::Working { .. }
            | State::Certificates { .. }
            | State::NoCertificate { .. } => Some(Question::LeaveDownload),
            State::Password { .. }
            | State::Certificate { .. }
            | State::HandOver { stage: OpenHandOff::Ready | OpenHandOff::Gone, .. } => Some(Question::LeaveCertificate),
            State::Installing { stage: InstallStage::Ready, .. } => Some(Question::LeaveCertificate),
            State::HandOver { .. } | State::SettingsSteps { .. } | State::Installing { .. } | State::Verify { .. } => {
                Some(Question::LeaveHandOver)
            }
            State::Home
            | State::Welcome
            | State::Preparation { .. }
            | State::Login { .. }
            | State::Done { .. }
            | State::Failed { .. } => {
                let step = self.persisted.journal.as_ref().map(|journal| &journal.step);
                step.is_some_and(|step| *step != Step::Login).then_some(Question::LeaveHandOver)
            }
        }
    }

    fn read_text(&mut self, text: &str) {
        let link = match read(text, &self.config.addresses) {
            Ok(InboundLink::Verified { nonce }) => return self.on_verified(nonce, self.hash_of(text)),
            Ok(link) => InboundRequest::from(link),
            Err(refusal) => InboundRequest::Refused(failure(refusal)),
        };
        match (&mut self.overlay, link) {
            (Some(OverlayView::Scan { failure }), InboundRequest::Refused(refused)) => *failure = Some(refused),
            (_, link) => self.wait_for_word(link, None),
        }
    }

    /// The way back from the verification page is a shortcut to asking the probe, and only for the nonce of the journal.
    fn on_verified(&mut self, nonce: String, link_hash: String) {
        let awaited = matches!(
            self.persisted.journal.as_ref().map(|journal| &journal.step),
            Some(Step::Verify { nonce: Some(ours) }) if *ours == nonce
        );
        let asked_now = matches!(self.state, State::Verify { working: true, .. });
        if awaited && !asked_now {
            self.wait_for_word(InboundRequest::Verified { nonce }, Some(link_hash));
        } else if !awaited && self.proven_nonce.as_ref() != Some(&nonce) {
            self.wait_for_word(InboundRequest::Refused(failure(LinkError::NotAwaited)), Some(link_hash));
        }
    }

    /// The page's way back has nothing more to say, whether it came already or is still to come.
    pub(crate) fn on_nonce_proven(&mut self, proven: String) {
        self.inbound
            .take_if(|waiting| matches!(&waiting.request, InboundRequest::Verified { nonce } if *nonce == proven));
        self.proven_nonce = Some(proven);
    }

    /// The last that came is what the user means.
    fn wait_for_word(&mut self, request: InboundRequest, link_hash: Option<String>) {
        if let Some(OverlayView::Scan { failure }) = &mut self.overlay {
            *failure = None;
        }
        if let Some(before) = self.inbound.replace(PendingRequest { request, link_hash }) {
            self.drop_file(&before);
        }
    }

    fn drop_file(&mut self, waiting: &PendingRequest) {
        if let InboundRequest::File { file } = waiting.request {
            self.effects.push(Effect::DropFile { file });
        }
    }

    fn hash_of(&self, link: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.persisted.ledger.salt.as_bytes());
        hash.update([1]);
        hash.update(link.as_bytes());
        hex::encode(&hash.finalize()[..16])
    }
}

impl AnsweredLink {
    fn is_again(&self, link_hash: &str, cold: bool, now: Timestamp) -> bool {
        let age = now.as_millisecond() - self.at.as_millisecond();
        self.link_hash == link_hash && (0..if cold { STICKY } else { TWICE }).contains(&age)
    }
}

impl From<InboundLink> for InboundRequest {
    fn from(link: InboundLink) -> Self {
        match link {
            InboundLink::Portal => Self::Portal,
            InboundLink::Card(card) => Self::Card(card),
            InboundLink::Verified { nonce } => Self::Verified { nonce },
        }
    }
}

fn failure(refusal: LinkError) -> Failure {
    Failure::new(Cause::Input, refusal.code(), false)
}
