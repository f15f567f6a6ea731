//! The app's own client through every variant, fault and step of the practice portal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use app::SystemClock;
use certificate::CertificateKind;
use common::{PHONE, both, portal as start, portal_of, roots};
use journey::UserId;
use portal::{ClientSettings, HostPort, HttpsTransport, Labels, PortalError, Session};
use practice::authority::TlsAuthority;
use practice::portal::{Counts, Fault, HtmlVariant, Portal, Step};
use practice::{Office, built_in};

/// Long enough for every fault but [`Fault::Slow`] below.
const PATIENCE: Duration = Duration::from_secs(6);

/// As a phone's browser that trusts the practice root alone.
fn settings(tls: &TlsAuthority) -> ClientSettings {
    ClientSettings { web_roots: false, extra_roots: vec![tls.root().to_vec()], ..ClientSettings::browser(PHONE) }
}

async fn session(portal: &Portal) -> Session {
    let (_, tls) = roots().await;
    let settings = ClientSettings { total_timeout: PATIENCE, ..settings(&tls) };
    let transport = Arc::new(HttpsTransport::new(HostPort::of(portal.entry()), settings).unwrap());
    Session::new(portal.entry().clone(), transport, Labels::built_in())
}

/// The whole flow for 介護DX証明書: the file, or where it ended.
async fn flow(portal: &Portal, office: &Office) -> Result<Vec<u8>, (Step, PortalError)> {
    let mut session = session(portal).await;
    let password = office.login_password.clone().into();
    session.log_in(office.user_id.as_str(), &password).await.map_err(|error| (Step::Authenticate, error))?;
    let rows = session.certificates().await.map_err(|error| (Step::Certificates, error))?;
    let row = rows.iter().find(|row| row.kind == Some(CertificateKind::Dx)).expect("a row for 介護DX証明書");
    let file = session.download(row.row).await.map_err(|error| (Step::Download, error))?;
    session.log_out().await;
    Ok(file.to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_passes_every_skin() {
    for variant in HtmlVariant::ALL {
        let portal = start(*variant, Arc::new(SystemClock)).await;
        let office = both();
        let file = flow(&portal, &office).await.unwrap_or_else(|(step, error)| panic!("{variant} at {step}: {error}"));
        let identity = certificate::open(&file, &office.certificate_password.clone().into()).unwrap();
        assert!(!identity.chain_der().is_empty());
        let counts = portal.counts();
        assert_eq!((counts.logins, counts.downloads, counts.logouts, counts.refused_forms), (1, 1, 1, 0), "{variant}");
        assert_eq!(counts.steps[&Step::Authenticate], 1, "{variant}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_reads_every_list_in_every_skin() {
    for variant in HtmlVariant::ALL {
        let portal = start(*variant, Arc::new(SystemClock)).await;
        for office in built_in() {
            let mut session = session(&portal).await;
            session.log_in(office.user_id.as_str(), &office.login_password.clone().into()).await.unwrap();
            let rows = session.certificates().await.unwrap_or_else(|error| panic!("{variant} {}: {error}", office.id));
            let labels: Vec<_> = office.certificates.iter().map(|certificate| certificate.label()).collect();
            assert_eq!(rows.len(), labels.len(), "{variant} {}", office.id);
            for (row, label) in rows.iter().zip(labels) {
                assert!(row.label.contains(label), "{variant}: {} is not {label}", row.label);
                assert_eq!(row.usable, office.id != "agent", "{variant} {label}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_names_a_wrong_login_and_a_lock_in_every_skin() {
    for variant in HtmlVariant::ALL {
        let portal = start(*variant, Arc::new(SystemClock)).await;
        let office = Office { login_password: "Machigai123".to_owned(), ..both() };
        for code in ["portal-wrong-login", "portal-wrong-login", "portal-locked", "portal-locked"] {
            let (_, error) = flow(&portal, &office).await.unwrap_err();
            assert_eq!(error.code(), code, "{variant}");
        }
        assert_eq!(portal.counts().steps[&Step::Authenticate], 4, "{variant}: one POST for each try");
    }
}

/// How the flow ends with a fault at a step; `None` if with the file.
fn expected(variant: HtmlVariant, fault: Fault, step: Step) -> Option<&'static str> {
    let at_file = step == Step::Download;
    let logged_in = matches!(step, Step::Menu | Step::Certificates | Step::Download);
    let code = match fault {
        Fault::Refused => "portal-offline",
        Fault::OldTls => "portal-old-tls",
        Fault::ExpiredCertificate => "portal-tls-expired",
        Fault::FutureCertificate => "portal-wrong-clock",
        Fault::OtherHostCertificate => "portal-tls-wrong-host",
        Fault::UntrustedCertificate => "portal-tls-untrusted",
        Fault::Down | Fault::InternalError => "portal-down",
        Fault::Maintenance => "portal-maintenance",
        Fault::Slow => "portal-timeout",
        // A redirect is followed as soon as its head is there.
        Fault::WrongLength if step == Step::Authenticate && variant != HtmlVariant::Struts => return None,
        Fault::CutOff | Fault::Reset | Fault::WrongLength => "portal-cut-off",
        Fault::HugePage if at_file => "portal-file-too-large",
        Fault::HugePage => "portal-too-large",
        Fault::HeavyPage => "portal-unknown-page",
        Fault::DeepNesting => "portal-too-large",
        Fault::RedirectLoop => "portal-redirect-loop",
        Fault::RedirectElsewhere | Fault::PlainHttp => "portal-refused-redirect",
        Fault::CaptivePortal => "portal-captive",
        Fault::HtmlInsteadOfFile | Fault::ZipInsteadOfFile | Fault::EmptyFile if at_file => "portal-not-a-file",
        Fault::Locked if step == Step::Authenticate => "portal-locked",
        Fault::SessionExpired if logged_in || step == Step::Authenticate => "portal-session-expired",
        Fault::TakenOver if logged_in => "portal-session-taken-over",
        Fault::FirstLogin if step == Step::Authenticate => "portal-first-login",
        // The page asks for the new password at once, and the client can set it.
        Fault::PasswordExpired if step == Step::Authenticate => "portal-first-login",
        Fault::CodeByMail if step == Step::Authenticate => "portal-code-wanted",
        Fault::ChooseOffice if step == Step::Authenticate => "portal-office-wanted",
        Fault::DrawnByScripts if at_file => "portal-not-a-file",
        // Before the password is sent, nothing was; afterwards it is a page that nobody knows.
        Fault::DrawnByScripts if matches!(step, Step::Entrance | Step::Login) => "portal-needs-browser",
        Fault::DrawnByScripts => "portal-unknown-page",
        Fault::UnknownPage if step == Step::Authenticate => "portal-unknown-page",
        Fault::Truncated if at_file => "portal-cut-off",
        _ => return None,
    };
    Some(code)
}

const STEPS: [Step; 6] =
    [Step::Entrance, Step::Login, Step::Authenticate, Step::Menu, Step::Certificates, Step::Download];

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_at_every_step_in_every_skin_ends_as_expected_and_nothing_is_posted_twice() {
    // Two at a time: more would only wait for each other.
    let mut halves = tokio::task::JoinSet::new();
    for half in HtmlVariant::ALL.chunks(HtmlVariant::ALL.len().div_ceil(2)) {
        halves.spawn(async move {
            let mut found = Vec::new();
            for variant in half {
                found.push(faults_of(*variant).await);
            }
            found
        });
    }
    let mut wrong = Vec::new();
    let mut cases = 0;
    for (tried, found) in halves.join_all().await.into_iter().flatten() {
        cases += tried;
        wrong.extend(found);
    }
    assert!(wrong.is_empty(), "{} of {cases} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases > 1_000);
}

async fn faults_of(variant: HtmlVariant) -> (usize, Vec<String>) {
    let portal = start(variant, Arc::new(SystemClock)).await;
    portal.switches().set_delay(PATIENCE + Duration::from_millis(500));
    let office = both();
    let (mut cases, mut wrong) = (0, Vec::new());
    for fault in Fault::ALL {
        for step in STEPS {
            // A slow answer costs its whole delay: one step is enough where the variant cannot matter.
            if *fault == Fault::Slow && (variant != HtmlVariant::Plain || step != Step::Authenticate) {
                continue;
            }
            // Reading it costs seconds, whatever the variant.
            if *fault == Fault::HeavyPage && (variant != HtmlVariant::Plain || step != Step::Entrance) {
                continue;
            }
            // A page that is only half there may be any page.
            if *fault == Fault::Truncated && step != Step::Download {
                continue;
            }
            portal.switches().set_fault(Some(*fault), Some(step)).await;
            let before = portal.counts();
            let ended = flow(&portal, &office).await;
            portal.switches().set_fault(None, None).await;
            cases += 1;
            let code = ended.as_ref().err().map(|(_, error)| error.code());
            if code != expected(variant, *fault, step) {
                let why = ended.as_ref().err().map(|(_, error)| common::chain(error));
                wrong.push(format!(
                    "{variant} {fault}@{step}: {code:?}, not {:?} {why:?}",
                    expected(variant, *fault, step)
                ));
            }
            if let Some(words) = posted_twice(&before, &portal.counts()) {
                wrong.push(format!("{variant} {fault}@{step}: {words}"));
            }
        }
    }
    (cases, wrong)
}

fn posted_twice(before: &Counts, after: &Counts) -> Option<String> {
    [Step::Authenticate, Step::Download].into_iter().find_map(|step| {
        let times = after.steps.get(&step).unwrap_or(&0) - before.steps.get(&step).unwrap_or(&0);
        (times > 1).then(|| format!("{step} {times} times"))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_phones_download_at_once() {
    let offices: Vec<_> = (0..100)
        .map(|number| Office {
            id: format!("many-{number}"),
            user_id: UserId::try_from(format!("KJ{number:012}")).unwrap(),
            key: "many".to_owned(),
            ..both()
        })
        .collect();
    let portal = Arc::new(portal_of(HtmlVariant::Plain, Arc::new(SystemClock), offices.clone()).await);
    let mut phones = tokio::task::JoinSet::new();
    for office in offices {
        let portal = Arc::clone(&portal);
        phones.spawn(async move { way_patiently(&portal, &office).await });
    }
    while let Some(ended) = phones.join_next().await {
        ended.unwrap().unwrap();
    }
    assert_eq!((portal.counts().logins, portal.counts().downloads), (100, 100));
}

async fn way_patiently(portal: &Portal, office: &Office) -> Result<(), PortalError> {
    let (_, tls) = roots().await;
    let transport = Arc::new(HttpsTransport::new(HostPort::of(portal.entry()), settings(&tls))?);
    let mut session = Session::new(portal.entry().clone(), transport, Labels::built_in());
    session.log_in(office.user_id.as_str(), &office.login_password.clone().into()).await?;
    let row = session.certificates().await?[0].row;
    session.download(row).await?;
    session.log_out().await;
    Ok(())
}
