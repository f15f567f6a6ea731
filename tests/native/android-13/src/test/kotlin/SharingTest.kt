import jp.shomeinavi.device.Answers
import jp.shomeinavi.device.FakePhone
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.Offer
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.ShareOutcome
import jp.shomeinavi.device.logic.Sharing
import jp.shomeinavi.device.logic.SingleFlight
import org.junit.jupiter.api.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class SharingTest {
    private val phone = FakePhone()
    private val flights = SingleFlight(phone.threads)
    private val sharing = Sharing(phone.sheet, phone.outbox, phone.threads, flights)
    private val ends = Answers<ShareOutcome>()

    private fun share(bytes: ByteArray = byteArrayOf(7, 8)) {
        sharing.file("kaigo.p12", bytes, ends)
        phone.threads.settle()
    }

    @Test
    fun `leaving the sheet is no sharing`() {
        share()
        phone.sheet.end()
        phone.threads.pass(Sharing.OVERTAKEN)
        assertEquals(ShareOutcome.CANCELED, ends.one)
    }

    @Test
    fun `a choice that is told late counts`() {
        share()
        phone.sheet.end()
        phone.sheet.choose()
        phone.threads.pass(Sharing.OVERTAKEN)
        assertEquals(ShareOutcome.SHARED, ends.one)
    }

    @Test
    fun `a sheet that never answers leaves nothing behind`() {
        share()
        flights.paused()
        flights.resumed()
        phone.threads.pass(SingleFlight.GRACE)
        assertEquals(ShareOutcome.CANCELED, ends.one)
    }

    @Test
    fun `a file is offered by its address, and overwritten here`() {
        val bytes = byteArrayOf(7, 8)
        share(bytes)
        val uri = "content://jp.shomeinavi.app.fileprovider/outbox/kaigo.p12"
        assertEquals(listOf<Offer>(Offer(uri, "application/x-pkcs12")), phone.sheet.opened)
        assertContentEquals(byteArrayOf(7, 8), phone.outbox.files["kaigo.p12"])
        phone.sheet.choose()
        phone.sheet.end()
        assertEquals(ShareOutcome.SHARED, ends.one)
        assertContentEquals(ByteArray(2), bytes)
    }

    @Test
    fun `the file is gone some minutes later`() {
        share()
        phone.sheet.choose()
        phone.sheet.end()
        phone.threads.pass(Sharing.LINGERS - 1)
        assertEquals(setOf("kaigo.p12"), phone.outbox.files.keys)
        phone.threads.pass(1)
        assertTrue(phone.outbox.files.isEmpty())
    }

    @Test
    fun `the file of the next sharing keeps its own time`() {
        share()
        phone.sheet.end()
        phone.threads.pass(Sharing.LINGERS - 10)
        share()
        phone.threads.pass(20)
        assertEquals(setOf("kaigo.p12"), phone.outbox.files.keys)
        phone.sheet.end()
        phone.threads.pass(Sharing.OVERTAKEN + Sharing.LINGERS)
        assertTrue(phone.outbox.files.isEmpty())
    }

    @Test
    fun `what an earlier run left behind goes at the start`() {
        phone.outbox.files["kaigo.p12"] = byteArrayOf(1)
        sharing.started()
        assertTrue(phone.outbox.files.isEmpty())
    }

    @Test
    fun `a name that leads elsewhere is none`() {
        sharing.file("../state.json", byteArrayOf(1), ends)
        phone.threads.settle()
        assertEquals("arguments", ends.code)
        assertTrue(phone.outbox.files.isEmpty())
    }

    @Test
    fun `a full disk and a missing sheet are said`() {
        phone.outbox.touching = { throw Refusal(Fault.NOT_WRITTEN) }
        share()
        assertEquals("not-written", ends.code)
        ends.all.clear()
        phone.outbox.touching = {}
        phone.sheet.opening = { throw Refusal(Fault.NOTHING_ANSWERS) }
        share()
        assertEquals("nothing-answers", ends.code)
        phone.threads.pass(Sharing.LINGERS)
        assertTrue(phone.outbox.files.isEmpty())
    }

    @Test
    fun `a second sharing meanwhile is refused, and its bytes are overwritten`() {
        share()
        val second = Answers<ShareOutcome>()
        val bytes = byteArrayOf(7)
        sharing.file("kaigo.p12", bytes, second)
        assertEquals("busy", second.code)
        assertContentEquals(ByteArray(1), bytes)
        assertTrue(ends.all.isEmpty())
    }
}
