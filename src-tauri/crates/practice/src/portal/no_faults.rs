//! The portal without the feature `faults`: the same names, and nothing behind them.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Response;
use rustls::ServerConfig;

use super::decision::{Decision, InsteadOfFile};
use super::fault::Fault;
use super::html_variant::HtmlVariant;
use super::interstitial::LoginInterstitial;
use super::page::Page;
use super::portal_state::{ParsedRequest, PortalState};
use super::step::Step;
use crate::PracticeError;
use crate::authority::{ServerCertificate, TlsAuthority, server_config};

/// HTML variant of a running portal.
pub struct Switches {
    variant: HtmlVariant,
    tls: Arc<ServerConfig>,
}

impl Switches {
    /// Makes a key, so it blocks.
    pub(super) fn new(variant: HtmlVariant, tls: &TlsAuthority) -> Result<Self, PracticeError> {
        Ok(Self { variant, tls: Arc::new(server_config(tls.certified(ServerCertificate::Good)?)?) })
    }

    /// How the pages are written now.
    pub fn variant(&self) -> HtmlVariant {
        self.variant
    }

    pub(super) fn tls(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.tls)
    }

    pub(super) fn fault_at(&self, _step: Option<Step>) -> Option<Fault> {
        None
    }
}

pub(super) fn layer(router: Router, _switches: &Arc<Switches>) -> Router {
    router
}

pub(super) fn instead_of(fault: Fault, _port: u16) -> Option<Response<Body>> {
    match fault {}
}

pub(super) fn page_instead(fault: Fault) -> Option<Page> {
    match fault {}
}

pub(super) fn instead_of_file(fault: Fault, _name: &str) -> Result<Option<InsteadOfFile>, PracticeError> {
    match fault {}
}

pub(super) fn handle_interstitial(
    _state: &mut PortalState,
    _request: &ParsedRequest,
    _office: &str,
    interstitial: LoginInterstitial,
) -> Decision {
    match interstitial {}
}
