import android.app.AlertDialog
import android.content.Intent
import android.graphics.drawable.ColorDrawable
import android.net.Uri
import android.os.Bundle
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.webkit.ClientCertRequest
import android.webkit.GeolocationPermissions
import android.webkit.JsResult
import android.webkit.PermissionRequest
import android.webkit.WebResourceError
import android.webkit.WebResourceRequest
import android.webkit.WebView
import android.webkit.WebViewClient
import androidx.webkit.JavaScriptReplyProxy
import androidx.webkit.WebMessageCompat
import androidx.webkit.WebViewCompat
import jp.shomeinavi.device.framework.portal.PortalActivity
import jp.shomeinavi.device.framework.portal.PortalChrome
import jp.shomeinavi.device.framework.portal.PortalDoor
import jp.shomeinavi.device.framework.portal.PortalProcess
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalProblem
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowAlertDialog
import org.robolectric.shadows.ShadowApplication
import org.robolectric.shadows.ShadowProcess
import java.io.File
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNotSame
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** The portal's window in its own process, and the way to the app's. */
class PortalWindowTest : PortalOnAndroid() {
    private val page = "https://portal.example.jp/menu"

    private fun show(
        view: WebView,
        url: String = page,
    ) {
        val client = shadowOf(view).webViewClient
        client.onPageStarted(view, url, null)
        client.doUpdateVisitedHistory(view, url, false)
    }

    private fun request(
        url: String,
        main: Boolean = true,
        verb: String = "GET",
        document: Boolean = true,
    ) = object : WebResourceRequest {
        override fun getUrl(): Uri = Uri.parse(url)

        override fun isForMainFrame() = main

        override fun isRedirect() = false

        override fun hasGesture() = true

        override fun getMethod() = verb

        override fun getRequestHeaders() = if (document) mapOf("Upgrade-Insecure-Requests" to "1") else emptyMap()
    }

    @Test
    fun `it opens on the entry with the guide in it, in a window that is not recorded`() {
        val view = open()
        assertEquals("https://portal.example.jp/", shadowOf(view).lastLoadedUrl)
        val secure = WindowManager.LayoutParams.FLAG_SECURE
        assertEquals(secure, activity.window.attributes.flags and secure)
        val (installed, script, origins) = WebViewCompat.installed.single()
        assertEquals(view, installed)
        assertEquals("(() => {})();\n", script)
        assertEquals(setOf("https://portal.example.jp", "https://*.example.com", "https://localhost:8443"), origins)
        assertEquals("guide" to origins, WebViewCompat.listeners.getValue(view).let { it.first to it.second })
        view.settings.apply {
            assertFalse(allowFileAccess)
            assertFalse(allowContentAccess)
            assertTrue(javaScriptEnabled)
        }
        assertTrue(view.filterTouchesWhenObscured)
    }

    @Test
    fun `the bar shows the host that native code has judged, and what the app says`() {
        val view = open()
        assertTrue(texts().none { "portal.example.jp" in it })
        show(view)
        assertEquals(page, told<PortalEvent.Page>().url)
        assertTrue(texts().any { "portal.example.jp" in it })
        order("""{"do":"bar","step":"2/5 ログイン","button":"次へ","hint":"","notice":null}""")
        assertTrue("2/5 ログイン" in texts())
        button("次へ").performClick()
        told<PortalEvent.Pressed>()
        order("""{"do":"bar","step":null,"button":null,"hint":"案内のとおりに","notice":"あと3回"}""")
        assertTrue(texts().containsAll(listOf("案内のとおりに", "あと3回")))
        assertFalse("次へ" in texts())
        show(view, "https://evil.example/")
        assertTrue(texts().none { "example" in it }, "no host that is not the portal's")
    }

    private fun fail(
        view: WebView,
        code: Int,
        request: WebResourceRequest = request(page),
    ) = shadowOf(view).webViewClient.onReceivedError(
        view,
        request,
        object : WebResourceError() {
            override fun getErrorCode() = code

            override fun getDescription() = "net::ERR"
        },
    )

    @Test
    fun `why no page came is told, a failed handshake not as a failed connection`() {
        val view = open()
        fail(view, WebViewClient.ERROR_CONNECT, request("$page.png", main = false))
        fail(view, WebViewClient.ERROR_CONNECT, request("https://evil.example/"))
        fail(view, WebViewClient.ERROR_FAILED_SSL_HANDSHAKE)
        fail(view, WebViewClient.ERROR_HOST_LOOKUP)
        waited { happened.filterIsInstance<PortalEvent.Failed>().size == 2 }
        assertEquals(
            listOf(
                PortalEvent.Failed(PortalProblem.TLS, "portal.example.jp"),
                PortalEvent.Failed(PortalProblem.OFFLINE, code = WebViewClient.ERROR_HOST_LOOKUP),
            ),
            happened.filterIsInstance<PortalEvent.Failed>(),
        )
        assertEquals(View.VISIBLE, view.visibility)
    }

