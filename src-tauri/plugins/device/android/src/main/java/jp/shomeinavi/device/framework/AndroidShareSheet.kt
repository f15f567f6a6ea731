package jp.shomeinavi.device.framework

import android.app.Activity
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.ClipData
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.content.IntentSender
import android.net.Uri
import app.tauri.plugin.PluginManager
import jp.shomeinavi.device.logic.Offer
import jp.shomeinavi.device.logic.ShareSheet

/** [activity] gives the activity in front. */
internal class AndroidShareSheet(
    private val activity: () -> Activity,
) : ShareSheet {
    private var listening = false
    private var chosen: () -> Unit = {}

    private val choice =
        object : BroadcastReceiver() {
            override fun onReceive(
                context: Context,
                intent: Intent,
            ) = chosen()
        }

    override fun open(
        offer: Offer,
        chosen: () -> Unit,
        ended: () -> Unit,
    ) = started {
        val activity = activity()
        this.chosen = chosen
        val sheet =
            Intent
                .createChooser(intent(offer), null, sender(activity.applicationContext))
                .putExtra(Intent.EXTRA_EXCLUDE_COMPONENTS, arrayOf(activity.componentName))
        PluginManager.startActivityForResult(sheet) { ended() }
    }

    private fun intent(offer: Offer): Intent {
        val uri = Uri.parse(offer.uri)
        return Intent(Intent.ACTION_SEND)
            .setType(offer.type)
            .putExtra(Intent.EXTRA_STREAM, uri)
            .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
            // The sheet's preview and some apps go by the clip, and by its type.
            .apply { clipData = ClipData("", arrayOf(offer.type), ClipData.Item(uri)) }
    }

    /** The sheet fills in who was chosen, so it has to be mutable; it reaches nobody but this app. */
    private fun sender(context: Context): IntentSender {
        val action = "${context.packageName}.CHOSEN"
        if (!listening) {
            context.registerReceiver(choice, IntentFilter(action), Context.RECEIVER_NOT_EXPORTED)
            listening = true
        }
        val flags = PendingIntent.FLAG_MUTABLE or PendingIntent.FLAG_ONE_SHOT or PendingIntent.FLAG_CANCEL_CURRENT
        return PendingIntent.getBroadcast(context, 0, Intent(action).setPackage(context.packageName), flags).intentSender
    }
}
