//! What a table of odd pages is made of.

/// What a case is about, how it ends, and what comes to which request instead of the ordinary pages below.
///
/// The end is `file` for the file of 介護DX証明書, `empty` for a list without one, else the error's code. A page is HTML,
/// or `@file`, `@file-as-html`, `@other` for files, or `@403 …` for an answer of that status.
pub(crate) type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What the ordinary log-in sends.
pub(crate) const AUTH: &str = "POST /auth u=KJ0123456789AB&p=Pass%2Bw0rd";