    /** As Chromium calls where a page is not reached and its own comes instead (`AwContentsClientBridge`, `AwWebContentsObserver`). */
    private fun miss(
        view: WebView,
        request: WebResourceRequest,
    ) {
        val client = shadowOf(view).webViewClient
        client.onPageStarted(view, page, null)
        fail(view, WebViewClient.ERROR_CONNECT, request)
        client.doUpdateVisitedHistory(view, page, false)
    }

    @Test
    fun `a page after the first that is not reached is asked for again, and WebView's own words are not seen`() {
        val view = open()
        val login = "https://portal.example.jp/login"
        show(view, login)
        miss(view, request(page))
        assertEquals(WebViewClient.ERROR_CONNECT, told<PortalEvent.NotReached>().code)
        assertEquals(View.INVISIBLE, view.visibility)
        assertTrue(texts().none { "portal.example.jp" in it })
        order("""{"do":"run","script":"1"}""")
        assertNull(shadowOf(view).lastEvaluatedJavascript)
        order("""{"do":"retry"}""")
        assertEquals(page, shadowOf(view).lastLoadedUrl)
        assertEquals(View.INVISIBLE, view.visibility, "until it is there")
        show(view)
        assertEquals(View.VISIBLE, view.visibility)
        assertTrue(texts().any { "portal.example.jp" in it })
        waited { happened.filterIsInstance<PortalEvent.Page>().size == 2 }
        assertEquals(listOf(login, page), happened.filterIsInstance<PortalEvent.Page>().map { it.url })
        assertTrue(happened.none { it is PortalEvent.Failed })
    }

    @Test
    fun `what a form has sent is sent again by WebView itself, and only when the user wants it`() {
        val view = open()
        show(view)
        var answers = emptyList<String>()

        fun resubmits(): String {
            fun said(answer: String) =
                android.os.Message.obtain(android.os.Handler(android.os.Looper.getMainLooper()) { true.also { answers += answer } })
            shadowOf(view).webViewClient.onFormResubmission(view, said("no"), said("yes"))
            idle()
            return answers.last()
        }
        assertEquals("no", resubmits())
        miss(view, request(page, verb = "POST"))
        told<PortalEvent.NotReached>()
        assertEquals("no", resubmits())
        order("""{"do":"retry"}""")
        assertEquals(1, shadowOf(view).reloadInvocations)
        assertEquals("yes", resubmits())
        show(view)
        assertEquals("no", resubmits())
    }

    @Test
    fun `in another theme all around the page is drawn anew, each part by itself`() {
        open()
        val decor = activity.window.decorView
        val bar = (all()[1] as ViewGroup).getChildAt(0)

        fun colours() = listOf(decor, bar).map { assertIs<ColorDrawable>(it.background).color }
        val light = colours()
        assertEquals(1, light.distinct().size)
        RuntimeEnvironment.setQualifiers("+night")
        activity.onConfigurationChanged(activity.resources.configuration)
        assertEquals(1, colours().distinct().size)
        assertNotEquals(light, colours())
        // A drawable tells one view alone that it has changed.
        assertNotSame(decor.background, bar.background)
    }

    @Test
    fun `scripts of the app run on the portal's pages alone`() {
        val view = open()
        order("""{"do":"run","script":"1"}""")
        assertNull(shadowOf(view).lastEvaluatedJavascript)
        show(view)
        order("""{"do":"run","script":"2"}""")
        assertEquals("2", shadowOf(view).lastEvaluatedJavascript)
    }

    @Test
    fun `other hosts are not opened, by link, POST, frame or redirected POST`() {
        val view = open()
        show(view)
        val client = shadowOf(view).webViewClient
        val evil = "https://evil.example/"
        assertFalse(client.shouldOverrideUrlLoading(view, request("https://a.example.com/")))
        assertTrue(client.shouldOverrideUrlLoading(view, request(evil)))
        assertEquals("evil.example", told<PortalEvent.Refused>().host)
        assertNull(client.shouldInterceptRequest(view, request(page, verb = "POST")))
        val shut =
            listOf(
                request(evil, verb = "POST"),
                request(evil, main = false),
                request("http://cdn.example/", main = false, document = false),
            )
        for (asked in shut) {
            assertEquals(204, assertNotNull(client.shouldInterceptRequest(view, asked)).statusCode)
        }
        assertNull(client.shouldInterceptRequest(view, request("https://cdn.example/", main = false, document = false)))
        client.onPageStarted(view, evil, null)
        assertEquals("about:blank", shadowOf(view).lastLoadedUrl)
    }

