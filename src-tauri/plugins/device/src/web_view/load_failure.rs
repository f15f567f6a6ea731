//! Why the engine could not show a page.

use app::{EngineError, WindowProblem};

/// What `NSURLError` says (Foundation, `NSURLError.h`) of a page of `host`; `None` where nothing failed: the user or the
/// page went elsewhere, or the answer became a download (`WKErrorDomain` and WebKit's own codes are above zero).
pub(crate) fn problem(code: isize, host: &str) -> Option<WindowProblem> {
    const CANCELLED: isize = -999;
    const SECURE_CONNECTION_FAILED: isize = -1200;
    const CERTIFICATE_HAS_BAD_DATE: isize = -1201;
    const CERTIFICATE_UNTRUSTED: isize = -1202;
    const CERTIFICATE_HAS_UNKNOWN_ROOT: isize = -1203;
    const CERTIFICATE_NOT_YET_VALID: isize = -1204;
    const CLIENT_CERTIFICATE_REJECTED: isize = -1205;
    const CLIENT_CERTIFICATE_REQUIRED: isize = -1206;
    // ATS: what the server offers is too old.
    const REQUIRES_SECURE_CONNECTION: isize = -1022;

    let host = host.to_owned();
    Some(match code {
        CANCELLED | 0.. => return None,
        CERTIFICATE_HAS_BAD_DATE => WindowProblem::Expired { host },
        CERTIFICATE_NOT_YET_VALID => WindowProblem::NotYetValid { host },
        // Another name, or anything else that the system does not tell apart.
        CERTIFICATE_UNTRUSTED | CERTIFICATE_HAS_UNKNOWN_ROOT => WindowProblem::Untrusted { host },
        SECURE_CONNECTION_FAILED
        | CLIENT_CERTIFICATE_REJECTED
        | CLIENT_CERTIFICATE_REQUIRED
        | REQUIRES_SECURE_CONNECTION => WindowProblem::Tls { host },
        _ => {
            WindowProblem::Offline { cause: EngineError { domain: "NSURLErrorDomain", code: i64::try_from(code).ok() } }
        }
    })
}
