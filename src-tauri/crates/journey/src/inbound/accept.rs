//! Following what came from outside, by the user's word.

use jiff::Timestamp;

use super::request::InboundRequest;
use crate::effect::Effect;
use crate::journey::Journey;
use crate::persisted::Journal;
use crate::state::State;

impl Journey {
    /// Yes to what waits for an answer.
    pub(crate) fn accept(&mut self, now: Timestamp) {
        let Some(waiting) = self.inbound.take() else { return };
        self.answered(&waiting, now);
        let kept = self.persisted.settings.user_id.clone().unwrap_or_default();
        match waiting.request {
            InboundRequest::Portal => self.begin(Journal::new(None, kept)),
            InboundRequest::Card(card) => {
                let user_id = card.user_id().map_or(kept, str::to_owned);
                self.begin(Journal {
                    kind: card.kind(),
                    office: Some(card.office().to_owned()),
                    ..Journal::new(None, user_id)
                });
            }
            InboundRequest::File { file } => {
                self.begin(Journal { from_file: true, ..Journal::new(None, String::new()) });
                self.effects.push(Effect::AdmitFile { file });
            }
            InboundRequest::Verified { nonce } => self.ask_probe_again(nonce),
            InboundRequest::Refused(_) => {}
        }
    }

    /// Leaves what was under way and begins with a look at the phone.
    fn begin(&mut self, journal: Journal) {
        self.close();
        self.stop_serving();
        self.persisted.journal = None;
        self.forget_way();
        self.state = self.first_state();
        self.persisted.journal = Some(journal);
        self.look();
    }

    fn ask_probe_again(&mut self, nonce: String) {
        if self.realm.probe && self.platform.is_apple() {
            self.next_attempt();
            self.question = None;
            self.overlay = None;
            self.state = State::Verify { working: true, failure: None };
            self.ask_probe(nonce);
        }
    }
}
