package jp.shomeinavi.device.framework

import android.app.KeyguardManager
import android.app.admin.DevicePolicyManager
import android.content.Context
import android.content.pm.PackageManager
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.Build
import android.os.UserManager
import android.webkit.WebSettings
import jp.shomeinavi.device.logic.PhonePort

internal class AndroidPhone(
    private val context: Context,
) : PhonePort {
    override val sdk: Int get() = Build.VERSION.SDK_INT
    override val release: String get() = Build.VERSION.RELEASE
    override val vendor: String get() = Build.MANUFACTURER

    override fun restricted(): Boolean = users().hasUserRestriction(UserManager.DISALLOW_CONFIG_CREDENTIALS)

    override fun managed(): Boolean {
        val policies = context.system<DevicePolicyManager>()
        return users().isManagedProfile ||
            policies.isOrganizationOwnedDeviceWithManagedProfile ||
            policies.activeAdmins.orEmpty().any {
                policies.isDeviceOwnerApp(it.packageName) || policies.isProfileOwnerApp(it.packageName)
            }
    }

    override fun screenLock(): Boolean = context.system<KeyguardManager>().isDeviceSecure

    override fun hasPackage(name: String): Boolean =
        try {
            context.packageManager.getApplicationInfo(name, PackageManager.ApplicationInfoFlags.of(0)).enabled
        } catch (absent: PackageManager.NameNotFoundException) {
            false
        }

    override fun online(): Boolean {
        val networks = context.system<ConnectivityManager>()
        val capabilities = networks.getNetworkCapabilities(networks.activeNetwork)
        return capabilities?.hasCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET) ?: false
    }

    override fun userAgent(): String = WebSettings.getDefaultUserAgent(context)

    private fun users(): UserManager = context.system()
}

/** A part of the system that every phone has. */
internal inline fun <reified T : Any> Context.system(): T = checkNotNull(getSystemService(T::class.java))
