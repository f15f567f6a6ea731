#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use certificate::Fingerprint;
use portal::{ClientIdentity, ClientSettings, https_client};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use time::OffsetDateTime;
use url::Url;
use zeroize::Zeroizing;

pub(crate) const NOBODY: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const SOMEBODY: &str = "fedcba9876543210fedcba9876543210";

pub(crate) const NOW_VALID: (i32, i32) = (2020, 2099);

/// A CA of its own, for servers or for clients.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A client certificate with its key.
pub(crate) struct Client {
    pub(crate) leaf: Vec<u8>,
    pub(crate) key: Vec<u8>,
    pub(crate) fingerprint: Fingerprint,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// Certificate and key for `localhost` and whatever is below `probe.test`, both PEM. Valid as [`Authority::client`]'s.
    pub(crate) fn server(&self, years: (i32, i32)) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(["localhost", "*.probe.test"].map(str::to_owned)).unwrap();
        (params.not_before, params.not_after) = validity(years);
        let server = params.signed_by(&key, &self.0).unwrap();
        (server.pem() + &self.0.pem(), key.serialize_pem())
    }

    /// Valid from the first of January to the end of December of these years.
    pub(crate) fn client(&self, common_name: &str, years: (i32, i32)) -> Client {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, common_name);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        (params.not_before, params.not_after) = validity(years);
        let key = KeyPair::generate().unwrap();
        let leaf = params.signed_by(&key, &self.0).unwrap();
        let fingerprint = certificate_fingerprint(leaf.der());
        Client { leaf: leaf.der().to_vec(), key: key.serialize_der(), fingerprint }
    }
}

fn validity(years: (i32, i32)) -> (OffsetDateTime, OffsetDateTime) {
    let day = |year, month, day| {
        let date = time::Date::from_calendar_date(year, month, day).unwrap();
        OffsetDateTime::new_utc(date, time::Time::MIDNIGHT)
    };
    (day(years.0, time::Month::January, 1), day(years.1, time::Month::December, 30))
}

fn certificate_fingerprint(der: &[u8]) -> Fingerprint {
    use sha2::{Digest, Sha256};
    Fingerprint(Sha256::digest(der).into())
}

/// GETs as a browser that trusts `root` and shows `client`.
pub(crate) async fn get(url: &Url, nonce: &str, root: &[u8], client: Option<&Client>) -> (u16, String) {
    let mut url = url.clone();
    url.query_pairs_mut().append_pair("nonce", nonce);
    let response = https_client(&settings(root, client)).unwrap().get(url).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

/// The page, for a browser that wants these languages.
pub(crate) async fn get_in(languages: &str, url: &Url, nonce: &str, root: &[u8]) -> String {
    let mut url = url.clone();
    url.query_pairs_mut().append_pair("nonce", nonce);
    let request = https_client(&settings(root, None)).unwrap().get(url).header("accept-language", languages);
    request.send().await.unwrap().text().await.unwrap()
}

fn settings(root: &[u8], client: Option<&Client>) -> ClientSettings {
    let identity = client.map(|client| {
        Arc::new(ClientIdentity { chain: vec![client.leaf.clone()], key: Zeroizing::new(client.key.clone()) })
    });
    ClientSettings { web_roots: false, extra_roots: vec![root.to_vec()], identity, ..ClientSettings::default() }
}
