package jp.shomeinavi.device.framework

import android.content.Context
import android.net.Uri
import android.os.CancellationSignal
import android.provider.OpenableColumns
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.FilesPort
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.Stop
import java.io.IOException

internal class AndroidFiles(
    private val context: Context,
) : FilesPort {
    override fun name(uri: String): String? =
        context.contentResolver
            .query(Uri.parse(uri), arrayOf(OpenableColumns.DISPLAY_NAME), null, null, null)
            ?.use { if (it.moveToFirst()) it.getString(0) else null }

    override fun read(
        uri: String,
        limit: Int,
        stop: Stop,
    ): ByteArray =
        touched(Fault.UNREADABLE) {
            // Some apps fetch the document before they give the descriptor, some while it is read from a pipe.
            val opening = CancellationSignal()
            stop.by(opening::cancel)
            context.contentResolver.openAssetFileDescriptor(Uri.parse(uri), "r", opening)?.use { document ->
                document.createInputStream().use { stream ->
                    stop.by { document.close() }
                    stream.readNBytes(limit + 1)
                }
            }
        }
}

/** What [touch] gives; nothing, or an IOException, is [fault]. */
internal fun <T : Any> touched(
    fault: Fault,
    touch: () -> T?,
): T =
    try {
        touch() ?: throw Refusal(fault)
    } catch (failure: IOException) {
        throw Refusal(fault, failure)
    }
