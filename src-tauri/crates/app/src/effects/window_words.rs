//! What the portal's window says, in the user's language.

use journey::plain_text;
use portal::guide::{GuideBar, GuideStep, NextStep};
use portal::{FieldRole, PageKind};

use crate::catalogue::Catalogue;
use crate::ports::{WindowBar, WindowWords};

/// What must be known before the user goes on.
pub(super) enum Notice {
    /// A page of this host was not opened.
    RefusedHost(String),
    /// What came is no certificate's file.
    OtherFile,
    /// A file was asked for, and none came.
    NoFile,
    /// The next page was not reached; where it `can_retry`, the button asks for it once more.
    NotReached { can_retry: bool },
}

/// The sentences that never change.
pub(super) fn window_words(words: &Catalogue) -> WindowWords {
    WindowWords {
        title: words.window_title.to_owned(),
        close: words.window_close.to_owned(),
        secure: words.window_secure.to_owned(),
        dialog: words.window_dialog.to_owned(),
        yes: words.window_yes.to_owned(),
        no: words.window_no.to_owned(),
        help: words.window_help.to_owned(),
        help_text: words.window_help_text.to_owned(),
    }
}

/// What the bar shows. `user_id`: the one that the button writes.
pub(super) fn bar(
    words: &Catalogue,
    guide: &GuideBar,
    user_id: Option<&str>,
    tries: Option<u8>,
    notice: Option<&Notice>,
) -> WindowBar {
    // Nothing is shown yet.
    if guide.host.is_none() {
        return WindowBar { hint: words.window_loading.to_owned(), ..WindowBar::default() };
    }
    let button = match &guide.next {
        _ if matches!(notice, Some(Notice::NotReached { can_retry: true })) => Some(words.window_retry.to_owned()),
        _ if guide.is_held => Some(words.window_again.to_owned()),
        Some(_) if user_id.is_some() => user_id.map(|user_id| words.window_fill_user_id.replace("{userId}", user_id)),
        Some(next) => Some(next_words(words, next)),
        None => None,
    };
    let is_login = guide.page == PageKind::Login;
    let tries = tries.filter(|_| is_login).map(|left| tries_words(words, left));
    let step = (guide.page != PageKind::Unknown)
        .then(|| format!("{}/{} {}", guide.step.number(), GuideStep::COUNT, step_words(words, guide.step)));
    WindowBar {
        step,
        button,
        hint: words.window_hint.to_owned(),
        notice: notice.map(|notice| notice_words(words, notice)).or(tries),
    }
}

fn next_words(words: &Catalogue, next: &NextStep) -> String {
    match next {
        NextStep::Press { label: Some(label), .. } => words.window_next.replace("{label}", &plain_text(label)),
        NextStep::Press { label: None, .. } => words.window_next_plain.to_owned(),
        NextStep::Tick { label: Some(label), .. } => words.window_tick.replace("{label}", &plain_text(label)),
        NextStep::Tick { label: None, .. } => words.window_tick_plain.to_owned(),
        NextStep::Type { field } => match field {
            FieldRole::UserId => words.window_type_user_id.to_owned(),
            FieldRole::Password => words.window_type_password.to_owned(),
            _ => words.window_type.to_owned(),
        },
    }
}

fn step_words(words: &Catalogue, step: GuideStep) -> &'static str {
    match step {
        GuideStep::Entrance => words.window_step_1,
        GuideStep::LogIn => words.window_step_2,
        GuideStep::Menu => words.window_step_3,
        GuideStep::List => words.window_step_4,
        GuideStep::File => words.window_step_5,
    }
}

fn tries_words(words: &Catalogue, left: u8) -> String {
    match left {
        0 | 1 => words.window_last_try.to_owned(),
        left => words.window_tries.replace("{count}", &left.to_string()),
    }
}

fn notice_words(words: &Catalogue, notice: &Notice) -> String {
    match notice {
        Notice::RefusedHost(host) => words.window_refused_host.replace("{host}", host),
        Notice::OtherFile => words.window_other_file.to_owned(),
        Notice::NoFile => words.window_no_file.to_owned(),
        Notice::NotReached { .. } => words.window_not_reached.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use portal::ControlRole;

    use super::*;
    use crate::catalogue::JA;

    fn login() -> GuideBar {
        GuideBar {
            host: Some(("portal.example".to_owned(), 443).into()),
            step: GuideStep::LogIn,
            page: PageKind::Login,
            also: Vec::new(),
            next: Some(NextStep::Press { role: ControlRole::LogIn, label: Some("ログイン".to_owned()) }),
            log_ins: 0,
            is_held: false,
        }
    }

    #[test]
    fn the_button_quotes_the_portals_label() {
        let shown = bar(&JA, &login(), None, None, None);
        assert_eq!(shown.button.as_deref(), Some("次へ：『ログイン』"));
        assert_eq!(shown.step.as_deref(), Some("2/5 ログイン"));
        assert_eq!(shown.notice, None);
    }

    #[test]
    fn an_unknown_page_is_the_users() {
        let guide = GuideBar { page: PageKind::Unknown, next: None, ..login() };
        let shown = bar(&JA, &guide, None, Some(1), None);
        assert_eq!((shown.button, shown.step, shown.notice), (None, None, None));
        assert_eq!(shown.hint, "画面の案内のとおりに進んでください");
    }

    #[test]
    fn tries_are_said_before_the_login_is_marked_again() {
        let guide = GuideBar { is_held: true, next: None, ..login() };
        for (left, said) in [(2, "あと2回"), (1, "次に間違えると")] {
            let shown = bar(&JA, &guide, None, Some(left), None);
            assert!(shown.notice.is_some_and(|notice| notice.contains(said)), "{left}");
            assert!(shown.button.is_some());
        }
    }

    #[test]
    fn what_was_not_reached_is_asked_for_again_before_anything_else() {
        for guide in [login(), GuideBar { is_held: true, ..login() }, GuideBar { next: None, ..login() }] {
            let notice = Notice::NotReached { can_retry: true };
            let shown = bar(&JA, &guide, Some("KJ0000000000A1"), Some(2), Some(&notice));
            assert_eq!(shown.button.as_deref(), Some(JA.window_retry));
            assert_eq!(shown.notice.as_deref(), Some(JA.window_not_reached));
        }
    }

    #[test]
    fn the_page_that_stayed_is_pressed_again() {
        let shown = bar(&JA, &login(), None, None, Some(&Notice::NotReached { can_retry: false }));
        assert_eq!(shown.button.as_deref(), Some("次へ：『ログイン』"));
        assert_eq!(shown.notice.as_deref(), Some(JA.window_not_reached));
    }

    #[test]
    fn the_remembered_user_id_is_named_on_the_button_that_writes_it() {
        let next = Some(NextStep::Type { field: FieldRole::UserId });
        let shown = bar(&JA, &GuideBar { next, ..login() }, Some("KJ0000000000A1"), None, None);
        assert!(shown.button.is_some_and(|button| button.contains("KJ0000000000A1")));
    }
}
