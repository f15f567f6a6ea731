import jp.shomeinavi.device.Answers
import jp.shomeinavi.device.FakePhone
import jp.shomeinavi.device.logic.Downloads
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.Refusal
import org.junit.jupiter.api.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class DownloadsTest {
    private val phone = FakePhone()
    private val downloads = Downloads(phone.downloads, phone.threads)
    private val saved = Answers<Unit>()
    private val deleted = Answers<Boolean>()
    private val names get() =
        phone.downloads.entries.values
            .map { it.name }

    private fun save(
        name: String,
        bytes: ByteArray = byteArrayOf(7, 8),
    ) {
        saved.all.clear()
        downloads.save(name, bytes, saved)
        phone.threads.settle()
    }

    private fun delete(name: String): Boolean {
        deleted.all.clear()
        downloads.delete(name, deleted)
        phone.threads.settle()
        return deleted.one
    }

    @Test
    fun `a file is saved, and overwritten here`() {
        val bytes = byteArrayOf(7, 8)
        save("kaigo.p12", bytes)
        assertEquals(Unit, saved.one)
        val entry =
            phone.downloads.entries.values
                .single()
        assertEquals("kaigo.p12", entry.name)
        assertEquals("application/x-pkcs12", entry.type)
        assertContentEquals(byteArrayOf(7, 8), entry.bytes)
        assertContentEquals(ByteArray(2), bytes)
    }

    @Test
    fun `a file saved again takes the place of the first`() {
        save("kaigo.p12")
        save("kaigo.p12", byteArrayOf(9))
        val entry =
            phone.downloads.entries.values
                .single()
        assertEquals("kaigo.p12", entry.name)
        assertContentEquals(byteArrayOf(9), entry.bytes)
    }

    @Test
    fun `what the app did not put there stays`() {
        phone.downloads.foreign("kaigo.p12")
        save("kaigo.p12")
        save("other.p12")
        assertEquals(listOf("kaigo.p12", "kaigo (1).p12", "other.p12"), names)
        assertTrue(delete("kaigo.p12"))
        assertEquals(listOf("kaigo.p12", "other.p12"), names)
    }

    @Test
    fun `what is gone already is said`() {
        assertFalse(delete("kaigo.p12"))
        save("kaigo.p12")
        assertTrue(delete("kaigo.p12"))
        assertFalse(delete("kaigo.p12"))
    }

    @Test
    fun `names are taken as they are`() {
        save("kaigo(1)+x.p12")
        save("kaigo (a).p12")
        assertFalse(delete("kaigo.p12"))
        assertFalse(delete("kaigo(1)x.p12"))
        assertTrue(delete("kaigo(1)+x.p12"))
        assertEquals(listOf("kaigo (a).p12"), names)
    }

    @Test
    fun `a name that leads elsewhere is none`() {
        for (name in listOf("", ".", "..", "../state.json", "a/b.p12", "a\u0000b")) {
            save(name)
            assertEquals("arguments", saved.code, name)
        }
        assertTrue(names.isEmpty())
    }

    @Test
    fun `a failure is said and the bytes are overwritten all the same`() {
        phone.downloads.touching = { throw Refusal(Fault.NOT_WRITTEN) }
        val bytes = byteArrayOf(7)
        save("kaigo.p12", bytes)
        assertEquals("not-written", saved.code)
        assertContentEquals(ByteArray(1), bytes)
        phone.downloads.touching = { throw SecurityException() }
        downloads.delete("kaigo.p12", deleted)
        phone.threads.settle()
        assertEquals("security", deleted.code)
    }
}
