//! The authorities above a leaf, found among certificates in any order as RFC 4158 and OpenSSL find them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::ParsedExtension;

use crate::certificate_bytes::CertificateBytes;
use crate::kdf_cost::SignatureCost;
use crate::name::Name;
use crate::signature::{Signed, check_work, signed_by};

/// How long a chain may be, the leaf left out.
const MAX_CHAIN: usize = 10;

/// How many certificates are tried as the next of a chain, before what was found has to do.
const MAX_STEPS: usize = 500;

/// A certificate with what a chain is built by.
pub(crate) struct Link<'a> {
    pub(crate) bytes: &'a CertificateBytes<'a>,
    pub(crate) parsed: X509Certificate<'a>,
    subject: Name<'a>,
    issuer: Name<'a>,
}

impl<'a> Link<'a> {
    pub(crate) fn new(bytes: &'a CertificateBytes<'a>) -> Option<Self> {
        let parsed = bytes.parse()?;
        let (subject, issuer) = (Name::new(&parsed.tbs_certificate.subject), Name::new(&parsed.tbs_certificate.issuer));
        Some(Self { bytes, parsed, subject, issuer })
    }

    /// Issuer and subject are the same name: a root, or an authority's link between two of its keys.
    fn is_self_issued(&self) -> bool {
        self.subject.matches(&self.issuer)
    }

    pub(crate) fn is_valid_at(&self, now: Timestamp) -> bool {
        let validity = self.parsed.validity();
        (validity.not_before.timestamp()..=validity.not_after.timestamp()).contains(&now.as_second())
    }

    fn has_key_of(&self, other: &Self) -> bool {
        self.parsed.public_key().raw == other.parsed.public_key().raw
    }

    fn subject_key_id(&self) -> Option<&[u8]> {
        self.parsed.extensions().iter().find_map(|extension| match extension.parsed_extension() {
            ParsedExtension::SubjectKeyIdentifier(id) => Some(id.0),
            _ => None,
        })
    }

