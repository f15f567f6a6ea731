use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// By which method a certificate leaves the app towards Android's certificate installer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum InstallMethod {
    /// Handed to the installer, which asks for no password: two taps.
    #[default]
    Direct,
    /// Handed to the installer under the certificate password, which it asks for.
    Password,
    /// Saved to Downloads under the certificate password; Settings installs it from there.
    File,
}

/// How far an installation is. Each says only what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum InstallStage {
    /// The way is drawn and waits for the user to begin it.
    Ready,
    /// The installer is open, or the file is being written.
    Open,
    /// The file is in Downloads; Settings has to install it.
    Saved,
}

/// Who made this Android phone, where its Settings have words of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Vendor {
    /// A Pixel, by Google.
    Pixel,
    /// A Galaxy, by Samsung.
    Galaxy,
    /// An AQUOS, by Sharp.
    Aquos,
    /// An Xperia, by Sony.
    Xperia,
    /// FCNT, formerly Fujitsu.
    Arrows,
}

impl Vendor {
    /// From `Build.MANUFACTURER`; `None`: another one, or an unknown spelling.
    pub fn of(manufacturer: &str) -> Option<Self> {
        Some(match manufacturer.trim().to_ascii_lowercase().as_str() {
            "google" => Self::Pixel,
            "samsung" => Self::Galaxy,
            "sharp" => Self::Aquos,
            "sony" => Self::Xperia,
            "fcnt" | "fujitsu" => Self::Arrows,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makers_are_known_however_they_spell_themselves() {
        for (spelt, vendor) in [
            ("Google", Some(Vendor::Pixel)),
            ("samsung", Some(Vendor::Galaxy)),
            ("SHARP", Some(Vendor::Aquos)),
            ("Sony", Some(Vendor::Xperia)),
            ("FCNT", Some(Vendor::Arrows)),
            ("FUJITSU", Some(Vendor::Arrows)),
            ("Xiaomi", None),
            ("", None),
        ] {
            assert_eq!(Vendor::of(spelt), vendor, "{spelt}");
        }
    }
}
