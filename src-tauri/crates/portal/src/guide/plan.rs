//! What the guide is to do, and the script that does it.

use certificate::{CertificateKind, MAX_FILE_BYTES};
use serde::Serialize;

use crate::hosts::HostRule;
use crate::labels::Labels;

/// Its parts, in the order in which they stand in one function.
const SOURCE: &str = concat!(
    include_str!("script/words.js"),
    include_str!("script/channel.js"),
    include_str!("script/sight.js"),
    include_str!("script/pages.js"),
    include_str!("script/ring.js"),
    include_str!("script/file.js"),
    include_str!("script/catch.js"),
    include_str!("script/main.js"),
);

/// What is wanted of a visit in the window.
#[derive(Clone)]
pub struct GuidePlan {
    /// The certificate that is fetched.
    pub wanted: CertificateKind,
    /// The user ID that is offered at the log-in. It is in no script until it is asked for.
    pub user_id: Option<String>,
    /// Hosts whose pages are shown and believed to be the portal's.
    pub hosts: Vec<HostRule>,
    /// Who catches a download.
    pub downloads: Downloads,
    /// The words of the portal.
    pub labels: Labels,
}

/// Who catches a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Downloads {
    /// The script, before the engine begins: Android's `DownloadListener` is told neither method nor body.
    Page,
    /// The engine: `WKDownload`, `WebKitDownload`. Files that the page itself makes (`blob:`, `data:`) come from it too.
    Engine,
}

/// The script for every document of the allowed hosts, to run before the page's own.
///
/// Holds the words of the portal and which certificate is wanted; nothing of the user.
pub fn script(plan: &GuidePlan) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Settings {
        wanted: CertificateKind,
        downloads: Downloads,
        max_file_bytes: usize,
    }
    let settings = Settings { wanted: plan.wanted, downloads: plan.downloads, max_file_bytes: MAX_FILE_BYTES };
    #[allow(clippy::expect_used, reason = "texts, flags and lists have a JSON form")]
    let (labels, settings) =
        (plan.labels.to_json().expect("labels"), serde_json::to_string(&settings).expect("settings"));
    format!("((words, settings) => {{\n'use strict';\n{SOURCE}}})({labels}, {settings});\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_script_holds_the_words_and_nothing_of_the_user() {
        let plan = GuidePlan {
            wanted: CertificateKind::Hoken,
            user_id: Some("KJ0123456789AB".into()),
            hosts: vec!["*.e-seikyuu.jp".parse().unwrap()],
            downloads: Downloads::Page,
            labels: Labels::built_in(),
        };
        let script = script(&plan);
        let settings = format!("{{\"wanted\":\"hoken\",\"downloads\":\"page\",\"maxFileBytes\":{MAX_FILE_BYTES}}}");
        assert!(script.ends_with(&format!(", {settings});\n")));
        assert!(script.contains("\"entrance\":[\"介護事業所の方はこちら\""), "words, folded");
        assert!(script.contains("\"user-id\":[\"ユーザーid\""), "words, folded");
        assert!(!script.contains("KJ0123456789AB"));
    }
}
