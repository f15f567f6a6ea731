// Compile-only stubs of androidx.activity, never part of the app.

package androidx.activity

import android.app.Activity
import androidx.activity.result.ActivityResultCallback
import androidx.activity.result.ActivityResultLauncher
import androidx.activity.result.contract.ActivityResultContract
import androidx.lifecycle.Lifecycle
import androidx.lifecycle.LifecycleObserver
import androidx.lifecycle.LifecycleOwner

abstract class OnBackPressedCallback(
    var isEnabled: Boolean,
) {
    abstract fun handleOnBackPressed()
}

class OnBackPressedDispatcher(
    private val fallback: Runnable? = null,
) {
    private val callbacks = mutableListOf<OnBackPressedCallback>()

    fun addCallback(
        owner: LifecycleOwner,
        callback: OnBackPressedCallback,
    ) {
        callbacks += callback
    }

    fun onBackPressed() {
        callbacks.lastOrNull { it.isEnabled }?.handleOnBackPressed() ?: fallback?.run()
    }
}

open class ComponentActivity :
    Activity(),
    LifecycleOwner {
    val onBackPressedDispatcher = OnBackPressedDispatcher(::finish)
    override val lifecycle =
        object : Lifecycle() {
            override fun addObserver(observer: LifecycleObserver) = Unit
        }
    private val launchers = mutableListOf<ActivityResultLauncher<*>>()

    fun <I, O> registerForActivityResult(
        contract: ActivityResultContract<I, O>,
        callback: ActivityResultCallback<O>,
    ): ActivityResultLauncher<I> {
        val code = launchers.size
        val launcher =
            object : ActivityResultLauncher<I>() {
                override fun launch(input: I) {
                    @Suppress("DEPRECATION")
                    startActivityForResult(contract.createIntent(this@ComponentActivity, input), code)
                }

                internal override fun ended(
                    resultCode: Int,
                    data: android.content.Intent?,
                ) = callback.onActivityResult(contract.parseResult(resultCode, data))
            }
        launchers += launcher
        return launcher
    }

    @Deprecated("as in the framework")
    override fun onActivityResult(
        requestCode: Int,
        resultCode: Int,
        data: android.content.Intent?,
    ) {
        launchers.getOrNull(requestCode)?.ended(resultCode, data)
    }
}
