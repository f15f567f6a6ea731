package jp.shomeinavi.device.framework.portal

import android.app.Activity
import android.app.ActivityManager
import android.app.AlertDialog
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.ServiceConnection
import android.content.res.Configuration
import android.os.Bundle
import android.os.IBinder
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.view.Window
import android.view.WindowInsets
import android.view.WindowInsetsController
import android.view.WindowManager
import android.webkit.CookieManager
import android.webkit.WebStorage
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.window.OnBackInvokedDispatcher
import jp.shomeinavi.device.logic.Asked
import jp.shomeinavi.device.logic.PlainText
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalHosts
import java.util.UUID

/**
 * The portal's own pages in a process of their own, between a bar and a large button. The app's process says what it draws; this one
 * judges hosts and TLS. Tauri is not in it.
 */
class PortalActivity : Activity() {
    private val pages = mutableListOf<PortalPage>()
    private var link: PortalLink? = null
    private var plan: PortalPlan? = null
    private var bar: PortalBar? = null
    private var dialog: AlertDialog? = null
    private var bound = false
    private lateinit var stack: FrameLayout

    private val connection =
        object : ServiceConnection {
            override fun onServiceConnected(
                name: ComponentName,
                service: IBinder,
            ) = connected(service)

            /** The app's process has ended. */
            override fun onServiceDisconnected(name: ComponentName) = leave()
        }

