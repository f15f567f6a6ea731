//! モバイル窓口: its pages and what each act does (setup manual, 3-1 and 3-2 【モバイル版】).

use super::desktop;
use super::fault::Fault;
use super::page::{Action, Block, Field, FieldKind, Form, Key, Page, Route, Target};
use super::portal_state::{ParsedRequest, PortalState};
use super::sessions::{Ended, Login, LoginInterstitial};
use crate::offices::OfficeCertificate;

const SYSTEM: &str = "介護電子請求受付システム";

/// What an act comes to.
pub(super) enum Decision {
    Page(Box<Page>),
    Go(Target),
    /// 証明書ダウンロード of that office.
    List(String),
    /// The file.
    File(String, OfficeCertificate),
    /// PC: 証明書発行用パスワード通知書.zip of that office.
    Letter(String),
}

impl From<Page> for Decision {
    fn from(page: Page) -> Self {
        Self::Page(Box::new(page))
    }
}

/// Does what is asked; the session's ID may be another one afterwards.
pub(super) fn act(state: &mut PortalState, request: &ParsedRequest) -> (Decision, String) {
    let same = request.session.clone();
    match (request.target.route, request.target.post) {
        (Route::Entrance, _) if request.desktop => (desktop::entrance().into(), same),
        (Route::Entrance, _) => (entrance().into(), same),
        (Route::Lost, _) => (lost().into(), same),
        (Route::Login, true) if request.has_csrf_token => authenticate(state, request),
        (Route::Login, _) => (login("", None).into(), same),
        _ => inside(state, request),
    }
}

fn inside(state: &mut PortalState, request: &ParsedRequest) -> (Decision, String) {
    let same = request.session.clone();
    let Some(session) = state.sessions.get(&request.session) else { return (session_over().into(), same) };
    if session.office.is_some() {
        match request.fault {
            Some(Fault::SessionExpired) => session.ended = Some(Ended::TimedOut),
            Some(Fault::TakenOver) => session.ended = Some(Ended::TakenOver),
            _ => {}
        }
    }
    match (session.ended, session.office.clone()) {
        (Some(Ended::TakenOver), _) => {
            state.sessions.remove(&request.session);
            (taken_over().into(), same)
        }
        (Some(Ended::TimedOut), _) => {
            state.sessions.remove(&request.session);
            (session_over().into(), same)
        }
        (None, None) if request.returning => (session_over().into(), same),
        (None, None) => (Decision::Go(Target::get(Route::Entrance)), same),
        (None, Some(office)) => (logged_in(state, request, &office), same),
    }
}

fn logged_in(state: &mut PortalState, request: &ParsedRequest, office: &str) -> Decision {
    if request.target.route == Route::Logout {
        state.sessions.remove(&request.session);
        state.counts.logouts += 1;
        return logged_out().into();
    }
    let interstitial = state.sessions.get(&request.session).and_then(|session| session.interstitial);
    if let Some(interstitial) = interstitial {
        return handle_interstitial(state, request, office, interstitial);
    }
    match request.target.route {
        Route::Menu if request.desktop => Decision::Go(Target::get(Route::News)),
        Route::Menu => menu(state, office).into(),
        Route::Certificates => Decision::List(office.to_owned()),
        Route::Download if request.has_csrf_token => {
            let certificate = request.target.argument.as_deref().and_then(OfficeCertificate::from_code);
            let held = state.account(office).map(|account| account.office.certificates.clone()).unwrap_or_default();
            match certificate.filter(|certificate| held.contains(certificate)) {
                Some(certificate) => Decision::File(office.to_owned(), certificate),
                None => wrong_move().into(),
            }
        }
        Route::Download => wrong_move().into(),
        _ => desktop::act(state, request, office),
    }
}

