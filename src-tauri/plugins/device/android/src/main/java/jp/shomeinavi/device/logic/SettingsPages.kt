package jp.shomeinavi.device.logic

/** Opens pages of Settings; vendors differ, so each page has others to fall back on. */
class SettingsPages(
    private val screens: Screens,
    private val phone: PhonePort,
) {
    /** [page] is the name that Rust uses. */
    fun open(page: String) {
        val refused = actions(page).map { action -> attempted { screens.open(Screen.Settings(action)) }.exceptionOrNull() ?: return }
        throw refused.last()
    }

    private fun actions(page: String): List<String> =
        when (page) {
            "screen-lock" -> listOf(SET_NEW_PASSWORD, SECURITY)
            "network" -> listOf(INTERNET, WIRELESS)
            "clock" -> listOf(DATE)
            "credentials", "profile" -> if (isSamsung()) listOf(USER_CREDENTIALS, SECURITY) else listOf(SECURITY)
            "notifications" -> listOf(NOTIFICATIONS)
            "app" -> listOf(APP)
            else -> throw Refusal(Fault.ARGUMENTS)
        } + SETTINGS

    private fun isSamsung() = phone.vendor.equals("samsung", ignoreCase = true)

    companion object {
        /** `DevicePolicyManager.ACTION_SET_NEW_PASSWORD` */
        const val SET_NEW_PASSWORD = "android.app.action.SET_NEW_PASSWORD"

        /** `Settings.ACTION_SECURITY_SETTINGS` */
        const val SECURITY = "android.settings.SECURITY_SETTINGS"

        /** `Settings.Panel.ACTION_INTERNET_CONNECTIVITY` */
        const val INTERNET = "android.settings.panel.action.INTERNET_CONNECTIVITY"

        /** `Settings.ACTION_WIRELESS_SETTINGS` */
        const val WIRELESS = "android.settings.WIRELESS_SETTINGS"

        /** `Settings.ACTION_DATE_SETTINGS` */
        const val DATE = "android.settings.DATE_SETTINGS"

        /** One UI's page of user certificates; undocumented, so it may be gone. */
        const val USER_CREDENTIALS = "com.android.settings.USER_CREDENTIALS"

        /** `Settings.ACTION_APP_NOTIFICATION_SETTINGS`, of this app. */
        const val NOTIFICATIONS = "android.settings.APP_NOTIFICATION_SETTINGS"

        /** `Settings.ACTION_APPLICATION_DETAILS_SETTINGS`, of this app. */
        const val APP = "android.settings.APPLICATION_DETAILS_SETTINGS"

        /** `Settings.ACTION_SETTINGS` */
        const val SETTINGS = "android.settings.SETTINGS"
    }
}
