package jp.shomeinavi.device.logic

/** A file that this app put into Downloads. */
class Download(
    val uri: String,
    val name: String,
)

/** The paper manual's way: a certificate file, still under its password, in Downloads, where Settings finds it. */
class Downloads(
    private val downloads: DownloadsPort,
    private val threads: Threads,
) {
    /** Takes the place of what this app saved under [name] before. [bytes] is overwritten in the end. */
    fun save(
        name: String,
        bytes: ByteArray,
        answer: Answer<Unit>,
    ) {
        threads.background {
            val saved =
                attempted {
                    requireFileName(name)
                    saved(name).forEach { downloads.delete(it.uri) }
                    downloads.save(name, PKCS12, bytes)
                }
            bytes.fill(0)
            answer(saved)
        }
    }

    /** Deletes what this app saved under [name]; false where nothing is left of it. */
    fun delete(
        name: String,
        answer: Answer<Boolean>,
    ) {
        threads.background {
            answer(attempted { saved(name).onEach { downloads.delete(it.uri) }.isNotEmpty() })
        }
    }

    /** Where a name is taken, the system appends a number: `kaigo (1).p12`. */
    private fun saved(name: String): List<Download> {
        val stem = Regex.escape(name.substringBeforeLast('.'))
        val ending = Regex.escape(name.removePrefix(name.substringBeforeLast('.')))
        val numbered = Regex("$stem( \\(\\d+\\))?$ending")
        return downloads.saved().filter { numbered.matches(it.name) }
    }
}

/** RFC 7292 names no type; what Android's own installer registers for. */
const val PKCS12 = "application/x-pkcs12"

/** A name, and not a way to elsewhere. */
internal fun requireFileName(name: String) {
    if (name.isEmpty() || name == "." || name == ".." || name.any { it == '/' || it.code == 0 }) {
        throw Refusal(Fault.ARGUMENTS)
    }
}
