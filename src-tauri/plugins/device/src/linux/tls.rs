//! Which servers are believed: the system's authorities, and for practice its own root.

use app::{WindowPlan, WindowProblem};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gtk::gio::prelude::TlsCertificateExt as _;
use gtk::gio::{NetworkAddress, TlsCertificate, TlsCertificateFlags};
use url::Url;

use crate::web_view::host_of;

/// The certificate is one of the plan's own roots, for this host and now.
pub(super) fn is_pinned(plan: &WindowPlan, url: &Url, certificate: &TlsCertificate) -> bool {
    let (Some(host), true) = (url.host_str(), plan.allows(url)) else { return false };
    let identity = NetworkAddress::new(host, url.port_or_known_default().unwrap_or(443));
    plan.extra_roots.iter().filter_map(|root| from_der(root)).any(|root| {
        let errors = certificate.verify(Some(&identity), Some(&root));
        errors.is_empty()
    })
}

/// What is said of a certificate that is not believed.
pub(super) fn problem(url: &Url, errors: TlsCertificateFlags) -> WindowProblem {
    let host = host_of(url);
    if errors.contains(TlsCertificateFlags::NOT_ACTIVATED) {
        WindowProblem::NotYetValid { host }
    } else if errors.contains(TlsCertificateFlags::EXPIRED) {
        WindowProblem::Expired { host }
    } else if errors.contains(TlsCertificateFlags::BAD_IDENTITY) {
        WindowProblem::WrongHost { host }
    } else if errors.contains(TlsCertificateFlags::UNKNOWN_CA) {
        WindowProblem::Untrusted { host }
    } else {
        WindowProblem::Tls { host }
    }
}

fn from_der(der: &[u8]) -> Option<TlsCertificate> {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"));
    TlsCertificate::from_pem(&pem).ok()
}
