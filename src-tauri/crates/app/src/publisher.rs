use journey::{PortalWay, PublisherInfo};
use portal::HostRule;
use serde::Deserialize;
use url::Url;

use crate::ports::{ProbeAddresses, RealmAddresses};

/// Who publishes the app and whom it may talk to: `config/publisher.toml`, embedded at build.
#[derive(Clone, Debug)]
pub struct Publisher {
    /// Publisher's name, shown under 「このアプリについて」 and as organisation in a profile.
    pub name: String,
    /// Mail or https address; empty in a trial alone.
    pub contact: String,
    /// Nobody publishes it yet. The shell's build script lets no release be built of it.
    pub trial: bool,
    /// The real realm.
    pub realm: RealmAddresses,
    /// Which way to the real portal comes first, where the device has both.
    pub portal_way: PortalWay,
    /// Days before the end from which a certificate is due.
    pub warn_days: i32,
}

/// The embedded configuration is wrong; found by a test, so never by a user.
#[derive(Debug, thiserror::Error)]
pub enum PublisherError {
    /// Not TOML, or a key is missing or unknown.
    #[error("publisher.toml does not parse")]
    Syntax(#[from] toml::de::Error),
    /// An address is not https or has no host.
    #[error("{0} must be an https address with a host")]
    Address(&'static str),
    /// Whoever publishes the app can be reached.
    #[error("publisher.contact must be a mail address or an https address")]
    Contact,
    /// A pinned authority is not a PEM certificate.
    #[error("an authority is not a PEM certificate")]
    Authority,
}

impl Publisher {
    /// Reads `config/publisher.toml`.
    ///
    /// # Errors
    /// Anything that would make the app talk to the wrong place or trust the wrong authority.
    pub fn parse(text: &str) -> Result<Self, PublisherError> {
        let file: PublisherFile = toml::from_str(text)?;
        let contact = &file.publisher.contact;
        let is_reachable = is_contact(contact) || file.publisher.trial && contact.is_empty();
        if !is_reachable {
            return Err(PublisherError::Contact);
        }
        let entry = https(file.portal.entry, "portal.entry")?;
        let allowed_hosts = file.portal.hosts.iter().map(|host| host_rule(host)).collect::<Result<_, _>>()?;
        let pinned_authorities =
            file.certificate.authorities.iter().map(|pem| authority(pem)).collect::<Result<_, _>>()?;
        let probe = match file.probe {
            Some(probe) => Some(ProbeAddresses {
                page: https(probe.page, "probe.page")?,
                result: https(probe.result, "probe.result")?,
            }),
            None => None,
        };
        file.site.map(SiteTable::check).transpose()?;
        let service = file.service.map(|service| https(service.url, "service.url")).transpose()?;
        Ok(Self {
            name: file.publisher.name,
            contact: file.publisher.contact,
            trial: file.publisher.trial,
            portal_way: file.portal.way,
            warn_days: file.certificate.warn_days,
            realm: RealmAddresses {
                entry,
                allowed_hosts,
                extra_roots: Vec::new(),
                web_roots: true,
                allowed_subjects: file.certificate.subjects,
                issuer: file.certificate.issuer,
                pinned_authorities,
                probe,
                service,
            },
        })
    }

    /// What the screens say of it.
    pub fn info(&self) -> PublisherInfo {
        PublisherInfo { name: self.name.clone(), contact: self.contact.clone(), trial: self.trial }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublisherFile {
    publisher: PublisherTable,
    portal: PortalTable,
    certificate: CertificateTable,
    probe: Option<ProbeTable>,
    service: Option<AddressTable>,
    /// `scripts/site` reads it; the app checks that it is right.
    site: Option<SiteTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublisherTable {
    name: String,
    contact: String,
    trial: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PortalTable {
    entry: Url,
    hosts: Vec<String>,
    way: PortalWay,
    #[serde(rename = "manual")]
    _manual: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CertificateTable {
    subjects: Vec<String>,
    issuer: String,
    authorities: Vec<String>,
    warn_days: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProbeTable {
    page: Url,
    result: Url,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddressTable {
    url: Url,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteTable {
    host: String,
    app_store: Option<Url>,
    play: Option<Url>,
    #[serde(rename = "apple_team")]
    _apple_team: Option<String>,
    #[serde(default, rename = "android_fingerprints")]
    _android_fingerprints: Vec<String>,
}

impl SiteTable {
    fn check(self) -> Result<(), PublisherError> {
        let base = Url::parse(&format!("https://{}/", self.host)).map_err(|_| PublisherError::Address("site.host"))?;
        if base.host_str() != Some(&self.host) {
            return Err(PublisherError::Address("site.host"));
        }
        self.app_store.map(|url| https(url, "site.app_store")).transpose()?;
        self.play.map(|url| https(url, "site.play")).transpose()?;
        Ok(())
    }
}

fn https(url: Url, key: &'static str) -> Result<Url, PublisherError> {
    if url.scheme() == "https" && url.host_str().is_some() { Ok(url) } else { Err(PublisherError::Address(key)) }
}

fn is_contact(text: &str) -> bool {
    match text.split_once('@') {
        Some((name, host)) => {
            !name.is_empty() && host.contains('.') && !text.contains(|c: char| c.is_whitespace() || "/:?&".contains(c))
        }
        None => Url::parse(text).is_ok_and(|url| url.scheme() == "https" && url.host_str().is_some()),
    }
}

fn host_rule(host: &str) -> Result<HostRule, PublisherError> {
    host.parse().map_err(|_| PublisherError::Address("portal.hosts"))
}

fn authority(pem: &str) -> Result<Vec<u8>, PublisherError> {
    use rustls_pki_types::pem::PemObject;
    rustls_pki_types::CertificateDer::from_pem_slice(pem.as_bytes())
        .map(|der| der.to_vec())
        .map_err(|_| PublisherError::Authority)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use journey::PortalWay;

    use super::{Publisher, PublisherError};

    const SHIPPED: &str = include_str!("../../../config/publisher.toml");

    #[test]
    fn the_shipped_file_is_right() {
        let publisher = Publisher::parse(SHIPPED).unwrap();
        assert_eq!(publisher.realm.entry.as_str(), "https://www.e-seikyuu.jp/");
        let hosts: Vec<String> = publisher.realm.allowed_hosts.iter().map(ToString::to_string).collect();
        assert_eq!(hosts, ["*.e-seikyuu.jp"]);
        assert!(publisher.realm.extra_roots.is_empty() && publisher.realm.web_roots);
        assert_eq!(publisher.portal_way, PortalWay::Window, "nobody outside has seen the portal's pages");
    }

    #[test]
    fn whoever_publishes_it_can_be_reached() {
        let named = |contact: &str| {
            let text = SHIPPED.replace("contact = \"\"", &format!("contact = \"{contact}\""));
            Publisher::parse(&text.replace("trial = true", "trial = false"))
        };
        for right in ["faults@publisher.jp", "https://publisher.jp/contact"] {
            let info = named(right).unwrap().info();
            assert_eq!((info.contact.as_str(), info.trial), (right, false));
        }
        for wrong in ["", "03-1234-5678", "http://publisher.jp/", "a@publisher.jp?bcc=b@c.jp", "@publisher.jp"] {
            assert!(matches!(named(wrong), Err(PublisherError::Contact)), "{wrong}");
        }
        assert!(Publisher::parse(SHIPPED).unwrap().info().trial, "nobody publishes it yet");
    }

    #[test]
    fn what_is_written_there_as_an_example_is_right() {
        let mut text = String::new();
        for line in SHIPPED.lines() {
            let example =
                ["[probe]", "page =", "result =", "[service]", "url =", "[site]", "host =", "app_store =", "play ="];
            match line.strip_prefix("# ") {
                Some(line) if example.iter().any(|start| line.starts_with(start)) => text.push_str(line),
                _ => text.push_str(line),
            }
            text.push('\n');
        }
        let publisher = Publisher::parse(&text).unwrap();
        assert_eq!(publisher.realm.probe.unwrap().page.host_str(), Some("*.probe.example.org"));
        assert!(publisher.realm.service.is_some());
        for wrong in
            ["https://links.example.org", "links.example.org/card", "user@links.example.org", "Links.example.org", ""]
        {
            let text = format!("{SHIPPED}\n[site]\nhost = \"{wrong}\"\n");
            assert!(matches!(Publisher::parse(&text), Err(PublisherError::Address("site.host"))), "{wrong}");
        }
    }

    #[test]
    fn only_https_and_known_keys() {
        let http = SHIPPED.replace("https://www.e-seikyuu.jp/", "http://www.e-seikyuu.jp/");
        assert!(matches!(Publisher::parse(&http), Err(PublisherError::Address("portal.entry"))));
        let user = SHIPPED.replace("hosts = [\"*.e-seikyuu.jp\"]", "hosts = [\"a@www.e-seikyuu.jp\"]");
        assert!(matches!(Publisher::parse(&user), Err(PublisherError::Address("portal.hosts"))));
        let way = SHIPPED.replace("way = \"window\"", "way = \"browser\"");
        assert!(matches!(Publisher::parse(&way), Err(PublisherError::Syntax(_))));
        let unknown = format!("{SHIPPED}\n[extra]\nkey = 1\n");
        assert!(matches!(Publisher::parse(&unknown), Err(PublisherError::Syntax(_))));
    }
}
