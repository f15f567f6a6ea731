import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory
import java.io.File
import java.io.IOException
import java.security.KeyStore
import java.security.KeyStore.PasswordProtection
import java.security.KeyStore.PrivateKeyEntry
import java.security.PrivateKey
import java.security.Provider
import java.security.Security
import java.security.Signature
import java.security.cert.Certificate
import java.security.cert.CertificateFactory
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** What the system's installer makes of a file, with the reader of one version of Android (or Bouncy Castle's own) at work. */
class ReaderTest {
    /** As `CertInstaller` opens `EXTRA_PKCS12`: null where it would show the password dialog, or show it again. */
    private fun opened(
        name: String,
        password: String,
    ): KeyStore? {
        val store = KeyStore.getInstance("PKCS12")
        assertEquals<Provider>(provider, store.provider)
        return try {
            file(name).inputStream().use { store.load(it, password.toCharArray()) }
            store.takeIf { it.aliases().hasMoreElements() }
        } catch (wrong: IOException) {
            null
        }
    }

    private fun KeyStore.keys() = aliases().toList().filter(::isKeyEntry)

    @TestFactory
    fun `what install receives opens without a prompt, with one key and the whole chain`() =
        kinds { kind ->
            val store = checkNotNull(opened("$kind-for-android.p12", "")) { "a password would be asked for" }
            assertEquals(listOf(ALIAS), store.aliases().toList())
            assertIdentity(kind, store, "")
        }

    @TestFactory
    fun `what is saved for the Files way opens with its password only`() =
        kinds { kind ->
            assertEquals(null, opened("$kind-for-files.p12", ""))
            assertIdentity(kind, checkNotNull(opened("$kind-for-files.p12", PASSWORD)), PASSWORD)
        }

    @TestFactory
    fun `each form of PKCS12 ends as it is known to`(): List<DynamicTest> =
        FORMS.map { (form, password, known) ->
            dynamicTest("$form: ${known.getValue(reader)}") { assertEquals(known.getValue(reader), ending(form, password)) }
        }

    @Test
    fun `a file that was cut short does not open`() {
        val whole = file("rsa-for-android.p12").readBytes()
        val store = KeyStore.getInstance("PKCS12")
        assertFailsWith<IOException> { store.load(whole.copyOf(whole.size / 2).inputStream(), CharArray(0)) }
    }

    private fun ending(
        form: String,
        password: String,
    ): String {
        val store = opened("$form.p12", password) ?: return ASKS
        if (store.keys().isEmpty()) {
            return NO_KEY
        }
        assertIdentity("rsa", store, password)
        return OPENS
    }

    private fun assertIdentity(
        kind: String,
        store: KeyStore,
        password: String,
    ) {
        assertEquals(listOf(ALIAS), store.keys())
        val entry = store.getEntry(ALIAS, PasswordProtection(password.toCharArray())) as PrivateKeyEntry
        assertEquals(CHAIN.map { certificate("$kind-$it") }, entry.certificateChain.toList())
        assertTrue(signs(entry.privateKey, entry.certificate))
    }

    private fun signs(
        key: PrivateKey,
        certificate: Certificate,
    ): Boolean {
        val nonce = "a nonce".toByteArray()
        val algorithm = if (key.algorithm == "RSA") "SHA256withRSA" else "SHA256withECDSA"
        val signature =
            Signature.getInstance(algorithm).run {
                initSign(key)
                update(nonce)
                sign()
            }
        return Signature.getInstance(algorithm).run {
            initVerify(certificate.publicKey)
            update(nonce)
            verify(signature)
        }
    }

    private companion object {
        const val ALIAS = "kaigo-dx-3f9a1c02"
        const val PASSWORD = "Kb7hx2Rt"
        val PACKAGE: String = System.getProperty("package")
        val CHAIN = listOf("leaf", "issuing", "root")

        const val OPENS = "opens"
        const val ASKS = "asks for the password, again and again"
        const val NO_KEY = "has no key"

        /** `android-13` to `android-17`, or `bouncy-castle`. */
        val reader: String = System.getProperty("reader")

        /** At the first place, where it has its own ciphers: those of Java refuse an empty password. */
        val provider: Provider =
            (Class.forName("$PACKAGE.jce.provider.BouncyCastleProvider").getConstructor().newInstance() as Provider).also {
                if (reader != "bouncy-castle") {
                    // It asks for a key factory by number. On a phone Conscrypt has one; Java has it by name only.
                    // From 16 on Bouncy Castle's own has no curves left; Java's, by its class, does what Conscrypt's does.
                    val own = reader in setOf("android-13", "android-14", "android-15")
                    it["KeyFactory.1.2.840.10045.2.1"] =
                        if (own) "$PACKAGE.jcajce.provider.asymmetric.ec.KeyFactorySpi\$EC" else "sun.security.ec.ECKeyFactory"
                }
                check(Security.insertProviderAt(it, 1) == 1)
            }

        /** A file of make-files, its password, and what each reader makes of it. */
        val FORMS: List<Triple<String, String, Map<String, String>>> =
            listOf(
                form("openssl-default", PASSWORD, ASKS, OPENS, OPENS, OPENS, OPENS, OPENS),
                form("3des-mac-sha256", PASSWORD, ASKS, OPENS, OPENS, OPENS, OPENS, OPENS),
                form("3des-mac-sha1", PASSWORD, OPENS, OPENS, OPENS, OPENS, OPENS, OPENS),
                form("3des-mac-sha1-empty-password", "", OPENS, OPENS, OPENS, OPENS, OPENS, OPENS),
                form("aes-256-empty-password", "", ASKS, ASKS, ASKS, ASKS, ASKS, ASKS),
                form("key-not-encrypted", PASSWORD, NO_KEY, NO_KEY, NO_KEY, OPENS, OPENS, OPENS),
            )

        fun form(
            name: String,
            password: String,
            vararg known: String,
        ) = Triple(
            name,
            password,
            listOf("android-13", "android-14", "android-15", "android-16", "android-17", "bouncy-castle").zip(known).toMap(),
        )

        fun kinds(check: (String) -> Unit) = listOf("rsa", "ec").map { dynamicTest(it) { check(it) } }

        fun file(name: String) = File(System.getProperty("files"), name)

        fun certificate(name: String): Certificate =
            file("$name.pem").inputStream().use { CertificateFactory.getInstance("X.509", "SUN").generateCertificate(it) }
    }
}
