use certificate::CertificateKind;
use jiff::Timestamp;
use journey::Alias;

use crate::catalogue;

/// What the profile is called. In Japanese, as Settings and the portal speak of it, whatever the app speaks.
pub(crate) struct ProfileName {
    pub(crate) slot: Alias,
    pub(crate) office: String,
    pub(crate) kind: CertificateKind,
    pub(crate) not_after: Timestamp,
}

impl ProfileName {
    pub(crate) fn display_name(&self, practising: bool) -> String {
        let words = &catalogue::JA;
        let until = catalogue::date(self.not_after);
        let name = words
            .profile_name
            .replace("{office}", &self.office)
            .replace("{kind}", self.kind_name())
            .replace("{until}", &until);
        format!("{} {name}", mark(practising)).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Of the saved profile. iOS takes it for a profile by its ending.
    pub(crate) fn file_name(&self, practising: bool) -> String {
        format!("{}{}.mobileconfig", mark(practising), self.kind_name())
    }

    /// Of the PKCS#12 inside. Settings asks for its password by this name.
    pub(crate) fn enclosed_file_name(&self, practising: bool) -> String {
        format!("{}{}.p12", mark(practising), self.kind_name())
    }

    fn kind_name(&self) -> &'static str {
        match self.kind {
            CertificateKind::Dx => catalogue::JA.kind_dx,
            CertificateKind::Hoken => catalogue::JA.kind_hoken,
        }
    }
}

fn mark(practising: bool) -> &'static str {
    if practising { catalogue::JA.practice } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_office_kind_and_expiry_and_practice() {
        let name = ProfileName {
            slot: Alias::new("kaigo-dx-3f9a1c02"),
            office: "ひまわり".to_owned(),
            kind: CertificateKind::Dx,
            // 2028-03-31 in Japan.
            not_after: Timestamp::constant(1_838_127_599, 0),
        };
        assert_eq!(name.display_name(false), "ひまわり 介護DX証明書 2028年3月31日");
        assert_eq!(name.display_name(true), "【練習】 ひまわり 介護DX証明書 2028年3月31日");
        assert_eq!(name.file_name(true), "【練習】介護DX証明書.mobileconfig");
        assert_eq!(name.enclosed_file_name(false), "介護DX証明書.p12");
        assert_eq!(name.enclosed_file_name(true), "【練習】介護DX証明書.p12");
        let nameless = ProfileName { office: String::new(), ..name };
        assert_eq!(nameless.display_name(false), "介護DX証明書 2028年3月31日");
    }
}
