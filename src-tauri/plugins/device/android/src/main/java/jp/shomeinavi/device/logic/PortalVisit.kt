package jp.shomeinavi.device.logic

import java.util.ArrayDeque

/** The portal's window, which lives in a process of its own. */
interface PortalPort {
    /** This phone's WebView has every part that the window needs. Called on the main thread. */
    fun supported(): Boolean

    /**
     * Opens the window with [plan] (JSON of Rust's); throws [Refusal]. [happened] and [gone] come from any thread; [gone] once,
     * when the window or its process has ended.
     */
    fun open(
        plan: String,
        happened: (PortalEvent) -> Unit,
        gone: () -> Unit,
    )

    /** An order (JSON of Rust's) for the window; nothing where none is open. */
    fun order(order: String)

    /** Closes it. */
    fun close()
}

/** What Rust is told of the window. */
class PortalNews(
    val events: List<PortalEvent>,
    /** It is still there. */
    val open: Boolean,
)

/** One window at a time. Rust asks for what happens in it and waits; what nobody asks for in time is dropped, oldest last. */
class PortalVisit(
    private val port: PortalPort,
) {
    private class Visit {
        val events = ArrayDeque<PortalEvent>()
        var open = true
    }

    private var visit: Visit? = null
    private var asked: Answer<PortalNews>? = null

    /** Opens it. */
    fun open(plan: String) {
        val opened = Visit()
        synchronized(this) {
            if (visit?.open == true) {
                throw Refusal(Fault.BUSY)
            }
            visit = opened
        }
        try {
            if (!port.supported()) {
                throw Refusal(Fault.OLD_WEB_VIEW)
            }
            port.open(plan, { happened(opened, it) }, { gone(opened) })
        } catch (thrown: Throwable) {
            gone(opened)
            throw thrown
        }
    }

    /** What happened since it was asked the last time; waits until there is something. A question that waits is answered first. */
    fun news(answer: Answer<PortalNews>) {
        val before = synchronized(this) { asked.also { asked = answer } }
        before?.invoke(Result.success(PortalNews(emptyList(), true)))
        deliver()
    }

    fun order(order: String) = port.order(order)

    fun close() {
        port.close()
        synchronized(this) { visit }?.let(::gone)
    }

    private fun happened(
        at: Visit,
        event: PortalEvent,
    ) {
        synchronized(this) {
            if (at === visit && at.open && event.fits(at.events.size, WAITING)) {
                at.events.add(event)
            }
        }
        deliver()
    }

    private fun gone(at: Visit) {
        synchronized(this) { at.open = false }
        deliver()
    }

    private fun deliver() {
        val (answer, news) =
            synchronized(this) {
                val open = visit?.open == true
                val events = visit?.events ?: ArrayDeque()
                val waiting = asked ?: return
                if (events.isEmpty() && open) {
                    return
                }
                asked = null
                val some = generateSequence { events.poll() }.take(AT_ONCE).toList()
                waiting to PortalNews(some, open || events.isNotEmpty())
            }
        answer(Result.success(news))
    }

    private companion object {
        /** As many as Rust's own queue holds. A page that sends faster loses what it sends. */
        const val WAITING = 256

        /** Of the longest there are: a megabyte at a time. */
        const val AT_ONCE = 16
    }
}
