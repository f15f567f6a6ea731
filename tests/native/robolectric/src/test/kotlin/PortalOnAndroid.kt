import android.content.ComponentName
import android.content.Intent
import android.os.Binder
import android.os.IBinder
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.webkit.WebView
import android.widget.Button
import android.widget.TextView
import androidx.webkit.WebViewCompat
import jp.shomeinavi.device.framework.portal.PortalActivity
import jp.shomeinavi.device.framework.portal.PortalDoor
import jp.shomeinavi.device.framework.portal.PortalParcel
import jp.shomeinavi.device.framework.portal.PortalService
import jp.shomeinavi.device.framework.portal.call
import jp.shomeinavi.device.logic.PortalEvent
import org.json.JSONObject
import org.junit.After
import org.junit.Before
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowApplication
import org.robolectric.shadows.ShadowBinder
import org.robolectric.shadows.ShadowProcess
import java.io.File
import java.util.concurrent.CopyOnWriteArrayList

/** A window that is waited for, and both ends of the way between the two processes. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [33, 34, 35, 36])
abstract class PortalOnAndroid {
    /** Told on other threads while the test reads it. */
    val happened = CopyOnWriteArrayList<PortalEvent>()
    var gone = 0
    lateinit var controller: ActivityController<PortalActivity>
    val activity: PortalActivity get() = controller.get()
    val service = PortalService()

    /** What the first window is bound to. */
    lateinit var way: IBinder

    @Before
    fun start() {
        ShadowApplication.setProcessName("jp.shomeinavi.app:portal")
        PortalDoor.expect(PortalDoor.Visit(plan(), { happened += it }) { gone++ })
        way = bind("first")
        controller = Robolectric.buildActivity(PortalActivity::class.java)
    }

    @After
    fun end() {
        PortalDoor.left()
        ShadowBinder.reset()
        ShadowProcess.reset()
        WebViewCompat.listeners.clear()
        WebViewCompat.installed.clear()
    }

    fun plan(): String {
        val golden = JSONObject(File(System.getProperty("golden"), "openPortal.json").readText())
        return golden
            .getJSONArray("cases")
            .getJSONObject(1)
            .getJSONObject("arguments")
            .toString()
    }

    /** As the system does for a window that binds itself; every window that is built from here on gets this one. */
    fun bind(identifier: String): IBinder {
        val application = RuntimeEnvironment.getApplication()
        val binder = service.onBind(Intent().setIdentifier(identifier))
        shadowOf(application).setComponentNameAndServiceForBindService(ComponentName(application, PortalService::class.java), binder)
        return binder
    }

    fun unbind(identifier: String) = service.onUnbind(Intent().setIdentifier(identifier))

    /** The plan that a window is given. */
    fun connect(
        way: IBinder,
        orders: IBinder = Binder(),
    ): String? = way.call(PortalParcel.CONNECT, write = { it.writeStrongBinder(orders) }) { it.readString() }

    fun say(
        way: IBinder,
        event: PortalEvent,
    ) = way.call(PortalParcel.HAPPENED, write = { PortalParcel.write(event, it) }) {}

    fun open(): WebView {
        controller.setup()
        waited { WebViewCompat.listeners.isNotEmpty() }
        return webViews().last()
    }

    fun views(of: View): List<View> =
        listOf(of) + ((of as? ViewGroup)?.let { group -> (0 until group.childCount).flatMap { views(group.getChildAt(it)) } }.orEmpty())

    fun all() = views(checkNotNull(activity.findViewById<View>(android.R.id.content)))

    fun webViews() = all().filterIsInstance<WebView>()

    fun button(label: String) = all().filterIsInstance<Button>().single { it.text.toString() == label }

    fun texts() = all().filterIsInstance<TextView>().filter { it.visibility == View.VISIBLE }.map { it.text.toString() }

    fun idle() = shadowOf(Looper.getMainLooper()).idle()

    fun order(text: String) {
        PortalDoor.order(text)
        idle()
    }

    inline fun <reified T : PortalEvent> told(): T = waited { happened.any { it is T } }.let { happened.filterIsInstance<T>().last() }
}