fn authenticate(state: &mut PortalState, request: &ParsedRequest) -> (Decision, String) {
    let same = request.session.clone();
    if request.fault == Some(Fault::SessionExpired) {
        return (session_over().into(), same);
    }
    if request.fault == Some(Fault::Locked) {
        state.counts.refused_logins += 1;
        return (login(request.field(Key::UserId), Some(LOCKED)).into(), same);
    }
    let user_id = request.field(Key::UserId).to_owned();
    match state.authenticate(&user_id, request.field(Key::Password), request.now) {
        Ok(office) => {
            state.counts.logins += 1;
            let interstitial = state.interstitial(&office, request.fault);
            let session = state.sessions.log_in(&request.session, &office, interstitial, request.now);
            (Decision::Go(Target::get(interstitial.map_or(Route::Menu, interstitial_route))), session)
        }
        Err(failed) => {
            state.counts.refused_logins += 1;
            let words = if failed == Login::Locked { LOCKED } else { WRONG };
            (login(&user_id, Some(words)).into(), same)
        }
    }
}

fn interstitial_route(interstitial: LoginInterstitial) -> Route {
    match interstitial {
        LoginInterstitial::Terms => Route::Terms,
        LoginInterstitial::NewPassword { .. } => Route::NewPassword,
        LoginInterstitial::Notice | LoginInterstitial::Unknown => Route::Notice,
    }
}

/// Between login and menu: the page itself, or what its button does.
fn handle_interstitial(
    state: &mut PortalState,
    request: &ParsedRequest,
    office: &str,
    interstitial: LoginInterstitial,
) -> Decision {
    let route = interstitial_route(interstitial);
    if request.target.route != route {
        return Decision::Go(Target::get(route));
    }
    if !request.target.post {
        return interstitial_page(interstitial, None).into();
    }
    let next = match interstitial {
        LoginInterstitial::Terms => Some(LoginInterstitial::NewPassword { expired: false }),
        LoginInterstitial::NewPassword { .. } => {
            let (new, again) = (request.field(Key::NewPassword), request.field(Key::NewPasswordAgain));
            let Some(account) = state.account(office) else { return session_over().into() };
            if let Some(wrong) = password_fault(new, again, &account.office.login_password) {
                return interstitial_page(interstitial, Some(wrong)).into();
            }
            account.office.login_password = new.to_owned();
            account.terms_accepted = true;
            None
        }
        LoginInterstitial::Notice => None,
        LoginInterstitial::Unknown => Some(LoginInterstitial::Unknown),
    };
    if let Some(session) = state.sessions.get(&request.session) {
        session.interstitial = next;
    }
    Decision::Go(Target::get(next.map_or(Route::Menu, interstitial_route)))
}

const WRONG: &str = "ユーザーIDまたはパスワードに誤りがあります。";
const LOCKED: &str = "ログインに続けて失敗したため、このユーザーIDはロックされています。30分以上たってから、もう一度ログインしてください。";

fn entrance() -> Page {
    Page::new("電子請求受付システム モバイル窓口", "モバイル窓口")
        .text("ご利用の窓口を選択してください。")
        .actions(vec![Action::new("介護事業所の方はこちら", Target::get(Route::Login))])
        .text("障害者総合支援の事業所の方、代理人の方は、パソコンからご利用ください。")
}

pub(super) fn login(user_id: &str, wrong: Option<&str>) -> Page {
    let mut page = Page::new(&format!("{SYSTEM} ログイン"), "ログイン");
    if let Some(wrong) = wrong {
        page = page.error(wrong);
    }
    page.block(Block::Form(Form {
        fields: vec![
            Field {
                key: Key::UserId,
                label: "ユーザーID".to_owned(),
                kind: FieldKind::Text { value: user_id.to_owned() },
            },
            Field { key: Key::Password, label: "パスワード".to_owned(), kind: FieldKind::Password },
        ],
        buttons: vec![Action::new("ログイン", Target::post(Route::Login))],
    }))
    .actions(vec![
        Action::new("パスワード等を紛失した方はこちら", Target::get(Route::Lost)),
        Action::new("戻る", Target::get(Route::Entrance)),
    ])
}

fn lost() -> Page {
    Page::new(&format!("{SYSTEM} パスワード等を紛失した方"), "パスワード等を紛失した方")
        .text(
            "ユーザーIDとパスワードの再発行、および証明書発行用パスワードの再発行は、モバイル窓口では行えません。\n\
             パソコンから電子請求受付システムにアクセスして、手続きを行ってください。",
        )
        .actions(vec![Action::new("戻る", Target::get(Route::Login))])
}

