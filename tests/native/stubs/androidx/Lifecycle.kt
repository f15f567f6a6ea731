// Compile-only stubs: androidx's own artefacts are not on Maven Central. Only what Tauri's runtime, wry's activity and the plugin
// name; `check` holds them to the real ones. Never part of the app.

package androidx.lifecycle

interface LifecycleObserver

interface DefaultLifecycleObserver : LifecycleObserver {
    fun onCreate(owner: LifecycleOwner) = Unit
}

abstract class Lifecycle {
    abstract fun addObserver(observer: LifecycleObserver)
}

interface LifecycleOwner {
    val lifecycle: Lifecycle
}

class ProcessLifecycleOwner private constructor() : LifecycleOwner {
    override val lifecycle =
        object : Lifecycle() {
            override fun addObserver(observer: LifecycleObserver) = Unit
        }

    companion object {
        private val process = ProcessLifecycleOwner()

        @JvmStatic
        fun get(): LifecycleOwner = process
    }
}
