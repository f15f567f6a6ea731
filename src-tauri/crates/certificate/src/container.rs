//! The layers of a PKCS#12 file (RFC 7292, 4).

use crate::algorithm::{Encryption, Mac, identifier, unreadable};
use crate::asn1::{CONTEXT_0, CONTEXT_0_PRIMITIVE, INTEGER, OBJECT_IDENTIFIER, SEQUENCE};
use crate::ber::{self, Element, Octets};
use crate::error::OpenError;
use crate::oid;

/// How many certificates a file may hold.
pub(crate) const MAX_CERTIFICATES: usize = 64;

/// `PFX`.
pub(crate) struct Pfx<'a> {
    /// The octets of `authSafe`, over which the MAC is made.
    pub(crate) content: Octets<'a>,
    /// `None` if unprotected.
    pub(crate) mac: Option<Mac<'a>>,
}

impl<'a> Pfx<'a> {
    /// Reads the outer layer; bytes after it are left out.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, OpenError> {
        let mut fields = ber::first(bytes)?.expect(SEQUENCE)?.children()?;
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

/// One `ContentInfo`: a safe, open or encrypted.
pub(crate) enum Content<'a> {
    /// `SafeContents`.
    Data(Octets<'a>),
    /// Encrypted `SafeContents`.
    Encrypted(Encryption<'a>, Octets<'a>),
}

/// `AuthenticatedSafe`.
pub(crate) fn safes(content: &[u8]) -> Result<Vec<Content<'_>>, OpenError> {
    ber::first(content)?.expect(SEQUENCE)?.children()?.map(|safe| content_info(safe?)).collect()
}

fn content_info(element: Element<'_>) -> Result<Content<'_>, OpenError> {
    let mut fields = element.expect(SEQUENCE)?.children()?;
    let kind = fields.any()?.oid()?;
    let content = || -> Result<Element<'_>, OpenError> {
        let mut fields = fields.clone();
        Ok(fields.one(CONTEXT_0)?.children()?.any()?)
    };
    match kind {
        oid::DATA => {
            let octets = content()?;
            if !octets.is_octet_string() {
                return Err(OpenError::Damaged("not an octet string"));
            }
            Ok(Content::Data(octets.octets()?))
        }
        oid::ENCRYPTED_DATA => {
            let mut fields = content()?.expect(SEQUENCE)?.children()?;
            fields.one(INTEGER)?;
            let mut fields = fields.one(SEQUENCE)?.children()?;
            fields.one(OBJECT_IDENTIFIER)?;
            let encryption = Encryption::read(fields.any()?)?;
            let data = fields.any()?;
            if !matches!(data.tag, CONTEXT_0_PRIMITIVE | CONTEXT_0) {
                return Err(OpenError::Damaged("no encrypted content"));
            }
            Ok(Content::Encrypted(encryption, data.octets()?))
        }
        _ => Err(unreadable(kind)),
    }
}

/// What bags hold that is of use here. Lists, secrets and whatever is unknown are left alone.
#[derive(Default)]
pub(crate) struct Bags<'a> {
    /// `PrivateKeyInfo`.
    pub(crate) plain_keys: Vec<Element<'a>>,
    /// Encrypted `PrivateKeyInfo`.
    pub(crate) encrypted_keys: Vec<(Encryption<'a>, Octets<'a>)>,
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
        for bag in contents.expect(SEQUENCE)?.children()? {
            let mut fields = bag?.expect(SEQUENCE)?.children()?;
            let kind = fields.any()?.oid()?;
            let value = fields.one(CONTEXT_0)?.children()?.any()?;
            match kind {
                oid::KEY_BAG => self.plain_keys.push(value),
                oid::SHROUDED_KEY_BAG => {
                    let mut fields = value.expect(SEQUENCE)?.children()?;
                    let encryption = Encryption::read(fields.any()?)?;
                    self.encrypted_keys.push((encryption, fields.any()?.octets()?));
                }
                oid::CERTIFICATE_BAG => self.add_certificate(value)?,
                oid::SAFE_CONTENTS_BAG => self.add(value)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn add_certificate(&mut self, value: Element<'a>) -> Result<(), OpenError> {
        let (kind, wrapped) = identifier(value)?;
        if kind != oid::X509_CERTIFICATE {
            return Ok(());
        }
        let wrapped = wrapped.ok_or(OpenError::Damaged("empty certificate bag"))?.expect(CONTEXT_0)?;
        self.certificates.push(wrapped.children()?.any()?.octets()?);
        if self.certificates.len() > MAX_CERTIFICATES {
            return Err(OpenError::TooCostly("certificates"));
        }
        Ok(())
    }
}
