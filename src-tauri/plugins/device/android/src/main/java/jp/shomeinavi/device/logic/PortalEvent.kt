package jp.shomeinavi.device.logic

/** What happens in the portal's window (`app::WindowEvent`). Hosts come from native code alone. */
sealed interface PortalEvent {
    /** The page in front is one of this address, which is allowed; its TLS was judged. */
    data class Page(
        val url: String,
    ) : PortalEvent

    /** A text of the page whose main frame is at [from]; parts of a file are such texts, so it is overwritten once it was read. */
    class Message(
        val from: String,
        val text: ByteArray,
    ) : PortalEvent

    /** The large button. */
    data object Pressed : PortalEvent

    /** A page of [host] was not opened. */
    data class Refused(
        val host: String,
    ) : PortalEvent

    /** A download that the guide has not caught; it was not taken. */
    data class Download(
        val url: String?,
    ) : PortalEvent

    /** The page could not be shown; [host] where its TLS is why, [code] of `WebViewClient`'s where the host was not reached. */
    data class Failed(
        val problem: PortalProblem,
        val host: String? = null,
        val code: Int? = null,
    ) : PortalEvent

    /** A page after the first was not reached, for [code] of `WebViewClient`'s; it can be asked for once more. */
    data class NotReached(
        val code: Int,
    ) : PortalEvent

    /**
     * There is room for it where [waiting] of [most] places are taken. What a page can send without end leaves some to what the
     * window itself and the user say (`app::WindowEvent::tell`).
     */
    fun fits(
        waiting: Int,
        most: Int,
    ): Boolean =
        when (this) {
            is Message -> waiting < most - most / 4
            is Page, is Refused, is Download, is NotReached -> waiting < most - most / 16
            is Pressed, is Failed -> waiting < most
        }

    companion object {
        /** `app::MAX_MESSAGE_BYTES`. */
        const val LONGEST = 64 * 1024
    }
}

/** Why a page could not be shown; [id] crosses to Rust (`app::WindowProblem`). */
enum class PortalProblem(
    val id: String,
) {
    OFFLINE("offline"),
    CRASHED("crashed"),
    UNTRUSTED("untrusted"),
    EXPIRED("expired"),
    NOT_YET_VALID("not-yet-valid"),
    WRONG_HOST("wrong-host"),
    TLS("tls"),
}
