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
        @Suppress("UNUSED_PARAMETER") webview: WebView,
        @Suppress("UNUSED_PARAMETER") script: String,
        @Suppress("UNUSED_PARAMETER") allowedOriginRules: Set<String>,
    ): ScriptHandler =
        object : ScriptHandler {
            override fun remove() = Unit
        }
}

object WebViewFeature {
    const val DOCUMENT_START_SCRIPT = "DOCUMENT_START_SCRIPT"

    @JvmStatic
    fun isFeatureSupported(
        @Suppress("UNUSED_PARAMETER") feature: String,
    ): Boolean = false
}
