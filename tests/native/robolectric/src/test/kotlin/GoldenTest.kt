import android.content.Intent
import android.net.Uri
import android.webkit.WebViewClient
import app.tauri.annotation.Command
import jp.shomeinavi.device.DevicePlugin
import jp.shomeinavi.device.FakePhone
import jp.shomeinavi.device.Keys
import jp.shomeinavi.device.Phone
import jp.shomeinavi.device.Stored
import jp.shomeinavi.device.framework.AndroidWindow
import jp.shomeinavi.device.framework.json
import jp.shomeinavi.device.logic.Documents
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.KeyChainConversation
import jp.shomeinavi.device.logic.KeyChainOffer
import jp.shomeinavi.device.logic.PKCS12
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalProblem
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.Screen
import jp.shomeinavi.device.logic.ScreenEnd
import jp.shomeinavi.device.logic.Sharing
import jp.shomeinavi.device.logic.TlsOutcome
import org.json.JSONArray
import org.json.JSONObject
import org.junit.Test
import org.robolectric.annotation.Config
import java.io.File
import java.security.PrivateKey
import java.security.Signature
import java.util.Base64
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

/** The files that Rust's tests read too: every command with what it is asked and what it answers. */
@Config(sdk = [34])
class GoldenTest : OnAndroid() {
    private val phone = FakePhone()
    private val uri = "content://documents/証明書.pfx"
    private val rare = "content://documents/𠮷野さん😀.pfx"

    override fun made(activity: Host) =
        DevicePlugin(
            activity,
            phone.run { Phone(keyChain, screens, seen, clipboard, files, downloads, outbox, sheet, window, portal, reminders, threads) },
            AndroidWindow { activity },
        )

