//! BER as it comes (X.690, 8): definite and indefinite lengths, octet strings in segments.

use std::ops::Deref;

use zeroize::Zeroizing;

use crate::asn1::{CONSTRUCTED, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, magnitude};
use crate::der;

/// How deep elements may be nested.
pub(crate) const MAX_DEPTH: u8 = 64;

/// The longest object identifier that is read, in bytes.
const MAX_IDENTIFIER: usize = 64;

/// Why bytes are not BER, or not to be walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BerError {
    /// An element ends after the bytes do.
    CutOff,
    /// Not an encoding, or not the element that belongs here.
    Malformed,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

/// One element, borrowed from the bytes it was read from.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    /// Contents octets, without the end-of-contents of an indefinite length.
    pub(crate) content: &'a [u8],
    depth: u8,
}

/// Reads the first element; what follows it is left over.
pub(crate) fn first(bytes: &[u8]) -> Result<Element<'_>, BerError> {
    Elements { rest: bytes, depth: 0 }.next_or_none()?.ok_or(BerError::CutOff)
}

/// How many bytes the first element takes, its tag and length with it.
pub(crate) fn extent(bytes: &[u8]) -> Result<usize, BerError> {
    let mut elements = Elements { rest: bytes, depth: 0 };
    elements.any()?;
    Ok(bytes.len() - elements.rest.len())
}

impl<'a> Element<'a> {
    /// This element, if it has this tag.
    pub(crate) fn expect(self, tag: u8) -> Result<Self, BerError> {
        if self.tag == tag { Ok(self) } else { Err(BerError::Malformed) }
    }

    /// What is inside a constructed element.
    pub(crate) fn children(self) -> Result<Elements<'a>, BerError> {
        if self.tag & CONSTRUCTED == 0 {
            return Err(BerError::Malformed);
        }
        if self.depth >= MAX_DEPTH {
            return Err(BerError::TooDeep);
        }
        Ok(Elements { rest: self.content, depth: self.depth + 1 })
    }

    /// The first element inside octets of this string: as deep as if the string were constructed.
    pub(crate) fn first_inside(self, octets: &[u8]) -> Result<Element<'_>, BerError> {
        if self.depth >= MAX_DEPTH {
            return Err(BerError::TooDeep);
        }
        Elements { rest: octets, depth: self.depth + 1 }.any()
    }

    /// The octets of a string, its segments joined (X.690, 8.7). The tag may be an implicit one.
    pub(crate) fn octets(self) -> Result<Octets<'a>, BerError> {
        if self.tag & CONSTRUCTED == 0 {
            return Ok(Octets::Whole(self.content));
        }
        // Never longer than its encoding, so that nothing is left behind by growing.
        let mut joined = Zeroizing::new(Vec::with_capacity(self.content.len()));
        self.join(&mut joined)?;
        Ok(Octets::Joined(joined))
    }

    fn join(self, into: &mut Vec<u8>) -> Result<(), BerError> {
        for segment in self.children()? {
            let segment = segment?;
            match segment.tag {
                OCTET_STRING => into.extend_from_slice(segment.content),
                tag if tag == OCTET_STRING | CONSTRUCTED => segment.join(into)?,
                _ => return Err(BerError::Malformed),
            }
        }
        Ok(())
    }

    /// The element is an octet string, in segments or not.
    pub(crate) fn is_octet_string(self) -> bool {
        self.tag & !CONSTRUCTED == OCTET_STRING
    }

    /// A non-negative integer; anything larger than the type is its largest value.
    pub(crate) fn unsigned(self) -> Result<u64, BerError> {
        let digits = self.expect(INTEGER)?.content;
        match digits.first() {
            None => Err(BerError::Malformed),
            Some(first) if first & 0x80 != 0 => Err(BerError::Malformed),
            Some(_) => {
                let significant = magnitude(digits);
                if significant.len() > 8 {
                    return Ok(u64::MAX);
                }
                Ok(significant.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
            }
        }
    }

    /// The contents octets of an object identifier.
    pub(crate) fn oid(self) -> Result<&'a [u8], BerError> {
        let body = self.expect(OBJECT_IDENTIFIER)?.content;
        match body.last() {
            Some(last) if last & 0x80 == 0 && body.len() <= MAX_IDENTIFIER => Ok(body),
            _ => Err(BerError::Malformed),
        }
    }

    /// The same value in DER as far as lengths and segmented octet strings go. The order of sets is kept.
    pub(crate) fn to_der(self) -> Result<Zeroizing<Vec<u8>>, BerError> {
        if self.tag & 0x1f == 0x1f {
            return Err(BerError::Malformed);
        }
        if self.tag == OCTET_STRING | CONSTRUCTED {
            return Ok(der::tlv(OCTET_STRING, &[&self.octets()?]));
        }
        if self.tag & CONSTRUCTED == 0 {
            return Ok(der::tlv(self.tag, &[self.content]));
        }
        let children: Vec<Zeroizing<Vec<u8>>> =
            self.children()?.map(|child| child.and_then(Element::to_der)).collect::<Result<_, _>>()?;
        let parts: Vec<&[u8]> = children.iter().map(|child| child.as_slice()).collect();
        Ok(der::tlv(self.tag, &parts))
    }
}

