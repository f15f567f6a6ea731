//! Android: a certificate file in Downloads, by the user's explicit wish, for phones whose installer takes none from an app.
//! It lies under the certificate password, and is offered for deletion until it is gone.

use crate::effect::{Attempt, Effect};
use crate::journey::Journey;
use crate::persisted::{SavedFile, Slot};
use crate::state::State;
use crate::view::{Failure, InstallMethod, InstallStage};

impl Journey {
    pub(crate) fn save_file(&mut self, attempt: Attempt, alias: String) {
        let Some(name) = self.file_name() else { return };
        if !self.file_is_saved() {
            let practised = self.practice_phone().is_some();
            self.persisted.saved_files.push(SavedFile { name: name.clone(), practised });
        }
        self.effects.push(Effect::SaveFile { attempt, alias, name });
    }

    pub(crate) fn on_file_saved(&mut self, result: Result<(), Failure>) {
        let State::Installing { method: InstallMethod::File, stage: InstallStage::Open, .. } = self.state else {
            return;
        };
        match result {
            Ok(()) => {
                // What is needed from here on lies in Downloads.
                self.effects.push(Effect::ForgetAll);
                self.forget_memory();
                self.state =
                    State::Installing { method: InstallMethod::File, stage: InstallStage::Saved, failure: None };
            }
            Err(failure) => self.installing_not_begun(failure),
        }
    }

    pub(crate) fn delete_saved_file(&mut self, name: String) {
        if self.saved_file_names().contains(&name) {
            self.effects.push(Effect::DeleteSavedFile { name });
        }
    }

    pub(crate) fn on_saved_file_deleted(&mut self, name: &str, result: Result<(), Failure>) {
        match result {
            Ok(()) => {
                let practised = self.practice_phone().is_some();
                self.persisted.saved_files.retain(|file| file.practised != practised || file.name != name);
            }
            Err(failure) => match &mut self.state {
                State::Done { failure: shown, .. } => *shown = Some(failure),
                _ => self.startup_failure = Some(failure),
            },
        }
    }

    /// It was not written, so there is none.
    pub(crate) fn forget_saved_file(&mut self) {
        if let Some(name) = self.file_name() {
            self.on_saved_file_deleted(&name, Ok(()));
        }
    }

    /// The file of the certificate in question is in Downloads.
    pub(crate) fn file_is_saved(&self) -> bool {
        self.file_name().is_some_and(|name| self.saved_file_names().contains(&name))
    }

    /// The file of this slot, while it is in Downloads.
    pub(crate) fn saved_file(&self, slot: &Slot) -> Option<String> {
        self.saved_file_names().into_iter().find(|name| *name == slot.file_name())
    }

    /// Those of the phone that is on.
    pub(crate) fn saved_file_names(&self) -> Vec<String> {
        let practised = self.practice_phone().is_some();
        let files = self.persisted.saved_files.iter().filter(|file| file.practised == practised);
        files.map(|file| file.name.clone()).collect()
    }

    fn file_name(&self) -> Option<String> {
        Some(self.persisted.journal.as_ref()?.slot.as_ref()?.file_name())
    }
}
