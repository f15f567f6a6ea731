//! The layers of a PKCS#12 file (RFC 7292, 4).

use crate::OpenError;
use crate::algorithm::{Encryption, Mac, identifier, unreadable};
use crate::ber::{self, Element, Octets};

/// How many certificates a file may hold.
pub(crate) const MAX_CERTIFICATES: usize = 64;

/// `PFX`.
pub(crate) struct Pfx<'a> {
    /// The octets of `authSafe`, over which the MAC is made.
    pub(crate) content: Octets<'a>,
    /// None: unprotected.
    pub(crate) mac: Option<Mac<'a>>,
}

impl<'a> Pfx<'a> {
    /// Reads the outer layer; bytes after it are left out.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, OpenError> {
        let mut fields = ber::first(bytes)?.expect(ber::SEQUENCE)?.children()?;
        if fields.any()?.unsigned()? != 3 {
            return Err(OpenError::Damaged("not version 3"));
        }
        let content = match content_info(fields.any()?)? {
            Content::Data(octets) => octets,
            Content::Encrypted(..) => return Err(OpenError::Damaged("encrypted authSafe")),
        };
        let mac = fields.next_or_none()?.map(Mac::read).transpose()?;
        Ok(Self { content, mac })
    }
}

/// One `ContentInfo`: a safe, open or locked.
pub(crate) enum Content<'a> {
    /// `SafeContents`.
    Data(Octets<'a>),
    /// Encrypted `SafeContents`.
    Encrypted(Encryption<'a>, Octets<'a>),
}

/// `AuthenticatedSafe`.
pub(crate) fn safes(content: &[u8]) -> Result<Vec<Content<'_>>, OpenError> {
    ber::first(content)?.expect(ber::SEQUENCE)?.children()?.map(|safe| content_info(safe?)).collect()
}

fn content_info(element: Element<'_>) -> Result<Content<'_>, OpenError> {
    let mut fields = element.expect(ber::SEQUENCE)?.children()?;
    let kind = fields.any()?.oid()?;
    let content = || -> Result<Element<'_>, OpenError> {
        let mut fields = fields.clone();
        Ok(fields.one(ber::CONTEXT_0)?.children()?.any()?)
    };
    match kind.as_str() {
        "1.2.840.113549.1.7.1" => {
            let octets = content()?;
            if !octets.is_octet_string() {
                return Err(OpenError::Damaged("not an octet string"));
            }
            Ok(Content::Data(octets.octets()?))
        }
        "1.2.840.113549.1.7.6" => {
            let mut fields = content()?.expect(ber::SEQUENCE)?.children()?;
            fields.one(ber::INTEGER)?;
            let mut fields = fields.one(ber::SEQUENCE)?.children()?;
            fields.one(ber::OBJECT_IDENTIFIER)?;
            let encryption = Encryption::read(fields.any()?)?;
            let data = fields.any()?;
            if !matches!(data.tag, ber::CONTEXT_0_PRIMITIVE | ber::CONTEXT_0) {
                return Err(OpenError::Damaged("no encrypted content"));
            }
            Ok(Content::Encrypted(encryption, data.octets()?))
        }
        _ => Err(unreadable(&kind)),
    }
}

/// What bags hold that is of use here. Lists, secrets and whatever is unknown are left alone.
#[derive(Default)]
pub(crate) struct Bags<'a> {
    /// `PrivateKeyInfo`.
    pub(crate) keys: Vec<Element<'a>>,
    /// Encrypted `PrivateKeyInfo`.
    pub(crate) locked_keys: Vec<(Encryption<'a>, Octets<'a>)>,
    /// X.509 certificates.
    pub(crate) certificates: Vec<Octets<'a>>,
}

impl<'a> Bags<'a> {
    /// Reads `SafeContents`, nested ones too.
    pub(crate) fn read(contents: &'a [u8]) -> Result<Self, OpenError> {
        let mut bags = Self::default();
        bags.add(ber::first(contents)?)?;
        Ok(bags)
    }

    fn add(&mut self, contents: Element<'a>) -> Result<(), OpenError> {
        for bag in contents.expect(ber::SEQUENCE)?.children()? {
            let mut fields = bag?.expect(ber::SEQUENCE)?.children()?;
            let kind = fields.any()?.oid()?;
            let value = fields.one(ber::CONTEXT_0)?.children()?.any()?;
            match kind.as_str() {
                "1.2.840.113549.1.12.10.1.1" => self.keys.push(value),
                "1.2.840.113549.1.12.10.1.2" => {
                    let mut fields = value.expect(ber::SEQUENCE)?.children()?;
                    let encryption = Encryption::read(fields.any()?)?;
                    self.locked_keys.push((encryption, fields.any()?.octets()?));
                }
                "1.2.840.113549.1.12.10.1.3" => self.add_certificate(value)?,
                "1.2.840.113549.1.12.10.1.6" => self.add(value)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn add_certificate(&mut self, value: Element<'a>) -> Result<(), OpenError> {
        let (kind, wrapped) = identifier(value)?;
        if kind != "1.2.840.113549.1.9.22.1" {
            return Ok(());
        }
        let wrapped = wrapped.ok_or(OpenError::Damaged("empty certificate bag"))?.expect(ber::CONTEXT_0)?;
        self.certificates.push(wrapped.children()?.any()?.octets()?);
        if self.certificates.len() > MAX_CERTIFICATES {
            return Err(OpenError::TooCostly("certificates"));
        }
        Ok(())
    }
}
