use prometheus::{IntCounter, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

use crate::error::ProbeError;
use crate::visits::StoreError;

/// Figures for Prometheus. Every label is a word from here: nothing of a visitor, a certificate or a nonce.
#[derive(Clone)]
pub(crate) struct Metrics {
    registry: Registry,
    /// Connections that are open.
    open: IntGauge,
    /// How many may be open; when they are, everybody else waits.
    limit: IntGauge,
    /// Connections closed at once, because their address or its network has too many or begins them too fast.
    turned_away: IntCounter,
    /// Handshakes by outcome: `completed`, `failed`, `timed-out`.
    handshakes: IntCounterVec,
    /// Pages by verdict: `accepted`, `unaccepted`, `anonymous`, `again`.
    pages: IntCounterVec,
    /// Answers to apps: `nobody`, `no-certificate`, `certificate`, `unknown`.
    results: IntCounterVec,
    /// What the store refused or did not answer, by code.
    store_failures: IntCounterVec,
    /// Visits that are remembered in this process.
    remembered: IntGauge,
    /// Server certificates that took another's place.
    reloads: IntCounter,
    /// Tries to take one that failed.
    refused_reloads: IntCounter,
    /// The end of the one in use.
    not_after: IntGauge,
}

impl Metrics {
    pub(crate) fn new() -> Result<Self, ProbeError> {
        Self::registered().map_err(|error| ProbeError::Metrics(error.into()))
    }

    fn registered() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let counters = |name: &str, help: &str, label: &str| IntCounterVec::new(Opts::new(name, help), &[label]);
        let metrics = Self {
            open: IntGauge::new("probe_connections_open", "Connections that are open")?,
            limit: IntGauge::new("probe_connections_limit", "Connections that may be open at once")?,
            turned_away: IntCounter::new(
                "probe_connections_turned_away_total",
                "Connections closed by the limits of an address or its network",
            )?,
            handshakes: counters("probe_handshakes_total", "TLS handshakes", "outcome")?,
            pages: counters("probe_pages_total", "Pages shown", "verdict")?,
            results: counters("probe_results_total", "Answers to apps", "answer")?,
            store_failures: counters(
                "probe_store_failures_total",
                "Visits that the store did not keep or tell of",
                "code",
            )?,
            remembered: IntGauge::new("probe_visits_remembered", "Visits of the last two minutes")?,
            reloads: IntCounter::new("probe_certificate_reloads_total", "Server certificates replaced")?,
            refused_reloads: IntCounter::new(
                "probe_certificate_reloads_refused_total",
                "Tries to replace the server certificate that failed",
            )?,
            not_after: IntGauge::new(
                "probe_certificate_not_after_seconds",
                "When the server certificate in use ends, Unix time",
            )?,
            registry,
        };
        metrics.registry.register(Box::new(metrics.open.clone()))?;
        metrics.registry.register(Box::new(metrics.limit.clone()))?;
        metrics.registry.register(Box::new(metrics.turned_away.clone()))?;
        metrics.registry.register(Box::new(metrics.handshakes.clone()))?;
        metrics.registry.register(Box::new(metrics.pages.clone()))?;
        metrics.registry.register(Box::new(metrics.results.clone()))?;
        metrics.registry.register(Box::new(metrics.store_failures.clone()))?;
        metrics.registry.register(Box::new(metrics.remembered.clone()))?;
        metrics.registry.register(Box::new(metrics.reloads.clone()))?;
        metrics.registry.register(Box::new(metrics.refused_reloads.clone()))?;
        metrics.registry.register(Box::new(metrics.not_after.clone()))?;
        Ok(metrics)
    }

    pub(crate) fn limited(&self, connections: usize) {
        self.limit.set(i64::try_from(connections).unwrap_or(i64::MAX));
    }

    pub(crate) fn opened(&self) {
        self.open.inc();
    }

    pub(crate) fn closed(&self) {
        self.open.dec();
    }

    pub(crate) fn turned_away(&self) {
        self.turned_away.inc();
    }

    pub(crate) fn handshake(&self, outcome: &'static str) {
        self.handshakes.with_label_values(&[outcome]).inc();
    }

    pub(crate) fn page(&self, verdict: &'static str) {
        self.pages.with_label_values(&[verdict]).inc();
    }

    pub(crate) fn result(&self, answer: &'static str) {
        self.results.with_label_values(&[answer]).inc();
    }

    pub(crate) fn store_failed(&self, error: StoreError) {
        self.store_failures.with_label_values(&[error.code()]).inc();
    }

    pub(crate) fn remembered(&self, visits: usize) {
        self.remembered.set(i64::try_from(visits).unwrap_or(i64::MAX));
    }

    pub(crate) fn reloaded(&self) {
        self.reloads.inc();
    }

    pub(crate) fn reload_refused(&self) {
        self.refused_reloads.inc();
    }

    /// Unix time, seconds.
    pub(crate) fn ends_at(&self, not_after: i64) {
        self.not_after.set(not_after);
    }

    /// Prometheus' text format.
    pub(crate) fn text(&self) -> String {
        TextEncoder::new().encode_to_string(&self.registry.gather()).unwrap_or_default()
    }
}
