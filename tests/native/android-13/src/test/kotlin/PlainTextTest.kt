import com.fasterxml.jackson.databind.ObjectMapper
import jp.shomeinavi.device.logic.PlainText
import org.junit.jupiter.api.Test
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What a dialog of a page shows, by the table that Rust is held to as well. */
class PlainTextTest {
    private val table = ObjectMapper().readTree(File(System.getProperty("shared"), "texts.json"))

    private fun shown(text: String) = PlainText.of(text, 400)

    @Test
    fun `every character is shown or hidden as in Rust`() {
        val hidden = table["hidden"].map { range -> range[0].textValue().toInt(16)..range[1].textValue().toInt(16) }
        assertTrue(hidden.size > 5)
        for (character in 0..Character.MAX_CODE_POINT) {
            val text = String(Character.toChars(character))
            val isHalf = character in 0xd800..0xdfff
            assertEquals(if (isHalf || hidden.any { character in it }) "" else text, shown(text), "%x".format(character))
        }
    }

    @Test
    fun `dialogs read as in Rust`() {
        assertTrue(table["dialogs"].size() > 3)
        table["dialogs"].forEach { assertEquals(it[1].textValue(), shown(it[0].textValue())) }
    }

    @Test
    fun `a dialog has so many characters that are shown, and no half of one`() {
        assertEquals("𠮷".repeat(400), shown("\u202e".repeat(1000) + "𠮷".repeat(500)))
        assertEquals("一二", shown("一\ud842二"))
    }
}
