//! The phone, the portal and the vault: what is in them decides, and chance where several answers are possible.

use certificate::{CertificateKind, Fingerprint};
use journey::{
    Alias, Cause, CodeInfo, DownloadedFile, Effect, Event, Failure, FileHint, FileId, HandOffMethod, InstallerOutcome,
    Intent, KeyChainProof, LoginOutcome, NewPasswordInfo, OfficesInfo, OpenFailure, PhoneInfo, Platform, PortalOffice,
    RealmInfo, SecretKind, ServingInfo, TakeOverInfo, TermsInfo, WindowPage,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::common::{self, info, row};

pub(crate) fn failure(code: &str) -> Failure {
    Failure::new(common::cause(code), code, true)
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Phone {
    pub(crate) is_apple: bool,
    /// In the vault: the file as it came.
    pub(crate) has_file: bool,
    /// In the vault: what was in the file.
    pub(crate) has_identity: bool,
    pub(crate) has_certificate_password: bool,
    has_login_password: bool,
    /// Android's KeyChain.
    certificates: Vec<(Alias, Fingerprint)>,
    /// Of what is in the vault.
    fingerprint: Option<Fingerprint>,
    downloads: Vec<String>,
}

impl Phone {
    pub(crate) fn new(is_apple: bool) -> Self {
        Self { is_apple, ..Self::default() }
    }

    pub(crate) fn holds_secrets(&self) -> bool {
        self.has_file || self.has_identity || self.has_certificate_password || self.has_login_password
    }

    pub(crate) fn forget_secrets(&mut self) {
        self.has_file = false;
        self.has_identity = false;
        self.has_certificate_password = false;
        self.has_login_password = false;
    }

    pub(crate) fn holds(&self, name: &Alias, fingerprint: Fingerprint) -> bool {
        self.certificates.iter().any(|(held, found)| held == name && *found == fingerprint)
    }

    pub(crate) fn remove(&mut self, which: u8) {
        if !self.certificates.is_empty() {
            self.certificates.remove(usize::from(which) % self.certificates.len());
        }
    }

    /// Files in Downloads, but for those of practice.
    pub(crate) fn real_downloads(&self) -> impl Iterator<Item = &String> {
        self.downloads.iter().filter(|name| !name.starts_with("renshu"))
    }

    /// What a person has typed before this.
    pub(crate) fn typed_for(&mut self, tap: &Intent) {
        match tap {
            Intent::LogIn { .. } => self.has_login_password = true,
            Intent::OpenCertificate => self.has_certificate_password = true,
            _ => {}
        }
    }

    /// What the effect needs is there.
    pub(crate) fn can(&self, effect: &Effect) -> Result<(), TestCaseError> {
        match effect {
            Effect::OpenCertificate { .. } => prop_assert!(self.has_file, "a file to open"),
            Effect::Install { .. } | Effect::SaveFile { .. } | Effect::HandOff { .. } => {
                prop_assert!(self.has_identity && self.has_certificate_password, "something to hand over");
            }
            _ => {}
        }
        Ok(())
    }

    /// Effects that nothing answers.
    pub(crate) fn does(&mut self, effect: &Effect) {
        match effect {
            Effect::ForgetAll | Effect::ForgetDownload => self.forget_secrets(),
            Effect::CloseFile if self.has_identity => self.has_file = false,
            Effect::AdmitFile { .. } => self.gets_file(),
            Effect::Forget(SecretKind::LoginPassword) => self.has_login_password = false,
            Effect::Forget(SecretKind::CertificatePassword) => self.has_certificate_password = false,
            Effect::StopOpening => self.has_identity = false,
            _ => {}
        }
    }

    fn gets_file(&mut self) {
        self.has_file = true;
        self.has_identity = false;
    }

    /// The events that answer this effect.
    pub(crate) fn answers(&mut self, effect: &Effect, chance: u8) -> Vec<Event> {
        let good = !chance.is_multiple_of(4);
        let or = |code: &str| if good { Ok(()) } else { Err(failure(code)) };
        match effect {
            Effect::LookAtPhone { attempt } => vec![Event::PhoneLooked(*attempt, Ok(self.info(chance % 8 != 1)))],
            Effect::OpenPractice { attempt, .. } => {
                let realm = RealmInfo { probe: true, service: true };
                vec![Event::PracticeOpened(*attempt, or("practice-servers").map(|()| realm))]
            }
            Effect::OpenLogin { attempt } | Effect::LogIn { attempt, .. } if !self.has_login_password => {
                vec![Event::LoggedIn(*attempt, Err(LoginOutcome::PasswordGone))]
            }
            Effect::OpenLogin { attempt } if good => vec![Event::LoginOpened(*attempt)],
            Effect::OpenLogin { attempt } => {
                vec![Event::LoggedIn(*attempt, Err(LoginOutcome::Failed(failure("portal-offline"))))]
            }
            Effect::LogIn { attempt, .. }
            | Effect::SendCode { attempt }
            | Effect::TakeOver { attempt }
            | Effect::ChooseOffice { attempt, .. }
            | Effect::AcceptTerms { attempt }
            | Effect::SetPassword { attempt } => vec![Event::LoggedIn(*attempt, logged_in(chance))],
            Effect::List { attempt } => {
                let both = || vec![row(0, CertificateKind::Dx), row(1, CertificateKind::Hoken)];
                let rows = match chance % 6 {
                    0 => Err(failure("portal-offline")),
                    1 => Ok(Vec::new()),
                    2 => Ok(both()),
                    _ => Ok(vec![row(0, CertificateKind::Dx)]),
                };
                vec![Event::Listed(*attempt, rows)]
            }
            Effect::Download { attempt, .. } => {
                if good {
                    self.gets_file();
                }
                let hint = || FileHint { kind: Some(CertificateKind::Hoken), name: "h.pfx".to_owned() };
                let file = DownloadedFile { hint: (chance % 8 == 5).then(hint) };
                vec![Event::Downloaded(*attempt, or("portal-offline").map(|()| file))]
            }
            Effect::OpenWindow { attempt, .. } => {
                let mut events =
                    vec![Event::WindowPageShown(*attempt, WindowPage::Login), Event::WindowLoginSent(*attempt)];
                match chance % 5 {
                    0 => events.push(Event::WindowClosed(*attempt, Ok(()))),
                    1 => events.push(Event::WindowPageShown(*attempt, WindowPage::Login)),
                    2 => {}
                    _ => {
                        self.gets_file();
                        events.push(Event::WindowPageShown(*attempt, WindowPage::SignedIn));
                        events.push(Event::Downloaded(*attempt, Ok(DownloadedFile::default())));
                    }
                }
                events
            }
            Effect::OpenCertificate { attempt, patient } => self.opens(*attempt, *patient, chance),
            Effect::Install { attempt, alias, .. } => vec![Event::InstallerEnded(
                *attempt,
                match chance % 5 {
                    0 => Err(failure("device-nothing-answers")),
                    1 => Ok(InstallerOutcome::Canceled),
                    _ => {
                        self.certificates.retain(|(held, _)| held != alias);
                        self.certificates.extend(self.fingerprint.map(|fingerprint| (alias.clone(), fingerprint)));
                        Ok(InstallerOutcome::Ok)
                    }
                },
            )],
            Effect::SaveFile { attempt, name, .. } => {
                if good {
                    self.downloads.push(name.clone());
                }
                vec![Event::FileSaved(*attempt, or("device-refused"))]
            }
            Effect::DeleteSavedFile { name } => {
                if good {
                    self.downloads.retain(|saved| saved != name);
                }
                vec![Event::SavedFileDeleted(name.clone(), or("device-refused"))]
            }
            Effect::AskKeyChain { attempt, alias, fingerprint, .. } => {
                vec![Event::KeyChainAnswered(*attempt, self.key_chain(alias, *fingerprint))]
            }
            Effect::LookForRemoved { removing, alias, fingerprint, .. } => {
                vec![Event::RemovalLooked(removing.clone(), self.key_chain(alias, *fingerprint))]
            }
            Effect::HandOff { attempt, method: HandOffMethod::File, .. } => vec![
                Event::Serving(*attempt, Ok(ServingInfo { password_is_made: chance % 8 == 6 })),
                Event::FileShared(*attempt, Ok(good)),
            ],
            Effect::HandOff { attempt, .. } => {
                let mut events = vec![Event::Serving(*attempt, Ok(ServingInfo { password_is_made: chance % 8 == 6 }))];
                if chance % 4 > 1 {
                    events.extend([Event::PageSeen(*attempt), Event::ProfileFetched(*attempt)]);
                }
                if !chance.is_multiple_of(3) {
                    events.push(Event::SafariClosed(*attempt, Ok(())));
                }
                events
            }
            Effect::OpenProbe { attempt, .. } | Effect::AskProbe { attempt, .. } => {
                vec![Event::ProbeAnswered(*attempt, or("verify-nobody-came"))]
            }
            Effect::OpenService { attempt, .. } => vec![Event::ServiceOpened(*attempt, Ok(()))],
            Effect::CopyPassword { attempt, .. } => vec![Event::Copied(*attempt, Ok(()))],
            Effect::PickFile => vec![Event::FilePicked(Ok(FileId::new(3)))],
            _ => Vec::new(),
        }
    }

    fn info(&self, has_screen_lock: bool) -> PhoneInfo {
        PhoneInfo {
            platform: if self.is_apple { Platform::Iphone } else { Platform::Android },
            version: "18".to_owned(),
            screen_lock: Some(has_screen_lock),
            online: true,
            restricted: false,
            chrome: Some(true),
            vendor: None,
        }
    }

    fn opens(&mut self, attempt: journey::Attempt, patient: bool, chance: u8) -> Vec<Event> {
        let refused = |failure, ask_again| {
            let refused = OpenFailure { failure, ask_again, password_hints: Vec::new() };
            vec![Event::Opened(attempt, Err(refused))]
        };
        if !self.has_file {
            return refused(Failure::new(Cause::Internal, "internal", false), false);
        }
        if chance % 8 == 3 && !patient {
            return vec![Event::SlowToOpen(attempt, 9)];
        }
        if chance.is_multiple_of(4) {
            self.has_certificate_password = false;
            return refused(failure("certificate-wrong-password"), true);
        }
        self.has_identity = true;
        self.has_certificate_password = true;
        let mut opened = info();
        opened.summary.fingerprint = Fingerprint([chance; 32]);
        self.fingerprint = Some(opened.summary.fingerprint);
        if chance % 16 == 7 {
            "KaigoJigyousho".clone_into(&mut opened.summary.subject);
        }
        vec![Event::Opened(attempt, Ok(opened))]
    }

    fn key_chain(&self, alias: &Alias, fingerprint: Fingerprint) -> Result<KeyChainProof, Failure> {
        match self.certificates.iter().find(|(held, _)| held == alias) {
            Some((_, found)) if *found == fingerprint => Ok(KeyChainProof { alias: alias.clone(), connected: false }),
            Some(_) => Err(Failure::new(Cause::OldCertificate, "verify-old-certificate", true)),
            None => Err(Failure::new(Cause::Unproven, "verify-denied", true)),
        }
    }
}

fn logged_in(chance: u8) -> Result<(), LoginOutcome> {
    Err(match chance % 12 {
        0 => LoginOutcome::Wrong(failure("portal-wrong-login")),
        1 => LoginOutcome::Code(CodeInfo { sentences: Vec::new(), max_length: None }),
        2 => LoginOutcome::Elsewhere(TakeOverInfo { sentences: Vec::new(), button: "続ける".to_owned() }),
        3 => {
            LoginOutcome::Terms(TermsInfo {
                title: "利用規約".to_owned(), text: "第1条".to_owned(), elsewhere: false
            })
        }
        4 => LoginOutcome::Failed(failure("portal-offline")),
        5 => LoginOutcome::NewPassword(NewPasswordInfo {
            rules: Vec::new(),
            min_length: None,
            max_length: None,
            refused: None,
        }),
        6 => LoginOutcome::Offices(OfficesInfo {
            choices: vec![PortalOffice { choice: 0, label: "さくら".to_owned() }],
        }),
        8 => LoginOutcome::Unclear(failure("portal-unknown-page")),
        _ => return Ok(()),
    })
}
