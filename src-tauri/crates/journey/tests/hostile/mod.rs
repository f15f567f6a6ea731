//! Links that somebody could lay before the app. None of them may do anything.
#![allow(missing_docs, unreachable_pub, dead_code)]

/// The address of the portal that they are made for.
pub const ENTRY: &str = "https://portal.example/";
/// The host of the publisher whose links open the app.
pub const HOST: &str = "links.example";

const OFFICE: &str = "office=%E3%81%95%E3%81%8F%E3%82%89";
const ID: &str = "id=KJ1372000123A5";
const NONCE: &str = "0123456789abcdef0123456789abcdef";

/// A link and the code that it is refused with.
pub struct Hostile {
    pub link: String,
    pub code: &'static str,
}

/// More than 200, all different.
pub fn links() -> Vec<Hostile> {
    let mut all = Vec::new();
    other_schemes(&mut all);
    other_hosts(&mut all);
    for base in ["shomei-navi://".to_owned(), format!("https://{HOST}/")] {
        pages(&base, &mut all);
        parameters(&base, &mut all);
        encodings(&base, &mut all);
        identifiers(&base, &mut all);
        versions(&base, &mut all);
        nonces(&base, &mut all);
        lengths(&base, &mut all);
    }
    all.sort_by(|one, other| one.link.cmp(&other.link));
    all.dedup_by(|one, other| one.link == other.link);
    all
}

fn add(all: &mut Vec<Hostile>, code: &'static str, links: impl IntoIterator<Item = String>) {
    all.extend(links.into_iter().map(|link| Hostile { link, code }));
}

fn other_schemes(all: &mut Vec<Hostile>) {
    let schemes = [
        "http",
        "ftp",
        "file",
        "data",
        "javascript",
        "intent",
        "content",
        "tel",
        "sms",
        "mailto",
        "about",
        "blob",
        "ws",
        "shomei-navi2",
        "shomeinavi",
        "shomei_navi",
        "xshomei-navi",
        "tauri",
        "ipc",
        "prefs",
        "App-prefs",
        "market",
        "itms-apps",
        "line",
        "chrome",
    ];
    add(all, "door-not-ours", schemes.iter().map(|scheme| format!("{scheme}://card?v=1&{OFFICE}")));
    add(all, "door-not-ours", schemes.iter().map(|scheme| format!("{scheme}:verified?nonce={NONCE}")));
    let texts = [
        "",
        "/",
        "//portal.example/",
        "card?v=1&office=x",
        "portal.example",
        "さくら",
        "\u{0}",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "intent://card#Intent;scheme=shomei-navi;end",
        " shomei-navi://card?v=1&office=x",
        "\u{feff}shomei-navi://card?v=1&office=x",
        "shomei-navi//card?v=1&office=x",
        "WIFI:S:net;T:WPA;P:secret;;",
        "MATMSG:TO:a@b.example;;",
        "BEGIN:VCARD",
    ];
    add(all, "door-not-ours", texts.map(str::to_owned));
}

fn other_hosts(all: &mut Vec<Hostile>) {
    let tail = format!("/card?v=1&kind=dx&{OFFICE}&{ID}");
    let hosts = [
        "links.example.evil.test",
        "evil.test",
        "xlinks.example",
        "links.example.",
        "www.links.example",
        "LINKS.example",
        "links.example:443",
        "links.example:8443",
        "links.example@evil.test",
        "user@links.example",
        "user:pw@links.example",
        "links.example%2eevil.test",
        "links。example",
        "links.exam\u{440}le",
        "127.0.0.1",
        "[::1]",
        "localhost",
        "",
        "links.example\\.evil.test",
        "portal.example",
    ];
    add(all, "door-not-ours", hosts.map(|host| format!("https://{host}{tail}")));
    let entries = [
        "http://portal.example/",
        "https://portal.example/login",
        "https://portal.example//",
        "https://portal.example/?x=1",
        "https://portal.example/#x",
        "https://portal.example:443/",
        "https://portal.example:8443/",
        "https://portal.example@evil.test/",
        "https://evil.test@portal.example/",
        "https://portal.example.evil.test/",
        "https://portal.example\\@evil.test/",
        "https:/portal.example/",
        "https:portal.example",
        "https:///portal.example/",
        "https://portal.example/\n",
        "https://portal.example/ ",
        "https://portal.example%00/",
        "https://portal.example./",
    ];
    add(all, "door-not-ours", entries.map(str::to_owned));
}

