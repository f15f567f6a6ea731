import android.app.Activity
import android.content.ComponentName
import android.content.ContentProvider
import android.content.ContentValues
import android.content.Intent
import android.content.IntentSender
import android.database.MatrixCursor
import android.net.Uri
import android.os.Looper
import android.os.ParcelFileDescriptor
import android.provider.MediaStore
import androidx.core.content.FileProvider
import app.tauri.plugin.PluginManager
import jp.shomeinavi.device.DevicePlugin
import org.junit.Before
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException
import java.time.Duration
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

/** What leaves the app by the user's wish: the share sheet and Downloads. */
class GivenAwayTest : OnAndroid() {
    private lateinit var media: Media
    private val outbox get() = File(activity.cacheDir, "outbox")

    @Before
    fun providers() {
        Robolectric.buildContentProvider(FileProvider::class.java).create("${activity.packageName}.fileprovider")
        media = Robolectric.buildContentProvider(Media::class.java).create(MediaStore.AUTHORITY).get()
    }

    /** As Rust does it: the file lies there before it is shared. */
    private fun shareFile(
        name: String = NAME,
        type: String = "application/x-pkcs12",
    ): Reply {
        outbox.mkdirs()
        File(outbox, name).writeBytes(byteArrayOf(0x30, 1, 2))
        return run("shareFile", "name" to name, "type" to type)
    }

    private fun saveFile() = run("saveFile", "name" to NAME, "bytes" to "MAEC")

    private fun sheet(): Intent {
        waited { shadowOf(activity).peekNextStartedActivity() != null }
        return started().also { assertEquals(Intent.ACTION_CHOOSER, it.action) }
    }

    private fun offered(sheet: Intent): Intent = assertNotNull(sheet.getParcelableExtra(Intent.EXTRA_INTENT, Intent::class.java))

    private fun choose(sheet: Intent) {
        // Android 15 has a new extra for it, filled by the same call.
        val extras = listOf(Intent.EXTRA_CHOSEN_COMPONENT_INTENT_SENDER, Intent.EXTRA_CHOOSER_RESULT_INTENT_SENDER)
        val sender = extras.firstNotNullOf { sheet.getParcelableExtra(it, IntentSender::class.java) }
        sender.sendIntent(activity, 0, Intent(), null, null)
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun leave(sheet: Intent) = shadowOf(activity).receiveResult(sheet, Activity.RESULT_CANCELED, null)

    private fun passed(millis: Long) = shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(millis))

    @Test
    fun `leaving the sheet says so, and what was chosen before does not count again`() {
        val first = shareFile()
        sheet().let {
            choose(it)
            leave(it)
        }
        assertEquals("shared", first.record().getString("end"))
        val second = shareFile()
        leave(sheet())
        passed(1_000)
        assertEquals("canceled", second.record().getString("end"))
    }

    @Test
    fun `a file is read through the provider by whom it was handed to, and is gone afterwards`() {
        val reply = shareFile()
        val sheet = sheet()
        val excluded = sheet.getParcelableArrayExtra(Intent.EXTRA_EXCLUDE_COMPONENTS, ComponentName::class.java)
        assertContentEquals(arrayOf(activity.componentName), excluded)
        val offered = offered(sheet)
        assertEquals(Intent.ACTION_SEND, offered.action)
        assertEquals("application/x-pkcs12", offered.type)
        val uri = assertNotNull(offered.getParcelableExtra(Intent.EXTRA_STREAM, Uri::class.java))
        assertEquals("content://${activity.packageName}.fileprovider/outbox/$NAME", uri.toString())
        for (intent in listOf(offered, sheet)) {
            val flags = intent.flags and (Intent.FLAG_GRANT_READ_URI_PERMISSION or Intent.FLAG_GRANT_WRITE_URI_PERMISSION)
            assertEquals(Intent.FLAG_GRANT_READ_URI_PERMISSION, flags)
            assertEquals(uri, intent.clipData?.getItemAt(0)?.uri)
        }
        val read = activity.contentResolver.openInputStream(uri)?.use { it.readBytes() }
        assertContentEquals(byteArrayOf(0x30, 1, 2), read)
        choose(sheet)
        assertFalse(reply.answered)
        leave(sheet)
        assertEquals("shared", reply.record().getString("end"))
        passed(300_000)
        assertTrue(outbox.list().orEmpty().isEmpty())
        assertFailsWith<FileNotFoundException> { activity.contentResolver.openInputStream(uri) }
    }

