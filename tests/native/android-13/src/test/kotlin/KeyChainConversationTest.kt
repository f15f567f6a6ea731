import jp.shomeinavi.device.Answers
import jp.shomeinavi.device.FakePhone
import jp.shomeinavi.device.Keys
import jp.shomeinavi.device.Stored
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.KeyChainAnswer
import jp.shomeinavi.device.logic.KeyChainConversation
import jp.shomeinavi.device.logic.KeyChainOffer
import jp.shomeinavi.device.logic.KeyChainQuestion
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.SingleFlight
import org.junit.jupiter.api.Test
import java.security.KeyPair
import java.security.Signature
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

class KeyChainConversationTest {
    private val phone = FakePhone()
    private val keyChain = phone.keyChain
    private val flights = SingleFlight(phone.threads)
    private val conversation = KeyChainConversation(keyChain, phone.seen, phone.threads, flights)
    private val answers = Answers<KeyChainAnswer>()
    private val nonce = ByteArray(32) { it.toByte() }
    private val issuer = byteArrayOf(0x30, 0)
    private val chain = listOf(byteArrayOf(1), byteArrayOf(2))

    private fun ask(
        mayAsk: Boolean = true,
        alias: String = ALIAS,
        several: Boolean = false,
    ) {
        conversation.ask(KeyChainQuestion(alias, listOf(issuer), nonce, mayAsk, several), answers)
        phone.threads.settle()
    }

    /** The chooser's answer, [after] so many milliseconds. */
    private fun answers(
        alias: String?,
        after: Long,
    ) {
        phone.threads.pass(after)
        if (alias == null) keyChain.answer(null) else keyChain.choose(alias)
        phone.threads.settle()
    }

    private fun installed(
        keys: KeyPair = Keys.rsa,
        alias: String = ALIAS,
        granted: Boolean = false,
    ) {
        keyChain.stored[alias] = Stored(chain, keys.private)
        if (granted) {
            keyChain.granted += alias
        }
    }

    private fun proven(
        keys: KeyPair,
        algorithm: String,
        alias: String = ALIAS,
    ) {
        val answer = assertIs<KeyChainAnswer.Answered>(answers.one)
        assertEquals(alias, answer.alias)
        assertEquals(chain, answer.chain)
        val verified =
            Signature.getInstance(algorithm).run {
                initVerify(keys.public)
                update(nonce)
                verify(answer.signature)
            }
        assertTrue(verified)
    }

    @Test
    fun `what was granted before is read without a screen`() {
        installed(granted = true)
        ask()
        proven(Keys.rsa, "SHA256withRSA")
        assertTrue(keyChain.asked.isEmpty())
    }

    @Test
    fun `an elliptic key signs too`() {
        installed(Keys.ec, granted = true)
        ask()
        proven(Keys.ec, "SHA256withECDSA")
    }

    @Test
    fun `what was not granted is asked for once, by its issuer`() {
        installed()
        ask()
        assertContentEquals(issuer, keyChain.asked.single().single())
        phone.threads.pass(4_000)
        keyChain.choose(ALIAS)
        phone.threads.settle()
        proven(Keys.rsa, "SHA256withRSA")
    }

    @Test
    fun `a name that the user edited comes back as it is`() {
        installed(alias = "my own name")
        ask()
        phone.threads.pass(4_000)
        keyChain.choose("my own name")
        phone.threads.settle()
        proven(Keys.rsa, "SHA256withRSA", "my own name")
    }

    @Test
    fun `without an alias the chooser opens although something was granted`() {
        installed(granted = true)
        ask(alias = "")
        assertEquals(1, keyChain.asked.size)
    }

    @Test
    fun `nothing is shown where nothing may be`() {
        installed()
        ask(mayAsk = false)
        assertEquals(KeyChainAnswer.Denied, answers.one)
        assertTrue(keyChain.asked.isEmpty())
    }

    @Test
    fun `null at once is no match, as far as time can tell`() {
        ask()
        answers(null, 400)
        assertEquals(KeyChainAnswer.NotInstalled(certain = false), answers.one)
    }

    @Test
    fun `null at once on a managed phone is its policy's answer`() {
        phone.seen.management = { true }
        ask()
        answers(null, 400)
        assertEquals(KeyChainAnswer.Managed, answers.one)
    }

    @Test
    fun `a slow phone that has no match is asked once more, and then it answers at once`() {
        ask()
        answers(null, 2_600)
        assertTrue(answers.all.isEmpty())
        assertEquals(2, keyChain.asked.size)
        answers(null, 300)
        assertEquals(KeyChainAnswer.NotInstalled(certain = false), answers.one)
    }

