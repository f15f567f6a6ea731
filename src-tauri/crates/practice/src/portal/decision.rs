use axum::body::Body;
use axum::http::Response;

use super::page::{Page, Target};
use crate::offices::OfficeCertificate;

/// What an act comes to.
pub(super) enum Decision {
    Page(Box<Page>),
    Go(Target),
    /// 証明書ダウンロード of that office.
    List(String),
    /// The file of a certificate.
    File(String, OfficeCertificate),
    /// PC: 証明書発行用パスワード通知書.zip of that office.
    Letter(String),
}

impl From<Page> for Decision {
    fn from(page: Page) -> Self {
        Self::Page(Box::new(page))
    }
}

/// What comes instead of the certificate's file.
#[cfg_attr(not(feature = "faults"), expect(dead_code, reason = "only faults bring it"))]
pub(super) enum InsteadOfFile {
    /// A page is shown.
    Page(Page),
    /// Another file is given out.
    File(Response<Body>),
}
