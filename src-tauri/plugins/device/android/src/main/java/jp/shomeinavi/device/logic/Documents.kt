package jp.shomeinavi.device.logic

import java.net.URLDecoder
import java.util.concurrent.atomic.AtomicBoolean

/** A file that the user chose, opened or shared. What it is, is found out in Rust. */
class OpenedFile(
    val name: String,
    val bytes: ByteArray,
)

/** Ends a reading from another thread. */
class Stop {
    private var asked = false
    private var ends = {}

    /** What makes the reading end; at once where it was asked for already. */
    fun by(end: () -> Unit) = synchronized(this) { asked.also { ends = end } }.let { if (it) end() }

    fun now() = synchronized(this) { ends.also { asked = true } }.invoke()
}

/** Files of other apps, each by the user's own act. Of a file over the limit that Rust gives, one byte more comes. */
class Documents(
    private val screens: Screens,
    private val files: FilesPort,
    private val threads: Threads,
    private val flights: SingleFlight,
    /** This app's own provider: what it offers to others is not taken back as somebody's file. */
    private val ownAuthority: String,
) {
    private var waiting: String? = null
    private var stopReading = {}

    /** The user chooses a file, which waits from then on; false where none was chosen. */
    fun choose(answer: Answer<Boolean>) {
        val flight = flights.board(false, null, answer) ?: return
        flight.run {
            flight.outside()
            screens.openForResult(Screen.OpenDocument) { end ->
                val uri = end.uri.takeIf { end.ok }
                uri?.let { synchronized(this) { waiting = it } }
                flight.land(Result.success(uri != null))
            }
        }
    }

    /** A file was opened with, or shared to the app. */
    @Synchronized
    fun arrived(uri: String?) {
        val provider = uri?.takeIf { it.startsWith(CONTENT) }?.let(::provider)
        if (provider != null && provider != ownAuthority) {
            waiting = uri
        }
    }

    /**
     * The file that waits, once; null where there is none, or where [stop] came before it was read. One that lies in a cloud
     * may have to come first: for that it has [PATIENCE] milliseconds.
     */
    fun take(
        limit: Int,
        answer: Answer<OpenedFile?>,
    ) {
        val uri = synchronized(this) { waiting.also { waiting = null } } ?: return answer(Result.success(null))
        val open = AtomicBoolean(true)
        val stop = Stop()
        var forgetTimer = {}
        val end = { result: Result<OpenedFile?> ->
            if (open.getAndSet(false)) {
                forgetTimer()
                answer(result)
                stop.now()
            }
        }
        forgetTimer = threads.later(PATIENCE) { end(Result.failure(Refusal(Fault.LATE))) }
        synchronized(this) { stopReading = { end(Result.success(null)) } }
        threads.background { end(attempted { read(uri, limit, stop) }) }
    }

    /** The user does not want to wait for it any longer. */
    fun stop() = synchronized(this) { stopReading }.invoke()

    /**
     * The provider's name as Android finds it: decoded, and without the number of a user before it (AOSP, `Uri.getAuthority` and
     * `ContentProvider.getAuthorityWithoutUserId`). Null where it cannot be decoded: that is no app's.
     */
    private fun provider(uri: String): String? {
        val authority = uri.removePrefix(CONTENT).takeWhile { it !in ENDS }
        return attempted { URLDecoder.decode(authority, Charsets.UTF_8) }.getOrNull()?.substringAfterLast('@')
    }

    private fun read(
        uri: String,
        limit: Int,
        stop: Stop,
    ): OpenedFile {
        val bytes = files.read(uri, limit, stop)
        return OpenedFile(attempted { files.name(uri) }.getOrNull().orEmpty(), bytes)
    }

    companion object {
        /** A certificate file is a few kilobytes; what takes longer is a network that does not carry it. */
        const val PATIENCE = 120_000L

        private const val CONTENT = "content://"

        /** What ends an authority (AOSP, `Uri.StringUri.parseAuthority`). */
        private const val ENDS = "/\\?#"
    }
}
