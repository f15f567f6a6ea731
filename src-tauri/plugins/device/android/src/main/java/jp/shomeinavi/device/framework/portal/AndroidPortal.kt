package jp.shomeinavi.device.framework.portal

import android.app.Activity
import android.content.Context
import android.content.Intent
import jp.shomeinavi.device.framework.started
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalPort
import jp.shomeinavi.device.logic.Threads

/** [activity] gives the activity in front. */
internal class AndroidPortal(
    private val context: Context,
    private val threads: Threads,
    private val activity: () -> Activity,
) : PortalPort {
    init {
        // Of a window whose process was ended, and nobody was there to see it.
        wipe()
    }

    override fun supported(): Boolean = PortalMessages.supported()

    override fun open(
        plan: String,
        happened: (PortalEvent) -> Unit,
        gone: () -> Unit,
    ) {
        PortalDoor.expect(
            PortalDoor.Visit(plan, happened) {
                wipe()
                gone()
            },
        )
        show()
    }

    override fun order(order: String) {
        when (PortalOrder.of(order)) {
            is PortalOrder.Show -> show()
            is PortalOrder.Bar, is PortalOrder.Run -> PortalDoor.order(order)
        }
    }

    override fun close() = PortalDoor.close()

    /** The window lies in a task of its own: the app's activity is the only one of its task, and takes away what lies over it. */
    private fun show() =
        started {
            activity().startActivity(Intent(context, PortalActivity::class.java).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
        }

    private fun wipe() = threads.background { PortalProcess.wipe(context) }
}