fn interstitial_page(interstitial: LoginInterstitial, wrong: Option<&str>) -> Page {
    match interstitial {
        LoginInterstitial::Terms => Page::new(&format!("{SYSTEM} 利用規約"), "利用規約への同意")
            .text("初めてログインする場合は、利用規約への同意が必要です。内容を確認してください。")
            .block(Block::Scroll(TERMS.to_owned()))
            .block(Block::Form(Form {
                fields: Vec::new(),
                buttons: vec![Action::new("同意する", Target::post(Route::Terms))],
            }))
            .actions(vec![Action::new("同意しない", Target::post(Route::Logout))]),
        LoginInterstitial::NewPassword { expired } => {
            let mut page = Page::new(&format!("{SYSTEM} パスワード設定"), "パスワード設定");
            if expired {
                page = page.error("パスワードの有効期限が切れています。新しいパスワードを設定してください。");
            }
            if let Some(wrong) = wrong {
                page = page.error(wrong);
            }
            let field =
                |key, label: &str| Field { key, label: label.to_owned(), kind: FieldKind::Password };
            page.text(
                "新しいパスワードを設定してください。\n\
                 パスワードは8文字以上16文字以内の半角英数字で、英字と数字の両方を使用してください。\n\
                 現在のパスワードと同じパスワードは設定できません。",
            )
            .block(Block::Form(Form {
                fields: vec![
                    field(Key::NewPassword, "新しいパスワード"),
                    field(Key::NewPasswordAgain, "新しいパスワード（確認）"),
                ],
                buttons: vec![Action::new("設定する", Target::post(Route::NewPassword))],
            }))
        }
        LoginInterstitial::Notice => Page::new(&format!("{SYSTEM} 重要なお知らせ"), "重要なお知らせ")
            .text("システムの保守作業を予定しています。期間中は、このシステムをご利用いただけません。（練習用のお知らせです）")
            .block(Block::Form(Form {
                fields: Vec::new(),
                buttons: vec![Action::new("確認しました", Target::post(Route::Notice))],
            })),
        LoginInterstitial::Unknown => Page::new(&format!("{SYSTEM} 追加の確認"), "追加の確認")
            .text("登録されたメールアドレスに送信した数字を入力してください。")
            .block(Block::Form(Form {
                fields: vec![Field {
                    key: Key::Choice,
                    label: "確認コード".to_owned(),
                    kind: FieldKind::Text { value: String::new() },
                }],
                buttons: vec![Action::new("送信", Target::post(Route::Notice))],
            })),
    }
}

/// What is wrong with a new password, if anything.
pub(super) fn password_fault(new: &str, again: &str, old: &str) -> Option<&'static str> {
    let letters = new.bytes().any(|byte| byte.is_ascii_alphabetic());
    let digits = new.bytes().any(|byte| byte.is_ascii_digit());
    if new != again {
        Some("新しいパスワードと確認の入力が一致しません。")
    } else if !(8..=16).contains(&new.len()) || !new.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        Some("パスワードは8文字以上16文字以内の半角英数字で入力してください。")
    } else if !letters || !digits {
        Some("パスワードには英字と数字の両方を使用してください。")
    } else if new == old {
        Some("現在のパスワードと同じパスワードは設定できません。")
    } else {
        None
    }
}

fn mobile_menu() -> Vec<Action> {
    vec![
        Action::new("メニュー選択画面", Target::get(Route::Menu)),
        Action::new("証明書ダウンロード", Target::post(Route::Certificates)),
        Action::new("ログアウト", Target::post(Route::Logout)),
    ]
}

fn menu(state: &mut PortalState, office: &str) -> Page {
    let name = state.account(office).map(|account| account.office.name.clone()).unwrap_or_default();
    Page::new(&format!("{SYSTEM} メニュー選択"), "メニュー選択画面")
        .text(format!("{name} 様"))
        .text("右上のメニューから、処理を選択してください。")
        .menu(mobile_menu())
}

/// 証明書ダウンロード: a row for each certificate with its words on validity. An empty list is simply empty.
pub(super) fn certificates(rows: Vec<(OfficeCertificate, String, String)>) -> Page {
    Page::new(&format!("{SYSTEM} 証明書ダウンロード"), "証明書ダウンロード")
        .text("インストールを行う証明書の「ダウンロード」ボタンを押してください。")
        .block(certificate_rows(rows))
        .menu(mobile_menu())
}

