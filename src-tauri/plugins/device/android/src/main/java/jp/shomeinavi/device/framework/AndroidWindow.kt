package jp.shomeinavi.device.framework

import android.app.Activity
import android.content.res.Configuration
import android.view.View
import android.view.ViewGroup
import android.view.WindowInsets
import android.view.WindowInsetsController
import android.view.WindowManager
import android.webkit.WebView
import androidx.activity.OnBackPressedCallback
import androidx.appcompat.app.AppCompatActivity
import jp.shomeinavi.device.logic.WindowPort
import java.lang.ref.WeakReference

/** [activity] gives the activity in front. */
internal class AndroidWindow(
    private val activity: () -> Activity,
) : WindowPort {
    private var secure = false

    /** The content of the activity that was prepared last, which may be gone; null: none was yet. */
    private var prepared: WeakReference<View>? = null

    override fun secure(on: Boolean) {
        secure = on
        activity().window.setFlags(if (on) WindowManager.LayoutParams.FLAG_SECURE else 0, WindowManager.LayoutParams.FLAG_SECURE)
    }

    /**
     * The list of recent apps gets no picture of it, which the system would keep on the disk; the user's own screenshots
     * work. Taps through another app's overlay are dropped. The page ends where bars, cutout and keyboard begin: older
     * WebViews report `env(safe-area-inset-*)` as 0, and newer ones do so too once the insets are consumed here.
     */
    fun prepare(webView: WebView) {
        activity().setRecentsScreenshotEnabled(false)
        webView.filterTouchesWhenObscured = true
        val content = content()
        prepared = WeakReference(content)
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

    /**
     * The system built the activity anew, for a change that the manifest does not name: Tauri loads no plugin a second time,
     * so what was done to the window, and what Back does (`AppPlugin`), is done again. The page may come later than this.
     */
    fun resumed(inFront: AppCompatActivity) {
        val before = prepared ?: return
        val content = content()
        if (before.get() === content) {
            return
        }
        prepared = WeakReference(content)
        secure(secure)
        inFront.onBackPressedDispatcher.addCallback(inFront, Back(inFront))
        page(content)?.let(::prepare) ?: content.setOnHierarchyChangeListener(
            object : ViewGroup.OnHierarchyChangeListener {
                override fun onChildViewAdded(
                    parent: View,
                    child: View,
                ) {
                    (child as? WebView)?.let(::prepare)
                }

                override fun onChildViewRemoved(
                    parent: View,
                    child: View,
                ) = Unit
            },
        )
    }

    /** The activity stays through this change, so its theme's colours would as well. */
    fun configured(configuration: Configuration) {
        val activity = activity()
        val background = activity.theme.obtainStyledAttributes(intArrayOf(android.R.attr.windowBackground))
        background.getResourceId(0, 0).takeIf { it != 0 }?.let { activity.window.setBackgroundDrawableResource(it) }
        background.recycle()
        val night = configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES
        activity.window.insetsController?.setSystemBarsAppearance(if (night) 0 else DARK_SIGNS, DARK_SIGNS)
    }

    private fun content(): ViewGroup = checkNotNull(activity().findViewById(android.R.id.content))

    private fun page(content: ViewGroup): WebView? = List(content.childCount, content::getChildAt).firstNotNullOfOrNull { it as? WebView }

    /** As `AppPlugin` does it: through the page's history, then out. */
    private inner class Back(
        private val owner: AppCompatActivity,
    ) : OnBackPressedCallback(true) {
        override fun handleOnBackPressed() {
            val page = owner.findViewById<ViewGroup>(android.R.id.content)?.let(::page)
            if (page?.canGoBack() == true) {
                page.goBack()
            } else {
                isEnabled = false
                owner.onBackPressedDispatcher.onBackPressed()
                isEnabled = true
            }
        }
    }

    private companion object {
        const val DARK_SIGNS =
            WindowInsetsController.APPEARANCE_LIGHT_STATUS_BARS or WindowInsetsController.APPEARANCE_LIGHT_NAVIGATION_BARS
    }
}
