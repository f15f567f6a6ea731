package jp.shomeinavi.device.logic

import java.security.GeneralSecurityException
import java.security.PrivateKey
import java.security.Signature
import java.util.concurrent.atomic.AtomicBoolean

/** What KeyChain is asked. */
class KeyChainQuestion(
    /** Read silently where it was granted before; empty: the chooser at once. */
    val alias: String,
    /** DER names the chooser filters by. */
    val issuers: List<ByteArray>,
    /** Signed with the key. */
    val nonce: ByteArray,
    /** The chooser may be shown. */
    val mayAsk: Boolean,
    /** The chooser has several of the issuer: without a name that it knows, its 「選択」 would start grey. */
    val several: Boolean,
)

/** What KeyChain answered. Whether it is the right certificate is judged in Rust. */
sealed interface KeyChainAnswer {
    /** Null, and no match. [certain]: the system says so itself; else only the time it took suggests it. */
    data class NotInstalled(
        val certain: Boolean,
    ) : KeyChainAnswer

    /** The user tapped 拒否, or nothing was granted yet and nothing may be shown. */
    data object Denied : KeyChainAnswer

    /** No answer came. */
    data object TimedOut : KeyChainAnswer

    /** The organisation's policy answered instead of the user. */
    data object Managed : KeyChainAnswer

    /** A key. */
    class Answered(
        val alias: String,
        /** DER, leaf first. */
        val chain: List<ByteArray>,
        /** SHA256withRSA or SHA256withECDSA over the nonce. */
        val signature: ByteArray,
    ) : KeyChainAnswer
}

/** Silent read, else the chooser once, then a signature over the nonce. */
class KeyChainConversation(
    private val keyChain: KeyChainPort,
    private val phone: PhonePort,
    private val threads: Threads,
    private val flights: SingleFlight,
) {
    fun ask(
        question: KeyChainQuestion,
        answer: Answer<KeyChainAnswer>,
    ) {
        val flight = flights.board<KeyChainAnswer>(KeyChainAnswer.TimedOut, PATIENCE, answer) ?: return
        threads.background { flight.run { lookSilently(question, flight) } }
    }

    private fun lookSilently(
        question: KeyChainQuestion,
        flight: Flight<KeyChainAnswer>,
    ) {
        val seen = if (question.alias.isEmpty()) Result.success(null) else attempted { granted(question.alias) }
        val granted = seen.getOrNull()
        when {
            granted != null -> flight.land(Result.success(granted.answer(question.nonce)))

            // An alias that was never granted is an exception on some phones: the chooser tells.
            question.mayAsk && keyChain.tellsAbsence -> threads.main { flight.run { askWithoutScreen(question, flight) } }

            question.mayAsk -> threads.main { flight.run { openChooser(question, flight) } }

            else -> flight.land(seen.map { KeyChainAnswer.Denied })
        }
    }

    /** From Android 17 on the system tells whether it would have a chooser to show, and shows none. */
    private fun askWithoutScreen(
        question: KeyChainQuestion,
        flight: Flight<KeyChainAnswer>,
    ) {
        val asked = threads.now()
        val first = AtomicBoolean(true)
        flight.outside()
        keyChain.probe(question.issuers) { offer ->
            // Where the system does not know of it after all, the chooser was open, and null was the user's.
            val atOnce = threads.now() - asked < UNCERTAIN.first
            when {
                !first.getAndSet(false) || flight.landed -> {}

                offer is KeyChainOffer.Policy -> {
                    land(flight) { read(offer.alias, question) }
                }

                offer is KeyChainOffer.Nothing && atOnce -> {
                    land(flight) { if (phone.managed()) KeyChainAnswer.Managed else KeyChainAnswer.NotInstalled(certain = true) }
                }

                else -> {
                    val known = if (offer is KeyChainOffer.Choice) Known.CHOICE else Known.SERVICE_RUNS
                    threads.main { flight.run { openChooser(question, flight, known) } }
                }
            }
        }
    }

    private fun openChooser(
        question: KeyChainQuestion,
        flight: Flight<KeyChainAnswer>,
        known: Known = Known.NOTHING,
    ) {
        val opened = threads.now()
        val first = AtomicBoolean(true)
        flight.outside()
        keyChain.choose(question.issuers, question.alias.takeIf { question.several && it.isNotEmpty() }) { alias ->
            val after = threads.now() - opened
            when {
                !first.getAndSet(false) || flight.landed -> {}

                alias == null && known == Known.NOTHING && after in UNCERTAIN -> {
                    threads.main { flight.run { openChooser(question, flight, Known.SERVICE_RUNS) } }
                }

                else -> {
                    land(flight) { if (alias == null) nothing(after, known) else read(alias, question) }
                }
            }
        }
    }

    private fun land(
        flight: Flight<KeyChainAnswer>,
        reading: () -> KeyChainAnswer,
    ) {
        flight.answered(READING, Result.success(KeyChainAnswer.TimedOut))
        threads.background { flight.run { flight.land(Result.success(reading())) } }
    }

    private fun read(
        alias: String,
        question: KeyChainQuestion,
    ): KeyChainAnswer = (granted(alias) ?: throw Refusal(Fault.NO_KEY)).answer(question.nonce)

    /** What null means that came [after] so many milliseconds. */
    private fun nothing(
        after: Long,
        known: Known,
    ): KeyChainAnswer {
        val atOnce = after < if (known == Known.SERVICE_RUNS) WARM else UNCERTAIN.first
        return when {
            known == Known.CHOICE || after > UNCERTAIN.last -> KeyChainAnswer.Denied
            atOnce && phone.managed() -> KeyChainAnswer.Managed
            else -> KeyChainAnswer.NotInstalled(certain = false)
        }
    }

    private fun granted(alias: String): Granted? {
        val chain = keyChain.chain(alias)?.takeIf { it.isNotEmpty() } ?: return null
        val key = keyChain.privateKey(alias) ?: return null
        return Granted(alias, chain, key)
    }

    companion object {
        /**
         * Milliseconds after which a null may be the user's, or the system's own: `KeyChainActivity` answers null by itself
         * where it has nothing to offer, and reckons with more than two seconds for finding that out (`SNACKBAR_DELAY_TIME`).
         * A policy answers sooner; a phone is hardly ever slower.
         */
        val UNCERTAIN = 1_000L until 5_000L

        /** Within it comes what a policy answers when the service runs already. */
        const val WARM = 1_500L

        /** For reading key and chain after an answer. */
        const val READING = 60_000L

        /** For reading the dialog, and for the phones of which the answer never comes. */
        const val PATIENCE = 180_000L
    }
}

/** What is known when the chooser opens. */
private enum class Known {
    NOTHING,

    /** It was asked a moment ago: what it answers by itself comes soon. */
    SERVICE_RUNS,

    /** The system has said that there is something to choose: a null is the user's. */
    CHOICE,
}

private class Granted(
    val alias: String,
    val chain: List<ByteArray>,
    val key: PrivateKey,
) {
    fun answer(nonce: ByteArray): KeyChainAnswer = KeyChainAnswer.Answered(alias, chain, signed(key, nonce))
}

private fun signed(
    key: PrivateKey,
    nonce: ByteArray,
): ByteArray =
    try {
        Signature.getInstance(if (key.algorithm == "EC") "SHA256withECDSA" else "SHA256withRSA").run {
            initSign(key)
            update(nonce)
            sign()
        }
    } catch (refused: GeneralSecurityException) {
        throw Refusal(Fault.SIGNATURE, refused)
    }
