//! 介護電子請求ヘルプデスク: how it is reached, and opening the way to it.

use jiff::Timestamp;

use crate::effect::Effect;
use crate::hours::{help_desk_hours, help_desk_week};
use crate::intent::HelpDeskChannel;
use crate::journey::Journey;
use crate::view::OverlayView;

/// A ナビダイヤル: whoever calls it pays.
pub(crate) const PHONE: &str = "0570-059-402";
/// Where mails go.
pub(crate) const MAIL: &str = "mail-kaigo@support-e-seikyuu.jp";
/// The manual's inquiry page: AIチャット, form, telephone (setup manual, inquiries).
const INQUIRY: &str = "https://www.kaigo-kiban-portal.jp/inquiry/input";
/// Most characters of a mail that is begun for the user: the diagnosis sheet with a page's skeleton fits.
const LONGEST_MAIL: usize = 4_000;

impl Journey {
    pub(crate) fn help_desk(&self, now: Timestamp) -> OverlayView {
        OverlayView::HelpDesk {
            from: self.screen_id().to_owned(),
            code: self.shown_code(),
            hours: help_desk_hours(now),
            week: help_desk_week(),
            phone: PHONE.to_owned(),
            mail: MAIL.to_owned(),
            unopened: None,
            diagnosis: self.diagnosis(),
        }
    }

    /// Opens a way to the help desk; nothing is called or sent by it.
    pub(crate) fn reach_help_desk(&mut self, channel: HelpDeskChannel, subject: &str, text: &str) {
        if let Some(OverlayView::HelpDesk { unopened, .. }) = &mut self.overlay {
            *unopened = None;
            self.effects.push(match channel {
                HelpDeskChannel::Phone => Effect::Dial { number: PHONE.to_owned() },
                HelpDeskChannel::Mail => {
                    Effect::WriteMail { to: MAIL.to_owned(), subject: a_line(subject), text: lines(text) }
                }
                HelpDeskChannel::Page => Effect::OpenInquiry { url: INQUIRY.to_owned() },
            });
        }
    }

    /// The app has no such way on this machine, or the system refused: the number and the address are read instead.
    pub(crate) fn on_help_desk_unopened(&mut self, channel: HelpDeskChannel) {
        if let Some(OverlayView::HelpDesk { unopened, .. }) = &mut self.overlay {
            *unopened = Some(channel);
        }
    }
}

fn a_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_MAIL / 10).collect()
}

fn lines(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).take(LONGEST_MAIL).collect()
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_MAIL, a_line, lines};

    #[test]
    fn a_mail_is_text_and_has_an_end() {
        assert_eq!(a_line("件名\r\nBcc: x@example.org"), "件名Bcc: x@example.org");
        assert_eq!(lines("a\u{0}\nb\r"), "a\nb");
        assert_eq!(lines(&"あ".repeat(LONGEST_MAIL + 1)).chars().count(), LONGEST_MAIL);
    }
}
