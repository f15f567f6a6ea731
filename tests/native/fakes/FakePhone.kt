package jp.shomeinavi.device

import jp.shomeinavi.device.logic.ClipboardPort
import jp.shomeinavi.device.logic.Download
import jp.shomeinavi.device.logic.DownloadsPort
import jp.shomeinavi.device.logic.FilesPort
import jp.shomeinavi.device.logic.KeyChainOffer
import jp.shomeinavi.device.logic.KeyChainPort
import jp.shomeinavi.device.logic.Offer
import jp.shomeinavi.device.logic.OutboxPort
import jp.shomeinavi.device.logic.PhonePort
import jp.shomeinavi.device.logic.PortalEvent
import jp.shomeinavi.device.logic.PortalPort
import jp.shomeinavi.device.logic.Reminder
import jp.shomeinavi.device.logic.ReminderPlan
import jp.shomeinavi.device.logic.RemindersPort
import jp.shomeinavi.device.logic.Screen
import jp.shomeinavi.device.logic.ScreenEnd
import jp.shomeinavi.device.logic.Screens
import jp.shomeinavi.device.logic.ShareSheet
import jp.shomeinavi.device.logic.Stop
import jp.shomeinavi.device.logic.Threads
import jp.shomeinavi.device.logic.WindowPort
import java.security.PrivateKey
import java.util.PriorityQueue

/** Time that passes when told to; tasks run in turn, and remember which thread they were meant for. */
class FakeThreads : Threads {
    private class Timer(
        val at: Long,
        val task: () -> Unit,
    )

    private val tasks = ArrayDeque<Pair<Boolean, () -> Unit>>()
    private val timers = PriorityQueue<Timer>(compareBy { it.at })
    private var millis = 1_000_000L

    /** The task that runs now was meant for the background; true outside of tasks is never claimed. */
    var inBackground = false
        private set

    override fun background(task: () -> Unit) {
        tasks += true to task
    }

    override fun main(task: () -> Unit) {
        tasks += false to task
    }

    override fun later(
        millis: Long,
        task: () -> Unit,
    ): () -> Unit {
        val timer = Timer(this.millis + millis, task)
        timers += timer
        return { timers -= timer }
    }

    override fun now() = millis

    /** Background tasks that begin while it is set do not go on until [release]. */
    var hanging = false
    private val hung = ArrayDeque<() -> Unit>()

    fun release() {
        hanging = false
        tasks += hung.map { true to it }
        hung.clear()
        settle()
    }

    /** Lets everything happen that is due. */
    fun settle() {
        while (true) {
            val (background, task) = tasks.removeFirstOrNull() ?: return
            if (background && hanging) {
                hung += task
                continue
            }
            inBackground = background
            task()
            inBackground = false
        }
    }

    fun pass(duration: Long) {
        val until = millis + duration
        settle()
        while (true) {
            val timer = timers.peek()?.takeIf { it.at <= until } ?: break
            timers.poll()
            millis = timer.at
            timer.task()
            settle()
        }
        millis = until
    }
}

class Stored(
    val chain: List<ByteArray>,
    val key: PrivateKey,
)

/** KeyChain with the misbehaviours that are documented or seen. */
class FakeKeyChain(
    private val threads: FakeThreads,
) : KeyChainPort {
    val stored = mutableMapOf<String, Stored>()
    val granted = mutableSetOf<String>()
    val asked = mutableListOf<List<ByteArray>>()
    val preselected = mutableListOf<String?>()
    val probed = mutableListOf<List<ByteArray>>()
    var reading: () -> Unit = {}

    /** Opens, and answers nothing by itself. */
    var choosing: ((String?) -> Unit) -> Unit = { answer = it }
    var answer: (String?) -> Unit = {}
    var offer: (KeyChainOffer) -> Unit = {}
    override var tellsAbsence = false

    override fun chain(alias: String): List<ByteArray>? = read(alias)?.chain

    override fun privateKey(alias: String): PrivateKey? = read(alias)?.key

    override fun choose(
        issuers: List<ByteArray>,
        preselected: String?,
        answer: (String?) -> Unit,
    ) {
        check(!threads.inBackground) { "the chooser is opened on the main thread" }
        asked += issuers
        this.preselected += preselected
        choosing(answer)
    }

    override fun probe(
        issuers: List<ByteArray>,
        answer: (KeyChainOffer) -> Unit,
    ) {
        check(!threads.inBackground) { "the chooser's activity is started on the main thread" }
        probed += issuers
        offer = answer
    }

    /** The user taps 「選択」. */
    fun choose(alias: String) {
        granted += alias
        answer(alias)
    }

    private fun read(alias: String): Stored? {
        check(threads.inBackground) { "KeyChain is read off the main thread" }
        reading()
        return stored[alias].takeIf { alias in granted }
    }
}

class FakeScreens : Screens {
    val opened = mutableListOf<Screen>()
    var opening: (Screen) -> Unit = {}
    var ended: (ScreenEnd) -> Unit = {}

    override fun open(screen: Screen) {
        opening(screen)
        opened += screen
    }

    override fun openForResult(
        screen: Screen,
        ended: (ScreenEnd) -> Unit,
    ) {
        opening(screen)
        opened += screen
        this.ended = ended
    }
}

