//! Odd but plausible pages of every kind, as tables: what comes to which request, and how the visit must end.
//!
//! For each: the password reaches the portal's log-in once and no other place, nothing is asked for that the table does
//! not hold, the file is the right one, and the end comes within twelve seconds.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod after_login;
mod before_login;
mod browsers;
mod case;
mod files;
mod lists;
mod login;
mod menus;
mod refusals;

use std::time::{Duration, Instant};

use case::{AUTH, Case};
use certificate::CertificateKind;
use portal::PortalError;
use support::{Answer, Portal, USER, file, html, password, status};

/// A PFX that is nothing but its beginning, and another.
const FILE: &[u8] = b"\x30\x03\x02\x01\x03";
const OTHER: &[u8] = b"\x30\x06\x02\x01\x03\x02\x01\x00";

/// The ordinary portal, page by page.
const ORDINARY: [(&str, &str); 5] = [
    (
        "GET /",
        "<title>ログイン</title><form method=post action=/auth><label>ユーザーID<input name=u></label>
         <label>パスワード<input type=password name=p></label><input type=submit value=ログイン></form>",
    ),
    (AUTH, "<title>メニュー選択</title><a href=/list>証明書ダウンロード</a><a href=/out>ログアウト</a>"),
    (
        "GET /list",
        "<title>証明書ダウンロード</title><table><tr><td>介護DX証明書<td><a href=/file>ダウンロード</a></table></body>",
    ),
    ("GET /file", "@file"),
    ("GET /menu", "<title>メニュー選択</title><a href=/list>証明書ダウンロード</a><a href=/out>ログアウト</a>"),
];

fn answer(page: &str) -> Answer {
    match page {
        "@file" => file(FILE),
        "@other" => file(OTHER),
        "@file-as-html" => Answer { body: FILE.to_vec(), ..html("") },
        page => match page.strip_prefix('@').and_then(|page| page.split_once(' ')) {
            Some((code, page)) => status(code.parse().unwrap(), page),
            None => html(page),
        },
    }
}

async fn visit(portal: &Portal) -> (Result<Option<Vec<u8>>, PortalError>, bool) {
    let mut session = portal.session();
    let result = async {
        session.log_in(USER, &password()).await?;
        let rows = session.certificates().await?;
        let Some(row) = rows.iter().find(|row| row.usable && row.kind == Some(CertificateKind::Dx)) else {
            return Ok(None);
        };
        Ok(Some(session.download(row.row).await?.to_vec()))
    };
    let result = result.await;
    (result, session.password_sent())
}

/// Everything that is wrong with a case; nothing if nothing is.
async fn faults(case: &Case) -> Option<String> {
    let (about, end, pages) = case;
    let mut portal = Portal::new();
    for (line, page) in ORDINARY.iter().filter(|(line, _)| !pages.iter().any(|(other, _)| other == line)) {
        portal = portal.on(line, answer(page));
    }
    for (line, page) in *pages {
        portal = portal.on(line, answer(page));
    }
    let begun = Instant::now();
    let (result, password_sent) = visit(&portal).await;
    let posts = portal.sent().iter().filter(|line| line.contains("Pass%2Bw0rd")).count();
    let ended = match &result {
        Ok(Some(found)) if found == FILE => "file",
        Ok(Some(_)) => "another file",
        Ok(None) => "empty",
        Err(error) => error.code(),
    };
    let mut faults = Vec::new();
    if ended != *end {
        faults.push(format!("ended {ended} instead of {end}: {result:?}"));
    }
    if posts > 1 || password_sent != (posts == 1) {
        faults.push(format!("the password went {posts} times, said to have gone: {password_sent}"));
    }
    if begun.elapsed() > Duration::from_secs(12) {
        faults.push(format!("took {:?}", begun.elapsed()));
    }
    (!faults.is_empty()).then(|| format!("{about}: {}\n    {:?}", faults.join("; "), portal.sent()))
}

async fn check(cases: &[Case]) {
    let mut found = Vec::new();
    for case in cases {
        found.extend(faults(case).await);
    }
    assert!(found.is_empty(), "{} of {}\n{}", found.len(), cases.len(), found.join("\n"));
}

#[tokio::test]
async fn entrances() {
    check(before_login::CASES).await;
}

#[tokio::test]
async fn logins() {
    check(login::CASES).await;
}

#[tokio::test]
async fn refused_logins() {
    check(refusals::CASES).await;
}

#[tokio::test]
async fn what_stands_before_the_menu() {
    check(after_login::CASES).await;
}

#[tokio::test]
async fn menus_that_lead_to_the_list() {
    check(menus::CASES).await;
}

#[tokio::test]
async fn lists_and_their_buttons() {
    check(lists::CASES).await;
}

#[tokio::test]
async fn files_and_what_comes_instead() {
    check(files::CASES).await;
}

#[tokio::test]
async fn pages_for_browsers() {
    check(browsers::CASES).await;
}
