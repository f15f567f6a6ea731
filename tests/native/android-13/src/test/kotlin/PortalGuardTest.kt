import com.fasterxml.jackson.databind.ObjectMapper
import jp.shomeinavi.device.logic.Asked
import jp.shomeinavi.device.logic.PortalGuard
import jp.shomeinavi.device.logic.PortalHosts
import jp.shomeinavi.device.logic.Way
import org.junit.jupiter.api.Test
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** What one page of the portal's window may open, by whichever call WebView tells of it. */
class PortalGuardTest {
    private val guard = PortalGuard(PortalHosts(listOf("portal.example.jp", "*.example.com", "localhost:8443")))
    private val evil = "https://evil.example/x"

    @Test
    fun `the client and the window allow the same hosts`() {
        val file = ObjectMapper().readTree(File(System.getProperty("shared"), "hosts.json"))
        val hosts = PortalHosts(file["rules"].map { it.textValue() })
        for ((name, expected) in listOf("allowed" to true, "refused" to false)) {
            assertTrue(file[name].size() > 5)
            file[name].forEach { assertEquals(expected, hosts.allows(it.textValue()), "$it") }
        }
    }

    @Test
    fun `addresses that two readers may read differently are no portal's`() {
        val hosts = PortalHosts(listOf("portal.example.jp"))
        for (address in listOf(
            "https:\\\\portal.example.jp/",
            "https://evil.example\\@portal.example.jp/",
            "https://portal.example.jp\\.evil.example/",
            "HTTPS://portal.example.jp/",
            "https://Portal.example.jp/",
            "https://portal.example.jp%2eevil.example/",
            "https://portal.example.jp\t/",
            " https://portal.example.jp/",
            "https://portal.example.jp:443:443/",
            "https://portal.example.jp:0443/",
            "https://ｐortal.example.jp/",
        )) {
            assertFalse(hosts.allows(address), address)
        }
    }

    @Test
    fun `rules become origins as WebView takes them`() {
        val hosts = PortalHosts(listOf("portal.example.jp", "*.example.com", "localhost:8443"))
        assertEquals(setOf("https://portal.example.jp", "https://*.example.com", "https://localhost:8443"), hosts.origins)
    }

    @Test
    fun `links, redirects and scripts lead to the portal's hosts alone`() {
        assertEquals(Way.Open, guard.goes(Asked("https://portal.example.jp/a", mainFrame = true)))
        assertEquals(Way.Open, guard.goes(Asked("https://localhost:8443/", mainFrame = true, redirect = true)))
        assertEquals(Way.Open, guard.goes(Asked("about:blank", mainFrame = true)))
        assertEquals(Way.Shut("evil.example"), guard.goes(Asked(evil, mainFrame = true)))
        assertEquals(Way.Shut("evil.example"), guard.goes(Asked(evil, mainFrame = true, redirect = true)))
        assertEquals(Way.Shut("portal.example.jp"), guard.goes(Asked("http://portal.example.jp/", mainFrame = true)))
        for (address in listOf(
            "intent://x#Intent;end",
            "tel:119",
            "data:text/html,x",
            "file:///x",
            "blob:https://evil.example/1",
            "javascript:1",
        )) {
            assertEquals(Way.Shut(null), guard.goes(Asked(address, mainFrame = true, gesture = true)), address)
        }
    }

    @Test
    fun `a POST, of which nothing else is told, goes to the portal's hosts alone`() {
        assertEquals(Way.Open, guard.loads(Asked("https://portal.example.jp/login", mainFrame = true, method = "POST")))
        assertEquals(Way.Shut("evil.example"), guard.loads(Asked(evil, mainFrame = true, method = "POST")))
        assertEquals(Way.Shut("portal.example.jp"), guard.loads(Asked("http://portal.example.jp/login", mainFrame = true, method = "POST")))
    }

    @Test
    fun `frames are the portal's, and of those that are not nothing is said`() {
        assertEquals(Way.Open, guard.loads(Asked("https://a.example.com/", mainFrame = false, document = true)))
        assertEquals(Way.Shut(null), guard.loads(Asked(evil, mainFrame = false, document = true)))
        assertEquals(Way.Shut(null), guard.goes(Asked("intent://x", mainFrame = false)))
    }

    @Test
    fun `pictures and scripts come from anywhere, but never in the clear`() {
        assertEquals(Way.Open, guard.loads(Asked("https://cdn.example/logo.png", mainFrame = false)))
        assertEquals(Way.Open, guard.loads(Asked("wss://cdn.example/", mainFrame = false)))
        for (address in listOf("http://cdn.example/a.js", "ws://cdn.example/", "file:///data/x", "content://x/1")) {
            assertEquals(Way.Shut(null), guard.loads(Asked(address, mainFrame = false)), address)
        }
    }