class FakeSeen : PhonePort {
    override var sdk = 34
    override var release = "14"
    override var vendor = "Google"
    var restriction: () -> Boolean = { false }
    var management: () -> Boolean = { false }
    var lock: () -> Boolean = { true }
    var packages: (String) -> Boolean = { it == "com.android.chrome" }
    var network: () -> Boolean = { true }
    var agent: () -> String = { "Mozilla/5.0 (Linux; Android 14; Pixel 8)" }

    override fun restricted() = restriction()

    override fun managed() = management()

    override fun screenLock() = lock()

    override fun hasPackage(name: String) = packages(name)

    override fun online() = network()

    override fun userAgent() = agent()
}

class FakeClipboard : ClipboardPort {
    var content: String? = null
    var ours: Boolean? = true

    override fun put(secret: String) {
        content = secret
    }

    override fun holdsOurs() = ours

    override fun clear() {
        content = null
    }
}

class FakeFiles : FilesPort {
    val contents = mutableMapOf<String, ByteArray>()
    var touching: () -> Unit = {}

    /** Whether the document's app was told that nobody waits any longer. */
    var stopped = false

    override fun name(uri: String): String? {
        touching()
        return uri.substringAfterLast('/')
    }

    override fun read(
        uri: String,
        limit: Int,
        stop: Stop,
    ): ByteArray {
        stop.by { stopped = true }
        touching()
        return contents.getValue(uri).let { it.copyOf(minOf(it.size, limit + 1)) }
    }
}

/** The share sheet: taps are played by [choose] and [end]. */
class FakeShareSheet : ShareSheet {
    val opened = mutableListOf<Offer>()
    var opening: () -> Unit = {}
    var choose: () -> Unit = {}
    var end: () -> Unit = {}

    override fun open(
        offer: Offer,
        chosen: () -> Unit,
        ended: () -> Unit,
    ) {
        opening()
        opened += offer
        choose = chosen
        end = ended
    }
}

class FakeOutbox : OutboxPort {
    val files = mutableMapOf<String, ByteArray>()

    override fun address(name: String): String? = "content://jp.shomeinavi.app.fileprovider/outbox/$name".takeIf { name in files }

    override fun clear() = files.clear()
}

/** Appends a number where a name is taken, as MediaStore does. */
class FakeDownloads : DownloadsPort {
    class Entry(
        val name: String,
        val type: String,
        val bytes: ByteArray,
        val ours: Boolean,
    )

    val entries = mutableMapOf<String, Entry>()
    var touching: () -> Unit = {}
    private var number = 0

    fun foreign(name: String) {
        entries["content://media/${++number}"] = Entry(name, "application/x-pkcs12", byteArrayOf(), false)
    }

    override fun save(
        name: String,
        type: String,
        bytes: ByteArray,
    ) {
        touching()
        val free = generateSequence(0) { it + 1 }.map { numbered(name, it) }.first { free -> entries.values.none { it.name == free } }
        entries["content://media/${++number}"] = Entry(free, type, bytes.copyOf(), true)
    }

    override fun saved(): List<Download> {
        touching()
        return entries.filterValues { it.ours }.map { (uri, entry) -> Download(uri, entry.name) }
    }

    override fun delete(uri: String) {
        touching()
        check(entries.remove(uri)?.ours == true) { "$uri is not ours to delete" }
    }

    private fun numbered(
        name: String,
        number: Int,
    ) = if (number == 0) name else "${name.substringBeforeLast('.')} ($number).${name.substringAfterLast('.')}"
}

class FakeWindow : WindowPort {
    var secure = false

    override fun secure(on: Boolean) {
        secure = on
    }
}

class FakePortal : PortalPort {
    var supports = true
    var plan: String? = null
    val orders = mutableListOf<String>()
    var closed = 0
    var opening: () -> Unit = {}
    lateinit var happened: (PortalEvent) -> Unit
    lateinit var gone: () -> Unit

    override fun supported() = supports

    override fun open(
        plan: String,
        happened: (PortalEvent) -> Unit,
        gone: () -> Unit,
    ) {
        opening()
        this.plan = plan
        this.happened = happened
        this.gone = gone
    }

    override fun order(order: String) {
        orders += order
    }

    override fun close() {
        closed++
    }
}

class FakeReminders : RemindersPort {
    var time = 1_800_000_000_000L
    var allows = true
    var hibernation = { true }
    var answered: () -> Unit = {}
    var kept = ReminderPlan("", emptyList())
    var writing: () -> Unit = {}
    var alarm: Long? = null
    val shown = mutableListOf<Reminder>()

    override fun now() = time

    override fun allowed() = allows

    override fun hibernates() = hibernation()

    override fun ask(answered: () -> Unit) {
        this.answered = answered
    }

    override fun read() = kept

    override fun write(plan: ReminderPlan) {
        writing()
        kept = plan
    }

    override fun wakeAt(at: Long?) {
        alarm = at
    }

    override fun show(
        reminder: Reminder,
        channel: String,
    ) {
        if (allows) {
            shown += reminder
        }
    }
}

/** A whole phone. */
class FakePhone {
    val threads = FakeThreads()
    val keyChain = FakeKeyChain(threads)
    val screens = FakeScreens()
    val seen = FakeSeen()
    val clipboard = FakeClipboard()
    val files = FakeFiles()
    val downloads = FakeDownloads()
    val outbox = FakeOutbox()
    val sheet = FakeShareSheet()
    val window = FakeWindow()
    val portal = FakePortal()
    val reminders = FakeReminders()
}