    /// The identifier of the key that signed this, and the serial number of that key's certificate.
    fn authority_key(&self) -> (Option<&[u8]>, Option<&[u8]>) {
        self.parsed
            .extensions()
            .iter()
            .find_map(|extension| match extension.parsed_extension() {
                ParsedExtension::AuthorityKeyIdentifier(id) => {
                    Some((id.key_identifier.as_ref().map(|id| id.0), id.authority_cert_serial))
                }
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Whether the key that this names as its signer's is that of a certificate; `None` if one of them says nothing.
    fn names_key_of(&self, authority: &Self) -> Option<bool> {
        Some(self.authority_key().0? == authority.subject_key_id()?)
    }

    /// A certificate of the right name is the one that is meant, and no other generation of that authority.
    fn means(&self, authority: &Self) -> bool {
        let serial = self.authority_key().1.is_none_or(|serial| serial == authority.parsed.raw_serial());
        let issued = self.parsed.validity().not_before.timestamp();
        let validity = authority.parsed.validity();
        let lived = (validity.not_before.timestamp()..=validity.not_after.timestamp()).contains(&issued);
        self.names_key_of(authority).unwrap_or(serial && lived)
    }
}

/// What was found above a leaf.
#[derive(Default)]
pub(crate) struct Chain {
    /// Indices of the certificates: the leaf's issuer first and each one's issuer after it, then those by which
    /// the leaf leads to other roots.
    pub(crate) certificates: Vec<usize>,
    /// It ends at a certificate whose issuer is named and meant by another one, whose key did not sign.
    pub(crate) forged: bool,
    /// A signature in it could not be checked.
    pub(crate) unchecked: bool,
}

/// Builds the chain of `links[leaf]`.
pub(crate) fn build(links: &[Link<'_>], leaf: usize, now: Timestamp, cost: &mut SignatureCost) -> Chain {
    let mut builder = Builder { links, now, cost, known: BTreeMap::new(), steps: 0, longest: vec![leaf] };
    let mut path = vec![leaf];
    if !builder.extend(&mut path) {
        path = std::mem::take(&mut builder.longest);
    }
    let last = path[path.len() - 1];
    let forged = !builder.is_root(last) && builder.has_forged_issuer(last);
    let unchecked = path.windows(2).any(|pair| builder.signed(pair[0], pair[1]) != Signed::Yes);
    builder.add_other_ways(&mut path);
    Chain { certificates: path.split_off(1), forged, unchecked }
}

/// What is known of a leaf by authorities that are trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// One of them signed it, or an authority above it of which every signature fits.
    Signed,
    /// It names one of them as its issuer and means its key, which did not sign.
    NotSigned,
    /// None of them is meant (another name, another generation), or the signature cannot be checked.
    Unknown,
}

/// Whether a leaf leads to one of the authorities `pins`.
pub(crate) fn trust(leaf: &Link<'_>, chain: &[Link<'_>], pins: &[Link<'_>]) -> Trust {
    let mut cost = SignatureCost::default();
    let mut check = |certificate: &Link<'_>, by: &Link<'_>| {
        let named = certificate.issuer.matches(&by.subject);
        named.then(|| checked(certificate, by, &mut cost))
    };
    let mut reached = vec![leaf];
    let mut next = 0;
    let mut refuted = false;
    while let Some(&certificate) = reached.get(next) {
        for pin in pins {
            match check(certificate, pin) {
                Some(Signed::Yes) => return Trust::Signed,
                Some(Signed::No) => refuted |= !certificate.is_self_issued() && certificate.means(pin),
                Some(Signed::Elsewhere | Signed::Unchecked) | None => {}
            }
        }
        for authority in chain {
            let new = reached.iter().all(|known| known.bytes.raw != authority.bytes.raw);
            if new && authority.parsed.is_ca() && check(certificate, authority) == Some(Signed::Yes) {
                reached.push(authority);
            }
        }
        next += 1;
    }
    if refuted { Trust::NotSigned } else { Trust::Unknown }
}

/// True if a certificate is signed with its own key, or says that it is where that cannot be checked.
pub(crate) fn is_self_signed(link: &Link<'_>, cost: &mut SignatureCost) -> bool {
    link.is_self_issued()
        && match checked(link, link, cost) {
            Signed::Yes => true,
            Signed::Unchecked => link.names_key_of(link).unwrap_or(true),
            Signed::No | Signed::Elsewhere => false,
        }
}

fn checked(certificate: &Link<'_>, authority: &Link<'_>, cost: &mut SignatureCost) -> Signed {
    if !cost.afford(check_work(authority.parsed.public_key())) {
        return Signed::Unchecked;
    }
    signed_by(certificate.bytes, &certificate.parsed, authority.parsed.public_key())
}

struct Builder<'b, 'a> {
    links: &'b [Link<'a>],
    now: Timestamp,
    cost: &'b mut SignatureCost,
    /// Every pair is checked once.
    known: BTreeMap<(usize, usize), Signed>,
    steps: usize,
    longest: Vec<usize>,
}

impl Builder<'_, '_> {
    /// Goes on until a root; what was tried in vain is taken back.
    fn extend(&mut self, path: &mut Vec<usize>) -> bool {
        let last = path[path.len() - 1];
        if self.is_root(last) {
            return true;
        }
        if path.len() > MAX_CHAIN {
            return false;
        }
        let issuers = self.issuers(last);
        // First those that surely signed; else one of which that cannot be known.
        for wanted in [Signed::Yes, Signed::Unchecked] {
            for &next in &issuers {
                if self.repeats(path, next) || self.signed(last, next) != wanted {
                    continue;
                }
                self.steps += 1;
                if self.steps > MAX_STEPS {
                    return false;
                }
                path.push(next);
                if path.len() > self.longest.len() {
                    self.longest.clone_from(path);
                }
                if self.extend(path) {
                    return true;
                }
                path.pop();
            }
        }
        false
    }

    /// Certificates with the issuer's name: those of the right key, valid now and lasting longest first.
    fn issuers(&self, of: usize) -> Vec<usize> {
        let certificate = &self.links[of];
        let mut named: Vec<usize> = (0..self.links.len())
            .filter(|&other| other != of && certificate.issuer.matches(&self.links[other].subject))
            .collect();
        named.sort_by_key(|&other| {
            let link = &self.links[other];
            let wrong_key = certificate.names_key_of(link).map_or(1, |same| if same { 0 } else { 2 });
            let not_after = link.parsed.validity().not_after.timestamp();
            (wrong_key, !link.parsed.is_ca(), !link.is_valid_at(self.now), std::cmp::Reverse(not_after), other)
        });
        named
    }

    /// The same authority with the same key again leads round in a circle (RFC 4158, 2.4.2).
    fn repeats(&self, path: &[usize], next: usize) -> bool {
        let next = &self.links[next];
        path.iter().any(|&used| {
            let used = &self.links[used];
            used.subject.matches(&next.subject) && used.has_key_of(next)
        })
    }

    fn signed(&mut self, certificate: usize, authority: usize) -> Signed {
        if let Some(&known) = self.known.get(&(certificate, authority)) {
            return known;
        }
        let signed = checked(&self.links[certificate], &self.links[authority], self.cost);
        self.known.insert((certificate, authority), signed);
        signed
    }

    fn is_root(&mut self, index: usize) -> bool {
        let link = &self.links[index];
        link.is_self_issued()
            && match self.signed(index, index) {
                Signed::Yes => true,
                Signed::Unchecked => link.names_key_of(link).unwrap_or(true),
                Signed::No | Signed::Elsewhere => false,
            }
    }

    /// Some certificate is meant as the issuer, and none of them signed.
    fn has_forged_issuer(&mut self, of: usize) -> bool {
        let issuers = self.issuers(of);
        let signed: Vec<(usize, Signed)> =
            issuers.into_iter().map(|issuer| (issuer, self.signed(of, issuer))).collect();
        signed.iter().all(|(_, signed)| matches!(signed, Signed::No | Signed::Elsewhere))
            && signed.iter().any(|&(issuer, signed)| signed == Signed::No && self.links[of].means(&self.links[issuer]))
    }

    /// A reader may trust another root than the one found first: what surely leads there comes along.
    fn add_other_ways(&mut self, path: &mut Vec<usize>) {
        let mut next = 0;
        while let Some(&certificate) = path.get(next) {
            next += 1;
            if self.is_root(certificate) {
                continue;
            }
            for issuer in self.issuers(certificate) {
                let link = &self.links[issuer];
                let same_way = path.iter().any(|&used| {
                    let used = &self.links[used];
                    used.subject.matches(&link.subject) && used.has_key_of(link) && used.issuer.matches(&link.issuer)
                });
                if !same_way && link.is_valid_at(self.now) && self.signed(certificate, issuer) == Signed::Yes {
                    path.push(issuer);
                }
            }
        }
    }
}
