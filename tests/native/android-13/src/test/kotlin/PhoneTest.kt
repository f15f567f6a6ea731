import jp.shomeinavi.device.FakePhone
import jp.shomeinavi.device.logic.Browser
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.PhoneSeen
import jp.shomeinavi.device.logic.Preflight
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.Screen
import jp.shomeinavi.device.logic.SecretClip
import jp.shomeinavi.device.logic.SettingsPages
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull

class PhoneTest {
    private val phone = FakePhone()
    private val settings = SettingsPages(phone.screens, phone.seen)
    private val browser = Browser(phone.screens)
    private val clip = SecretClip(phone.clipboard, phone.threads)

    private fun missing(vararg screens: Screen) {
        phone.screens.opening = { if (it in screens) throw Refusal(Fault.NOTHING_ANSWERS) }
    }

    private fun page(action: String) = Screen.Settings(action)

    @Test
    fun `what is seen is told`() {
        val agent = "Mozilla/5.0 (Linux; Android 14; Pixel 8)"
        assertEquals(
            PhoneSeen(34, "14", "Google", false, false, true, true, true, agent),
            Preflight(phone.seen).look(),
        )
    }

    @Test
    fun `a look that fails stands in nobody's way`() {
        phone.seen.apply {
            restriction = { throw SecurityException() }
            management = { throw NoSuchMethodError() }
            lock = { throw AssertionError() }
            packages = { throw SecurityException() }
            network = { throw SecurityException() }
            agent = { throw IllegalStateException("no WebView") }
        }
        val agent = "Mozilla/5.0 (Linux; Android 14) Mobile"
        assertEquals(
            PhoneSeen(34, "14", "Google", false, false, null, null, true, agent),
            Preflight(phone.seen).look(),
        )
    }

    @Test
    fun `Chrome shows web pages, else the user's browser does`() {
        browser.open("https://example.jp/")
        missing(Screen.CustomTab("https://example.jp/", "com.android.chrome"))
        browser.open("https://example.jp/")
        assertEquals(
            listOf(
                Screen.CustomTab("https://example.jp/", "com.android.chrome"),
                Screen.WebPage("https://example.jp/"),
            ),
            phone.screens.opened,
        )
    }

    @Test
    fun `a phone without any browser says so`() {
        phone.screens.opening = { throw Refusal(Fault.NOTHING_ANSWERS) }
        assertEquals(Fault.NOTHING_ANSWERS, assertFailsWith<Refusal> { browser.open("https://example.jp/") }.fault)
    }

    @Test
    fun `each page of Settings opens`() {
        val pages =
            mapOf(
                "screen-lock" to "android.app.action.SET_NEW_PASSWORD",
                "network" to "android.settings.panel.action.INTERNET_CONNECTIVITY",
                "clock" to "android.settings.DATE_SETTINGS",
                "credentials" to "android.settings.SECURITY_SETTINGS",
                "profile" to "android.settings.SECURITY_SETTINGS",
                "notifications" to "android.settings.APP_NOTIFICATION_SETTINGS",
                "app" to "android.settings.APPLICATION_DETAILS_SETTINGS",
            )
        for ((name, action) in pages) {
            phone.screens.opened.clear()
            settings.open(name)
            assertEquals(listOf<Screen>(page(action)), phone.screens.opened)
        }
        assertEquals(Fault.ARGUMENTS, assertFailsWith<Refusal> { settings.open("elsewhere") }.fault)
    }

    @Test
    fun `Samsung's own page comes first, and may be gone or closed`() {
        phone.seen.vendor = "SAMSUNG"
        settings.open("credentials")
        phone.screens.opening = { if (it == page("com.android.settings.USER_CREDENTIALS")) throw SecurityException() }
        settings.open("credentials")
        val opened = listOf("com.android.settings.USER_CREDENTIALS", "android.settings.SECURITY_SETTINGS")
        assertEquals(opened.map<String, Screen>(::page), phone.screens.opened)
    }

    @Test
    fun `Settings itself is the last resort`() {
        missing(page("android.settings.SECURITY_SETTINGS"), page("android.app.action.SET_NEW_PASSWORD"))
        settings.open("screen-lock")
        assertEquals(listOf<Screen>(page("android.settings.SETTINGS")), phone.screens.opened)
        phone.screens.opening = { throw Refusal(Fault.NOTHING_ANSWERS) }
        assertEquals(Fault.NOTHING_ANSWERS, assertFailsWith<Refusal> { settings.open("clock") }.fault)
    }

    @Test
    fun `a secret on the clipboard has an end`() {
        clip.copy("4711", 480_000)
        phone.threads.pass(479_999)
        assertEquals("4711", phone.clipboard.content)
        phone.threads.pass(1)
        assertNull(phone.clipboard.content)
    }

    @Test
    fun `copied again, the later end counts`() {
        clip.copy("4711", 480_000)
        phone.threads.pass(400_000)
        clip.copy("4711", 480_000)
        phone.threads.pass(100_000)
        assertEquals("4711", phone.clipboard.content)
        phone.threads.pass(380_000)
        assertNull(phone.clipboard.content)
    }

    @Test
    fun `what the user copied meanwhile stays, where the system tells`() {
        clip.copy("4711", 480_000)
        phone.clipboard.content = "a shopping list"
        phone.clipboard.ours = false
        phone.threads.pass(480_000)
        assertEquals("a shopping list", phone.clipboard.content)
    }

    @Test
    fun `where the system does not tell, the secret goes`() {
        clip.copy("4711", 480_000)
        phone.clipboard.ours = null
        phone.threads.pass(480_000)
        assertNull(phone.clipboard.content)
    }
}
