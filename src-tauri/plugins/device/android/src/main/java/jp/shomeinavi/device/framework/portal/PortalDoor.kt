package jp.shomeinavi.device.framework.portal

import android.os.Binder
import android.os.IBinder
import android.os.Parcel
import android.os.Process
import android.os.RemoteException
import jp.shomeinavi.device.logic.PortalEvent

/** The app's end of the way to the window's process: one window at a time. Any thread. */
internal object PortalDoor {
    /** A window that is waited for or there. */
    class Visit(
        val plan: String,
        val happened: (PortalEvent) -> Unit,
        val gone: () -> Unit,
    ) {
        /** A window is bound to it, connected or not yet. */
        var bound = false
        var orders: IBinder? = null

        /** What was ordered before it was there. */
        val early = mutableListOf<String>()
    }

    /** What one window is bound to: its visit's alone, so that what an old window says late is not the next one's. */
    class Link(
        private val visit: Visit?,
    ) {
        val binder =
            OwnBinder { code, data, reply ->
                when (code) {
                    PortalParcel.CONNECT -> true.also { reply?.writeString(data.readStrongBinder()?.let { connected(visit, it) }) }
                    PortalParcel.HAPPENED -> PortalParcel.read(data)?.let { happened(visit, it) } != null
                    else -> false
                }
            }

        /** The window has gone, connected or not. */
        fun left() {
            visit?.let { PortalDoor.left(it) }
        }
    }

    /** Where a window is, until it has ended. */
    private class WindowProcess(
        val pid: Int,
    ) {
        var ended = {}
    }

    private var visit: Visit? = null
    private var process: WindowProcess? = null

    /** No process of a window is left that has connected once. */
    val isEmpty get() = synchronized(this) { process == null }

    /** The next window is this one's. One that waits still is given up. */
    fun expect(next: Visit) {
        left()
        synchronized(this) { visit = next }
    }

    /** For a window that binds itself. */
    fun link() = synchronized(this) { Link(visit?.takeIf { !it.bound }?.also { it.bound = true }) }

    /**
     * Ends the process of a window of before, frozen or not, and calls [then] when it is gone: the next window would come into it
     * and end with it. Calls at once where there is none.
     */
    fun empty(then: () -> Unit) {
        val old = synchronized(this) { process?.also { it.ended = then } } ?: return then()
        Process.killProcess(old.pid)
    }

    fun order(order: String) {
        val orders =
            synchronized(this) {
                val open = visit ?: return
                open.orders ?: return Unit.also { open.early += order }
            }
        send(orders, PortalParcel.ORDER) { it.writeString(order) }
    }

    /** Closes the window; one that comes later finds that it is not waited for. */
    fun close() {
        synchronized(this) { visit }?.orders?.let { orders -> send(orders, PortalParcel.CLOSE) {} }
        left()
    }

    /** No window has come for [whose]. */
    fun giveUp(whose: Visit) {
        if (synchronized(this) { whose.orders == null }) {
            left(whose)
        }
    }

    /** The window has gone, by itself or with its process. */
    fun left() {
        synchronized(this) { visit }?.let(::left)
    }

    /** The window of [whose] has gone; nothing where another one is waited for by now. */
    fun left(whose: Visit) {
        if (synchronized(this) { (visit === whose).also { if (it) visit = null } }) {
            whose.gone()
        }
    }

    private fun connected(
        whose: Visit?,
        orders: IBinder,
    ): String? {
        // Never the app's own.
        val lives = Binder.getCallingPid().takeIf { it != Process.myPid() }?.let(::WindowProcess)
        val (open, early) =
            synchronized(this) {
                val open = whose?.takeIf { it === visit && it.orders == null } ?: return null
                open.orders = orders
                process = lives
                open to open.early.toList().also { open.early.clear() }
            }
        try {
            orders.linkToDeath({ died(open, lives) }, 0)
        } catch (dead: RemoteException) {
            return null.also { died(open, lives) }
        }
        early.forEach { order -> send(orders, PortalParcel.ORDER) { it.writeString(order) } }
        return open.plan
    }

    private fun happened(
        whose: Visit?,
        event: PortalEvent,
    ) {
        synchronized(this) { visit }?.takeIf { it === whose }?.happened?.invoke(event)
    }

    private fun died(
        whose: Visit,
        lived: WindowProcess?,
    ) {
        synchronized(this) {
            if (process === lived) {
                process = null
            }
        }
        left(whose)
        lived?.ended?.invoke()
    }

    private fun send(
        orders: IBinder,
        code: Int,
        write: (Parcel) -> Unit,
    ) = try {
        orders.call(code, IBinder.FLAG_ONEWAY, write) {}
    } catch (gone: RemoteException) {
        // Its death is told of elsewhere.
    }
}
