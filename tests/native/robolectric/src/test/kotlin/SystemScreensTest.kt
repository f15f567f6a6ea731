import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.os.UserManager
import android.security.IKeyChainAliasCallback
import android.security.KeyChain
import jp.shomeinavi.device.Keys
import jp.shomeinavi.device.Stored
import jp.shomeinavi.device.framework.system
import jp.shomeinavi.device.selfSigned
import org.json.JSONArray
import org.json.JSONObject
import org.junit.Test
import org.robolectric.Shadows.shadowOf
import java.security.Signature
import java.time.Duration
import java.util.Base64
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

class SystemScreensTest : OnAndroid() {
    private val leaf by lazy { selfSigned(Keys.rsa, "KJ0123456789AB") }
    private val nonce = ByteArray(32) { it.toByte() }

    private fun base64(bytes: ByteArray): String = Base64.getEncoder().encodeToString(bytes)

    private fun install() = run("install", "pkcs12" to base64(byteArrayOf(0x30, 1, 2)), "name" to ALIAS)

    private fun ask(
        mayAsk: Boolean = true,
        several: Boolean = false,
    ) = run(
        "askKeyChain",
        "alias" to ALIAS,
        "issuers" to JSONArray(listOf(base64(leaf.issuerX500Principal.encoded))),
        "nonce" to base64(nonce),
        "mayAsk" to mayAsk,
        "several" to several,
    )

    private fun chooser(): Intent {
        waited { shadowOf(activity).peekNextStartedActivity() != null }
        return started()
    }

    private fun answer(
        chooser: Intent,
        alias: String?,
    ) {
        val binder = assertNotNull(assertNotNull(chooser.extras).getBinder("response"))
        IKeyChainAliasCallback.Stub.asInterface(binder).alias(alias)
    }

    private fun proven(answer: JSONObject) {
        assertEquals("answered", answer.getString("id"))
        assertEquals(base64(ALIAS.encodeToByteArray()), answer.getString("alias"))
        assertEquals(base64(leaf.encoded), answer.getJSONArray("chain").getString(0))
        val verified =
            Signature.getInstance("SHA256withRSA").run {
                initVerify(leaf.publicKey)
                update(nonce)
                verify(Base64.getDecoder().decode(answer.getString("signature")))
            }
        assertTrue(verified)
    }

    @Test
    fun `the installer gets the file and the name and nothing more`() {
        val reply = install()
        val intent = started()
        assertEquals("com.android.certinstaller", intent.component?.packageName)
        val extras = assertNotNull(intent.extras)
        assertEquals(setOf(KeyChain.EXTRA_PKCS12, KeyChain.EXTRA_NAME), extras.keySet())
        assertContentEquals(byteArrayOf(0x30, 1, 2), extras.getByteArray(KeyChain.EXTRA_PKCS12))
        assertEquals(ALIAS, extras.getString(KeyChain.EXTRA_NAME))
        assertNull(intent.data)
        assertFalse(reply.answered)
        shadowOf(activity).receiveResult(intent, Activity.RESULT_OK, null)
        assertEquals("ok", reply.record().getString("end"))
        assertContentEquals(ByteArray(3), extras.getByteArray(KeyChain.EXTRA_PKCS12))
    }

    @Test
    fun `an installer that was closed says so`() {
        val reply = install()
        shadowOf(android.os.Looper.getMainLooper()).idleFor(Duration.ofSeconds(5))
        shadowOf(activity).receiveResult(started(), Activity.RESULT_CANCELED, null)
        assertEquals("canceled", reply.record().getString("end"))
    }

    @Test
    fun `a phone without the installer says so`() {
        shadowOf(activity.application).checkActivities(true)
        assertEquals("nothing-answers", install().code)
        assertEquals("nothing-answers", run("openSettings", "page" to "credentials").code)
        assertEquals("nothing-answers", run("openInBrowser", "url" to "https://example.jp/").code)
        assertEquals("nothing-answers", run("chooseFile").code)
        assertEquals("nothing-answers", ask().code)
    }

    @Test
    fun `where installing is forbidden nothing opens`() {
        val users = shadowOf(activity.system<UserManager>())
        users.setUserRestriction(android.os.Process.myUserHandle(), UserManager.DISALLOW_CONFIG_CREDENTIALS, true)
        assertEquals("restricted", install().code)
        assertNull(shadowOf(activity).peekNextStartedActivity())
        users.setUserRestriction(android.os.Process.myUserHandle(), UserManager.DISALLOW_CONFIG_CREDENTIALS, false)
        install()
        assertNotNull(started())
    }

