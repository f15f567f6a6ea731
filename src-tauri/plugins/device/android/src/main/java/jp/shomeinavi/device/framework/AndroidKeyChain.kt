package jp.shomeinavi.device.framework

import android.app.Activity
import android.security.KeyChain
import android.security.KeyChainAliasCallback
import android.security.KeyChainException
import jp.shomeinavi.device.logic.Fault
import jp.shomeinavi.device.logic.KeyChainOffer
import jp.shomeinavi.device.logic.KeyChainPort
import jp.shomeinavi.device.logic.Refusal
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Method
import java.security.Principal
import java.security.PrivateKey
import java.util.concurrent.Executor
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
        preselected: String?,
        answer: (String?) -> Unit,
    ) = started {
        KeyChain.choosePrivateKeyAlias(activity(), { answer(it) }, null, names(issuers).toTypedArray(), null, preselected)
    }

    override val tellsAbsence: Boolean get() = SUPPRESSED != null

    override fun probe(
        issuers: List<ByteArray>,
        answer: (KeyChainOffer) -> Unit,
    ) = started {
        val executor = Executor(Runnable::run)
        try {
            SUPPRESSED?.invoke(null, activity(), emptyList<String>(), names(issuers), null, null, true, executor, Probing(answer))
        } catch (thrown: InvocationTargetException) {
            throw thrown.targetException
        }
    }

    private fun names(issuers: List<ByteArray>) = issuers.map<ByteArray, Principal>(::X500Principal)

    private fun <T> asked(question: () -> T): T =
        try {
            question()
        } catch (unreachable: KeyChainException) {
            throw Refusal(Fault.KEY_CHAIN, unreachable)
        }

    /** What the callback has from API 37 on: declared here, so that it is overridden whichever system it is compiled against. */
    internal interface SelectionErrors {
        /** With one of `KeyChain`'s `SELECTION_ERROR_…`. */
        fun onError(error: Int)
    }

    internal class Probing(
        private val answer: (KeyChainOffer) -> Unit,
    ) : KeyChainAliasCallback,
        SelectionErrors {
        override fun alias(alias: String?) = answer(if (alias == null) KeyChainOffer.Nothing else KeyChainOffer.Policy(alias))

        override fun onError(error: Int) = answer(KeyChainOffer.Choice)
    }

    private companion object {
        /**
         * `choosePrivateKeyAlias` of API 37 with `suppressCertificateSelection`: where it would show the chooser it answers
         * `SELECTION_ERROR_CERTIFICATE_SELECTION_SUPPRESSED` instead. Found by its name, because older systems have none.
         */
        val SUPPRESSED: Method? =
            KeyChain::class.java.methods.find { it.name == "choosePrivateKeyAlias" && it.parameterTypes.contains(Executor::class.java) }
    }
}
