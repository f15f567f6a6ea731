package jp.shomeinavi.device.framework.portal

import android.os.Binder
import android.os.IBinder
import android.os.Parcel
import android.os.Process
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalProblem

/** What the two processes of this app say to each other: never a file, and nothing that another app may call. */
internal object PortalParcel {
    /** To the app: the window is there. With its [IBinder] for orders; answered with the plan, or null where none is waited for. */
    const val CONNECT = IBinder.FIRST_CALL_TRANSACTION

    /** To the app: a [PortalEvent]. Answered once it lies in the queue, so that nothing piles up on the way. */
    const val HAPPENED = IBinder.FIRST_CALL_TRANSACTION + 1

    /** To the window: JSON of an order. */
    const val ORDER = IBinder.FIRST_CALL_TRANSACTION

    /** To the window. */
    const val CLOSE = IBinder.FIRST_CALL_TRANSACTION + 1

    fun write(
        event: PortalEvent,
        to: Parcel,
    ) {
        when (event) {
            is PortalEvent.Page -> to.of(PAGE, event.url)
            is PortalEvent.Message -> to.of(MESSAGE, event.from).writeByteArray(event.text)
            is PortalEvent.Pressed -> to.writeInt(PRESSED)
            is PortalEvent.Refused -> to.of(REFUSED, event.host)
            is PortalEvent.Download -> to.of(DOWNLOAD, event.url)
            is PortalEvent.NotReached -> to.apply { writeInt(NOT_REACHED) }.writeInt(event.code)
            is PortalEvent.Failed -> to.of(FAILED, event.host).apply { writeInt(event.problem.ordinal) }.writeValue(event.code)
        }
    }

    /** Null for what is none. */
    fun read(from: Parcel): PortalEvent? {
        fun text() = from.readString()
        return when (from.readInt()) {
            PAGE -> text()?.let(PortalEvent::Page)
            MESSAGE -> text()?.let { page -> from.createByteArray()?.let { PortalEvent.Message(page, it) } }
            PRESSED -> PortalEvent.Pressed
            REFUSED -> text()?.let(PortalEvent::Refused)
            DOWNLOAD -> PortalEvent.Download(text())
            FAILED -> failed(from)
            NOT_REACHED -> PortalEvent.NotReached(from.readInt())
            else -> null
        }
    }

    private fun failed(from: Parcel): PortalEvent? {
        val host = from.readString()
        val problem = PortalProblem.entries.getOrNull(from.readInt())
        val code = from.readValue(null) as? Int
        return problem?.let { PortalEvent.Failed(it, host, code) }
    }

    private fun Parcel.of(
        kind: Int,
        text: String?,
    ) = apply {
        writeInt(kind)
        writeString(text)
    }

    private const val PAGE = 0
    private const val MESSAGE = 1
    private const val PRESSED = 2
    private const val REFUSED = 3
    private const val DOWNLOAD = 4
    private const val FAILED = 5
    private const val NOT_REACHED = 6
}

/** Takes calls of this app alone. */
internal open class OwnBinder(
    private val take: (code: Int, data: Parcel, reply: Parcel?) -> Boolean,
) : Binder() {
    override fun onTransact(
        code: Int,
        data: Parcel,
        reply: Parcel?,
        flags: Int,
    ): Boolean = getCallingUid() == Process.myUid() && (take(code, data, reply) || super.onTransact(code, data, reply, flags))
}

/** Calls with what [write] puts into the parcel; `answer` reads what came back. Throws where the other process is gone. */
internal fun <T> IBinder.call(
    code: Int,
    flags: Int = 0,
    write: (Parcel) -> Unit = {},
    answer: (Parcel) -> T,
): T {
    val data = Parcel.obtain()
    val reply = Parcel.obtain()
    try {
        write(data)
        transact(code, data, reply, flags)
        return answer(reply)
    } finally {
        data.recycle()
        reply.recycle()
    }
}
