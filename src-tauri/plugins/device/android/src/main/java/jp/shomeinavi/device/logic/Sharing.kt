package jp.shomeinavi.device.logic

/** How the share sheet ended. What the other app did with it is not known. */
enum class ShareOutcome(
    val id: String,
) {
    SHARED("shared"),
    CANCELED("canceled"),
}

/** Files for other apps, by the system's share sheet. */
class Sharing(
    private val sheet: ShareSheet,
    private val outbox: OutboxPort,
    private val threads: Threads,
    private val flights: SingleFlight,
) {
    private var keep: () -> Unit = {}

    /** The app was started: what an earlier run left behind goes. */
    fun started() {
        attempted(outbox::clear)
    }

    /** Offers the file [name] of the outbox as [type]; it is gone [LINGERS] milliseconds after the sheet. */
    fun file(
        name: String,
        type: String,
        answer: Answer<ShareOutcome>,
    ) {
        val flight = flights.board(ShareOutcome.CANCELED, null, answer) ?: return
        keep()
        // Whoever took it may still be reading.
        flight.afterwards { keep = threads.later(LINGERS) { attempted(outbox::clear) } }
        threads.background {
            flight.run {
                requireFileName(name)
                val offer = Offer(outbox.address(name) ?: throw Refusal(Fault.ARGUMENTS), type)
                threads.main { flight.run { open(offer, flight) } }
            }
        }
    }

    private fun open(
        offer: Offer,
        flight: Flight<ShareOutcome>,
    ) {
        var chosen = false
        flight.outside()
        sheet.open(offer, { chosen = true }) {
            // Which app was chosen is told by a broadcast, which may be overtaken.
            val land = { flight.land(Result.success(if (chosen) ShareOutcome.SHARED else ShareOutcome.CANCELED)) }
            if (chosen) land() else threads.later(OVERTAKEN, land)
        }
    }

    companion object {
        const val LINGERS = 300_000L

        /** Less than [SingleFlight.GRACE]. */
        const val OVERTAKEN = 1_000L
    }
}
