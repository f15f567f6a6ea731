//! Runs the journey's effects on ports: device, store, clock, transport. No Tauri.

mod ports;

pub use ports::*;
