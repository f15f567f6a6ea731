import android.app.Activity
import android.app.ActivityManager
import android.content.ComponentName
import android.content.Intent
import android.os.Binder
import jp.shomeinavi.device.FakeThreads
import jp.shomeinavi.device.framework.portal.AndroidPortal
import jp.shomeinavi.device.framework.portal.PortalActivity
import jp.shomeinavi.device.framework.portal.PortalDoor
import jp.shomeinavi.device.framework.system
import jp.shomeinavi.device.logic.PortalEvent
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowAppTask
import org.robolectric.shadows.ShadowBinder
import org.robolectric.shadows.ShadowProcess
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** One window after another: what is left of the one before neither ends the next one nor speaks for it. */
class PortalAgainTest : PortalOnAndroid() {
    private val application get() = RuntimeEnvironment.getApplication()
    private val threads = FakeThreads()
    private val app by lazy { Robolectric.buildActivity(Activity::class.java).setup().get() }
    private val portal by lazy { AndroidPortal(application, threads) { app } }
    private var ended = 0

    private fun openPortal() = portal.open(plan(), {}) { ended++ }

    /** The window that the app has started, once. */
    private fun started() = shadowOf(app).nextStartedActivity?.component?.className

    /** A window in another process, [orders] being its end. */
    private fun elsewhere(
        identifier: String,
        orders: Binder,
    ) {
        ShadowBinder.setCallingPid(OTHER)
        assertNotNull(connect(bind(identifier), orders))
        ShadowBinder.reset()
    }

    private fun die(orders: Binder) {
        Shadow.extract<ShadowBinder>(orders).deathRecipients.forEach { it.binderDied() }
        threads.settle()
    }

    /** What is left of the window, and the app's own task. */
    private fun tasks(): List<ShadowAppTask> {
        val tasks =
            listOf(PortalActivity::class.java, Activity::class.java).map { shown ->
                ShadowAppTask.newInstance().also { task ->
                    val info = ActivityManager.RecentTaskInfo()
                    info.baseIntent = Intent().setComponent(ComponentName(application, shown))
                    Shadow.extract<ShadowAppTask>(task).setTaskInfo(info)
                }
            }
        shadowOf(application.system<ActivityManager>()).setAppTasks(tasks)
        return tasks.map { Shadow.extract(it) }
    }

    private fun List<ShadowAppTask>.removed() = map { it.isFinishedAndRemoved }

    @Test
    fun `what an old window says late is not said of the next one`() {
        open()
        PortalDoor.close()
        assertEquals(1, gone)
        val told = mutableListOf<PortalEvent>()
        PortalDoor.expect(PortalDoor.Visit(plan(), { told += it }) { ended++ })
        say(way, PortalEvent.Pressed)
        unbind("first")
        assertEquals(0, ended)
        assertNull(connect(way))
        val next = bind("next")
        assertNotNull(connect(next))
        say(way, PortalEvent.Pressed)
        assertEquals(emptyList(), told)
        say(next, PortalEvent.Pressed)
        assertEquals(listOf<PortalEvent>(PortalEvent.Pressed), told)
        unbind("first")
        assertEquals(0, ended)
        unbind("next")
        assertEquals(1, ended)
        assertTrue(happened.none { it is PortalEvent.Pressed })
    }

    @Test
    fun `a window that goes before it has connected is gone`() {
        unbind("first")
        assertEquals(1, gone)
    }

    @Test
    fun `every window binds itself under a name of its own`() {
        controller.create()
        Robolectric.buildActivity(PortalActivity::class.java).create()
        val bound = generateSequence { shadowOf(application).nextStartedService }.toList()
        assertEquals(2, bound.size)
        assertFalse(bound[0].filterEquals(bound[1]))
    }

    @Test
    fun `the process of a window of before ends before the next one comes into it`() {
        openPortal()
        assertEquals(PortalActivity::class.java.name, started())
        val orders = Binder()
        elsewhere("a", orders)
        portal.close()
        assertEquals(1, ended)
        assertFalse(ShadowProcess.wasKilled(OTHER), "it brings the app to the front and ends by itself")
        openPortal()
        assertTrue(ShadowProcess.wasKilled(OTHER))
        assertNull(started())
        val tasks = tasks()
        die(orders)
        assertEquals(PortalActivity::class.java.name, started())
        assertEquals(listOf(true, false), tasks.removed())
        assertNotNull(connect(bind("b")))
        unbind("a")
        assertEquals(1, ended)
    }

    @Test
    fun `no task stays of a window whose process has ended`() {
        openPortal()
        val orders = Binder()
        elsewhere("a", orders)
        val tasks = tasks()
        die(orders)
        assertEquals(1, ended)
        assertEquals(listOf(true, false), tasks.removed())
        val later = tasks()
        AndroidPortal(application, threads) { app }
        assertEquals(listOf(true, false), later.removed(), "nor of one that ended with the app")
    }

    @Test
    fun `a window that lives takes its task away itself, after it has brought the app to the front`() {
        openPortal()
        val orders = Binder()
        elsewhere("a", orders)
        val tasks = tasks()
        portal.close()
        assertEquals(listOf(false, false), tasks.removed())
        die(orders)
    }

    @Test
    fun `a window that never comes is gone, and one that came stays`() {
        openPortal()
        threads.pass(AndroidPortal.PATIENCE - 1)
        assertEquals(0, ended)
        threads.pass(1)
        assertEquals(1, ended)
        assertNull(connect(bind("late")))
        openPortal()
        assertNotNull(connect(bind("in time")))
        threads.pass(AndroidPortal.PATIENCE)
        assertEquals(1, ended)
    }

    private companion object {
        /** A process that is not this one. */
        const val OTHER = 4711
    }
}
