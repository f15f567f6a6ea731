use jiff::Timestamp;
use rcgen::{CertificateParams, DistinguishedName, DnType, SerialNumber};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use time::OffsetDateTime;

use crate::PracticeError;

/// Organisation written into every practice certificate's issuer, so that nobody takes it for the real one.
pub const ISSUER_ORGANIZATION: &str = "証明書ナビ 練習用 (PRACTICE ONLY)";

/// Starts five minutes ago, so that a clock that is a little slow still accepts it.
pub(super) fn parameters(now: Timestamp, until: Timestamp) -> Result<CertificateParams, PracticeError> {
    let moment = |second| OffsetDateTime::from_unix_timestamp(second).map_err(PracticeError::certificate);
    let mut params = CertificateParams::default();
    params.not_before = moment(now.as_second() - 300)?;
    params.not_after = moment(until.as_second())?;
    params.serial_number = Some(serial()?);
    Ok(params)
}

/// A random one: rcgen derives it from the key, and two certificates of one key would then share it.
fn serial() -> Result<SerialNumber, PracticeError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(PracticeError::certificate)?;
    bytes[0] = (bytes[0] & 0x3f) | 0x40;
    Ok(SerialNumber::from_slice(&bytes))
}

pub(super) fn name(organization: &str, unit: &str, common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, "JP");
    name.push(DnType::OrganizationName, organization);
    name.push(DnType::OrganizationalUnitName, unit);
    name.push(DnType::CommonName, common_name);
    name
}

/// The first certificate of a PEM text.
pub(super) fn first_certificate(pem: &[u8]) -> Option<CertificateDer<'static>> {
    CertificateDer::from_pem_slice(pem).ok()
}
