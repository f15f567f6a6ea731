//! What a person can press.

use journey::{
    Back, FailurePrimary, HandOffMethod, HandOffStage, HomePrimary, InboundView, InstallMethod, InstallStage, Intent,
    Overlay, OverlayView, Platform, PortalWay, ProfileProblem, Renewal, Screen, SettingsPage, VerifyMethod, View,
    WindowStage,
};

use crate::common;

/// Only what the screen, its overlay and its dialogs offer.
pub(crate) fn offered(view: &View) -> Vec<Intent> {
    if let Some(inbound) = &view.inbound {
        return match inbound {
            InboundView::Coming => vec![Intent::Dismiss],
            InboundView::Refused { .. } => vec![Intent::Dismiss],
            _ => vec![Intent::Accept, Intent::Dismiss, Intent::Accept],
        };
    }
    if view.question.is_some() {
        return vec![Intent::Confirm, Intent::Stay, Intent::Confirm];
    }
    if let Some(overlay) = &view.overlay {
        return match overlay {
            OverlayView::Held { busy, certificate, old_name, .. } => {
                let slot = certificate.slot.clone();
                let mut taps = vec![Intent::Close, Intent::OpenRemoval { slot: slot.clone(), beside: false }];
                if old_name.is_some() {
                    taps.push(Intent::OpenRemoval { slot: slot.clone(), beside: true })
                }
                if !busy {
                    taps.push(Intent::OpenRenewal { slot: slot.clone() });
                    taps.push(Intent::Verify { slot: Some(slot) })
                }
                taps
            }
            OverlayView::Renewal { slot, .. } => vec![Intent::Renew { slot: slot.clone() }, Intent::Close],
            OverlayView::Removal { removal: None, .. } => {
                vec![Intent::SaidRemoved, Intent::Close, Intent::OpenSettings { page: SettingsPage::Credentials }]
            }
            OverlayView::Practice { starting, .. } => {
                if *starting {
                    vec![Intent::Close, Intent::Back]
                } else {
                    vec![
                        Intent::StartPractice {
                            phone: Some(if view.platform == Platform::Android {
                                Platform::Android
                            } else {
                                Platform::Iphone
                            }),
                            office: "both".into(),
                        },
                        Intent::Close,
                    ]
                }
            }
            OverlayView::ProfileProblem { .. } => vec![Intent::HandOver, Intent::Close],
            _ => vec![Intent::Close],
        };
    }
    let mut taps = Vec::new();
    if view.back != Back::Nowhere {
        taps.push(Intent::Back)
    }
    if view.practice.is_some() {
        taps.push(Intent::LeavePractice)
    }
    match &view.screen {
        Screen::Home { certificates, primary, saved_files, .. } => {
            match primary {
                HomePrimary::Resume => {
                    taps.push(Intent::Resume);
                    taps.push(Intent::Resume)
                }
                HomePrimary::Renew { slot } => taps.push(Intent::OpenRenewal { slot: slot.clone() }),
                HomePrimary::Verify { slot, .. } => taps.push(Intent::Verify { slot: Some(slot.clone()) }),
                HomePrimary::Add => taps.push(Intent::Start),
            }
            taps.push(Intent::Start);
            for c in certificates {
                taps.push(Intent::OpenHeld { slot: c.slot.clone() })
            }
            for name in saved_files {
                taps.push(Intent::DeleteSavedFile { name: name.clone() })
            }
            if view.practice.is_none() {
                taps.push(Intent::Open { page: Overlay::Practice })
            }
        }
        Screen::Welcome { .. } => {
            taps.push(Intent::Start);
            taps.push(Intent::PickFile);
            if view.practice.is_none() {
                taps.push(Intent::Open { page: Overlay::Practice })
            }
        }
        Screen::Preparation { blocked, .. } => {
            taps.push(Intent::LookAgain);
            if !blocked {
                taps.push(Intent::Continue)
            }
        }
        Screen::Login { other_way, .. } => {
            taps.push(Intent::LogIn { user_id: common::USER_ID.into(), remember: true });
            if let Some(way) = other_way {
                taps.push(Intent::ChooseWay { way: *way })
            }
        }
        Screen::PortalWindow { stage, .. } => {
            taps.push(Intent::OpenWindow);
            if *stage != WindowStage::Open {
                taps.push(Intent::ChooseWay { way: PortalWay::Client })
            } else {
                taps.push(Intent::Cancel)
            }
        }
        Screen::Terms { working: false, .. } => taps.push(Intent::AcceptTerms),
        Screen::NewPassword { working: false, .. } => taps.push(Intent::SetPassword),
        Screen::LoginCode { working: false, .. } => taps.push(Intent::SendCode),
        Screen::TakeOver { working: false, .. } => taps.push(Intent::TakeOver),
        Screen::Offices { working: false, .. } => taps.push(Intent::ChooseOffice { choice: 0 }),
        Screen::Certificates { choices, offices, .. } => {
            for c in choices {
                taps.push(Intent::Choose { row: c.row, office: None });
                for o in offices {
                    taps.push(Intent::Choose { row: c.row, office: Some(o.office.clone()) })
                }
            }
        }
        Screen::NoCertificate { looking, .. } => taps.push(if *looking { Intent::Cancel } else { Intent::LookAgain }),
        Screen::Downloading { .. } => taps.push(Intent::Cancel),
        Screen::OtherKind { .. } => {
            taps.push(Intent::UseOtherKind);
            taps.push(Intent::ChooseAgain)
        }
        Screen::CertificatePassword { working, slow, .. } => {
            if !working {
                taps.push(Intent::OpenCertificate);
                taps.push(Intent::OpenCertificate)
            }
            if slow.is_some() {
                taps.push(Intent::Cancel);
                if !working {
                    taps.push(Intent::OpenSlowly)
                }
            }
        }
        Screen::Certificate { working: false, .. } => {
            taps.push(Intent::HandOver);
            taps.push(Intent::HandOver);
            if view.platform == Platform::Android {
                taps.push(Intent::ChooseInstallMethod { method: InstallMethod::Password });
                taps.push(Intent::ChooseInstallMethod { method: InstallMethod::File })
            }
        }
        Screen::HandOver { stage, at_hand, method, .. } => match stage {
            HandOffStage::Ready => {
                taps.push(Intent::HandOver);
                if *at_hand {
                    for other in [HandOffMethod::File, HandOffMethod::Browser] {
                        if other != *method {
                            taps.push(Intent::ChooseHandOffMethod { method: other })
                        }
                    }
                }
            }
            HandOffStage::Gone | HandOffStage::Saved => {
                taps.push(Intent::HandOver);
                taps.push(Intent::SkipToSettings)
            }
            _ => taps.push(Intent::SkipToSettings),
        },
        Screen::SettingsSteps { password_at_hand, expired, .. } => {
            taps.push(Intent::SaidInstalled);
            taps.push(Intent::HandOver);
            taps.push(Intent::OpenProfileProblem { page: ProfileProblem::NoEntry });
            if *password_at_hand && !expired {
                taps.push(Intent::CopyPassword)
            }
        }
        Screen::Installing { stage, method, .. } => match stage {
            InstallStage::Ready => {
                taps.push(Intent::HandOver);
                if *method != InstallMethod::File {
                    taps.push(Intent::ChooseInstallMethod { method: InstallMethod::File })
                }
            }
            _ => taps.push(Intent::Verify { slot: None }),
        },
        Screen::Verify { method, working, absent, .. } => {
            if *working {
                taps.push(Intent::Cancel)
            } else {
                if *method != VerifyMethod::Manual {
                    taps.push(Intent::Verify { slot: None });
                    taps.push(Intent::Verify { slot: None })
                }
                taps.push(Intent::SaidVerified);
                taps.push(Intent::Later);
                if view.platform == Platform::Android && *absent {
                    taps.push(Intent::HandOver);
                }
            }
        }
        Screen::Done { renewal, saved_file, .. } => {
            taps.push(Intent::Finish);
            taps.push(Intent::OpenService);
            if let Some(Renewal::Beside { slot, .. }) = renewal {
                taps.push(Intent::OpenRemoval { slot: slot.clone(), beside: true })
            }
            if let Some(name) = saved_file {
                taps.push(Intent::DeleteSavedFile { name: name.clone() })
            }
        }
        Screen::Failed { primary, other_way, .. } => {
            match primary {
                FailurePrimary::Back => {}
                _ => {
                    taps.push(Intent::TryAgain);
                    taps.push(Intent::Later)
                }
            }
            if let Some(way) = other_way {
                taps.push(Intent::ChooseWay { way: *way })
            }
        }
        _ => {}
    }
    taps
}
