package jp.shomeinavi.device.framework.portal

import jp.shomeinavi.device.logic.PortalHosts
import jp.shomeinavi.device.logic.PortalRoots
import org.json.JSONObject
import java.util.Base64

/** What the window is opened with (`app::WindowPlan`), as Rust wrote it. */
internal class PortalPlan(
    text: String,
) {
    private val json = JSONObject(text)
    private val words = json.getJSONObject("words")

    val entry: String = json.getString("entry")
    val hosts = PortalHosts(json.getJSONArray("hosts").let { hosts -> List(hosts.length(), hosts::getString) })
    val roots =
        json.getJSONArray("roots").let { roots ->
            PortalRoots(List(roots.length()) { Base64.getDecoder().decode(roots.getString(it)) })
        }
    val userAgent: String? = json.textOrNull("userAgent")
    val script: String = json.getString("script")

    val title: String = words.getString("title")
    val close: String = words.getString("close")
    val secure: String = words.getString("secure")
    val dialog: String = words.getString("dialog")
    val yes: String = words.getString("yes")
    val no: String = words.getString("no")
    val help: String = words.getString("help")
    val helpText: String = words.getString("helpText")
}

/** What the window is to do (`app::WindowCommand`). */
internal sealed interface PortalOrder {
    class Bar(
        val step: String?,
        val button: String?,
        val hint: String,
        val notice: String?,
    ) : PortalOrder

    class Run(
        val script: String,
    ) : PortalOrder

    data object Show : PortalOrder

    data object Retry : PortalOrder

    companion object {
        fun of(text: String): PortalOrder =
            JSONObject(text).run {
                when (val what = getString("do")) {
                    "bar" -> Bar(textOrNull("step"), textOrNull("button"), getString("hint"), textOrNull("notice"))
                    "run" -> Run(getString("script"))
                    "show" -> Show
                    "retry" -> Retry
                    else -> throw IllegalArgumentException(what)
                }
            }
    }
}

private fun JSONObject.textOrNull(name: String): String? = if (isNull(name)) null else getString(name)
