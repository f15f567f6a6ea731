use std::io;
use std::time::{Duration, Instant};

use certificate::Fingerprint;
use journey::{Alias, Cause, Failure, KeyChainProof};
use portal::{ClientSettings, https_client};
use sha2::{Digest, Sha256};
use tokio::time::timeout;
use url::Url;
use verification::{Nonce, ProbeResult};

use super::context::Context;
use super::environment::ActiveRealm;
use super::portal_session::portal_failure;
use super::verify_error::VerifyError;
use crate::failures::{device_failure, failure, internal, internal_error};
use crate::ports::{DeviceError, KeyChainAnswer, KeyChainQuestion, TlsOutcome};

/// How often the probe is asked while the user is in the browser.
const PACE: Duration = Duration::from_millis(1500);
/// The probe forgets after two minutes.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long the user waits for what only adds to a proof.
const CONNECTION_PATIENCE: Duration = Duration::from_secs(10);
/// The practice browser has been there when it comes back.
const PRACTICE_PATIENCE: Duration = Duration::from_secs(2);

impl Context {
    /// Fingerprint and signature, both judged here: the phone only answers.
    pub(crate) async fn ask_key_chain(
        &self,
        alias: Alias,
        fingerprint: Fingerprint,
        issuer_dn: Vec<u8>,
        may_ask: bool,
        several: bool,
    ) -> Result<KeyChainProof, Failure> {
        let active = self.active_realm().await?;
        let mut nonce = vec![0; 32];
        getrandom::fill(&mut nonce).map_err(|error| internal_error(&error))?;
        let question =
            KeyChainQuestion { alias: alias.clone(), issuers: vec![issuer_dn], nonce: nonce.clone(), may_ask, several };
        let _alone = self.system_ui_lock.lock().await;
        match active.android()?.ask_key_chain(question).await {
            Ok(KeyChainAnswer::Answered { alias: chosen, chain, signature }) => {
                let leaf = chain.first().ok_or(VerifyError::WrongCertificate)?;
                let seen = Fingerprint(Sha256::digest(leaf).into());
                if seen == fingerprint && certificate::verify_signature(leaf, &nonce, &signature) {
                    let connected = may_ask && self.shown_to_probe(&active, &chosen, fingerprint).await;
                    Ok(KeyChainProof { alias: chosen, connected })
                } else if seen == fingerprint {
                    Err(VerifyError::NoKey.into())
                } else if chosen == alias {
                    // Under this name there is only what the app itself has put there before.
                    Err(VerifyError::OldCertificate.into())
                } else {
                    Err(VerifyError::WrongCertificate.into())
                }
            }
            Ok(KeyChainAnswer::NotInstalled { certain: true }) => Err(VerifyError::NotInstalled.into()),
            Ok(KeyChainAnswer::NotInstalled { certain: false }) => Err(VerifyError::NothingOffered.into()),
            Ok(KeyChainAnswer::Denied) => Err(VerifyError::Denied.into()),
            Ok(KeyChainAnswer::TimedOut) => Err(VerifyError::TimedOut.into()),
            Ok(KeyChainAnswer::Managed) => Err(VerifyError::Managed.into()),
            Err(DeviceError::Restricted) => Err(VerifyError::Managed.into()),
            Err(DeviceError::NothingAnswers) => Err(VerifyError::NoChooser.into()),
            Err(error) => Err(device_failure(&error)),
        }
    }

    /// More than the signature, where a probe is configured: that the key opens a connection. Nothing less when it does not:
    /// the probe may be out of reach.
    async fn shown_to_probe(&self, active: &ActiveRealm, alias: &Alias, fingerprint: Fingerprint) -> bool {
        let Some(probe) = &active.realm.probe else { return false };
        let mut random = [0; 16];
        if getrandom::fill(&mut random).is_err() {
            return false;
        }
        let nonce = Nonce::from_bits(u128::from_be_bytes(random));
        let page = with_nonce(&probe.page, nonce);
        let arrived = async {
            let Some(android) = active.device.android() else { return false };
            let shown = android.tls_check(&page, alias).await;
            matches!(shown, Ok(TlsOutcome::Answered { asked: true, .. }))
                && judge(self.query_probe(active, nonce).await, fingerprint).is_ok()
        };
        timeout(CONNECTION_PATIENCE, arrived).await.unwrap_or(false)
    }

    /// The browser shows its certificate to the probe; the probe tells the app who came with this nonce.
    pub(crate) async fn open_probe(&self, nonce: Nonce, fingerprint: Fingerprint) -> Result<(), Failure> {
        let active = self.active_realm().await?;
        let probe = active.realm.probe.clone().ok_or_else(internal)?;
        let page = in_language(with_nonce(&probe.page, nonce), self.environment.words().lang);
        active.device.open_in_browser(&page).await.map_err(|error| device_failure(&error))?;
        let patience = if active.device.simulated_screens().is_some() { PRACTICE_PATIENCE } else { PATIENCE };
        let begun = tokio::time::Instant::now();
        loop {
            // Asking costs nothing and uses nothing up.
            let answer = self.query_probe(&active, nonce).await;
            if begun.elapsed() >= patience || !is_not_yet(&answer) {
                return judge(answer, fingerprint);
            }
            tokio::time::sleep(PACE).await;
        }
    }

    pub(crate) async fn ask_probe_once(&self, nonce: Nonce, fingerprint: Fingerprint) -> Result<(), Failure> {
        let active = self.active_realm().await?;
        judge(self.query_probe(&active, nonce).await, fingerprint)
    }

