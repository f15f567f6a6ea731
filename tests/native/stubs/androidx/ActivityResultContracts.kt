// Compile-only stubs of androidx.activity.result.contract, never part of the app.

package androidx.activity.result.contract

import android.content.Context
import android.content.Intent
import androidx.activity.result.ActivityResult
import androidx.activity.result.IntentSenderRequest

abstract class ActivityResultContract<I, O> {
    abstract fun createIntent(
        context: Context,
        input: I,
    ): Intent

    abstract fun parseResult(
        resultCode: Int,
        intent: Intent?,
    ): O
}

class ActivityResultContracts private constructor() {
    class StartActivityForResult : ActivityResultContract<Intent, ActivityResult>() {
        override fun createIntent(
            context: Context,
            input: Intent,
        ) = input

        override fun parseResult(
            resultCode: Int,
            intent: Intent?,
        ) = ActivityResult(resultCode, intent)
    }

    class StartIntentSenderForResult : ActivityResultContract<IntentSenderRequest, ActivityResult>() {
        override fun createIntent(
            context: Context,
            input: IntentSenderRequest,
        ) = Intent()

        override fun parseResult(
            resultCode: Int,
            intent: Intent?,
        ) = ActivityResult(resultCode, intent)
    }

    class RequestMultiplePermissions : ActivityResultContract<Array<String>, Map<String, Boolean>>() {
        override fun createIntent(
            context: Context,
            input: Array<String>,
        ) = Intent("androidx.activity.result.contract.action.REQUEST_PERMISSIONS")
            .putExtra("androidx.activity.result.contract.extra.PERMISSIONS", input)

        override fun parseResult(
            resultCode: Int,
            intent: Intent?,
        ) = emptyMap<String, Boolean>()
    }
}
