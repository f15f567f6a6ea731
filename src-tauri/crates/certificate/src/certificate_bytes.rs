//! Certificates as they come: DER, and what others read too, such as bytes that follow, BER inside, or times
//! that RFC 5280 does not allow.

use std::borrow::Cow;

use jiff::civil::DateTime;
use x509_parser::certificate::X509Certificate;
use x509_parser::parse_x509_certificate;

use crate::asn1::{
    BIT_STRING, BOOLEAN, CONSTRUCTED, GENERALIZED_TIME, INTEGER, OCTET_STRING, SEQUENCE, SET, UTC_TIME, magnitude,
};
use crate::ber::{self, BerError, Element};
use crate::der;

/// The bytes of a certificate, and where a strict reader needs them, the same in the form that it reads.
pub(crate) struct CertificateBytes<'a> {
    /// As found, without what follows: signed, fingerprinted and written again.
    pub(crate) raw: &'a [u8],
    readable: Cow<'a, [u8]>,
}

impl<'a> CertificateBytes<'a> {
    /// Reads a certificate at the beginning of bytes; `None` if there is none that can be read.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let raw = bytes.get(..ber::extent(bytes).ok()?)?;
        if parse_x509_certificate(raw).is_ok() {
            return Some(Self { raw, readable: Cow::Borrowed(raw) });
        }
        let readable = repaired(ber::first(raw).ok()?.expect(SEQUENCE).ok()?).ok()?;
        parse_x509_certificate(&readable).is_ok().then_some(Self { raw, readable: Cow::Owned(readable) })
    }

    /// The certificate's fields.
    pub(crate) fn parse(&self) -> Option<X509Certificate<'_>> {
        parse_x509_certificate(&self.readable).ok().map(|(_, certificate)| certificate)
    }

    /// What is signed, in the encoding found.
    pub(crate) fn signed_part(&self) -> Option<&'a [u8]> {
        let inside = ber::first(self.raw).ok()?.content;
        inside.get(..ber::extent(inside).ok()?)
    }

    /// What is signed, in DER, where the encoding found is another one.
    pub(crate) fn signed_part_in_der(&self) -> Option<Vec<u8>> {
        let found = self.signed_part()?;
        let der = ber::first(found).ok()?.to_der().ok()?.to_vec();
        (der != found).then_some(der)
    }
}

/// The same certificate in DER, its times in the one form of RFC 5280, 4.1.2.5.
fn repaired(element: Element<'_>) -> Result<Vec<u8>, BerError> {
    let written = |tag, content: &[u8]| der::tlv(tag, &[content]).to_vec();
    Ok(match element.tag {
        UTC_TIME | GENERALIZED_TIME => match time(element.tag, element.content) {
            Some(time) => written(GENERALIZED_TIME, time.as_bytes()),
            None => written(element.tag, element.content),
        },
        BOOLEAN => written(BOOLEAN, &[if element.content == [0] { 0 } else { 0xff }]),
        INTEGER => written(INTEGER, shortest(element.content)),
        tag if tag & !CONSTRUCTED == OCTET_STRING => {
            let octets = element.octets()?;
            // An extension's value is an encoding of its own.
            let nested = ber::extent(&octets).is_ok_and(|size| size == octets.len() && octets[0] == SEQUENCE);
            match nested.then(|| element.first_inside(&octets).and_then(repaired)) {
                Some(Ok(inside)) => written(OCTET_STRING, &inside),
                _ => written(OCTET_STRING, &octets),
            }
        }
        tag if tag == BIT_STRING | CONSTRUCTED => {
            let mut bits = vec![0];
            for segment in element.children()? {
                let (unused, part) = segment?.expect(BIT_STRING)?.content.split_first().ok_or(BerError::Malformed)?;
                bits[0] = *unused;
                bits.extend_from_slice(part);
            }
            written(BIT_STRING, &bits)
        }
        tag if tag & CONSTRUCTED == 0 => written(tag, element.content),
        tag => {
            let children: Vec<Vec<u8>> =
                element.children()?.map(|child| child.and_then(repaired)).collect::<Result<_, _>>()?;
            let universal = tag & 0xc0 == 0;
            if universal && tag != SEQUENCE && tag != SET {
                // A character string in segments (X.690, 8.23.6): their contents, one after the other.
                let segments: Vec<Element<'_>> = element.children()?.collect::<Result<_, _>>()?;
                let parts: Vec<&[u8]> = segments.iter().map(|segment| segment.content).collect();
                der::tlv(tag & !CONSTRUCTED, &parts).to_vec()
            } else {
                der::tlv(tag, &children.iter().map(Vec::as_slice).collect::<Vec<_>>()).to_vec()
            }
        }
    })
}