    @Test
    fun `who declines quickly is asked once more, and no third time`() {
        ask()
        answers(null, 1_200)
        answers(null, 5_000)
        assertEquals(KeyChainAnswer.Denied, answers.one)
        assertEquals(2, keyChain.asked.size)
    }

    @Test
    fun `a phone that is slow twice is not told that the user declined, nor that nothing is there`() {
        ask()
        answers(null, 4_900)
        answers(null, 4_900)
        assertEquals(KeyChainAnswer.NotInstalled(certain = false), answers.one)
        assertEquals(2, keyChain.asked.size)
    }

    @Test
    fun `a managed phone's policy is not blamed for a no that took a while`() {
        phone.seen.management = { true }
        ask()
        answers(null, 1_200)
        answers(null, 2_000)
        assertEquals(KeyChainAnswer.NotInstalled(certain = false), answers.one)
    }

    @Test
    fun `who declined by mistake can choose when asked once more`() {
        installed()
        ask()
        answers(null, 1_200)
        answers(ALIAS, 2_000)
        proven(Keys.rsa, "SHA256withRSA")
    }

    @Test
    fun `null after a while is the user's no, on a managed phone too`() {
        phone.seen.management = { true }
        ask()
        answers(null, 5_000)
        assertEquals(KeyChainAnswer.Denied, answers.one)
        assertEquals(1, keyChain.asked.size)
    }

    @Test
    fun `of several of one issuer the right one is marked, of one alone none is named`() {
        ask(several = true)
        answers(null, 6_000)
        ask()
        answers(null, 6_000)
        ask(alias = "", several = true)
        assertEquals(listOf(ALIAS, null, null), keyChain.preselected)
    }

    @Test
    fun `where the system says that there is none, nothing is shown and nothing is guessed`() {
        keyChain.tellsAbsence = true
        ask()
        assertContentEquals(issuer, keyChain.probed.single().single())
        phone.threads.pass(300)
        keyChain.offer(KeyChainOffer.Nothing)
        phone.threads.settle()
        assertEquals(KeyChainAnswer.NotInstalled(certain = true), answers.one)
        assertTrue(keyChain.asked.isEmpty())
    }

    @Test
    fun `where the system says that there is a choice, a no is the user's however quick it is`() {
        installed()
        keyChain.tellsAbsence = true
        ask()
        phone.threads.pass(300)
        keyChain.offer(KeyChainOffer.Choice)
        phone.threads.settle()
        answers(null, 200)
        assertEquals(KeyChainAnswer.Denied, answers.one)
    }

    @Test
    fun `a policy that chooses is followed`() {
        installed(granted = true)
        keyChain.tellsAbsence = true
        ask(alias = "")
        keyChain.offer(KeyChainOffer.Policy(ALIAS))
        keyChain.offer(KeyChainOffer.Nothing)
        phone.threads.settle()
        proven(Keys.rsa, "SHA256withRSA")
    }

    @Test
    fun `a system that promised and showed the chooser all the same is asked the old way`() {
        installed()
        keyChain.tellsAbsence = true
        ask()
        phone.threads.pass(3_000)
        keyChain.offer(KeyChainOffer.Nothing)
        phone.threads.settle()
        answers(ALIAS, 2_000)
        proven(Keys.rsa, "SHA256withRSA")
    }

    @Test
    fun `an answer that has come is read to its end although the app is back`() {
        installed()
        ask()
        flights.paused()
        phone.threads.pass(10_000)
        flights.resumed()
        phone.threads.hanging = true
        answers(ALIAS, 100)
        phone.threads.pass(SingleFlight.GRACE + 10_000)
        assertTrue(answers.all.isEmpty())
        phone.threads.release()
        proven(Keys.rsa, "SHA256withRSA")
    }

    @Test
    fun `a chooser that opens once more is not given up for the first one's end`() {
        installed()
        ask()
        flights.paused()
        phone.threads.pass(2_500)
        keyChain.answer(null)
        flights.resumed()
        phone.threads.settle()
        flights.paused()
        answers(ALIAS, SingleFlight.GRACE + 5_000)
        proven(Keys.rsa, "SHA256withRSA")
    }

    @Test
    fun `a key that is never read ends it in its own time`() {
        installed()
        ask()
        phone.threads.hanging = true
        answers(ALIAS, 4_000)
        phone.threads.pass(KeyChainConversation.READING)
        assertEquals(KeyChainAnswer.TimedOut, answers.one)
    }

