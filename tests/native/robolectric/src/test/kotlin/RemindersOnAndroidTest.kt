import android.Manifest
import android.app.Activity
import android.app.AlarmManager
import android.app.Notification
import android.app.NotificationManager
import android.content.Intent
import jp.shomeinavi.device.framework.ReminderReceiver
import jp.shomeinavi.device.framework.system
import org.json.JSONArray
import org.json.JSONObject
import org.junit.Test
import org.robolectric.Shadows.shadowOf
import java.io.File
import java.util.TimeZone
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** Scheduled, after a restart of the phone, cancelled, tapped. */
class RemindersOnAndroidTest : OnAndroid() {
    private val alarms get() = shadowOf(activity.system<AlarmManager>())
    private val notifications get() = shadowOf(activity.system<NotificationManager>())
    private val now = System.currentTimeMillis()

    private fun plan(vararg times: Long) {
        val planned =
            times.map {
                JSONObject(
                    mapOf("id" to "kaigo-dx-3f9a1c02-$it", "at" to it, "title" to TITLE, "text" to "𠮷野さん", "link" to LINK),
                )
            }
        run("planReminders", "channel" to "有効期限の通知", "reminders" to JSONArray(planned)).result
    }

    private fun hear(action: String) = ReminderReceiver().onReceive(activity, Intent(action))

    /** As after a restart, which they do not survive. */
    private fun alarmsAreGone() {
        while (alarms.nextScheduledAlarm != null) Unit
    }

    @Test
    fun `one inexact alarm is set, for what comes next`() {
        plan(now + 2 * HOUR, now + HOUR)
        val alarm = alarms.scheduledAlarms.single()
        assertEquals(now + HOUR, alarm.triggerAtMs)
        assertEquals(AlarmManager.RTC_WAKEUP, alarm.type)
        assertTrue(alarm.isAllowWhileIdle)
        val rings = shadowOf(assertNotNull(alarm.operation))
        assertTrue(rings.isImmutable)
        assertEquals(ReminderReceiver::class.java.name, rings.savedIntent.component?.className)
        assertEquals(ReminderReceiver.DUE, rings.savedIntent.action)
    }

    @Test
    fun `it is set again after the phone was off, and by every other change that moves it`() {
        plan(now + HOUR)
        for (action in ReminderReceiver.HEARD) {
            alarmsAreGone()
            hear(action)
            assertEquals(now + HOUR, alarms.scheduledAlarms.single().triggerAtMs, action)
        }
        alarmsAreGone()
        hear("android.intent.action.AIRPLANE_MODE")
        assertTrue(alarms.scheduledAlarms.isEmpty())
    }

    @Test
    fun `what came while the phone was off comes once it is on`() {
        plan(now - 2 * HOUR, now - HOUR, now + HOUR)
        hear(Intent.ACTION_BOOT_COMPLETED)
        hear(Intent.ACTION_BOOT_COMPLETED)
        val shown = notifications.allNotifications.single()
        assertEquals(TITLE, shown.extras.getString(Notification.EXTRA_TITLE))
        assertEquals("𠮷野さん", shown.extras.getString(Notification.EXTRA_TEXT))
        assertEquals("有効期限の通知", activity.system<NotificationManager>().getNotificationChannel(shown.channelId).name)
        assertEquals(now + HOUR, alarms.scheduledAlarms.single().triggerAtMs)
    }

    @Test
    fun `another time zone moves nothing and brings nothing again`() {
        plan(now - HOUR, now + HOUR)
        hear(ReminderReceiver.DUE)
        val home = TimeZone.getDefault()
        try {
            for (zone in listOf("America/Los_Angeles", "Pacific/Kiritimati", "Asia/Tokyo")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone))
                // Swept away.
                activity.system<NotificationManager>().cancelAll()
                hear(Intent.ACTION_TIMEZONE_CHANGED)
                plan(now - HOUR, now + HOUR)
                hear(ReminderReceiver.DUE)
                assertEquals(now + HOUR, alarms.scheduledAlarms.single().triggerAtMs, zone)
                assertTrue(notifications.allNotifications.isEmpty(), zone)
            }
        } finally {
            TimeZone.setDefault(home)
        }
    }

    @Test
    fun `a tap opens the app at its certificate and nothing else`() {
        plan(now - HOUR)
        hear(ReminderReceiver.DUE)
        val tap = shadowOf(notifications.allNotifications.single().contentIntent)
        assertTrue(tap.isActivity && tap.isImmutable)
        assertEquals(LINK, tap.savedIntent.dataString)
        assertEquals(activity.packageName, tap.savedIntent.`package`)
    }

    @Test
    fun `turned off, no alarm is left`() {
        plan(now + HOUR)
        plan()
        assertTrue(alarms.scheduledAlarms.isEmpty())
        hear(Intent.ACTION_BOOT_COMPLETED)
        assertTrue(alarms.scheduledAlarms.isEmpty())
        assertTrue(notifications.allNotifications.isEmpty())
    }

    @Test
    fun `a file that cannot be read is an empty plan`() {
        File(activity.filesDir, "reminders.json").writeText("{")
        hear(Intent.ACTION_BOOT_COMPLETED)
        assertTrue(alarms.scheduledAlarms.isEmpty())
    }

    @Test
    fun `a full disk ends nothing, and the next alarm is set`() {
        plan(now - HOUR, now + HOUR)
        // Where AtomicFile writes before it renames.
        val inTheWay = File(activity.filesDir, "reminders.json.new")
        assertTrue(File(inTheWay, "not empty").mkdirs())
        alarmsAreGone()
        hear(ReminderReceiver.DUE)
        val shown = notifications.allNotifications.single()
        assertEquals(TITLE, shown.extras.getString(Notification.EXTRA_TITLE))
        assertEquals(now + HOUR, alarms.scheduledAlarms.single().triggerAtMs)

        assertTrue(inTheWay.deleteRecursively())
        hear(ReminderReceiver.DUE)
        activity.system<NotificationManager>().cancelAll()
        hear(ReminderReceiver.DUE)
        assertTrue(notifications.allNotifications.isEmpty())
    }

    @Test
    fun `the permission is asked for, and its answer is the system's`() {
        val manager = activity.system<NotificationManager>()
        shadowOf(manager).setNotificationsEnabled(false)
        assertNull(shadowOf(activity).peekNextStartedActivity())
        val reply = run("askForNotifications")
        val question = started()
        assertContentEquals(
            arrayOf(Manifest.permission.POST_NOTIFICATIONS),
            question.getStringArrayExtra("androidx.activity.result.contract.extra.PERMISSIONS"),
        )
        assertFalse(reply.answered)
        shadowOf(manager).setNotificationsEnabled(true)
        shadowOf(activity).receiveResult(question, Activity.RESULT_OK, null)
        assertTrue(reply.record().getBoolean("allowed"))
        assertTrue(run("lookAtNotifications").record().getBoolean("allowed"))
    }

    @Test
    fun `whether the app is stopped when it was not opened for months is the user's choice`() {
        for (exempt in listOf(false, true)) {
            shadowOf(activity.packageManager).setAutoRevokeWhitelisted(exempt)
            assertEquals(!exempt, run("lookAtNotifications").record().getBoolean("hibernates"))
        }
    }

    private companion object {
        const val HOUR = 3_600_000L
        const val TITLE = "介護DX証明書の有効期限：2028年3月31日"
        const val LINK = "shomei-navi://held/kaigo-dx-3f9a1c02"
    }
}