    /** How the phone behaves in each case, before the command and after it. */
    private val behaviours: Map<String, Pair<() -> Unit, () -> Unit>> =
        mapOf(
            "preflight: all is well" to before {},
            "preflight: nothing is told" to
                before {
                    phone.seen.apply {
                        sdk = 33
                        release = "13"
                        vendor = "samsung"
                        restriction = { true }
                        management = { true }
                        lock = { throw SecurityException() }
                        packages = { throw SecurityException() }
                        network = { false }
                        agent = { "Mozilla/5.0 (Linux; Android 13; SM-A536)" }
                    }
                },
            "install: ok" to after { phone.screens.ended(ScreenEnd(true)) },
            "install: canceled" to
                after {
                    phone.threads.pass(9_000)
                    phone.screens.ended(ScreenEnd(false))
                },
            "install: restricted" to before { phone.seen.restriction = { true } },
            "install: no installer" to before { nothingAnswers() },
            "install: another is open" to before { elsewhere() },
            "install: something else" to before { phone.screens.opening = { throw IllegalStateException() } },
            "askKeyChain: answered" to
                before {
                    phone.keyChain.stored[ALIAS] = Stored(listOf(byteArrayOf(1, 2), byteArrayOf(3)), Keys.rsa.private)
                    phone.keyChain.granted += ALIAS
                },
            "askKeyChain: one of several" to
                after {
                    phone.keyChain.stored[ALIAS] = Stored(listOf(byteArrayOf(1, 2), byteArrayOf(3)), Keys.rsa.private)
                    assertEquals<List<String?>>(listOf(ALIAS), phone.keyChain.preselected)
                    phone.keyChain.choose(ALIAS)
                },
            "askKeyChain: answered under a name that the user gave" to
                after {
                    phone.keyChain.stored[RENAMED] = Stored(listOf(byteArrayOf(1, 2), byteArrayOf(3)), Keys.rsa.private)
                    phone.keyChain.choose(RENAMED)
                },
            "askKeyChain: no chooser" to before { phone.keyChain.choosing = { throw Refusal(Fault.NOTHING_ANSWERS) } },
            "askKeyChain: another is open" to before { elsewhere() },
            "askKeyChain: chosen without a key" to after { phone.keyChain.answer(ALIAS) },
            "askKeyChain: the key does not sign" to
                before {
                    phone.keyChain.stored[ALIAS] = Stored(listOf(byteArrayOf(1, 2)), Unusable)
                    phone.keyChain.granted += ALIAS
                },
            "askKeyChain: the system asserts" to before { phone.keyChain.reading = { throw AssertionError() } },
            "askKeyChain: the system forbids" to before { phone.keyChain.reading = { throw SecurityException() } },
            "askKeyChain: not installed" to after { phone.keyChain.answer(null) },
            "askKeyChain: not installed, as the system says itself" to
                Pair({ phone.keyChain.tellsAbsence = true }, { phone.keyChain.offer(KeyChainOffer.Nothing) }),
            "askKeyChain: denied" to before {},
            "askKeyChain: timed out" to after { phone.threads.pass(KeyChainConversation.PATIENCE) },
            "askKeyChain: managed" to
                Pair({ phone.seen.management = { true } }, { phone.keyChain.answer(null) }),
            "askKeyChain: key chain fails" to before { phone.keyChain.reading = { throw Refusal(Fault.KEY_CHAIN) } },
            "tlsCheck: no key" to before {},
            "openSettings: screen lock" to after { assertIsSettings("android.app.action.SET_NEW_PASSWORD") },
            "openSettings: network" to after { assertIsSettings("android.settings.panel.action.INTERNET_CONNECTIVITY") },
            "openSettings: clock" to after { assertIsSettings("android.settings.DATE_SETTINGS") },
            "openSettings: credentials" to after { assertIsSettings("android.settings.SECURITY_SETTINGS") },
            "openSettings: profile" to after { assertIsSettings("android.settings.SECURITY_SETTINGS") },
            "openSettings: notifications" to after { assertIsSettings("android.settings.APP_NOTIFICATION_SETTINGS") },
            "openSettings: this app" to after { assertIsSettings("android.settings.APPLICATION_DETAILS_SETTINGS") },
            "openSettings: none answers" to before { nothingAnswers() },
            "openInBrowser: opened" to
                after {
                    val tab = Screen.CustomTab("https://example.jp/?nonce=1", "com.android.chrome")
                    assertEquals(listOf<Screen>(tab), phone.screens.opened)
                },
            "openInBrowser: no browser" to before { nothingAnswers() },
            "openDialer: opened" to
                after { assertEquals(listOf<Screen>(Screen.Dialer("tel:0570059402")), phone.screens.opened) },
            "openDialer: no telephone" to before { nothingAnswers() },
            "writeMail: begun" to after { assertIs<Screen.Mail>(phone.screens.opened.single()) },
            "writeMail: no mail app" to before { nothingAnswers() },
            "copySecret: copied" to after { assertEquals("0471 1ァ", phone.clipboard.content) },
            "guardSecret: shown" to after { assertTrue(phone.window.secure) },
            "guardSecret: gone" to after { assertTrue(!phone.window.secure) },
            "chooseFile: chosen" to after { phone.screens.ended(ScreenEnd(true, uri)) },
            "chooseFile: none" to after { phone.screens.ended(ScreenEnd(false)) },
            "chooseFile: no picker" to before { nothingAnswers() },
            "chooseFile: another is open" to before { elsewhere() },
            "stopReading: stopped" to before {},
            "saveFile: saved" to
                after {
                    val saved =
                        phone.downloads.entries.values
                            .single()
                    assertEquals(SAVED, saved.name)
                    assertContentEquals(byteArrayOf(0x30, 1, 2), saved.bytes)
                },
            "saveFile: not written" to before { phone.downloads.touching = { throw Refusal(Fault.NOT_WRITTEN) } },
            "deleteSavedFile: deleted" to
                Pair(
                    { phone.downloads.save(SAVED, PKCS12, byteArrayOf(1)) },
                    { assertTrue(phone.downloads.entries.isEmpty()) },
                ),
            "deleteSavedFile: nothing there" to before { phone.downloads.foreign(SAVED) },
            "deleteSavedFile: refused" to before { phone.downloads.touching = { throw SecurityException() } },
            "shareFile: shared" to shares(PICTURE, "image/png"),
            "shareFile: a certificate file" to shares(SAVED, PKCS12),
            "shareFile: a profile" to shares(PROFILE, "application/x-apple-aspen-config"),
            "shareFile: canceled" to Pair({ lies(PICTURE) }, { leave() }),
            "shareFile: another is open" to before { elsewhere() },
            "shareFile: a file that is not there" to after { assertTrue(phone.sheet.opened.isEmpty()) },
            "openPortal: practice's" to after { assertTrue("localhost:8443" in phone.portal.plan.orEmpty()) },
            "openPortal: opened" to after { assertTrue("𠮷" in phone.portal.plan.orEmpty()) },
            "openPortal: another is open" to before { window() },
            "openPortal: the WebView is too old" to before { phone.portal.supports = false },
            "watchPortal: what happens" to
                before {
                    window()
                    val page = "https://portal.example.jp/menu?a=1"
                    val text = """{"type":"dialog","text":"𠮷野さん"}""".encodeToByteArray()
                    listOf(
                        PortalEvent.Page(page),
                        PortalEvent.Message(page, text),
                        PortalEvent.Pressed,
                        PortalEvent.Refused("elsewhere.example:8443"),
                        PortalEvent.Download("https://portal.example.jp/file"),
                        PortalEvent.Download(null),
                        PortalEvent.NotReached(WebViewClient.ERROR_HOST_LOOKUP),
                    ).forEach(phone.portal.happened)
                },
            "watchPortal: why no page is there" to
                before {
                    window()
                    PortalProblem.entries.forEach { problem ->
                        val failed =
                            when (problem) {
                                PortalProblem.OFFLINE -> PortalEvent.Failed(problem, code = WebViewClient.ERROR_CONNECT)
                                PortalProblem.CRASHED -> PortalEvent.Failed(problem)
                                else -> PortalEvent.Failed(problem, "portal.example.jp")
                            }
                        phone.portal.happened(failed)
                    }
                },
            "watchPortal: it is gone" to before {},
            "orderPortal: a bar" to after { assertTrue("ログイン" in phone.portal.orders.single()) },
            "orderPortal: a bar without a button" to after { assertTrue("画面の案内" in phone.portal.orders.single()) },
            "orderPortal: a script" to after { assertTrue("𠮷" in phone.portal.orders.single()) },
            "orderPortal: to the front" to after { assertTrue("show" in phone.portal.orders.single()) },
            "orderPortal: what was not reached" to after { assertTrue("retry" in phone.portal.orders.single()) },
            "closePortal: closed" to after { assertEquals(1, phone.portal.closed) },
            "lookAtNotifications: allowed" to before {},
            "lookAtNotifications: allowed, and never stopped" to before { phone.reminders.hibernation = { false } },
            "lookAtNotifications: not allowed" to before { phone.reminders.allows = false },
            "askForNotifications: yes" to after { phone.reminders.answered() },
            "askForNotifications: no" to
                Pair({ phone.reminders.allows = false }, { phone.reminders.answered() }),
            "askForNotifications: another is open" to before { elsewhere() },
            "planReminders: one" to
                after {
                    val planned =
                        phone.reminders.kept.reminders
                            .single()
                    assertEquals(planned.at, phone.reminders.alarm)
                    assertTrue("𠮷" in planned.text)
                },
            "planReminders: none any more" to after { assertEquals(null, phone.reminders.alarm) },
            "planReminders: not written" to before { phone.reminders.writing = { throw Refusal(Fault.NOT_WRITTEN) } },
            "takeOpenedFile: one" to before { open(uri) },
            "takeOpenedFile: a rare name" to before { open(rare) },
            "takeOpenedFile: none" to before {},
            "takeOpenedFile: gone" to
                before {
                    open(uri)
                    phone.files.touching = { throw Refusal(Fault.UNREADABLE) }
                },
            "takeOpenedFile: late" to
                before {
                    open(uri)
                    phone.files.touching = { phone.threads.pass(Documents.PATIENCE) }
                },
        )

