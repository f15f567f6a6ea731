package jp.shomeinavi.device.framework

import android.content.Context
import androidx.core.content.FileProvider
import jp.shomeinavi.device.logic.OutboxPort
import java.io.File

/** A folder of the cache that the app's `file_paths.xml` names, and into which Rust (`android/mod.rs`) puts what is shared. */
internal class AndroidOutbox(
    private val context: Context,
    private val authority: String,
) : OutboxPort {
    private val folder get() = File(context.cacheDir, "outbox")

    override fun address(name: String): String? =
        File(folder, name).takeIf { it.isFile }?.let { FileProvider.getUriForFile(context, authority, it).toString() }

    override fun clear() {
        folder.listFiles().orEmpty().forEach { it.delete() }
    }
}
