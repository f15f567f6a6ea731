//! 総合窓口 for a PC, as far as the guide speaks of it (setup manual, 2, 3-1, 3-2 and 4 【パソコン版】).

use jiff::Timestamp;

use super::decision::Decision;
use super::desktop_state::{DX, DesktopState, HOKEN, issued_at, reissue_news};
use super::page::{Action, Block, Field, FieldKind, Form, Key, Page, Route, SYSTEM, Target};
use super::portal_state::{ParsedRequest, PortalState};
use super::shared_pages::{certificate_rows, not_found, wrong_move};
use crate::authority::japan;
use crate::offices::{Office, OfficeCertificate};

pub(super) fn entrance() -> Page {
    let mut page = Page::new("電子請求受付システム 総合窓口", "総合窓口")
        .text("ご利用の窓口を選択してください。")
        .actions(vec![Action::new("介護事業所の方はこちら", Target::get(Route::Login))]);
    page.desktop = true;
    page
}

/// Everything behind the PC login.
pub(super) fn act(state: &mut PortalState, request: &ParsedRequest, office: &str) -> Decision {
    let now = request.now;
    let may_apply = state.sessions.get(&request.session).is_some_and(|session| session.may_apply);
    let Some(account) = state.account(office) else { return not_found().into() };
    account.desktop_state.settle(&mut account.office, now);
    let route = request.target.route;
    if request.target.post && !request.has_csrf_token {
        return wrong_move().into();
    }
    let choice = request.field(Key::Choice);
    match route {
        Route::News => news(&account.desktop_state).into(),
        Route::NewsItem => news_item(&account.desktop_state, request.target.argument.as_deref()).into(),
        Route::Attachment if request.has_csrf_token => Decision::Letter(office.to_owned()),
        Route::Dx if request.target.post && choice == "apply" => apply(&account.office, None).into(),
        Route::Dx | Route::Hoken if request.target.post && choice == "download" => Decision::List(office.to_owned()),
        Route::Dx => dx(&account.office, account.desktop_state.due.is_some()).into(),
        Route::Hoken => hoken(&account.office).into(),
        Route::Apply if request.target.post => {
            if request.field(Key::CertificatePassword) != account.office.certificate_password {
                return apply(&account.office, Some("証明書発行用パスワードに誤りがあります。")).into();
            }
            let page = apply_terms(&account.office);
            if let Some(session) = state.sessions.get(&request.session) {
                session.may_apply = true;
            }
            page.into()
        }
        Route::ApplyTerms if request.target.post && may_apply => {
            account.desktop_state.due.get_or_insert_with(|| issued_at(now));
            if let Some(session) = state.sessions.get(&request.session) {
                session.may_apply = false;
            }
            applied().into()
        }
        Route::AboutPassword => about_password().into(),
        Route::LostLetter => lost_letter().into(),
        Route::Reissued if request.target.post => {
            account.office.certificate_password = new_certificate_password();
            account.desktop_state.news.insert(0, reissue_news(&account.office, now));
            reissued().into()
        }
        Route::Elsewhere => elsewhere().into(),
        _ => wrong_move().into(),
    }
}

fn page(title: &str, heading: &str) -> Page {
    let tab = |label: &str, route| Action::new(label, Target::get(route));
    let mut page = Page::new(&format!("{SYSTEM} {title}"), heading).menu(vec![
        tab("お知らせ", Route::News),
        tab("照会一覧", Route::Elsewhere),
        tab("FAQ", Route::Elsewhere),
        tab("マニュアル", Route::Elsewhere),
        tab("ダウンロード", Route::Elsewhere),
        tab("証明書", Route::Hoken),
        tab("介護DX証明書", Route::Dx),
        tab("ユーザ情報変更", Route::Elsewhere),
        Action::new("ログアウト", Target::post(Route::Logout)),
    ]);
    page.desktop = true;
    page
}

