//! The name of a file that was downloaded, and which certificate it speaks of.

use certificate::CertificateKind;
use percent_encoding::percent_decode_str;
use url::Url;

use crate::labels::Labels;
use crate::text::{cut, fold, one_line};

/// Which certificate a file is by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileHint {
    /// `None` if it is one of the others (代理人証明書 and the like).
    pub kind: Option<CertificateKind>,
    /// The name as the portal gave it.
    pub name: String,
}

/// Characters of a name.
const MAX_NAME: usize = 80;

pub(crate) fn hint(labels: &Labels, disposition: Option<&str>, url: &Url) -> Option<FileHint> {
    let in_path = || {
        let last = url.path_segments()?.next_back()?;
        Some(percent_decode_str(last).decode_utf8_lossy().into_owned())
    };
    let name = cut(&one_line(&disposition.and_then(file_name).or_else(in_path)?), MAX_NAME);
    let certificate = labels.certificate_of_file(&fold(&name))?;
    Some(FileHint { kind: certificate.kind, name })
}

/// The name in a `Content-Disposition`: `filename*` (RFC 8187) before `filename` (RFC 6266, 4.3).
fn file_name(disposition: &str) -> Option<String> {
    let parameters = parameters(disposition);
    let named = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let extended = named("filename*").and_then(|value| {
        let (charset, rest) = value.split_once('\'')?;
        let (_, encoded) = rest.split_once('\'')?;
        let bytes: Vec<u8> = percent_decode_str(encoded).collect();
        Some(crate::charset::for_label(charset)?.decode(&bytes).0.into_owned())
    });
    // Many servers percent-encode the plain one too.
    extended.or_else(|| named("filename").map(|name| percent_decode_str(name).decode_utf8_lossy().into_owned()))
}

/// The parameters, their names in lower case, without quotes and their escapes.
fn parameters(disposition: &str) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    let mut rest = disposition.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let (value, next) = after.split_once(';').unwrap_or((after, ""));
                (value.trim().to_owned(), next)
            }
        };
        parameters.push((name.trim_matches([' ', ';', '\t']).to_ascii_lowercase(), value));
        rest = next;
    }
    parameters
}

/// A quoted string without its escapes (RFC 9110, 5.6.4), and what follows it.
fn unquoted(quoted: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            c => value.push(c),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn names_are_read_as_browsers_read_them() {
        for (disposition, name) in [
            ("attachment; filename=a.pfx", Some("a.pfx")),
            ("attachment; filename=\"a;\\\"b\\\".pfx\"; size=3", Some("a;\"b\".pfx")),
            ("attachment; filename=x.pfx; filename*=UTF-8''%E4%BB%8B%E8%AD%B7.pfx", Some("介護.pfx")),
            ("attachment; filename*=Shift_JIS'ja'%89%EE.pfx", Some("介.pfx")),
            ("attachment; filename=%E4%BB%8B.pfx", Some("介.pfx")),
            ("attachment", None),
            ("inline; size=3", None),
            ("attachment; filename=\"open", Some("open")),
        ] {
            assert_eq!(file_name(disposition).as_deref(), name, "{disposition}");
        }
    }

    #[test]
    fn a_name_speaks_of_one_certificate_or_of_none() {
        let labels = Labels::built_in();
        let url: Url = "https://portal.example/file?name=CarePlan".parse().unwrap();
        let kind = |name: &str| {
            hint(&labels, Some(&format!("attachment; filename*=UTF-8''{name}")), &url).map(|hint| hint.kind)
        };
        assert_eq!(kind("CarePlanJigyousho_2026.pfx"), Some(Some(CertificateKind::Dx)));
        assert_eq!(kind("KaigoJigyousho.p12"), Some(Some(CertificateKind::Hoken)));
        assert_eq!(kind("dairinin.pfx"), Some(None));
        for name in ["1f09dxac93hoken77.pfx", "CarePlan-KaigoJigyousho.pfx", "cert.pfx", ""] {
            assert_eq!(kind(name), None, "{name}");
        }
        let url: Url = "https://portal.example/dl/KaigoJigyousho.pfx".parse().unwrap();
        assert_eq!(hint(&labels, None, &url).unwrap().kind, Some(CertificateKind::Hoken));
    }
}
