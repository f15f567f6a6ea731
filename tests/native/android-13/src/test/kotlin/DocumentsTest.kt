import jp.shomeinavi.device.Answers
import jp.shomeinavi.device.FakePhone
import jp.shomeinavi.device.logic.Documents
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.OpenedFile
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.Screen
import jp.shomeinavi.device.logic.ScreenEnd
import jp.shomeinavi.device.logic.SingleFlight
import org.junit.jupiter.api.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

class DocumentsTest {
    private val phone = FakePhone()
    private val flights = SingleFlight(phone.threads)
    private val documents = Documents(phone.screens, phone.files, phone.threads, flights, "jp.shomeinavi.app.fileprovider")
    private val files = Answers<OpenedFile?>()
    private val chosen = Answers<Boolean>()

    init {
        phone.files.contents["content://media/1.pfx"] = byteArrayOf(1, 2, 3)
        phone.files.contents["content://media/2.pfx"] = byteArrayOf(4)
    }

    private fun choose(uri: String) {
        documents.choose(chosen)
        phone.screens.ended(ScreenEnd(true, uri))
    }

    private fun take() {
        documents.take(LIMIT, files)
        phone.threads.settle()
    }

    @Test
    fun `any file can be chosen, and waits until it is taken`() {
        documents.choose(chosen)
        assertEquals(listOf<Screen>(Screen.OpenDocument), phone.screens.opened)
        phone.screens.ended(ScreenEnd(true, "content://media/1.pfx"))
        assertTrue(chosen.one)
        take()
        val file = assertNotNull(files.one)
        assertEquals("1.pfx", file.name)
        assertContentEquals(byteArrayOf(1, 2, 3), file.bytes)
        files.all.clear()
        take()
        assertNull(files.one)
    }

    @Test
    fun `nothing chosen is nothing`() {
        documents.choose(chosen)
        phone.screens.ended(ScreenEnd(false))
        assertFalse(chosen.one)
        take()
        assertNull(files.one)
    }

    @Test
    fun `a picker that never answers leaves nothing behind`() {
        documents.choose(chosen)
        flights.paused()
        flights.resumed()
        phone.threads.pass(SingleFlight.GRACE)
        assertFalse(chosen.one)
    }

    @Test
    fun `a file that takes long to arrive arrives, whatever the app does meanwhile`() {
        documents.choose(chosen)
        flights.paused()
        phone.screens.ended(ScreenEnd(true, "content://media/1.pfx"))
        flights.resumed()
        phone.threads.hanging = true
        take()
        phone.threads.pass(60_000)
        assertTrue(files.all.isEmpty())
        phone.threads.release()
        assertEquals("1.pfx", files.one?.name)
        phone.threads.pass(Documents.PATIENCE)
        assertEquals(1, files.all.size)
    }

    @Test
    fun `a choice that comes after the app has given it up is not lost`() {
        documents.choose(chosen)
        flights.paused()
        flights.resumed()
        phone.threads.pass(SingleFlight.GRACE)
        phone.screens.ended(ScreenEnd(true, "content://media/1.pfx"))
        assertFalse(chosen.one)
        take()
        assertEquals("1.pfx", files.one?.name)
    }

    @Test
    fun `a file that does not come is said, and its app is told to stop`() {
        choose("content://media/1.pfx")
        phone.files.touching = { phone.threads.pass(Documents.PATIENCE) }
        take()
        assertEquals("late", files.code)
        assertTrue(phone.files.stopped)
    }

    @Test
    fun `who does not want to wait does not have to`() {
        choose("content://media/1.pfx")
        phone.files.touching = { documents.stop() }
        take()
        assertNull(files.one)
        assertTrue(phone.files.stopped)
        phone.threads.pass(Documents.PATIENCE)
        documents.stop()
        assertEquals(1, files.all.size)
    }

    @Test
    fun `of a file that is no certificate file by its size one byte too many is carried`() {
        phone.files.contents["content://media/film"] = ByteArray(LIMIT + 5)
        choose("content://media/film")
        take()
        assertEquals(LIMIT + 1, files.one?.bytes?.size)
    }

    @Test
    fun `a file that cannot be read is said, and one without a name is not`() {
        phone.files.touching = { throw Refusal(Fault.UNREADABLE) }
        choose("content://media/1.pfx")
        take()
        assertEquals("unreadable", files.code)

        files.all.clear()
        chosen.all.clear()
        var touches = 0
        phone.files.touching = { if (++touches == 2) throw SecurityException() }
        choose("content://media/1.pfx")
        take()
        assertEquals("", files.one?.name)
    }

    @Test
    fun `an opened file is taken once`() {
        documents.arrived("content://media/1.pfx")
        take()
        assertEquals("1.pfx", files.one?.name)
        files.all.clear()
        take()
        assertNull(files.one)
    }

    @Test
    fun `the file that came last counts`() {
        documents.arrived("content://media/1.pfx")
        documents.arrived("content://media/2.pfx")
        take()
        assertEquals("2.pfx", files.one?.name)
    }

    @Test
    fun `what is no other app's document is left alone`() {
        documents.arrived(null)
        documents.arrived("file:///data/user/0/jp.shomeinavi.app/state.json")
        documents.arrived("content://jp.shomeinavi.app.fileprovider/x")
        documents.arrived("content://0@jp.shomeinavi.app.fileprovider/x")
        documents.arrived("content://jp%2Eshomeinavi.app.fileprovider/x")
        documents.arrived("content://10%40jp.shomeinavi.app.fileprovider\\x")
        documents.arrived("content://jp.shomeinavi.app.fileprovider?x")
        documents.arrived("content://%/x")
        documents.arrived("shomei-navi://probe")
        take()
        assertNull(files.one)
    }

    @Test
    fun `of other apps' documents the name of this app takes none away`() {
        for (uri in listOf("content://a+b@media/jp.shomeinavi.app.fileprovider", "content://jp.shomeinavi.app.fileprovider.evil/1%")) {
            phone.files.contents[uri] = byteArrayOf(1)
            documents.arrived(uri)
            take()
            assertNotNull(files.one)
            files.all.clear()
        }
    }

    private companion object {
        const val LIMIT = 1000
    }
}
