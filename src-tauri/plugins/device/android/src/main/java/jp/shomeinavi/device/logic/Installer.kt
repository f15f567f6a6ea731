package jp.shomeinavi.device.logic

/** How the installer came back. Proves nothing. */
enum class InstallerEnd(
    val id: String,
) {
    OK("ok"),
    CANCELED("canceled"),
}

/** Hands a PKCS#12 file to the system's installer. */
class Installer(
    private val screens: Screens,
    private val phone: PhonePort,
    private val threads: Threads,
    private val flights: SingleFlight,
) {
    /** [pkcs12] is overwritten when the installer has ended. */
    fun install(
        pkcs12: ByteArray,
        name: String,
        answer: Answer<InstallerEnd>,
    ) {
        val flight = flights.board(InstallerEnd.CANCELED, null, answer)
        if (flight == null) {
            pkcs12.fill(0)
            return
        }
        flight.afterwards { pkcs12.fill(0) }
        flight.run {
            if (pkcs12.size > LARGEST) {
                throw Refusal(Fault.TOO_LARGE)
            }
            if (phone.restricted()) {
                throw Refusal(Fault.RESTRICTED)
            }
            val opened = threads.now()
            flight.outside()
            screens.openForResult(Screen.Installer(pkcs12, name)) { end ->
                flight.land(judged(end, threads.now() - opened))
            }
        }
    }

    private fun judged(
        end: ScreenEnd,
        after: Long,
    ): Result<InstallerEnd> =
        when {
            end.ok -> Result.success(InstallerEnd.OK)
            after < AT_ONCE -> Result.failure(Refusal(Fault.RESTRICTED))
            else -> Result.success(InstallerEnd.CANCELED)
        }

    companion object {
        /** What a Binder transaction of 1 MiB, shared by the whole process, takes without failing. */
        const val LARGEST = 256 * 1024

        /** Nobody closes a dialog that fast: a guest user's installer closes by itself (`CertInstallerMain`). */
        const val AT_ONCE = 500L
    }
}