fn news(desktop_state: &DesktopState) -> Page {
    let rows = desktop_state
        .news
        .iter()
        .enumerate()
        .map(|(number, news)| {
            let open = Action::new("表示", Target::post(Route::NewsItem).with(&number.to_string()));
            let at = news.at.map(date).unwrap_or_default();
            (vec![at, news.category.to_owned(), news.title.to_owned()], Some(open))
        })
        .collect();
    page("お知らせ一覧", "お知らせ一覧")
        .text(format!("{}件が該当しています。", desktop_state.news.len()))
        .block(Block::Rows { heads: heads(&["提示開始日", "カテゴリ", "タイトル"]), rows })
}

fn news_item(desktop_state: &DesktopState, number: Option<&str>) -> Page {
    let Some(news) = number.and_then(|number| desktop_state.news.get(number.parse::<usize>().ok()?)) else {
        return not_found();
    };
    let mut page =
        page("お知らせ表示", news.title).text(format!("カテゴリ　{}", news.category)).text(news.text.clone());
    if news.letter {
        let open = Action::new("ダウンロード", Target::post(Route::Attachment));
        page = page
            .block(Block::Rows {
                heads: heads(&["添付ファイル"]), rows: vec![(vec![LETTER.to_owned()], Some(open))]
            });
    }
    page.actions(vec![Action::new("戻る", Target::get(Route::News))])
}

/// Name of the file that hangs on 証明書発行用パスワード再発行通知.
pub(super) const LETTER: &str = "証明書発行用パスワード通知書.zip";

fn dx(office: &Office, applied: bool) -> Page {
    let held = office.certificates.contains(&DX);
    let mut choices = Vec::new();
    if held {
        choices.push((
            "download".to_owned(),
            "介護DX証明書をダウンロード・インストールする".to_owned(),
            "発行済みの証明書を取得することができます。".to_owned(),
        ));
    }
    choices.push((
        "apply".to_owned(),
        "介護DX証明書の発行申請をする".to_owned(),
        "介護保険資格確認等WEBサービス等で使用する介護DX証明書の発行申請を行うことができます。\
         介護給付費の請求には使用できません。介護保険証明書がある場合、発行申請は不要です。"
            .to_owned(),
    ));
    let page = choose(page("介護DX証明書", "介護DX証明書"), choices, Route::Dx);
    let page = if applied {
        page.text("発行申請を受け付けました。発行が完了するまで、しばらくお待ちください。")
    } else {
        page
    };
    history(page, "介護DX証明書の発行履歴", held)
}

/// The page that 「ダウンロード・インストールする」 opens.
pub(super) fn certificates(rows: Vec<(OfficeCertificate, String, String)>) -> Page {
    page("証明書ダウンロード", "証明書ダウンロード")
        .text("インストールを行う証明書の「ダウンロード」ボタンを押してください。")
        .block(certificate_rows(rows))
        .actions(vec![Action::new("証明書発行用パスワードとは？", Target::get(Route::AboutPassword))])
}

fn hoken(office: &Office) -> Page {
    let held = office.certificates.contains(&HOKEN);
    let mut choices = vec![(
        "estimate".to_owned(),
        "見積書を作成する（必要な場合のみ）".to_owned(),
        "証明書発行手数料の見積書を作成することができます。".to_owned(),
    )];
    if held {
        choices.push((
            "download".to_owned(),
            "証明書をダウンロード・インストールする".to_owned(),
            "発行済みの証明書を取得することができます。".to_owned(),
        ));
    }
    let page = choose(page("証明書", "証明書"), choices, Route::Hoken).text(
        "現在、証明書発行手数料の残高があるため、発行申請ができません。\n\
         発行申請を行うためには、証明書発行手数料の残高の支払を行う必要があります。\n\
         手続きの方法等に関しては、国保連合会へお問合せください。",
    );
    history(page, "証明書の発行履歴", held)
}

fn choose(page: Page, choices: Vec<(String, String, String)>, route: Route) -> Page {
    page.text("処理を選択し、【次へ】ボタンを押してください。").block(Block::Form(Form {
        fields: vec![Field { key: Key::Choice, label: "処理".to_owned(), kind: FieldKind::Choices(choices) }],
        buttons: vec![Action::new("次へ", Target::post(route))],
    }))
}

