package jp.shomeinavi.device.logic

/** What becomes of an address that a page goes to. */
sealed interface Way {
    /** It is opened. */
    data object Open : Way

    /** It is not; [told] is the host that the user is told of, null: nothing is said. */
    data class Shut(
        val told: String?,
    ) : Way
}

/** A request as WebView describes it (`WebResourceRequest`). */
data class Asked(
    val url: String,
    val mainFrame: Boolean,
    val method: String = "GET",
    /**
     * Its header `Upgrade-Insecure-Requests` is there: Chromium writes it where it navigates a page or a frame
     * (`AddAdditionalRequestHeaders`, navigation_request.cc).
     */
    val document: Boolean = false,
    val gesture: Boolean = false,
    val redirect: Boolean = false,
)

/**
 * What one web view of the portal's window may open. No call of WebView sees everything, so each is asked: `shouldOverrideUrlLoading`
 * is not called for POST and not for a frame's https (Chromium, `AwContentBrowserClient::ShouldOverrideUrlLoading`),
 * `shouldInterceptRequest` not for what a redirect leads to (`InterceptedRequest::ShouldNotInterceptRequest`), and `onPageStarted`
 * comes last, with the commit of the page or just before it (`AwWebContentsObserver`, `InterceptNavigationDelegateImpl`). So a POST
 * that is answered by 307 or 308 is sent once more, body and all, before anybody is asked; its page is taken away as it comes.
 * Called from several threads.
 */
class PortalGuard(
    private val hosts: PortalHosts,
) {
    @Volatile
    private var shown: String? = null

    @Volatile
    private var method = "GET"

    @Volatile
    private var miss: Miss? = null

    /** A page that was not reached; once it is [over], what comes next is a page again. */
    private class Miss(
        val asked: Asked,
    ) {
        @Volatile
        var over = false
    }

    /** A page was shown here, whatever has come in its place. */
    @Volatile
    var hasShown = false
        private set

    /** The page in front, allowed and judged; null: none is. */
    val page: String? get() = shown

    /** WebView shows a page of its own, which says in its own words and under the portal's address that one was not reached. */
    val misses: Boolean get() = miss != null

    /** What was sent by a form may be sent once more: the user has asked for it. */
    val resends: Boolean get() = miss?.over == true

    /** `shouldOverrideUrlLoading`. Of what a page embeds by itself nothing is said. */
    fun goes(asked: Asked): Way =
        when {
            allows(asked.url) -> {
                Way.Open.also { if (asked.mainFrame) method = asked.method }
            }

            else -> {
                Way.Shut(hostToTell(asked.url).takeIf { asked.gesture || asked.redirect || asked.mainFrame })
            }
        }

    /** `shouldInterceptRequest`. Pictures, scripts and styles come from any host by https; pages and frames do not. */
    fun loads(asked: Asked): Way {
        val isPage = asked.mainFrame || asked.document
        val open = if (isPage) allows(asked.url) else asked.url.startsWith("https://") || asked.url.startsWith("wss://")
        if (!open) {
            return Way.Shut(hostToTell(asked.url).takeIf { asked.mainFrame })
        }
        if (asked.mainFrame) {
            method = asked.method
        }
        return Way.Open
    }

    /** `onPageStarted`: a page is there or about to be. Not [Way.Open]: it came through a redirected POST, and goes. */
    fun started(url: String): Way {
        shown = null
        return if (allows(url)) Way.Open else Way.Shut(hostToTell(url))
    }

    /** `doUpdateVisitedHistory`: the page of the main frame is this one. Not [Way.Open]: as for [started]. */
    fun committed(url: String): Way {
        if (miss?.takeIf { !it.over && it.asked.url == url } != null) {
            return Way.Open
        }
        miss = null
        shown = url.takeIf(hosts::allows)
        hasShown = hasShown || shown != null
        return if (allows(url)) Way.Open else Way.Shut(hostToTell(url))
    }

    /**
     * `onReceivedError`: [asked], a page, was not reached. WebView puts a page of its own in its place and names it by the address of
     * [asked]: in `onPageStarted` before this call and in `doUpdateVisitedHistory` after it (Chromium, `AwContentsClientBridge`,
     * `AwWebContentsObserver`).
     */
    fun missed(asked: Asked) {
        shown = null
        miss = Miss(asked)
    }

    /** The user goes on from there, to what was missed or back. What was missed; null: nothing was. */
    fun goesOn(): Asked? = miss?.also { it.over = true }?.asked

    /** Where a message may come from, as WebView names its origin. */
    fun hears(origin: String): Boolean = hosts.allows(origin)

    /** The address that a download can be asked for at once more by the page; null where only the page knows how. */
    fun again(url: String): String? {
        val whose = url.removePrefix("blob:")
        return url.takeIf { hosts.allows(whose) && (whose != url || method == "GET") }
    }

    private fun allows(url: String) = url in EMPTY || hosts.allows(url)

    /** Whoever it is, https or not. */
    private fun hostToTell(url: String): String? =
        PortalHosts.hostOf(url) ?: url.takeIf { it.startsWith(HTTP) }?.drop(HTTP.length)?.takeWhile { it !in "/?#" }

    companion object {
        private const val HTTP = "http://"

        /** Empty frames and windows; what is written into them is the page's that made them. */
        private val EMPTY = setOf("about:blank", "about:srcdoc")
    }
}
