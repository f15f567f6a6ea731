package jp.shomeinavi.device.framework.portal

import android.annotation.SuppressLint
import android.content.Context
import android.os.Message
import android.webkit.WebSettings
import android.webkit.WebView
import jp.shomeinavi.device.logic.Asked
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalGuard

/** What a page needs of the window that it lies in. Main thread, but for [tell]. */
internal interface PortalFrame {
    fun tell(event: PortalEvent)

    /** What this page shows has changed. */
    fun shown(page: PortalPage)

    /** What this page went to was not reached; false: the visit cannot go on. */
    fun missed(
        page: PortalPage,
        asked: Asked,
    ): Boolean

    /** A page wants a window of its own; null: there are too many. */
    fun child(): PortalPage?

    fun closed(page: PortalPage)

    /** A dialog of the page at [host], drawn natively; [asks]: with a choice. [answer] comes once. */
    fun dialog(
        host: String,
        text: String,
        asks: Boolean,
        answer: (Boolean) -> Unit,
    )
}

/** One web view of the window, and the rules for everything that its page does. */
@SuppressLint("SetJavaScriptEnabled")
internal class PortalPage(
    context: Context,
    val plan: PortalPlan,
    val frame: PortalFrame,
) {
    val guard = PortalGuard(plan.hosts)
    val view = WebView(context)

    init {
        view.settings.apply {
            javaScriptEnabled = true
            domStorageEnabled = true
            allowFileAccess = false
            allowContentAccess = false
            mixedContentMode = WebSettings.MIXED_CONTENT_NEVER_ALLOW
            mediaPlaybackRequiresUserGesture = true
            setGeolocationEnabled(false)
            setSupportMultipleWindows(true)
            // What the guide presses is no gesture to Chromium. Their number is bounded.
            javaScriptCanOpenWindowsAutomatically = true
            builtInZoomControls = true
            displayZoomControls = false
            useWideViewPort = true
            plan.userAgent?.let { userAgentString = it }
        }
        view.filterTouchesWhenObscured = true
        view.isHapticFeedbackEnabled = false
        view.setOnLongClickListener { false }
        view.webViewClient = PortalClient(this)
        view.webChromeClient = PortalChrome(this)
        view.setDownloadListener { url, _, _, _, _ -> frame.tell(PortalEvent.Download(guard.again(url))) }
        PortalMessages(plan, guard, frame::tell).install(view)
    }

    /** Where a page that asked for a window takes it from. */
    fun given(request: Message) {
        (request.obj as WebView.WebViewTransport).webView = view
        request.sendToTarget()
    }

    /** Asks once more for what was missed. What a form has sent WebView alone can send again (`onFormResubmission`). */
    fun retry() {
        val missed = guard.goesOn() ?: return
        if (missed.method == "GET") view.loadUrl(missed.url) else view.reload()
    }

    fun destroy() {
        view.stopLoading()
        view.destroy()
    }
}
