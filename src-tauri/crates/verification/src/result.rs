use certificate::Fingerprint;
use serde::{Deserialize, Serialize};

/// What the probe saw for one nonce; as JSON, its answer to the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "id", rename_all = "kebab-case")]
pub enum ProbeResult {
    /// Nobody came with this nonce (yet, or it is over two minutes old).
    Nobody,
    /// Somebody came without a certificate, or with one that does not count.
    NoCertificate,
    /// Somebody came with this one; the TLS handshake proved its key.
    Certificate {
        /// SHA-256 of the leaf.
        fingerprint: Fingerprint,
    },
}
