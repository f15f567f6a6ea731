use certificate::{OpenError, Policy, Verdict};
use journey::{CertificateFacts, CertificateSummary, Failure, FindingView, OddCharacter, OpenEnd, SecretKind};
use zeroize::Zeroizing;

use super::{Inner, internal};

impl Inner {
    pub(crate) async fn open_certificate(&self) -> Result<CertificateFacts, OpenEnd> {
        let end = |failure| OpenEnd { failure, ask_again: false, oddities: Vec::new() };
        let file = self.vault.file().ok_or_else(|| end(internal()))?;
        let password = self.vault.get(SecretKind::CertificatePassword).ok_or_else(|| end(internal()))?;
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
                    let verdict = certificate::judge(&identity, &policy, now);
                    Ok((identity, verdict))
                }
                Err(error) => Err((certificate::oddities(&password), error)),
            }
        })
        .await
        .map_err(|_| end(internal()))?;
        match opened {
            Ok((identity, verdict)) => {
                self.vault.put_identity(identity);
                Ok(facts(verdict))
            }
            Err((oddities, error)) => {
                self.vault.forget(SecretKind::CertificatePassword);
                let ask_again = matches!(error, OpenError::WrongPassword);
                let failure = Failure { code: error.code().to_owned(), params: error.params(), retryable: ask_again };
                let oddities = oddities
                    .into_iter()
                    .filter(|_| ask_again)
                    .map(|oddity| OddCharacter { at: oddity.at, code: oddity.code.to_owned() })
                    .collect();
                Err(OpenEnd { failure, ask_again, oddities })
            }
        }
    }
}

/// Writes a file for a phone off the async threads.
pub(crate) async fn blocking(
    write: impl FnOnce() -> Result<Zeroizing<Vec<u8>>, certificate::WriteError> + Send + 'static,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    match tokio::task::spawn_blocking(write).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(Failure::new(error.code(), false)),
        Err(_) => Err(internal()),
    }
}

fn facts(verdict: Verdict) -> CertificateFacts {
    let acceptable = verdict.acceptable();
    let findings = verdict
        .findings
        .into_iter()
        .map(|finding| FindingView { code: finding.code.to_owned(), refuses: finding.refuses, params: finding.params })
        .collect();
    let summary = CertificateSummary {
        kind: None,
        office: verdict.office.unwrap_or_default(),
        subject: verdict.subject,
        issuer: verdict.issuer,
        not_before: verdict.not_before.as_millisecond(),
        not_after: verdict.not_after.as_millisecond(),
        days_left: verdict.days_left,
        due: false,
        fingerprint: verdict.fingerprint,
        practice: false,
    };
    CertificateFacts { summary, issuer_dn: verdict.issuer_dn, findings, acceptable }
}
