import android.content.Intent
import android.net.Uri
import jp.shomeinavi.device.arriving
import org.junit.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertSame
import kotlin.test.assertTrue

/** What of an intent the app sees. */
class ArrivalTest : OnAndroid() {
    private fun view(address: String) = Intent(Intent.ACTION_VIEW, Uri.parse(address)).setComponent(activity.componentName)

    private fun seen(
        address: String,
        restored: Boolean = false,
        flags: Int = 0,
    ) = arriving(view(address).addFlags(flags), restored)

    @Test
    fun `what was answered is nothing but a start`() {
        for (address in listOf("shomei-navi://card?v=1", "content://jp.example/1")) {
            for (seen in listOf(seen(address, restored = true), seen(address, flags = Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY))) {
                assertEquals(Intent.ACTION_MAIN, seen.action)
                assertEquals(activity.componentName, seen.component)
                assertNull(seen.data)
                assertNull(seen.extras)
            }
        }
        val shared = Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_STREAM, Uri.parse("content://jp.example/1"))
        assertNull(arriving(shared, restored = true).extras)
    }

    @Test
    fun `an activity that is built anew does not knock again`() {
        controller.newIntent(view("content://jp.example/1"))
        run("takeOpenedFile", "limit" to 10).code
        controller.recreate()
        assertEquals(Intent.ACTION_MAIN, activity.intent.action)
    }

    @Test
    fun `a file of the app's own is left alone, however it is spelt`() {
        val own = "${activity.packageName}.fileprovider"
        val spelt = listOf(own, "0@$own", "a@10@$own", own.replace(".", "%2E"), "0%40$own", "0%2540@$own")
        for (address in spelt.flatMap { listOf("$it/x", "$it\\x", "$it?x", "$it#x", it) }.map { "content://$it" }) {
            // Where Android looks for it (AOSP, `ContentProvider.getAuthorityWithoutUserId`).
            assertEquals(own, Uri.parse(address).authority?.substringAfterLast('@'), address)
            controller.newIntent(view(address))
            assertTrue(run("takeOpenedFile", "limit" to 10).record().isNull("file"), address)
        }
    }

    @Test
    fun `a link arrives in letters that every bridge takes, and means the same`() {
        val office = "𠮷野さん😀"
        val link = "shomei-navi://card?v=1&office=$office&id=KJ0123#a%20b"
        val seen = seen(link).data
        assertTrue(seen.toString().all { it.code in 33..126 }, "$seen")
        assertEquals(office, seen?.getQueryParameter("office"))
        assertEquals(Uri.parse(link).encodedFragment, seen?.encodedFragment)
        assertTrue(seen("shomei-navi://card?office=\uD842").data.toString().all { it.code < 128 })
        val plain = "shomei-navi://card?v=1&office=%E3%81%95&x=a+b~!*'();:@=,[]"
        assertEquals(plain, seen(plain).data.toString())
    }

    @Test
    fun `a file keeps its address, whose letters its app has chosen`() {
        val file = view("content://jp.example/証明書.pfx")
        assertSame(file, arriving(file, restored = false))
    }
}