fn pages(base: &str, all: &mut Vec<Hostile>) {
    let pages = [
        "",
        "?",
        "card",
        "card?",
        "Card?v=1&office=x",
        "cards?v=1&office=x",
        "card/?v=1&office=x",
        "/card?v=1&office=x",
        "./card?v=1&office=x",
        "a/../card?v=1&office=x",
        "%63ard?v=1&office=x",
        "card#?v=1&office=x",
        "settings?v=1",
        "install?url=https://evil.test/x.pfx",
        "verified",
        "verified?",
        "portal?v=1&office=x",
        "..?v=1&office=x",
        "login?id=KJ1372000123A5",
        "card%3Fv=1&office=x",
        "card;v=1&office=x",
    ];
    add(all, "door-damaged", pages.map(|page| format!("{base}{page}")));
    if base.starts_with("shomei-navi") {
        let spellings = [
            "SHOMEI-NAVI://card?v=1&office=x",
            "Shomei-navi://card?v=1&office=x",
            "shomei-navi:card?v=1&office=x",
            "shomei-navi:/card?v=1&office=x",
        ];
        add(all, "door-damaged", spellings.map(str::to_owned));
    }
}

fn parameters(base: &str, all: &mut Vec<Hostile>) {
    let unknown = [
        "password=x",
        "pw=x",
        "url=https%3A%2F%2Fevil.test",
        "host=evil.test",
        "portal=evil.test",
        "probe=x",
        "service=x",
        "file=x",
        "p12=x",
        "next=x",
        "v2=1",
        "V=1",
        "Kind=dx",
        "ID=KJ1372000123A5",
        "user_id=x",
        "fbclid=x",
        "=x",
        "x",
    ];
    add(all, "door-damaged", unknown.map(|pair| format!("{base}card?v=1&kind=dx&{OFFICE}&{pair}")));
    let shapes = [
        format!("v=1&v=1&{OFFICE}"),
        format!("v=1&kind=dx&kind=hoken&{OFFICE}"),
        format!("v=1&kind=dx&kind=dx&{OFFICE}"),
        format!("v=1&{OFFICE}&{OFFICE}"),
        format!("v=1&{OFFICE}&office=%E3%81%95"),
        format!("v=1&{OFFICE}&{ID}&{ID}"),
        format!("v=1&{OFFICE}&{ID}&id=KJ0000000000A1"),
        OFFICE.to_owned(),
        "v=1".to_owned(),
        format!("v=1&{ID}"),
        "v=1&office=".to_owned(),
        format!("v=1&kind=&{OFFICE}"),
        format!("v=1&kind=DX&{OFFICE}"),
        format!("v=1&kind=%64x&{OFFICE}"),
        format!("v=1&kind=shogai&{OFFICE}"),
        format!("{OFFICE}&v=1"),
        format!("v=1&{OFFICE}&kind=dx"),
        format!("v=1&{ID}&{OFFICE}"),
        format!("v=1&{OFFICE}&"),
        format!("&v=1&{OFFICE}"),
        format!("v=1&&{OFFICE}"),
        format!("v=1;{OFFICE}"),
        format!("v=1&amp;{OFFICE}"),
        format!("v=1&{OFFICE}#x"),
        format!("v=1&{OFFICE}?x"),
        format!("v=1&office[]=x&{OFFICE}"),
    ];
    add(all, "door-damaged", shapes.map(|query| format!("{base}card?{query}")));
}

