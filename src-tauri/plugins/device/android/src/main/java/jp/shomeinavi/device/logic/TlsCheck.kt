package jp.shomeinavi.device.logic

import java.io.ByteArrayInputStream
import java.io.IOException
import java.net.Socket
import java.net.SocketTimeoutException
import java.net.URI
import java.security.Principal
import java.security.PrivateKey
import java.security.cert.CertificateException
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import javax.net.ssl.HttpsURLConnection
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLEngine
import javax.net.ssl.SSLException
import javax.net.ssl.SSLPeerUnverifiedException
import javax.net.ssl.TrustManager
import javax.net.ssl.X509ExtendedKeyManager

/** How a server took the certificate. */
sealed interface TlsOutcome {
    /** It answered; [asked]: it requested a certificate and was shown ours. */
    data class Answered(
        val status: Int,
        val asked: Boolean,
    ) : TlsOutcome

    /** It was shown ours and closed the connection. */
    data object Refused : TlsOutcome

    /** It did not prove who it is. */
    data object Untrusted : TlsOutcome

    /** Nothing could be reached. */
    data object Unreachable : TlsOutcome

    /** It did not answer in time. */
    data object TimedOut : TlsOutcome
}

/** One request over TLS with a key that never leaves KeyChain. */
class TlsCheck(
    private val keyChain: KeyChainPort,
    private val threads: Threads,
    /** Null: whom the system trusts. */
    private val trust: Array<TrustManager>? = null,
    private val patience: Int = PATIENCE,
) {
    fun check(
        url: String,
        alias: String,
        answer: Answer<TlsOutcome>,
    ) {
        threads.background { answer(attempted { reach(url, identity(alias)) }) }
    }

    private fun identity(alias: String): KeyChainIdentity {
        val chain = keyChain.chain(alias)?.takeIf { it.isNotEmpty() } ?: throw Refusal(Fault.NO_KEY)
        val key = keyChain.privateKey(alias) ?: throw Refusal(Fault.NO_KEY)
        val reader = CertificateFactory.getInstance("X.509")
        val certificates = chain.map { reader.generateCertificate(ByteArrayInputStream(it)) as X509Certificate }
        return KeyChainIdentity(alias, certificates, key)
    }

    private fun reach(
        url: String,
        identity: KeyChainIdentity,
    ): TlsOutcome {
        val context = SSLContext.getInstance("TLS").apply { init(arrayOf(identity), trust, null) }
        val connection = URI(url).toURL().openConnection() as? HttpsURLConnection ?: throw Refusal(Fault.ARGUMENTS)
        connection.apply {
            sslSocketFactory = context.socketFactory
            instanceFollowRedirects = false
            useCaches = false
            connectTimeout = patience
            readTimeout = patience
        }
        return try {
            TlsOutcome.Answered(connection.responseCode, identity.shown)
        } catch (late: SocketTimeoutException) {
            TlsOutcome.TimedOut
        } catch (failure: SSLException) {
            when {
                failure is SSLPeerUnverifiedException -> TlsOutcome.Untrusted
                generateSequence<Throwable>(failure) { it.cause }.any { it is CertificateException } -> TlsOutcome.Untrusted
                identity.shown -> TlsOutcome.Refused
                else -> TlsOutcome.Unreachable
            }
        } catch (closed: IOException) {
            // TLS 1.3 tells after the handshake, and some servers by just closing.
            if (identity.shown) TlsOutcome.Refused else TlsOutcome.Unreachable
        } finally {
            connection.disconnect()
        }
    }

    companion object {
        /** Milliseconds to connect, and to wait for each answer. */
        const val PATIENCE = 10_000
    }
}

/** Offers one identity, whatever is asked for: which one is right is the server's to say. */
private class KeyChainIdentity(
    private val alias: String,
    private val chain: List<X509Certificate>,
    private val key: PrivateKey,
) : X509ExtendedKeyManager() {
    @Volatile
    var shown = false
        private set

    private fun choose(keyTypes: Array<String>?): String? =
        alias.takeIf { keyTypes == null || keyTypes.any { it.startsWith(key.algorithm) } }?.also { shown = true }

    override fun chooseClientAlias(
        keyType: Array<String>?,
        issuers: Array<Principal>?,
        socket: Socket?,
    ): String? = choose(keyType)

    override fun chooseEngineClientAlias(
        keyType: Array<String>?,
        issuers: Array<Principal>?,
        engine: SSLEngine?,
    ): String? = choose(keyType)

    override fun getClientAliases(
        keyType: String?,
        issuers: Array<Principal>?,
    ): Array<String> = arrayOf(alias)

    override fun getCertificateChain(alias: String?): Array<X509Certificate> = chain.toTypedArray()

    override fun getPrivateKey(alias: String?): PrivateKey = key

    override fun getServerAliases(
        keyType: String?,
        issuers: Array<Principal>?,
    ): Array<String>? = null

    override fun chooseServerAlias(
        keyType: String?,
        issuers: Array<Principal>?,
        socket: Socket?,
    ): String? = null
}