    async fn query_probe(&self, active: &ActiveRealm, nonce: Nonce) -> Result<ProbeResult, Failure> {
        let probe = active.realm.probe.as_ref().ok_or_else(internal)?;
        let clock = self.parts.clock.clone();
        let settings = ClientSettings {
            web_roots: active.realm.web_roots,
            extra_roots: active.realm.extra_roots.clone(),
            clock: std::sync::Arc::new(move || clock.now()),
            ..ClientSettings::default()
        };
        let client = https_client(&settings).map_err(|error| portal_failure(&error))?;
        let unreachable =
            |error: reqwest::Error| failure(Cause::Network, VerifyError::ProbeUnreachable.code(), &error, true);
        let begun = Instant::now();
        let response = client.get(with_nonce(&probe.result, nonce)).send().await.map_err(unreachable)?;
        let (host, status) = (probe.result.host_str().unwrap_or_default(), response.status().as_u16());
        let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(host, status, ms, "the probe was asked");
        let body = read_limited(response.error_for_status().map_err(unreachable)?)
            .await
            .map_err(|error| failure(Cause::Network, VerifyError::ProbeUnreachable.code(), &error, true))?;
        serde_json::from_slice(&body)
            .map_err(|error| failure(Cause::Network, VerifyError::ProbeUnreachable.code(), &error, true))
    }
}

/// Nobody came so far, or the probe was not reached: that is also what iOS makes of a request of an app that is not in front.
fn is_not_yet(answer: &Result<ProbeResult, Failure>) -> bool {
    matches!(answer, Ok(ProbeResult::Nobody) | Err(_))
}

/// Bytes of the longest answer: a few dozen are what a probe says.
const ANSWER_BYTES: usize = 4096;

async fn read_limited(mut response: reqwest::Response) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(io::Error::other)? {
        if body.len() + chunk.len() > ANSWER_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn judge(answer: Result<ProbeResult, Failure>, expected: Fingerprint) -> Result<(), Failure> {
    match answer {
        Ok(ProbeResult::Certificate { fingerprint }) if fingerprint == expected => Ok(()),
        Ok(ProbeResult::Certificate { .. }) => Err(VerifyError::WrongCertificate.into()),
        Ok(ProbeResult::NoCertificate) => Err(VerifyError::NoCertificate.into()),
        Ok(ProbeResult::Nobody) => Err(VerifyError::NobodyCame.into()),
        Err(failure) => Err(failure),
    }
}

/// The nonce as parameter, and in the place of `*` before the host's name a label of its own: Safari remembers for a host
/// which certificate was chosen, and that none was, and so asks anew. The label tells nobody on the way the nonce.
fn with_nonce(address: &Url, nonce: Nonce) -> Url {
    let mut address = address.clone();
    if let Some(domain) = address.host_str().and_then(|host| host.strip_prefix("*.")) {
        let digest = Sha256::digest(nonce.to_string());
        let host = format!("{}.{domain}", hex::encode(digest.get(..8).unwrap_or_default()));
        let _ = address.set_host(Some(&host));
    }
    address.query_pairs_mut().append_pair("nonce", &nonce.to_string());
    address
}

/// The page speaks as the app does.
fn in_language(mut page: Url, language: &str) -> Url {
    page.query_pairs_mut().append_pair("lang", language);
    page
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn an_answer_without_an_end_is_not_read_to_its_end() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let endless = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.read_exact(&mut [0; 16]).await.unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            let mut sent = 0_usize;
            while stream.write_all(&[b' '; 4096]).await.is_ok() {
                sent += 4096;
            }
            sent
        });
        let settings = ClientSettings { https_only: false, ..ClientSettings::default() };
        let response = https_client(&settings).unwrap().get(format!("http://{address}/")).send().await.unwrap();
        assert_eq!(read_limited(response).await.unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert!(endless.await.unwrap() < 64 * 1024 * 1024, "the connection is closed");
    }

    #[test]
    fn each_try_has_a_host_of_its_own_where_the_address_allows_it() {
        let wildcard = "https://*.probe.example.org:8443/verify".parse().unwrap();
        let (one, other) = (with_nonce(&wildcard, Nonce::from_bits(1)), with_nonce(&wildcard, Nonce::from_bits(2)));
        assert_ne!(one.host_str(), other.host_str());
        let (label, domain) = one.host_str().unwrap().split_once('.').unwrap();
        assert_eq!((label.len(), domain, one.port(), one.path()), (16, "probe.example.org", Some(8443), "/verify"));
        assert!(!Nonce::from_bits(1).to_string().contains(label), "the name is read on the way");
        let plain = "https://probe.example.org/verify".parse().unwrap();
        let page = in_language(with_nonce(&plain, Nonce::from_bits(1)), "ja-easy");
        assert_eq!(page.host_str(), Some("probe.example.org"));
        assert_eq!(page.query(), Some("nonce=00000000000000000000000000000001&lang=ja-easy"));
    }

    #[test]
    fn a_network_error_is_not_the_end_of_the_waiting() {
        let unreached = Failure::new(Cause::Network, VerifyError::ProbeUnreachable.code(), true);
        assert!(is_not_yet(&Err(unreached)) && is_not_yet(&Ok(ProbeResult::Nobody)));
        assert!(!is_not_yet(&Ok(ProbeResult::NoCertificate)));
        assert!(!is_not_yet(&Ok(ProbeResult::Certificate { fingerprint: Fingerprint([0; 32]) })));
    }
}
