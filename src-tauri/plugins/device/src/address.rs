//! Which addresses are opened outside of the app at all.

use app::DeviceError;
use url::Url;

/// Why an address is not opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AddressError {
    #[error("only https addresses are opened")]
    NotHttps,
    #[error("not a telephone number")]
    NoNumber,
}

impl From<AddressError> for DeviceError {
    fn from(error: AddressError) -> Self {
        Self::Refused(Box::new(error))
    }
}

/// A page for the browser.
pub(crate) fn page(url: &Url) -> Result<&str, AddressError> {
    if url.scheme() == "https" { Ok(url.as_str()) } else { Err(AddressError::NotHttps) }
}

/// A number as a `tel:` address (RFC 3966).
pub(crate) fn dialer(number: &str) -> Result<String, AddressError> {
    let dialled = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+');
    if number.is_empty() || !number.chars().all(dialled) {
        return Err(AddressError::NoNumber);
    }
    Ok(format!("tel:{}", number.replace('-', "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_nothing_else_is_dialled() {
        assert!(matches!(dialer("0570-059-402"), Ok(url) if url == "tel:0570059402"));
        for wrong in ["", "110;phone-context=x", "*31#0570", "tel:1"] {
            assert!(dialer(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_page_is_https() -> Result<(), url::ParseError> {
        assert!(page(&Url::parse("https://example.jp/?nonce=1")?).is_ok());
        for other in ["http://example.jp/", "shomei-navi://done", "intent://x#Intent;end", "content://media/1"] {
            assert!(page(&Url::parse(other)?).is_err(), "{other}");
        }
        Ok(())
    }
}