    @Test
    fun `a picture is offered to what takes pictures`() {
        shareFile("証明書ナビ.png", "image/png")
        val sheet = sheet()
        val offered = offered(sheet)
        assertEquals("image/png", offered.type)
        for (intent in listOf(offered, sheet)) {
            assertEquals("image/png", intent.clipData?.description?.getMimeType(0))
        }
    }

    @Test
    fun `what an earlier run left behind goes when the app starts`() {
        shareFile()
        sheet()
        assertContentEquals(arrayOf(NAME), outbox.list())
        PluginManager.load(null, "device", DevicePlugin(activity), "{}")
        assertContentEquals(emptyArray<String>(), outbox.list())
    }

    @Test
    fun `a file is saved to Downloads, shown when it is whole, and deleted`() {
        assertEquals("null", saveFile().result.toString())
        val row = media.rows.values.single()
        assertEquals(NAME, row.getAsString(MediaStore.MediaColumns.DISPLAY_NAME))
        assertEquals("application/x-pkcs12", row.getAsString(MediaStore.MediaColumns.MIME_TYPE))
        assertEquals("Download", row.getAsString(MediaStore.MediaColumns.RELATIVE_PATH))
        assertEquals(0, row.getAsInteger(MediaStore.MediaColumns.IS_PENDING))
        assertEquals(listOf<Int?>(1), media.pending, "it was pending while it was written")
        assertContentEquals(byteArrayOf(0x30, 1, 2), media.file.readBytes())
        assertEquals("null", saveFile().result.toString())
        assertEquals(1, media.rows.size)
        assertTrue(run("deleteSavedFile", "name" to NAME).record().getBoolean("deleted"))
        assertTrue(media.rows.isEmpty())
        assertFalse(run("deleteSavedFile", "name" to NAME).record().getBoolean("deleted"))
    }

    @Test
    fun `a file that cannot be written leaves no half of it`() {
        media.file = File("/nowhere/download")
        assertEquals("not-written", saveFile().code)
        assertTrue(media.rows.isEmpty())
    }

    /** MediaStore's Downloads, as far as an app sees them that wrote them itself. */
    class Media : ContentProvider() {
        val rows = sortedMapOf<Long, ContentValues>()
        val pending = mutableListOf<Int?>()
        var file: File = File.createTempFile("download", null).apply { deleteOnExit() }
        private var last = 0L

        override fun onCreate() = true

        override fun insert(
            uri: Uri,
            values: ContentValues?,
        ): Uri {
            check(uri.toString() == "content://media/external_primary/downloads") { "$uri" }
            rows[++last] = ContentValues(values)
            return Uri.withAppendedPath(uri, "$last")
        }

        override fun query(
            uri: Uri,
            projection: Array<String>?,
            selection: String?,
            arguments: Array<String>?,
            order: String?,
        ): MatrixCursor {
            check(selection == "owner_package_name = ?" && arguments.contentEquals(arrayOf(context?.packageName)))
            return MatrixCursor(projection).apply {
                rows.forEach { (id, row) -> addRow(arrayOf<Any>(id, row.getAsString(MediaStore.MediaColumns.DISPLAY_NAME))) }
            }
        }

        override fun openFile(
            uri: Uri,
            mode: String,
        ): ParcelFileDescriptor {
            pending += row(uri).getAsInteger(MediaStore.MediaColumns.IS_PENDING)
            return try {
                ParcelFileDescriptor.open(file, ParcelFileDescriptor.parseMode(mode))
            } catch (failure: IOException) {
                throw FileNotFoundException(failure.message)
            }
        }

        override fun update(
            uri: Uri,
            values: ContentValues?,
            selection: String?,
            arguments: Array<String>?,
        ): Int = 1.also { row(uri).putAll(values) }

        override fun delete(
            uri: Uri,
            selection: String?,
            arguments: Array<String>?,
        ): Int = if (rows.remove(uri.lastPathSegment?.toLong()) == null) 0 else 1

        override fun getType(uri: Uri) = "application/x-pkcs12"

        private fun row(uri: Uri): ContentValues = rows.getValue(checkNotNull(uri.lastPathSegment).toLong())
    }

    private companion object {
        const val NAME = "kaigo-dx-3f9a1c02.p12"
    }
}
