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
import kotlin.test.assertNotNull
import kotlin.test.assertNull

class DocumentsTest {
    private val phone = FakePhone()
    private val flights = SingleFlight(phone.threads)
    private val documents = Documents(phone.screens, phone.files, phone.threads, flights, "jp.shomeinavi.app.fileprovider")
    private val files = Answers<OpenedFile?>()

    init {
        phone.files.contents["content://media/1.pfx"] = byteArrayOf(1, 2, 3)
        phone.files.contents["content://media/2.pfx"] = byteArrayOf(4)
    }

    private fun ends(end: ScreenEnd) {
        phone.screens.ended(end)
        phone.threads.settle()
    }

    private fun take() {
        documents.take(LIMIT, files)
        phone.threads.settle()
    }

    @Test
    fun `any file can be picked`() {
        documents.pick(LIMIT, files)
        assertEquals(listOf<Screen>(Screen.OpenDocument), phone.screens.opened)
        ends(ScreenEnd(true, "content://media/1.pfx"))
        val file = assertNotNull(files.one)
        assertEquals("1.pfx", file.name)
        assertContentEquals(byteArrayOf(1, 2, 3), file.bytes)
    }

    @Test
    fun `nothing picked is nothing`() {
        documents.pick(LIMIT, files)
        ends(ScreenEnd(false))
        assertNull(files.one)
    }

    @Test
    fun `a picker that never answers leaves nothing behind`() {
        documents.pick(LIMIT, files)
        flights.paused()
        flights.resumed()
        phone.threads.pass(SingleFlight.GRACE)
        assertNull(files.one)
    }

    @Test
    fun `of a file that is no certificate file by its size one byte too many is carried`() {
        phone.files.contents["content://media/film"] = ByteArray(LIMIT + 5)
        documents.pick(LIMIT, files)
        ends(ScreenEnd(true, "content://media/film"))
        assertEquals(LIMIT + 1, files.one?.bytes?.size)
    }

    @Test
    fun `a file that cannot be read is said, and one without a name is not`() {
        phone.files.touching = { throw Refusal(Fault.UNREADABLE) }
        documents.pick(LIMIT, files)
        ends(ScreenEnd(true, "content://media/1.pfx"))
        assertEquals("unreadable", files.code)

        files.all.clear()
        var touches = 0
        phone.files.touching = { if (++touches == 2) throw SecurityException() }
        documents.pick(LIMIT, files)
        ends(ScreenEnd(true, "content://media/1.pfx"))
        assertEquals("", files.one?.name)
    }

    @Test
    fun `an opened file is taken once`() {
        documents.arrived("content://media/1.pfx", false)
        take()
        assertEquals("1.pfx", files.one?.name)
        files.all.clear()
        take()
        assertNull(files.one)
    }

    @Test
    fun `the file opened last counts`() {
        documents.arrived("content://media/1.pfx", false)
        documents.arrived("content://media/2.pfx", false)
        take()
        assertEquals("2.pfx", files.one?.name)
    }

    @Test
    fun `what is no other app's document is left alone`() {
        documents.arrived(null, false)
        documents.arrived("file:///data/user/0/jp.shomeinavi.app/state.json", false)
        documents.arrived("content://jp.shomeinavi.app.fileprovider/x", false)
        documents.arrived("shomei-navi://probe", false)
        documents.arrived("content://media/1.pfx", true)
        take()
        assertNull(files.one)
    }

    @Test
    fun `a file arriving does not take the place of one being picked`() {
        documents.pick(LIMIT, files)
        documents.arrived("content://media/2.pfx", false)
        ends(ScreenEnd(true, "content://media/1.pfx"))
        assertEquals("1.pfx", files.one?.name)
    }

    private companion object {
        const val LIMIT = 1000
    }
}
