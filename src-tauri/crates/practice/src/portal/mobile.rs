//! The pages of モバイル窓口 (setup manual, 3-1 and 3-2 【モバイル版】).

use super::page::{Action, Block, Field, FieldKind, Form, Key, Page, Route, SYSTEM, Target};
use super::shared_pages::certificate_rows;
use crate::offices::OfficeCertificate;

pub(super) fn entrance() -> Page {
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

pub(super) fn lost() -> Page {
    Page::new(&format!("{SYSTEM} パスワード等を紛失した方"), "パスワード等を紛失した方")
        .text(
            "ユーザーIDとパスワードの再発行、および証明書発行用パスワードの再発行は、モバイル窓口では行えません。\n\
             パソコンから電子請求受付システムにアクセスして、手続きを行ってください。",
        )
        .actions(vec![Action::new("戻る", Target::get(Route::Login))])
}

fn mobile_menu() -> Vec<Action> {
    vec![
        Action::new("メニュー選択画面", Target::get(Route::Menu)),
        Action::new("証明書ダウンロード", Target::post(Route::Certificates)),
        Action::new("ログアウト", Target::post(Route::Logout)),
    ]
}

pub(super) fn menu(name: &str) -> Page {
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

pub(super) fn logged_out() -> Page {
    Page::new(&format!("{SYSTEM} ログアウト"), "ログアウト")
        .text("ログアウトしました。")
        .actions(vec![Action::new("トップへ戻る", Target::get(Route::Entrance))])
}
