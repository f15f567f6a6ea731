package jp.shomeinavi.device.framework

import android.app.Activity
import android.view.View
import android.view.WindowInsets
import android.view.WindowManager
import android.webkit.WebView
import jp.shomeinavi.device.logic.WindowPort

/** [activity] gives the activity in front. */
internal class AndroidWindow(
    private val activity: () -> Activity,
) : WindowPort {
    override fun secure(on: Boolean) = flag(WindowManager.LayoutParams.FLAG_SECURE, on)

    override fun keepOn(on: Boolean) = flag(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON, on)

    /**
     * Taps through another app's overlay are dropped. The page ends where bars, cutout and keyboard begin: older WebViews
     * report `env(safe-area-inset-*)` as 0, and newer ones do so too once the insets are consumed here.
     */
    fun prepare(webView: WebView) {
        webView.filterTouchesWhenObscured = true
        val content = checkNotNull(activity().findViewById<View>(android.R.id.content))
        content.setOnApplyWindowInsetsListener { view, insets ->
            val taken =
                insets.getInsets(
                    WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime(),
                )
            view.setPadding(taken.left, taken.top, taken.right, taken.bottom)
            WindowInsets.CONSUMED
        }
        content.requestApplyInsets()
    }

    private fun flag(
        flag: Int,
        on: Boolean,
    ) = activity().window.setFlags(if (on) flag else 0, flag)
}
