package jp.shomeinavi.device.framework

import android.content.ContentUris
import android.content.ContentValues
import android.content.Context
import android.net.Uri
import android.os.Environment
import android.provider.MediaStore
import jp.shomeinavi.device.logic.Download
import jp.shomeinavi.device.logic.DownloadsPort
import jp.shomeinavi.device.logic.Fault

/** What an app put there itself needs no permission. */
internal class AndroidDownloads(
    private val context: Context,
) : DownloadsPort {
    private val resolver get() = context.contentResolver
    private val collection get() = MediaStore.Downloads.getContentUri(MediaStore.VOLUME_EXTERNAL_PRIMARY)

    override fun save(
        name: String,
        type: String,
        bytes: ByteArray,
    ) {
        val uri = touched(Fault.NOT_WRITTEN) { resolver.insert(collection, described(name, type)) }
        try {
            touched(Fault.NOT_WRITTEN) { resolver.openOutputStream(uri, "w")?.use { it.write(bytes) } }
            resolver.update(uri, ContentValues().apply { put(MediaStore.MediaColumns.IS_PENDING, 0) }, null, null)
        } catch (failure: Throwable) {
            resolver.delete(uri, null, null)
            throw failure
        }
    }

    override fun saved(): List<Download> =
        resolver
            .query(
                collection,
                arrayOf(MediaStore.MediaColumns._ID, MediaStore.MediaColumns.DISPLAY_NAME),
                "${MediaStore.MediaColumns.OWNER_PACKAGE_NAME} = ?",
                arrayOf(context.packageName),
                null,
            )?.use { rows ->
                generateSequence { rows.takeIf { it.moveToNext() } }
                    .map { Download(ContentUris.withAppendedId(collection, it.getLong(0)).toString(), it.getString(1).orEmpty()) }
                    .toList()
            }.orEmpty()

    override fun delete(uri: String) {
        resolver.delete(Uri.parse(uri), null, null)
    }

    /** Hidden from others until it is whole. */
    private fun described(
        name: String,
        type: String,
    ) = ContentValues().apply {
        put(MediaStore.MediaColumns.DISPLAY_NAME, name)
        put(MediaStore.MediaColumns.MIME_TYPE, type)
        put(MediaStore.MediaColumns.RELATIVE_PATH, Environment.DIRECTORY_DOWNLOADS)
        put(MediaStore.MediaColumns.IS_PENDING, 1)
    }
}
