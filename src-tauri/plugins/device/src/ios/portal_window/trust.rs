//! Which servers are believed, and what they are told of this phone: nothing.

use std::ptr::NonNull;

use app::WindowPlan;
use block2::DynBlock;
use core_foundation::base::TCFType as _;
use objc2::encode::{Encoding, RefEncode};
use objc2::rc::Retained;
use objc2::{ClassType as _, msg_send};
use objc2_foundation::{
    NSURLAuthenticationChallenge, NSURLCredential, NSURLProtectionSpace, NSURLSessionAuthChallengeDisposition,
};
use security_framework::certificate::SecCertificate;
use security_framework::trust::SecTrust;
use url::Url;

/// What WebKit is answered by.
pub(super) type Reply = DynBlock<dyn Fn(NSURLSessionAuthChallengeDisposition, *mut NSURLCredential)>;

/// `SecTrust` as Objective-C's methods take it.
#[repr(C)]
struct OpaqueTrust {
    _opaque: [u8; 0],
}

// SAFETY: the name of the structure behind SecTrustRef (Security, SecTrust.h).
unsafe impl RefEncode for OpaqueTrust {
    const ENCODING_REF: Encoding = Encoding::Pointer(&Encoding::Struct("__SecTrust", &[]));
}

/// A server's certificate is the system's business, but for practice's own root; a client certificate is not given, and
/// no password of HTTP.
pub(super) fn answer(plan: &WindowPlan, challenge: &NSURLAuthenticationChallenge, reply: &Reply) {
    let space = challenge.protectionSpace();
    let nobody = std::ptr::null_mut();
    if space.distinguishedNames().is_some() {
        // With no identity: the server decides whether it goes on.
        return reply.call((NSURLSessionAuthChallengeDisposition::UseCredential, nobody));
    }
    // SAFETY: NSURLProtectionSpace has it for a server's certificate, and null for everything else.
    let trust: *mut OpaqueTrust = unsafe { msg_send![&*space, serverTrust] };
    let Some(trust) = NonNull::new(trust) else {
        return reply.call((NSURLSessionAuthChallengeDisposition::RejectProtectionSpace, nobody));
    };
    if !is_pinned(plan, &space, trust) {
        return reply.call((NSURLSessionAuthChallengeDisposition::PerformDefaultHandling, nobody));
    }
    // SAFETY: the trust of this challenge, which the credential retains.
    let credential: Retained<NSURLCredential> =
        unsafe { msg_send![NSURLCredential::class(), credentialForTrust: trust.as_ptr()] };
    reply.call((NSURLSessionAuthChallengeDisposition::UseCredential, Retained::as_ptr(&credential).cast_mut()));
}

/// Nothing goes on where there is no window any more.
pub(super) fn cancel(reply: &Reply) {
    reply.call((NSURLSessionAuthChallengeDisposition::CancelAuthenticationChallenge, std::ptr::null_mut()));
}

/// The chain ends in one of the plan's own roots, for this host and now. Real portals have none.
fn is_pinned(plan: &WindowPlan, space: &NSURLProtectionSpace, trust: NonNull<OpaqueTrust>) -> bool {
    let address = format!("https://{}:{}/", space.host(), space.port());
    let is_allowed = Url::parse(&address).is_ok_and(|url| plan.allows(&url));
    if plan.extra_roots.is_empty() || !is_allowed {
        return false;
    }
    let roots: Vec<SecCertificate> =
        plan.extra_roots.iter().filter_map(|root| SecCertificate::from_der(root).ok()).collect();
    // SAFETY: a SecTrustRef of the challenge, retained here; its policy names the host.
    let mut trust = unsafe { SecTrust::wrap_under_get_rule(trust.as_ptr().cast()) };
    trust.set_anchor_certificates(&roots).is_ok()
        && trust.set_trust_anchor_certificates_only(true).is_ok()
        && trust.evaluate_with_error().is_ok()
}
