use certificate::Fingerprint;
use plist::{Dictionary, Value};
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use crate::error::{HandOffError, ProfileError};

/// What Safari recognises a configuration profile by (Apple, Configuration Profile Reference).
pub const PROFILE_MIME_TYPE: &str = "application/x-apple-aspen-config";

/// Namespace of the payload UUIDs. Never to change: it ties a profile to its certificate.
const NAMESPACE: Uuid = uuid::uuid!("1740b208-a2c4-4e5f-a5e4-908cd022d31e");

/// Room for the keys, the XML around them and the line breaks in the base64.
const MARKUP_BYTES: usize = 8 * 1024;

/// What a configuration profile is made of.
pub struct ProfileSource<'a> {
    /// Stable word of the slot, `kaigo-dx-3f9a1c02`: a renewed certificate in the same slot replaces the old profile.
    pub slot: &'a str,
    /// Reverse-DNS prefix of the PayloadIdentifier.
    pub bundle: &'a str,
    /// What Settings calls the profile: office, kind and end of validity.
    pub display_name: &'a str,
    /// Shown on the profile's detail page.
    pub description: &'a str,
    /// Who provides it.
    pub organization: &'a str,
    /// What Settings calls the certificate inside.
    pub certificate_name: &'a str,
    /// File name of the enclosed PKCS#12, ending in `.p12`.
    pub file_name: &'a str,
    /// SHA-256 of the leaf.
    pub fingerprint: Fingerprint,
    /// The password-protected PKCS#12 in a form that iOS reads.
    pub pkcs12: &'a [u8],
}

/// Wraps a PKCS#12 into an unsigned configuration profile (XML property list).
///
/// Keys as in Apple's device-management schema (`TopLevel`, `com.apple.security.pkcs12`), without `Password`:
/// iOS asks the user, as Apple advises. The same source gives the same bytes.
///
/// # Errors
/// [`HandOffError::Profile`] for an impossible identifier or an empty file.
pub fn configuration_profile(source: &ProfileSource<'_>) -> Result<Zeroizing<Vec<u8>>, HandOffError> {
    if !is_identifier(source.bundle) || !is_identifier(source.slot) {
        return Err(ProfileError::Identifier.into());
    }
    if source.pkcs12.is_empty() {
        return Err(ProfileError::NoCertificate.into());
    }
    let identifier = format!("{}.{}", source.bundle, source.slot);
    let uuid = Uuid::new_v5(&NAMESPACE, &source.fingerprint.0);
    let certificate_uuid = Uuid::new_v5(&uuid, CERTIFICATE_TYPE.as_bytes());

    let mut certificate = payload(
        CERTIFICATE_TYPE,
        &format!("{identifier}.certificate"),
        certificate_uuid,
        source.certificate_name,
        source.description,
        source.organization,
    );
    certificate.insert("PayloadCertificateFileName".to_owned(), text(source.file_name));
    certificate.insert("PayloadContent".to_owned(), Value::Data(source.pkcs12.to_vec()));

    let mut profile =
        payload("Configuration", &identifier, uuid, source.display_name, source.description, source.organization);
    profile.insert("TargetDeviceType".to_owned(), Value::Integer(IPHONE_OR_IPAD.into()));
    profile.insert("PayloadContent".to_owned(), Value::Array(vec![Value::Dictionary(certificate)]));

    // Large enough at once: growing would leave unwiped copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(source.pkcs12.len() * 2 + MARKUP_BYTES));
    let profile = Value::Dictionary(profile);
    let written = profile.to_writer_xml(&mut *bytes);
    wipe(profile);
    written.map_err(ProfileError::Write)?;
    Ok(bytes)
}

const CERTIFICATE_TYPE: &str = "com.apple.security.pkcs12";

/// `TargetDeviceType`: no question which device is meant when a watch is paired.
const IPHONE_OR_IPAD: i64 = 1;

fn payload(
    kind: &str,
    identifier: &str,
    uuid: Uuid,
    display_name: &str,
    description: &str,
    organization: &str,
) -> Dictionary {
    let mut keys = Dictionary::new();
    keys.insert("PayloadType".to_owned(), text(kind));
    keys.insert("PayloadVersion".to_owned(), Value::Integer(1.into()));
    keys.insert("PayloadIdentifier".to_owned(), text(identifier));
    keys.insert("PayloadUUID".to_owned(), text(&uuid.as_hyphenated().to_string().to_uppercase()));
    keys.insert("PayloadDisplayName".to_owned(), text(display_name));
    keys.insert("PayloadDescription".to_owned(), text(description));
    keys.insert("PayloadOrganization".to_owned(), text(organization));
    keys
}

/// Characters that XML 1.0 cannot carry (section 2.2) are left out; the writer would pass them through.
fn text(words: &str) -> Value {
    let carried = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    Value::String(words.chars().filter(carried).collect())
}

fn is_identifier(words: &str) -> bool {
    !words.is_empty()
        && words
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
}

fn wipe(value: Value) {
    match value {
        Value::Data(mut bytes) => bytes.zeroize(),
        Value::Array(values) => values.into_iter().for_each(wipe),
        Value::Dictionary(keys) => keys.into_iter().for_each(|(_, value)| wipe(value)),
        _ => {}
    }
}
