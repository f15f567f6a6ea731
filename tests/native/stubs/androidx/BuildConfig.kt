// Compile-only stub of what Gradle generates for Tauri's runtime, never part of the app.

package app.tauri

object BuildConfig {
    const val DEBUG = true
}
