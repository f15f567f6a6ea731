use crate::PracticeError;
use crate::portal::decision::InsteadOfFile;
use crate::portal::fault::Fault;
use crate::portal::page::{Page, SYSTEM};
use crate::portal::{letter, wire};

fn maintenance() -> Page {
    let mut page = Page::new("電子請求受付システム メンテナンス", "メンテナンスのお知らせ")
        .text("ただいまメンテナンスを行っています。メンテナンスが終わるまで、しばらくお待ちください。");
    page.status = 503;
    page
}

fn failed_download() -> Page {
    Page::new(&format!("{SYSTEM} エラー"), "ダウンロードエラー")
        .text("証明書をダウンロードできませんでした。しばらくしてから、もう一度お試しください。")
}

/// The portal's own page that comes instead of what was asked for; `None` if the fault plays elsewhere.
pub(in crate::portal) fn page_instead(fault: Fault) -> Option<Page> {
    (fault == Fault::Maintenance).then(maintenance)
}

/// What comes instead of the file; `None` if the fault plays elsewhere.
///
/// # Errors
/// [`PracticeError::Folder`]: the ZIP file could not be written.
pub(in crate::portal) fn instead_of_file(fault: Fault, name: &str) -> Result<Option<InsteadOfFile>, PracticeError> {
    Ok(match fault {
        Fault::HtmlInsteadOfFile => Some(InsteadOfFile::Page(failed_download())),
        Fault::ZipInsteadOfFile => {
            let zip = letter::plain_zip()?;
            Some(InsteadOfFile::File(wire::file(&format!("{name}.zip"), "application/zip", zip)))
        }
        Fault::EmptyFile => Some(InsteadOfFile::File(wire::file(&format!("{name}.pfx"), wire::PKCS12, Vec::new()))),
        _ => None,
    })
}
