package jp.shomeinavi.device.logic

/** The window while a secret is on it. */
class SecretScreen(
    private val window: WindowPort,
) {
    fun show(shown: Boolean) {
        window.secure(shown)
        window.keepOn(shown)
    }
}
