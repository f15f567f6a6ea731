package jp.shomeinavi.device.framework.portal

import android.graphics.Bitmap
import android.net.http.SslError
import android.os.Message
import android.webkit.ClientCertRequest
import android.webkit.HttpAuthHandler
import android.webkit.RenderProcessGoneDetail
import android.webkit.SslErrorHandler
import android.webkit.WebResourceError
import android.webkit.WebResourceRequest
import android.webkit.WebResourceResponse
import android.webkit.WebView
import android.webkit.WebViewClient
import jp.shomeinavi.device.logic.Asked
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalHosts
import jp.shomeinavi.device.logic.PortalProblem
import jp.shomeinavi.device.logic.Way

/** Where the page goes, and whom it trusts. */
internal class PortalClient(
    private val page: PortalPage,
) : WebViewClient() {
    private val guard get() = page.guard

    override fun shouldOverrideUrlLoading(
        view: WebView,
        request: WebResourceRequest,
    ): Boolean = refused(guard.goes(asked(request)))

    /** On a thread of WebView's. An empty answer, of which no page is made: what is shown stays (Chromium, navigation_request.cc). */
    override fun shouldInterceptRequest(
        view: WebView,
        request: WebResourceRequest,
    ): WebResourceResponse? {
        if (!refused(guard.loads(asked(request)))) {
            return null
        }
        return WebResourceResponse("text/plain", "utf-8", NO_CONTENT, "No Content", emptyMap(), ByteArray(0).inputStream())
    }

    override fun onPageStarted(
        view: WebView,
        url: String,
        favicon: Bitmap?,
    ) {
        keepOnly(guard.started(url), view)
    }

    override fun doUpdateVisitedHistory(
        view: WebView,
        url: String,
        isReload: Boolean,
    ) {
        keepOnly(guard.committed(url), view)
    }

    override fun onReceivedError(
        view: WebView,
        request: WebResourceRequest,
        error: WebResourceError,
    ) {
        val asked = asked(request)
        if (!request.isForMainFrame || guard.goes(asked) !is Way.Open) {
            return
        }
        // No version or cipher in common, an alert, no TLS at all (Chromium, ErrorCodeConversionHelper.java).
        if (error.errorCode == ERROR_FAILED_SSL_HANDSHAKE) {
            page.frame.tell(PortalEvent.Failed(PortalProblem.TLS, PortalHosts.hostOf(asked.url)))
        } else if (page.frame.missed(page, asked)) {
            page.frame.tell(PortalEvent.NotReached(error.errorCode))
        } else {
            page.frame.tell(PortalEvent.Failed(PortalProblem.OFFLINE, code = error.errorCode))
        }
    }

    override fun onFormResubmission(
        view: WebView,
        dontResend: Message,
        resend: Message,
    ) = (if (guard.resends) resend else dontResend).sendToTarget()

    /** Practice's own root; else nothing is believed that the system does not. Pictures of other hosts only stay away. */
    override fun onReceivedSslError(
        view: WebView,
        handler: SslErrorHandler,
        error: SslError,
    ) {
        val host = PortalHosts.hostOf(error.url)?.takeIf { guard.hears(error.url) }
        val leaf = error.certificate?.x509Certificate
        if (host != null && leaf != null && page.plan.roots.vouchFor(leaf, host, System.currentTimeMillis())) {
            handler.proceed()
            return
        }
        handler.cancel()
        if (host != null) {
            page.frame.tell(PortalEvent.Failed(problem(error), host))
        }
    }

    /** Not cancelled, which WebView would remember: this server asks for a certificate that is being fetched here. */
    override fun onReceivedClientCertRequest(
        view: WebView,
        request: ClientCertRequest,
    ) = request.ignore()

    override fun onReceivedHttpAuthRequest(
        view: WebView,
        handler: HttpAuthHandler,
        host: String,
        realm: String,
    ) = handler.cancel()

    /** Without this the system would end the process. */
    override fun onRenderProcessGone(
        view: WebView,
        detail: RenderProcessGoneDetail,
    ): Boolean {
        page.frame.tell(PortalEvent.Failed(PortalProblem.CRASHED))
        return true
    }

    /** What is there already and may not be makes room for an empty page. */
    private fun keepOnly(
        way: Way,
        view: WebView,
    ) {
        if (refused(way)) {
            view.stopLoading()
            view.loadUrl(EMPTY)
        }
        page.frame.shown(page)
    }

    private fun refused(way: Way): Boolean {
        if (way is Way.Shut) {
            way.told?.let { page.frame.tell(PortalEvent.Refused(it)) }
        }
        return way is Way.Shut
    }

    private fun asked(request: WebResourceRequest) =
        Asked(
            url = request.url.toString(),
            mainFrame = request.isForMainFrame,
            method = request.method,
            document =
                request.requestHeaders
                    .orEmpty()
                    .keys
                    .any { it.equals("Upgrade-Insecure-Requests", ignoreCase = true) },
            gesture = request.hasGesture(),
            redirect = request.isRedirect,
        )

    private fun problem(error: SslError) =
        when (error.primaryError) {
            SslError.SSL_UNTRUSTED -> PortalProblem.UNTRUSTED
            SslError.SSL_EXPIRED -> PortalProblem.EXPIRED
            SslError.SSL_NOTYETVALID -> PortalProblem.NOT_YET_VALID
            SslError.SSL_IDMISMATCH -> PortalProblem.WRONG_HOST
            else -> PortalProblem.TLS
        }

    private companion object {
        const val NO_CONTENT = 204
        const val EMPTY = "about:blank"
    }
}
