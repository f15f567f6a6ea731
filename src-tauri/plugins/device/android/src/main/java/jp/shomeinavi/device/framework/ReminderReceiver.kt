package jp.shomeinavi.device.framework

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.Reminders

/** An alarm rings; the phone was started, the app renewed, the clock or the time zone set. */
class ReminderReceiver : BroadcastReceiver() {
    override fun onReceive(
        context: Context,
        intent: Intent,
    ) {
        if (intent.action !in HEARD) return
        try {
            Reminders(AndroidReminders(context.applicationContext)).wake()
        } catch (full: Refusal) {
            // Nobody is here to be told, and the next alarm is set. Thrown on, it would end the app under the user's hands.
        }
    }

    internal companion object {
        const val DUE = "jp.shomeinavi.device.REMINDER_DUE"

        val HEARD =
            setOf(
                DUE,
                Intent.ACTION_BOOT_COMPLETED,
                Intent.ACTION_MY_PACKAGE_REPLACED,
                Intent.ACTION_TIME_CHANGED,
                Intent.ACTION_TIMEZONE_CHANGED,
            )
    }
}
