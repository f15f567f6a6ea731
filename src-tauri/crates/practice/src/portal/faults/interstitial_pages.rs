use crate::portal::decision::Decision;
use crate::portal::interstitial::LoginInterstitial;
use crate::portal::page::{Action, Block, Field, FieldKind, Form, Key, Page, Route, SYSTEM, Target};
use crate::portal::portal_state::{ParsedRequest, PortalState};
use crate::portal::shared_pages::session_over;

/// The code that would come by mail. No source says how such a page of this portal looks, or whether there is one.
const CODE: &str = "246810";

/// Between login and menu: the page itself, or what its button does.
pub(in crate::portal) fn handle_interstitial(
    state: &mut PortalState,
    request: &ParsedRequest,
    office: &str,
    interstitial: LoginInterstitial,
) -> Decision {
    let route = interstitial.route();
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
        LoginInterstitial::Notice | LoginInterstitial::ExpiresSoon | LoginInterstitial::LoggedInElsewhere => None,
        LoginInterstitial::ChooseOffice if request.field(Key::Choice).is_empty() => Some(interstitial),
        LoginInterstitial::ChooseOffice => None,
        LoginInterstitial::CodeByMail if request.field(Key::Choice) == CODE => None,
        LoginInterstitial::CodeByMail => {
            return interstitial_page(interstitial, Some("確認コードが正しくありません。")).into();
        }
        LoginInterstitial::Unknown => Some(interstitial),
    };
    if let Some(session) = state.sessions.get(&request.session) {
        session.interstitial = next;
    }
    Decision::Go(Target::get(next.map_or(Route::Menu, LoginInterstitial::route)))
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
        LoginInterstitial::CodeByMail => {
            let text = format!(
                "k***@example.jp に確認コードを送信しました。10分以内に入力してください。\n練習用の確認コードは{CODE}です。"
            );
            let page = question(&text, "確認コード");
            match wrong {
                Some(wrong) => page.error(wrong),
                None => page,
            }
        }
        LoginInterstitial::ExpiresSoon => proposal(
            "パスワードの有効期限",
            "パスワードの有効期限まであと7日です。パソコンから変更してください。",
            "変更せずに進む",
        ),
        LoginInterstitial::LoggedInElsewhere => proposal(
            "ログインの確認",
            "このユーザーIDは、ほかの端末でログイン中です。続行すると、先のログインは切断されます。",
            "続行する",
        ),
        LoginInterstitial::ChooseOffice => {
            let office = |value: &str, words: &str| (value.to_owned(), words.to_owned(), String::new());
            Page::new(&format!("{SYSTEM} 事業所選択"), "事業所選択").text("事業所を選択してください。").block(Block::Form(Form {
                fields: vec![Field {
                    key: Key::Choice,
                    label: "事業所".to_owned(),
                    kind: FieldKind::Choices(vec![office("1", "練習デイサービス"), office("2", "練習訪問介護")]),
                }],
                buttons: vec![Action::new("決定", Target::post(Route::Notice))],
            }))
        }
        LoginInterstitial::Unknown => question("登録した質問の答えを入力してください。", "質問の答え"),
    }
}

/// Words, and a button that goes on all the same. No source shows such a page of this portal.
fn proposal(heading: &str, text: &str, button: &str) -> Page {
    Page::new(&format!("{SYSTEM} {heading}"), heading).text(text).block(Block::Form(Form {
        fields: Vec::new(),
        buttons: vec![Action::new(button, Target::post(Route::Notice))],
    }))
}

fn question(text: &str, label: &str) -> Page {
    Page::new(&format!("{SYSTEM} 追加の確認"), "追加の確認").text(text).block(Block::Form(Form {
        fields: vec![Field {
            key: Key::Choice,
            label: label.to_owned(),
            kind: FieldKind::Text { value: String::new() },
        }],
        buttons: vec![Action::new("送信", Target::post(Route::Notice))],
    }))
}

/// What is wrong with a new password, if anything.
fn password_fault(new: &str, again: &str, old: &str) -> Option<&'static str> {
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
