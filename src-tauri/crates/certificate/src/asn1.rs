//! Tags of ASN.1 types (X.680, 8.4), as BER and DER share them.

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const BMP_STRING: u8 = 0x1e;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
/// Tag `[0]`, implicit, primitive.
pub(crate) const CONTEXT_0_PRIMITIVE: u8 = 0x80;
/// Tag `[0]`, explicit or constructed.
pub(crate) const CONTEXT_0: u8 = 0xa0;
/// Tag `[1]`, explicit or constructed.
pub(crate) const CONTEXT_1: u8 = 0xa1;

/// The bit of a tag that says that elements are inside (X.690, 8.1.2.5).
pub(crate) const CONSTRUCTED: u8 = 0x20;

/// An integer's digits without leading zeros.
pub(crate) fn magnitude(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|byte| **byte == 0).count();
    &digits[zeros..]
}
