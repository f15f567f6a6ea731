import org.junit.jupiter.api.BeforeAll
import java.io.File
import java.util.zip.CRC32
import java.util.zip.ZipEntry
import java.util.zip.ZipFile
import java.util.zip.ZipOutputStream
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue

/** The resources and the manifest of gen/android against the framework resources of Android 14. */
class LinkTest {
    @Test
    fun `they link`() {
        val (status, said) = link(manifest)
        assertEquals(0, status, said)
        val apk = ZipFile(work.resolve("linked.apk")).use { zip -> zip.entries().toList().map { it.name } }
        assertContains(apk, "resources.arsc")
        assertTrue(apk.any { it.endsWith("/data_extraction_rules.xml") } && apk.any { it.endsWith("/ic_launcher_monochrome.xml") }, "$apk")
    }

    @Test
    fun `an attribute that does not exist does not`() {
        val (status, said) = link(manifest.replace("android:allowBackup=", "android:allowBackups="))
        assertNotEquals(0, status)
        assertContains(said, "allowBackups")
    }

    @Test
    fun `a resource that does not exist does not`() {
        val (status, said) = link(manifest.replace("@xml/data_extraction_rules", "@xml/extraction_rules"))
        assertNotEquals(0, status)
        assertContains(said, "extraction_rules")
    }

    private fun link(manifest: String): Pair<Int, String> {
        val file = work.resolve("AndroidManifest.xml").apply { writeText(manifest) }
        val versions = arrayOf("--min-sdk-version", "33", "--target-sdk-version", "34")
        return run("link", "-I", "$framework", "--manifest", "$file", *versions, "-o", "$work/linked.apk", *compiled)
    }

    private companion object {
        val work = File(System.getProperty("work"), "link").apply { mkdirs() }
        val framework = work.resolve("framework.apk")
        val compiled = arrayOf("$work/gen.zip", "$work/stand-in.zip")

        /** As Gradle hands it over. `<queries>` is taken out: Debian's aapt2 is older than it; ManifestTest looks at it. */
        val manifest =
            Project.manifest
                .readText()
                .replace("<manifest ", "<manifest package=\"${Project.config["identifier"].textValue()}\" ")
                .replace("\${applicationId}", Project.config["identifier"].textValue())
                .replace("\${usesCleartextTraffic}", "false")
                .replace(Regex("<queries>.*</queries>", RegexOption.DOT_MATCHES_ALL), "")

        @BeforeAll
        @JvmStatic
        fun compile() {
            repack(File(System.getProperty("framework")))
            val folders = listOf(Project.main.resolve("res"), File(System.getProperty("stand-in")))
            for ((folder, zip) in folders.zip(compiled)) {
                val (status, said) = run("compile", "--dir", "$folder", "-o", zip)
                check(status == 0) { said }
            }
        }

        /** aapt2 reads the framework's resources where they are stored as they are. */
        fun repack(jar: File) {
            ZipFile(jar).use { from ->
                ZipOutputStream(framework.outputStream()).use { to ->
                    for (name in listOf("AndroidManifest.xml", "resources.arsc")) {
                        val bytes = from.getInputStream(from.getEntry(name)).use { it.readBytes() }
                        val entry =
                            ZipEntry(name).apply {
                                method = ZipEntry.STORED
                                size = bytes.size.toLong()
                                crc = CRC32().apply { update(bytes) }.value
                            }
                        to.putNextEntry(entry)
                        to.write(bytes)
                    }
                }
            }
        }

        fun run(vararg arguments: String): Pair<Int, String> {
            val process = ProcessBuilder("aapt2", *arguments).redirectErrorStream(true).start()
            val said = process.inputStream.use { it.reader().readText() }
            return process.waitFor() to said
        }
    }
}
