/// 128 bits that the app made up for one try, written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Nonce(pub(crate) [u8; 16]);

impl Nonce {
    /// `None` if it is anything else than 32 hexadecimal digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_32_hexadecimal_digits_are_a_nonce() {
        assert!(Nonce::parse(&"0f".repeat(16)).is_some());
        for wrong in ["", "0f", &"0f".repeat(17), &"0g".repeat(16), &"ｆ".repeat(32)] {
            assert!(Nonce::parse(wrong).is_none(), "{wrong}");
        }
    }
}
