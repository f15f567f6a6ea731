//! The example program, run as a program.
#![allow(clippy::unwrap_used)]

mod server;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use server::{Answer, Kind, Server, authority, config, ok, redirect, serve};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

const FILE: &[u8] = b"\x30\x03\x02\x01\x03";

fn portal() -> Answer {
    Arc::new(|request| {
        match request.split(' ').take(2).collect::<Vec<_>>()[..] {
        ["GET", "/"] if request.contains("iPhone") => ok("<title>モバイル窓口</title><a href=login>介護事業所の方はこちら</a>"),
        ["GET", "/login"] => ok("<title>ログイン</title><form method=post action=auth><label>ユーザーID<input name=u></label>
            <label>パスワード<input type=password name=p></label><button>ログイン</button></form>"),
        ["POST", "/auth"] if request.ends_with("u=KJ0123456789AB&p=right") => redirect(302, "/menu"),
        ["POST", "/auth"] if request.ends_with("p=qz-away") => redirect(302, "https://elsewhere.example/"),
        ["POST", "/auth"] if request.ends_with("p=qz-terms") => {
            ok("<title>利用規約への同意</title><form><button>同意する</button></form>")
        }
        ["POST", "/auth"] => ok("<title>ログイン</title><p>パスワードが正しくありません"),
        ["GET", "/menu"] => ok("<title>メニュー選択</title><a href=list>証明書ダウンロード</a><a href=out>ログアウト</a>"),
        ["GET", "/list"] => ok("<title>証明書ダウンロード</title><table><tr><td>介護DX証明書<td><a href=file>ダウンロード</a></table><a href=out>ログアウト</a>"),
        ["GET", "/file"] => [
            b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nConnection: close\r\nContent-Length: 5\r\n\r\n".as_slice(),
            FILE,
        ]
        .concat(),
        _ => ok("<title>lost"),
    }
    })
}

struct Run {
    status: Option<i32>,
    out: String,
    err: String,
}

fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().join("examples/fetch")
}

async fn fetch(server: &Server, folder: &Path, arguments: &[&str], password: &str) -> Run {
    let mut child = Command::new(program())
        .args(["--entry", server.url.as_str(), "--root"])
        .arg(folder.join("root.pem"))
        .arg("--out")
        .arg(folder.join("out.pfx"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    // A program that ends on its arguments does not read.
    let _ = input.write_all(format!("{password}\nsecond line\n").as_bytes()).await;
    drop(input);
    let output = child.wait_with_output().await.unwrap();
    Run {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[tokio::test]
async fn ends_as_it_says() {
    let authority = authority();
    let server = serve(config(&authority, Kind::Good), portal()).await;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.pfx");
    std::fs::write(folder.path().join("root.pem"), authority.pem()).unwrap();

    let dx = ["--user", "KJ0123456789AB", "--kind", "dx"];
    let run = fetch(&server, folder.path(), &dx, "right").await;
    assert_eq!(run.status, Some(0), "{}{}", run.out, run.err);
    assert_eq!(std::fs::read(&out).unwrap(), FILE);
    let pages: Vec<_> = run.out.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(pages, ["entrance", "login", "menu", "certificates", "download", "saved 5 bytes"]);
    assert!(server.requests.lock().unwrap().last().unwrap().starts_with("GET /out "));

    std::fs::remove_file(&out).unwrap();
    let hoken = ["--user", "KJ0123456789AB", "--kind", "hoken", "--json"];
    let run = fetch(&server, folder.path(), &hoken, "right").await;
    assert_eq!((run.status, run.err.as_str()), (Some(1), ""));
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["code"], "no-such-certificate");
    assert_eq!(report["pages"][3]["page"], "certificates");
    assert_eq!(report["pages"][3]["title"], "証明書ダウンロード");

    for (password, code) in
        [("qz-other", "portal-wrong-login"), ("qz-away", "portal-refused-redirect"), ("qz-terms", "portal-first-login")]
    {
        let posts = server.posts.load(Ordering::SeqCst);
        let json = ["--user", "KJ0123456789AB", "--kind", "dx", "--json"];
        let run = fetch(&server, folder.path(), &json, password).await;
        assert_eq!(run.status, Some(2));
        let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(report["code"], code);
        assert!(!run.out.contains("qz-") && !run.err.contains("qz-"));
        assert_eq!(server.posts.load(Ordering::SeqCst), posts + 1);
        assert!(!out.exists());
    }

    let run = fetch(&server, folder.path(), &["--user", "KJ0123456789AB"], "right").await;
    assert_eq!(run.status, Some(2));
    assert!(run.err.starts_with("usage: "), "{}", run.err);

    std::fs::write(folder.path().join("root.pem"), server::authority().pem()).unwrap();
    let run = fetch(&server, folder.path(), &dx, "right").await;
    assert_eq!(run.status, Some(2));
    assert!(run.err.starts_with("portal-tls-untrusted: "), "{}", run.err);
}

/// Under whichever name the certificate of this list comes.
fn portal_with_file(name: &'static str) -> Answer {
    let ordinary = portal();
    Arc::new(move |request| match request.split(' ').take(2).collect::<Vec<_>>()[..] {
        ["GET", "/file"] => {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename={name}\r\nConnection: close\r\nContent-Length: 5\r\n\r\n"
            );
            [head.as_bytes(), FILE].concat()
        }
        _ => ordinary(request),
    })
}

fn folder_with_root(authority: &server::Authority) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("root.pem"), authority.pem()).unwrap();
    folder
}

