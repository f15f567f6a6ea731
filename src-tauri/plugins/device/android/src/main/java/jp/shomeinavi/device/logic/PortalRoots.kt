package jp.shomeinavi.device.logic

import java.security.GeneralSecurityException
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import java.util.Date

/** The practice portal's own roots (DER): a certificate that one of them has signed is believed besides the system's. */
class PortalRoots(
    roots: List<ByteArray>,
) {
    private val roots =
        CertificateFactory.getInstance("X.509").let { factory ->
            roots.map { factory.generateCertificate(it.inputStream()) as X509Certificate }
        }

    /** [leaf] is signed by a root itself, is for [host] (with or without a port) and is in force at [now] (milliseconds). */
    fun vouchFor(
        leaf: X509Certificate,
        host: String,
        now: Long,
    ): Boolean =
        roots.any { root ->
            try {
                leaf.checkValidity(Date(now))
                leaf.verify(root.publicKey)
                leaf.issuerX500Principal == root.subjectX500Principal && isFor(leaf, host)
            } catch (refused: GeneralSecurityException) {
                false
            }
        }

    /** By the names of the certificate alone, compared in full: practice has no other. */
    private fun isFor(
        leaf: X509Certificate,
        host: String,
    ): Boolean {
        val name = host.replace(Regex(":[0-9]+$"), "").removeSurrounding("[", "]")
        return leaf.subjectAlternativeNames.orEmpty().any { (kind, value) -> (kind == DNS || kind == ADDRESS) && value == name }
    }

    private companion object {
        /** RFC 5280, 4.2.1.6: `GeneralName`. */
        const val DNS = 2
        const val ADDRESS = 7
    }
}
