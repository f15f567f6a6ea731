//! The desktop's way in; phones come in through the library.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    shomei_navi_lib::run()
}
