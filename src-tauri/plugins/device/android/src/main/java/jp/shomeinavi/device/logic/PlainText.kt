package jp.shomeinavi.device.logic

/**
 * What a page says, as it may stand on a screen: without controls and without what hides or turns the text around it, by the rule of
 * Rust (`journey::plain_text`). `tests/native/portal/texts.json` holds both to the same characters.
 */
object PlainText {
    /** Beside the controls. Halves of pairs, which no text of Rust holds, come with private use. */
    private val hidden =
        listOf(
            0xad..0xad,
            0x61c..0x61c,
            0x115f..0x1160,
            0x17b4..0x17b5,
            0x180b..0x180f,
            0x200b..0x200f,
            0x2028..0x202e,
            0x2060..0x206f,
            0x3164..0x3164,
            0xd800..0xf8ff,
            0xfeff..0xfeff,
            0xffa0..0xffa0,
            0xfff0..0xfffb,
            0xe0000..0xe00ff,
            0xe01f0..0x10ffff,
        )

    /** Its first [most] characters that are shown. */
    fun of(
        text: String,
        most: Int,
    ): String {
        val shown = StringBuilder()
        text
            .codePoints()
            .filter(::isShown)
            .limit(most.toLong())
            .forEach { shown.appendCodePoint(it) }
        return shown.toString()
    }

    private fun isShown(character: Int): Boolean =
        character == '\n'.code || (!Character.isISOControl(character) && hidden.none { character in it })
}