/// The octets of a string: borrowed, or joined in memory that is wiped.
pub(crate) enum Octets<'a> {
    Whole(&'a [u8]),
    Joined(Zeroizing<Vec<u8>>),
}

impl Deref for Octets<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Whole(octets) => octets,
            Self::Joined(octets) => octets,
        }
    }
}

/// Elements one after the other.
#[derive(Clone)]
pub(crate) struct Elements<'a> {
    rest: &'a [u8],
    depth: u8,
}

impl<'a> Elements<'a> {
    /// The next element with this tag.
    pub(crate) fn one(&mut self, tag: u8) -> Result<Element<'a>, BerError> {
        self.any()?.expect(tag)
    }

    /// The next element, whatever it is.
    pub(crate) fn any(&mut self) -> Result<Element<'a>, BerError> {
        self.next_or_none()?.ok_or(BerError::Malformed)
    }

    /// The next element, if there is one.
    pub(crate) fn next_or_none(&mut self) -> Result<Option<Element<'a>>, BerError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let header = Header::read(self.rest)?;
        let body = &self.rest[header.size..];
        let (content, used) = match header.length {
            Some(length) => (body.get(..length).ok_or(BerError::CutOff)?, length),
            None => {
                let length = indefinite(body, self.depth)?;
                (&body[..length], length + 2)
            }
        };
        self.rest = &body[used..];
        Ok(Some(Element { tag: header.tag, content, depth: self.depth }))
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Result<Element<'a>, BerError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_or_none();
        if next.is_err() {
            self.rest = &[];
        }
        next.transpose()
    }
}

struct Header {
    tag: u8,
    /// Bytes of tag and length.
    size: usize,
    /// `None` if indefinite.
    length: Option<usize>,
}

impl Header {
    fn read(bytes: &[u8]) -> Result<Self, BerError> {
        let tag = *bytes.first().ok_or(BerError::CutOff)?;
        let mut at = 1;
        if tag & 0x1f == 0x1f {
            let number = bytes[1..].iter().take(5).position(|byte| byte & 0x80 == 0);
            at += 1 + number.ok_or(if bytes.len() > 5 { BerError::Malformed } else { BerError::CutOff })?;
        }
        let first = *bytes.get(at).ok_or(BerError::CutOff)?;
        at += 1;
        let length = match first {
            0..=0x7f => Some(usize::from(first)),
            0x80 if tag & CONSTRUCTED != 0 => None,
            0x81..=0x84 => {
                let digits = bytes.get(at..at + usize::from(first & 0x7f)).ok_or(BerError::CutOff)?;
                at += digits.len();
                Some(digits.iter().fold(0, |value, byte| value << 8 | usize::from(*byte)))
            }
            _ => return Err(BerError::Malformed),
        };
        Ok(Self { tag, size: at, length })
    }
}

