import org.w3c.dom.Element
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What gen/android says to the system. How Gradle merges the manifests can only be seen with an SDK: these are the sources. */
class ManifestTest {
    private val root = xml(Project.manifest).documentElement
    private val application = root.named("application").single()
    private val activity = application.named("activity").first()
    private val portal = application.named("activity").last()

    @Test
    fun `it asks for what it says and nothing more`() {
        val permissions = root.named("uses-permission")
        val names = permissions.map { it.android("name")?.removePrefix(PERMISSION) }
        assertEquals(setOf("INTERNET", "ACCESS_NETWORK_STATE", "CAMERA", "POST_NOTIFICATIONS", "RECEIVE_BOOT_COMPLETED"), names.toSet())
        assertTrue(permissions.all { it.tools("node") == null })
        assertEquals(
            setOf("manifest", "uses-permission", "uses-feature", "queries", "application"),
            (root.elements + root).map { it.tagName }.toSet(),
        )
    }

    @Test
    fun `what libraries ask for is named here, and kept or taken away`() {
        assertTrue(Project.libraries.any { it.startsWith(Project.top.resolve("src-tauri/plugins/device")) }, "the plugin's own is missing")
        val said = root.named("uses-permission").map { it.android("name")?.removePrefix(PERMISSION) }
        for (library in Project.libraries) {
            val brought = xml(library).documentElement
            for (permission in brought.named("uses-permission").map { it.android("name")?.removePrefix(PERMISSION) }) {
                assertTrue(permission in said, "$library brings $permission")
            }
            assertEquals(emptyList(), brought.elements.map { it.tagName } - "uses-permission", "$library")
        }
    }

    @Test
    fun `no camera is needed`() {
        val features = root.named("uses-feature")
        assertEquals(setOf("android.hardware.camera", "android.hardware.camera.autofocus"), features.map { it.android("name") }.toSet())
        assertTrue(features.all { it.android("required") == "false" })
    }

    @Test
    fun `it sees Chrome and no other app`() {
        val seen = root.named("queries").single().elements
        assertEquals(listOf("package" to "com.android.chrome"), seen.map { it.tagName to it.android("name") })
    }

    @Test
    fun `nothing of it is backed up or moved to another phone`() {
        assertEquals("false", application.android("allowBackup"))
        assertEquals("false", application.android("fullBackupContent"))
        assertEquals("@xml/data_extraction_rules", application.android("dataExtractionRules"))
        val rules = xml(Project.main.resolve("res/xml/data_extraction_rules.xml")).documentElement
        assertEquals(listOf("cloud-backup", "device-transfer"), rules.elements.map { it.tagName })
        for (way in rules.elements) {
            assertEquals(
                setOf("root", "file", "database", "sharedpref", "external").map { Triple("exclude", it, ".") }.toSet(),
                way.elements.map { Triple(it.tagName, it.getAttribute("domain"), it.getAttribute("path")) }.toSet(),
            )
        }
    }

    @Test
    fun `other apps reach one activity only`() {
        assertEquals(listOf("activity", "activity", "service", "receiver", "provider"), application.elements.map { it.tagName })
        assertEquals("true", activity.android("exported"))
        assertEquals(".MainActivity", activity.android("name"))
        assertEquals("singleTask", activity.android("launchMode"))
        val provider = application.named("provider").single()
        assertEquals("androidx.core.content.FileProvider", provider.android("name"))
        assertEquals("\${applicationId}.fileprovider", provider.android("authorities"))
        assertEquals("false", provider.android("exported"))
    }

    @Test
    fun `the portal's window is another process and another task, and no other app's`() {
        assertEquals(PORTAL + "PortalActivity", portal.android("name"))
        assertEquals("false", portal.android("exported"))
        assertEquals(":portal", portal.android("process"))
        assertEquals("\${applicationId}.portal", portal.android("taskAffinity"))
        assertEquals("singleTask", portal.android("launchMode"))
        assertTrue(portal.elements.isEmpty())
        assertEquals(activity.android("configChanges"), portal.android("configChanges"))
        val service = application.named("service").single()
        assertEquals(PORTAL + "PortalService", service.android("name"))
        assertEquals("false", service.android("exported"))
        // The app's own process, where the vault is.
        assertEquals(null, service.android("process"))
        for (named in listOf(portal, service)) {
            val source = named.android("name")?.replace('.', '/') + ".kt"
            assertTrue(Project.top.resolve("src-tauri/plugins/device/android/src/main/java/$source").isFile)
        }
    }

    @Test
    fun `reminders hear what takes alarms away or moves them, from the system alone`() {
        val receiver = application.named("receiver").single()
        assertEquals("false", receiver.android("exported"))
        val heard =
            receiver
                .named("intent-filter")
                .single()
                .named("action")
                .map { it.android("name") }
        val actions = listOf("BOOT_COMPLETED", "MY_PACKAGE_REPLACED", "TIME_SET", "TIMEZONE_CHANGED")
        assertEquals(actions.map { "android.intent.action.$it" }, heard)
        val source = receiver.android("name")?.replace('.', '/') + ".kt"
        assertTrue(Project.top.resolve("src-tauri/plugins/device/android/src/main/java/$source").isFile)
    }

