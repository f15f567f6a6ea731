// Compile-only stubs of androidx.activity.result, never part of the app.

package androidx.activity.result

import android.content.Intent
import android.content.IntentSender

class ActivityResult(
    val resultCode: Int,
    val data: Intent?,
)

fun interface ActivityResultCallback<O> {
    fun onActivityResult(result: O)
}

abstract class ActivityResultLauncher<I> {
    abstract fun launch(input: I)

    internal abstract fun ended(
        resultCode: Int,
        data: Intent?,
    )
}

class IntentSenderRequest(
    val intentSender: IntentSender,
    val fillInIntent: Intent?,
    val flagsMask: Int,
    val flagsValues: Int,
)
