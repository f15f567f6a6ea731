package jp.shomeinavi.device.logic

/** A secret on the clipboard, with an end. Does not outlive the process: from Android 13 the system ends it after an hour. */
class SecretClip(
    private val clipboard: ClipboardPort,
    private val threads: Threads,
) {
    private var cancel: () -> Unit = {}

    /** Taken back after [lifetime] milliseconds, unless it is known that something else was copied meanwhile. */
    fun copy(
        secret: String,
        lifetime: Long,
    ) {
        clipboard.put(secret)
        cancel()
        cancel =
            threads.later(lifetime) {
                attempted {
                    if (clipboard.holdsOurs() != false) {
                        clipboard.clear()
                    }
                }
            }
    }
}
