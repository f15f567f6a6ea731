// Stands in for androidx.core.content.FileProvider, never part of the app. It gives out files below the folders that the
// app's own file_paths.xml names (system property "file.paths"), and no others.

package androidx.core.content

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

class FileProvider : ContentProvider() {
    override fun onCreate() = true

    override fun openFile(
        uri: Uri,
        mode: String,
    ): ParcelFileDescriptor = ParcelFileDescriptor.open(file(uri), ParcelFileDescriptor.parseMode(mode))

    override fun query(
        uri: Uri,
        projection: Array<String>?,
        selection: String?,
        arguments: Array<String>?,
        order: String?,
    ): Cursor = MatrixCursor(arrayOf(OpenableColumns.DISPLAY_NAME)).apply { addRow(arrayOf(file(uri).name)) }

    override fun getType(uri: Uri) = "application/octet-stream"

    override fun insert(
        uri: Uri,
        values: ContentValues?,
    ): Uri? = throw UnsupportedOperationException()

    override fun delete(
        uri: Uri,
        selection: String?,
        arguments: Array<String>?,
    ): Int = throw UnsupportedOperationException()

    override fun update(
        uri: Uri,
        values: ContentValues?,
        selection: String?,
        arguments: Array<String>?,
    ): Int = throw UnsupportedOperationException()

    private fun file(uri: Uri): File {
        val (root, name) = uri.pathSegments
        return File(folders(checkNotNull(context)).getValue(root), name)
    }

    companion object {
        @JvmStatic
        fun getUriForFile(
            context: Context,
            authority: String,
            file: File,
        ): Uri {
            val root = folders(context).entries.firstOrNull { it.value == file.canonicalFile.parentFile }?.key
            requireNotNull(root) { "Failed to find configured root that contains $file" }
            return Uri.parse("content://$authority/${Uri.encode(root)}/${Uri.encode(file.name)}")
        }

        private fun folders(context: Context): Map<String, File> {
            val paths = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(File(System.getProperty("file.paths")))
            val entries = paths.getElementsByTagName("cache-path")
            return List(entries.length) { entries.item(it).attributes }.associate {
                val folder = File(context.cacheDir, it.getNamedItem("path").nodeValue)
                it.getNamedItem("name").nodeValue to folder.canonicalFile
            }
        }
    }
}