    @Test
    fun `no change of the system takes the page away`() {
        // Of `android:configChanges` all that an app can name up to Android 14 (attrs_manifest.xml).
        val named = "mcc mnc locale touchscreen keyboard keyboardHidden navigation screenLayout fontScale uiMode orientation density"
        val newer = "screenSize smallestScreenSize layoutDirection colorMode grammaticalGender fontWeightAdjustment"
        assertEquals((named.split(" ") + newer.split(" ")).toSet(), activity.android("configChanges")?.split("|")?.toSet())
    }

    @Test
    fun `only what is taken for the page or shared by the user is offered to other apps`() {
        val offered = xml(Project.main.resolve("res/xml/file_paths.xml")).documentElement.elements
        assertEquals(
            setOf("external-files-path" to "Pictures/", "cache-path" to "outbox/"),
            offered.map { it.tagName to it.getAttribute("path") }.toSet(),
        )
    }

    @Test
    fun `it is an app for phones`() {
        assertTrue("leanback" !in Project.manifest.readText().lowercase())
        val launcher = filters("android.intent.action.MAIN").single()
        assertEquals(listOf("android.intent.category.LAUNCHER"), launcher.names("category"))
    }

    @Test
    fun `certificate files of other apps are opened and shared`() {
        val viewed = filters("android.intent.action.VIEW").single { it.data["mimeType"] != null }
        assertEquals(mapOf("scheme" to "content", "mimeType" to "application/x-pkcs12"), viewed.data)
        assertEquals(listOf("android.intent.category.DEFAULT"), viewed.names("category"))
        val shared = filters("android.intent.action.SEND").single()
        assertEquals(mapOf("mimeType" to "application/x-pkcs12"), shared.data)
        assertEquals(listOf("android.intent.category.DEFAULT"), shared.names("category"))
    }

    @Test
    fun `links of the app's own scheme lead to it, as the configuration says`() {
        val configured = Project.config.at("/plugins/deep-link/mobile").flatMap { link -> link["scheme"].map { it.textValue() } }
        val links = filters("android.intent.action.VIEW").filter { it.data["mimeType"] == null }
        assertEquals(configured.map { mapOf("scheme" to it) }, links.map { it.data })
        for (link in links) {
            val categories = listOf("android.intent.category.DEFAULT", "android.intent.category.BROWSABLE")
            assertEquals(categories, link.names("category"))
        }
        assertEquals(4, activity.named("intent-filter").size)
    }

    @Test
    fun `nothing is sent in the clear`() {
        assertEquals("\${usesCleartextTraffic}", application.android("usesCleartextTraffic"))
        val default = gradle.substringAfter("defaultConfig {").substringBefore("}")
        assertTrue("""manifestPlaceholders["usesCleartextTraffic"] = "false"""" in default)
        assertTrue("usesCleartextTraffic" !in gradle.substringAfter("""getByName("release")"""))
    }

    @Test
    fun `identifier and oldest system are those of the configuration`() {
        val identifier = Project.config["identifier"].textValue()
        assertEquals(identifier, setting("namespace").trim('"'))
        assertEquals(identifier, setting("applicationId").trim('"'))
        assertEquals(Project.config.at("/bundle/android/minSdkVersion").intValue(), setting("minSdk").toInt())
        assertEquals(setting("compileSdk"), setting("targetSdk"))
        assertTrue(setting("targetSdk").toInt() >= 35)
    }

    @Test
    fun `the wrapper is the one that the Tauri command line brings`() {
        assertEquals(WRAPPER, sha256(Project.android.resolve("gradle/wrapper/gradle-wrapper.jar")))
    }

    @Test
    fun `its icons are made from the master, and follow the theme`() {
        val made = Project.top.resolve("icons/android")
        val pictures = made.walk().filter { it.extension == "png" }.toList()
        assertEquals(15, pictures.size)
        for (picture in pictures) {
            val here = Project.main.resolve("res").resolve(picture.relativeTo(made))
            assertEquals(sha256(picture), sha256(here), "$here")
        }
        val adaptive = xml(Project.main.resolve("res/mipmap-anydpi-v26/ic_launcher.xml")).documentElement
        assertEquals(listOf("background", "foreground", "monochrome"), adaptive.elements.map { it.tagName })
        assertEquals("@mipmap/ic_launcher", application.android("icon"))
    }

    private val gradle = Project.android.resolve("app/build.gradle.kts").readText()

    private fun setting(name: String) = Regex("""\n *$name = (.+)""").findAll(gradle).single().groupValues[1]

    private fun filters(action: String) = activity.named("intent-filter").filter { it.names("action") == listOf(action) }

    private fun Element.names(tag: String) = named(tag).map { it.android("name") }

    /** All attributes of a filter's data. */
    private val Element.data: Map<String, String>
        get() =
            named("data")
                .flatMap { data -> List(data.attributes.length) { data.attributes.item(it) } }
                .associate { it.localName to it.nodeValue }

    private companion object {
        const val PORTAL = "jp.shomeinavi.device.framework.portal."
        const val PERMISSION = "android.permission."

        /** Gradle's, as it lies in tauri-cli 2.12.5. */
        const val WRAPPER = "497c8c2a7e5031f6aa847f88104aa80a93532ec32ee17bdb8d1d2f67a194a9c7"
    }
}