fn history(page: Page, title: &str, held: bool) -> Page {
    let page = page.text(title);
    if !held {
        return page.text("証明書発行の履歴はありません。");
    }
    page.block(Block::Rows {
        heads: heads(&["状況", "発行手数料残高"]),
        rows: vec![(vec!["発行済み".to_owned(), "0円".to_owned()], None)],
    })
}

fn apply(office: &Office, wrong: Option<&str>) -> Page {
    let mut page =
        page("証明書発行用パスワード入力", "証明書発行用パスワード入力").text(format!("事業所名　{}", office.name));
    if let Some(wrong) = wrong {
        page = page.error(wrong);
    }
    page.block(Block::Form(Form {
        fields: vec![Field {
            key: Key::CertificatePassword,
            label: "証明書発行用パスワード".to_owned(),
            kind: FieldKind::Password,
        }],
        buttons: vec![Action::new("次へ", Target::post(Route::Apply))],
    }))
    .actions(vec![
        Action::new("証明書発行用パスワードとは？", Target::get(Route::AboutPassword)),
        Action::new("戻る", Target::get(Route::Dx)),
    ])
}

fn apply_terms(office: &Office) -> Page {
    page("送信確認", "送信確認")
        .text(
            "介護DX証明書の発行申請処理を行います。\n内容を確認し、【利用規約に同意して送信】ボタンを押してください。",
        )
        .text(format!("事業所名　{}", office.name))
        .block(Block::Scroll(
            "練習用の認証サービス利用規約\n第1条　この規約は、練習のためのものです。本物の利用規約ではありません。\n\
             第2条　発行される証明書は練習用で、どのシステムにもログインできません。"
                .to_owned(),
        ))
        .block(Block::Form(Form {
            fields: Vec::new(),
            buttons: vec![Action::new("利用規約に同意して送信", Target::post(Route::ApplyTerms))],
        }))
        .actions(vec![Action::new("戻る", Target::get(Route::Dx))])
}

fn applied() -> Page {
    page("処理終了", "処理終了")
        .text(
            "証明書の発行申請を完了しました。\n\
             発行処理が完了すると証明書発行完了通知がお知らせ画面に届きますので、しばらくお待ちください。\n\
             （午前1:30から午前6:30の間は発行を停止しています）",
        )
        .actions(vec![Action::new("終了", Target::get(Route::News))])
}

fn about_password() -> Page {
    page("証明書発行用パスワードとは", "証明書発行用パスワードとは")
        .text(
            "証明書の発行申請時と、証明書のインストール時に必要となるパスワードです。\n\
             国保連合会から届く「電子請求登録結果に関するお知らせ」に記載されています。",
        )
        .actions(vec![
            Action::new("戻る", Target::get(Route::News)),
            Action::new("通知書を紛失してしまった", Target::get(Route::LostLetter)),
        ])
}

fn lost_letter() -> Page {
    page("証明書発行用パスワードの再発行", "証明書発行用パスワードの再発行")
        .text("証明書発行用パスワードを再発行します。再発行すると、お知らせ画面に通知が届きます。")
        .block(Block::Form(Form {
            fields: Vec::new(),
            buttons: vec![Action::new("再発行する", Target::post(Route::Reissued))],
        }))
}

fn reissued() -> Page {
    page("証明書発行用パスワードの再発行", "証明書発行用パスワードの再発行")
        .text("証明書発行用パスワードを再発行しました。")
        .actions(vec![Action::new("お知らせ画面を開く", Target::get(Route::News))])
}

fn elsewhere() -> Page {
    page("練習", "練習では使いません").text("この画面は、練習には入っていません。")
}

/// Twelve letters and digits, with ones that are easily confused.
fn new_certificate_password() -> String {
    let mut password = format!("0O1lI{}", super::sessions::token());
    password.truncate(12);
    password
}

fn heads(heads: &[&str]) -> Vec<String> {
    heads.iter().map(|head| (*head).to_owned()).collect()
}

/// A day in Japan.
pub(super) fn date(moment: Timestamp) -> String {
    moment.to_zoned_datetime(japan()).strftime("%Y年%-m月%-d日").to_string()
}
