//! What every body of the portal's window decides alike, without an engine.

#[cfg(any(target_os = "ios", test))]
mod catch;
#[cfg(any(target_os = "ios", test))]
mod content_rules;
mod judgement;
#[cfg(any(target_os = "ios", test))]
mod load_failure;
#[cfg(any(target_os = "ios", test))]
mod response;

#[cfg(any(target_os = "ios", test))]
pub(crate) use catch::{Catch, sweep};
#[cfg(any(target_os = "ios", test))]
pub(crate) use content_rules::content_rules;
pub(crate) use judgement::{Judgement, dialog_text, host_of, judge};
#[cfg(any(target_os = "ios", test))]
pub(crate) use load_failure::problem;
#[cfg(any(target_os = "ios", test))]
pub(crate) use response::{Becomes, becomes};

#[cfg(test)]
mod tests;
