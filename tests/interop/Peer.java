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
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.jcajce.PKCS12StoreParameter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Java's and Bouncy Castle's key stores, driven by lines on standard input; every line is answered by one.
 *
 * <p>{@code write PROVIDER TYPE ALIAS PASSWORD KEY CERTIFICATES OUT} and {@code read PROVIDER TYPE PASSWORD FILE},
 * tab-separated, the password in Base64 of UTF-8, certificates as DER files joined by commas.
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
                out.println(words[0].equals("write") ? write(words) : read(words));
            } catch (Exception problem) {
                out.println("failed " + String.valueOf(problem).replace('\n', ' '));
            }
        }
    }

    private static String write(String[] words) throws Exception {
        char[] password = password(words[4]);
        PrivateKey key = key(Files.readAllBytes(Path.of(words[5])));
        List<Certificate> chain = new ArrayList<>();
        for (String file : words[6].split(",")) {
            chain.add(certificate(Files.readAllBytes(Path.of(file))));
        }
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

    private static Certificate certificate(byte[] der) throws Exception {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
