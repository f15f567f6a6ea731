package jp.shomeinavi.device.logic

import java.security.PrivateKey

/** What is answered once, from whatever thread. */
typealias Answer<T> = (Result<T>) -> Unit

/** `android.security.KeyChain`. */
interface KeyChainPort {
    /** DER, leaf first; null where the alias is unknown or was not granted. Blocks; never on the main thread. */
    fun chain(alias: String): List<ByteArray>?

    /** Null where the alias is unknown or was not granted. Blocks; never on the main thread. */
    fun privateKey(alias: String): PrivateKey?

    /**
     * Opens the chooser with the keys whose chain names one of [issuers] (DER). [preselected]: the alias that is marked at
     * first; null: the only one there is, else none. Where it names none of them, 「選択」 is grey.
     * [answer] may come from any thread: at once, late, twice or never; null for no key.
     */
    fun choose(
        issuers: List<ByteArray>,
        preselected: String?,
        answer: (String?) -> Unit,
    )

    /** [probe] is there. */
    val tellsAbsence: Boolean

    /** Asks as [choose] does, and shows nothing. [answer] may come as it does there. */
    fun probe(
        issuers: List<ByteArray>,
        answer: (KeyChainOffer) -> Unit,
    )
}

/** What KeyChain has for a question, without a chooser. */
sealed interface KeyChainOffer {
    /** The organisation's policy has chosen. */
    class Policy(
        val alias: String,
    ) : KeyChainOffer

    /** There is a choice, which is the user's. */
    data object Choice : KeyChainOffer

    /** No key matches. */
    data object Nothing : KeyChainOffer
}

/** A screen outside this app. */
sealed interface Screen {
    /** The system's installer. */
    class Installer(
        val pkcs12: ByteArray,
        val name: String,
    ) : Screen

    /** The system's picker, for any type: names and types of certificate files are not to be relied on. */
    data object OpenDocument : Screen

    /** A page of Settings, by its intent action. */
    data class Settings(
        val action: String,
    ) : Screen

    /** A Custom Tab of the browser [browser]. */
    data class CustomTab(
        val url: String,
        val browser: String,
    ) : Screen

    /** The telephone app with the number of the `tel:` address [url] in it. */
    data class Dialer(
        val url: String,
    ) : Screen

    /** The mail app with the mail that the `mailto:` address [url] describes. */
    data class Mail(
        val url: String,
    ) : Screen

    /** Whatever the user opens web pages with. */
    data class WebPage(
        val url: String,
    ) : Screen
}

/** How a screen ended. */
data class ScreenEnd(
    /** `RESULT_OK`. */
    val ok: Boolean,
    /** The document chosen. */
    val uri: String? = null,
)

/** Activities. Throws [Refusal] with [Fault.NOTHING_ANSWERS] where there is none. */
interface Screens {
    /** Opens [screen] and does not wait. */
    fun open(screen: Screen)

    /** Opens [screen]; [ended] comes once, or never when this process or the screen's task is ended. */
    fun openForResult(
        screen: Screen,
        ended: (ScreenEnd) -> Unit,
    )
}

/** What can be seen of the phone. Every look may throw. */
interface PhonePort {
    /** `Build.VERSION.SDK_INT`. */
    val sdk: Int

    /** `Build.VERSION.RELEASE`. */
    val release: String

    /** `Build.MANUFACTURER`. */
    val vendor: String

    /** `DISALLOW_CONFIG_CREDENTIALS` is set. */
    fun restricted(): Boolean

    /** An organisation manages this user: work profile or managed device. */
    fun managed(): Boolean

    /** PIN, pattern or password is set. */
    fun screenLock(): Boolean

    /** An app is installed; the manifest names the packages that may be asked for. */
    fun hasPackage(name: String): Boolean

    /** There is a network with the capability INTERNET. */
    fun online(): Boolean

    /** The WebView's. */
    fun userAgent(): String
}

/** The clipboard. */
interface ClipboardPort {
    /** Replaces its content by [secret], marked sensitive. */
    fun put(secret: String)

    /** What it holds is what [put] left there; null where the system does not tell (in the background). */
    fun holdsOurs(): Boolean?

    /** Empties it. */
    fun clear()
}

/** What is offered to other apps: a file of [OutboxPort]. */
data class Offer(
    val uri: String,
    val type: String,
)

/** The system's share sheet, without this app in it. */
interface ShareSheet {
    /**
     * Opens it; throws [Refusal]. [chosen] comes when an app was chosen, on the main thread, before or shortly after
     * [ended]; [ended] comes once, or never when this process or the sheet's task is ended.
     */
    fun open(
        offer: Offer,
        chosen: () -> Unit,
        ended: () -> Unit,
    )
}

/** Files that other apps may read while they lie there, each only when it was handed to them. Rust puts them there. */
interface OutboxPort {
    /** Where the file can be read; null where there is none. Blocks. */
    fun address(name: String): String?

    /** Deletes all of them. */
    fun clear()
}

/** What this app put into Downloads. Blocks; throws [Refusal]. */
interface DownloadsPort {
    fun save(
        name: String,
        type: String,
        bytes: ByteArray,
    )

    fun saved(): List<Download>

    fun delete(uri: String)
}

/** Documents of other apps. Blocks; throws [Refusal]. */
interface FilesPort {
    /** The document's own name. */
    fun name(uri: String): String?

    /** At most [limit] bytes, and one more where there are more. [stop] makes it throw, as soon as the document's app lets it. */
    fun read(
        uri: String,
        limit: Int,
        stop: Stop,
    ): ByteArray
}

/** The app's window. */
interface WindowPort {
    /** No screenshots, no recording, blank in the list of recent apps. */
    fun secure(on: Boolean)
}

/** Threads and time. */
interface Threads {
    /** Runs off the main thread. A task that hangs does not hold up another. */
    fun background(task: () -> Unit)

    /** Runs on the main thread. */
    fun main(task: () -> Unit)

    /** Runs on the main thread after [millis], unless the function given back was called before. */
    fun later(
        millis: Long,
        task: () -> Unit,
    ): () -> Unit

    /** Milliseconds that never go back. */
    fun now(): Long
}
