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
    private val saved = Answers<Boolean>()

    init {
        phone.files.contents["content://media/1.pfx"] = byteArrayOf(1, 2, 3)
        phone.files.contents["content://media/2.pfx"] = byteArrayOf(4)
    }

    private fun ends(end: ScreenEnd) {
        phone.screens.ended(end)
        phone.threads.settle()
    }

    private fun take() {
        documents.take(files)
        phone.threads.settle()
    }

    @Test
    fun `any file can be picked`() {
        documents.pick(files)
        assertEquals(listOf<Screen>(Screen.OpenDocument), phone.screens.opened)
        ends(ScreenEnd(true, "content://media/1.pfx"))
        val file = assertNotNull(files.one)
        assertEquals("1.pfx", file.name)
        assertContentEquals(byteArrayOf(1, 2, 3), file.bytes)
    }

    @Test
    fun `nothing picked is nothing`() {
        documents.pick(files)
        ends(ScreenEnd(false))
        assertNull(files.one)
    }

    @Test
    fun `a picker that never answers leaves nothing behind`() {
        documents.pick(files)
        flights.paused()
        flights.resumed()
        phone.threads.pass(SingleFlight.GRACE)
        assertNull(files.one)
    }

    @Test
    fun `a file that is no certificate file by its size is not carried`() {
        phone.files.contents["content://media/film"] = ByteArray(Documents.LARGEST + 5)
        documents.pick(files)
        ends(ScreenEnd(true, "content://media/film"))
        assertEquals("too-large", files.code)
    }

    @Test
    fun `a file that cannot be read is said, and one without a name is not`() {
        phone.files.touching = { throw Refusal(Fault.UNREADABLE) }
        documents.pick(files)
        ends(ScreenEnd(true, "content://media/1.pfx"))
        assertEquals("unreadable", files.code)

        files.all.clear()
        var touches = 0
        phone.files.touching = { if (++touches == 2) throw SecurityException() }
        documents.pick(files)
        ends(ScreenEnd(true, "content://media/1.pfx"))
        assertEquals("", files.one?.name)
    }

    @Test
    fun `a file is saved where the user says, and overwritten here`() {
        val bytes = byteArrayOf(7, 8)
        documents.save("kaigo.p12", bytes, saved)
        assertEquals(listOf<Screen>(Screen.CreateDocument("kaigo.p12", "application/x-pkcs12")), phone.screens.opened)
        ends(ScreenEnd(true, "content://downloads/9"))
        assertTrue(saved.one)
        assertContentEquals(byteArrayOf(7, 8), phone.files.written["content://downloads/9"])
        assertContentEquals(ByteArray(2), bytes)
    }

    @Test
    fun `saved nowhere is not saved`() {
        documents.save("kaigo.p12", byteArrayOf(7), saved)
        ends(ScreenEnd(false))
        assertFalse(saved.one)
        saved.all.clear()
        phone.files.touching = { throw Refusal(Fault.NOT_WRITTEN) }
        documents.save("kaigo.p12", byteArrayOf(7), saved)
        ends(ScreenEnd(true, "content://downloads/9"))
        assertEquals("not-written", saved.code)
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
        documents.pick(files)
        documents.arrived("content://media/2.pfx", false)
        ends(ScreenEnd(true, "content://media/1.pfx"))
        assertEquals("1.pfx", files.one?.name)
    }
}
