//! Which encoding a page is in, as browsers find it out (HTML Standard, 13.2.3.2; Encoding Standard).

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far a page's own declaration is looked for (HTML Standard, "prescan a byte stream": 1024 bytes).
const PRESCAN: usize = 1024;

/// A page's text and the encoding its forms are sent in.
///
/// Order: byte order mark, `Content-Type`, the page's `meta`, detection for Japan.
pub(crate) fn decode(bytes: &[u8], content_type: Option<&str>) -> (String, &'static Encoding) {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => content_type
            .and_then(charset_parameter)
            .and_then(|label| for_label(&label))
            .or_else(|| declared(bytes))
            .unwrap_or_else(|| detected(bytes)),
    };
    let (text, _, _) = encoding.decode(bytes);
    // HTML Standard, "encoding" of form submission: UTF-16 is sent as UTF-8.
    let output = if encoding == UTF_16BE || encoding == UTF_16LE { UTF_8 } else { encoding };
    (text.into_owned(), output)
}

/// An encoding by any of its names, those of Japanese servers too.
pub(crate) fn for_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches(['"', '\'']);
    let known = match label.to_ascii_lowercase().as_str() {
        "cp932" | "cp943" | "cp943c" | "ms932" | "sjis-win" | "x-ms-cp932" | "windows31j" => "shift_jis",
        "eucjp-win" | "eucjp" | "cp51932" | "euc_jp" => "euc-jp",
        _ => return Encoding::for_label(label.as_bytes()),
    };
    Encoding::for_label(known.as_bytes())
}

fn charset_parameter(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().to_owned())
    })
}

/// What a `meta` tag or an XML declaration near the beginning says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let head = without_comments(&head);
    let from_xml = head
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"))
        .and_then(|(declaration, _)| value_after(declaration, "encoding"));
    let mut rest = head.as_str();
    while let Some((_, after)) = rest.split_once("<meta") {
        let tag = after.split('>').next().unwrap_or(after);
        if let Some(encoding) = value_after(tag, "charset").and_then(for_label) {
            return Some(ascii_compatible(encoding));
        }
        rest = after;
    }
    from_xml.and_then(for_label).map(ascii_compatible)
}

/// What a comment holds declares nothing (HTML Standard, prescan, step "a sequence of bytes starting with: `<!--`").
fn without_comments(head: &str) -> String {
    let mut pieces = head.split("<!--");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once("-->").map_or("", |(_, after)| after))
}

/// A page that declares UTF-16 in ASCII is not in UTF-16 (HTML Standard, prescan, step "if charset is UTF-16BE/LE").
fn ascii_compatible(encoding: &'static Encoding) -> &'static Encoding {
    if encoding.is_ascii_compatible() || encoding == encoding_rs::ISO_2022_JP {
        encoding
    } else if encoding == UTF_16BE || encoding == UTF_16LE {
        UTF_8
    } else {
        WINDOWS_1252
    }
}

fn value_after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(name)?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    value.split(['"', '\'', ';', ' ', '\t', '\r', '\n', '/']).next()
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(Some(b"jp"), Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use encoding_rs::{EUC_JP, ISO_2022_JP, SHIFT_JIS};

    use super::*;

    const TEXT: &str = "介護電子請求受付システム　ログイン　～①髙";

    #[test]
    fn every_way_of_declaring_is_obeyed() {
        let sjis = SHIFT_JIS.encode(TEXT).0.into_owned();
        let (text, encoding) = decode(&sjis, Some("text/html; charset=\"Windows-31J\""));
        assert_eq!((text.as_str(), encoding), (TEXT, SHIFT_JIS));

        let page = format!("<html><head><META http-equiv=Content-Type content='text/html; charset=SJIS-win'>{TEXT}");
        let (text, encoding) = decode(&SHIFT_JIS.encode(&page).0, Some("text/html"));
        assert_eq!((text, encoding), (page, SHIFT_JIS));

        let page = format!("<meta name=x><meta charset = \"EUC-JP\">{TEXT}");
        let (text, encoding) = decode(&EUC_JP.encode(&page).0, None);
        assert_eq!((text, encoding), (page, EUC_JP));

        let page = format!("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><html>{TEXT}");
        assert_eq!(decode(&SHIFT_JIS.encode(&page).0, None), (page, SHIFT_JIS));

        let page = format!("\u{feff}<meta charset=Shift_JIS>{TEXT}");
        assert_eq!(decode(page.as_bytes(), Some("text/html; charset=EUC-JP")).1, UTF_8);
    }

    #[test]
    fn what_a_comment_declares_is_not_obeyed() {
        let page = format!(
            "<html><head><!--<meta http-equiv=\"Content-Type\" content=\"text/html; charset=Shift_JIS\">--><meta charset=\"UTF-8\"><title>{TEXT}</title>"
        );
        assert_eq!(decode(page.as_bytes(), Some("text/html")), (page, UTF_8));
    }

    #[test]
    fn the_header_wins_over_the_page() {
        let page = format!("<meta charset=Shift_JIS>{TEXT}");
        assert_eq!(decode(page.as_bytes(), Some("text/html;charset=utf-8")), (page, UTF_8));
    }

    #[test]
    fn undeclared_pages_are_detected() {
        let page = format!("<title>{TEXT}</title>").repeat(3);
        assert_eq!(decode(page.as_bytes(), None).1, UTF_8);
        assert_eq!(decode(&SHIFT_JIS.encode(&page).0, None), (page.clone(), SHIFT_JIS));
        let page = page.replace(['～', '①', '髙'], "");
        assert_eq!(decode(&EUC_JP.encode(&page).0, None), (page.clone(), EUC_JP));
        assert_eq!(decode(&ISO_2022_JP.encode(&page).0, None), (page, ISO_2022_JP));
    }

    #[test]
    fn names_of_japanese_servers_are_known() {
        for label in ["cp932", "SJIS-win", "MS932", "x-sjis", "Shift_JIS", "windows-31j", "'sjis'"] {
            assert_eq!(for_label(label), Some(SHIFT_JIS), "{label}");
        }
        for label in ["eucJP-win", "euc-jp", "x-euc-jp"] {
            assert_eq!(for_label(label), Some(EUC_JP), "{label}");
        }
        assert_eq!(for_label("nonsense"), None);
        assert_eq!(declared(b"<meta charset=utf-16le>"), Some(UTF_8));
    }
}
