import android.app.Activity
import android.app.KeyguardManager
import android.app.admin.DevicePolicyManager
import android.content.ClipDescription
import android.content.ClipboardManager
import android.content.ComponentName
import android.content.ContentProvider
import android.content.ContentValues
import android.content.Intent
import android.content.pm.ApplicationInfo
import android.content.pm.PackageInfo
import android.database.MatrixCursor
import android.graphics.Insets
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.net.Uri
import android.os.Looper
import android.os.ParcelFileDescriptor
import android.os.UserManager
import android.view.View
import android.view.WindowInsets
import android.view.WindowManager
import android.webkit.WebView
import app.tauri.plugin.PluginManager
import jp.shomeinavi.device.DevicePlugin
import jp.shomeinavi.device.framework.system
import org.json.JSONObject
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNetworkCapabilities
import java.io.File
import java.time.Duration
import java.util.Base64
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

class SystemStateTest : OnAndroid() {
    private val window get() = activity.window.attributes.flags

    private fun look() = run("preflight").record()

    @Test
    fun `the screen lock is seen`() {
        val lock = shadowOf(activity.system<KeyguardManager>())
        lock.setIsDeviceSecure(false)
        assertFalse(look().getBoolean("screenLock"))
        lock.setIsDeviceSecure(true)
        assertTrue(look().getBoolean("screenLock"))
    }

    @Test
    fun `Chrome is seen, unless it is switched off`() {
        assertFalse(look().getBoolean("chrome"))
        val chrome =
            PackageInfo().apply {
                packageName = "com.android.chrome"
                applicationInfo = ApplicationInfo().also { it.packageName = packageName }
            }
        shadowOf(activity.packageManager).installPackage(chrome)
        assertTrue(look().getBoolean("chrome"))
        chrome.applicationInfo?.enabled = false
        shadowOf(activity.packageManager).installPackage(chrome)
        assertFalse(look().getBoolean("chrome"))
    }

