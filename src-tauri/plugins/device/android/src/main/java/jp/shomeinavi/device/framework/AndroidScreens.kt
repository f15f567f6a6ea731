package jp.shomeinavi.device.framework

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.provider.Settings
import android.security.KeyChain
import app.tauri.plugin.PluginManager
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.Refusal
import jp.shomeinavi.device.logic.Screen
import jp.shomeinavi.device.logic.ScreenEnd
import jp.shomeinavi.device.logic.Screens

/** Runs [start]; that no activity answers is a [Refusal]. */
internal fun started(start: () -> Unit) =
    try {
        start()
    } catch (absent: ActivityNotFoundException) {
        throw Refusal(Fault.NOTHING_ANSWERS, absent)
    }

/** [activity] gives the activity in front. */
internal class AndroidScreens(
    private val activity: () -> Activity,
) : Screens {
    override fun open(screen: Screen) = started { activity().startActivity(intent(screen)) }

    override fun openForResult(
        screen: Screen,
        ended: (ScreenEnd) -> Unit,
    ) = started {
        PluginManager.startActivityForResult(intent(screen)) { result ->
            ended(ScreenEnd(result.resultCode == Activity.RESULT_OK, result.data?.data?.toString()))
        }
    }

    private fun intent(screen: Screen): Intent =
        when (screen) {
            is Screen.Installer -> {
                KeyChain
                    .createInstallIntent()
                    .putExtra(KeyChain.EXTRA_PKCS12, screen.pkcs12)
                    .putExtra(KeyChain.EXTRA_NAME, screen.name)
            }

            is Screen.OpenDocument -> {
                Intent(Intent.ACTION_OPEN_DOCUMENT).addCategory(Intent.CATEGORY_OPENABLE).setType("*/*")
            }

            is Screen.Settings -> {
                // Pages about one app ask which; the others do not read it.
                Intent(screen.action).putExtra(Settings.EXTRA_APP_PACKAGE, activity().packageName).apply {
                    // This one asks by an address, with which the others would not open.
                    if (action == Settings.ACTION_APPLICATION_DETAILS_SETTINGS) {
                        data = Uri.fromParts("package", activity().packageName, null)
                    }
                }
            }

            is Screen.CustomTab -> {
                webPage(screen.url)
                    .setPackage(screen.browser)
                    .putExtras(Bundle().apply { putBinder(CUSTOM_TAB_SESSION, null) })
            }

            is Screen.Dialer -> {
                Intent(Intent.ACTION_DIAL, Uri.parse(screen.url))
            }

            is Screen.Mail -> {
                Intent(Intent.ACTION_SENDTO, Uri.parse(screen.url))
            }

            is Screen.WebPage -> {
                webPage(screen.url)
            }
        }

    private fun webPage(url: String) = Intent(Intent.ACTION_VIEW, Uri.parse(url)).addCategory(Intent.CATEGORY_BROWSABLE)

    private companion object {
        /** `CustomTabsIntent.EXTRA_SESSION`: its presence, even empty, makes it a Custom Tab. */
        const val CUSTOM_TAB_SESSION = "android.support.customtabs.extra.SESSION"
    }
}
