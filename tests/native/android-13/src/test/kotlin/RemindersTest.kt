import jp.shomeinavi.device.FakeReminders
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.NotificationAccess
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.Reminder
import jp.shomeinavi.device.logic.ReminderPlan
import jp.shomeinavi.device.logic.Reminders
import org.junit.jupiter.api.Test
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue

class RemindersTest {
    private val phone = FakeReminders()
    private val reminders = Reminders(phone)
    private val start = phone.time

    private fun on(
        day: Int,
        link: String = "a",
    ) = Reminder("$link-$day", start + day * Reminders.DAY, "title", "text", link)

    private fun plan(vararg planned: Reminder) = reminders.plan(ReminderPlan("channel", planned.toList()))

    private fun wake(day: Double) {
        phone.time = start + (day * Reminders.DAY).toLong()
        reminders.wake()
    }

    private val shown get() = phone.shown.map { it.id }

    @Test
    fun `a look that fails warns of nothing`() {
        assertEquals(NotificationAccess(allowed = true, hibernates = true), reminders.access())
        phone.hibernation = { throw SecurityException() }
        assertEquals(NotificationAccess(allowed = true, hibernates = false), reminders.access())
    }

    @Test
    fun `the alarm is for what comes next`() {
        plan(on(3), on(1), on(2, "b"))
        assertEquals(on(1).at, phone.alarm)
        wake(1.0)
        assertEquals(listOf("a-1"), shown)
        assertEquals(on(2).at, phone.alarm)
        wake(9.0)
        assertNull(phone.alarm)
    }

    @Test
    fun `an alarm that rings early shows nothing`() {
        plan(on(1))
        wake(0.5)
        assertEquals(emptyList(), shown)
        assertEquals(on(1).at, phone.alarm)
    }

    @Test
    fun `of what a phone slept through the last one comes for each certificate`() {
        plan(on(1), on(2), on(3), on(2, "b"), on(9))
        wake(3.5)
        assertEquals(listOf("a-3", "b-2"), shown)
        assertEquals(on(9).at, phone.alarm)
    }

    @Test
    fun `a plan that is made anew takes the place, and brings nothing again`() {
        plan(on(1), on(2))
        wake(1.0)
        // The clock is set back by an hour, and the app is opened.
        phone.time -= 3_600_000
        plan(on(1), on(3))
        assertEquals(on(3).at, phone.alarm)
        wake(9.0)
        assertEquals(listOf("a-1", "a-3"), shown)
    }

    @Test
    fun `nothing comes once it is turned off`() {
        plan(on(1))
        plan()
        assertNull(phone.alarm)
        wake(2.0)
        assertEquals(emptyList(), shown)
    }

    @Test
    fun `a clock that was wrong by days takes nothing away`() {
        plan(on(10), on(20))
        wake(15.0)
        wake(0.0)
        assertEquals(on(10).at, phone.alarm)
        wake(10.0)
        wake(20.0)
        assertEquals(listOf("a-10", "a-10", "a-20"), shown)
    }

    @Test
    fun `what could not be shown comes once it can be, and no alarm rings for it again and again`() {
        plan(on(1), on(2), on(3))
        phone.allows = false
        wake(1.0)
        assertEquals(on(2).at, phone.alarm)
        wake(2.0)
        phone.allows = true
        wake(2.5)
        assertEquals(listOf("a-2"), shown)
        phone.allows = false
        wake(3.0)
        assertNull(phone.alarm)
        phone.allows = true
        wake(9.0)
        assertEquals(listOf("a-2", "a-3"), shown)
    }

    @Test
    fun `a full disk keeps no alarm from being set, and one certificate's reminders from following each other`() {
        plan(on(1), on(2), on(9), on(3, "b"))
        phone.writing = { throw Refusal(Fault.NOT_WRITTEN) }
        assertEquals(Fault.NOT_WRITTEN, assertFailsWith<Refusal> { wake(1.0) }.fault)
        assertEquals(on(2).at, phone.alarm)
        assertFailsWith<Refusal> { wake(2.0) }
        assertEquals(on(3, "b").at, phone.alarm)
        phone.writing = {}
        wake(3.0)
        assertEquals(on(9).at, phone.alarm)
        wake(9.0)
        assertNull(phone.alarm)
        // The second one comes once more, with the first alarm after which it can be written down.
        assertEquals(listOf("a-1", "a-2", "a-2", "b-3", "a-9"), shown)
    }

    @Test
    fun `a plan that cannot be written leaves the one before it, with its alarm`() {
        plan(on(1))
        phone.writing = { throw Refusal(Fault.NOT_WRITTEN) }
        assertFailsWith<Refusal> { plan(on(5)) }
        assertEquals(on(1).at, phone.alarm)
        phone.writing = {}
        wake(1.0)
        assertEquals(listOf("a-1"), shown)
    }

    /** Restarts, plans made anew, and clocks that are set by less than a day, in whatever order. */
    @Test
    fun `a year goes by and each comes once`() {
        repeat(200) { seed ->
            val random = Random(seed)
            val phone = FakeReminders()
            val reminders = Reminders(phone)
            val days = List(6) { random.nextInt(1, 365) }.distinct().sorted()
            val all = days.map { Reminder("$it", start + it * Reminders.DAY, "title", "text", "a") }

            fun opened() = reminders.plan(ReminderPlan("channel", all.filter { it.at > phone.time }))
            phone.time = start
            opened()
            var real = start
            while (real < start + 370 * Reminders.DAY) {
                real += random.nextLong(1, 3 * Reminders.DAY)
                phone.time = real + random.nextLong(-Reminders.DAY / 2, Reminders.DAY / 2 - 1)
                if (random.nextInt(4) == 0) opened()
                if ((phone.alarm ?: Long.MAX_VALUE) <= phone.time || random.nextInt(8) == 0) reminders.wake()
            }
            assertEquals(phone.shown.size, phone.shown.distinct().size, "seed $seed: twice")
            assertTrue(phone.shown.isNotEmpty(), "seed $seed")
            assertEquals(phone.shown.map { it.at }.sorted(), phone.shown.map { it.at }, "seed $seed: in their order")
        }
    }
}
