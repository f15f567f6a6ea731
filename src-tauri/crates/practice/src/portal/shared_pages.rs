//! Pages and parts of pages that both windows show.

use super::page::{Action, Block, Page, Route, SYSTEM, Target};
use crate::offices::OfficeCertificate;

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

pub(super) fn session_over() -> Page {
    let mut page = Page::new(&format!("{SYSTEM} セッションエラー"), "セッションエラー")
        .text("セッションの有効期限が切れました。お手数ですが、もう一度ログインしてください。")
        .actions(vec![Action::new("ログイン画面へ", Target::get(Route::Login))]);
    page.status = 200;
    page
}

pub(super) fn taken_over() -> Page {
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
