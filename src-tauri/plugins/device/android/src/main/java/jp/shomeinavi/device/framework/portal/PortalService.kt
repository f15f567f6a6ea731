package jp.shomeinavi.device.framework.portal

import android.app.Service
import android.content.Intent
import android.os.IBinder

/** Where the window's process finds the app's. It lives as long as the window does. */
class PortalService : Service() {
    override fun onBind(intent: Intent): IBinder = PortalDoor.binder

    override fun onUnbind(intent: Intent): Boolean {
        PortalDoor.left()
        return false
    }
}
