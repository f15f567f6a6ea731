package jp.shomeinavi.device.framework.portal

import android.net.Uri
import android.webkit.WebView
import androidx.webkit.JavaScriptReplyProxy
import androidx.webkit.WebMessageCompat
import androidx.webkit.WebViewCompat
import androidx.webkit.WebViewFeature
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalGuard

/** Puts the guide into every page and frame of the portal's hosts, before the page's own scripts, and hears it; the page could say the same. */
internal class PortalMessages(
    private val plan: PortalPlan,
    private val guard: PortalGuard,
    private val tell: (PortalEvent) -> Unit,
) : WebViewCompat.WebMessageListener {
    fun install(webView: WebView) {
        val origins = plan.hosts.origins
        WebViewCompat.addWebMessageListener(webView, CHANNEL, origins, this)
        WebViewCompat.addDocumentStartJavaScript(webView, plan.script, origins)
    }

    override fun onPostMessage(
        webView: WebView,
        message: WebMessageCompat,
        sourceOrigin: Uri,
        isMainFrame: Boolean,
        replyProxy: JavaScriptReplyProxy,
    ) {
        val from = guard.page
        if (from == null || !guard.hears(sourceOrigin.toString()) || message.getType() != WebMessageCompat.TYPE_STRING) {
            return
        }
        val text = message.getData().orEmpty()
        if (text.length > PortalEvent.LONGEST) {
            return
        }
        val bytes = text.encodeToByteArray()
        if (bytes.size <= PortalEvent.LONGEST) {
            tell(PortalEvent.Message(from, bytes))
        } else {
            bytes.fill(0)
        }
    }

    companion object {
        /** The guide's own choice of name (`channel.js`). */
        const val CHANNEL = "guide"

        fun supported(): Boolean =
            WebViewFeature.isFeatureSupported(WebViewFeature.DOCUMENT_START_SCRIPT) &&
                WebViewFeature.isFeatureSupported(WebViewFeature.WEB_MESSAGE_LISTENER)
    }
}