    @Test
    fun `a granted key proves itself without a screen`() {
        ShadowKeyChain.stored[ALIAS] = Stored(listOf(leaf.encoded), Keys.rsa.private)
        proven(ask(mayAsk = false).record())
        assertNull(shadowOf(activity).peekNextStartedActivity())
    }

    @Test
    fun `the chooser opens, filtered by issuer, and its choice proves itself`() {
        val reply = ask()
        val chooser = chooser()
        assertEquals("com.android.keychain", chooser.`package`)
        @Suppress("UNCHECKED_CAST")
        val issuers = assertNotNull(chooser.extras).getSerializable("issuers") as List<ByteArray>
        assertContentEquals(leaf.issuerX500Principal.encoded, issuers.single())
        assertNull(chooser.extras?.getString("alias"))
        ShadowKeyChain.stored[ALIAS] = Stored(listOf(leaf.encoded), Keys.rsa.private)
        answer(chooser, ALIAS)
        proven(reply.record())
    }

    @Test
    fun `of several of one issuer the chooser marks the one that is meant`() {
        ask(several = true)
        assertEquals(ALIAS, chooser().extras?.getString("alias"))
    }

    @Test
    fun `the chooser's null at once is no match, later the user's no`() {
        val atOnce = ask()
        answer(chooser(), null)
        assertEquals("not-installed", atOnce.record().getString("id"))
        val later = ask()
        val chooser = chooser()
        shadowOf(android.os.Looper.getMainLooper()).idleFor(Duration.ofSeconds(5))
        answer(chooser, null)
        assertEquals("denied", later.record().getString("id"))
    }

    @Test
    fun `back without an answer ends the waiting`() {
        val reply = ask()
        chooser()
        controller.pause()
        controller.resume()
        shadowOf(android.os.Looper.getMainLooper()).idleFor(Duration.ofSeconds(4))
        assertEquals("timed-out", reply.record().getString("id"))
    }

    @Test
    fun `a second call while a screen is open is refused`() {
        install()
        assertEquals("busy", ask().code)
        assertEquals("busy", run("chooseFile").code)
        assertEquals("busy", run("shareFile", "name" to "card.png", "type" to "image/png").code)
    }

    @Test
    fun `pages of Settings open by their actions`() {
        run("openSettings", "page" to "credentials").result
        val credentials = started()
        assertEquals("android.settings.SECURITY_SETTINGS", credentials.action)
        assertNull(credentials.data)
        run("openSettings", "page" to "screen-lock").result
        assertEquals("android.app.action.SET_NEW_PASSWORD", started().action)
    }

    @Test
    fun `the page of this app is asked for by its address`() {
        run("openSettings", "page" to "app").result
        val page = started()
        assertEquals("android.settings.APPLICATION_DETAILS_SETTINGS", page.action)
        assertEquals(Uri.parse("package:${activity.packageName}"), page.data)
    }

    @Test
    fun `a web page opens in a Custom Tab of Chrome`() {
        run("openInBrowser", "url" to "https://example.jp/?nonce=1").result
        val intent = started()
        assertEquals(Intent.ACTION_VIEW, intent.action)
        assertEquals(Uri.parse("https://example.jp/?nonce=1"), intent.data)
        assertEquals("com.android.chrome", intent.`package`)
        assertEquals(setOf("android.support.customtabs.extra.SESSION"), intent.extras?.keySet())
    }

    @Test
    fun `telephone and mail begin and do nothing by themselves`() {
        run("openDialer", "url" to "tel:0570059402").result
        started().let {
            assertEquals(Intent.ACTION_DIAL, it.action)
            assertEquals(Uri.parse("tel:0570059402"), it.data)
        }
        run("writeMail", "url" to "mailto:desk@example.jp?subject=a%20b&body=c").result
        started().let {
            assertEquals(Intent.ACTION_SENDTO, it.action)
            assertEquals(Uri.parse("mailto:desk@example.jp?subject=a%20b&body=c"), it.data)
            assertNull(it.extras)
        }
    }

    @Test
    fun `arguments that make no sense are refused`() {
        assertEquals("arguments", run("install", "pkcs12" to "no base64!", "name" to ALIAS).code)
        assertEquals("arguments", run("install", "name" to ALIAS).code)
        assertEquals("arguments", run("askKeyChain", "alias" to ALIAS).code)
        assertEquals("arguments", run("openSettings", "page" to "elsewhere").code)
        assertEquals("arguments", run("takeOpenedFile").code)
        assertEquals("arguments", run("shareFile", "name" to "../state.json", "type" to "image/png").code)
    }

    private companion object {
        const val ALIAS = "kaigo-dx-3f9a1c02"
    }
}