    /** What only a server brings about; TlsCheckTest has the servers. */
    private val outcomes =
        mapOf(
            "tlsCheck: answered" to TlsOutcome.Answered(204, true),
            "tlsCheck: refused" to TlsOutcome.Refused,
            "tlsCheck: untrusted" to TlsOutcome.Untrusted,
            "tlsCheck: unreachable" to TlsOutcome.Unreachable,
            "tlsCheck: timed out" to TlsOutcome.TimedOut,
        )

    @Test
    fun `every case of every file comes out as it says`() {
        val files = assertNotNull(File(System.getProperty("golden")).listFiles()).map { JSONObject(it.readText()) }
        val seen = mutableSetOf<String>()
        for (file in files) {
            val command = file.getString("command")
            file.getJSONArray("cases").objects().forEach {
                val name = "$command: ${it.getString("name")}"
                seen += name
                outcomes[name]?.let { outcome -> assertEquals(text(it.get("result")), text(json(outcome)), name) }
                    ?: check(name, command, it)
            }
        }
        assertEquals(behaviours.keys + outcomes.keys, seen)
    }

    @Test
    fun `there is a file for every command and no other`() {
        val commands =
            DevicePlugin::class.java.declaredMethods
                .filter { it.isAnnotationPresent(Command::class.java) }
                .map { it.name }
        val files = assertNotNull(File(System.getProperty("golden")).list()).map { it.removeSuffix(".json") }
        assertEquals(commands.toSortedSet(), files.toSortedSet())
    }

