use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How everything is drawn and worded, by the user's choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, rename_all = "camelCase")]
pub struct Appearance {
    /// BCP 47; `None`: the system's, as far as there is a catalogue, else Japanese.
    pub language: Option<String>,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// ふりがな in やさしい日本語.
    pub furigana: Furigana,
    /// How large the letters are, beside the system's own text size.
    pub text_size: TextSize,
}

/// How much larger the letters are than the system has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum TextSize {
    /// As the system has them.
    #[default]
    Usual,
    /// At 130 % of the usual size.
    Large,
    /// At 160 % of the usual size.
    Larger,
    /// At 200 % of the usual size.
    Largest,
}

/// Whether the screens are light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Whether readings are shown. Screen readers read them twice, so they can be switched off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Furigana {
    /// Above every kanji.
    #[default]
    Shown,
    /// Without any readings.
    Hidden,
}
