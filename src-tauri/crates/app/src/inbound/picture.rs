use serde::{Deserialize, Serialize};

/// Most pixels of a side of a picture that is looked at.
pub const MAX_PICTURE_SIDE: u32 = 1920;
/// Most bytes of a picture that is shared.
pub const MAX_PICTURE_BYTES: usize = 4 * 1024 * 1024;

/// Signature of a PNG file (RFC 2083, 3.1) and the header that follows it.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// What the camera saw: one byte of brightness per pixel, row by row.
pub struct LumaPicture {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) luma: Vec<u8>,
}

/// A picture that the UI draws and the user shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SharedPicture {
    /// The card for the wall.
    FacilityCard,
    /// 「パソコンでやること」.
    PcCard,
    /// What a facility's manager reads before allowing the app.
    Manager,
    /// What to do when a phone is lost.
    LostPhone,
}

/// Why a picture is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(prefix = "door-", serialize_all = "kebab-case")]
pub enum PictureError {
    /// Its sides and its bytes do not fit together, or it is too large.
    #[error("not a picture")]
    #[strum(serialize = "picture")]
    NotAPicture,
}

impl PictureError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as strum::VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

impl LumaPicture {
    /// A picture of `width` × `height` pixels, each side 1 to [`MAX_PICTURE_SIDE`].
    ///
    /// # Errors
    /// A side is too long, or there are more or fewer bytes than pixels.
    pub fn new(width: u32, height: u32, luma: Vec<u8>) -> Result<Self, PictureError> {
        let side = |side: u32| {
            let fits = (1..=MAX_PICTURE_SIDE).contains(&side);
            usize::try_from(side).ok().filter(|_| fits).ok_or(PictureError::NotAPicture)
        };
        let (width, height) = (side(width)?, side(height)?);
        if luma.len() == width * height { Ok(Self { width, height, luma }) } else { Err(PictureError::NotAPicture) }
    }

    /// Half as wide and high: each pixel the mean of four. Takes noise and blur away.
    pub(super) fn halved(&self) -> Self {
        self.resampled(self.width / 2, self.height / 2, |x, y| {
            let at = |x: usize, y: usize| u32::from(self.at(x, y));
            at(2 * x, 2 * y) + at(2 * x + 1, 2 * y) + at(2 * x, 2 * y + 1) + at(2 * x + 1, 2 * y + 1)
        })
    }

    /// Twice as wide and high, by the mean of neighbours: a small code gets pixels enough for its modules.
    pub(super) fn doubled(&self) -> Self {
        self.resampled(2 * self.width, 2 * self.height, |x, y| {
            let (left, top) = (x / 2, y / 2);
            let (right, low) = ((left + x % 2).min(self.width - 1), (top + y % 2).min(self.height - 1));
            let at = |x: usize, y: usize| u32::from(self.at(x, y));
            at(left, top) + at(right, top) + at(left, low) + at(right, low)
        })
    }

    pub(super) fn at(&self, x: usize, y: usize) -> u8 {
        self.luma[y * self.width + x]
    }

    /// `four` gives the sum of four pixels.
    fn resampled(&self, width: usize, height: usize, four: impl Fn(usize, usize) -> u32) -> Self {
        let mut luma = Vec::with_capacity(width * height);
        for y in 0..height {
            luma.extend((0..width).map(|x| u8::try_from(four(x, y) / 4).unwrap_or(u8::MAX)));
        }
        Self { width, height, luma }
    }
}

/// Looks at size and signature only: what opens it is the other app's business.
pub(super) fn check_png(png: &[u8]) -> Result<(), PictureError> {
    if png.len() <= MAX_PICTURE_BYTES && png.starts_with(PNG) { Ok(()) } else { Err(PictureError::NotAPicture) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_and_bytes_fit_together() {
        assert!(LumaPicture::new(3, 2, vec![0; 6]).is_ok());
        assert!(LumaPicture::new(1920, 1920, vec![0; 1920 * 1920]).is_ok());
        for (width, height, bytes) in
            [(3, 2, 5), (3, 2, 7), (0, 0, 0), (0, 5, 0), (1921, 1, 1921), (u32::MAX, u32::MAX, 1)]
        {
            assert!(LumaPicture::new(width, height, vec![0; bytes]).is_err(), "{width} {height} {bytes}");
        }
    }

    #[test]
    fn only_a_png_of_a_reasonable_size_is_shared() {
        let mut png = PNG.to_vec();
        assert!(check_png(&png).is_ok());
        assert!(check_png(&png[1..]).is_err() && check_png(b"").is_err() && check_png(b"<svg/>").is_err());
        png.resize(MAX_PICTURE_BYTES + 1, 0);
        assert!(check_png(&png).is_err());
    }
}
