use certificate::{OpenErrorCause, Policy, Validation};
use journey::{Cause, CertificateInfo, CertificateSummary, Failure, FindingView, OpenFailure, PasswordHint};

use super::context::Context;
use crate::failures::{drop_sources, internal};
use crate::vault::Opening;

impl Context {
    pub(crate) async fn open_certificate(&self) -> Result<CertificateInfo, OpenFailure> {
        let end = |failure| OpenFailure { failure, ask_again: false, password_hints: Vec::new() };
        let Opening { file, password, generation } = self.vault.opening().ok_or_else(|| end(internal()))?;
        let active = self.active_realm().await.map_err(end)?;
        let policy = Policy {
            allowed_subjects: active.realm.allowed_subjects,
            issuer: active.realm.issuer,
            pinned_authorities: active.realm.pinned_authorities,
            warn_days: self.parts.publisher.warn_days,
        };
        let now = self.parts.clock.now();
        let permit = self.derivation.clone().acquire_owned().await.map_err(|_| end(internal()))?;
        let opened = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            match certificate::open(&file, &password) {
                Ok(identity) => {
                    let validation = certificate::validate(&identity, &policy, now);
                    Ok((identity, validation))
                }
                Err(error) => Err((certificate::confusable_characters(&password), error)),
            }
        })
        .await
        .map_err(|_| end(internal()))?;
        match opened {
            Ok((identity, validation)) => {
                if !self.vault.put_identity(identity, generation) {
                    return Err(end(internal()));
                }
                Ok(facts(validation))
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
                Err(OpenFailure { failure, ask_again, password_hints })
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

fn facts(validation: Validation) -> CertificateInfo {
    let acceptable = validation.acceptable();
    let findings = validation
        .findings
        .into_iter()
        .map(|finding| FindingView {
            code: finding.code().to_owned(),
            is_error: finding.is_error,
            params: finding.params,
        })
        .collect();
    let summary = CertificateSummary {
        kind: None,
        office: validation.office.unwrap_or_default(),
        subject: validation.subject,
        issuer: validation.issuer,
        not_before: validation.not_before.as_millisecond(),
        not_after: validation.not_after.as_millisecond(),
        days_left: validation.days_left,
        due: false,
        fingerprint: validation.fingerprint,
        practice: false,
    };
    CertificateInfo { summary, issuer_dn: validation.issuer_dn, findings, acceptable }
}