/// Length of contents that are ended by end-of-contents octets (X.690, 8.1.5).
fn indefinite(body: &[u8], depth: u8) -> Result<usize, BerError> {
    let mut open = 1u8;
    let mut at = 0;
    loop {
        let rest = body.get(at..).ok_or(BerError::CutOff)?;
        if rest.starts_with(&[0, 0]) {
            open -= 1;
            if open == 0 {
                return Ok(at);
            }
            at += 2;
            continue;
        }
        let header = Header::read(rest)?;
        at += header.size;
        match header.length {
            Some(length) if rest.len() - header.size < length => return Err(BerError::CutOff),
            Some(length) => at += length,
            None if depth.saturating_add(open) >= MAX_DEPTH => return Err(BerError::TooDeep),
            None => open += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::asn1::SEQUENCE;
    use crate::oid;

    #[test]
    fn indefinite_lengths_end_where_they_end() {
        let bytes = [0x30, 0x80, 0x30, 0x80, 0x02, 0x01, 0x07, 0, 0, 0x05, 0x00, 0, 0, 0xff];
        let outer = first(&bytes).unwrap();
        assert_eq!(outer.content, &bytes[2..11]);
        let mut inside = outer.children().unwrap();
        let inner = inside.one(SEQUENCE).unwrap();
        assert_eq!(inner.children().unwrap().any().unwrap().unsigned().unwrap(), 7);
        assert_eq!(inside.one(0x05).unwrap().content, &[] as &[u8]);
        assert!(inside.next_or_none().unwrap().is_none());
        assert_eq!(*outer.to_der().unwrap(), [0x30, 7, 0x30, 3, 2, 1, 7, 5, 0]);
    }

    #[test]
    fn segments_are_joined() {
        let bytes = [0x24, 0x80, 0x04, 1, 1, 0x24, 0x80, 0x04, 2, 2, 3, 0, 0, 0x04, 0, 0, 0];
        let string = first(&bytes).unwrap();
        assert_eq!(*string.octets().unwrap(), [1, 2, 3]);
        assert_eq!(*string.to_der().unwrap(), [4, 3, 1, 2, 3]);
        let wrong = [0x24, 0x03, 0x02, 1, 1];
        assert_eq!(first(&wrong).unwrap().octets().err(), Some(BerError::Malformed));
    }

    #[test]
    fn what_is_cut_off_is_told_from_what_is_malformed() {
        for length in 0..8 {
            assert_eq!(
                first(&[0x30, 0x80, 0x04, 0x02, 1, 2, 0, 0][..length]).err(),
                Some(BerError::CutOff),
                "{length}"
            );
        }
        assert_eq!(first(&[0x30, 0x82, 0x01]).err(), Some(BerError::CutOff));
        assert_eq!(first(&[0x30, 0x05, 0x01]).err(), Some(BerError::CutOff));
        assert_eq!(first(&[0x04, 0x80, 0, 0]).err(), Some(BerError::Malformed));
        assert_eq!(first(&[0x30, 0xff, 0, 0]).err(), Some(BerError::Malformed));
    }

    #[test]
    fn nesting_is_limited_either_way() {
        let deep: Vec<u8> = [0x30, 0x80].repeat(100_000);
        assert_eq!(first(&deep).err(), Some(BerError::TooDeep));
        let mut definite = vec![0x05, 0x00];
        for _ in 0..40 {
            definite = der::tlv(SEQUENCE, &[&der::tlv(SEQUENCE, &[&definite])]).to_vec();
        }
        assert_eq!(first(&definite).unwrap().to_der().err(), Some(BerError::TooDeep));
    }

    #[test]
    fn numbers_and_identifiers_are_read() {
        assert_eq!(first(&[2, 2, 0, 0x80]).unwrap().unsigned(), Ok(128));
        assert_eq!(first(&[2, 1, 0x80]).unwrap().unsigned(), Err(BerError::Malformed));
        assert_eq!(first(&[2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0]).unwrap().unsigned(), Ok(u64::MAX));
        assert_eq!(
            first(&[6, 6, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]).unwrap().oid(),
            Ok(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d][..])
        );
        assert_eq!(first(&der::oid(oid::PBES2)).unwrap().oid(), Ok(oid::PBES2));
        assert_eq!(first(&[6, 1, 0x86]).unwrap().oid(), Err(BerError::Malformed));
    }
}
