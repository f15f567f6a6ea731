#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

use super::*;

const CARD: &str = "shomei-navi://card?v=1&kind=dx&office=%E3%81%95%E3%81%8F%E3%82%89%E8%A8%AA%E5%95%8F%E4%BB%8B%E8%AD%B7&id=KJ1372000123A5";
const ENTRY: &str = "https://www.e-seikyuu.jp";
const SIDE: (usize, usize) = (640, 480);

/// A card lying before the camera.
struct Card {
    text: &'static str,
    centre: (f64, f64),
    /// Pixels of a module.
    module: f64,
    /// By how much it is turned, in radians.
    turned: f64,
    /// How much nearer its right edge is than its left one.
    tilted: f64,
}

impl Default for Card {
    fn default() -> Self {
        Self { text: CARD, centre: (320.0, 240.0), module: 5.0, turned: 0.0, tilted: 0.0 }
    }
}

/// What a camera sees of cards on a grey wall, in grey values of light and dark.
fn see(cards: &[Card], (light, dark): (f64, f64)) -> Vec<f64> {
    let mut seen = vec![f64::midpoint(light, dark) + 0.3 * (light - dark); SIDE.0 * SIDE.1];
    for card in cards {
        let code = QrCode::with_error_correction_level(card.text, EcLevel::M).unwrap();
        let (colors, width) = (code.to_colors(), code.width());
        let (sin, cos) = card.turned.sin_cos();
        let half = width as f64 / 2.0;
        for (at, value) in seen.iter_mut().enumerate() {
            let (mut sum, mut hits) = (0.0, 0);
            for sub in 0..9 {
                let x = (at % SIDE.0) as f64 + f64::from(sub % 3) / 3.0 - card.centre.0;
                let y = (at / SIDE.0) as f64 + f64::from(sub / 3) / 3.0 - card.centre.1;
                let (x, y) = ((x * cos + y * sin) / card.module, (y * cos - x * sin) / card.module);
                let depth = 1.0 - card.tilted * x / half;
                let (column, row) = (x / depth + half, y / depth + half);
                let inside = |v: f64| (-4.0..width as f64 + 4.0).contains(&v);
                if inside(column) && inside(row) {
                    let on = |v: f64| (0.0..width as f64).contains(&v);
                    let is_dark =
                        on(column) && on(row) && colors[row as usize * width + column as usize] == Color::Dark;
                    sum += if is_dark { dark } else { light };
                    hits += 1;
                }
            }
            if hits > 0 {
                *value = (sum + *value * f64::from(9 - hits)) / 9.0;
            }
        }
    }
    seen
}

/// Out of focus: three box filters, each `2 × reach + 1` pixels wide.
fn blur(mut seen: Vec<f64>, reach: usize) -> Vec<f64> {
    for _ in 0..3 {
        for (step, length, lines, line) in [(1, SIDE.0, SIDE.1, SIDE.0), (SIDE.0, SIDE.1, SIDE.0, 1)] {
            let before = seen.clone();
            for start in (0..lines).map(|n| n * line) {
                for n in 0..length {
                    let window = n.saturating_sub(reach)..(n + reach + 1).min(length);
                    let width = window.len() as f64;
                    seen[start + n * step] = window.map(|m| before[start + m * step]).sum::<f64>() / width;
                }
            }
        }
    }
    seen
}

fn with_noise(seen: Vec<f64>, most: f64) -> Vec<f64> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    seen.into_iter()
        .map(|value| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            value + ((state >> 40) as f64 / f64::from(1 << 24) - 0.5) * 2.0 * most
        })
        .collect()
}

/// A lamp at the left: half as bright at the right.
fn with_shadow(seen: Vec<f64>) -> Vec<f64> {
    seen.into_iter().enumerate().map(|(at, value)| value * (1.0 - 0.5 * (at % SIDE.0) as f64 / SIDE.0 as f64)).collect()
}

fn picture(seen: Vec<f64>) -> LumaPicture {
    let luma = seen.into_iter().map(|value| value.round().clamp(0.0, 255.0) as u8).collect();
    LumaPicture::new(SIDE.0 as u32, SIDE.1 as u32, luma).unwrap()
}

const PAPER: (f64, f64) = (235.0, 25.0);

