package jp.shomeinavi.device.framework.portal

import android.net.Uri
import android.os.Message
import android.webkit.ConsoleMessage
import android.webkit.GeolocationPermissions
import android.webkit.JsPromptResult
import android.webkit.JsResult
import android.webkit.PermissionRequest
import android.webkit.ValueCallback
import android.webkit.WebChromeClient
import android.webkit.WebView
import jp.shomeinavi.device.logic.PortalHosts

/** What the page asks of whoever shows it: windows and plain dialogs; nothing else is given. */
internal class PortalChrome(
    private val page: PortalPage,
) : WebChromeClient() {
    override fun onCreateWindow(
        view: WebView,
        isDialog: Boolean,
        isUserGesture: Boolean,
        resultMsg: Message,
    ): Boolean {
        val child = page.frame.child() ?: return false
        child.given(resultMsg)
        return true
    }

    override fun onCloseWindow(window: WebView) = page.frame.closed(page)

    override fun onJsAlert(
        view: WebView,
        url: String,
        message: String,
        result: JsResult,
    ): Boolean = dialog(message, asks = false, result)

    override fun onJsConfirm(
        view: WebView,
        url: String,
        message: String,
        result: JsResult,
    ): Boolean = dialog(message, asks = true, result)

    override fun onJsPrompt(
        view: WebView,
        url: String,
        message: String,
        defaultValue: String?,
        result: JsPromptResult,
    ): Boolean {
        result.cancel()
        return true
    }

    /** Leaving is never held up. */
    override fun onJsBeforeUnload(
        view: WebView,
        url: String,
        message: String,
        result: JsResult,
    ): Boolean {
        result.confirm()
        return true
    }

    override fun onPermissionRequest(request: PermissionRequest) = request.deny()

    override fun onGeolocationPermissionsShowPrompt(
        origin: String,
        callback: GeolocationPermissions.Callback,
    ) = callback.invoke(origin, false, false)

    override fun onShowFileChooser(
        webView: WebView,
        filePathCallback: ValueCallback<Array<Uri>>,
        fileChooserParams: FileChooserParams,
    ): Boolean {
        filePathCallback.onReceiveValue(null)
        return true
    }

    /** The page's words stay out of the system's log. */
    override fun onConsoleMessage(consoleMessage: ConsoleMessage): Boolean = true

    private fun dialog(
        text: String,
        asks: Boolean,
        result: JsResult,
    ): Boolean {
        val host = page.guard.page?.let(PortalHosts::hostOf)
        if (host == null) {
            result.cancel()
        } else {
            page.frame.dialog(host, text, asks) { yes -> if (yes) result.confirm() else result.cancel() }
        }
        return true
    }
}
