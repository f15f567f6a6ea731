package jp.shomeinavi.device.framework

import android.content.Context
import androidx.core.content.FileProvider
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.OutboxPort
import java.io.File

/** A folder of the cache that the app's `file_paths.xml` names. */
internal class AndroidOutbox(
    private val context: Context,
    private val authority: String,
) : OutboxPort {
    private val folder get() = File(context.cacheDir, "outbox")

    override fun put(
        name: String,
        bytes: ByteArray,
    ): String =
        touched(Fault.NOT_WRITTEN) {
            val file = File(folder.apply { mkdirs() }, name)
            file.writeBytes(bytes)
            FileProvider.getUriForFile(context, authority, file).toString()
        }

    override fun clear() {
        folder.listFiles().orEmpty().forEach { it.delete() }
    }
}
