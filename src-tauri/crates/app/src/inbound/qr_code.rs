//! QR codes in a picture (`rqrr`).

use rqrr::PreparedImage;

use super::picture::LumaPicture;

/// More codes than this in one picture are not told apart.
const MOST: usize = 8;
/// Pixels of the shorter side from which on halving leaves enough of a code.
const WORTH_HALVING: usize = 240;
/// Pixels of the longer side up to which doubling costs little.
const WORTH_DOUBLING: usize = 960;

/// The different texts of the codes that can be read. What is no UTF-8 is a text too, just none of ours.
pub(super) fn texts(picture: &LumaPicture) -> Vec<String> {
    let (width, height) = (picture.width, picture.height);
    let mut found = read(picture);
    if found.is_empty() && width.min(height) >= WORTH_HALVING {
        found = read(&picture.halved());
    }
    if found.is_empty() && width.max(height) <= WORTH_DOUBLING {
        found = read(&picture.doubled());
    }
    found
}

fn read(picture: &LumaPicture) -> Vec<String> {
    let mut image = PreparedImage::prepare_from_greyscale(picture.width, picture.height, |x, y| picture.at(x, y));
    let mut found = Vec::new();
    for grid in image.detect_grids().into_iter().take(4 * MOST) {
        let mut bytes = Vec::new();
        if grid.decode_to(&mut bytes).is_ok() {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if !found.contains(&text) && found.len() < MOST {
                found.push(text);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
