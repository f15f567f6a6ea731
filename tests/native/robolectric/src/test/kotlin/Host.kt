import android.content.Intent
import android.content.res.Configuration
import android.os.Bundle
import android.os.Looper
import androidx.appcompat.app.AppCompatActivity
import app.tauri.plugin.Invoke
import app.tauri.plugin.PluginHandle
import app.tauri.plugin.PluginManager
import com.fasterxml.jackson.databind.ObjectMapper
import jp.shomeinavi.device.DevicePlugin
import jp.shomeinavi.device.arriving
import org.json.JSONObject
import org.json.JSONTokener
import org.junit.After
import org.junit.Before
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config

/** Does what MainActivity does, and tells Tauri's runtime what the generated TauriActivity tells it. */
class Host : AppCompatActivity() {
    /** The system keeps a picture of it for the list of recent apps, as it does unless told otherwise. */
    var isPictured = true

    override fun setRecentsScreenshotEnabled(enabled: Boolean) {
        super.setRecentsScreenshotEnabled(enabled)
        isPictured = enabled
    }

    override fun onCreate(savedInstanceState: Bundle?) {
        intent = arriving(intent, restored = savedInstanceState != null)
        super.onCreate(savedInstanceState)
        PluginManager.onCreate(this)
    }

    public override fun onNewIntent(intent: Intent) {
        val arrived = arriving(intent, restored = false)
        super.onNewIntent(arrived)
        PluginManager.onNewIntent(arrived)
    }

    override fun onPause() {
        super.onPause()
        PluginManager.onPause(this)
    }

    override fun onResume() {
        super.onResume()
        PluginManager.onResume(this)
    }

    override fun onConfigurationChanged(newConfig: Configuration) {
        super.onConfigurationChanged(newConfig)
        PluginManager.onConfigurationChanged(newConfig)
    }

    override fun onDestroy() {
        super.onDestroy()
        PluginManager.onDestroy(this)
    }
}

/** What Rust was answered. */
class Reply {
    @Volatile
    var answered = false
    private var refused = false
    private var text = ""

    fun take(
        error: Boolean,
        text: String,
    ) {
        check(!answered) { "answered twice: ${this.text}, then $text" }
        refused = error
        this.text = text
        answered = true
    }

    /** `null` or an object. */
    val result: Any get() = json().also { check(!refused) { text } }

    val code: String get() = (json() as JSONObject).also { check(refused) { text } }.getString("code")

    fun record() = result as JSONObject

    private fun json(): Any = waited { answered }.let { JSONTokener(text).nextValue() }
}

/** Lets the main thread run until [until]. */
fun waited(until: () -> Boolean) {
    val end = System.nanoTime() + 20_000_000_000
    while (!until()) {
        check(System.nanoTime() < end) { "nothing came" }
        shadowOf(Looper.getMainLooper()).idle()
        Thread.sleep(2)
    }
}

/** Runs a command as Tauri does: by its name, with JSON. */
fun PluginHandle.run(
    command: String,
    arguments: String = "{}",
): Reply {
    val reply = Reply()
    invoke(Invoke(0, command, 0, 1, { callback, text -> reply.take(callback == 1L, text) }, arguments, ObjectMapper()))
    return reply
}

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [33, 34, 35, 36], shadows = [ShadowKeyChain::class])
abstract class OnAndroid {
    lateinit var controller: ActivityController<Host>
    lateinit var plugin: PluginHandle
    val activity: Host get() = controller.get()

    open fun made(activity: Host) = DevicePlugin(activity)

    open fun intent(): Intent = Intent(Intent.ACTION_MAIN)

    @Before
    fun start() {
        ShadowKeyChain.stored.clear()
        controller = Robolectric.buildActivity(Host::class.java, intent()).setup()
        val made = made(activity)
        PluginManager.load(null, "device", made, "{}")
        plugin = checkNotNull(made.handle)
    }

    @After
    fun end() {
        controller.pause().stop().destroy()
    }

    fun run(
        command: String,
        vararg arguments: Pair<String, Any>,
    ) = plugin.run(command, JSONObject(arguments.toMap()).toString())

    fun started(): Intent = checkNotNull(shadowOf(activity).nextStartedActivity) { "nothing was started" }
}
