//! 介護電子請求ヘルプデスク: how it is reached, and opening the way to it.

use crate::effect::Effect;
use crate::hours::{help_desk_hours, help_desk_week};
use crate::intent::HelpDeskChannel;
use crate::render::{screen_id, shown_code};
use crate::state::State;
use crate::turn::Turn;
use crate::view::{DiagnosisLine, OverlayView, Proof};

/// A ナビダイヤル: whoever calls it pays.
pub(crate) const PHONE: &str = "0570-059-402";
/// Where mails go.
pub(crate) const MAIL: &str = "mail-kaigo@support-e-seikyuu.jp";
/// The manual's inquiry page: AIチャット, form, telephone (setup manual, inquiries).
const INQUIRY: &str = "https://www.kaigo-kiban-portal.jp/inquiry/input";
/// Most characters of a mail that is begun for the user: the diagnosis sheet with a page's skeleton fits.
const LONGEST_MAIL: usize = 4_000;

pub(crate) fn page(state: &State, turn: &Turn) -> OverlayView {
    OverlayView::HelpDesk {
        from: screen_id(state, turn).to_owned(),
        code: shown_code(state, turn),
        hours: help_desk_hours(turn.now),
        week: help_desk_week(),
        phone: PHONE.to_owned(),
        mail: MAIL.to_owned(),
        unopened: None,
        diagnosis: diagnosis(state, turn),
        // Whoever shows the View fills it in: no trail is kept here.
        trail: Vec::new(),
    }
}

/// Opens a channel to the help desk; nothing is called or sent by it.
pub(crate) fn reach_help_desk(channel: HelpDeskChannel, subject: &str, text: &str, turn: &mut Turn) {
    if let Some(OverlayView::HelpDesk { unopened, .. }) = &mut turn.overlay {
        *unopened = None;
        turn.ask(match channel {
            HelpDeskChannel::Phone => Effect::Dial { number: PHONE.to_owned() },
            HelpDeskChannel::Mail => {
                Effect::WriteMail { to: MAIL.to_owned(), subject: a_line(subject), text: lines(text) }
            }
            HelpDeskChannel::Page => Effect::OpenInquiry { url: INQUIRY.to_owned() },
        });
    }
}

/// Opens the way to the publisher, from the help desk's page or About; nothing where none is named.
pub(crate) fn reach_publisher(subject: &str, text: &str, turn: &mut Turn) {
    let contact = turn.config.publisher.contact.clone();
    if let Some(OverlayView::HelpDesk { unopened, .. } | OverlayView::About { unopened, .. }) = &mut turn.overlay {
        *unopened = None;
        if contact.starts_with("https://") {
            turn.ask(Effect::OpenInquiry { url: contact });
        } else if !contact.is_empty() {
            turn.ask(Effect::WriteMail { to: contact, subject: a_line(subject), text: lines(text) });
        }
    }
}

/// The app has no such channel on this machine, or the system refused: the number and the address are read instead.
pub(crate) fn on_help_desk_unopened(channel: HelpDeskChannel, turn: &mut Turn) {
    if let Some(OverlayView::HelpDesk { unopened, .. } | OverlayView::About { unopened, .. }) = &mut turn.overlay {
        *unopened = Some(channel);
    }
}

/// What helps a help desk, and nothing that opens anything or names anybody.
fn diagnosis(state: &State, turn: &Turn) -> Vec<DiagnosisLine> {
    let mut lines = vec![
        line("app", &turn.config.version),
        line("system", &system_name(turn)),
        line("screen", screen_id(state, turn)),
    ];
    lines.extend(shown_code(state, turn).map(|code| line("code", &code)));
    lines.push(line("time", &turn.now.to_string()));
    if turn.persisted.practising() {
        lines.push(line("realm", "practice"));
    }
    if let Some((_, certificate)) = turn.persisted.current_certificate() {
        let kind = certificate.summary.kind.map_or("unknown", certificate::CertificateKind::code);
        lines.push(line("certificate", kind));
        lines.push(line("until", &certificate.summary.not_after.to_string()));
        lines.push(line(
            "proof",
            match certificate.proof {
                Proof::HandedOver => "handed-over",
                Proof::UserConfirmed { .. } => "said",
                Proof::Proven { .. } => "proven",
            },
        ));
    }
    lines.extend(turn.session.clock_off.map(|minutes| line("clock", &minutes.to_string())));
    lines.extend(turn.session.skeleton.as_deref().map(|skeleton| line("page", skeleton)));
    lines
}

fn system_name(turn: &Turn) -> String {
    let name = match turn.platform {
        crate::view::Platform::Iphone => "iOS",
        crate::view::Platform::Ipad => "iPadOS",
        crate::view::Platform::Android => "Android",
    };
    format!("{name} {}", turn.version).trim_end().to_owned()
}

fn line(key: &str, value: &str) -> DiagnosisLine {
    DiagnosisLine { key: key.to_owned(), value: value.to_owned() }
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
