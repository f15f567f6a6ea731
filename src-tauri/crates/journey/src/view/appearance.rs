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
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Whether readings are shown. Screen readers read them twice, so they can be switched off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Furigana {
    /// Above every kanji.
    #[default]
    Shown,
    /// None.
    Hidden,
}
