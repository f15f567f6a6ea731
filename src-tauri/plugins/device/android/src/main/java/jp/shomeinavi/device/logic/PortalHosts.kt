package jp.shomeinavi.device.logic

/**
 * Hosts of the portal, by the rules of the client (`portal::HostRule`): `host`, `host:port` or `*.domain`; https only, no user.
 *
 * `tests/native/portal/hosts.json` holds both to the same answers. Addresses come as Chromium writes them: lower case, names in
 * ASCII; what is written otherwise is refused.
 */
class PortalHosts(
    private val rules: List<String>,
) {
    fun allows(address: String): Boolean = hostOf(address)?.let { asked -> rules.any { matches(it, asked) } } ?: false

    /** The rules as androidx.webkit takes them for scripts and listeners. */
    val origins: Set<String> get() = rules.mapTo(mutableSetOf()) { "$HTTPS$it" }

    private fun matches(
        rule: String,
        asked: String,
    ): Boolean =
        if (rule.startsWith("*.")) {
            asked.endsWith(rule.drop(1)) && asked.length >= rule.length && ':' !in asked
        } else {
            asked == rule
        }

    companion object {
        private const val HTTPS = "https://"
        private const val PORT = ":443"
        private val host = Regex("""([a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+])(:[0-9]{1,5})?""")

        /** Host of an https address, with its port unless it is https's own; null for any other address. */
        fun hostOf(address: String): String? {
            if (!address.startsWith(HTTPS)) {
                return null
            }
            val named = address.drop(HTTPS.length).takeWhile { it !in "/?#" }
            return named.takeIf(host::matches)?.removeSuffix(PORT)
        }
    }
}
