package jp.shomeinavi.device.logic

/** Opens web pages outside the app. */
class Browser(
    private val screens: Screens,
) {
    /** A Custom Tab of Chrome, which uses the certificates of KeyChain; else whatever the user has. */
    fun open(url: String) {
        attempted { screens.open(Screen.CustomTab(url, CHROME)) }
            .recoverCatching { screens.open(Screen.WebPage(url)) }
            .getOrThrow()
    }

    companion object {
        const val CHROME = "com.android.chrome"
    }
}
