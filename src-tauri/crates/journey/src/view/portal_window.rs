use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// On which way the certificate is fetched from the portal. The browser is a third one, outside the app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PortalWay {
    /// The portal's own pages in a window of their own. What is typed there goes to the portal alone.
    Window,
    /// The app's own screens; the app speaks to the portal in the user's name.
    #[default]
    Client,
}

impl PortalWay {
    /// The one that is offered beside it.
    pub fn other(self) -> Self {
        match self {
            Self::Window => Self::Client,
            Self::Client => Self::Window,
        }
    }
}

/// How far the portal's own window is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum WindowStage {
    /// It is said what will happen; one button opens it.
    Ready,
    /// It is open, in front of the app.
    Open,
    /// It was closed before a file came, or ended with the process.
    Closed,
}
