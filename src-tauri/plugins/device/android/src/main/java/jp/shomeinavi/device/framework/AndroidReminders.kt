package jp.shomeinavi.device.framework

import android.Manifest
import android.app.AlarmManager
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.util.AtomicFile
import app.tauri.plugin.PluginManager
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.Reminder
import jp.shomeinavi.device.logic.ReminderPlan
import jp.shomeinavi.device.logic.RemindersPort
import org.json.JSONArray
import org.json.JSONException
import org.json.JSONObject
import java.io.File
import java.io.FileOutputStream
import java.io.IOException

/**
 * One inexact alarm, which needs no permission (`AlarmManager.setAndAllowWhileIdle`), and a file of the app for what it is
 * for: alarms are gone when the phone is switched off.
 */
internal class AndroidReminders(
    private val context: Context,
) : RemindersPort {
    private val file get() = AtomicFile(File(context.filesDir, "reminders.json"))

    override fun now(): Long = System.currentTimeMillis()

    override fun allowed(): Boolean = notifications().areNotificationsEnabled()

    override fun hibernates(): Boolean = !context.packageManager.isAutoRevokeWhitelisted

    override fun ask(answered: () -> Unit) =
        PluginManager.requestPermissions(arrayOf(Manifest.permission.POST_NOTIFICATIONS)) { answered() }

    override fun read(): ReminderPlan =
        try {
            plan(JSONObject(file.readFully().decodeToString()))
        } catch (absent: IOException) {
            NOTHING
        } catch (malformed: JSONException) {
            NOTHING
        }

    override fun write(plan: ReminderPlan) {
        val written = file
        var stream: FileOutputStream? = null
        try {
            stream = written.startWrite()
            stream.write(json(plan).toString().encodeToByteArray())
            written.finishWrite(stream)
        } catch (full: IOException) {
            written.failWrite(stream)
            throw Refusal(Fault.NOT_WRITTEN, full)
        }
    }

    override fun wakeAt(at: Long?) {
        val alarms = context.system<AlarmManager>()
        val rings = Intent(context, ReminderReceiver::class.java).setAction(ReminderReceiver.DUE)
        val alarm = PendingIntent.getBroadcast(context, 0, rings, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT)
        if (at == null) alarms.cancel(alarm) else alarms.setAndAllowWhileIdle(AlarmManager.RTC_WAKEUP, at, alarm)
    }

    override fun show(
        reminder: Reminder,
        channel: String,
    ) {
        val manager = notifications()
        manager.createNotificationChannel(NotificationChannel(CHANNEL, channel, NotificationManager.IMPORTANCE_DEFAULT))
        val opens = Intent(Intent.ACTION_VIEW, Uri.parse(reminder.link)).setPackage(context.packageName)
        val shown =
            Notification
                .Builder(context, CHANNEL)
                .setSmallIcon(android.R.drawable.ic_popup_reminder)
                .setContentTitle(reminder.title)
                .setContentText(reminder.text)
                .setStyle(Notification.BigTextStyle().bigText(reminder.text))
                .setContentIntent(PendingIntent.getActivity(context, 0, opens, PendingIntent.FLAG_IMMUTABLE))
                .setAutoCancel(true)
                .build()
        manager.notify(reminder.link, 0, shown)
    }

    private fun notifications(): NotificationManager = context.system()

    private companion object {
        /** Never changes: the user's choice in Settings hangs on it. */
        const val CHANNEL = "expiry"

        val NOTHING = ReminderPlan("", emptyList())
    }
}

/** As Rust gives it, and as it is kept. */
internal fun plan(json: JSONObject): ReminderPlan {
    val reminders = json.getJSONArray("reminders")
    return ReminderPlan(
        json.getString("channel"),
        List(reminders.length()) { reminder(reminders.getJSONObject(it)) },
    )
}

private fun reminder(json: JSONObject) =
    Reminder(
        id = json.getString("id"),
        at = json.getLong("at"),
        title = json.getString("title"),
        text = json.getString("text"),
        link = json.getString("link"),
        shown = json.optBoolean("shown"),
    )

private fun json(plan: ReminderPlan) =
    JSONObject()
        .put("channel", plan.channel)
        .put("reminders", JSONArray().apply { plan.reminders.forEach { put(json(it)) } })

private fun json(reminder: Reminder) =
    JSONObject()
        .put("id", reminder.id)
        .put("at", reminder.at)
        .put("title", reminder.title)
        .put("text", reminder.text)
        .put("link", reminder.link)
        .put("shown", reminder.shown)
