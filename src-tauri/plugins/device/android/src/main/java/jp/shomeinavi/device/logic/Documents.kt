package jp.shomeinavi.device.logic

/** A file that the user chose, opened or shared. What it is, is found out in Rust. */
class OpenedFile(
    val name: String,
    val bytes: ByteArray,
)

/** Files of other apps, each by the user's own act. Of a file over the limit that Rust gives, one byte more comes. */
class Documents(
    private val screens: Screens,
    private val files: FilesPort,
    private val threads: Threads,
    private val flights: SingleFlight,
    /** This app's own provider: what it offers to others is not taken back as somebody's file. */
    private val ownAuthority: String,
) {
    private var arrived: String? = null

    /** The user chooses a file; null where none was chosen. */
    fun pick(
        limit: Int,
        answer: Answer<OpenedFile?>,
    ) {
        val flight = flights.board(null, null, answer) ?: return
        flight.run {
            flight.outside()
            screens.openForResult(Screen.OpenDocument) { end ->
                val uri = end.uri.takeIf { end.ok }
                threads.background { flight.run { flight.land(Result.success(uri?.let { read(it, limit) })) } }
            }
        }
    }

    /**
     * A file was opened with, or shared to the app. [replayed]: the system started the app again from its list of recent
     * apps and repeats an intent that was answered long ago.
     */
    @Synchronized
    fun arrived(
        uri: String?,
        replayed: Boolean,
    ) {
        if (uri != null && !replayed && uri.startsWith("content://") && !uri.startsWith("content://$ownAuthority/")) {
            arrived = uri
        }
    }

    /** The file that arrived last, once; null where there is none. */
    fun take(
        limit: Int,
        answer: Answer<OpenedFile?>,
    ) {
        val uri = synchronized(this) { arrived.also { arrived = null } }
        threads.background { answer(attempted { uri?.let { read(it, limit) } }) }
    }

    private fun read(
        uri: String,
        limit: Int,
    ): OpenedFile {
        val bytes = files.read(uri, limit)
        return OpenedFile(attempted { files.name(uri) }.getOrNull().orEmpty(), bytes)
    }
}
