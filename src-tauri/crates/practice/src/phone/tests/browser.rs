use std::sync::atomic::{AtomicUsize, Ordering};

use journey::Alias;
use rustls::pki_types::CertificateDer;
use rustls::server::WebPkiClientVerifier;
use rustls::sign::SingleCertAndKey;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use url::Url;

use super::*;
use crate::authority::{ServerCertificate, TlsAuthority};
use crate::phone::PhoneProfile;
use crate::phone::phone_state::InstalledIdentity;

/// A TLS server that says which certificate came, and counts who asked.
struct Server {
    url: Url,
    root: Vec<u8>,
    visits: Arc<AtomicUsize>,
    _folder: TempDir,
}

/// Asks for a certificate of `issuer` and takes none too; no issuer: asks for none.
async fn server(issuer: Option<&[u8]>, shown: ServerCertificate) -> Server {
    let folder = tempfile::tempdir().unwrap();
    let authority = TlsAuthority::open(&Folder::open(folder.path()).unwrap(), &app::SystemClock).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions().unwrap();
    let config = match issuer {
        None => config.with_no_client_auth(),
        Some(issuer) => {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from(issuer.to_vec())).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            config.with_client_cert_verifier(verifier.allow_unauthenticated().build().unwrap())
        }
    };
    let only = SingleCertAndKey::from(authority.certified(shown).unwrap());
    let acceptor = TlsAcceptor::from(Arc::new(config.with_cert_resolver(Arc::new(only))));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/?nonce=1", listener.local_addr().unwrap()).parse().unwrap();
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = visits.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, counted) = (acceptor.clone(), counted.clone());
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let came = stream.get_ref().1.peer_certificates().map(|chain| chain[0].to_vec());
                let mut request = [0; 4096];
                if !stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                    return;
                }
                counted.fetch_add(1, Ordering::SeqCst);
                let who = came.map_or("だれも".to_owned(), |leaf| hex::encode(sha2_of(&leaf)));
                let body = format!("<h1>{who}</h1><p>きました。</p><a href=\"shomei-navi://done\">アプリにもどる</a>");
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    Server { url, root: authority.root().to_vec(), visits, _folder: folder }
}

fn sha2_of(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}

/// A phone that trusts the server and holds that certificate.
async fn phone_with(model: Platform, server: &Server, slots: &[&str]) -> Rig {
    let rig = Rig::trusting(model, vec![server.root.clone()]);
    for slot in slots {
        let stored = InstalledIdentity::new(slot, &identity(slot).await, &for_android(slot).await);
        rig.phone.store.change(|memory| memory.install(stored)).await.unwrap();
    }
    rig
}

async fn issuer() -> Vec<u8> {
    identity("kaigo-dx-1").await.chain_der()[0].clone()
}

async fn opened(rig: &Rig, server: &Server, answers: &[(SystemAnswer, Option<&str>)]) -> Vec<SystemScreen> {
    let (end, seen) = during(&rig.phone, rig.phone.open_in_browser(&server.url), answers).await;
    end.unwrap();
    seen
}

fn heading(screen: &SystemScreen) -> &str {
    let SystemScreen::SafariPage { heading, .. } = screen else { panic!("{screen:?}") };
    heading
}

#[tokio::test]
async fn shows_the_certificate_by_a_real_handshake() {
    let server = server(Some(&issuer().await), ServerCertificate::Good).await;
    let rig = phone_with(Platform::Iphone, &server, &["kaigo-dx-1"]).await;
    let seen = opened(&rig, &server, &[GO, GO]).await;
    assert_eq!(seen[0], SystemScreen::SafariChooser { names: vec!["CarePlanJigyousho".to_owned()] });
    let page = SystemScreen::SafariPage {
        url: server.url.to_string(),
        heading: issued("kaigo-dx-1").await.fingerprint().to_string(),
        sentences: vec!["きました。".to_owned()],
        button: Some("アプリにもどる".to_owned()),
        second: None,
    };
    assert_eq!(seen[1], page);
    // The question was put without a visit of its own.
    assert_eq!(server.visits.load(Ordering::SeqCst), 1);

    let seen = opened(&rig, &server, &[DECLINE, DECLINE]).await;
    assert_eq!(heading(&seen[1]), "だれも");
}

#[tokio::test]
async fn of_two_the_newest_stands_first_and_the_other_can_be_tapped() {
    let server = server(Some(&issuer().await), ServerCertificate::Good).await;
    let rig = phone_with(Platform::Android, &server, &["kaigo-dx-1", "kaigo-dx-2"]).await;
    let seen = opened(&rig, &server, &[OTHER, GO]).await;
    assert_eq!(
        seen[0],
        SystemScreen::AndroidChooser {
            aliases: ["kaigo-dx-2", "kaigo-dx-1"].map(Alias::from).to_vec(),
            selected: None
        }
    );
    assert_eq!(heading(&seen[1]), issued("kaigo-dx-1").await.fingerprint().to_string());
}

#[tokio::test]
async fn without_a_fitting_certificate_there_is_no_question() {
    let authority = TempDir::new().unwrap();
    let other = TlsAuthority::open(&Folder::open(authority.path()).unwrap(), &app::SystemClock).unwrap();
    let asks = server(Some(&issuer().await), ServerCertificate::Good).await;
    let asks_others = server(Some(other.root()), ServerCertificate::Good).await;
    let asks_nobody = server(None, ServerCertificate::Good).await;
    for (server, slots) in [(&asks, &[][..]), (&asks_others, &["kaigo-dx-1"]), (&asks_nobody, &["kaigo-dx-1"])] {
        let rig = phone_with(Platform::Ipad, server, slots).await;
        assert_eq!(heading(&opened(&rig, server, &[GO]).await[0]), "だれも");
    }
}

#[tokio::test]
async fn pages_that_cannot_be_opened() {
    for shown in [ServerCertificate::Untrusted, ServerCertificate::Expired, ServerCertificate::OtherHost] {
        let server = server(Some(&issuer().await), shown).await;
        let rig = phone_with(Platform::Iphone, &server, &["kaigo-dx-1"]).await;
        assert_eq!(heading(&opened(&rig, &server, &[DECLINE]).await[0]), "ページを開けません");
        assert_eq!(server.visits.load(Ordering::SeqCst), 0);
    }
    let server = server(Some(&issuer().await), ServerCertificate::Good).await;
    let rig = phone_with(Platform::Iphone, &server, &["kaigo-dx-1"]).await;
    rig.phone.set_phone_profile(PhoneProfile { online: false, ..PhoneProfile::default() });
    assert_eq!(heading(&opened(&rig, &server, &[GO]).await[0]), "ページを開けません");
    assert_eq!(server.visits.load(Ordering::SeqCst), 0);

    let scheme = rig.phone.open_in_browser(&"shomei-navi://done".parse().unwrap()).await;
    assert!(matches!(scheme, Err(app::DeviceError::NothingAnswers)));
}

#[tokio::test]
async fn a_loopback_server_that_speaks_tls_is_told_apart() {
    let server = server(None, ServerCertificate::Good).await;
    let limit = Duration::from_secs(5);
    assert!(crate::phone::browser::speaks_tls(&server.url, limit).await);
    let deaf = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", deaf.local_addr().unwrap()).parse().unwrap();
    assert!(!crate::phone::browser::speaks_tls(&url, Duration::from_millis(50)).await);
}
