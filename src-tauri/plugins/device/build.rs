//! Declares the plugin to Tauri. It has no command: Rust alone reaches the phone.

fn main() {
    tauri_plugin::Builder::new(&[]).android_path("android").build();
}
