//! The practice phone's own screens, over the screen from which each is opened.

use journey::{Event, Platform, ProfileProblem, SystemScreen};

use super::walk::{Reached, at_certificate, at_settings_steps, hoken, practising, time};
use crate::common::Walk;

pub fn keep(reached: &mut Reached) {
    keep_android(reached);
    keep_apple(reached);
}

fn keep_android(reached: &mut Reached) {
    let mut walk = at_certificate(practising(Platform::Android), hoken());
    walk.intent(journey::Intent::HandOver);
    let name = walk.alias().to_string();
    let (file, other) = (format!("{name}.p12"), "kaigo-hoken-77b1aa00".to_owned());
    let mut shown = Shown { reached, walk };
    shown.keep("system-android-kind", SystemScreen::AndroidKind);
    shown.keep("system-android-name", SystemScreen::AndroidName { name: name.clone() });
    shown.keep("system-android-password", SystemScreen::AndroidPassword { name: file.clone(), wrong: false });
    shown.keep("system-android-password-wrong", SystemScreen::AndroidPassword { name: file.clone(), wrong: true });
    shown.keep("system-android-security", SystemScreen::AndroidSecurity);
    shown.keep("system-android-install", SystemScreen::AndroidInstall);
    let names = vec![file, format!("{other}.p12")];
    shown.keep("system-android-files", SystemScreen::AndroidFiles { names });
    shown.keep("system-android-files-empty", SystemScreen::AndroidFiles { names: Vec::new() });
    let names = vec![name.clone(), name.clone()];
    shown.keep("system-android-credentials", SystemScreen::AndroidCredentials { names });
    shown.keep("system-android-credentials-empty", SystemScreen::AndroidCredentials { names: Vec::new() });
    shown.keep("system-android-credential", SystemScreen::AndroidCredential { name: name.clone(), wifi: true });
    let aliases = vec![name.into(), other.as_str().into()];
    shown.keep("system-android-chooser", SystemScreen::AndroidChooser { aliases: aliases.clone(), selected: None });
    shown.keep("system-notification-question", SystemScreen::NotificationQuestion);
    let text =
        "さくら訪問介護ステーション\n更新の申請はパソコンで行います。押すと、次に行うことを表示します。".to_owned();
    let title = "【練習】介護保険証明書の有効期限：2028年3月31日".to_owned();
    let link = journey::reminder_link(&other.as_str().into());
    let at = time("2028-03-01T01:00:00Z");
    shown.keep("system-reminder", SystemScreen::Reminder { title, text, link, at });
    shown.keep("system-android-chooser-marked", SystemScreen::AndroidChooser { aliases, selected: Some(0) });
}

fn keep_apple(reached: &mut Reached) {
    let walk = at_settings_steps(practising(Platform::Iphone), hoken(), false);
    let mut shown = Shown { reached, walk };
    let url = "http://127.0.0.1:49152/0f8e7d6c5b4a39281706f5e4d3c2b1a0/".to_owned();
    let heading = "証明書を受け取ります。".to_owned();
    let press = "下のボタンを押してください。".to_owned();
    let then = "つぎに「許可」を押し、「閉じる」を押します。".to_owned();
    let button = Some("受け取る".to_owned());
    let name = "【練習】介護保険証明書.mobileconfig".to_owned();
    let password =
        |wrong| SystemScreen::SettingsPassword { name: "【練習】介護保険証明書.p12".to_owned(), wrong };
    let waiting = "【練習】 さくら 介護保険証明書 2028年3月31日".to_owned();
    let installed = vec!["【練習】 さくら 介護DX証明書 2028年3月31日".to_owned()];
    shown.keep(
        "system-safari-page",
        SystemScreen::SafariPage {
            url: url.clone(),
            heading: heading.clone(),
            sentences: vec![press.clone(), then],
            button: button.clone(),
            second: None,
        },
    );
    let download = SystemScreen::SafariPage {
        url: format!("{url}download"),
        heading: "「許可」、「閉じる」を、押します。".to_owned(),
        sentences: vec![
            "終わったら、下のボタンで、アプリに戻ります。".to_owned(),
            "左上の「閉じる」（×）や、「証明書ナビ」でも、戻れます。".to_owned(),
            "「無視」を押したときは、「もう一度受け取る」を、押してください。".to_owned(),
        ],
        button: Some("証明書ナビに戻る".to_owned()),
        second: Some("もう一度受け取る".to_owned()),
    };
    let over = || Box::new(download.clone());
    shown.keep("system-safari-allow", SystemScreen::SafariAllow { over: over() });
    shown.keep("system-safari-downloaded", SystemScreen::SafariDownloaded { over: over() });
    shown.keep("system-safari-stays", download);
    shown.keep("system-safari-chooser", SystemScreen::SafariChooser { names: vec!["介護保険証明書".to_owned()] });
    shown.keep(
        "system-other-browser-page",
        SystemScreen::OtherBrowserPage { url, heading, sentences: vec![press], button, second: None },
    );
    shown.keep("system-share-sheet", SystemScreen::ShareSheet { name: name.clone() });
    shown.keep("system-files-save", SystemScreen::FilesSave { name: name.clone() });
    shown.keep("system-files-list", SystemScreen::FilesList { names: vec![name, "献立表.pdf".to_owned()] });
    shown.keep("system-settings-root", SystemScreen::SettingsRoot { waiting: true });
    shown.keep("system-settings-root-empty", SystemScreen::SettingsRoot { waiting: false });
    let management = SystemScreen::SettingsManagement { waiting: Some(waiting.clone()), installed };
    shown.keep("system-settings-management", management);
    let until = time("2028-03-31T14:59:59Z");
    let (subject, issuer) = ("KaigoJigyousho".to_owned(), "e-seikyu CA".to_owned());
    shown.keep("system-settings-details", SystemScreen::SettingsDetails { subject, issuer, until });
    shown.keep("system-settings-refused", SystemScreen::SettingsRefused { problem: ProfileProblem::StolenDevice });
    shown.keep(
        "system-settings-profile",
        SystemScreen::SettingsProfile {
            name: waiting,
            organization: "Shomei Navi contributors".to_owned(),
            description: "介護の電子証明書を、このスマホに入れます。".to_owned(),
        },
    );
    shown.keep("system-settings-passcode", SystemScreen::SettingsPasscode);
    shown.keep("system-settings-unsigned", SystemScreen::SettingsUnsigned);
    shown.keep("system-settings-password", password(false));
    shown.keep("system-settings-installed", SystemScreen::SettingsInstalled);
    shown.keep("system-notification-question-apple", SystemScreen::NotificationQuestion);

    let walk = at_settings_steps(practising(Platform::Iphone), hoken(), true);
    let mut shown = Shown { reached: shown.reached, walk };
    shown.keep("system-settings-password-wrong", password(true));
}

/// What the practice phone shows over this place.
struct Shown<'a> {
    reached: &'a mut Reached,
    walk: Walk,
}

impl Shown<'_> {
    fn keep(&mut self, name: &'static str, screen: SystemScreen) {
        self.walk.event(Event::SystemShown(Some(screen)));
        self.reached.keep(name, &self.walk);
    }
}