/// An integer's digits in the fewest bytes (X.690, 8.3.2).
fn shortest(digits: &[u8]) -> &[u8] {
    let significant = magnitude(digits);
    let sign = significant.first().is_none_or(|byte| byte & 0x80 != 0);
    digits.get(digits.len().saturating_sub(significant.len() + usize::from(sign))..).unwrap_or(digits)
}

/// `YYYYMMDDhhmmssZ` of a time in any form of X.680, 46 and 47; one without an offset is taken as UTC.
fn time(tag: u8, content: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(content).ok()?.trim();
    let zone = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, offset) = text.split_at(zone);
    let clock = clock.split(['.', ',']).next()?;
    if !clock.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| clock.get(from..to).map_or(Some(0), |digits| digits.parse::<i16>().ok());
    let year_digits = if tag == UTC_TIME { 2 } else { 4 };
    if clock.len() < year_digits + 6 {
        return None;
    }
    let year = match (tag, number(0, year_digits)?) {
        // RFC 5280, 4.1.2.5.1.
        (UTC_TIME, year @ 0..50) => 2000 + year,
        (UTC_TIME, year) => 1900 + year,
        (_, year) => year,
    };
    let field = |index: usize| number(year_digits + 2 * index, year_digits + 2 * index + 2)?.try_into().ok();
    let local = DateTime::new(year, field(0)?, field(1)?, field(2)?, field(3)?, field(4)?, 0).ok()?;
    let minutes = match offset.as_bytes() {
        [] | [b'Z'] => 0,
        [sign @ (b'+' | b'-'), digits @ ..] => {
            let digits: i64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
            let minutes = if offset.len() > 3 { digits / 100 * 60 + digits % 100 } else { digits * 60 };
            if *sign == b'+' { minutes } else { -minutes }
        }
        _ => return None,
    };
    let utc = local.checked_sub(jiff::Span::new().try_minutes(minutes).ok()?).ok()?;
    Some(utc.strftime("%Y%m%d%H%M%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_any_form_become_the_one_of_rfc_5280() {
        for (tag, written, meant) in [
            (UTC_TIME, "260401000000Z", "20260401000000Z"),
            (UTC_TIME, "2604010000Z", "20260401000000Z"),
            (UTC_TIME, "260401000000", "20260401000000Z"),
            (UTC_TIME, "260401090000+0900", "20260401000000Z"),
            (UTC_TIME, "991231190000-0500", "20000101000000Z"),
            (GENERALIZED_TIME, "20260401000000+0000", "20260401000000Z"),
            (GENERALIZED_TIME, "20260401000000.123Z", "20260401000000Z"),
            (GENERALIZED_TIME, "2026040109+09", "20260401000000Z"),
            (GENERALIZED_TIME, "20260401000000", "20260401000000Z"),
        ] {
            assert_eq!(time(tag, written.as_bytes()).as_deref(), Some(meant), "{written}");
        }
        for wrong in ["", "Z", "2604", "26040100000xZ", "261301000000Z", "260401000000Zx"] {
            assert_eq!(time(UTC_TIME, wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn integers_lose_what_says_nothing() {
        assert_eq!(shortest(&[0, 0, 1]), [1]);
        assert_eq!(shortest(&[0, 0x80]), [0, 0x80]);
        assert_eq!(shortest(&[0, 0]), [0]);
        assert_eq!(shortest(&[0xff, 1]), [0xff, 1]);
    }
}