    @Test
    fun `an answer that never comes is not waited for for ever`() {
        ask()
        phone.threads.pass(KeyChainConversation.PATIENCE - 1)
        assertTrue(answers.all.isEmpty())
        phone.threads.pass(1)
        assertEquals(KeyChainAnswer.TimedOut, answers.one)
    }

    @Test
    fun `the user who comes back without an answer is not left waiting`() {
        ask()
        flights.paused()
        phone.threads.pass(10_000)
        flights.resumed()
        phone.threads.pass(SingleFlight.GRACE - 1)
        assertTrue(answers.all.isEmpty())
        phone.threads.pass(1)
        assertEquals(KeyChainAnswer.TimedOut, answers.one)
    }

    @Test
    fun `an answer that is still on its way when the app is back counts`() {
        installed()
        ask()
        flights.paused()
        phone.threads.pass(10_000)
        flights.resumed()
        phone.threads.pass(500)
        keyChain.choose(ALIAS)
        phone.threads.pass(60_000)
        proven(Keys.rsa, "SHA256withRSA")
    }

    @Test
    fun `an answer after the end, and a second one, are dropped`() {
        installed()
        ask()
        phone.threads.pass(KeyChainConversation.PATIENCE)
        keyChain.choose(ALIAS)
        keyChain.choose(ALIAS)
        phone.threads.settle()
        assertEquals(KeyChainAnswer.TimedOut, answers.one)
    }

    @Test
    fun `a callback that comes twice answers once`() {
        installed()
        ask()
        phone.threads.pass(4_000)
        keyChain.choose(ALIAS)
        keyChain.answer(null)
        phone.threads.settle()
        proven(Keys.rsa, "SHA256withRSA")
    }

    @Test
    fun `two calls at once are one conversation and one busy`() {
        ask()
        val second = Answers<KeyChainAnswer>()
        conversation.ask(KeyChainQuestion(ALIAS, emptyList(), nonce, mayAsk = true, several = false), second)
        phone.threads.settle()
        assertEquals("busy", second.code)
        assertEquals(1, keyChain.asked.size)
    }

    @Test
    fun `the next call finds the way free`() {
        ask()
        phone.threads.pass(400)
        keyChain.answer(null)
        phone.threads.settle()
        ask()
        assertEquals(1, answers.all.size)
        assertEquals(2, keyChain.asked.size)
    }

    @Test
    fun `an AssertionError while reading leads to the chooser`() {
        keyChain.reading = { throw AssertionError("keystore") }
        ask()
        assertEquals(1, keyChain.asked.size)
    }

    @Test
    fun `everything thrown has a code`() {
        val thrown =
            mapOf(
                AssertionError() to "assertion",
                SecurityException() to "security",
                Refusal(Fault.KEY_CHAIN) to "key-chain",
                Refusal(Fault.NOTHING_ANSWERS) to "nothing-answers",
                IllegalStateException() to "internal",
                NoSuchMethodError() to "internal",
            )
        for ((error, code) in thrown) {
            keyChain.reading = { throw error }
            answers.all.clear()
            ask(mayAsk = false)
            assertEquals(code, answers.code)

            keyChain.reading = {}
            keyChain.choosing = { throw error }
            answers.all.clear()
            ask()
            assertEquals(code, answers.code)
        }
    }

    @Test
    fun `a grant without a key is said`() {
        ask()
        phone.threads.pass(4_000)
        keyChain.choose("gone meanwhile")
        phone.threads.settle()
        assertEquals("no-key", answers.code)
    }

    @Test
    fun `an empty chain is no chain`() {
        keyChain.stored[ALIAS] = Stored(emptyList(), Keys.rsa.private)
        keyChain.granted += ALIAS
        ask(mayAsk = false)
        assertEquals(KeyChainAnswer.Denied, answers.one)
    }

    @Test
    fun `a key that cannot sign is said`() {
        keyChain.stored[ALIAS] = Stored(chain, Unusable)
        keyChain.granted += ALIAS
        ask(mayAsk = false)
        assertEquals("signature", answers.code)
    }

    private object Unusable : java.security.PrivateKey {
        override fun getAlgorithm() = "RSA"

        override fun getFormat(): String? = null

        override fun getEncoded(): ByteArray? = null
    }

    private companion object {
        const val ALIAS = "kaigo-dx-3f9a1c02"
    }
}
