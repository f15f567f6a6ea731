use std::io;

use journey::PersistedState;

use crate::store::{Store, StoreError, failed};

/// Stands in for a folder that cannot hold a state: nothing is read, and nothing is written, for the same reason.
pub(crate) struct UnusableStore(io::Error);

impl UnusableStore {
    /// Answers with what [`crate::FileStore::open`] has found.
    ///
    /// # Errors
    /// The error itself, where the folder is not to blame: another instance has it.
    pub(crate) fn after(error: StoreError) -> Result<Self, StoreError> {
        match error {
            StoreError::Full(source) | StoreError::Failed(source) => Ok(Self(source)),
            other => Err(other),
        }
    }

    fn refuse<T>(&self) -> Result<T, StoreError> {
        let kind = || self.0.kind().into();
        Err(failed(self.0.raw_os_error().map_or_else(kind, io::Error::from_raw_os_error)))
    }
}

impl Store for UnusableStore {
    fn load(&self) -> Result<PersistedState, StoreError> {
        self.refuse()
    }

    fn save(&self, _saved: &PersistedState) -> Result<(), StoreError> {
        self.refuse()
    }

    fn erase_damaged(&self) -> Result<(), StoreError> {
        self.refuse()
    }
}
