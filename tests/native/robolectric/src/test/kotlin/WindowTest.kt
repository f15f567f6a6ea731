import android.content.res.Configuration
import android.graphics.Insets
import android.view.ViewGroup
import android.view.WindowInsets
import android.view.WindowInsetsController
import android.view.WindowManager
import android.webkit.WebView
import app.tauri.plugin.PluginManager
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotSame
import kotlin.test.assertTrue

/** The window, when the system changes and when it builds the activity anew. */
class WindowTest : OnAndroid() {
    private val guarded = WindowManager.LayoutParams.FLAG_SECURE

    private fun shown(host: Host): WebView = WebView(host).also(host::setContentView)

    /** The activity is built anew by the system, as after a change that the manifest does not name. */
    private fun builtAnew(page: Boolean): Host {
        val before = controller
        controller = Robolectric.buildActivity(Host::class.java)
        controller.create()
        if (page) shown(activity)
        before.pause().stop().destroy()
        assertEquals(activity, PluginManager.activity)
        controller.start().resume().visible()
        return activity
    }

    private fun content(host: Host): ViewGroup = checkNotNull(host.findViewById(android.R.id.content))

    private fun page(host: Host) = content(host).getChildAt(0) as WebView

    private fun endsAtBars(host: Host) {
        val insets = WindowInsets.Builder().setInsets(WindowInsets.Type.statusBars(), Insets.of(0, 40, 0, 0)).build()
        val content = content(host)
        content.dispatchApplyWindowInsets(insets)
        assertEquals(40, content.paddingTop)
    }

    @Test
    fun `an activity that is built anew is guarded, ends at the bars and takes no taps through overlays`() {
        for (pageFirst in listOf(true, false)) {
            plugin.load(shown(activity))
            run("guardSecret", "shown" to true).result
            val anew = builtAnew(pageFirst)
            val page = if (pageFirst) page(anew) else shown(anew)
            assertTrue(page.filterTouchesWhenObscured)
            assertEquals(guarded, anew.window.attributes.flags and guarded)
            assertFalse(anew.isPictured)
            endsAtBars(anew)
        }
    }

    @Test
    fun `the list of recent apps gets no picture, and the user's own screenshots still work`() {
        val before = activity.window.attributes.flags
        assertTrue(activity.isPictured)
        plugin.load(shown(activity))
        assertFalse(activity.isPictured)
        assertEquals(before, activity.window.attributes.flags)
    }

    @Test
    fun `Back goes through the page's history there too, then out`() {
        plugin.load(shown(activity))
        val anew = builtAnew(page = true)
        val page = page(anew)
        shadowOf(page).setCanGoBack(true)
        anew.onBackPressedDispatcher.onBackPressed()
        assertEquals(1, shadowOf(page).goBackInvocations)
        assertFalse(anew.isFinishing)
        shadowOf(page).setCanGoBack(false)
        anew.onBackPressedDispatcher.onBackPressed()
        assertTrue(anew.isFinishing)
    }

    @Test
    fun `a window that was left and comes back is not prepared twice`() {
        plugin.load(shown(activity))
        val content = content(activity)
        content.setOnApplyWindowInsetsListener { _, insets -> insets }
        controller.pause().resume()
        content.dispatchApplyWindowInsets(
            WindowInsets.Builder().setInsets(WindowInsets.Type.statusBars(), Insets.of(0, 40, 0, 0)).build(),
        )
        assertEquals(0, content.paddingTop)
    }

    @Test
    fun `dark mode comes while it runs`() {
        activity.setTheme(android.R.style.Theme_DeviceDefault_DayNight)
        plugin.load(shown(activity))
        val grounds =
            listOf("+notnight" to LIGHT, "+night" to 0).map { (qualifier, signs) ->
                RuntimeEnvironment.setQualifiers(qualifier)
                val changed = Configuration(activity.application.resources.configuration)
                @Suppress("DEPRECATION")
                activity.resources.updateConfiguration(changed, activity.resources.displayMetrics)
                activity.onConfigurationChanged(changed)
                assertEquals(
                    signs,
                    activity.window.insetsController
                        ?.systemBarsAppearance
                        ?.and(LIGHT),
                )
                activity.window.decorView.background
            }
        assertNotSame(grounds[0], grounds[1])
    }

    private companion object {
        const val LIGHT =
            WindowInsetsController.APPEARANCE_LIGHT_STATUS_BARS or WindowInsetsController.APPEARANCE_LIGHT_NAVIGATION_BARS
    }
}
