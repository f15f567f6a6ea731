//! Handles and names that the journey gives out: each a type of its own, so that none is taken for another.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Ties a result to the try that asked for it; results of older tries are dropped. Counted up while the process lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attempt(u64);

impl Attempt {
    /// The try after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }

    /// As it stands in the trail.
    pub fn number(self) -> u64 {
        self.0
    }
}

/// Names a file in the vault that waits for the user's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileId(u64);

impl FileId {
    /// The vault counts its files.
    pub fn new(number: u64) -> Self {
        Self(number)
    }
}

/// An office of the ledger: 32 hexadecimal digits, random. Says nothing about the office itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(as = "String")]
pub struct OfficeId(String);

impl OfficeId {
    /// From 128 random bits.
    pub fn from_bits(bits: u128) -> Self {
        Self(format!("{bits:032x}"))
    }

    /// What a name can hold of it: the first eight digits.
    pub(crate) fn short(&self) -> String {
        self.0.chars().take(8).collect()
    }
}

impl fmt::Display for OfficeId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The name of one certificate: of its slot (`kaigo-dx-3f9a1c02`), or what the user made of it in KeyChain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(as = "String")]
pub struct Alias(String);

impl Alias {
    /// As the system or the UI says it. Untrusted: it is looked up, never opened.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// As the system is asked for it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Alias {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<&str> for Alias {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Alias {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

/// A certificate that is about to be removed from the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Removing {
    /// The name of its slot.
    pub slot: Alias,
    /// The one that a newer one has left under a name of its own, not the newer one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside: bool,
}
