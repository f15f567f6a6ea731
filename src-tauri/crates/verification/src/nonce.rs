use std::fmt;

use serde::{Deserialize, Serialize};

/// 128 bits that the app made up for one try, written as 32 hexadecimal digits in small letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nonce([u8; 16]);

/// A text that is anything else than 32 hexadecimal digits in small letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANonce;

impl Nonce {
    /// From 128 bits, which the caller draws at random.
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits.to_be_bytes())
    }

    /// `None` if it is anything else than 32 hexadecimal digits in small letters: a nonce has one spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        text.bytes().all(|digit| !digit.is_ascii_uppercase()).then_some(Self(bytes))
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Nonce({self})")
    }
}

impl fmt::Display for NotANonce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not 32 hexadecimal digits")
    }
}

impl std::error::Error for NotANonce {}

impl TryFrom<String> for Nonce {
    type Error = NotANonce;

    fn try_from(text: String) -> Result<Self, NotANonce> {
        Self::parse(&text).ok_or(NotANonce)
    }
}

impl From<Nonce> for String {
    fn from(nonce: Nonce) -> Self {
        nonce.to_string()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Nonce;

    #[test]
    fn only_32_hexadecimal_digits_in_small_letters_are_a_nonce() {
        let text = "0f".repeat(16);
        assert_eq!(Nonce::parse(&text).unwrap().to_string(), text);
        for wrong in ["", "0f", &"0f".repeat(17), &"0g".repeat(16), &"0F".repeat(16), &"ｆ".repeat(32)] {
            assert!(Nonce::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn it_is_a_text_in_json_and_no_other_text_is_one() {
        let nonce = Nonce::from_bits(7);
        let json = serde_json::to_string(&nonce).unwrap();
        assert_eq!(json, format!("\"{nonce}\""));
        assert_eq!(serde_json::from_str::<Nonce>(&json).unwrap(), nonce);
        assert!(serde_json::from_str::<Nonce>("\"x\"").is_err());
    }
}
