//! What a QR code or a link says is the fuzzer's: `cargo +nightly fuzz run door` in `src-tauri/crates/journey`.
//!
//! The first byte says how the text begins, the rest is how it goes on. A text is refused, or it is the one spelling of
//! what it is read as.
#![no_main]

use journey::{Addresses, Knock, MAX_OFFICE_CHARACTERS, Refusal, SCHEME, check_user_id, read_door};
use libfuzzer_sys::fuzz_target;

const HOST: &str = "links.example";
const BEGINNINGS: [&str; 8] = [
    "",
    "shomei-navi://",
    "shomei-navi://card?v=1&",
    "shomei-navi://card?v=1&office=",
    "shomei-navi://card?v=1&office=x&id=KJ",
    "shomei-navi://verified?nonce=",
    "https://links.example/card?v=1&kind=dx&office=",
    "https://",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let beginning = BEGINNINGS[usize::from(*first) % BEGINNINGS.len()];
    let text = format!("{beginning}{}", String::from_utf8_lossy(rest));
    let addresses = Addresses { entry: "https://portal.example/".to_owned(), link_hosts: vec![HOST.to_owned()] };
    match read_door(&text, &addresses) {
        Ok(Knock::Card(card)) => {
            assert!(text == card.link() || text == card.link_under(HOST), "another spelling: {text}");
            assert!((1..=MAX_OFFICE_CHARACTERS).contains(&card.office().chars().count()));
            assert!(!card.office().chars().any(char::is_control));
            assert!(card.user_id().is_none_or(|user_id| check_user_id(user_id).valid));
        }
        Ok(Knock::Verified { nonce }) => {
            let tail = format!("verified?nonce={nonce}");
            assert!(text == format!("{SCHEME}://{tail}") || text == format!("https://{HOST}/{tail}"));
        }
        Ok(Knock::Portal) => assert_eq!(text.to_lowercase().trim_end_matches('/'), "https://portal.example"),
        Err(refusal) => assert!(Refusal::CODES.contains(&refusal.code())),
    }
});
