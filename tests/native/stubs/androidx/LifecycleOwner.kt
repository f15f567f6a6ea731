// Compile-only stubs: androidx's own artefacts are not on Maven Central. Only what Tauri's runtime and the plugin name.
// Never part of the app.

package androidx.lifecycle

interface LifecycleOwner
