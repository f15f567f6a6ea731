package jp.shomeinavi.device

import android.content.Intent
import android.net.Uri

/**
 * What of an intent the app may see; every activity of the app goes through it before Tauri does.
 *
 * An intent that was answered is nothing but a start: the system hands it to the activity again when it builds that anew
 * ([restored]: there is saved state) or opens it from the list of recent apps. `FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY` alone
 * does not tell, because it is set only where the task has no activity left (`ActivityStarter.setTargetRootTaskIfNeeded`).
 *
 * A link keeps its ASCII and has the rest percent-encoded: Tauri hands it to Rust in Java's modified UTF-8, and a character
 * outside of the BMP would end the process there.
 */
fun arriving(
    intent: Intent,
    restored: Boolean,
): Intent {
    val answered = restored || intent.flags and Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY != 0
    val link = intent.data?.takeIf { it.scheme != "content" }
    return when {
        answered -> Intent(Intent.ACTION_MAIN).setComponent(intent.component)
        link != null -> Intent(intent).setDataAndType(encoded(link), intent.type)
        else -> intent
    }
}

/** Of a character that stands alone where two make one, nothing is left but a question mark. */
private fun encoded(link: Uri): Uri = Uri.parse(Uri.encode(link.toString(), ASCII))

/** All that can be seen of it, so that nothing that is encoded already is encoded again. */
private val ASCII = String(CharArray(95) { ' ' + it })