#[tokio::test]
async fn a_file_of_another_kind_is_not_saved() {
    let authority = authority();
    let folder = folder_with_root(&authority);
    let arguments = ["--user", "KJ0123456789AB", "--kind", "dx", "--json"];
    for (name, status, code) in
        [("KaigoJigyousho_1f09.pfx", 2, "other-certificate"), ("CarePlanJigyousho_1f09.pfx", 0, "saved")]
    {
        let server = serve(config(&authority, Kind::Good), portal_with_file(name)).await;
        let run = fetch(&server, folder.path(), &arguments, "right").await;
        let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!((run.status, report["code"].as_str()), (Some(status), Some(code)), "{name}");
        assert_eq!(report["password_sent"], true);
        assert_eq!(folder.path().join("out.pfx").exists(), status == 0, "{name}");
        assert!(server.requests.lock().unwrap().last().unwrap().starts_with("GET /out "), "it logs out all the same");
    }
}

#[tokio::test]
async fn other_hosts_are_gone_to_only_where_they_are_named() {
    let authority = authority();
    let folder = folder_with_root(&authority);
    let care = serve(config(&authority, Kind::Good), portal()).await;
    let second = care.url.to_string();
    let entrance: Answer = Arc::new(move |_| ok(&format!("<a href='{second}'>介護事業所の方はこちら</a>")));
    let entry = serve(config(&authority, Kind::Good), entrance).await;
    let host = format!("127.0.0.1:{}", care.url.port().unwrap());
    let arguments = ["--user", "KJ0123456789AB", "--kind", "dx", "--json"];

    let run = fetch(&entry, folder.path(), &arguments, "right").await;
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.status, report["code"].as_str()), (Some(2), Some("portal-refused-redirect")));
    assert_eq!((report["params"]["host"].as_str(), &report["password_sent"]), (Some(host.as_str()), &false.into()));
    assert!(care.requests.lock().unwrap().is_empty(), "nothing is asked of it");

    let with_hosts = [&arguments[..], &["--host", "*.portal.example", "--host", &host]].concat();
    let run = fetch(&entry, folder.path(), &with_hosts, "right").await;
    assert_eq!(run.status, Some(0), "{}{}", run.out, run.err);
    assert_eq!(std::fs::read(folder.path().join("out.pfx")).unwrap(), FILE);

    let run = fetch(&entry, folder.path(), &[&arguments[..4], &["--host", "https://x/"]].concat(), "right").await;
    assert!(run.status == Some(2) && run.err.starts_with("usage: "), "{}", run.err);
}
