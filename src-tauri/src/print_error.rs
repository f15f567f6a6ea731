//! Errors that come before there is a window to show them in.

use std::error::Error;

/// Writes an error to standard error, with what it came from; on phones nothing, where that is the system's log.
#[expect(clippy::print_stderr, reason = "there is no window yet that could show it")]
pub(crate) fn print_error(error: &dyn Error) {
    if cfg!(mobile) {
        return;
    }
    eprintln!("証明書ナビ: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  {cause}");
        source = cause.source();
    }
}
