import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import org.w3c.dom.Document
import org.w3c.dom.Element
import org.w3c.dom.Node
import java.io.File
import java.security.MessageDigest
import javax.xml.parsers.DocumentBuilderFactory

/** Where things are. */
object Project {
    val top = File(System.getProperty("top")).canonicalFile
    val android = top.resolve("src-tauri/gen/android")
    val main = android.resolve("app/src/main")
    val manifest = main.resolve("AndroidManifest.xml")
    val config: JsonNode = ObjectMapper().readTree(top.resolve("src-tauri/tauri.conf.json"))

    /** The manifests that Gradle merges into the app's: those of the crates that bring Android code. */
    val libraries = File(System.getProperty("libraries")).readLines().map(::File)
}

private const val ANDROID = "http://schemas.android.com/apk/res/android"
private const val TOOLS = "http://schemas.android.com/tools"

fun xml(file: File): Document =
    DocumentBuilderFactory
        .newInstance()
        .apply { isNamespaceAware = true }
        .newDocumentBuilder()
        .parse(file)

val Node.elements: List<Element> get() = List(childNodes.length) { childNodes.item(it) }.filterIsInstance<Element>()

fun Node.named(name: String) = elements.filter { it.tagName == name }

fun Element.android(attribute: String): String? = getAttributeNS(ANDROID, attribute).ifEmpty { null }

fun Element.tools(attribute: String): String? = getAttributeNS(TOOLS, attribute).ifEmpty { null }

fun sha256(file: File) = MessageDigest.getInstance("SHA-256").digest(file.readBytes()).joinToString("") { "%02x".format(it) }
