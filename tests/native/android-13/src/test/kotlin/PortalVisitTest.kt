import jp.shomeinavi.device.FakePortal
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalNews
import jp.shomeinavi.device.logic.PortalVisit
import jp.shomeinavi.device.logic.Refusal
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** What Rust is told of the portal's window. */
class PortalVisitTest {
    private val port = FakePortal()
    private val visit = PortalVisit(port)
    private val told = mutableListOf<PortalNews>()

    private fun ask() = visit.news { told += it.getOrThrow() }

    private fun press(times: Int) = repeat(times) { port.happened(PortalEvent.Pressed) }

    @Test
    fun `whoever asks waits until something happens`() {
        visit.open("{}")
        ask()
        assertTrue(told.isEmpty())
        press(1)
        press(1)
        assertEquals(listOf(1), told.map { it.events.size })
        ask()
        assertEquals(listOf(1, 1), told.map { it.events.size })
        assertTrue(told.all { it.open })
    }

    @Test
    fun `what a page floods with is dropped, and comes in parts`() {
        visit.open("{}")
        press(10_000)
        port.gone()
        do ask() while (told.last().open)
        assertEquals(256, told.sumOf { it.events.size })
        assertTrue(told.all { it.events.size <= 16 })
    }

    @Test
    fun `a flood leaves room for pages, and those for the user`() {
        visit.open("{}")
        repeat(10_000) { port.happened(PortalEvent.Message("https://www.e-seikyuu.jp/", ByteArray(1))) }
        repeat(10_000) { port.happened(PortalEvent.Page("https://www.e-seikyuu.jp/")) }
        press(1)
        port.gone()
        do ask() while (told.last().open)
        val events = told.flatMap { it.events }
        assertEquals(192, events.count { it is PortalEvent.Message })
        assertEquals(48, events.count { it is PortalEvent.Page })
        assertEquals(PortalEvent.Pressed, events.last())
    }

    @Test
    fun `its end is told once and answers whoever waits`() {
        visit.open("{}")
        ask()
        port.gone()
        assertEquals(listOf(false), told.map { it.open })
        ask()
        assertFalse(told.last().open)
    }

    @Test
    fun `one window at a time, and what an old one still says is not the new one's`() {
        visit.open("{}")
        val (said, gone) = port.happened to port.gone
        assertEquals(Fault.BUSY, assertFailsWith<Refusal> { visit.open("{}") }.fault)
        visit.close()
        assertEquals(1, port.closed)
        visit.open("{}")
        said(PortalEvent.Pressed)
        gone()
        ask()
        assertTrue(told.isEmpty())
        press(1)
        assertTrue(told.single().open)
    }

    @Test
    fun `where it cannot be opened the next one can`() {
        port.supports = false
        assertEquals(Fault.OLD_WEB_VIEW, assertFailsWith<Refusal> { visit.open("{}") }.fault)
        port.supports = true
        port.opening = { throw Refusal(Fault.NOTHING_ANSWERS) }
        assertEquals(Fault.NOTHING_ANSWERS, assertFailsWith<Refusal> { visit.open("{}") }.fault)
        port.opening = {}
        visit.open("{}")
        ask()
        assertTrue(told.isEmpty())
    }

    @Test
    fun `whoever asks twice is answered twice`() {
        visit.open("{}")
        ask()
        ask()
        assertEquals(listOf(0), told.map { it.events.size })
        press(1)
        assertEquals(listOf(0, 1), told.map { it.events.size })
    }
}
