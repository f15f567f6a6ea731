//! The ZIP files: 証明書発行用パスワード通知書.zip, and one that comes instead of a certificate.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::unstable::write::FileOptionsExt;
use zip::write::{FileOptions, SimpleFileOptions};

use crate::{Office, PracticeError};

/// 証明書発行用パスワード通知書.zip: opens with the login password. Encrypted the old way, which Windows Explorer opens.
pub(super) fn encrypted_zip(office: &Office) -> Result<Vec<u8>, PracticeError> {
    let text = format!(
        "練習用の通知書です。本物ではありません。\r\n\r\n証明書発行用パスワード通知書\r\n\r\n事業所名　{}\r\nユーザID　{}\r\n証明書発行用パスワード　{}\r\n",
        office.name, office.user_id, office.certificate_password
    );
    let options = SimpleFileOptions::default().with_deprecated_encryption(office.login_password.as_bytes());
    write("証明書発行用パスワード通知書.txt", text.as_bytes(), options.map_err(zip_error)?)
}

/// A ZIP file that is no certificate.
#[cfg(feature = "faults")]
pub(super) fn plain_zip() -> Result<Vec<u8>, PracticeError> {
    write("README.txt", "練習用".as_bytes(), SimpleFileOptions::default())
}

fn write(name: &str, bytes: &[u8], options: FileOptions<'_, '_, ()>) -> Result<Vec<u8>, PracticeError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, options).map_err(zip_error)?;
    zip.write_all(bytes).map_err(PracticeError::Folder)?;
    Ok(zip.finish().map_err(zip_error)?.into_inner())
}

fn zip_error(error: zip::result::ZipError) -> PracticeError {
    PracticeError::Folder(std::io::Error::other(error))
}
