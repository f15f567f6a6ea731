package jp.shomeinavi.device.logic

/** Why the phone did not do it; [code] crosses to Rust and never changes. */
enum class Fault(
    val code: String,
) {
    /** No activity, or none that may be started. */
    NOTHING_ANSWERS("nothing-answers"),

    /** `DISALLOW_CONFIG_CREDENTIALS`, or the installer closed without showing anything. */
    RESTRICTED("restricted"),

    /** A system screen is open already. */
    BUSY("busy"),

    /** The system threw a SecurityException. */
    SECURITY("security"),

    /** The system threw an AssertionError, as KeyChain does on some phones. */
    ASSERTION("assertion"),

    /** KeyChain could not be reached, or failed. */
    KEY_CHAIN("key-chain"),

    /** The alias was granted, but no key or chain came with it. */
    NO_KEY("no-key"),

    /** The key did not sign. */
    SIGNATURE("signature"),

    /** Over [Installer.LARGEST]. */
    TOO_LARGE("too-large"),

    /** The file could not be read. */
    UNREADABLE("unreadable"),

    /** The file did not come in time: it lies in a cloud, and the network is slow. */
    LATE("late"),

    /** The file could not be written. */
    NOT_WRITTEN("not-written"),

    /** The phone's WebView lacks a part that the portal's window needs. */
    OLD_WEB_VIEW("old-web-view"),

    /** Rust asked for something that does not exist. */
    ARGUMENTS("arguments"),

    /** Anything else. */
    INTERNAL("internal"),
}

/** A [Fault] on its way to Rust. Its message names classes only: no alias, no file name, no secret. */
class Refusal(
    val fault: Fault,
    cause: Throwable? = null,
) : Exception(listOfNotNull(fault.code, cause?.javaClass?.name).joinToString(": "), cause)

/** Whatever was thrown, as a [Refusal]. */
fun refusalOf(thrown: Throwable): Refusal =
    when (thrown) {
        is Refusal -> thrown
        is SecurityException -> Refusal(Fault.SECURITY, thrown)
        is AssertionError -> Refusal(Fault.ASSERTION, thrown)
        else -> Refusal(Fault.INTERNAL, thrown)
    }

/** Runs [attempt]; whatever it throws becomes a failure with a [Refusal]. */
inline fun <T> attempted(attempt: () -> T): Result<T> =
    try {
        Result.success(attempt())
    } catch (thrown: Throwable) {
        Result.failure(refusalOf(thrown))
    }