    @Test
    fun `of a POST that the portal answers by 307 the page goes as it comes, and nothing of it is heard`() {
        val view = open()
        show(view)
        told<PortalEvent.Page>()
        val client = shadowOf(view).webViewClient
        val evil = "https://evil.example/stolen"
        assertNull(client.shouldInterceptRequest(view, request(page, verb = "POST")))
        // As Chromium calls: nobody is asked about the redirect, then the page is there. Either call alone takes it away.
        for (call in listOf({ client.onPageStarted(view, evil, null) }, { client.doUpdateVisitedHistory(view, evil, false) })) {
            view.loadUrl(evil)
            call()
            assertEquals("about:blank", shadowOf(view).lastLoadedUrl)
        }
        assertEquals("evil.example", told<PortalEvent.Refused>().host)
        assertTrue(texts().none { "example" in it })
        post(view, WebMessageCompat("of the page"), "https://evil.example")
        post(view, WebMessageCompat("in the portal's name"))
        order("""{"do":"run","script":"1"}""")
        assertNull(shadowOf(view).lastEvaluatedJavascript)
        shadowOf(view).downloadListener.onDownloadStart(evil, "", "attachment", "application/x-pkcs12", 9)
        assertNull(told<PortalEvent.Download>().url)
        assertEquals(0, happened.count { it is PortalEvent.Message })
        assertEquals(listOf(page), happened.filterIsInstance<PortalEvent.Page>().map { it.url }.distinct())
    }

    private fun post(
        view: WebView,
        message: WebMessageCompat,
        origin: String = "https://portal.example.jp",
    ) = WebViewCompat.listeners
        .getValue(
            view,
        ).third
        .onPostMessage(view, message, Uri.parse(origin), true, object : JavaScriptReplyProxy() {})

    @Test
    fun `messages come from the portal's pages, as text, and of a length`() {
        val view = open()
        post(view, WebMessageCompat("early"))
        show(view)
        post(view, WebMessageCompat("foreign"), "https://evil.example")
        post(view, WebMessageCompat("framed"), "null")
        post(view, WebMessageCompat(byteArrayOf(1)))
        post(view, WebMessageCompat("a".repeat(PortalEvent.LONGEST + 1)))
        post(view, WebMessageCompat("あ".repeat(PortalEvent.LONGEST / 2)))
        post(view, WebMessageCompat("本物"))
        assertContentEquals("本物".encodeToByteArray(), told<PortalEvent.Message>().text)
        assertEquals(1, happened.count { it is PortalEvent.Message })
        assertEquals(page, told<PortalEvent.Message>().from)
    }

    @Test
    fun `popups lie over the page under the same rules, and there are not many`() {
        open()
        val first = webViews().single()
        repeat(10) {
            val chrome = shadowOf(webViews().last()).webChromeClient
            val request = android.os.Message.obtain(android.os.Handler(android.os.Looper.getMainLooper()))
            request.obj = first.WebViewTransport()
            chrome.onCreateWindow(webViews().last(), false, true, request)
        }
        assertEquals(5, webViews().size)
        assertEquals(5, WebViewCompat.listeners.size)
        val child = webViews().last()
        assertTrue(shadowOf(child).webViewClient.shouldOverrideUrlLoading(child, request("https://evil.example/")))
        assertEquals(1, webViews().count { it.visibility == View.VISIBLE })
        shadowOf(child).webChromeClient.onCloseWindow(child)
        assertEquals(4, webViews().size)
        shadowOf(first).webChromeClient.onCloseWindow(first)
        assertEquals(4, webViews().size, "the first page stays")
    }