    @Test
    fun `the network is seen`() {
        val networks = activity.system<ConnectivityManager>()
        val capabilities = ShadowNetworkCapabilities.newInstance()
        shadowOf(networks).setNetworkCapabilities(networks.activeNetwork, capabilities)
        assertFalse(look().getBoolean("online"))
        shadowOf(capabilities).addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET)
        assertTrue(look().getBoolean("online"))
        shadowOf(networks).setDefaultNetworkActive(false)
        shadowOf(networks).setActiveNetworkInfo(null)
        assertFalse(look().getBoolean("online"))
    }

    @Test
    fun `a restriction and an organisation are seen`() {
        assertFalse(look().getBoolean("restricted"))
        assertFalse(look().getBoolean("managed"))
        val users = shadowOf(activity.system<UserManager>())
        users.setUserRestriction(android.os.Process.myUserHandle(), UserManager.DISALLOW_CONFIG_CREDENTIALS, true)
        shadowOf(activity.system<DevicePolicyManager>()).setProfileOwner(ComponentName("jp.boss", "jp.boss.Admin"))
        assertTrue(look().getBoolean("restricted"))
        assertTrue(look().getBoolean("managed"))
    }

    @Test
    fun `version and user agent are the phone's`() {
        val seen = look()
        assertEquals(android.os.Build.VERSION.SDK_INT, seen.getInt("sdk"))
        assertEquals(android.os.Build.VERSION.RELEASE, seen.getString("version"))
        assertTrue(seen.getString("userAgent").isNotEmpty())
    }

    @Test
    fun `a copied secret is marked sensitive and has an end`() {
        val clipboard = activity.system<ClipboardManager>()
        run("copySecret", "secret" to "4711", "lifetime" to 480_000).result
        val clip = assertNotNull(clipboard.primaryClip)
        assertEquals("4711", clip.getItemAt(0).text.toString())
        assertTrue(assertNotNull(clip.description.extras).getBoolean(ClipDescription.EXTRA_IS_SENSITIVE))
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(480_000))
        assertFalse(clipboard.hasPrimaryClip())
    }

    @Test
    fun `the window is guarded while a secret is on it`() {
        // The screen does not stay on: a log-in may lie open for hours.
        val flags = WindowManager.LayoutParams.FLAG_SECURE or WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON
        run("guardSecret", "shown" to true).result
        assertEquals(WindowManager.LayoutParams.FLAG_SECURE, window and flags)
        run("guardSecret", "shown" to false).result
        assertEquals(0, window and flags)
    }

    @Test
    fun `the page takes no taps through overlays and ends at the bars and the keyboard`() {
        val webView = WebView(activity)
        plugin.load(webView)
        assertTrue(webView.filterTouchesWhenObscured)
        val insets =
            WindowInsets
                .Builder()
                .setInsets(WindowInsets.Type.statusBars(), Insets.of(0, 40, 0, 0))
                .setInsets(WindowInsets.Type.navigationBars(), Insets.of(0, 0, 0, 30))
                .setInsets(WindowInsets.Type.ime(), Insets.of(0, 0, 0, 500))
                .setInsets(WindowInsets.Type.displayCutout(), Insets.of(25, 0, 0, 0))
                .build()
        val content = assertNotNull(activity.findViewById<View>(android.R.id.content))
        content.dispatchApplyWindowInsets(insets)
        val padding = listOf(content.paddingLeft, content.paddingTop, content.paddingRight, content.paddingBottom)
        assertEquals(listOf(25, 40, 0, 500), padding)
    }

    @Test
    fun `a file of another app is picked, opened and shared`() {
        val documents = Robolectric.buildContentProvider(Documents::class.java).create(AUTHORITY).get()
        documents.file.writeBytes(byteArrayOf(1, 2, 3))
        val uri = Uri.parse("content://$AUTHORITY/1")

        val chosen = run("chooseFile")
        val picker = started()
        assertEquals(Intent.ACTION_OPEN_DOCUMENT, picker.action)
        assertEquals("*/*", picker.type)
        shadowOf(activity).receiveResult(picker, Activity.RESULT_OK, Intent().setData(uri))
        assertTrue(chosen.record().getBoolean("chosen"))
        assertFile(run("takeOpenedFile", "limit" to 1000).record())

        activity.onNewIntent(Intent(Intent.ACTION_VIEW, uri))
        assertFile(run("takeOpenedFile", "limit" to 1000).record())
        activity.onNewIntent(Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_STREAM, uri))
        assertFile(run("takeOpenedFile", "limit" to 1000).record())
        assertTrue(run("takeOpenedFile", "limit" to 1000).record().isNull("file"))
        activity.onNewIntent(Intent(Intent.ACTION_VIEW, uri).addFlags(Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY))
        assertTrue(run("takeOpenedFile", "limit" to 1000).record().isNull("file"))
    }

    @Test
    fun `a file that is gone cannot be read`() {
        Robolectric.buildContentProvider(Documents::class.java).create(AUTHORITY)
        activity.onNewIntent(Intent(Intent.ACTION_VIEW, Uri.parse("content://$AUTHORITY/gone")))
        assertEquals("unreadable", run("takeOpenedFile", "limit" to 1000).code)
    }

    @Test
    fun `the file the app was started with waits for it`() {
        val documents = Robolectric.buildContentProvider(Documents::class.java).create(AUTHORITY).get()
        documents.file.writeBytes(byteArrayOf(1, 2, 3))
        activity.intent = Intent(Intent.ACTION_VIEW, Uri.parse("content://$AUTHORITY/1"))
        val made = DevicePlugin(activity)
        PluginManager.load(null, "device", made, "{}")
        plugin = checkNotNull(made.handle)
        // There is no page yet.
        assertFile(run("takeOpenedFile", "limit" to 1000).record())
    }

    private fun assertFile(answer: JSONObject) {
        val file = answer.getJSONObject("file")
        assertEquals("証明書.pfx", Base64.getDecoder().decode(file.getString("name")).decodeToString())
        assertContentEquals(byteArrayOf(1, 2, 3), Base64.getDecoder().decode(file.getString("bytes")))
    }

    /** Another app's documents. */
    class Documents : ContentProvider() {
        val file: File = File.createTempFile("document", null).apply { deleteOnExit() }

        override fun onCreate() = true

        override fun query(
            uri: Uri,
            projection: Array<String>?,
            selection: String?,
            arguments: Array<String>?,
            order: String?,
        ) = MatrixCursor(projection).apply { addRow(arrayOf("証明書.pfx")) }

        override fun openFile(
            uri: Uri,
            mode: String,
        ): ParcelFileDescriptor {
            val document = if (uri.lastPathSegment == "1") file else File("/gone")
            return ParcelFileDescriptor.open(document, ParcelFileDescriptor.parseMode(mode))
        }

        override fun getType(uri: Uri) = "application/octet-stream"

        override fun insert(
            uri: Uri,
            values: ContentValues?,
        ): Uri? = null

        override fun delete(
            uri: Uri,
            selection: String?,
            arguments: Array<String>?,
        ) = 0

        override fun update(
            uri: Uri,
            values: ContentValues?,
            selection: String?,
            arguments: Array<String>?,
        ) = 0
    }

    private companion object {
        const val AUTHORITY = "jp.example.documents"
    }
}
