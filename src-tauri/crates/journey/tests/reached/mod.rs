//! Walks to the Views of the gallery. What they tell is true to life: names, dates and words as an office has them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, unreachable_pub)]

mod android;
mod apple;
mod home;
mod inbound;
mod life;
mod pages;
mod portal;
mod system;
mod walk;

use walk::Reached;

/// All of them. Of those that draw the same screen, the first is the usual one.
pub fn all() -> Reached {
    let mut reached = Reached::default();
    home::keep(&mut reached);
    portal::keep(&mut reached);
    android::keep(&mut reached);
    apple::keep(&mut reached);
    pages::keep(&mut reached);
    inbound::keep(&mut reached);
    life::keep(&mut reached);
    system::keep(&mut reached);
    reached
}
