use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cause::Cause;

/// A failure in the three parts of the storyboard, as `failure_{code}_{what,kept,todo}` in the catalogues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Stable kebab-case code, said to the help desk and written into sentences' keys. Nothing is decided by it.
    pub code: String,
    /// What it is about.
    pub cause: Cause,
    /// What the sentence has to name (a host, a number). Never a secret.
    pub params: BTreeMap<String, String>,
    /// Doing the same again can help.
    pub retryable: bool,
}

impl Failure {
    /// A failure without parameters.
    pub fn new(cause: Cause, code: &str, retryable: bool) -> Self {
        Self { code: code.to_owned(), cause, params: BTreeMap::new(), retryable }
    }
}
