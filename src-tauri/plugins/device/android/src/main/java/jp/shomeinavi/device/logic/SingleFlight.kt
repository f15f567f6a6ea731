package jp.shomeinavi.device.logic

/**
 * One system screen at a time: Tauri and KeyChain each have one slot for an answer. A flight that lost its answer (the
 * launcher icon clears whatever lay above a singleTask activity) ends when the app has been back for [GRACE] milliseconds.
 */
class SingleFlight(
    private val threads: Threads,
) {
    private var current: Flight<*>? = null
    private var grace: () -> Unit = {}

    /**
     * Boards, or answers [Fault.BUSY] and gives null. [abandoned] is the answer when none came.
     * [limit] is in milliseconds; null: as long as the user stays away.
     */
    fun <T> board(
        abandoned: T,
        limit: Long?,
        answer: Answer<T>,
    ): Flight<T>? {
        val flight = Flight(this, abandoned, answer)
        if (!enter(flight)) {
            answer(Result.failure(Refusal(Fault.BUSY)))
            return null
        }
        flight.timer = limit?.let { threads.later(it) { flight.abandon() } } ?: {}
        return flight
    }

    /** The app's activity was paused. */
    @Synchronized
    fun paused() {
        grace()
        current?.let { if (it.outside) it.left = true }
    }

    /** The app's activity is in front again; an answer may still be on its way. */
    @Synchronized
    fun resumed() {
        val flight = current ?: return
        if (flight.left) {
            grace()
            grace = threads.later(GRACE) { flight.abandon() }
        }
    }

    internal fun restart(
        flight: Flight<*>,
        limit: Long,
        end: () -> Unit,
    ) {
        flight.timer()
        flight.timer = threads.later(limit, end)
    }

    @Synchronized
    private fun enter(flight: Flight<*>): Boolean {
        val free = current == null
        if (free) {
            current = flight
        }
        return free
    }

    @Synchronized
    internal fun leave(flight: Flight<*>) {
        if (current === flight) {
            current = null
        }
    }

    companion object {
        /** Results are delivered before `onResume`; KeyChain's answer comes over a binder and may be later. */
        const val GRACE = 3_000L
    }
}

/** A call that is under way; it lands once. */
class Flight<T> internal constructor(
    private val flights: SingleFlight,
    private val abandoned: T,
    private val answer: Answer<T>,
) {
    internal var timer: () -> Unit = {}

    /** The screen has answered; what follows is reading. */
    @Volatile
    private var answered = false

    @Volatile
    internal var left = false

    /** A screen of the system was opened. */
    @Volatile
    var outside = false
        private set

    /** Its answer was given. */
    @Volatile
    var landed = false
        private set

    private var afterwards: () -> Unit = {}

    /** From here on the user may be elsewhere, for the first time or once more. */
    fun outside() {
        left = false
        outside = true
    }

    /** The screen has answered: no coming back abandons it any more. What is left to do has [limit] milliseconds, else [late]. */
    fun answered(
        limit: Long,
        late: Result<T>,
    ) {
        answered = true
        flights.restart(this, limit) { land(late) }
    }

    /** Runs when it lands, however it does. */
    fun afterwards(task: () -> Unit) {
        afterwards = task
    }

    /** Lands with the first result; later ones are dropped. */
    fun land(result: Result<T>) {
        synchronized(this) {
            if (landed) {
                return
            }
            landed = true
        }
        timer()
        flights.leave(this)
        afterwards()
        answer(result)
    }

    /** Runs [step]; what it throws lands the flight. */
    fun run(step: () -> Unit) {
        attempted(step).onFailure { land(Result.failure(it)) }
    }

    internal fun abandon() {
        if (!answered) {
            land(Result.success(abandoned))
        }
    }
}
