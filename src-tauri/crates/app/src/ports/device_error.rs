/// Why the device could not do it.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(prefix = "device-", serialize_all = "kebab-case")]
pub enum DeviceError {
    /// This body has no such thing (the bridges of a real phone are not part of a desktop).
    #[error("not on this machine")]
    #[strum(serialize = "not-here")]
    Unsupported,
    /// The system has no activity or page for it.
    #[error("nothing on this device answers")]
    NothingAnswers,
    /// Another screen of the system is open already.
    #[error("another screen is open")]
    Busy,
    /// A file did not come in time: it lies in a cloud, and the network is slow.
    #[error("the file did not come in time")]
    Late,
    /// The system's own web view lacks a part that the portal's window needs.
    #[error("the system's web view is too old")]
    OldWebView,
    /// Installing is forbidden by who manages the device.
    #[error("forbidden by device policy")]
    Restricted,
    /// Whatever else the system has against it.
    #[error("the system refused")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl DeviceError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as strum::VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk.
    pub fn code(&self) -> &'static str {
        self.into()
    }
}
