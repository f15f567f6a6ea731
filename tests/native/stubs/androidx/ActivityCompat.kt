// Compile-only stubs of androidx.core.app, never part of the app.

package androidx.core.app

import android.app.Activity
import android.content.Context

object ActivityCompat {
    @JvmStatic
    fun checkSelfPermission(
        context: Context,
        permission: String,
    ): Int = context.checkSelfPermission(permission)

    @JvmStatic
    fun shouldShowRequestPermissionRationale(
        activity: Activity,
        permission: String,
    ): Boolean = activity.shouldShowRequestPermissionRationale(permission)
}
