//! The flow that is under way, as it is written down.

use certificate::CertificateKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use verification::Nonce;

use crate::event::InstallerOutcome;
use crate::ids::{Alias, OfficeId};
use crate::user_id::TypedUserId;
use crate::view::{CertificateSummary, HandOffMethod, InstallMethod, PortalWay, Proof};

/// The flow that is under way, written before every step that leaves the app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Journal {
    /// How far it is.
    pub step: Step,
    /// Slot that is being renewed, or that the certificate goes to.
    pub slot: Option<Slot>,
    /// It began with what this phone holds: what comes takes its place without a question.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renews: bool,
    /// What was typed as ユーザーID, mended; may be unfinished. Gone with the flow unless the user wants it kept.
    pub user_id: TypedUserId,
    /// The certificate handed over.
    pub certificate: Option<HandedCertificate>,
    /// Which certificate the facility card names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CertificateKind>,
    /// The office's name on the facility card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// It began with a file that the user has: there is no login, and without the file nothing to resume.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_file: bool,
    /// Which way to the portal the user has chosen for this flow; `None`: the one that comes first.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "portalWay")]
    pub way: Option<PortalWay>,
    /// The portal had let in: a process that ends now loses what was there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub logged_in: bool,
    /// The portal had taken the password, and asked for more: a process that ends now loses how far that was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub half_logged_in: bool,
    /// Android: how the installer came back; none while it is open, and where nobody saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installer: Option<InstallerOutcome>,
}

impl Journal {
    /// A flow that begins.
    pub(crate) fn new(slot: Option<Slot>, user_id: TypedUserId) -> Self {
        Self {
            step: Step::Login,
            slot,
            renews: false,
            user_id,
            certificate: None,
            kind: None,
            office: None,
            from_file: false,
            way: None,
            logged_in: false,
            half_logged_in: false,
            installer: None,
        }
    }
}

/// How far the flow is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Step {
    /// At the portal; everything up to here lives in memory.
    Login,
    /// The portal's own pages are open in a window of the app, or were closed before a file came.
    Window {
        /// A login was sent, and no page of the portal was seen since.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unanswered: bool,
    },
    /// Android: the installer was opened, or the file saved.
    Installing {
        /// By which method.
        #[serde(default, rename = "way")]
        method: InstallMethod,
    },
    /// iOS: Safari or the share sheet was opened.
    Serving {
        /// By which method.
        #[serde(default)]
        hand_off: HandOff,
    },
    /// iOS: Safari has fetched the profile, or the user says that it waits in Settings.
    Fetched {
        /// iOS deletes it then; `None` where nobody saw when it came.
        deadline: Option<Timestamp>,
        /// By which method.
        #[serde(default)]
        hand_off: HandOff,
    },
    /// To be proven.
    Verify {
        /// Of the probe that was opened.
        nonce: Option<Nonce>,
    },
}

impl Step {
    /// Nothing has left the app yet.
    pub(crate) fn is_at_portal(&self) -> bool {
        matches!(self, Self::Login | Self::Window { .. })
    }

    /// Of a profile that is on its way.
    pub(crate) fn hand_off(&self) -> Option<HandOff> {
        match self {
            Self::Serving { hand_off } | Self::Fetched { hand_off, .. } => Some(*hand_off),
            _ => None,
        }
    }

    pub(crate) fn hand_off_mut(&mut self) -> Option<&mut HandOff> {
        match self {
            Self::Serving { hand_off } | Self::Fetched { hand_off, .. } => Some(hand_off),
            _ => None,
        }
    }
}

/// What must be known of a hand-over after a restart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct HandOff {
    /// By which of the ways.
    #[serde(rename = "way")]
    pub method: HandOffMethod,
    /// The profile opens with a number that the app made; it is gone with the process.
    pub password_is_made: bool,
}

/// A certificate that left the app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandedCertificate {
    /// What is shown.
    pub summary: CertificateSummary,
    /// DER name of the issuer, for the chooser.
    pub issuer_dn: Vec<u8>,
    /// What is known.
    pub proof: Proof,
    /// Android: the alias in KeyChain, where the user made another one of the slot's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renamed: Option<Alias>,
}

impl HandedCertificate {
    /// Android: the alias under which KeyChain has it.
    pub(crate) fn alias_in_key_chain(&self, slot: &Slot) -> Alias {
        self.renamed.clone().unwrap_or_else(|| slot.alias())
    }
}

/// An office and a kind: what one certificate at a time belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// The office that it is for.
    pub office: OfficeId,
    /// Which of the two kinds.
    pub kind: CertificateKind,
    /// Of a practice certificate, which is marked in its name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub practice: bool,
}

impl Slot {
    /// `kaigo-dx-3f9a1c02`: the Android alias and the end of the iOS PayloadIdentifier. The same at every renewal.
    /// Of a practice certificate `renshu-kaigo-dx-3f9a1c02` (練習).
    pub fn alias(&self) -> Alias {
        let mark = if self.practice { "renshu-" } else { "" };
        Alias::new(format!("{mark}kaigo-{}-{}", self.kind.code(), self.office.short()))
    }

    /// What its file in Downloads is called.
    pub fn file_name(&self) -> String {
        format!("{}.p12", self.alias())
    }
}
