package jp.shomeinavi.device.framework

import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import jp.shomeinavi.device.logic.Threads
import java.util.concurrent.Executors

internal class AndroidThreads : Threads {
    private val handler = Handler(Looper.getMainLooper())
    private val pool = Executors.newCachedThreadPool { Thread(it, "device").apply { isDaemon = true } }

    override fun background(task: () -> Unit) = pool.execute(task)

    override fun main(task: () -> Unit) {
        handler.post(task)
    }

    override fun later(
        millis: Long,
        task: () -> Unit,
    ): () -> Unit {
        val runnable = Runnable(task)
        handler.postDelayed(runnable, millis)
        return { handler.removeCallbacks(runnable) }
    }

    override fun now(): Long = SystemClock.elapsedRealtime()
}
