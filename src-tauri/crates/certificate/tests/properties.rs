//! What holds for every input.

#![allow(clippy::unwrap_used)]

use certificate::{
    FileType, OpenOptions, PasswordHint, confusable_characters, detect, ios_can_take, open, open_metered,
    to_android_p12, to_portable_p12,
};
use jiff::Timestamp;
use proptest::prelude::*;
use secrecy::SecretString;

mod issued;

use issued::build::{auth_safe, ber, mac, pfx};

const PASSWORD: &str = "Kb7hx2Rt";

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_password_and_name_come_back(password in "\\PC{1,40}", name in "\\PC{0,40}", other in "\\PC{0,40}") {
        let identity = open(&issued::pkcs12(&issued::ordinary(), &["-iter", "1"], PASSWORD), &SecretString::from(PASSWORD)).unwrap();
        let secret = SecretString::from(password.clone());
        let file = to_portable_p12(&identity, &name, &secret).unwrap();
        prop_assert!(open(&file, &secret).is_ok());
        if other != password {
            prop_assert_eq!(open(&file, &SecretString::from(other)).err().unwrap().code(), "certificate-wrong-password");
        }
        prop_assert!(open(&to_android_p12(&identity, &name).unwrap(), &SecretString::default()).is_ok());
    }

    #[test]
    fn segments_change_nothing(inner in 1usize..3000, outer in 1usize..3000, tail in proptest::collection::vec(any::<u8>(), 0..64)) {
        let file = issued::pkcs12(&issued::ordinary(), &["-certpbe", "NONE", "-keypbe", "NONE"], PASSWORD);
        let content = ber(&auth_safe(&file), inner);
        let mut file = ber(&pfx(&content, &mac(&content, PASSWORD, 1)), outer);
        file.extend(tail);
        prop_assert!(open(&file, &SecretString::from(PASSWORD)).is_ok());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..400), start in any::<bool>()) {
        let head: &[u8] = if start { &[0x30, 0x80, 2, 1, 3, 0x30, 0x80] } else { &[] };
        let bytes = [head, &bytes].concat();
        let (opened, _) = open_metered(&bytes, &SecretString::from(PASSWORD), &OpenOptions::at(Timestamp::UNIX_EPOCH));
        let code = opened.err().map(|error| error.code());
        prop_assert!(code.is_some());
        prop_assert_eq!(code == Some("certificate-not-pkcs12"), detect(&bytes) != FileType::Pkcs12);
    }

    #[test]
    fn hints_are_in_order_and_inside(text in "[ \u{3000}Ａ-ｚO0lI1a-zA-Zあ]{0,20}") {
        let found = confusable_characters(&SecretString::from(text.clone()));
        prop_assert!(found.is_sorted_by_key(|hint| hint.at));
        prop_assert!(found.iter().all(|hint| (hint.at as usize) < text.chars().count() && PasswordHint::CODES.contains(&hint.code())));
    }

    #[test]
    fn ios_takes_what_is_printable_ascii(text in "\\PC{0,8}") {
        let takes = !text.is_empty() && text.chars().all(|character| (' '..='~').contains(&character));
        prop_assert_eq!(ios_can_take(&SecretString::from(text)), takes);
    }
}
