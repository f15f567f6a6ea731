package jp.shomeinavi.device

import android.app.Activity
import android.content.Intent
import android.content.res.Configuration
import android.net.Uri
import android.webkit.WebView
import androidx.appcompat.app.AppCompatActivity
import app.tauri.annotation.Command
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.JSObject
import app.tauri.plugin.Plugin
import app.tauri.plugin.PluginManager
import jp.shomeinavi.device.framework.AndroidClipboard
import jp.shomeinavi.device.framework.AndroidDownloads
import jp.shomeinavi.device.framework.AndroidFiles
import jp.shomeinavi.device.framework.AndroidKeyChain
import jp.shomeinavi.device.framework.AndroidOutbox
import jp.shomeinavi.device.framework.AndroidPhone
import jp.shomeinavi.device.framework.AndroidReminders
import jp.shomeinavi.device.framework.AndroidScreens
import jp.shomeinavi.device.framework.AndroidShareSheet
import jp.shomeinavi.device.framework.AndroidThreads
import jp.shomeinavi.device.framework.AndroidWindow
import jp.shomeinavi.device.framework.Arguments
import jp.shomeinavi.device.framework.answer
import jp.shomeinavi.device.framework.chosen
import jp.shomeinavi.device.framework.deleted
import jp.shomeinavi.device.framework.json
import jp.shomeinavi.device.framework.portal.AndroidPortal
import jp.shomeinavi.device.logic.Browser
import jp.shomeinavi.device.logic.Documents
import jp.shomeinavi.device.logic.Downloads
import jp.shomeinavi.device.logic.Installer
import jp.shomeinavi.device.logic.KeyChainConversation
import jp.shomeinavi.device.logic.PortalVisit
import jp.shomeinavi.device.logic.Preflight
import jp.shomeinavi.device.logic.Reminders
import jp.shomeinavi.device.logic.Screen
import jp.shomeinavi.device.logic.SecretClip
import jp.shomeinavi.device.logic.SettingsPages
import jp.shomeinavi.device.logic.Sharing
import jp.shomeinavi.device.logic.SingleFlight
import jp.shomeinavi.device.logic.TlsCheck
import jp.shomeinavi.device.logic.attempted

