import jp.shomeinavi.device.Answers
import jp.shomeinavi.device.FakePhone
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.Installer
import jp.shomeinavi.device.logic.InstallerEnd
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.Screen
import jp.shomeinavi.device.logic.ScreenEnd
import jp.shomeinavi.device.logic.SingleFlight
import org.junit.jupiter.api.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

class InstallerTest {
    private val phone = FakePhone()
    private val flights = SingleFlight(phone.threads)
    private val installer = Installer(phone.screens, phone.seen, phone.threads, flights)
    private val answers = Answers<InstallerEnd>()
    private val file = byteArrayOf(0x30, 1, 2)

    private fun install(bytes: ByteArray = file) = installer.install(bytes, "kaigo-dx-3f9a1c02", answers)

    @Test
    fun `the installer gets the file and the name, and its word is passed on`() {
        install()
        val screen = assertIs<Screen.Installer>(phone.screens.opened.single())
        assertContentEquals(byteArrayOf(0x30, 1, 2), screen.pkcs12)
        assertEquals("kaigo-dx-3f9a1c02", screen.name)
        phone.threads.pass(8_000)
        phone.screens.ended(ScreenEnd(true))
        assertEquals(InstallerEnd.OK, answers.one)
    }

    @Test
    fun `the file is overwritten when the installer is gone`() {
        install()
        phone.screens.ended(ScreenEnd(true))
        assertContentEquals(ByteArray(3), file)
    }

    @Test
    fun `a no that a person could give is passed on`() {
        install()
        phone.threads.pass(Installer.AT_ONCE)
        phone.screens.ended(ScreenEnd(false))
        assertEquals(InstallerEnd.CANCELED, answers.one)
    }

    @Test
    fun `a no at once is the system's`() {
        install()
        phone.threads.pass(Installer.AT_ONCE - 1)
        phone.screens.ended(ScreenEnd(false))
        assertEquals("restricted", answers.code)
    }

    @Test
    fun `where it is forbidden nothing is opened`() {
        phone.seen.restriction = { true }
        install()
        assertEquals("restricted", answers.code)
        assertTrue(phone.screens.opened.isEmpty())
        assertContentEquals(ByteArray(3), file)
    }

    @Test
    fun `what Binder cannot carry is not tried`() {
        install(ByteArray(Installer.LARGEST + 1))
        assertEquals("too-large", answers.code)
        assertTrue(phone.screens.opened.isEmpty())
        answers.all.clear()
        install(ByteArray(Installer.LARGEST))
        assertEquals(1, phone.screens.opened.size)
    }

    @Test
    fun `everything thrown has a code`() {
        val thrown =
            mapOf(
                Refusal(Fault.NOTHING_ANSWERS) to "nothing-answers",
                SecurityException() to "security",
                AssertionError() to "assertion",
                IllegalStateException() to "internal",
            )
        for ((error, code) in thrown) {
            phone.screens.opening = { throw error }
            answers.all.clear()
            install()
            assertEquals(code, answers.code)
        }
    }

    @Test
    fun `the launcher's icon over the installer does not lock the app`() {
        install()
        flights.paused()
        phone.threads.pass(60_000)
        flights.resumed()
        phone.threads.pass(SingleFlight.GRACE)
        assertEquals(InstallerEnd.CANCELED, answers.one)
        phone.screens.ended(ScreenEnd(true))
        assertEquals(1, answers.all.size)
        install()
        assertEquals(2, phone.screens.opened.size)
    }

    @Test
    fun `a result that comes with the return is the result`() {
        install()
        flights.paused()
        phone.threads.pass(9_000)
        phone.screens.ended(ScreenEnd(true))
        flights.resumed()
        phone.threads.pass(60_000)
        assertEquals(InstallerEnd.OK, answers.one)
    }

    @Test
    fun `the return of an earlier call ends no later one`() {
        install()
        flights.paused()
        flights.resumed()
        phone.screens.ended(ScreenEnd(true))
        answers.all.clear()
        install()
        phone.threads.pass(60_000)
        assertTrue(answers.all.isEmpty())
    }

    @Test
    fun `one at a time`() {
        install()
        val second = Answers<InstallerEnd>()
        val other = byteArrayOf(9)
        installer.install(other, "other", second)
        assertEquals("busy", second.code)
        assertContentEquals(ByteArray(1), other)
        assertContentEquals(byteArrayOf(0x30, 1, 2), file)
    }
}