    @Test
    fun `what a redirected POST has led to is no page of the portal`() {
        assertEquals(Way.Open, guard.committed("https://portal.example.jp/"))
        assertEquals("https://portal.example.jp/", guard.page)
        assertEquals(Way.Shut("evil.example"), guard.started(evil))
        assertNull(guard.page)
        assertEquals(Way.Shut("evil.example"), guard.committed(evil))
        assertNull(guard.page)
        // What it makes room for.
        assertEquals(Way.Open, guard.started("about:blank"))
        assertEquals(Way.Open, guard.committed("about:blank"))
        assertNull(guard.page)
        assertNull(guard.again(evil), "and no file of it")
        assertEquals(Way.Open, guard.started("https://portal.example.jp/b"))
        assertNull(guard.page, "not before it is there")
    }

    @Test
    fun `a POST that is answered by 302 or 303 is asked about like a link, one by 307 or 308 not before its page is there`() {
        guard.committed("https://portal.example.jp/login")
        assertEquals(Way.Open, guard.loads(Asked("https://portal.example.jp/login", mainFrame = true, method = "POST")))
        assertEquals(Way.Shut("evil.example"), guard.goes(Asked(evil, mainFrame = true, redirect = true)))
        assertEquals("https://portal.example.jp/login", guard.page, "what was shown stays")
        // WebView makes no call for a POST's 307: the first is that of the page.
        assertEquals(Way.Open, guard.loads(Asked("https://portal.example.jp/login", mainFrame = true, method = "POST")))
        assertEquals(Way.Shut("evil.example"), guard.started(evil))
        // Of the portal itself it goes on, and stays a POST, which only the page can send again.
        assertEquals(Way.Open, guard.started("https://a.example.com/next"))
        assertEquals(Way.Open, guard.committed("https://a.example.com/next"))
        assertEquals("https://a.example.com/next", guard.page)
        assertNull(guard.again("https://a.example.com/next"))
    }

    @Test
    fun `in place of a page that was not reached nothing of WebView's is taken for the portal's`() {
        val (login, menu) = listOf("https://portal.example.jp/login", "https://portal.example.jp/menu")
        assertNull(guard.goesOn())
        guard.started(login)
        assertFalse(guard.hasShown)
        guard.committed(login)
        assertTrue(guard.hasShown)
        for (method in listOf("GET", "POST")) {
            val asked = Asked(menu, mainFrame = true, method = method)
            // As Chromium calls: the page that says so has the address of the one that it stands for.
            guard.started(menu)
            guard.missed(asked)
            assertEquals(Way.Open, guard.committed(menu))
            assertTrue(guard.misses)
            assertNull(guard.page)
            assertFalse(guard.resends, "not before the user says so")
            assertEquals(asked, guard.goesOn())
            assertTrue(guard.resends)
            assertTrue(guard.misses, "until the next page is there")
            guard.started(menu)
            // Not reached again.
            guard.missed(asked)
            guard.committed(menu)
            assertTrue(guard.misses)
            assertFalse(guard.resends)
            guard.goesOn()
            guard.started(menu)
            guard.committed(menu)
            assertEquals(menu, guard.page)
            assertFalse(guard.misses || guard.resends)
        }
        guard.missed(Asked(login, mainFrame = true, method = "POST"))
        guard.committed(login)
        assertNull(guard.page)
        guard.goesOn()
        guard.committed(login)
        assertEquals(login, guard.page, "back in the page's history, at the same address")
        guard.missed(Asked(menu, mainFrame = true))
        guard.committed(evil)
        assertNull(guard.page)
        assertFalse(guard.misses)
    }

    @Test
    fun `a download is asked for again where that is the same request`() {
        guard.loads(Asked("https://portal.example.jp/file", mainFrame = true))
        assertEquals("https://portal.example.jp/file", guard.again("https://portal.example.jp/file"))
        guard.loads(Asked("https://portal.example.jp/file", mainFrame = true, method = "POST"))
        assertNull(guard.again("https://portal.example.jp/file"))
        assertEquals("blob:https://portal.example.jp/1", guard.again("blob:https://portal.example.jp/1"))
        guard.goes(Asked("https://portal.example.jp/file", mainFrame = true))
        assertEquals("https://portal.example.jp/file", guard.again("https://portal.example.jp/file"))
        for (address in listOf(evil, "blob:$evil", "blob:null/1", "data:,x", "http://portal.example.jp/file")) {
            assertNull(guard.again(address), address)
        }
    }
}
