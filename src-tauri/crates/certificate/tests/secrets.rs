//! Types that hold a secret cannot be printed, copied or serialised; what can be printed holds none.

#![allow(clippy::unwrap_used)]

use std::error::Error;
use std::fmt::{Debug, Display};

use certificate::{Identity, SignError, WriteError, confusable_characters, open, to_ios_p12, to_portable_p12};
use secrecy::SecretString;
use serde::Serialize;
use static_assertions::assert_not_impl_any;

mod issued;

assert_not_impl_any!(Identity: Debug, Display, Clone, Serialize, ts_rs::TS);

const PASSWORD: &str = "Zq7-correct-horse-Zq7";

fn told(error: &dyn Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    text
}

#[test]
fn no_error_tells_the_password_or_the_key() {
    let issued = issued::ordinary();
    let file = issued::pkcs12(&issued, &["-legacy"], "another");
    let password = SecretString::from(PASSWORD);
    let mut seen = 0;
    let mut changed = file.clone();
    for at in (0..file.len()).step_by(7) {
        for bytes in [&file[..at], &changed] {
            if let Err(error) = open(bytes, &password) {
                let text = format!("{} {:?}", told(&error), error.params());
                assert!(!text.contains("Zq7") && !text.contains("horse"), "{text}");
                seen += 1;
            }
        }
        changed[at] ^= 0x55;
    }
    assert!(seen > 500);

    let identity = open(&file, &SecretString::from("another")).unwrap();
    let refused = to_ios_p12(&identity, "a", &SecretString::from("Zq7é")).err().unwrap();
    assert!(!told(&refused).contains("Zq7"));
    assert!(matches!(to_portable_p12(&identity, "a", &SecretString::default()), Err(WriteError::Password)));
    assert!(!told(&SignError::CannotSign).is_empty());
}

#[test]
fn hints_tell_places_only() {
    let text = format!("{:?}", confusable_characters(&SecretString::from("O0l1I horse\u{3000}")));
    assert!(!text.contains("horse") && text.contains("FullWidth"));
}