    override fun onCreate(savedInstanceState: Bundle?) {
        requestWindowFeature(Window.FEATURE_NO_TITLE)
        // A page of which nothing is left comes back empty: it is not restored. The window may be waited for all the same.
        super.onCreate(null)
        window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        if (!PortalProcess.prepare(this)) {
            leave()
            return
        }
        val flags = Context.BIND_AUTO_CREATE or Context.BIND_IMPORTANT
        val service = Intent(this, PortalService::class.java).setIdentifier(UUID.randomUUID().toString())
        bound = bindService(service, connection, flags)
        if (!bound) {
            leave()
        }
        onBackInvokedDispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT, ::back)
    }

    override fun onConfigurationChanged(newConfig: Configuration) {
        super.onConfigurationChanged(newConfig)
        coloured(newConfig)
    }

    /** Where the newer way to hear of Back is off. */
    @Deprecated("as in the framework")
    override fun onBackPressed() = back()

    override fun onDestroy() {
        dialog?.dismiss()
        pages.forEach { it.destroy() }
        if (pages.isNotEmpty()) {
            pages.clear()
            CookieManager.getInstance().removeAllCookies(null)
            WebStorage.getInstance().deleteAllData()
        }
        link?.end()
        if (bound) {
            unbindService(connection)
        }
        super.onDestroy()
        PortalProcess.end()
    }

    private fun connected(service: IBinder) {
        if (link != null) {
            return
        }
        val link = PortalLink(service, { order -> runOnUiThread { obey(PortalOrder.of(order)) } }, { runOnUiThread(::leave) })
        this.link = link
        link.connect()?.let { open(PortalPlan(it)) } ?: leave()
    }

    private fun open(plan: PortalPlan) {
        this.plan = plan
        title = plan.title
        setTaskDescription(
            ActivityManager.TaskDescription
                .Builder()
                .setLabel(plan.title)
                .build(),
        )
        val bar = PortalBar(this, plan)
        this.bar = bar
        bar.on(::pressed, ::leave, ::help)
        stack = FrameLayout(this)
        val column = LinearLayout(this)
        column.orientation = LinearLayout.VERTICAL
        column.filterTouchesWhenObscured = true
        column.addView(bar.top, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT))
        column.addView(stack, LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))
        column.addView(bar.bottom, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT))
        column.setOnApplyWindowInsetsListener { view, insets -> WindowInsets.CONSUMED.also { edges(view, insets) } }
        setContentView(column)
        coloured(resources.configuration)
        push(PortalPage(this, plan, Frame())).view.loadUrl(plan.entry)
    }

    private fun edges(
        view: View,
        insets: WindowInsets,
    ) {
        val taken = WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime()
        insets.getInsets(taken).run { view.setPadding(left, top, right, bottom) }
    }

    private fun coloured(configuration: Configuration) {
        // Not the bar's own drawable: of two views that share one, only the second is told to draw it anew (`Drawable.Callback`).
        bar?.coloured(configuration)?.let(window.decorView::setBackgroundColor)
        val dark = configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES
        window.insetsController?.setSystemBarsAppearance(if (dark) 0 else DARK_SIGNS, DARK_SIGNS)
    }

    private fun obey(order: PortalOrder) {
        when (order) {
            is PortalOrder.Bar -> {
                bar?.show(order)
            }

            is PortalOrder.Run -> {
                pages
                    .lastOrNull()
                    ?.takeIf { it.guard.page != null }
                    ?.view
                    ?.evaluateJavascript(order.script, null)
            }

            is PortalOrder.Show -> {
                Unit
            }

            is PortalOrder.Retry -> {
                pages.lastOrNull()?.retry()
            }
        }
    }

    private fun pressed() {
        // What is typed next goes into the page.
        pages.lastOrNull()?.view?.requestFocus()
        link?.tell(PortalEvent.Pressed)
    }

    private fun help() {
        val plan = plan ?: return
        ask(
            AlertDialog
                .Builder(this)
                .setTitle(plan.help)
                .setMessage(plan.helpText)
                .setPositiveButton(android.R.string.ok, null),
        )
    }

    /** Through the page's history, then the window that it opened, then out. */
    private fun back() {
        val front = pages.lastOrNull()
        when {
            front == null -> leave()
            front.view.canGoBack() -> front.guard.goesOn().also { front.view.goBack() }
            pages.size > 1 -> pop(front)
            else -> leave()
        }
    }

    private fun push(page: PortalPage): PortalPage {
        pages += page
        stack.addView(page.view, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
        front()
        return page
    }

    private fun pop(page: PortalPage) {
        val at = pages.indexOf(page)
        if (at < 1) {
            return
        }
        pages.removeAt(at)
        stack.removeView(page.view)
        page.destroy()
        front()
    }

    private fun front() {
        see()
        pages.lastOrNull()?.view?.requestFocus()
        told()
    }

    /** The page in front alone, and nothing of WebView's own. */
    private fun see() =
        pages.forEachIndexed { at, page ->
            page.view.visibility = if (at == pages.lastIndex && !page.guard.misses) View.VISIBLE else View.INVISIBLE
        }

    private fun told() {
        see()
        val shown = pages.lastOrNull()?.guard?.page
        bar?.show(shown?.let(PortalHosts::hostOf))
        shown?.let { link?.tell(PortalEvent.Page(it)) }
    }

    private fun ask(builder: AlertDialog.Builder) {
        dialog?.dismiss()
        dialog = builder.show().apply { window?.addFlags(WindowManager.LayoutParams.FLAG_SECURE) }
    }

    /** The app comes to the front, wherever the user has been meanwhile. */
    private fun leave() {
        if (!isFinishing) {
            packageManager.getLaunchIntentForPackage(packageName)?.let(::startActivity)
            finishAndRemoveTask()
        }
    }

    private inner class Frame : PortalFrame {
        override fun tell(event: PortalEvent) {
            link?.tell(event)
        }

        override fun shown(page: PortalPage) {
            if (page === pages.lastOrNull()) {
                told()
            }
        }

        override fun missed(
            page: PortalPage,
            asked: Asked,
        ): Boolean {
            val goesOn = page === pages.lastOrNull() && pages.any { it.guard.hasShown }
            if (goesOn) {
                page.guard.missed(asked)
                shown(page)
            }
            return goesOn
        }

        override fun child(): PortalPage? =
            plan?.takeIf { pages.size < MOST_PAGES && !isFinishing }?.let { push(PortalPage(this@PortalActivity, it, this)) }

        override fun closed(page: PortalPage) = pop(page)

        override fun dialog(
            host: String,
            text: String,
            asks: Boolean,
            answer: (Boolean) -> Unit,
        ) {
            val plan = plan
            if (plan == null || isFinishing) {
                return answer(false)
            }
            // Only one answer counts, and a dialog that is taken away has one too.
            var yes = false
            val builder = AlertDialog.Builder(this@PortalActivity)
            builder.setTitle(plan.dialog.replace("{host}", host)).setMessage(PlainText.of(text, LONGEST_TEXT))
            builder.setPositiveButton(plan.yes) { _, _ -> yes = true }
            if (asks) {
                builder.setNegativeButton(plan.no, null)
            }
            builder.setOnDismissListener { answer(yes) }
            ask(builder)
        }
    }

    private companion object {
        /** The first page and the windows that pages have opened. */
        const val MOST_PAGES = 5

        /** Characters of a page's dialog. */
        const val LONGEST_TEXT = 400
        const val DARK_SIGNS =
            WindowInsetsController.APPEARANCE_LIGHT_STATUS_BARS or WindowInsetsController.APPEARANCE_LIGHT_NAVIGATION_BARS
    }
}
