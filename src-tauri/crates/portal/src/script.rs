//! What the script of a control does, as far as it is simple.

use regex::{Captures, Regex};
use serde::Deserialize;

/// What a simple script does, by one pattern of `labels.toml`.
#[derive(Deserialize)]
#[serde(try_from = "ScriptPatternText")]
pub(crate) struct ScriptPattern(Regex);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptPatternText {
    pattern: String,
}

impl TryFrom<ScriptPatternText> for ScriptPattern {
    type Error = regex::Error;

    fn try_from(text: ScriptPatternText) -> Result<Self, regex::Error> {
        Ok(Self(Regex::new(&text.pattern)?))
    }
}

/// A script behind a control, as far as it is understood.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Script {
    /// Fields (by name or id) it fills in, with their new values.
    pub(crate) fills: Vec<(String, String)>,
    /// How it ends.
    pub(crate) outcome: Option<ScriptOutcome>,
}

/// Where a script leads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ScriptOutcome {
    /// To another address.
    Go(String),
    /// Sends a form, with a pair more.
    Submit { form: WhichForm, extra: Option<(String, String)> },
}

/// A form as scripts name it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum WhichForm {
    /// The control's own.
    Own,
    /// By id or name.
    Named(String),
    /// By position on the page.
    At(usize),
}

/// Longer scripts are no simple navigation.
const MAX_SCRIPT: usize = 4096;

impl Script {
    /// Reads a control's script with the script_patterns of the labels.
    pub(crate) fn read(patterns: &[ScriptPattern], code: &str) -> Self {
        let mut script = Self::default();
        if code.len() > MAX_SCRIPT {
            return script;
        }
        for ScriptPattern(pattern) in patterns {
            for found in pattern.captures_iter(code) {
                script.take(&found);
            }
        }
        script
    }

    fn take(&mut self, found: &Captures<'_>) {
        let group = |name: &str| found.name(name).map(|text| text.as_str().replace("\\/", "/"));
        if let Some(url) = group("url") {
            self.outcome.get_or_insert(ScriptOutcome::Go(url));
        } else if let (Some(field), Some(value)) = (group("field"), group("value")) {
            if !self.fills.iter().any(|(name, _)| *name == field) {
                self.fills.push((field, value));
            }
        } else {
            let form = match (group("form"), group("index").and_then(|index| index.parse().ok())) {
                (Some(name), _) => WhichForm::Named(name),
                (None, Some(index)) => WhichForm::At(index),
                (None, None) => WhichForm::Own,
            };
            let extra = group("param").zip(group("value"));
            self.outcome.get_or_insert(ScriptOutcome::Submit { form, extra });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::Labels;

    fn read(code: &str) -> Script {
        Script::read(Labels::built_in().script_patterns(), code)
    }

    fn go(url: &str) -> Option<ScriptOutcome> {
        Some(ScriptOutcome::Go(url.to_owned()))
    }

    fn submit(form: WhichForm) -> Option<ScriptOutcome> {
        Some(ScriptOutcome::Submit { form, extra: None })
    }

    #[test]
    fn navigation_is_understood() {
        for code in [
            "location.href='/menu.do'",
            "javascript:window.location = \"/menu.do\"; return false;",
            "document.location.href='\\/menu.do'",
            "self.location.assign('/menu.do')",
            "window.open('/menu.do','_blank')",
        ] {
            assert_eq!(read(code).outcome, go("/menu.do"), "{code}");
        }
    }

    #[test]
    fn submits_are_understood() {
        assert_eq!(read("document.forms[0].submit();").outcome, submit(WhichForm::At(0)));
        assert_eq!(read("document.F1.submit()").outcome, submit(WhichForm::Named("F1".to_owned())));
        assert_eq!(read("document.forms['F1'].submit()").outcome, submit(WhichForm::Named("F1".to_owned())));
        assert_eq!(read("this.form.submit()").outcome, submit(WhichForm::Own));
        let script = read("document.F1.cmd.value='dl';document.F1.no.value=\"2\";document.F1.submit();return false");
        assert_eq!(script.outcome, submit(WhichForm::Named("F1".to_owned())));
        assert_eq!(script.fills, [("cmd".to_owned(), "dl".to_owned()), ("no".to_owned(), "2".to_owned())]);
        let script = read("mojarra.jsfcljs(document.getElementById('j1'),{'j1:dl':'j1:dl'},'');return false");
        assert_eq!(
            script.outcome,
            Some(ScriptOutcome::Submit {
                form: WhichForm::Named("j1".to_owned()),
                extra: Some(("j1:dl".to_owned(), "j1:dl".to_owned())),
            })
        );
    }

    #[test]
    fn other_scripts_are_not_guessed() {
        for code in ["", "return confirm('よろしいですか')", "doSomething('/menu.do')", "alert(location)"] {
            assert_eq!(read(code), Script::default(), "{code}");
        }
    }
}
