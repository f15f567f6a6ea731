//! What becomes of an answer that the engine has got.

use app::WindowPlan;
use url::Url;

use super::judgement::{Judgement, judge};

/// Media types of PKCS#12, which an engine might show as text (RFC 7292 has none; these are in use).
const FILES: [&str; 2] = ["application/x-pkcs12", "application/pkcs12"];

/// What becomes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Becomes {
    /// It is shown.
    Page,
    /// It is taken into memory.
    File,
    /// Neither page nor file.
    Nothing,
}

/// `disposition` is the header `Content-Disposition` (RFC 6266), `media_type` without parameters, `is_showable` the
/// engine's word.
pub(crate) fn becomes(
    plan: &WindowPlan,
    address: &str,
    disposition: Option<&str>,
    media_type: Option<&str>,
    is_showable: bool,
) -> Becomes {
    let is_file = !is_showable
        || disposition.is_some_and(is_attachment)
        || media_type.is_some_and(|own| FILES.iter().any(|file| own.eq_ignore_ascii_case(file)));
    match judge(plan, address) {
        Judgement::Allowed if is_file => Becomes::File,
        Judgement::Allowed => Becomes::Page,
        // A file that an allowed page has made: navigated to, it would be a page of nobody's.
        Judgement::Refused(_) if is_file && is_made_by_page(address) => Becomes::File,
        Judgement::Refused(_) => Becomes::Nothing,
    }
}

/// The address of something that the page itself holds. Only a download may have it.
pub(crate) fn is_made_by_page(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "blob" | "data"))
}

fn is_attachment(disposition: &str) -> bool {
    disposition.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("attachment"))
}
