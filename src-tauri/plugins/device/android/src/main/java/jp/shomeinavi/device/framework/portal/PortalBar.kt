package jp.shomeinavi.device.framework.portal

import android.content.Context
import android.content.res.ColorStateList
import android.content.res.Configuration
import android.graphics.Typeface
import android.text.TextUtils
import android.util.TypedValue
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView

/** The bar over the pages and the large button under them. Nothing of them is drawn by a page; letters follow the system's size. */
internal class PortalBar(
    context: Context,
    private val plan: PortalPlan,
) {
    private val unit = context.resources.displayMetrics.density
    private val host = text(context, TEXT).apply { ellipsize = TextUtils.TruncateAt.START }
    private val step = text(context, TEXT)
    private val notice = text(context, TEXT)
    private val hint = text(context, TEXT)
    private val close = flat(context, plan.close)
    private val help = flat(context, "？").apply { contentDescription = plan.help }
    private val press = Button(context)
    val top = LinearLayout(context)
    val bottom = LinearLayout(context)

    init {
        host.isSingleLine = true
        step.accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
        notice.accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_ASSERTIVE
        hint.accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
        notice.setTypeface(notice.typeface, Typeface.BOLD)
        press.apply {
            isAllCaps = false
            gravity = Gravity.CENTER
            minHeight = size(PRESS)
            setTextSize(TypedValue.COMPLEX_UNIT_SP, LARGE)
            setTypeface(typeface, Typeface.BOLD)
        }
        listOf(top, bottom).forEach { part ->
            part.orientation = LinearLayout.VERTICAL
            part.setPadding(size(SPACE), size(SPACE) / 2, size(SPACE), size(SPACE) / 2)
            part.isFocusable = false
        }
        val first = LinearLayout(context)
        first.gravity = Gravity.CENTER_VERTICAL
        first.addView(host, LinearLayout.LayoutParams(0, WRAP_CONTENT, 1f))
        first.addView(help, LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT))
        first.addView(close, LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT))
        listOf(first, step, notice).forEach { top.addView(it, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT)) }
        listOf(hint, press).forEach { bottom.addView(it, LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT)) }
        coloured(context.resources.configuration)
        show(PortalOrder.Bar(null, null, "", null))
        show(null)
    }

    /** The host of the page in front, as native code has judged it; null while none is shown. */
    fun show(of: String?) {
        host.text = of?.let { "$LOCK $it" }.orEmpty()
        host.contentDescription = of?.let { "${plan.secure} $it" }
    }

    fun show(bar: PortalOrder.Bar) {
        set(step, bar.step)
        set(notice, bar.notice)
        set(hint, bar.hint.takeIf { bar.button == null && it.isNotEmpty() })
        press.text = bar.button.orEmpty()
        press.visibility = if (bar.button == null) View.GONE else View.VISIBLE
    }

    fun on(
        pressed: () -> Unit,
        closed: () -> Unit,
        helped: () -> Unit,
    ) {
        press.setOnClickListener { pressed() }
        close.setOnClickListener { closed() }
        help.setOnClickListener { helped() }
    }

    /**
     * In colours near those of the app's pages (`ui/src/styles/tokens.css`); the activity stays through a change of the theme. Gives the
     * ground's.
     */
    fun coloured(configuration: Configuration): Int {
        val dark = configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES
        val (ground, ink, blue, onBlue) = if (dark) DARK else LIGHT
        val red = if (dark) DARK_RED else LIGHT_RED
        listOf(top, bottom).forEach { it.setBackgroundColor(ground) }
        listOf(host, step, hint).forEach { it.setTextColor(ink) }
        notice.setTextColor(red)
        listOf(close, help).forEach { it.setTextColor(blue) }
        press.backgroundTintList = ColorStateList.valueOf(blue)
        press.setTextColor(onBlue)
        return ground
    }

    private fun set(
        view: TextView,
        text: String?,
    ) {
        // Said anew only where it is new: a reader would read it each time.
        if (view.text.toString() != text.orEmpty()) {
            view.text = text.orEmpty()
        }
        view.visibility = if (text == null) View.GONE else View.VISIBLE
    }

    private fun text(
        context: Context,
        sp: Float,
    ) = TextView(context).apply {
        setTextSize(TypedValue.COMPLEX_UNIT_SP, sp)
        setPadding(size(SPACE) / 2, size(SPACE) / 4, size(SPACE) / 2, size(SPACE) / 4)
    }

    private fun flat(
        context: Context,
        label: String,
    ) = Button(context, null, android.R.attr.borderlessButtonStyle).apply {
        text = label
        isAllCaps = false
        minWidth = size(TOUCH)
        minimumWidth = size(TOUCH)
        minHeight = size(TOUCH)
        setTextSize(TypedValue.COMPLEX_UNIT_SP, TEXT)
    }

    private fun size(dp: Int) = (dp * unit).toInt()

    private companion object {
        const val LOCK = "\uD83D\uDD12"
        const val SPACE = 8
        const val TOUCH = 48
        const val PRESS = 56
        const val TEXT = 16f
        const val LARGE = 20f

        /** Ground, text, blue, text on blue. */
        val LIGHT = listOf(0xFFFFFFFF, 0xFF1A1A1A, 0xFF0017C1, 0xFFFFFFFF).map(Long::toInt)
        val DARK = listOf(0xFF1A1A1A, 0xFFF2F2F2, 0xFF9DB7F9, 0xFF1A1A1A).map(Long::toInt)
        const val LIGHT_RED = 0xFFCE0000.toInt()
        const val DARK_RED = 0xFFFF9696.toInt()
    }
}
