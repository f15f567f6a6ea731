//! Following what stands at the door, by the user's word.

use jiff::Timestamp;

use super::knock::What;
use crate::effect::Effect;
use crate::journey::Journey;
use crate::place::Place;
use crate::saved::Journal;

impl Journey {
    /// Yes to what waits at the door.
    pub(crate) fn enter(&mut self, now: Timestamp) {
        let Some(waiting) = self.door.take() else { return };
        self.answered(&waiting, now);
        let kept = self.saved.settings.user_id.clone().unwrap_or_default();
        match waiting.what {
            What::Portal => self.begin(Journal::new(None, kept)),
            What::Card(card) => {
                let user_id = card.user_id().map_or(kept, str::to_owned);
                self.begin(Journal {
                    kind: card.kind(),
                    office: Some(card.office().to_owned()),
                    ..Journal::new(None, user_id)
                });
            }
            What::File { file } => {
                self.begin(Journal { from_file: true, ..Journal::new(None, String::new()) });
                self.effects.push(Effect::AdmitFile { file });
            }
            What::Verified { nonce } => self.ask_probe_again(nonce),
            What::Refused(_) => {}
        }
    }

    /// Leaves what was under way and begins with a look at the phone.
    fn begin(&mut self, journal: Journal) {
        self.close();
        self.stop_serving();
        self.saved.journal = None;
        self.forget_way();
        self.place = self.first_place();
        self.saved.journal = Some(journal);
        self.look();
    }

    fn ask_probe_again(&mut self, nonce: String) {
        if self.realm.probe && self.platform.is_apple() {
            self.next_attempt();
            self.question = None;
            self.aside = None;
            self.place = Place::Verify { working: true, failure: None };
            self.ask_probe(nonce);
        }
    }
}
