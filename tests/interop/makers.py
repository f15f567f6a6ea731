"""How each peer makes PKCS#12: the name of a file is a row of verdicts.tsv."""

import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from conftest import HERE, PASSWORD, run

JAPANESE = "ひみつの証明書"
BEYOND_BMP = "𠮷野家😀"

MAKERS = {}


def maker(name, password=PASSWORD):
    def register(function):
        assert name not in MAKERS, name
        MAKERS[name] = (password, function)
        return function

    return register


# OpenSSL


def openssl(name, *options, password=PASSWORD, pair="rsa"):
    @maker(name, password)
    def make(out, pairs, java):
        run("openssl", "pkcs12", "-export", "-in", pairs[pair].bundle, "-out", out, "-name", "entry",
            "-passout", "env:SECRET", *options, env={"SECRET": password})


openssl("openssl-modern")
openssl("openssl-legacy", "-legacy")
openssl("openssl-legacy-descert", "-legacy", "-descert")
openssl("openssl-plain-with-mac", "-certpbe", "NONE", "-keypbe", "NONE")
openssl("openssl-plain-without-mac", "-certpbe", "NONE", "-keypbe", "NONE", "-nomac")
openssl("openssl-encrypted-without-mac", "-nomac")
openssl("openssl-one-iteration", "-iter", "1", "-nomaciter")
openssl("openssl-million-iterations", "-iter", "1000000")
openssl("openssl-over-a-million-iterations", "-iter", "1000001")
for digest in ("SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA512-224", "SHA512-256", "MD5", "SHA3-256"):
    openssl(f"openssl-mac-{digest.lower()}", "-macalg", digest)
