// Compile-only stubs of androidx.webkit, never part of the app.

package androidx.webkit

import android.content.Context
import android.net.Uri
import android.webkit.WebResourceResponse
import android.webkit.WebView

class WebViewAssetLoader private constructor() {
    fun shouldInterceptRequest(url: Uri): WebResourceResponse? = null

    interface PathHandler {
        fun handle(path: String): WebResourceResponse?
    }

    class AssetsPathHandler(
        @Suppress("UNUSED_PARAMETER") context: Context,
    ) : PathHandler {
        override fun handle(path: String): WebResourceResponse? = null
    }

    class Builder {
        fun setDomain(
            @Suppress("UNUSED_PARAMETER") domain: String,
        ): Builder = this

        fun addPathHandler(
            @Suppress("UNUSED_PARAMETER") path: String,
            @Suppress("UNUSED_PARAMETER") handler: PathHandler,
        ): Builder = this

        fun build() = WebViewAssetLoader()
    }
}

interface ScriptHandler {
    fun remove()
}

object WebViewCompat {
    @JvmStatic
    fun addDocumentStartJavaScript(
        webview: WebView,
        script: String,
        allowedOriginRules: Set<String>,
    ): ScriptHandler =
        object : ScriptHandler {
            override fun remove() = Unit
        }.also { installed += Triple(webview, script, allowedOriginRules) }

    @JvmStatic
    fun addWebMessageListener(
        webView: WebView,
        jsObjectName: String,
        allowedOriginRules: Set<String>,
        listener: WebMessageListener,
    ) {
        listeners[webView] = Triple(jsObjectName, allowedOriginRules, listener)
    }

    /** What was installed, for tests. */
    internal val installed = mutableListOf<Triple<WebView, String, Set<String>>>()
    internal val listeners = mutableMapOf<WebView, Triple<String, Set<String>, WebMessageListener>>()

    interface WebMessageListener {
        fun onPostMessage(
            view: WebView,
            message: WebMessageCompat,
            sourceOrigin: Uri,
            isMainFrame: Boolean,
            replyProxy: JavaScriptReplyProxy,
        )
    }
}

abstract class JavaScriptReplyProxy

class WebMessageCompat {
    private val text: String?
    private val bytes: ByteArray?

    constructor(data: String?) {
        text = data
        bytes = null
    }

    constructor(arrayBuffer: ByteArray) {
        text = null
        bytes = arrayBuffer
    }

    fun getType(): Int = if (bytes == null) TYPE_STRING else TYPE_ARRAY_BUFFER

    fun getData(): String? {
        check(bytes == null) { "as the real one" }
        return text
    }

    companion object {
        const val TYPE_STRING = 0
        const val TYPE_ARRAY_BUFFER = 1
    }
}

object WebViewFeature {
    const val DOCUMENT_START_SCRIPT = "DOCUMENT_START_SCRIPT"
    const val WEB_MESSAGE_LISTENER = "WEB_MESSAGE_LISTENER"

    /** What a test's WebView has. */
    internal val supported = mutableSetOf<String>()

    @JvmStatic
    fun isFeatureSupported(feature: String): Boolean = feature in supported
}
