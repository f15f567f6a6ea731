use certificate::{OpenError, OpenErrorCause, OpenOptions, Policy, Validation};
use journey::{
    Attempt, Cause, CertificateInfo, CertificateSummary, Event, Failure, FindingView, OpenFailure, PasswordHint,
    plain_text,
};

use super::context::Context;
use crate::failures::{drop_sources, internal, internal_error};
use crate::vault::Opening;

/// Why a file is not open.
enum NotOpened {
    /// It takes about so many seconds, and was not begun.
    Slow(u32),
    Failed(OpenFailure),
}

impl Context {
    /// Opens the file in the vault; where that takes long, only for a user who knows it.
    pub(crate) async fn open_certificate(&self, attempt: Attempt, patient: bool) -> Event {
        match self.try_open(patient).await {
            Ok(info) => Event::Opened(attempt, Ok(info)),
            Err(NotOpened::Slow(seconds)) => Event::SlowToOpen(attempt, seconds),
            Err(NotOpened::Failed(failure)) => Event::Opened(attempt, Err(failure)),
        }
    }

    async fn try_open(&self, patient: bool) -> Result<CertificateInfo, NotOpened> {
        let end = |failure| NotOpened::Failed(OpenFailure { failure, ask_again: false, password_hints: Vec::new() });
        let Opening { file, password, generation, stop } = self.vault.opening().ok_or_else(|| end(internal()))?;
        let active = self.active_realm().await.map_err(end)?;
        let policy = Policy {
            allowed_subjects: active.realm.allowed_subjects,
            issuer: active.realm.issuer,
            pinned_authorities: active.realm.pinned_authorities,
            warn_days: self.parts.publisher.warn_days,
        };
        let now = self.parts.clock.now();
        let permit = self.derivation.clone().acquire_owned().await.map_err(|error| end(internal_error(&error)))?;
        let opened = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let options = OpenOptions { now, patient, stop };
            match certificate::open_metered(&file, &password, &options).0 {
                Ok(identity) => {
                    let validation = certificate::validate(&identity, &policy, now);
                    Ok((identity, validation))
                }
                Err(error) => Err((certificate::confusable_characters(&password), error)),
            }
        })
        .await
        .map_err(|error| end(internal_error(&error)))?;
        match opened {
            Ok((identity, validation)) => {
                if !self.vault.put_identity(identity, generation) {
                    return Err(end(internal()));
                }
                Ok(facts(validation))
            }
            Err((_, OpenError::TooCostly { seconds: Some(seconds), if_wanted: true, .. })) if !patient => {
                // The password was not tried: it stays for whoever goes on.
                Err(NotOpened::Slow(u32::try_from(seconds).unwrap_or(u32::MAX)))
            }
            Err((hints, error)) => {
                drop_sources(error.code(), &error);
                self.vault.refuse_password(generation);
                let ask_again = error.cause() == OpenErrorCause::Password;
                let failure = Failure {
                    code: error.code().to_owned(),
                    cause: cause(error.cause()),
                    params: error.params(),
                    retryable: ask_again,
                };
                let password_hints = hints
                    .into_iter()
                    .filter(|_| ask_again)
                    .map(|hint| PasswordHint { at: hint.at, code: hint.code().to_owned() })
                    .collect();
                Err(NotOpened::Failed(OpenFailure { failure, ask_again, password_hints }))
            }
        }
    }
}

/// The certificate's cause in the journey's words.
fn cause(cause: OpenErrorCause) -> Cause {
    match cause {
        OpenErrorCause::Password => Cause::CertificatePassword,
        OpenErrorCause::Transfer | OpenErrorCause::Content | OpenErrorCause::Cost => Cause::File,
    }
}

fn facts(mut validation: Validation) -> CertificateInfo {
    validation.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let findings = validation
        .findings
        .into_iter()
        .map(|finding| FindingView {
            code: finding.code().to_owned(),
            severity: finding.severity,
            params: finding.params.into_iter().map(|(name, value)| (name, plain_text(&value))).collect(),
        })
        .collect();
    let summary = CertificateSummary {
        kind: None,
        office: plain_text(&validation.office.unwrap_or_default()),
        subject: plain_text(&validation.subject),
        issuer: plain_text(&validation.issuer),
        not_before: validation.not_before,
        not_after: validation.not_after,
        days_left: validation.days_left,
        due: false,
        fingerprint: validation.fingerprint,
        practice: false,
        doubts: Vec::new(),
    };
    CertificateInfo { summary, issuer_dn: validation.issuer_dn, findings, wanted_anyway: false }
}
