import jp.shomeinavi.device.Answers
import jp.shomeinavi.device.FakePhone
import jp.shomeinavi.device.Keys
import jp.shomeinavi.device.Stored
import jp.shomeinavi.device.logic.TlsCheck
import jp.shomeinavi.device.logic.TlsOutcome
import jp.shomeinavi.device.selfSigned
import org.junit.jupiter.api.Test
import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.security.KeyPair
import java.security.KeyStore
import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLServerSocket
import javax.net.ssl.TrustManager
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509TrustManager
import kotlin.concurrent.thread
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals

/** Against real servers of this JVM. */
class TlsCheckTest {
    private val phone = FakePhone()
    private val answers = Answers<TlsOutcome>()
    private val server = selfSigned(Keys.rsa, "localhost")
    private var seen: X509Certificate? = null

    private fun installed(keys: KeyPair) {
        phone.keyChain.stored[ALIAS] = Stored(listOf(selfSigned(keys, "KJ0123456789AB").encoded), keys.private)
        phone.keyChain.granted += ALIAS
    }

    private fun check(
        url: String,
        trusted: X509Certificate = server,
        patience: Int = 30_000,
    ) {
        TlsCheck(phone.keyChain, phone.threads, trusting(trusted), patience).check(url, ALIAS, answers)
        phone.threads.settle()
    }

    private fun trusting(certificate: X509Certificate): Array<TrustManager> {
        val store = KeyStore.getInstance(KeyStore.getDefaultType()).apply { load(null) }
        store.setCertificateEntry("root", certificate)
        return TrustManagerFactory.getInstance("PKIX").apply { init(store) }.trustManagers
    }

    /** Answers one request with 204. */
    private fun serve(
        version: String,
        asks: Boolean,
        accepts: Boolean = true,
        test: (String) -> Unit,
    ) {
        val store = KeyStore.getInstance("PKCS12").apply { load(null) }
        store.setKeyEntry("server", Keys.rsa.private, CharArray(0), arrayOf(server))
        val own = KeyManagerFactory.getInstance("PKIX").apply { init(store, CharArray(0)) }.keyManagers
        val context = SSLContext.getInstance("TLS").apply { init(own, arrayOf(Visitors(accepts)), null) }
        val socket = context.serverSocketFactory.createServerSocket(0, 9, InetAddress.getByName("localhost")) as SSLServerSocket
        socket.enabledProtocols = arrayOf(version)
        socket.needClientAuth = asks
        socket.use {
            val serving =
                thread {
                    // A client may come again after it was sent away.
                    while (!it.isClosed) {
                        try {
                            it.accept().use(::answer)
                        } catch (expected: IOException) {
                            // The visitor was sent away, or the test is over.
                        }
                    }
                }
            test("https://localhost:${it.localPort}/")
            it.close()
            serving.join(5_000)
        }
    }

    private fun answer(visitor: Socket) {
        visitor.getInputStream().bufferedReader().readLine()
        visitor.getOutputStream().write("HTTP/1.1 204 Fine\r\nConnection: close\r\n\r\n".toByteArray())
    }

    private inner class Visitors(
        private val accepts: Boolean,
    ) : X509TrustManager {
        override fun checkClientTrusted(
            chain: Array<X509Certificate>,
            authType: String,
        ) {
            seen = chain[0]
            if (!accepts) {
                throw CertificateException("not one of ours")
            }
        }

        override fun checkServerTrusted(
            chain: Array<X509Certificate>,
            authType: String,
        ) = throw CertificateException("only visitors are looked at")

        override fun getAcceptedIssuers(): Array<X509Certificate> = emptyArray()
    }

    @Test
    fun `a server that asks is shown the certificate and its key`() {
        for (version in VERSIONS) {
            for (keys in listOf(Keys.rsa, Keys.ec)) {
                answers.all.clear()
                installed(keys)
                serve(version, asks = true) { check(it) }
                assertEquals(TlsOutcome.Answered(204, true), answers.one, "$version ${keys.private.algorithm}")
                assertContentEquals(keys.public.encoded, seen?.publicKey?.encoded)
            }
        }
    }

    @Test
    fun `a server that does not ask is not shown it`() {
        installed(Keys.rsa)
        for (version in VERSIONS) {
            answers.all.clear()
            serve(version, asks = false) { check(it) }
            assertEquals(TlsOutcome.Answered(204, false), answers.one, version)
        }
    }

    @Test
    fun `a server that does not take it has refused`() {
        installed(Keys.rsa)
        for (version in VERSIONS) {
            answers.all.clear()
            serve(version, asks = true, accepts = false) { check(it) }
            assertEquals<TlsOutcome>(TlsOutcome.Refused, answers.one, version)
        }
    }

    @Test
    fun `a server that is somebody else is not trusted`() {
        installed(Keys.rsa)
        for (version in VERSIONS) {
            answers.all.clear()
            serve(version, asks = true) { check(it, selfSigned(Keys.ec, "localhost")) }
            assertEquals<TlsOutcome>(TlsOutcome.Untrusted, answers.one, version)
        }
    }

    @Test
    fun `a server under another name is not trusted`() {
        installed(Keys.rsa)
        serve("TLSv1.3", asks = false) { check(it.replace("localhost", "127.0.0.1")) }
        assertEquals<TlsOutcome>(TlsOutcome.Untrusted, answers.one)
    }

    @Test
    fun `nobody there and nobody answering are told apart`() {
        installed(Keys.rsa)
        val closed = ServerSocket(0).use { it.localPort }
        check("https://localhost:$closed/")
        assertEquals<TlsOutcome>(TlsOutcome.Unreachable, answers.one)
        answers.all.clear()
        ServerSocket(0).use { check("https://localhost:${it.localPort}/", patience = 500) }
        assertEquals<TlsOutcome>(TlsOutcome.TimedOut, answers.one)
    }

    @Test
    fun `without a key nothing is asked`() {
        check("https://localhost:1/")
        assertEquals("no-key", answers.code)
    }

    @Test
    fun `an address without TLS is not asked`() {
        installed(Keys.rsa)
        check("http://localhost:1/")
        assertEquals("arguments", answers.code)
    }

    private companion object {
        const val ALIAS = "kaigo-dx-3f9a1c02"
        val VERSIONS = listOf("TLSv1.2", "TLSv1.3")
    }
}
