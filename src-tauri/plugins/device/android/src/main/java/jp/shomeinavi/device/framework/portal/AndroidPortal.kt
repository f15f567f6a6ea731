package jp.shomeinavi.device.framework.portal

import android.app.Activity
import android.app.ActivityManager
import android.content.Context
import android.content.Intent
import jp.shomeinavi.device.framework.started
import jp.shomeinavi.device.framework.system
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalPort
import jp.shomeinavi.device.logic.Threads
import jp.shomeinavi.device.logic.attempted

/** [activity] gives the activity in front. */
internal class AndroidPortal(
    private val context: Context,
    private val threads: Threads,
    private val activity: () -> Activity,
) : PortalPort {
    init {
        // Of a window whose process was ended, and nobody was there to see it.
        clear()
    }

    override fun supported(): Boolean = PortalMessages.supported()

    override fun open(
        plan: String,
        happened: (PortalEvent) -> Unit,
        gone: () -> Unit,
    ) {
        var forgetTimer = {}
        val visit =
            PortalDoor.Visit(plan, happened) {
                forgetTimer()
                clear()
                gone()
            }
        PortalDoor.expect(visit)
        forgetTimer = threads.later(PATIENCE) { PortalDoor.giveUp(visit) }
        if (PortalDoor.isEmpty) {
            come()
        } else {
            PortalDoor.empty { threads.main { attempted(::come).onFailure { PortalDoor.left(visit) } } }
        }
    }

    override fun order(order: String) {
        when (PortalOrder.of(order)) {
            is PortalOrder.Show -> show()
            is PortalOrder.Bar, is PortalOrder.Run, is PortalOrder.Retry -> PortalDoor.order(order)
        }
    }

    override fun close() = PortalDoor.close()

    private fun come() {
        clearTask()
        show()
    }

    /** The window lies in a task of its own: the app's activity is the only one of its task, and takes away what lies over it. */
    private fun show() =
        started {
            activity().startActivity(Intent(context, PortalActivity::class.java).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
        }

    private fun clear() {
        // A window that lives takes its task away itself, once it has brought the app to the front.
        if (PortalDoor.isEmpty) {
            clearTask()
        }
        threads.background { PortalProcess.wipe(context) }
    }

    /** A window in the background outlives its process as a task that shows nothing (AOSP, `WindowProcessController.handleAppDied`). */
    private fun clearTask() =
        context.system<ActivityManager>().appTasks.forEach { task ->
            // One that has gone meanwhile throws.
            attempted {
                val shows = task.taskInfo?.baseIntent?.component
                if (shows?.className == PortalActivity::class.java.name) {
                    task.finishAndRemoveTask()
                }
            }
        }

    internal companion object {
        /** Milliseconds in which a window connects that comes at all. */
        const val PATIENCE = 30_000L
    }
}
