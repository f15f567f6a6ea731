import jp.shomeinavi.device.Answers
import jp.shomeinavi.device.FakePhone
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.Offer
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.ShareOutcome
import jp.shomeinavi.device.logic.Sharing
import jp.shomeinavi.device.logic.SingleFlight
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class SharingTest {
    private val phone = FakePhone()
    private val flights = SingleFlight(phone.threads)
    private val sharing = Sharing(phone.sheet, phone.outbox, phone.threads, flights)
    private val ends = Answers<ShareOutcome>()

    private fun share(type: String = "image/png") {
        phone.outbox.files[NAME] = byteArrayOf(7, 8)
        sharing.file(NAME, type, ends)
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
    fun `a file is offered by its address, as what it is`() {
        share()
        val uri = "content://jp.shomeinavi.app.fileprovider/outbox/$NAME"
        assertEquals(listOf(Offer(uri, "image/png")), phone.sheet.opened)
        phone.sheet.choose()
        phone.sheet.end()
        assertEquals(ShareOutcome.SHARED, ends.one)
        share("application/x-pkcs12")
        assertEquals(
            "application/x-pkcs12",
            phone.sheet.opened
                .last()
                .type,
        )
    }

    @Test
    fun `the file is gone some minutes later`() {
        share()
        phone.sheet.choose()
        phone.sheet.end()
        phone.threads.pass(Sharing.LINGERS - 1)
        assertEquals(setOf(NAME), phone.outbox.files.keys)
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
        assertEquals(setOf(NAME), phone.outbox.files.keys)
        phone.sheet.end()
        phone.threads.pass(Sharing.OVERTAKEN + Sharing.LINGERS)
        assertTrue(phone.outbox.files.isEmpty())
    }

    @Test
    fun `what an earlier run left behind goes at the start`() {
        phone.outbox.files[NAME] = byteArrayOf(1)
        sharing.started()
        assertTrue(phone.outbox.files.isEmpty())
    }

    @Test
    fun `a name that leads elsewhere, or to nothing, is none`() {
        for (name in listOf("../state.json", "gone.png")) {
            ends.all.clear()
            sharing.file(name, "image/png", ends)
            phone.threads.settle()
            assertEquals("arguments", ends.code)
        }
        assertTrue(phone.sheet.opened.isEmpty())
    }

    @Test
    fun `a missing sheet is said`() {
        phone.sheet.opening = { throw Refusal(Fault.NOTHING_ANSWERS) }
        share()
        assertEquals("nothing-answers", ends.code)
        phone.threads.pass(Sharing.LINGERS)
        assertTrue(phone.outbox.files.isEmpty())
    }

    @Test
    fun `a second sharing meanwhile is refused`() {
        share()
        val second = Answers<ShareOutcome>()
        sharing.file(NAME, "image/png", second)
        assertEquals("busy", second.code)
        assertTrue(ends.all.isEmpty())
    }

    private companion object {
        const val NAME = "card.png"
    }
}
