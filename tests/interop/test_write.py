"""What the engine writes is opened by every peer: one key, its certificate, the authority's, and nothing lost."""

import hashlib
import json
import re
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from conftest import HERE, PASSWORD, convert, run

NAME = "kaigo-dx-3f9a1c02"
TARGETS = {"android": "", "ios": PASSWORD, "files": PASSWORD}
PAIRS = ("rsa", "p256", "p384")


@pytest.fixture(scope="module", params=[(target, pair) for target in TARGETS for pair in PAIRS], ids=lambda param: "-".join(param))
def written(request, work, pairs):
    """A file for a phone, its password, and what it was made of."""
    target, name = request.param
    pair = pairs[name]
    source, out = work / f"write-{target}-{name}-in.p12", work / f"write-{target}-{name}.p12"
    run("openssl", "pkcs12", "-export", "-in", pair.bundle, "-out", source, "-passout", f"pass:{PASSWORD}")
    convert(target, source, PASSWORD, out, NAME)
    return target, out, TARGETS[target], pair


def wrong(password):
    return password + "x"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def test_openssl(written):
    target, path, password, pair = written

    def read(password):
        return run("openssl", "pkcs12", "-in", path, "-nodes", "-legacy", "-passin", "env:SECRET", env={"SECRET": password}).decode()

    told = read(password)
    blocks = re.findall(r"-----BEGIN (\S+?) ?(?:KEY)?-----.*?-----END", told, re.S)
    assert sorted(blocks) == ["CERTIFICATE", "CERTIFICATE", "PRIVATE"]
    first, second = x509.load_pem_x509_certificates(told.encode())
    assert [sha256(each.public_bytes(serialization.Encoding.DER)) for each in (first, second)] == [pair.sha256("leaf"), pair.sha256("authority")]
    assert run("openssl", "pkcs8", "-topk8", "-nocrypt", "-outform", "DER", data=told.encode()) == pair.der("key").read_bytes()
    names = told.count(f"friendlyName: {NAME}")
    assert names == (1 if target == "ios" else 2)
    identifiers = re.findall(r"localKeyID: ([0-9A-F ]+)", told)
    assert len(identifiers) == 2 and len(set(identifiers)) == 1
    with pytest.raises(RuntimeError):
        read(wrong(password))


def test_nss(written, tmp_path):
    _, path, password, pair = written
    database = tmp_path / "db"
    database.mkdir()
    run("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
    secret = tmp_path / "secret"
    secret.write_text(wrong(password) + "\n")
    with pytest.raises(RuntimeError):
        run("pk12util", "-i", path, "-d", f"sql:{database}", "-w", secret)
    run("pk12util", "-i", path, "-d", f"sql:{database}", "-W", password)
    keys = run("certutil", "-K", "-d", f"sql:{database}").decode()
    assert NAME in keys and keys.count("\n") == 2
    leaf = run("certutil", "-L", "-d", f"sql:{database}", "-n", NAME, "-r")
    assert sha256(leaf) == pair.sha256("leaf")
    assert "u,u,u" in run("certutil", "-L", "-d", f"sql:{database}").decode()
    assert "e-seikyu CA" in run("certutil", "-L", "-d", f"sql:{database}").decode()


def test_gnutls(written):
    _, path, password, pair = written

    def read(password):
        options = ["--password", password] if password else ["--empty-password"]
        return run("certtool", "--p12-info", "--inder", "--infile", path, *options).decode()

    told = read(password)
    assert told.count("BEGIN CERTIFICATE") == 2
    certificates = re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", told, re.S)
    hashes = {sha256(x509.load_pem_x509_certificate(each.encode()).public_bytes(serialization.Encoding.DER)) for each in certificates}
    assert hashes == {pair.sha256("leaf"), pair.sha256("authority")}
    locked, = re.findall(r"-----BEGIN ENCRYPTED PRIVATE KEY-----.*?-----END ENCRYPTED PRIVATE KEY-----", told, re.S)
    options = ["--password", password] if password else ["--empty-password"]
    opened = run("certtool", "--key-info", "--pkcs8", *options, data=locked.encode()).decode()
    assert "BEGIN PRIVATE KEY" in opened or "BEGIN RSA PRIVATE KEY" in opened or "BEGIN EC PRIVATE KEY" in opened
    refused = subprocess.run(["certtool", "--p12-info", "--inder", "--infile", path, "--password", wrong(password)], capture_output=True)
    assert refused.returncode != 0


@pytest.mark.parametrize("provider, kind", [("SunJSSE", "PKCS12"), ("BC", "PKCS12")])
def test_java(written, java, provider, kind):
    target, path, password, pair = written
    told = java.read(provider, kind, password, path)
    entries, count, alias, key, leaf, authority = told.split(" ")
    # Where the key has no name of its own, as iOS wants it, Bouncy Castle lists the leaf a second time.
    expected = "2" if (target, provider) == ("ios", "BC") else "1"
    assert (entries, count, leaf, authority) == ("entries", expected, pair.sha256("leaf"), pair.sha256("authority"))
    if target != "ios":
        assert alias == NAME
    if "rsa" in pair.folder.name:
        assert key == pair.sha256("key")
    assert java.read(provider, kind, wrong(password), path).startswith("failed")


def test_keytool(written):
    target, path, password, _ = written
    if not password:
        pytest.skip("keytool asks for six characters")
    told = run("keytool", "-list", "-v", "-keystore", path, "-storetype", "PKCS12", "-storepass", password, env={"LC_ALL": "C.UTF-8"}).decode()
    assert "Your keystore contains 1 entry" in told and "Certificate chain length: 2" in told


def test_pyca(written):
    _, path, password, pair = written
    key, leaf, others = pkcs12.load_key_and_certificates(path.read_bytes(), password.encode())
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    assert der == pair.der("key").read_bytes()
    assert sha256(leaf.public_bytes(serialization.Encoding.DER)) == pair.sha256("leaf")
    assert [sha256(each.public_bytes(serialization.Encoding.DER)) for each in others] == [pair.sha256("authority")]
    with pytest.raises(ValueError):
        pkcs12.load_key_and_certificates(path.read_bytes(), wrong(password).encode())


def test_forge(written):
    _, path, password, pair = written
    if "rsa" not in pair.folder.name:
        pytest.skip("node-forge has no elliptic curves")
    told = json.loads(run("node", HERE / "forge.cjs", "read", password, path))
    assert told == {"keys": 1, "key": pair.sha256("key"), "certificates": [pair.sha256("leaf"), pair.sha256("authority")]}
    with pytest.raises(RuntimeError):
        run("node", HERE / "forge.cjs", "read", wrong(password), path)
