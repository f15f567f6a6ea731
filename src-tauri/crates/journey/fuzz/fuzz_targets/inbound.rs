//! What a QR code or a link says is the fuzzer's: `cargo +nightly fuzz run inbound` in `src-tauri/crates/journey`.
//!
//! The first byte says how the text begins, the rest is how it goes on. A text is refused, or it is the one spelling of
//! what it is read as.
#![no_main]

use journey::{Addresses, InboundLink, MAX_OFFICE_CHARACTERS, LinkError, SCHEME, check_user_id, read_inbound};
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
    match read_inbound(&text, &addresses) {
        Ok(InboundLink::Card(card)) => {
            assert!(text == card.link() || text == card.link_under(HOST), "another spelling: {text}");
            assert!((1..=MAX_OFFICE_CHARACTERS).contains(&card.office().chars().count()));
            assert!(!card.office().chars().any(char::is_control));
            assert!(card.user_id().is_none_or(|user_id| check_user_id(user_id.as_str()).valid));
        }
        Ok(InboundLink::Verified { nonce }) => {
            let tail = format!("verified?nonce={nonce}");
            assert!(text == format!("{SCHEME}://{tail}") || text == format!("https://{HOST}/{tail}"));
        }
        Ok(InboundLink::Portal) => assert_eq!(text.to_lowercase().trim_end_matches('/'), "https://portal.example"),
        Err(error) => assert!(LinkError::CODES.contains(&error.code())),
    }
});
