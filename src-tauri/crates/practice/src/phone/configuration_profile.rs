use std::io::Cursor;

use plist::{Dictionary, Value};
use uuid::Uuid;

/// A configuration profile with one certificate, as iOS understands it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConfigurationProfile {
    /// Decides replace or add.
    pub(super) identifier: String,
    pub(super) display_name: String,
    pub(super) organization: String,
    pub(super) description: String,
    /// Name of the enclosed file (`PayloadCertificateFileName`). iOS asks for its password by it (told by users of
    /// another project; not seen on a device); without one by “ID証明書”, as the manual prints it.
    pub(super) file_name: String,
    /// The enclosed file.
    pub(super) pkcs12: Vec<u8>,
}

/// Why iOS would not take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotAProfile(pub(super) &'static str);

impl ConfigurationProfile {
    /// Keys and values as in Apple's device-management schema (`TopLevel`, `com.apple.security.pkcs12`).
    pub(super) fn read(bytes: &[u8]) -> Result<Self, NotAProfile> {
        let value = Value::from_reader(Cursor::new(bytes)).map_err(|_| NotAProfile("property list"))?;
        let top = value.as_dictionary().ok_or(NotAProfile("dictionary"))?;
        let identifier = check(top, "Configuration")?.to_owned();
        if let Some(device) = top.get("TargetDeviceType") {
            let device = device.as_signed_integer().ok_or(NotAProfile("TargetDeviceType"))?;
            if !matches!(device, 0 | IPHONE_OR_IPAD) {
                return Err(NotAProfile("TargetDeviceType"));
            }
        }
        let payloads = top.get("PayloadContent").and_then(Value::as_array).ok_or(NotAProfile("PayloadContent"))?;
        let [payload] = payloads.as_slice() else { return Err(NotAProfile("PayloadContent")) };
        let payload = payload.as_dictionary().ok_or(NotAProfile("PayloadContent"))?;
        if check(payload, "com.apple.security.pkcs12")? == identifier {
            return Err(NotAProfile("PayloadIdentifier"));
        }
        let pkcs12 = payload.get("PayloadContent").and_then(Value::as_data).ok_or(NotAProfile("certificate"))?;
        let words = |name| Ok(optional(top, name)?.unwrap_or_default().to_owned());
        Ok(Self {
            display_name: optional(top, "PayloadDisplayName")?.unwrap_or(&identifier).to_owned(),
            organization: words("PayloadOrganization")?,
            description: words("PayloadDescription")?,
            file_name: optional(payload, "PayloadCertificateFileName")?.unwrap_or("ID証明書").to_owned(),
            identifier,
            pkcs12: pkcs12.to_vec(),
        })
    }
}

const IPHONE_OR_IPAD: i64 = 1;

/// What every payload needs; its identifier.
fn check<'a>(payload: &'a Dictionary, kind: &str) -> Result<&'a str, NotAProfile> {
    if optional(payload, "PayloadType")? != Some(kind) {
        return Err(NotAProfile("PayloadType"));
    }
    if payload.get("PayloadVersion").and_then(Value::as_signed_integer) != Some(1) {
        return Err(NotAProfile("PayloadVersion"));
    }
    let uuid = optional(payload, "PayloadUUID")?.and_then(|uuid| Uuid::parse_str(uuid).ok());
    uuid.ok_or(NotAProfile("PayloadUUID"))?;
    optional(payload, "PayloadIdentifier")?.filter(|name| !name.is_empty()).ok_or(NotAProfile("PayloadIdentifier"))
}

/// A text, where there is one.
fn optional<'a>(payload: &'a Dictionary, name: &'static str) -> Result<Option<&'a str>, NotAProfile> {
    payload.get(name).map(|value| value.as_string().ok_or(NotAProfile(name))).transpose()
}
