//! Bytes of a request to meaning, and an answer to bytes.

use std::collections::HashMap;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use encoding_rs::Encoding;

use super::html_variant::HtmlVariant;
use super::page::Key;

/// Media type of the certificate's file.
pub(super) const PKCS12: &str = "application/x-pkcs12";

const COOKIE: &str = "JSESSIONID";

/// Names and values as sent, names still as bytes made text.
pub(super) struct FormBody(Vec<(String, String)>);

impl FormBody {
    /// `application/x-www-form-urlencoded` in the page's charset.
    pub(super) fn parse(body: &[u8], charset: &'static Encoding) -> Self {
        let decode = |part: &[u8]| {
            let plain: Vec<u8> = part.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
            let bytes: Vec<u8> = percent_encoding::percent_decode(&plain).collect();
            charset.decode_without_bom_handling(&bytes).0.into_owned()
        };
        let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            (decode(halves.next().unwrap_or_default()), decode(halves.next().unwrap_or_default()))
        });
        Self(pairs.collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The button of that name was pressed; an image button sends its coordinates.
    pub(super) fn pressed(&self, name: &str) -> bool {
        self.get(name).is_some()
            || self.has_code(name)
            || (self.get(&format!("{name}.x")).is_some() && self.get(&format!("{name}.y")).is_some())
    }

    #[cfg(feature = "faults")]
    fn has_code(&self, name: &str) -> bool {
        self.get(super::html_variant::CODE_FIELD) == Some(name)
    }

    #[cfg(not(feature = "faults"))]
    fn has_code(&self, _name: &str) -> bool {
        false
    }

    pub(super) fn fields(&self, variant: HtmlVariant) -> HashMap<Key, String> {
        Key::ALL.iter().filter_map(|key| Some((*key, self.get(&variant.field(*key))?.to_owned()))).collect()
    }
}

/// The session's ID from the cookie.
pub(super) fn session_cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('=').map(str::to_owned))
}

/// Path and the session's ID in it.
pub(super) fn split_path(path: &str) -> (&str, Option<&str>) {
    match path.split_once(";jsessionid=") {
        Some((path, id)) => (path, Some(id)),
        None => (path, None),
    }
}

/// Told by the user agent, as the real one tells. A Safari on iPad that asks for desktop pages gets them.
pub(super) fn is_desktop(headers: &HeaderMap) -> bool {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !["iPhone", "iPad", "iPod", "Android", "Mobile"].iter().any(|word| agent.contains(word))
}

/// An answer that nobody stores.
pub(super) fn answer(status: u16, content_type: &str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(content_type) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

pub(super) fn html(variant: HtmlVariant, status: u16, body: Vec<u8>) -> Response<Body> {
    let markup = variant.markup();
    let charset = markup.charset.name();
    let kind = if markup.charset_in_header { format!("text/html; charset={charset}") } else { "text/html".to_owned() };
    answer(status, &kind, body)
}

pub(super) fn redirect(status: u16, location: &str) -> Response<Body> {
    let mut response = answer(status, "text/html", "");
    if let Ok(value) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

pub(super) fn file(name: &str, kind: &str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = answer(200, kind, bytes);
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

pub(super) fn set_session_cookie(response: &mut Response<Body>, id: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("{COOKIE}={id}; Path=/; Secure; HttpOnly; SameSite=Lax")) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use encoding_rs::SHIFT_JIS;

    use super::*;

    #[test]
    fn reads_forms_in_the_charset_of_the_page() {
        let (label, ..) = SHIFT_JIS.encode("ログイン");
        let body = [
            b"a=1+2&b=",
            percent_encoding::percent_encode(&label, percent_encoding::NON_ALPHANUMERIC).to_string().as_bytes(),
        ]
        .concat();
        let sent = FormBody::parse(&body, SHIFT_JIS);
        assert_eq!(sent.get("a"), Some("1 2"));
        assert_eq!(sent.get("b"), Some("ログイン"));
    }

    #[test]
    fn an_image_button_is_pressed_with_both_coordinates() {
        let sent = FormBody::parse(b"ok.x=3&ok.y=4&half.x=1", encoding_rs::UTF_8);
        assert!(sent.pressed("ok") && !sent.pressed("half"));
    }

    #[test]
    fn finds_the_session_among_other_cookies_and_in_the_path() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "x=JSESSIONID; JSESSIONID=abc; y=1".parse().unwrap());
        assert_eq!(session_cookie(&headers).as_deref(), Some("abc"));
        assert_eq!(split_path("/faces/view1.xhtml;jsessionid=abc"), ("/faces/view1.xhtml", Some("abc")));
    }

    #[test]
    fn tells_phones_by_their_user_agent() {
        let agent = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, text.parse().unwrap());
            is_desktop(&headers)
        };
        assert!(!agent("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"));
        assert!(!agent(
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
        ));
        assert!(agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"));
    }
}
