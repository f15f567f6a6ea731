package jp.shomeinavi.device

import org.bouncycastle.asn1.x500.X500Name
import org.bouncycastle.asn1.x509.BasicConstraints
import org.bouncycastle.asn1.x509.Extension
import org.bouncycastle.asn1.x509.GeneralName
import org.bouncycastle.asn1.x509.GeneralNames
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder
import java.math.BigInteger
import java.security.KeyPair
import java.security.cert.X509Certificate
import java.util.Date

/** Signs its own certificate, for `localhost` where it plays a server. */
fun selfSigned(
    keys: KeyPair,
    name: String,
): X509Certificate {
    val day = 86_400_000L
    val now = System.currentTimeMillis()
    val subject = X500Name("CN=$name")
    val builder =
        JcaX509v3CertificateBuilder(subject, BigInteger.valueOf(now), Date(now - day), Date(now + day), subject, keys.public)
            .addExtension(Extension.basicConstraints, true, BasicConstraints(true))
            .addExtension(Extension.subjectAlternativeName, false, GeneralNames(GeneralName(GeneralName.dNSName, name)))
    val algorithm = if (keys.private.algorithm == "EC") "SHA256withECDSA" else "SHA256withRSA"
    return JcaX509CertificateConverter().getCertificate(builder.build(JcaContentSignerBuilder(algorithm).build(keys.private)))
}
