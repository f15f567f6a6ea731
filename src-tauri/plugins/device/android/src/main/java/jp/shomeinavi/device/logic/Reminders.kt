package jp.shomeinavi.device.logic

/** A notification that is to come, or that has come. */
data class Reminder(
    val id: String,
    /** Milliseconds since 1970, by the phone's clock. */
    val at: Long,
    val title: String,
    val text: String,
    /** What a tap opens. Of those with the same link one is shown at a time. */
    val link: String,
    val shown: Boolean = false,
)

/** All of them. */
data class ReminderPlan(
    /** What Settings calls them. */
    val channel: String,
    val reminders: List<Reminder>,
)

/** What the system lets the app do about notifications. */
data class NotificationAccess(
    /** The app may show them. */
    val allowed: Boolean,
    /** The system stops the app, and its alarms with it, once it was not opened for months. */
    val hibernates: Boolean,
)

/** What the system does for reminders. */
interface RemindersPort {
    /** `System.currentTimeMillis`. */
    fun now(): Long

    /** The app may show notifications. */
    fun allowed(): Boolean

    /** The system stops the app once it was not opened for months: the user has not made it an exception. */
    fun hibernates(): Boolean

    /** Lets the system ask the user, where it still does. */
    fun ask(answered: () -> Unit)

    /** What [write] wrote last; an empty plan where there is none. */
    fun read(): ReminderPlan

    /** Survives the process and a restart of the phone. Throws [Refusal]. */
    fun write(plan: ReminderPlan)

    /** [Reminders.wake] is called at that time or soon after it, and not before; null: never. */
    fun wakeAt(at: Long?)

    /** Nothing is shown, and nothing said, where the app is not [allowed] to (`NotificationManager.notify`). */
    fun show(
        reminder: Reminder,
        channel: String,
    )
}

/** Keeps the plan that Rust makes, and shows what is due. What the phone slept through comes as soon as it is there. */
class Reminders(
    private val port: RemindersPort,
) {
    fun access() = NotificationAccess(port.allowed(), hibernates())

    fun ask(
        flights: SingleFlight,
        answer: Answer<NotificationAccess>,
    ) {
        val flight = flights.board(NotificationAccess(allowed = false, hibernates = false), null, answer) ?: return
        flight.run {
            flight.outside()
            port.ask { flight.land(attempted { access() }) }
        }
    }

    /** From now on these are to come, and no others. What has come does not come again. */
    fun plan(plan: ReminderPlan) =
        synchronized(LOCK) {
            val now = port.now()
            val came = port.read().reminders.filter { it.shown && it.at in now - DAY..now + DAY }
            val known = came.map { it.id }.toSet()
            val kept = plan.copy(reminders = came + plan.reminders.filter { it.id !in known })
            // Where it cannot be written the plan before it stays, and its alarm with it.
            port.write(kept)
            port.wakeAt(next(kept))
        }

    /**
     * An alarm rang, the phone was started, its clock was set: shows what is due, the last one for each certificate.
     * Throws [Refusal] where that cannot be written down; the next alarm is set all the same, and what was shown may then
     * come once more with it. While the app may show none nothing is taken for shown, and it comes with the first alarm after that.
     */
    fun wake() =
        synchronized(LOCK) {
            val now = port.now()
            val plan = port.read()
            // A clock that went back by so much was wrong when it was shown.
            val believed = plan.reminders.map { if (it.shown && it.at > now + DAY) it.copy(shown = false) else it }
            val due = if (port.allowed()) believed.filter { !it.shown && it.at <= now } else emptyList()
            due.groupBy { it.link }.values.forEach { same -> port.show(same.maxBy { it.at }, plan.channel) }
            val told = plan.copy(reminders = believed.map { if (it in due) it.copy(shown = true) else it })
            // An alarm for what is due still would ring at once, and again.
            port.wakeAt(next(told, now))
            port.write(told)
        }

    /** A look that fails warns of nothing. */
    private fun hibernates() = attempted { port.hibernates() }.getOrDefault(false)

    /** When the next one is due, [after] a time. */
    private fun next(
        plan: ReminderPlan,
        after: Long = Long.MIN_VALUE,
    ) = plan.reminders.filter { !it.shown && it.at > after }.minOfOrNull { it.at }

    companion object {
        /** Milliseconds. */
        const val DAY = 86_400_000L

        /** The app and the system's broadcasts come to one file. */
        private val LOCK = Any()
    }
}
