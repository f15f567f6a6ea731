package jp.shomeinavi.app

import android.content.Intent
import android.os.Bundle
import android.webkit.JavascriptInterface
import android.webkit.WebView
import androidx.activity.enableEdgeToEdge
import jp.shomeinavi.device.arriving
import kotlin.math.roundToInt

class MainActivity : TauriActivity() {
  override fun onCreate(savedInstanceState: Bundle?) {
    intent = arriving(intent, restored = savedInstanceState != null)
    enableEdgeToEdge()
    super.onCreate(savedInstanceState)
  }

  override fun onNewIntent(intent: Intent) = super.onNewIntent(arriving(intent, restored = false))

  override fun onWebViewCreate(webView: WebView) {
    super.onWebViewCreate(webView)
    // A WebView enlarges letters without their boxes; the UI does both (ui/src/platform/room.ts).
    webView.settings.textZoom = 100
    webView.addJavascriptInterface(TextScale(), "TextScale")
  }

  /** The text size of the system, for the UI. */
  private inner class TextScale {
    @JavascriptInterface
    fun percent(): Int = (resources.configuration.fontScale * 100).roundToInt()
  }
}