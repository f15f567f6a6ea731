use strum::VariantNames;

/// Why a certificate was not handed over.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case", prefix = "handoff-")]
pub enum HandOffError {
    /// No port of 127.0.0.1, or no randomness for its path.
    #[error("no loopback port")]
    NoPort(#[source] std::io::Error),
    /// No configuration profile could be made.
    #[error("no configuration profile")]
    Profile(#[from] ProfileError),
}

/// Why no profile could be made.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Bundle or slot is empty or holds something that has no place in a reverse-DNS identifier.
    #[error("not a payload identifier")]
    Identifier,
    /// There is no PKCS#12 to wrap.
    #[error("no certificate to wrap")]
    NoCertificate,
    /// The property list could not be written.
    #[error("property list")]
    Write(#[source] plist::Error),
}

/// What a [`HandOffError`] is about, and so whether another try can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// What the system has to give at the moment: another try may end otherwise.
    System,
    /// What was to be handed over: it ends the same each time.
    Profile,
}

impl HandOffError {
    /// Every code there is.
    pub const CODES: &[&str] = Self::VARIANTS;

    /// Stable code for the catalogues and the help desk: `handoff-` and the variant in kebab case.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// What it is about.
    pub fn cause(&self) -> Cause {
        match self {
            Self::NoPort(_) => Cause::System,
            Self::Profile(_) => Cause::Profile,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stay_as_they_were_and_name_their_cause() {
        assert_eq!(HandOffError::CODES, ["handoff-no-port", "handoff-profile"]);
        let no_port = HandOffError::NoPort(std::io::ErrorKind::AddrInUse.into());
        assert_eq!((no_port.code(), no_port.cause()), ("handoff-no-port", Cause::System));
        let profile = HandOffError::from(ProfileError::NoCertificate);
        assert_eq!((profile.code(), profile.cause()), ("handoff-profile", Cause::Profile));
    }
}
