//! What comes from outside: links, files, pictures of QR codes. Read here, judged by the journey.

mod arrival;
mod file;
mod picture;
mod qr_code;
pub(crate) mod qr_reader;

pub use certificate::MAX_FILE_BYTES;
pub use file::FileError;
pub(crate) use file::{accept_picked_file, check_file};
pub use picture::{LumaPicture, MAX_PICTURE_BYTES, MAX_PICTURE_SIDE, PictureError, SharedPicture};
