package jp.shomeinavi.device.framework

import app.tauri.plugin.Invoke
import app.tauri.plugin.JSArray
import app.tauri.plugin.JSObject
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.InstallerEnd
import jp.shomeinavi.device.logic.KeyChainAnswer
import jp.shomeinavi.device.logic.KeyChainQuestion
import jp.shomeinavi.device.logic.NotificationAccess
import jp.shomeinavi.device.logic.OpenedFile
import jp.shomeinavi.device.logic.PhoneSeen
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalNews
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.ReminderPlan
import jp.shomeinavi.device.logic.ShareOutcome
import jp.shomeinavi.device.logic.TlsOutcome
import jp.shomeinavi.device.logic.refusalOf
import org.json.JSONException
import org.json.JSONObject
import java.util.Base64

/**
 * What Rust asked with. Bytes cross as base64, and so does text that a person wrote when it goes to Rust: Tauri takes Java's
 * modified UTF-8 for UTF-8 and ends the process at the first character outside of the BMP.
 */
internal class Arguments(
    invoke: Invoke,
) {
    private val json = decoded { JSONObject(invoke.getRawArgs()) }

    /** All of it, for another process of the app to read. */
    val whole: String get() = json.toString()

    fun text(name: String): String = decoded { json.getString(name) }

    fun bytes(name: String): ByteArray = decoded { Base64.getDecoder().decode(json.getString(name)) }

    fun flag(name: String): Boolean = decoded { json.getBoolean(name) }

    fun number(name: String): Long = decoded { json.getLong(name) }

    fun count(name: String): Int = decoded { json.getInt(name) }

    fun reminders(): ReminderPlan = decoded { plan(json) }

    fun question(): KeyChainQuestion =
        decoded {
            val issuers = json.getJSONArray("issuers")
            KeyChainQuestion(
                alias = text("alias"),
                issuers = List(issuers.length()) { Base64.getDecoder().decode(issuers.getString(it)) },
                nonce = bytes("nonce"),
                mayAsk = flag("mayAsk"),
                several = flag("several"),
            )
        }

    private fun <T> decoded(decode: () -> T): T =
        try {
            decode()
        } catch (malformed: JSONException) {
            throw Refusal(Fault.ARGUMENTS, malformed)
        } catch (malformed: IllegalArgumentException) {
            throw Refusal(Fault.ARGUMENTS, malformed)
        }
}

/** Gives Rust its answer: `null` for [Unit], else what [json] makes of it; a [Refusal]'s code for a failure. */
internal fun <T> Invoke.answer(
    result: Result<T>,
    json: (T) -> JSObject?,
) = result.map(json).fold(
    { if (it == null) resolve() else resolve(it) },
    { refusalOf(it).let { refusal -> reject(refusal.message, refusal.fault.code) } },
)

internal fun json(seen: PhoneSeen): JSObject =
    record(
        "sdk" to seen.sdk,
        "version" to seen.version,
        "vendor" to seen.vendor,
        "restricted" to seen.restricted,
        "managed" to seen.managed,
        "screenLock" to seen.screenLock,
        "chrome" to seen.chrome,
        "online" to seen.online,
        "userAgent" to seen.userAgent,
    )

internal fun json(end: InstallerEnd): JSObject = record("end" to end.id)

internal fun json(answer: KeyChainAnswer): JSObject =
    when (answer) {
        is KeyChainAnswer.NotInstalled -> {
            record("id" to "not-installed", "certain" to answer.certain)
        }

        is KeyChainAnswer.Denied -> {
            record("id" to "denied")
        }

        is KeyChainAnswer.TimedOut -> {
            record("id" to "timed-out")
        }

        is KeyChainAnswer.Managed -> {
            record("id" to "managed")
        }

        is KeyChainAnswer.Answered -> {
            record(
                "id" to "answered",
                "alias" to base64(answer.alias),
                "chain" to JSArray().apply { answer.chain.forEach { put(base64(it)) } },
                "signature" to base64(answer.signature),
            )
        }
    }

internal fun json(outcome: TlsOutcome): JSObject =
    when (outcome) {
        is TlsOutcome.Answered -> record("id" to "answered", "status" to outcome.status, "asked" to outcome.asked)
        is TlsOutcome.Refused -> record("id" to "refused")
        is TlsOutcome.Untrusted -> record("id" to "untrusted")
        is TlsOutcome.Unreachable -> record("id" to "unreachable")
        is TlsOutcome.TimedOut -> record("id" to "timed-out")
    }

internal fun json(file: OpenedFile?): JSObject =
    record("file" to file?.let { record("name" to base64(it.name), "bytes" to base64(it.bytes)) })

/** Texts of the window are the portal's. What a message holds is overwritten once it was written here. */
internal fun json(news: PortalNews): JSObject =
    record("events" to JSArray().apply { news.events.forEach { put(json(it)) } }, "open" to news.open)

private fun json(event: PortalEvent): JSObject =
    when (event) {
        is PortalEvent.Page -> {
            record("id" to "page", "url" to base64(event.url))
        }

        is PortalEvent.Message -> {
            record("id" to "message", "from" to base64(event.from), "text" to base64(event.text)).also { event.text.fill(0) }
        }

        is PortalEvent.Pressed -> {
            record("id" to "pressed")
        }

        is PortalEvent.Refused -> {
            record("id" to "refused", "host" to base64(event.host))
        }

        is PortalEvent.Download -> {
            record("id" to "download", "url" to event.url?.let(::base64))
        }

        is PortalEvent.NotReached -> {
            record("id" to "not-reached", "code" to event.code)
        }

        is PortalEvent.Failed -> {
            record("id" to "failed", "problem" to event.problem.id, "host" to event.host?.let(::base64), "code" to event.code)
        }
    }

internal fun deleted(deleted: Boolean): JSObject = record("deleted" to deleted)

internal fun json(access: NotificationAccess): JSObject = record("allowed" to access.allowed, "hibernates" to access.hibernates)

internal fun chosen(chosen: Boolean): JSObject = record("chosen" to chosen)

internal fun json(end: ShareOutcome): JSObject = record("end" to end.id)

private fun record(vararg fields: Pair<String, Any?>) =
    JSObject().apply { fields.forEach { (name, value) -> put(name, value ?: JSONObject.NULL) } }

private fun base64(text: String): String = base64(text.encodeToByteArray())

private fun base64(bytes: ByteArray): String = Base64.getEncoder().encodeToString(bytes)
