package jp.shomeinavi.device.framework.portal

import android.app.Service
import android.content.Intent
import android.os.IBinder

/**
 * Where the window's process finds the app's. It lives as long as the window does. Every window binds itself with an identifier of its
 * own, without which Android gives the next one the same binder (`Intent.filterEquals`).
 */
class PortalService : Service() {
    private val links = mutableMapOf<String?, PortalDoor.Link>()

    override fun onBind(intent: Intent): IBinder = PortalDoor.link().also { links[intent.identifier] = it }.binder

    override fun onUnbind(intent: Intent): Boolean {
        links.remove(intent.identifier)?.left()
        return false
    }
}
