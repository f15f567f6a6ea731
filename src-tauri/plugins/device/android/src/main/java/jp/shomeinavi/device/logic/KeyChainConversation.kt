package jp.shomeinavi.device.logic

import java.security.GeneralSecurityException
import java.security.PrivateKey
import java.security.Signature

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
)

/** What KeyChain answered. Whether it is the right certificate is judged in Rust. */
sealed interface KeyChainAnswer {
    /** No match: null without any screen. */
    data object NotInstalled : KeyChainAnswer

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
            question.mayAsk -> threads.main { flight.run { openChooser(question, flight) } }

            else -> flight.land(seen.map { KeyChainAnswer.Denied })
        }
    }

    private fun openChooser(
        question: KeyChainQuestion,
        flight: Flight<KeyChainAnswer>,
    ) {
        val opened = threads.now()
        flight.outside()
        keyChain.choose(question.issuers) { alias ->
            val after = threads.now() - opened
            if (!flight.landed) {
                threads.background { flight.run { flight.land(Result.success(chosen(alias, after, question))) } }
            }
        }
    }

    private fun chosen(
        alias: String?,
        after: Long,
        question: KeyChainQuestion,
    ): KeyChainAnswer =
        when {
            alias != null -> (granted(alias) ?: throw Refusal(Fault.NO_KEY)).answer(question.nonce)
            after >= AT_ONCE -> KeyChainAnswer.Denied
            phone.managed() -> KeyChainAnswer.Managed
            else -> KeyChainAnswer.NotInstalled
        }

    private fun granted(alias: String): Granted? {
        val chain = keyChain.chain(alias)?.takeIf { it.isNotEmpty() } ?: return null
        val key = keyChain.privateKey(alias) ?: return null
        return Granted(alias, chain, key)
    }

    companion object {
        /** The chooser closes by itself within this time where it has nothing to offer (`KeyChainActivity`). */
        const val AT_ONCE = 1_500L

        /** For reading the dialog, and for the phones of which the answer never comes. */
        const val PATIENCE = 180_000L
    }
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
