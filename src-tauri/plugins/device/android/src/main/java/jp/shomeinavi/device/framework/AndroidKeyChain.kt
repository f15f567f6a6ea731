package jp.shomeinavi.device.framework

import android.app.Activity
import android.content.ActivityNotFoundException
import android.security.KeyChain
import android.security.KeyChainException
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.KeyChainPort
import jp.shomeinavi.device.logic.Refusal
import java.security.Principal
import java.security.PrivateKey
import javax.security.auth.x500.X500Principal

/** [activity] gives the activity in front. */
internal class AndroidKeyChain(
    private val activity: () -> Activity,
) : KeyChainPort {
    override fun chain(alias: String): List<ByteArray>? =
        asked { KeyChain.getCertificateChain(activity().applicationContext, alias)?.map { it.encoded } }

    override fun privateKey(alias: String): PrivateKey? = asked { KeyChain.getPrivateKey(activity().applicationContext, alias) }

    override fun choose(
        issuers: List<ByteArray>,
        answer: (String?) -> Unit,
    ) {
        val names = issuers.map<ByteArray, Principal>(::X500Principal).toTypedArray()
        try {
            KeyChain.choosePrivateKeyAlias(activity(), { answer(it) }, null, names, null, null)
        } catch (absent: ActivityNotFoundException) {
            throw Refusal(Fault.NOTHING_ANSWERS, absent)
        }
    }

    private fun <T> asked(question: () -> T): T =
        try {
            question()
        } catch (unreachable: KeyChainException) {
            throw Refusal(Fault.KEY_CHAIN, unreachable)
        }
}