fn encodings(base: &str, all: &mut Vec<Hostile>) {
    let values = [
        "%",
        "%E",
        "%zz",
        "%E3%81",
        "%E3%81%9",
        "%FF",
        "%C0%80",
        "%00",
        "%0A",
        "%0D%0A",
        "%09",
        "%1B%5B31m",
        "%7F",
        "%e3%81%95",
        "\u{3055}",
        "x+y",
        "%41",
        "x%20",
        "%20x",
        "%20",
        "%E2%80%AE",
        "x%E2%80%8By",
        "%EF%BB%BFx",
        "%ED%A0%80",
        "%F4%90%80%80",
        "x y",
        "x\ty",
        "x\ny",
        "x\u{0}y",
        "%25%",
        "%u3055",
        "x%E2%81%A6y",
        "%F3%A0%80%A1",
        "%EE%80%80",
        "<b>x</b>",
        "'x'",
        "\"x\"",
        "x|y",
        "x\\y",
        "x*y",
        "x,y",
        "x:y",
        "x@y",
        "x/y",
        "x!y",
        "(x)",
        "x=y",
    ];
    add(all, "door-damaged", values.map(|value| format!("{base}card?v=1&office={value}")));
}

fn identifiers(base: &str, all: &mut Vec<Hostile>) {
    let ids = [
        "",
        "KJ",
        "KJ1372000123A",
        "KJ1372000123A56",
        "AB1372000123A5",
        "kj1372000123a5",
        "KJ1372000123a5",
        "KJ1372000123-5",
        "KJ137200012%33A",
        "KJ13720001%E3%81%82",
        "KJ1372000123%41",
        "%4BJ1372000123A5",
        "KJ1372000123A5%00",
        "JK1372000123A5",
        "11372000123A56",
        "KJ1372000123A5%0A",
        "KJ+1372000123A",
    ];
    add(all, "door-wrong-user-id", ids.map(|id| format!("{base}card?v=1&kind=hoken&{OFFICE}&id={id}")));
}

fn versions(base: &str, all: &mut Vec<Hostile>) {
    add(all, "door-newer", ["2", "3", "9", "10", "42", "9999"].map(|v| format!("{base}card?v={v}&{OFFICE}&new=x")));
    let none = ["", "0", "01", "00002", "99999", "-1", "1.0", "1a", "x", "%31", "\u{ff11}"];
    add(all, "door-damaged", none.map(|v| format!("{base}card?v={v}&{OFFICE}")));
}

fn nonces(base: &str, all: &mut Vec<Hostile>) {
    let upper = NONCE.to_uppercase();
    let queries = [
        "nonce=".to_owned(),
        format!("nonce={}", &NONCE[1..]),
        format!("nonce={NONCE}0"),
        format!("nonce={upper}"),
        format!("nonce=g{}", &NONCE[1..]),
        format!("nonce=%30{}", &NONCE[1..]),
        format!("nonce={NONCE}&nonce={NONCE}"),
        format!("nonce={NONCE}&x=1"),
        format!("x=1&nonce={NONCE}"),
        format!("Nonce={NONCE}"),
        format!("nonce={NONCE}#x"),
        format!("nonce={NONCE} "),
        "nonce=../../../../../../../../../../..".to_owned(),
    ];
    add(all, "door-damaged", queries.map(|query| format!("{base}verified?{query}")));
    // Well written, but nobody asked for it.
    add(all, "door-not-awaited", (0..4).map(|n| format!("{base}verified?nonce={n:032x}")));
}

fn lengths(base: &str, all: &mut Vec<Hostile>) {
    add(all, "door-damaged", [41, 80, 300].map(|length| format!("{base}card?v=1&office={}", "x".repeat(length))));
    add(
        all,
        "door-too-long",
        [1024, 2000, 100_000].map(|length| format!("{base}card?v=1&office={}", "x".repeat(length))),
    );
}
