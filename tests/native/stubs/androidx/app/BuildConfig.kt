// Compile-only stub of what Gradle generates for the app, never part of it.

package jp.shomeinavi.app

object BuildConfig {
    const val DEBUG = true
}
