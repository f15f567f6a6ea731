import jp.shomeinavi.device.logic.PortalRoots
import jp.shomeinavi.device.selfSigned
import org.junit.jupiter.api.Test
import java.security.KeyPairGenerator
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** Practice's own root, for its own host and now. */
class PortalRootsTest {
    private fun keys() = KeyPairGenerator.getInstance("EC").apply { initialize(256) }.generateKeyPair()

    private val keys = keys()
    private val leaf = selfSigned(keys, "localhost")
    private val now = System.currentTimeMillis()

    @Test
    fun `it vouches for its host, now, and for nothing else`() {
        val roots = PortalRoots(listOf(leaf.encoded))
        assertTrue(roots.vouchFor(leaf, "localhost:8443", now))
        assertTrue(roots.vouchFor(leaf, "localhost", now))
        assertFalse(roots.vouchFor(leaf, "portal.example.jp", now))
        assertFalse(roots.vouchFor(leaf, "localhost", now + 172_800_000))
        assertFalse(roots.vouchFor(leaf, "localhost", now - 172_800_000))
    }

    @Test
    fun `another key under the same name is not believed, and without roots nothing is`() {
        val other = selfSigned(keys(), "localhost")
        assertFalse(PortalRoots(listOf(other.encoded)).vouchFor(leaf, "localhost", now))
        assertFalse(PortalRoots(emptyList()).vouchFor(leaf, "localhost", now))
    }
}
