//! The layers of a PKCS#12 file (RFC 7292, 4).

use crate::algorithm::{Encryption, Mac, identifier, unreadable};
use crate::asn1::{CONTEXT_0, CONTEXT_0_PRIMITIVE, INTEGER, OBJECT_IDENTIFIER, SEQUENCE, SET};
use crate::ber::{self, Element, Octets};
use crate::error::OpenError;
use crate::oid;

/// How many certificates a file may hold.
pub(crate) const MAX_CERTIFICATES: usize = 64;

/// The `PFX` of RFC 7292, 4: the file itself.
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

/// One `ContentInfo`: a safe, plain or encrypted.
pub(crate) enum Content<'a> {
    /// The `SafeContents` as they are.
    Data(Octets<'a>),
    /// The `SafeContents`, encrypted by the password.
    Encrypted(Encryption<'a>, Octets<'a>),
}

/// Reads the `AuthenticatedSafe` (RFC 7292, 4.1).
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

/// What bags hold that is of use here. Lists and whatever is unknown are left alone.
#[derive(Default)]
pub(crate) struct Bags<'a> {
    /// Each `PrivateKeyInfo` that is not encrypted (RFC 7292, 4.2.1).
    pub(crate) plain_keys: Vec<(Element<'a>, KeyId<'a>)>,
    /// Each `EncryptedPrivateKeyInfo` (RFC 7292, 4.2.2).
    pub(crate) encrypted_keys: Vec<EncryptedKey<'a>>,
    /// The X.509 certificates, DER (RFC 7292, 4.2.3).
    pub(crate) certificates: Vec<(Octets<'a>, KeyId<'a>)>,
    /// A secret that Windows keeps for those of a domain in place of a password ([MS-CAPR], `SID` protectors).
    pub(crate) is_protected_to_domain: bool,
}

/// A bag's localKeyID (RFC 2985, 5.5.2), by which a key and its certificate belong together.
pub(crate) type KeyId<'a> = Option<Octets<'a>>;

/// A bag with an encrypted key.
pub(crate) struct EncryptedKey<'a> {
    pub(crate) encryption: Encryption<'a>,
    pub(crate) data: Octets<'a>,
    pub(crate) id: KeyId<'a>,
}

impl<'a> Bags<'a> {
    /// Reads `SafeContents`, nested ones too.
    pub(crate) fn read(contents: &'a [u8]) -> Result<Self, OpenError> {
        let mut bags = Self::default();
        bags.add(ber::first(contents)?)?;
        Ok(bags)
    }

    /// The identifiers of its keys.
    pub(crate) fn key_ids(&self) -> impl Iterator<Item = &[u8]> {
        let plain = self.plain_keys.iter().map(|(_, id)| id);
        plain.chain(self.encrypted_keys.iter().map(|key| &key.id)).filter_map(|id| id.as_deref())
    }

    fn add(&mut self, contents: Element<'a>) -> Result<(), OpenError> {
        for bag in contents.expect(SEQUENCE)?.children()? {
            let mut fields = bag?.expect(SEQUENCE)?.children()?;
            let kind = fields.any()?.oid()?;
            let value = fields.one(CONTEXT_0)?.children()?.any()?;
            let id = fields.next_or_none()?.and_then(key_id);
            match kind {
                oid::KEY_BAG => self.plain_keys.push((value, id)),
                oid::SHROUDED_KEY_BAG => {
                    let mut fields = value.expect(SEQUENCE)?.children()?;
                    let encryption = Encryption::read(fields.any()?)?;
                    self.encrypted_keys.push(EncryptedKey { encryption, data: fields.any()?.octets()?, id });
                }
                oid::CERTIFICATE_BAG => self.add_certificate(value, id)?,
                oid::SECRET_BAG => {
                    let kind = value.children().and_then(|mut fields| fields.any()?.oid());
                    self.is_protected_to_domain |= kind.is_ok_and(|kind| kind == oid::PROTECTED_TO_DOMAIN);
                }
                oid::SAFE_CONTENTS_BAG => self.add(value)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn add_certificate(&mut self, value: Element<'a>, id: KeyId<'a>) -> Result<(), OpenError> {
        let (kind, wrapped) = identifier(value)?;
        if kind != oid::X509_CERTIFICATE {
            return Ok(());
        }
        let wrapped = wrapped.ok_or(OpenError::Damaged("empty certificate bag"))?.expect(CONTEXT_0)?;
        self.certificates.push((wrapped.children()?.any()?.octets()?, id));
        if self.certificates.len() > MAX_CERTIFICATES {
            return Err(OpenError::costly("certificates"));
        }
        Ok(())
    }
}

/// The localKeyID among a bag's attributes; what else is there, or how it is built, does not matter.
fn key_id(attributes: Element<'_>) -> KeyId<'_> {
    let mut attributes = attributes.expect(SET).ok()?.children().ok()?;
    attributes.find_map(|attribute| {
        let mut fields = attribute.ok()?.expect(SEQUENCE).ok()?.children().ok()?;
        if fields.any().ok()?.oid().ok()? != oid::LOCAL_KEY_ID {
            return None;
        }
        fields.one(SET).ok()?.children().ok()?.any().ok()?.octets().ok()
    })
}
