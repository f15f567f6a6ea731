use certificate::CertificateKind;
use percent_encoding::percent_decode_str;
use verification::{Nonce, SCHEME};

use super::address::{Addresses, MAX_LINK_BYTES};
use super::card::FacilityCard;
use super::link_error::LinkError;
use crate::user_id::UserId;

/// What a link of ours says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InboundLink {
    /// The portal's entry.
    Portal,
    /// A facility card.
    Card(FacilityCard),
    /// The verification page's way back.
    Verified {
        /// The nonce that the page was opened with.
        nonce: Nonce,
    },
}

/// Reads what a QR code, a link or the user's hand brought. A text has one spelling: what [`FacilityCard::link`] writes
/// is read back, and nothing else is a card.
///
/// # Errors
/// Anything else than the portal's entry and the app's own links.
pub fn read(text: &str, addresses: &Addresses) -> Result<InboundLink, LinkError> {
    if text.len() > MAX_LINK_BYTES {
        return Err(LinkError::TooLong);
    }
    if is_entry(text, &addresses.entry) {
        return Ok(InboundLink::Portal);
    }
    let tail = path_and_query_of(text, addresses)?;
    let (page, query) = tail.split_once('?').ok_or(LinkError::Damaged)?;
    match page {
        "card" => card(tail, query).map(InboundLink::Card),
        "verified" => verified(query),
        _ => Err(LinkError::Damaged),
    }
}

/// Scheme and host may be in capitals, which make a smaller QR code; the last slash may be missing.
fn is_entry(text: &str, entry: &str) -> bool {
    let (Some((ours, path)), Some((host, rest))) = (split_https(entry), split_https(text)) else { return false };
    host.eq_ignore_ascii_case(ours) && rest.strip_prefix('/').unwrap_or(rest) == path.strip_prefix('/').unwrap_or(path)
}

/// What follows scheme and host of one of our links.
fn path_and_query_of<'a>(text: &'a str, addresses: &Addresses) -> Result<&'a str, LinkError> {
    if let Some((host, rest)) = split_https(text) {
        let ours = addresses.link_hosts.iter().any(|ours| ours == host);
        return rest.strip_prefix('/').filter(|_| ours).ok_or(LinkError::NotOurs);
    }
    match text.split_once(':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case(SCHEME) => {
            if scheme == SCHEME {
                rest.strip_prefix("//").ok_or(LinkError::Damaged)
            } else {
                Err(LinkError::Damaged)
            }
        }
        _ => Err(LinkError::NotOurs),
    }
}

/// Authority (with user and port, if any) and what follows it.
fn split_https(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    scheme.eq_ignore_ascii_case("https").then(|| rest.split_at(rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())))
}

fn card(tail: &str, query: &str) -> Result<FacilityCard, LinkError> {
    let (mut version, mut kind, mut office, mut user_id) = (None, None, None, None);
    let mut unknown = false;
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').ok_or(LinkError::Damaged)?;
        let known = match name {
            "v" => &mut version,
            "kind" => &mut kind,
            "office" => &mut office,
            "id" => &mut user_id,
            _ => {
                unknown = true;
                continue;
            }
        };
        if known.replace(value).is_some() {
            return Err(LinkError::Damaged);
        }
    }
    match version {
        Some("1") if !unknown => {}
        Some(later) if is_later(later) => return Err(LinkError::Newer),
        _ => return Err(LinkError::Damaged),
    }
    let kind = kind.map(kind_of).transpose()?;
    let office = percent_decode_str(office.ok_or(LinkError::Damaged)?).decode_utf8().map_err(|_| LinkError::Damaged)?;
    let card = FacilityCard::new(kind, &office, None).map_err(|_| LinkError::Damaged)?;
    let user_id = user_id.map(|text| UserId::written(text).ok_or(LinkError::WrongUserId)).transpose()?;
    let card = card.with_user_id(user_id);
    // Whatever decodes to the same card in another spelling was not written by us.
    if card.path_and_query() == tail { Ok(card) } else { Err(LinkError::Damaged) }
}

fn is_later(version: &str) -> bool {
    (1..=4).contains(&version.len())
        && version.bytes().all(|c| c.is_ascii_digit())
        && !version.starts_with('0')
        && version != "1"
}

fn kind_of(slug: &str) -> Result<CertificateKind, LinkError> {
    [CertificateKind::Dx, CertificateKind::Hoken].into_iter().find(|kind| kind.code() == slug).ok_or(LinkError::Damaged)
}

fn verified(query: &str) -> Result<InboundLink, LinkError> {
    let nonce = query.strip_prefix("nonce=").and_then(Nonce::parse).ok_or(LinkError::Damaged)?;
    Ok(InboundLink::Verified { nonce })
}

#[cfg(test)]
mod tests;
