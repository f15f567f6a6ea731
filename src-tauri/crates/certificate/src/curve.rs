use x509_parser::x509::AlgorithmIdentifier;

use crate::oid;

/// The curves whose keys phones take (RFC 5480, 2.1.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    P256,
    P384,
    P521,
}

impl Curve {
    const ALL: [Self; 3] = [Self::P256, Self::P384, Self::P521];

    /// The curve with this object identifier.
    pub(crate) fn by_oid(identifier: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.oid() == identifier)
    }

    /// The curve that a public key's algorithm names.
    pub(crate) fn of(algorithm: &AlgorithmIdentifier<'_>) -> Option<Self> {
        Self::by_oid(named_curve(algorithm)?)
    }

    /// Its object identifier.
    pub(crate) fn oid(self) -> &'static [u8] {
        match self {
            Self::P256 => oid::P256,
            Self::P384 => oid::P384,
            Self::P521 => oid::P521,
        }
    }

    /// Its short name, as `P256`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::P256 => "P256",
            Self::P384 => "P384",
            Self::P521 => "P521",
        }
    }

    /// Size of a field element in bytes.
    pub(crate) fn field_size(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }
}

/// The contents octets of a public key's `namedCurve`; `None` for explicit parameters.
pub(crate) fn named_curve<'a>(algorithm: &'a AlgorithmIdentifier<'_>) -> Option<&'a [u8]> {
    let parameters = algorithm.parameters.as_ref()?;
    (u32::from(crate::asn1::OBJECT_IDENTIFIER) == parameters.tag().0).then_some(parameters.data)
}
