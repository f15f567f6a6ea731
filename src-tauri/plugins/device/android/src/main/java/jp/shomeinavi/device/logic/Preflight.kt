package jp.shomeinavi.device.logic

/** What was seen of the phone. */
data class PhoneSeen(
    val sdk: Int,
    val version: String,
    val vendor: String,
    val restricted: Boolean,
    val managed: Boolean,
    val screenLock: Boolean?,
    val chrome: Boolean?,
    val online: Boolean,
    val userAgent: String,
)

/** Looks at everything that can stand in the way. A look that fails stands in nobody's way. */
class Preflight(
    private val phone: PhonePort,
) {
    fun look(): PhoneSeen =
        PhoneSeen(
            sdk = phone.sdk,
            version = phone.release,
            vendor = phone.vendor,
            restricted = attempted(phone::restricted).getOrDefault(false),
            managed = attempted(phone::managed).getOrDefault(false),
            screenLock = attempted(phone::screenLock).getOrNull(),
            chrome = attempted { phone.hasPackage(Browser.CHROME) }.getOrNull(),
            online = attempted(phone::online).getOrDefault(true),
            userAgent = attempted(phone::userAgent).getOrDefault("Mozilla/5.0 (Linux; Android ${phone.release}) Mobile"),
        )
}