/// The table that both windows show.
pub(super) fn certificate_rows(rows: Vec<(OfficeCertificate, String, String)>) -> Block {
    let rows = rows
        .into_iter()
        .map(|(certificate, from, until)| {
            let download = Action::new("ダウンロード", Target::post(Route::Download).with(certificate.code()));
            (vec![certificate.label().to_owned(), from, until], Some(download))
        })
        .collect();
    Block::Rows {
        heads: ["証明書", "有効開始年月日", "有効終了年月日"].map(str::to_owned).to_vec(), rows
    }
}

fn logged_out() -> Page {
    Page::new(&format!("{SYSTEM} ログアウト"), "ログアウト")
        .text("ログアウトしました。")
        .actions(vec![Action::new("トップへ戻る", Target::get(Route::Entrance))])
}

fn session_over() -> Page {
    let mut page = Page::new(&format!("{SYSTEM} セッションエラー"), "セッションエラー")
        .text("セッションの有効期限が切れました。お手数ですが、もう一度ログインしてください。")
        .actions(vec![Action::new("ログイン画面へ", Target::get(Route::Login))]);
    page.status = 200;
    page
}

fn taken_over() -> Page {
    Page::new(&format!("{SYSTEM} セッションエラー"), "セッションエラー")
        .text("同じユーザーIDで、ほかの端末からログインされたため、この端末ではログアウトしました。")
        .actions(vec![Action::new("ログイン画面へ", Target::get(Route::Login))])
}

/// A form without its token, with an old one, or asked for by address.
pub(super) fn wrong_move() -> Page {
    let mut page = Page::new(&format!("{SYSTEM} エラー"), "エラー")
        .text("不正な画面遷移です。ブラウザの戻るボタンなどを使用せず、画面のボタンで操作してください。")
        .actions(vec![Action::new("トップへ戻る", Target::get(Route::Entrance))]);
    page.status = 403;
    page
}

pub(super) fn not_found() -> Page {
    let mut page = Page::new(&format!("{SYSTEM} エラー"), "エラー")
        .text("指定されたページは見つかりません。")
        .actions(vec![Action::new("トップへ戻る", Target::get(Route::Entrance))]);
    page.status = 404;
    page
}

pub(super) fn maintenance() -> Page {
    let mut page = Page::new("電子請求受付システム メンテナンス", "メンテナンスのお知らせ")
        .text("ただいまメンテナンスを行っています。メンテナンスが終わるまで、しばらくお待ちください。");
    page.status = 503;
    page
}

pub(super) fn instead_of_file() -> Page {
    Page::new(&format!("{SYSTEM} エラー"), "ダウンロードエラー")
        .text("証明書をダウンロードできませんでした。しばらくしてから、もう一度お試しください。")
}

const TERMS: &str = "練習用の利用規約\n\
第1条　この規約は、練習のためのものです。本物の電子請求受付システムの利用規約ではありません。\n\
第2条　利用者は、ユーザーIDとパスワードを、ほかの人に知られないように管理します。\n\
第3条　この画面で行ったことは、どこにも送られません。練習をやめると、すべて消えます。\n\
第4条　本物のシステムでは、表示される利用規約を最後まで読んでから、同意するかどうかを決めてください。";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_passwords_are_checked_by_every_rule_named_on_the_page() {
        assert_eq!(password_fault("Atarashii1", "Atarashii1", "Mukashi11"), None);
        assert!(password_fault("Atarashii1", "Atarashii2", "x").is_some());
        assert!(password_fault("Mijikai", "Mijikai", "x").is_some());
        assert!(password_fault("Nagasugiru0123456", "Nagasugiru0123456", "x").is_some());
        assert!(password_fault("数字とかな12345", "数字とかな12345", "x").is_some());
        assert!(password_fault("mojidake", "mojidake", "x").is_some());
        assert!(password_fault("12345678", "12345678", "x").is_some());
        assert!(password_fault("Mukashi11", "Mukashi11", "Mukashi11").is_some());
    }
}
