import android.content.Context
import android.os.Looper
import android.security.KeyChain
import jp.shomeinavi.device.Stored
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import java.security.PrivateKey
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate

/** Keys that were granted; the chooser and the installer's intent are the framework's own. */
@Implements(KeyChain::class)
class ShadowKeyChain {
    companion object {
        val stored = mutableMapOf<String, Stored>()

        @JvmStatic
        @Implementation
        fun getCertificateChain(
            context: Context,
            alias: String,
        ): Array<X509Certificate>? {
            offMain()
            val reader = CertificateFactory.getInstance("X.509")
            val chain = stored[alias]?.chain ?: return null
            return chain.map { reader.generateCertificate(it.inputStream()) as X509Certificate }.toTypedArray()
        }

        @JvmStatic
        @Implementation
        fun getPrivateKey(
            context: Context,
            alias: String,
        ): PrivateKey? {
            offMain()
            return stored[alias]?.key
        }

        /** As `KeyChain.ensureNotOnMainThread` does. */
        private fun offMain() =
            check(Looper.myLooper() != Looper.getMainLooper()) { "calling this from your main thread can lead to deadlock" }
    }
}
