import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jcajce.PKCS12StoreParameter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * Java's and Bouncy Castle's key stores, driven by lines on standard input; every line is answered by one.
 *
 * <p>{@code write PROVIDER TYPE ALIAS PASSWORD KEY CERTIFICATES OUT}, {@code read PROVIDER TYPE PASSWORD FILE} and
 * {@code lay-out dotnet|windows|windows-aes PASSWORD KEY CERTIFICATES OUT}, tab-separated, the password in Base64 of UTF-8,
 * certificates as DER files joined by commas.
 */
public final class Peer {
    private Peer() {}

    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split("\t", -1);
            try {
                out.println(
                        switch (words[0]) {
                            case "write" -> write(words);
                            case "lay-out" -> layOut(words);
                            default -> read(words);
                        });
            } catch (Exception problem) {
                out.println("failed " + String.valueOf(problem).replace('\n', ' '));
            }
        }
    }

    private static String write(String[] words) throws Exception {
        char[] password = password(words[4]);
        PrivateKey key = key(Files.readAllBytes(Path.of(words[5])));
        List<Certificate> chain = chain(words[6]);
        KeyStore store = KeyStore.getInstance(words[2], words[1]);
        store.load(null, null);
        store.setKeyEntry(words[3], key, password, chain.toArray(new Certificate[0]));
        try (FileOutputStream file = new FileOutputStream(words[7])) {
            if (words[2].equals("PKCS12-PBMAC1")) {
                var mac = PKCS12StoreParameter.pbmac1WithPBKDF2Builder()
                        .setIterationCount(2048)
                        .setSalt("twenty bytes of salt".getBytes(StandardCharsets.US_ASCII))
                        .setPrf(PKCSObjectIdentifiers.id_hmacWithSHA256)
                        .setMac(PKCSObjectIdentifiers.id_hmacWithSHA512)
                        .build();
                store.store(PKCS12StoreParameter.builder(file, password).setMacAlgorithm(mac).build());
            } else {
                store.store(file, password);
            }
        }
        return "written";
    }

    /**
     * Bag by bag as programs that run nowhere here do.
     *
     * <p>{@code dotnet}: .NET's X509Certificate2Collection.Export outside of Windows (dotnet/runtime, UnixExportProvider.cs): the
     * key first, in a safe that is not encrypted, localKeyId the key's number in four bytes, certificates in reverse order, 3DES and
     * SHA-1 2,000 times, no friendly name. {@code windows}: PFXExportCertStoreEx, which adds a friendly name and the provider's name
     * to the key, the number counting from one; {@code windows-aes}: the same as Windows 10 1709 and later offer it ([MS-PFX],
     * AES256-SHA256).
     */
    private static String layOut(String[] words) throws Exception {
        boolean dotnet = words[1].equals("dotnet");
        boolean aes = words[1].equals("windows-aes");
        char[] password = password(words[2]);
        DEROctetString id = new DEROctetString(new byte[] {(byte) (dotnet ? 0 : 1), 0, 0, 0});
        PKCS12SafeBagBuilder key = new JcaPKCS12SafeBagBuilder(key(Files.readAllBytes(Path.of(words[3]))), encryptor(aes, password));
        key.addBagAttribute(PKCS12SafeBag.localKeyIdAttribute, id);
        if (!dotnet) {
            key.addBagAttribute(PKCS12SafeBag.friendlyNameAttribute, new DERBMPString("te-4c1d8e0b-0d4e-4a0e-9f0a-6f5d1c2b3a49"));
            key.addBagAttribute(PROVIDER_NAME, new DERBMPString("Microsoft Enhanced RSA and AES Cryptographic Provider"));
        }
        List<PKCS12SafeBag> certificates = new ArrayList<>();
        for (Certificate each : chain(words[4])) {
            PKCS12SafeBagBuilder bag = new JcaPKCS12SafeBagBuilder((X509Certificate) each);
            if (certificates.isEmpty()) {
                bag.addBagAttribute(PKCS12SafeBag.localKeyIdAttribute, id);
            }
            certificates.add(bag.build());
        }
        if (dotnet) {
            Collections.reverse(certificates);
        }
        PKCS12PfxPduBuilder file = new PKCS12PfxPduBuilder();
        file.addData(key.build());
        file.addEncryptedData(encryptor(aes, password), certificates.toArray(new PKCS12SafeBag[0]));
        JcePKCS12MacCalculatorBuilder mac =
                aes ? new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256) : new JcePKCS12MacCalculatorBuilder();
        Files.write(
                Path.of(words[5]), file.build(mac.setProvider("BC").setIterationCount(2000), password).getEncoded(ASN1Encoding.DER));
        return "written";
    }

    /** szOID_KEY_PROVIDER_NAME_ATTR. */
    private static final ASN1ObjectIdentifier PROVIDER_NAME = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.17.1");

    private static OutputEncryptor encryptor(boolean aes, char[] password) throws Exception {
        ASN1ObjectIdentifier scheme =
                aes ? NISTObjectIdentifiers.id_aes256_CBC : PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC;
        JcePKCSPBEOutputEncryptorBuilder builder = new JcePKCSPBEOutputEncryptorBuilder(scheme);
        if (aes) {
            builder.setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE));
        }
        return builder.setProvider("BC").setIterationCount(2000).build(password);
    }

    /** The number of entries, then of the first key: alias, SHA-256 of its PKCS#8, SHA-256 of every certificate. */
    private static String read(String[] words) throws Exception {
        char[] password = password(words[3]);
        KeyStore store = KeyStore.getInstance(words[2], words[1]);
        try (FileInputStream file = new FileInputStream(words[4])) {
            store.load(file, password);
        }
        StringBuilder told = new StringBuilder("entries " + store.size());
        for (String alias : Collections.list(store.aliases())) {
            Key key = store.getKey(alias, password);
            if (key == null) {
                continue;
            }
            told.append(' ').append(alias).append(' ').append(sha256(key.getEncoded()));
            for (Certificate certificate : store.getCertificateChain(alias)) {
                told.append(' ').append(sha256(certificate.getEncoded()));
            }
        }
        return told.toString();
    }

    private static char[] password(String encoded) {
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).toCharArray();
    }

    private static PrivateKey key(byte[] pkcs8) throws Exception {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8);
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(encoded);
        } catch (java.security.spec.InvalidKeySpecException notRsa) {
            return KeyFactory.getInstance("EC").generatePrivate(encoded);
        }
    }

    private static List<Certificate> chain(String files) throws Exception {
        List<Certificate> chain = new ArrayList<>();
        for (String file : files.split(",")) {
            chain.add(certificate(Files.readAllBytes(Path.of(file))));
        }
        return chain;
    }

    private static Certificate certificate(byte[] der) throws Exception {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