/** What the phone does for Rust. The WebView is permitted none of it. */
@TauriPlugin
class DevicePlugin internal constructor(
    private val activity: Activity,
    phone: Phone,
    private val window: AndroidWindow,
) : Plugin(activity) {
    /** The constructor that Tauri calls. */
    constructor(activity: Activity) : this(activity, inFront(activity))

    private constructor(activity: Activity, inFront: () -> Activity) : this(activity, AndroidWindow(inFront), inFront)

    private constructor(activity: Activity, window: AndroidWindow, inFront: () -> Activity) :
        this(activity, window, AndroidThreads(), inFront)

    private constructor(activity: Activity, window: AndroidWindow, threads: AndroidThreads, inFront: () -> Activity) :
        this(
            activity,
            Phone(
                AndroidKeyChain(inFront),
                AndroidScreens(inFront),
                AndroidPhone(activity.applicationContext),
                AndroidClipboard(activity.applicationContext),
                AndroidFiles(activity.applicationContext),
                AndroidDownloads(activity.applicationContext),
                AndroidOutbox(activity.applicationContext, authority(activity)),
                AndroidShareSheet(inFront),
                window,
                AndroidPortal(activity.applicationContext, threads, inFront),
                AndroidReminders(activity.applicationContext),
                threads,
            ),
            window,
        )

    private val screens = phone.screens
    private val flights = SingleFlight(phone.threads)
    private val preflight = Preflight(phone.seen)
    private val installer = Installer(phone.screens, phone.seen, phone.threads, flights)
    private val keyChain = KeyChainConversation(phone.keyChain, phone.seen, phone.threads, flights)
    private val tls = TlsCheck(phone.keyChain, phone.threads)
    private val settings = SettingsPages(phone.screens, phone.seen)
    private val browser = Browser(phone.screens)
    private val clip = SecretClip(phone.clipboard, phone.threads)
    private val guard = phone.window
    private val documents = Documents(phone.screens, phone.files, phone.threads, flights, authority(activity))
    private val downloads = Downloads(phone.downloads, phone.threads)
    private val portal = PortalVisit(phone.portal)
    private val reminders = Reminders(phone.reminders)
    private val sharing = Sharing(phone.sheet, phone.outbox, phone.threads, flights).apply { started() }

    init {
        // Rust asks for it when it starts, which is before there is a page to be loaded into.
        onNewIntent(activity.intent)
    }

    override fun load(webView: WebView) = window.prepare(webView)

    override fun onNewIntent(intent: Intent) =
        when (intent.action) {
            Intent.ACTION_VIEW -> documents.arrived(intent.dataString)
            Intent.ACTION_SEND -> documents.arrived(shared(intent)?.toString())
            else -> Unit
        }

    override fun onConfigurationChanged(newConfig: Configuration) = window.configured(newConfig)

    override fun onPause(activity: AppCompatActivity) = flights.paused()

    override fun onResume(activity: AppCompatActivity) {
        window.resumed(activity)
        flights.resumed()
    }

    @Command
    fun preflight(invoke: Invoke) = invoke.answer(attempted { preflight.look() }, ::json)

    @Command
    fun install(invoke: Invoke) =
        asked(invoke) { installer.install(it.bytes("pkcs12"), it.text("name")) { end -> invoke.answer(end, ::json) } }

    @Command
    fun askKeyChain(invoke: Invoke) = asked(invoke) { keyChain.ask(it.question()) { answer -> invoke.answer(answer, ::json) } }

    @Command
    fun tlsCheck(invoke: Invoke) =
        asked(invoke) { tls.check(it.text("url"), it.text("alias")) { outcome -> invoke.answer(outcome, ::json) } }

    @Command
    fun openSettings(invoke: Invoke) = done(invoke) { settings.open(it.text("page")) }

    @Command
    fun openInBrowser(invoke: Invoke) = done(invoke) { browser.open(it.text("url")) }

    @Command
    fun openDialer(invoke: Invoke) = done(invoke) { screens.open(Screen.Dialer(it.text("url"))) }

    @Command
    fun writeMail(invoke: Invoke) = done(invoke) { screens.open(Screen.Mail(it.text("url"))) }

    @Command
    fun copySecret(invoke: Invoke) = done(invoke) { clip.copy(it.text("secret"), it.number("lifetime")) }

    @Command
    fun guardSecret(invoke: Invoke) = done(invoke) { guard.secure(it.flag("shown")) }

    @Command
    fun chooseFile(invoke: Invoke) = asked(invoke) { documents.choose { end -> invoke.answer(end, ::chosen) } }

    @Command
    fun saveFile(invoke: Invoke) =
        asked(invoke) { downloads.save(it.text("name"), it.bytes("bytes")) { saved -> invoke.answer(saved, ::nothing) } }

    @Command
    fun deleteSavedFile(invoke: Invoke) = asked(invoke) { downloads.delete(it.text("name")) { end -> invoke.answer(end, ::deleted) } }

    @Command
    fun shareFile(invoke: Invoke) = asked(invoke) { sharing.file(it.text("name"), it.text("type")) { end -> invoke.answer(end, ::json) } }

    @Command
    fun takeOpenedFile(invoke: Invoke) = asked(invoke) { documents.take(it.count("limit")) { file -> invoke.answer(file, ::json) } }

    @Command
    fun stopReading(invoke: Invoke) = done(invoke) { documents.stop() }

    @Command
    fun openPortal(invoke: Invoke) = done(invoke) { portal.open(it.whole) }

    @Command
    fun watchPortal(invoke: Invoke) = asked(invoke) { portal.news { news -> invoke.answer(news, ::json) } }

    @Command
    fun orderPortal(invoke: Invoke) = done(invoke) { portal.order(it.whole) }

    @Command
    fun closePortal(invoke: Invoke) = done(invoke) { portal.close() }

    @Command
    fun lookAtNotifications(invoke: Invoke) = invoke.answer(attempted { reminders.access() }, ::json)

    @Command
    fun askForNotifications(invoke: Invoke) = reminders.ask(flights) { end -> invoke.answer(end, ::json) }

    @Command
    fun planReminders(invoke: Invoke) = done(invoke) { reminders.plan(it.reminders()) }

    /** For what answers later. */
    private fun asked(
        invoke: Invoke,
        ask: (Arguments) -> Unit,
    ) {
        attempted { ask(Arguments(invoke)) }.onFailure { invoke.answer(Result.failure<Unit>(it), ::nothing) }
    }

    /** For what is done at once. */
    private fun done(
        invoke: Invoke,
        act: (Arguments) -> Unit,
    ) = invoke.answer(attempted { act(Arguments(invoke)) }, ::nothing)

    private fun nothing(
        @Suppress("UNUSED_PARAMETER") unit: Unit,
    ): JSObject? = null

    private fun shared(intent: Intent): Uri? = intent.getParcelableExtra(Intent.EXTRA_STREAM, Uri::class.java)
}

/** Of the FileProvider in the app's manifest. */
private fun authority(activity: Activity) = "${activity.packageName}.fileprovider"

/** The activity that lives; the one the plugin was made with may be gone. */
private fun inFront(first: Activity): () -> Activity = { PluginManager.activity ?: first }
