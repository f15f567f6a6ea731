use serde::Serialize;
use ts_rs::TS;

/// A yes/no question in a dialog. Answered by `Intent::Confirm` or `Intent::Stay`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Leave while the portal is being asked.
    LeaveDownload,
    /// Leave with a downloaded file that is not handed over yet: it must be downloaded again.
    LeaveCertificate,
    /// Leave after the hand-over, before the proof.
    LeaveHandOver,
    /// Leave practice: what was practised is deleted.
    LeavePractice,
}
