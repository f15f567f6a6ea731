#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::inbound::MAX_OFFICE_CHARACTERS;

#[path = "../../../tests/hostile/mod.rs"]
mod hostile;

fn addresses() -> Addresses {
    Addresses { entry: hostile::ENTRY.to_owned(), link_hosts: vec![hostile::HOST.to_owned()] }
}

fn card() -> impl Strategy<Value = FacilityCard> {
    let kind = prop_oneof![Just(None), Just(Some(CertificateKind::Dx)), Just(Some(CertificateKind::Hoken))];
    let office = prop_oneof!["[ぁ-んァ-ヶ一-龠A-Za-z0-9（）・ー 　&=%+?#/'\"<>.,;:~_-]{1,40}", "\\PC{1,40}",];
    (kind, office, prop::option::of("KJ[0-9A-Z]{12}"))
        .prop_filter_map("a name that a card can hold", |(kind, office, id)| {
            FacilityCard::new(kind, &office, id.as_deref().and_then(UserId::written)).ok()
        })
}

/// A link that was ours, with something done to it.
fn broken() -> impl Strategy<Value = String> {
    (card(), any::<prop::sample::Index>(), any::<char>(), 0..8_u8, any::<bool>()).prop_map(
        |(card, at, inserted, what, under_host)| {
            let link = if under_host { card.link_under(hostile::HOST) } else { card.link() };
            let mut characters: Vec<char> = link.chars().collect();
            let at = at.index(characters.len());
            match what {
                0 => characters.insert(at, inserted),
                1 => characters[at] = inserted,
                2 => drop(characters.remove(at)),
                3 => characters.truncate(at),
                4 => characters.swap(at, link.len() / 2),
                5 => return format!("{link}&{}", &link[link.find('?').unwrap() + 1..]),
                6 => return link.to_lowercase(),
                _ => {
                    let tail: Vec<char> = characters[at..].to_vec();
                    characters.extend(tail);
                }
            }
            characters.into_iter().collect()
        },
    )
}

/// Whatever is taken for a link is spelled in the one way that we write it.
fn is_canonical(text: &str) -> bool {
    match read(text, &addresses()) {
        Ok(InboundLink::Card(card)) => text == card.link() || text == card.link_under(hostile::HOST),
        Ok(InboundLink::Verified { nonce }) => {
            let tail = format!("verified?nonce={nonce}");
            text == format!("{SCHEME}://{tail}") || text == format!("https://{}/{tail}", hostile::HOST)
        }
        Ok(InboundLink::Portal) => text.to_lowercase().trim_end_matches('/') == hostile::ENTRY.trim_end_matches('/'),
        Err(refusal) => LinkError::CODES.contains(&refusal.code()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(card in card()) {
        for link in [card.link(), card.link_under(hostile::HOST)] {
            prop_assert!(link.len() <= MAX_LINK_BYTES);
            prop_assert_eq!(read(&link, &addresses()), Ok(InboundLink::Card(card.clone())));
        }
        prop_assert!((1..=MAX_OFFICE_CHARACTERS).contains(&card.office().chars().count()));
    }

    #[test]
    fn everything_else_is_refused(text in prop_oneof![broken(), "\\PC{0,200}", "(shomei-navi|https)://\\PC{0,80}"]) {
        prop_assert!(is_canonical(&text), "{text:?}");
    }

    #[test]
    fn a_nonce_is_read_back(nonce in any::<u128>().prop_map(Nonce::from_bits)) {
        let link = format!("{SCHEME}://verified?nonce={nonce}");
        prop_assert_eq!(read(&link, &addresses()), Ok(InboundLink::Verified { nonce }));
    }
}

#[test]
fn the_entry_is_read_as_the_manual_or_a_small_code_spells_it() {
    for text in
        ["https://portal.example", "https://portal.example/", "HTTPS://PORTAL.EXAMPLE", "HTTPS://PORTAL.EXAMPLE/"]
    {
        assert_eq!(read(text, &addresses()), Ok(InboundLink::Portal), "{text}");
    }
    let deeper = Addresses { entry: "https://portal.example/window/".to_owned(), ..addresses() };
    assert_eq!(read("https://portal.example/window/", &deeper), Ok(InboundLink::Portal));
    for text in ["https://portal.example/", "https://portal.example/window", "https://portal.example/Window/"] {
        assert_eq!(read(text, &deeper), Err(LinkError::NotOurs), "{text}");
    }
}

#[test]
fn hostile_links_are_refused_with_their_reason() {
    let links = hostile::links();
    assert!(links.len() >= 200, "{}", links.len());
    for hostile::Hostile { link, code } in links {
        match read(&link, &addresses()) {
            Err(refusal) => assert_eq!(refusal.code(), code, "{link:?}"),
            Ok(InboundLink::Verified { .. }) if code == "door-not-awaited" => {}
            Ok(link) => panic!("{link:?} was read as {link:?}"),
        }
    }
}

#[test]
fn without_hosts_of_the_publisher_no_web_link_is_a_door() {
    let card = FacilityCard::new(None, "さくら", None).unwrap();
    let addresses = Addresses { link_hosts: Vec::new(), ..addresses() };
    assert_eq!(read(&card.link_under(hostile::HOST), &addresses), Err(LinkError::NotOurs));
    assert!(read(&card.link(), &addresses).is_ok());
}
