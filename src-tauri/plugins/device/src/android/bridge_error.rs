use app::DeviceError;

/// Why Kotlin did not do it: `Fault.kt`, whose codes are the variants in kebab case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, strum::EnumString)]
#[cfg_attr(test, derive(strum::VariantArray, strum::VariantNames))]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Fault {
    #[error("no activity answers")]
    NothingAnswers,
    #[error("forbidden, or the installer closed by itself")]
    Restricted,
    #[error("another system screen is open")]
    Busy,
    #[error("the system forbade it")]
    Security,
    #[error("the system contradicted itself")]
    Assertion,
    #[error("KeyChain failed")]
    KeyChain,
    #[error("granted, but without a key or a chain")]
    NoKey,
    #[error("the key did not sign")]
    Signature,
    #[error("too large to be handed over")]
    TooLarge,
    #[error("the file could not be read")]
    Unreadable,
    #[error("the file did not come in time")]
    Late,
    #[error("the file could not be written")]
    NotWritten,
    #[error("the WebView lacks a part")]
    OldWebView,
    #[error("asked for what does not exist")]
    Arguments,
    #[error("something else")]
    Internal,
}

/// Why the Kotlin half gave no answer. Holds no alias, no file name, no secret: what serde says of an answer that it
/// cannot read may quote it, and is dropped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BridgeError {
    #[error("the phone did not do it: {0}")]
    Fault(Fault),
    #[error("the phone did not say why")]
    Unknown,
    #[cfg(target_os = "android")]
    #[error("an answer that cannot be read")]
    Answer,
    #[cfg(target_os = "android")]
    #[error("Kotlin could not be called")]
    Call(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl BridgeError {
    /// What Kotlin's code stands for; [`BridgeError::Unknown`] where there is none, or none that is known.
    pub(super) fn of(code: Option<&str>) -> Self {
        code.and_then(|code| code.parse().ok()).map_or(Self::Unknown, Self::Fault)
    }
}

impl From<BridgeError> for DeviceError {
    fn from(bridge_error: BridgeError) -> Self {
        match bridge_error {
            BridgeError::Fault(Fault::NothingAnswers) => Self::NothingAnswers,
            BridgeError::Fault(Fault::Restricted) => Self::Restricted,
            BridgeError::Fault(Fault::Busy) => Self::Busy,
            BridgeError::Fault(Fault::Late) => Self::Late,
            BridgeError::Fault(Fault::OldWebView) => Self::OldWebView,
            other => Self::Refused(Box::new(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::path::Path;

    use super::*;

    const KOTLIN: &str = "android/src/main/java/jp/shomeinavi/device/logic/Fault.kt";

    /// The entries of `enum class Fault`, as `NAME("code"),` lines.
    fn kotlin_codes() -> Result<Vec<String>, Box<dyn Error>> {
        let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(KOTLIN))?;
        let line = |line: &str| Some(line.trim().strip_suffix("\"),")?.split_once("(\"")?.1.to_owned());
        Ok(source.lines().filter_map(line).collect())
    }

    fn codes() -> impl Iterator<Item = (&'static str, &'static Fault)> {
        <Fault as strum::VariantNames>::VARIANTS.iter().copied().zip(<Fault as strum::VariantArray>::VARIANTS)
    }

    #[test]
    fn every_code_of_kotlin_is_known_and_no_other() -> Result<(), Box<dyn Error>> {
        assert_eq!(kotlin_codes()?, <Fault as strum::VariantNames>::VARIANTS);
        for (code, fault) in codes() {
            assert!(matches!(BridgeError::of(Some(code)), BridgeError::Fault(found) if found == *fault), "{code}");
        }
        Ok(())
    }

    #[test]
    fn an_unknown_code_is_a_refusal() {
        for code in [None, Some(""), Some("restricted "), Some("tomorrow")] {
            assert!(matches!(BridgeError::of(code), BridgeError::Unknown), "{code:?}");
            assert_eq!(DeviceError::from(BridgeError::of(code)).code(), "device-refused");
        }
    }

    #[test]
    fn what_the_app_tells_apart_stays_apart() {
        for (code, fault) in codes() {
            let expected = match fault {
                Fault::NothingAnswers => "device-nothing-answers",
                Fault::Restricted => "device-restricted",
                Fault::Busy => "device-busy",
                Fault::Late => "device-late",
                Fault::OldWebView => "device-old-web-view",
                _ => "device-refused",
            };
            assert_eq!(DeviceError::from(BridgeError::Fault(*fault)).code(), expected, "{code}");
        }
    }
}