for cipher in ("AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "DES-EDE3-CBC", "CAMELLIA-256-CBC", "ARIA-256-CBC", "DES-CBC", "RC2-CBC"):
    openssl(f"openssl-pbes2-{cipher.lower()}", "-certpbe", cipher, "-keypbe", cipher, "-legacy")
for pbe in ("SHA1-3DES", "SHA1-2DES", "SHA1-RC2-40", "SHA1-RC2-128", "SHA1-RC4-40", "SHA1-RC4-128", "MD5-DES", "SHA1-DES"):
    openssl(f"openssl-pbe-{pbe.lower()}", "-certpbe", f"PBE-{pbe}", "-keypbe", f"PBE-{pbe}", "-legacy")
openssl("openssl-key-rc4-only", "-keypbe", "PBE-SHA1-RC4-128", "-legacy")
openssl("openssl-empty-password", password="")
openssl("openssl-empty-password-legacy", "-legacy", password="")
openssl("openssl-japanese", password=JAPANESE)
openssl("openssl-japanese-legacy", "-legacy", password=JAPANESE)
openssl("openssl-beyond-bmp", password=BEYOND_BMP)
openssl("openssl-beyond-bmp-legacy", "-legacy", password=BEYOND_BMP)
openssl("openssl-latin", password="pässwörd")
openssl("openssl-spaces", password=" a b ")
openssl("openssl-no-key", "-nokeys")
for pair in ("p256", "p384", "p521", "secp256k1", "ed25519"):
    openssl(f"openssl-{pair}", pair=pair)


@maker("openssl-no-certificate")
def openssl_no_certificate(out, pairs, java):
    run("openssl", "pkcs12", "-export", "-nocerts", "-inkey", pairs["rsa"].key, "-out", out, "-passout", f"pass:{PASSWORD}")


@maker("pyca-other-certificate")
def pyca_other_certificate(out, pairs, java):
    key, _, authority = load(pairs["rsa"])
    _, other, _ = load(pairs["p256"])
    encryption = serialization.BestAvailableEncryption(PASSWORD.encode())
    out.write_bytes(pkcs12.serialize_key_and_certificates(None, key, None, [other, authority], encryption))


# NSS


def nss(name, *options, password=PASSWORD, pair="rsa"):
    @maker(name, password)
    def make(out, pairs, java):
        with tempfile.TemporaryDirectory() as folder:
            database, secret, source = Path(folder) / "db", Path(folder) / "secret", Path(folder) / "in.p12"
            database.mkdir()
            secret.write_text(password + "\n")
            run("openssl", "pkcs12", "-export", "-in", pairs[pair].bundle, "-out", source, "-name", "entry", "-passout", "pass:x")
            run("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
            run("pk12util", "-i", source, "-d", f"sql:{database}", "-W", "x")
            run("pk12util", "-o", out, "-n", "entry", "-d", f"sql:{database}", "-w", secret, *options)


nss("nss-default")
nss("nss-3des", "-c", "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC", "-C", "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC", "-M", "SHA-1")
nss("nss-rc2-40", "-c", "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC", "-C", "PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC", "-M", "SHA-1")
nss("nss-rc4-128", "-c", "PKCS #12 V2 PBE With SHA-1 And 128 Bit RC4", "-C", "PKCS #12 V2 PBE With SHA-1 And 128 Bit RC4", "-M", "SHA-1")
nss("nss-rc2-128", "-c", "PKCS #12 V2 PBE With SHA-1 And 128 Bit RC2 CBC", "-C", "PKCS #12 V2 PBE With SHA-1 And 128 Bit RC2 CBC", "-M", "SHA-1")
nss("nss-aes-128", "-c", "AES-128-CBC", "-C", "AES-128-CBC")
nss("nss-aes-256-sha512", "-c", "AES-256-CBC", "-C", "AES-256-CBC", "-M", "SHA-512")
nss("nss-camellia-256", "-c", "CAMELLIA-256-CBC", "-C", "CAMELLIA-256-CBC")
nss("nss-no-certificate-encryption", "-C", "none")
nss("nss-japanese", password=JAPANESE)
nss("nss-japanese-3des", "-c", "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC", "-C", "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC", password=JAPANESE)
nss("nss-p256", pair="p256")


# GnuTLS


def gnutls(name, *options, password=PASSWORD, pair="rsa", secret=None):
    @maker(name, password)
    def make(out, pairs, java):
        files = pairs[pair]
        run("certtool", "--to-p12", "--load-privkey", files.key, "--load-certificate", files.leaf, "--load-ca-certificate", files.authority,
            "--p12-name", "entry", "--outder", "--outfile", out, *(secret or ["--password", password]), *options)


gnutls("gnutls-default")
for cipher in ("3des", "3des-pkcs12", "aes-128", "aes-192", "aes-256", "rc2-40", "arcfour"):
    gnutls(f"gnutls-{cipher}", "--pkcs-cipher", cipher)
gnutls("gnutls-sha512", "--hash", "sha512")
gnutls("gnutls-empty-password", password="", secret=["--empty-password"])
gnutls("gnutls-null-password", password="", secret=["--null-password"])
gnutls("gnutls-japanese", password=JAPANESE)
gnutls("gnutls-japanese-3des", "--pkcs-cipher", "3des-pkcs12", password=JAPANESE)
gnutls("gnutls-p256", pair="p256")
gnutls("gnutls-gost", "--hash", "streebog-256")


# Java's keytool


def keytool(name, *options, pair="rsa", password=PASSWORD):
    @maker(name, password)
    def make(out, pairs, java):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "in.p12"
            run("openssl", "pkcs12", "-export", "-in", pairs[pair].bundle, "-out", source, "-name", "entry", "-passout", "pass:changeit")
            run("keytool", "-J-Dfile.encoding=UTF-8", *options, "-importkeystore", "-srckeystore", source, "-srcstorepass", "changeit",
                "-destkeystore", out, "-deststoretype", "PKCS12", "-deststorepass", password, "-noprompt",
                env={"LC_ALL": "C.UTF-8"})


keytool("keytool-default")
keytool("keytool-legacy", "-J-Dkeystore.pkcs12.legacy")
keytool("keytool-p384", pair="p384")
for algorithm in ("PBEWithHmacSHA1AndAES_128", "PBEWithHmacSHA512AndAES_256", "PBEWithSHA1AndRC2_40", "PBEWithSHA1AndRC4_128", "PBEWithSHA1AndDESede"):
    keytool(f"keytool-{algorithm.lower()}", f"-J-Dkeystore.pkcs12.keyProtectionAlgorithm={algorithm}",
            f"-J-Dkeystore.pkcs12.certProtectionAlgorithm={algorithm}")
keytool("keytool-mac-sha512", "-J-Dkeystore.pkcs12.macAlgorithm=HmacPBESHA512")
keytool("keytool-no-mac", "-J-Dkeystore.pkcs12.macAlgorithm=NONE")


@maker("keytool-own-ec-key")
def keytool_own_key(out, pairs, java):
    run("keytool", "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-alias", "entry", "-dname", "CN=CarePlanJigyousho",
        "-validity", "1000", "-keystore", out, "-storetype", "PKCS12", "-storepass", PASSWORD)


@maker("keytool-two-keys")
def keytool_two_keys(out, pairs, java):
    for alias in ("one", "two"):
        run("keytool", "-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-alias", alias, "-dname", f"CN={alias}",
            "-keystore", out, "-storetype", "PKCS12", "-storepass", PASSWORD)


@maker("keytool-trust-store")
def keytool_trust_store(out, pairs, java):
    run("keytool", "-importcert", "-noprompt", "-alias", "ca", "-file", pairs["rsa"].authority,
        "-keystore", out, "-storetype", "PKCS12", "-storepass", PASSWORD)


# Bouncy Castle, and Java's key store as a library


def store(name, provider, kind, pair="rsa", password=PASSWORD):
    @maker(name, password)
    def make(out, pairs, java):
        java.write(provider, kind, pairs[pair], password, out)


for kind in ("PKCS12", "PKCS12-DEF", "PKCS12-3DES-3DES", "PKCS12-3DES-40RC2", "PKCS12-AES256-AES128", "PKCS12-DEF-AES256-AES128", "PKCS12-AES256-AES128-GCM", "PKCS12-PBMAC1"):
    store(f"bouncycastle-{kind.lower()}", "BC", kind)
store("bouncycastle-p256", "BC", "PKCS12", pair="p256")
store("bouncycastle-empty-password", "BC", "PKCS12-3DES-3DES", password="")
store("bouncycastle-japanese", "BC", "PKCS12-3DES-3DES", password=JAPANESE)
store("bouncycastle-japanese-aes", "BC", "PKCS12-AES256-AES128", password=JAPANESE)
store("bouncycastle-beyond-bmp", "BC", "PKCS12-3DES-3DES", password=BEYOND_BMP)
store("java-default", "SunJSSE", "PKCS12")
store("java-empty-password", "SunJSSE", "PKCS12", password="")


# Programs that do not run here, as their sources lay a file out: .NET, Windows, BoringSSL


def laid_out(name, style, pair="rsa", password=PASSWORD):
    @maker(name, password)
    def make(out, pairs, java):
        java.lay_out(style, pairs[pair], password, out)


for style in ("dotnet", "windows", "windows-aes"):
    laid_out(f"like-{style}", style)
    laid_out(f"like-{style}-p256", style, pair="p256")
    laid_out(f"like-{style}-japanese", style, password=JAPANESE)
for style in ("dotnet", "windows"):  # Bouncy Castle derives no PBES2 key from an empty password.
    laid_out(f"like-{style}-empty-password", style, password="")
# BoringSSL's PKCS12_create (crypto/pkcs8/pkcs8_x509.cc): 3DES for both, the MAC's own rounds one unless asked for.
openssl("like-boringssl", "-legacy", "-descert", "-nomaciter")
openssl("like-boringssl-p256", "-legacy", "-descert", "-nomaciter", pair="p256")
openssl("like-boringssl-empty-password", "-legacy", "-descert", "-nomaciter", password="")


# node-forge


def forge(name, algorithm, *options, password=PASSWORD):
    @maker(name, password)
    def make(out, pairs, java):
        run("node", HERE / "forge.cjs", "write", algorithm, password, pairs["rsa"].bundle, out, *options)


for algorithm in ("3des", "aes128", "aes192", "aes256"):
    forge(f"forge-{algorithm}", algorithm)
forge("forge-without-id", "3des", "noid")
forge("forge-japanese", "3des", password=JAPANESE)


# pyca


def load(pair):
    key = serialization.load_pem_private_key(pair.key.read_bytes(), None)
    return key, x509.load_pem_x509_certificate(pair.leaf.read_bytes()), x509.load_pem_x509_certificate(pair.authority.read_bytes())


def pyca(name, protect, password=PASSWORD, pair="rsa", order=(1, 2)):
    @maker(name, password)
    def make(out, pairs, java):
        parts = load(pairs[pair])
        encryption = protect(serialization.PrivateFormat.PKCS12.encryption_builder())
        if encryption is not None:
            encryption = encryption.build(password.encode())
        else:
            encryption = serialization.NoEncryption()
        out.write_bytes(pkcs12.serialize_key_and_certificates(b"entry", parts[0], parts[order[0]], [parts[order[1]]], encryption))


SCHEMES = {"3des": pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC, "aes256": pkcs12.PBES.PBESv2SHA256AndAES256CBC}
for scheme, pbes in SCHEMES.items():
    for digest in (hashes.SHA1(), hashes.SHA256()):
        pyca(f"pyca-{scheme}-{digest.name}", lambda builder, pbes=pbes, digest=digest: builder.key_cert_algorithm(pbes).hmac_hash(digest))
pyca("pyca-hundred-thousand-rounds", lambda builder: builder.key_cert_algorithm(SCHEMES["aes256"]).kdf_rounds(100_000))
pyca("pyca-unprotected", lambda builder: None, password="")
pyca("pyca-p521", lambda builder: builder.key_cert_algorithm(SCHEMES["aes256"]), pair="p521")
