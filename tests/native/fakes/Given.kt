package jp.shomeinavi.device

import jp.shomeinavi.device.logic.Answer
import jp.shomeinavi.device.logic.Refusal
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.spec.ECGenParameterSpec

/** Keys take long to make: one of each kind serves all tests. */
object Keys {
    val rsa: KeyPair by lazy { KeyPairGenerator.getInstance("RSA").apply { initialize(2048) }.generateKeyPair() }
    val ec: KeyPair by lazy {
        KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair()
    }
}

/** Everything that was answered. */
class Answers<T> : Answer<T> {
    val all = mutableListOf<Result<T>>()

    override fun invoke(result: Result<T>) {
        all += result
    }

    /** The only one. */
    val one: T get() = all.single().getOrThrow()

    /** The code of the only one. */
    val code: String get() = (all.single().exceptionOrNull() as Refusal).fault.code
}
