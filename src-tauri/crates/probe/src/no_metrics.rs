//! Without the feature `program` nothing is counted: practice mode has nobody who would read it.

use crate::error::ProbeError;
use crate::visits::StoreError;

/// What is counted without the feature `program`: nothing.
#[derive(Clone)]
pub(crate) struct Metrics;

impl Metrics {
    pub(crate) fn new() -> Result<Self, ProbeError> {
        Ok(Self)
    }

    pub(crate) fn limited(&self, _connections: usize) {}

    pub(crate) fn opened(&self) {}

    pub(crate) fn closed(&self) {}

    pub(crate) fn turned_away(&self) {}

    pub(crate) fn handshake(&self, _outcome: &'static str) {}

    pub(crate) fn page(&self, _verdict: &'static str) {}

    pub(crate) fn result(&self, _answer: &'static str) {}

    pub(crate) fn store_failed(&self, _error: StoreError) {}

    pub(crate) fn remembered(&self, _visits: usize) {}

    pub(crate) fn reloaded(&self) {}
}