fn one(card: Card) -> Vec<f64> {
    see(&[card], PAPER)
}

#[test]
fn cards_are_read_as_cameras_see_them() {
    let tilted = |degrees: f64| Card { turned: degrees.to_radians(), ..Card::default() };
    let cases: Vec<(&str, Vec<f64>)> = vec![
        ("sharp", one(Card::default())),
        ("large", one(Card { module: 7.0, ..Card::default() })),
        ("small", one(Card { module: 2.5, ..Card::default() })),
        ("turned 7", one(tilted(7.0))),
        ("turned 45", one(tilted(45.0))),
        ("turned 90", one(tilted(90.0))),
        ("upside down", one(tilted(180.0))),
        ("turned 260", one(tilted(260.0))),
        ("tilted", one(Card { tilted: 0.12, ..Card::default() })),
        ("tilted and turned", one(Card { tilted: 0.1, turned: 0.3, ..Card::default() })),
        ("in a corner", one(Card { module: 4.0, centre: (200.0, 180.0), ..Card::default() })),
        ("a little blurred", blur(one(Card::default()), 1)),
        ("blurred", blur(one(Card { module: 7.0, ..Card::default() }), 2)),
        ("noisy", with_noise(one(Card::default()), 40.0)),
        ("blurred and noisy", with_noise(blur(one(Card { module: 7.0, ..Card::default() }), 2), 15.0)),
        ("in shadow", with_shadow(one(Card::default()))),
        ("faint", see(&[Card::default()], (150.0, 100.0))),
    ];
    let unread: Vec<&str> =
        cases.into_iter().filter(|(_, seen)| texts(&picture(seen.clone())) != [CARD]).map(|(name, _)| name).collect();
    assert_eq!(unread, [""; 0]);
}

#[test]
fn the_manuals_small_code_is_read() {
    for module in [2.5, 4.0, 9.0] {
        let card = Card { text: ENTRY, module, turned: 0.2, ..Card::default() };
        assert_eq!(texts(&picture(one(card))), [ENTRY], "{module}");
    }
}

#[test]
fn two_different_codes_are_two_and_the_same_twice_is_one() {
    let beside = |text, x| Card { text, module: 4.0, centre: (x, 240.0), ..Card::default() };
    let mut found = texts(&picture(see(&[beside(CARD, 160.0), beside(ENTRY, 480.0)], PAPER)));
    found.sort();
    assert_eq!(found, [ENTRY, CARD]);
    assert_eq!(texts(&picture(see(&[beside(ENTRY, 160.0), beside(ENTRY, 480.0)], PAPER))), [ENTRY]);
}

#[test]
fn nothing_is_nothing() {
    for seen in [see(&[], PAPER), vec![0.0; SIDE.0 * SIDE.1], vec![255.0; SIDE.0 * SIDE.1]] {
        assert!(texts(&picture(with_noise(seen.clone(), 60.0))).is_empty() && texts(&picture(seen)).is_empty());
    }
    for side in [1, 2, 7, 479] {
        let luma = vec![128; (side * side) as usize];
        assert!(texts(&LumaPicture::new(side, side, luma).unwrap()).is_empty(), "{side}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_picture_breaks_the_reader(width in 1..120_u32, height in 1..120_u32, seed in any::<u64>(), coarse in 1..9_usize) {
        let mut state = seed | 1;
        let cells: Vec<u8> = (0..120 * 120)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                if state >> 63 == 0 { 20 } else { 230 }
            })
            .collect();
        let at = |n: u32| n as usize / coarse;
        let luma = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| cells[at(y) * 120 + at(x)]);
        let _ = texts(&LumaPicture::new(width, height, luma.collect()).unwrap());
    }

    /// A code with a bite out of it: read right or not at all.
    #[test]
    fn what_is_damaged_is_not_misread(x in 0..640_usize, y in 0..480_usize, side in 1..200_usize, grey in any::<u8>()) {
        let mut seen = one(Card::default());
        for row in y..(y + side).min(SIDE.1) {
            for column in x..(x + side).min(SIDE.0) {
                seen[row * SIDE.0 + column] = f64::from(grey);
            }
        }
        let found = texts(&picture(seen));
        prop_assert!(found.is_empty() || found == [CARD], "{found:?}");
    }
}
