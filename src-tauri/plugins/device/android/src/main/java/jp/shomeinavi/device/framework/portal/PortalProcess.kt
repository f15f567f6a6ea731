package jp.shomeinavi.device.framework.portal

import android.app.Application
import android.content.Context
import android.os.Process
import android.webkit.WebView

/**
 * The window's own process: WebView's folder is its own and gone with it, and nothing of the app's memory is in it.
 * WebView writes into `webview_SUFFIX` of the cache and, through `Context.getDir`, `app_webview_SUFFIX` of the app's folder
 * (Chromium, `AwBrowserProcess.loadLibrary`).
 */
internal object PortalProcess {
    private const val NAME = "portal"
    private var prepared = false

    /** This process is the window's, as the manifest says. */
    val isOwn: Boolean get() = Application.getProcessName().endsWith(":$NAME")

    /** Before the first WebView of the process: nothing is there of before. False where the process is another. */
    fun prepare(context: Context): Boolean {
        if (isOwn && !prepared) {
            wipe(context)
            WebView.setDataDirectorySuffix(NAME)
            prepared = true
        }
        return isOwn
    }

    /** Deletes what its WebView wrote: cookies, storage, cache. */
    fun wipe(context: Context) {
        for (folder in listOf(context.dataDir, context.cacheDir)) {
            folder.listFiles { file -> file.name.endsWith("webview_$NAME", ignoreCase = true) }?.forEach { it.deleteRecursively() }
        }
    }

    /** Ends it: what WebView holds in memory goes too, and the next window begins with a new one. */
    fun end() {
        if (isOwn) {
            Process.killProcess(Process.myPid())
        }
    }
}
