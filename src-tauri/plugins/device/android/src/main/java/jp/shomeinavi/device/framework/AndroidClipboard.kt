package jp.shomeinavi.device.framework

import android.content.ClipData
import android.content.ClipDescription
import android.content.ClipboardManager
import android.content.Context
import android.os.PersistableBundle
import jp.shomeinavi.device.logic.ClipboardPort

internal class AndroidClipboard(
    private val context: Context,
) : ClipboardPort {
    override fun put(secret: String) {
        val clip = ClipData.newPlainText(LABEL, secret)
        clip.description.extras = PersistableBundle().apply { putBoolean(ClipDescription.EXTRA_IS_SENSITIVE, true) }
        clipboard().setPrimaryClip(clip)
    }

    override fun holdsOurs(): Boolean? = clipboard().primaryClipDescription?.let { it.label == LABEL }

    override fun clear() = clipboard().clearPrimaryClip()

    private fun clipboard(): ClipboardManager = context.system()

    private companion object {
        const val LABEL = "証明書ナビ"
    }
}
