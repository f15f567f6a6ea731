package jp.shomeinavi.device.framework.portal

import android.os.IBinder
import android.os.RemoteException
import jp.shomeinavi.device.logic.PortalEvent
import java.util.concurrent.ArrayBlockingQueue
import java.util.concurrent.RejectedExecutionException
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit

/** The window's end of the way to the app's process. [ordered] and [closed] come on a thread of the binder. */
internal class PortalLink(
    private val app: IBinder,
    private val ordered: (String) -> Unit,
    private val closed: () -> Unit,
) {
    private val orders =
        OwnBinder { code, data, _ ->
            when (code) {
                PortalParcel.ORDER -> data.readString()?.let(ordered) != null
                PortalParcel.CLOSE -> true.also { closed() }
                else -> false
            }
        }

    /** One after the other, off the main thread; what the app does not take in time is dropped. */
    private val sender =
        ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, ArrayBlockingQueue(WAITING)) { Thread(it, "portal").apply { isDaemon = true } }

    /** The plan; null where the app waits for no window. */
    fun connect(): String? =
        try {
            app.call(PortalParcel.CONNECT, write = { it.writeStrongBinder(orders) }) { it.readString() }
        } catch (gone: RemoteException) {
            null
        }

    fun tell(event: PortalEvent) {
        if (!event.fits(sender.queue.size, WAITING)) {
            return overwrite(event)
        }
        try {
            sender.execute { send(event) }
        } catch (full: RejectedExecutionException) {
            overwrite(event)
        }
    }

    fun end() {
        sender.shutdownNow()
    }

    private fun send(event: PortalEvent) =
        try {
            app.call(PortalParcel.HAPPENED, write = { PortalParcel.write(event, it) }) {}
        } catch (gone: RemoteException) {
            // The service's end closes the window.
        } finally {
            overwrite(event)
        }

    private fun overwrite(event: PortalEvent) {
        (event as? PortalEvent.Message)?.text?.fill(0)
    }

    private companion object {
        const val WAITING = 64
    }
}
