package jp.shomeinavi.device.framework.portal

import android.os.IBinder
import android.os.Parcel
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
        var orders: IBinder? = null

        /** What was ordered before it was there. */
        val early = mutableListOf<String>()
    }

    private var visit: Visit? = null

    val binder =
        OwnBinder { code, data, reply ->
            when (code) {
                PortalParcel.CONNECT -> true.also { reply?.writeString(data.readStrongBinder()?.let(::connected)) }
                PortalParcel.HAPPENED -> PortalParcel.read(data)?.let(::happened) != null
                else -> false
            }
        }

    /** The next window is this one's. One that waits still is given up. */
    fun expect(next: Visit) {
        left()
        synchronized(this) { visit = next }
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

    /** The window has gone, by itself or with its process. */
    fun left() {
        synchronized(this) { visit.also { visit = null } }?.gone?.invoke()
    }

    private fun connected(orders: IBinder): String? {
        val (open, early) =
            synchronized(this) {
                val open = visit?.takeIf { it.orders == null } ?: return null
                open.orders = orders
                open to open.early.toList().also { open.early.clear() }
            }
        try {
            orders.linkToDeath({ died(open) }, 0)
        } catch (dead: RemoteException) {
            return null.also { died(open) }
        }
        early.forEach { order -> send(orders, PortalParcel.ORDER) { it.writeString(order) } }
        return open.plan
    }

    private fun happened(event: PortalEvent) {
        synchronized(this) { visit }?.happened?.invoke(event)
    }

    private fun died(whose: Visit) {
        if (synchronized(this) { visit === whose }) {
            left()
        }
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