    private fun check(
        name: String,
        command: String,
        case: JSONObject,
    ) {
        end()
        start()
        fresh()
        val (before, after) = assertNotNull(behaviours[name], "no phone for \"$name\"")
        before()
        val reply = plugin.run(command, case.getJSONObject("arguments").toString())
        phone.threads.settle()
        after()
        phone.threads.settle()
        if (case.has("code")) {
            assertEquals(case.getString("code"), reply.code, name)
        } else {
            val answer = text(settled(reply.result, case))
            assertEquals(text(case.get("result")), answer, name)
            assertTrue(answer.all { it.code < 128 }, "$name: Tauri takes Java's modified UTF-8 for UTF-8")
        }
    }

    /** A signature is another one with every key: verified, then put as it stands in the file. */
    private fun settled(
        result: Any,
        case: JSONObject,
    ): Any {
        if (result is JSONObject && result.has("signature")) {
            val nonce = Base64.getDecoder().decode(case.getJSONObject("arguments").getString("nonce"))
            val verified =
                Signature.getInstance("SHA256withRSA").run {
                    initVerify(Keys.rsa.public)
                    update(nonce)
                    verify(Base64.getDecoder().decode(result.getString("signature")))
                }
            assertTrue(verified)
            result.put("signature", case.getJSONObject("result").getString("signature"))
        }
        return result
    }

    private fun fresh() {
        phone.screens.apply {
            opened.clear()
            opening = {}
        }
        phone.keyChain.apply {
            stored.clear()
            granted.clear()
            preselected.clear()
            tellsAbsence = false
            reading = {}
            choosing = { answer = it }
        }
        phone.files.touching = {}
        phone.downloads.apply {
            entries.clear()
            touching = {}
        }
        phone.outbox.files.clear()
        phone.reminders.apply {
            allows = true
            hibernation = { true }
            writing = {}
        }
        phone.portal.apply {
            supports = true
            orders.clear()
            closed = 0
        }
        phone.sheet.apply {
            opened.clear()
            opening = {}
        }
        phone.seen.apply {
            restriction = { false }
            management = { false }
            vendor = "Google"
        }
    }

    private fun document(
        bytes: ByteArray,
        at: String = uri,
    ) {
        phone.files.contents[at] = bytes
    }

    private fun open(document: String) {
        document(byteArrayOf(0x30, 1, 2), document)
        activity.onNewIntent(Intent(Intent.ACTION_VIEW, Uri.parse(document)))
    }

    private fun window() {
        plugin.run("openPortal")
    }

    private fun elsewhere() {
        plugin.run("chooseFile")
    }

    private fun lies(name: String) {
        phone.outbox.files[name] = byteArrayOf(0x30, 1, 2)
    }

    private fun shares(
        name: String,
        type: String,
    ) = Pair({ lies(name) }, {
        assertEquals(
            type,
            phone.sheet.opened
                .single()
                .type,
        )
        phone.sheet.choose()
        phone.sheet.end()
    })

    private fun leave() {
        phone.sheet.end()
        phone.threads.pass(Sharing.OVERTAKEN)
    }

    private fun nothingAnswers() {
        phone.screens.opening = { throw Refusal(Fault.NOTHING_ANSWERS) }
    }

    private fun assertIsSettings(action: String) = assertEquals(listOf<Screen>(Screen.Settings(action)), phone.screens.opened)

    private fun before(behave: () -> Unit) = Pair(behave, {})

    private fun after(behave: () -> Unit) = Pair({}, behave)

    private companion object {
        const val ALIAS = "kaigo-dx-3f9a1c02"
        const val RENAMED = "𠮷野さん😀"
        const val SAVED = "kaigo-dx-3f9a1c02.p12"
        const val PICTURE = "証明書ナビ.png"
        const val PROFILE = "kaigo.mobileconfig"

        /** A key that KeyChain no longer knows. */
        object Unusable : PrivateKey {
            override fun getAlgorithm() = "RSA"

            override fun getFormat() = null

            override fun getEncoded() = null
        }

        fun JSONArray.objects() = List(length()) { getJSONObject(it) }

        /** With its keys in order. */
        fun text(value: Any?): String =
            when (value) {
                is JSONObject -> {
                    value
                        .keys()
                        .asSequence()
                        .sorted()
                        .joinToString(",", "{", "}") { "$it=${text(value.get(it))}" }
                }

                is JSONArray -> {
                    List(value.length()) { text(value.get(it)) }.toString()
                }

                else -> {
                    value.toString()
                }
            }
    }
}
