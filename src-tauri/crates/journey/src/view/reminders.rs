use serde::Serialize;
use ts_rs::TS;

/// Whether the user is told before a certificate ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReminderState {
    /// Not turned on.
    Off,
    /// It is turned on.
    On,
    /// Turned on, and the system does not let the app.
    Blocked,
}
