//! Why WebKitGTK could not show a page.

use app::{EngineError, WindowProblem};
use gtk::gio::{IOErrorEnum, ResolverError, TlsError};
use gtk::glib::Error;
use gtk::glib::translate::IntoGlib as _;
use url::Url;
use webkit2gtk::{NetworkError, PolicyError};

use crate::web_view::host_of;

/// What a failed load of `address` means (`WebKitWebView::load-failed`); `None` where nothing failed: the user or the page
/// went elsewhere, or the answer became a download. A certificate that is not believed comes by a signal of its own.
pub(super) fn problem(error: &Error, address: &str) -> Option<WindowProblem> {
    if error.matches(NetworkError::Cancelled) || error.matches(PolicyError::FrameLoadInterruptedByPolicyChange) {
        return None;
    }
    let url = Url::parse(address).ok().filter(|_| error.is::<TlsError>());
    Some(match url {
        Some(url) => WindowProblem::Tls { host: host_of(&url) },
        None => WindowProblem::Offline { cause: EngineError { domain: error.domain().as_str(), code: code(error) } },
    })
}

fn code(error: &Error) -> Option<i64> {
    let code = error.kind::<IOErrorEnum>().map(IOErrorEnum::into_glib);
    let code = code.or_else(|| error.kind::<ResolverError>().map(ResolverError::into_glib));
    code.or_else(|| error.kind::<NetworkError>().map(NetworkError::into_glib)).map(i64::from)
}

#[cfg(test)]
mod tests {
    use gtk::glib::error::ErrorDomain;

    use super::*;

    const ADDRESS: &str = "https://www.e-seikyuu.jp/a?b=c";

    fn told(domain: impl ErrorDomain) -> Option<WindowProblem> {
        problem(&Error::new(domain, "not for users"), ADDRESS)
    }

    #[test]
    fn what_failed_is_named_as_on_phones() {
        let offline = |domain, code| Some(WindowProblem::Offline { cause: EngineError { domain, code: Some(code) } });
        assert_eq!(told(NetworkError::Cancelled), None, "another page was asked for");
        assert_eq!(told(PolicyError::FrameLoadInterruptedByPolicyChange), None, "it became a download");
        assert_eq!(told(IOErrorEnum::ConnectionRefused), offline("g-io-error-quark", 39));
        assert_eq!(told(ResolverError::NotFound), offline("g-resolver-error-quark", 0));
        assert_eq!(told(NetworkError::Failed), offline("WebKitNetworkError", 399));
        for error in [TlsError::Handshake, TlsError::NotTls, TlsError::CertificateRequired] {
            assert_eq!(told(error), Some(WindowProblem::Tls { host: "www.e-seikyuu.jp".to_owned() }), "{error:?}");
        }
    }
}
