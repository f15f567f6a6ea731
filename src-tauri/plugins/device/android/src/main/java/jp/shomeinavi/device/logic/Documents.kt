package jp.shomeinavi.device.logic

/** A file that the user chose, opened or shared. What it is, is found out in Rust. */
class OpenedFile(
    val name: String,
    val bytes: ByteArray,
)

/** Files in and out of the app, each by the user's own act. */
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
    fun pick(answer: Answer<OpenedFile?>) {
        val flight = flights.board(null, null, answer) ?: return
        flight.run {
            flight.outside()
            screens.openForResult(Screen.OpenDocument) { end ->
                val uri = end.uri.takeIf { end.ok }
                threads.background { flight.run { flight.land(Result.success(uri?.let(::read))) } }
            }
        }
    }

    /** The user chooses where; false where nowhere. [bytes] is overwritten in the end. */
    fun save(
        name: String,
        bytes: ByteArray,
        answer: Answer<Boolean>,
    ) {
        val flight = flights.board(false, null, answer) ?: return
        flight.afterwards { bytes.fill(0) }
        flight.run {
            flight.outside()
            screens.openForResult(Screen.CreateDocument(name, PKCS12)) { end ->
                val uri = end.uri.takeIf { end.ok }
                threads.background {
                    flight.run {
                        uri?.let { files.write(it, bytes) }
                        flight.land(Result.success(uri != null))
                    }
                }
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
    fun take(answer: Answer<OpenedFile?>) {
        val uri = synchronized(this) { arrived.also { arrived = null } }
        threads.background { answer(attempted { uri?.let(::read) }) }
    }

    private fun read(uri: String): OpenedFile {
        val bytes = files.read(uri, LARGEST)
        if (bytes.size > LARGEST) {
            throw Refusal(Fault.TOO_LARGE)
        }
        return OpenedFile(attempted { files.name(uri) }.getOrNull().orEmpty(), bytes)
    }

    companion object {
        /** Far more than a certificate file has, and no burden for a phone. */
        const val LARGEST = 1024 * 1024

        /** RFC 7292 names none; what Android's own installer registers for. */
        const val PKCS12 = "application/x-pkcs12"
    }
}
