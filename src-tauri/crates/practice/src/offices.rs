use certificate::CertificateKind;
use journey::{PracticeOffice, UserId};

use crate::authority::Subject;

/// A certificate that the practice portal lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OfficeCertificate {
    /// One of the two that work for the WEB services.
    Kaigo(CertificateKind),
    /// 障害者総合支援証明書: does not work there.
    Disability,
    /// 代理人証明書: does not work there.
    Agent,
}

impl OfficeCertificate {
    /// As the portal names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Kaigo(CertificateKind::Dx) => "介護DX証明書",
            Self::Kaigo(CertificateKind::Hoken) => "介護保険証明書",
            Self::Disability => "障害者総合支援証明書",
            Self::Agent => "代理人証明書",
        }
    }

    /// Short ASCII word for file names and form values.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kaigo(kind) => kind.code(),
            Self::Disability => "shogai",
            Self::Agent => "dairinin",
        }
    }

    /// The inverse of [`OfficeCertificate::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Kaigo(CertificateKind::Dx), Self::Kaigo(CertificateKind::Hoken), Self::Disability, Self::Agent]
            .into_iter()
            .find(|certificate| certificate.code() == code)
    }

    /// 発行先. Only the first two are known (setup manual, 参考 2/2).
    fn common_name(self) -> &'static str {
        match self {
            Self::Kaigo(CertificateKind::Dx) => "CarePlanJigyousho",
            Self::Kaigo(CertificateKind::Hoken) => "KaigoJigyousho",
            Self::Disability => "PracticeShougaiJigyousho",
            Self::Agent => "PracticeDairinin",
        }
    }
}

/// An office of the practice portal with everything on its letters. Nothing in it opens anything real.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Handle: ASCII letters, digits and hyphens.
    pub id: String,
    /// Name of the office.
    pub name: String,
    /// ユーザーID: `KJ` and 12 alphanumerics.
    pub user_id: UserId,
    /// ログインパスワード: 8 to 16 alphanumerics.
    pub login_password: String,
    /// 証明書発行用パスワード.
    pub certificate_password: String,
    /// What the list holds.
    pub certificates: Vec<OfficeCertificate>,
    /// Name of its RSA key in the practice folder.
    pub key: String,
}

impl Office {
    /// Whom a certificate of this office is for.
    pub fn subject(&self, certificate: OfficeCertificate) -> Subject {
        Subject {
            slot: format!("{}-{}", self.id, certificate.code()),
            key: self.key.clone(),
            common_name: certificate.common_name().to_owned(),
            organization: self.name.clone(),
            unit: certificate.label().to_owned(),
        }
    }

    /// As the journey knows it.
    pub fn for_journey(&self) -> PracticeOffice {
        PracticeOffice {
            id: self.id.clone(),
            name: self.name.clone(),
            user_id: self.user_id.clone(),
            login_password: self.login_password.clone(),
            certificate_password: self.certificate_password.clone(),
            kinds: self
                .certificates
                .iter()
                .filter_map(|certificate| match certificate {
                    OfficeCertificate::Kaigo(kind) => Some(*kind),
                    _ => None,
                })
                .collect(),
        }
    }
}

/// The offices to practise with: both certificates, 介護DX証明書 only, none, and one whose list holds only
/// a certificate that does not work here. Their certificate passwords hold letters that are easily confused.
pub fn built_in() -> Vec<Office> {
    let office =
        |id: &str, name: &str, user_id: &str, login: &str, letter: &str, certificates: &[OfficeCertificate]| {
            Some(Office {
                id: id.to_owned(),
                name: name.to_owned(),
                user_id: UserId::written(user_id)?,
                login_password: login.to_owned(),
                certificate_password: letter.to_owned(),
                certificates: certificates.to_vec(),
                key: id.to_owned(),
            })
        };
    let offices = [
        office(
            "both",
            "練習用の事業所 さくら",
            "KJ0000000000A1",
            "Renshu2026A",
            "O0sakura1lI",
            &[OfficeCertificate::Kaigo(CertificateKind::Dx), OfficeCertificate::Kaigo(CertificateKind::Hoken)],
        ),
        office(
            "dx",
            "練習用の事業所 すみれ",
            "KJ0000000000B2",
            "Renshu2026B",
            "lI1sumire0O",
            &[OfficeCertificate::Kaigo(CertificateKind::Dx)],
        ),
        office("none", "練習用の事業所 もみじ", "KJ0000000000C3", "Renshu2026C", "Momiji1lO0", &[]),
        office(
            "agent",
            "練習用の代理人 つばき",
            "KJ0000000000D4",
            "Renshu2026D",
            "Tsubaki0OIl",
            &[OfficeCertificate::Agent],
        ),
    ];
    // One whose ユーザーID is none would be missing; a test counts them.
    offices.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_passwords_have_the_shapes_the_portal_asks_for() {
        let offices = built_in();
        for office in &offices {
            assert!((8..=16).contains(&office.login_password.len()));
            assert!(office.login_password.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            assert!(office.certificate_password.contains(['O', '0', 'l', '1', 'I']));
            assert!(office.name.contains("練習用"));
        }
        let ids: std::collections::HashSet<_> = offices.iter().map(|office| &office.user_id).collect();
        assert_eq!(ids.len(), offices.len());
    }

    #[test]
    fn hold_both_one_none_and_one_that_does_not_work() {
        let kinds: Vec<usize> = built_in().iter().map(|office| office.for_journey().kinds.len()).collect();
        assert_eq!(kinds, [2, 1, 0, 0]);
        assert_eq!(built_in()[3].certificates, [OfficeCertificate::Agent]);
    }
}
