import org.junit.jupiter.api.Test
import org.objectweb.asm.ClassReader
import org.objectweb.asm.ClassVisitor
import org.objectweb.asm.Handle
import org.objectweb.asm.MethodVisitor
import org.objectweb.asm.Opcodes
import java.io.File
import java.util.TreeSet
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Hidden members of the framework compile here and fail on a phone: each one used is on a list that people read. */
class FrameworkMembersTest {
    private val classes = File(System.getProperty("classes"), "jp/shomeinavi/device")

    private fun used(under: File): Set<String> {
        val members = TreeSet<String>()
        val files = under.walk().filter { it.extension == "class" }.toList()
        assertTrue(files.isNotEmpty(), "no classes in $under")
        files.forEach { ClassReader(it.readBytes()).accept(Members(members), ClassReader.SKIP_FRAMES) }
        return members
    }

    @Test
    fun `only members that are on the list are used, and all of them are`() {
        val allowed = File(System.getProperty("allowed")).readLines().filter { it.isNotBlank() && !it.startsWith("#") }
        assertEquals(allowed.sorted().joinToString("\n"), used(classes).sorted().joinToString("\n"))
    }

    @Test
    fun `the logic knows nothing of Android`() {
        assertEquals(emptySet(), used(File(classes, "logic")))
    }

    private class Members(
        private val into: MutableSet<String>,
    ) : ClassVisitor(Opcodes.ASM9) {
        override fun visitMethod(
            access: Int,
            name: String,
            descriptor: String,
            signature: String?,
            exceptions: Array<String>?,
        ): MethodVisitor =
            object : MethodVisitor(Opcodes.ASM9) {
                override fun visitFieldInsn(
                    opcode: Int,
                    owner: String,
                    name: String,
                    descriptor: String,
                ) = add(owner, name, descriptor)

                override fun visitMethodInsn(
                    opcode: Int,
                    owner: String,
                    name: String,
                    descriptor: String,
                    isInterface: Boolean,
                ) = add(owner, name, descriptor)

                override fun visitInvokeDynamicInsn(
                    name: String,
                    descriptor: String,
                    bootstrap: Handle,
                    vararg arguments: Any,
                ) = arguments.filterIsInstance<Handle>().forEach { add(it.owner, it.name, it.desc) }
            }

        private fun add(
            owner: String,
            name: String,
            descriptor: String,
        ) {
            if (owner.startsWith("android/") || owner.startsWith("com/android/")) {
                into += "$owner.$name$descriptor"
            }
        }
    }
}
