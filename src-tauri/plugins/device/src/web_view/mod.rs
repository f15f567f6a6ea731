//! What every body of the portal's window decides alike, without an engine.

#[cfg(any(target_os = "ios", target_os = "linux"))]
mod again;
mod catch;
#[cfg(any(target_os = "ios", test))]
mod content_rules;
mod judgement;
#[cfg(any(target_os = "ios", test))]
mod load_failure;
mod response;

#[cfg(any(target_os = "ios", target_os = "linux"))]
pub(crate) use again::Asked;
pub(crate) use catch::Catch;
#[cfg(any(target_os = "ios", test))]
pub(crate) use catch::sweep;
#[cfg(target_os = "linux")]
pub(crate) use catch::sweep_ended;
#[cfg(any(target_os = "ios", test))]
pub(crate) use content_rules::content_rules;
pub(crate) use judgement::{Judgement, dialog_text, host_of, judge};
#[cfg(any(target_os = "ios", test))]
pub(crate) use load_failure::problem;
#[cfg(target_os = "linux")]
pub(crate) use response::is_made_by_page;
pub(crate) use response::{Becomes, becomes};

/// Windows that pages may have opened over the first one.
#[cfg(any(target_os = "ios", target_os = "linux"))]
pub(crate) const CHILDREN: usize = 4;

#[cfg(test)]
mod tests;
