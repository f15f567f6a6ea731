//! What the PC window remembers.

use certificate::CertificateKind;
use jiff::civil::time;
use jiff::{SignedDuration, Timestamp};

use crate::authority::japan;
use crate::offices::{Office, OfficeCertificate};

pub(super) const DX: OfficeCertificate = OfficeCertificate::Kaigo(CertificateKind::Dx);
pub(super) const HOKEN: OfficeCertificate = OfficeCertificate::Kaigo(CertificateKind::Hoken);

/// What the real one calls a few minutes.
const ISSUING: SignedDuration = SignedDuration::from_secs(20);

/// What the PC window remembers of an office.
pub(super) struct DesktopState {
    pub(super) news: Vec<News>,
    /// When the certificate applied for will be issued.
    pub(super) due: Option<Timestamp>,
}

/// One お知らせ.
pub(super) struct News {
    pub(super) category: &'static str,
    pub(super) title: &'static str,
    pub(super) text: String,
    pub(super) at: Option<Timestamp>,
    pub(super) letter: bool,
}

impl DesktopState {
    pub(super) fn new(office: &Office) -> Self {
        let mut news = vec![News {
            category: "参考資料",
            title: "電子請求受付システムマニュアルリリースのお知らせ",
            text: "練習用のお知らせです。".to_owned(),
            at: None,
            letter: false,
        }];
        if office.certificates.contains(&DX) || office.certificates.contains(&HOKEN) {
            news.insert(0, issued_news(None));
        }
        Self { news, due: None }
    }

    /// Issues what is due.
    pub(super) fn settle(&mut self, office: &mut Office, now: Timestamp) {
        if self.due.is_some_and(|due| due <= now) {
            self.due = None;
            if !office.certificates.contains(&DX) {
                office.certificates.insert(0, DX);
            }
            self.news.insert(0, issued_news(Some(now)));
        }
    }
}

fn issued_news(at: Option<Timestamp>) -> News {
    News {
        category: "証明書",
        title: "証明書発行完了通知",
        text: "証明書の発行が完了しました。証明書をダウンロードし、インストールしてください。".to_owned(),
        at,
        letter: false,
    }
}

pub(super) fn reissue_news(office: &Office, now: Timestamp) -> News {
    News {
        category: "証明書",
        title: "証明書発行用パスワード再発行通知",
        text: format!(
            "再発行された証明書発行用パスワードを通知いたします。\n\
             添付された証明書発行用パスワード通知書のZIPファイルを取得してください。\n\
             添付のZIPファイルを開くには、ログイン用パスワードをご入力ください。\n[ユーザID] {}",
            office.user_id
        ),
        at: Some(now),
        letter: true,
    }
}

/// When a certificate applied for now is issued: in a moment, or at 6:30 where issuing has stopped (1:30 to 6:30, Japan).
pub(super) fn issued_at(now: Timestamp) -> Timestamp {
    let due = now + ISSUING;
    let there = due.to_zoned_datetime(japan());
    if (time(1, 30, 0, 0)..time(6, 30, 0, 0)).contains(&there.time()) {
        return there.date().at(6, 30, 0, 0).to_zoned_datetime(japan()).map_or(due, |opening| opening.timestamp());
    }
    due
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn nothing_is_issued_at_night() {
        let at = |text: &str| issued_at(text.parse().unwrap()).to_string();
        assert_eq!(at("2026-09-25T01:29:00+09:00"), "2026-09-24T16:29:20Z");
        assert_eq!(at("2026-09-25T01:29:50+09:00"), "2026-09-24T21:30:00Z");
        assert_eq!(at("2026-09-25T05:00:00+09:00"), "2026-09-24T21:30:00Z");
        assert_eq!(at("2026-09-25T06:30:00+09:00"), "2026-09-24T21:30:20Z");
    }
}