    @Test
    fun `camera, place, files, certificates and questions are refused`() {
        val view = open()
        show(view)
        val chrome = assertIs<PortalChrome>(shadowOf(view).webChromeClient)
        var denied = 0
        chrome.onPermissionRequest(
            object : PermissionRequest() {
                override fun getOrigin(): Uri = Uri.parse(page)

                override fun getResources() = arrayOf(RESOURCE_VIDEO_CAPTURE)

                override fun grant(resources: Array<String>) = error("granted")

                override fun deny() {
                    denied++
                }
            },
        )
        chrome.onGeolocationPermissionsShowPrompt(page, GeolocationPermissions.Callback { _, allow, _ -> if (!allow) denied++ })
        var files: Array<Uri>? = arrayOf()
        val modes =
            object : android.webkit.WebChromeClient.FileChooserParams() {
                override fun getMode() = 0

                override fun getAcceptTypes() = arrayOf<String>()

                override fun isCaptureEnabled() = false

                override fun getTitle() = ""

                override fun getFilenameHint() = ""

                override fun createIntent() = Intent()
            }
        assertTrue(chrome.onShowFileChooser(view, { files = it }, modes))
        assertNull(files)
        shadowOf(view).webViewClient.onReceivedClientCertRequest(
            view,
            object : ClientCertRequest() {
                override fun getKeyTypes() = arrayOf<String>()

                override fun getPrincipals() = arrayOf<java.security.Principal>()

                override fun getHost() = "portal.example.jp"

                override fun getPort() = 443

                override fun proceed(
                    privateKey: java.security.PrivateKey,
                    chain: Array<java.security.cert.X509Certificate>,
                ) = error("given")

                override fun ignore() {
                    denied++
                }

                override fun cancel() = error("cancelled, which WebView remembers")
            },
        )
        assertEquals(3, denied)
    }

    @Test
    fun `a page's dialog is named as the page's, turns nothing around, and is answered`() {
        val view = open()
        show(view)
        val chrome = assertIs<PortalChrome>(shadowOf(view).webChromeClient)
        val told = JsResult {}
        val asked = JsResult {}
        val said = "証明書を\u202e送り\u2066ます\u200b"
        val shown = { shadowOf(ShadowAlertDialog.getLatestAlertDialog()) }
        assertTrue(chrome.onJsAlert(view, page, said, told))
        assertEquals("証明書を送ります", shown().message.toString())
        assertTrue("portal.example.jp" in shown().title)
        assertTrue(chrome.onJsConfirm(view, page, said, asked))
        assertEquals("証明書を送ります", shown().message.toString())
        ShadowAlertDialog.getLatestAlertDialog().getButton(AlertDialog.BUTTON_POSITIVE).performClick()
        idle()
        assertTrue(shadowOf(told).wasCancelled(), "what another dialog took away is answered too")
        assertTrue(asked.result)
    }

    @Test
    fun `a download that the guide has not caught is told and not taken`() {
        val view = open()
        show(view)
        shadowOf(view).webViewClient.shouldInterceptRequest(view, request(page))
        shadowOf(view).downloadListener.onDownloadStart(page, "", "attachment", "application/x-pkcs12", 9)
        assertEquals(page, told<PortalEvent.Download>().url)
    }

    @Test
    fun `whoever closes it tells the app, and its process ends`() {
        open()
        button("閉じる").performClick()
        assertTrue(activity.isFinishing)
        controller.pause().stop().destroy()
        assertTrue(ShadowProcess.wasKilled(android.os.Process.myPid()))
        unbind("first")
        assertEquals(1, gone)
    }

    @Test
    fun `the app closes it`() {
        open()
        PortalDoor.close()
        idle()
        assertTrue(activity.isFinishing)
        assertEquals(1, gone)
    }

    @Test
    fun `a window that the system brings back is the one that is waited for`() {
        controller.setup(Bundle())
        idle()
        assertFalse(activity.isFinishing)
        assertEquals("https://portal.example.jp/", shadowOf(webViews().single()).lastLoadedUrl)
        assertEquals(0, gone)
    }

    @Test
    fun `nobody waits for it, new or brought back by the system, or it is in the app's own process`() {
        PortalDoor.left()
        controller.setup()
        val restored = Robolectric.buildActivity(PortalActivity::class.java).setup(Bundle())
        idle()
        assertTrue(activity.isFinishing)
        assertTrue(restored.get().isFinishing)
        ShadowApplication.setProcessName("jp.shomeinavi.app")
        val inside = Robolectric.buildActivity(PortalActivity::class.java).create()
        assertTrue(inside.get().isFinishing)
        assertTrue(WebViewCompat.listeners.isEmpty())
    }

    @Test
    fun `of what its WebView wrote nothing stays, and of the app's all`() {
        val application = RuntimeEnvironment.getApplication()
        val own =
            listOf(
                File(application.dataDir, "app_webview_portal/Cookies"),
                File(application.cacheDir, "webview_portal/Cache"),
                File(application.cacheDir, "WebView_portal/Cache"),
            )
        val other = listOf(File(application.dataDir, "app_webview/Cookies"), File(application.filesDir, "state.json"))
        (own + other).forEach {
            it.parentFile?.mkdirs()
            it.writeText("1")
        }
        PortalProcess.wipe(application)
        assertTrue(own.none { checkNotNull(it.parentFile).exists() })
        assertTrue(other.all { it.exists() })
    }
}
