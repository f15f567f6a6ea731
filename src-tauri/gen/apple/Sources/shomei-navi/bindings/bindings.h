#pragma once

namespace ffi {
extern "C" {
// The library's entry point, from `tauri::mobile_entry_point`.
void start_app();
}
}
