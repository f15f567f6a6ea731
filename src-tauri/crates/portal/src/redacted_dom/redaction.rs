//! What may be said of texts of a page.

use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::described::described;
use super::words::Words;
use crate::labels::Labels;
use crate::script;
use crate::text::{fold, fold_secret, one_line};

/// Tokens of a script that are shown.
const MAX_TOKENS: usize = 300;
/// Characters of the shortest secret that is looked for.
const MIN_SECRET: usize = 4;

/// What may be said of texts of a page.
pub(crate) struct Redaction<'a> {
    labels: &'a Labels,
    /// What was sent to the portal and may be echoed by it, folded.
    secrets: Vec<Zeroizing<String>>,
}

impl<'a> Redaction<'a> {
    /// Nothing is said of a text in which one of `secrets` stands. Short ones would be found anywhere.
    pub(crate) fn new(labels: &'a Labels, secrets: &[SecretString]) -> Self {
        let folded = secrets.iter().map(|secret| fold_secret(secret.expose_secret()));
        Self { labels, secrets: folded.filter(|secret| secret.chars().count() >= MIN_SECRET).collect() }
    }

    /// The text where it names nobody, else how long it is and of what letters.
    pub(crate) fn text(&self, text: &str) -> String {
        let line = one_line(text);
        let folded = fold(&line);
        if self.is_secret(&folded) {
            return "…".to_owned();
        }
        if self.labels.names_nobody(&folded) { line } else { described(&line) }
    }

    /// An identifier where its words are known, else what it is like.
    pub(super) fn identifier(&self, value: &str, words: &mut Words) -> String {
        if self.is_secret(&fold(value)) { words.hidden(value) } else { words.identifier(value) }
    }

    /// What a script is made of, without its texts, numbers, comments and words that are not known.
    pub(super) fn script(&self, code: &str, words: &mut Words) -> String {
        let structure = script::structure(code, MAX_TOKENS, |word| self.identifier(word, words));
        match structure {
            Some(structure) if !self.is_secret(&fold(&structure)) => structure,
            _ => described(code),
        }
    }

    /// Is what was sent in the folded text?
    pub(crate) fn is_secret(&self, folded: &str) -> bool {
        self.secrets.iter().any(|secret| folded.contains(secret.as_str()))
    }
}
