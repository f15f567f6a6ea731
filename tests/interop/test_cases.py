"""What is written of the files that the world has reported is read by every peer, with the leaf that was found."""

import hashlib
import re
import subprocess

import pytest

from conftest import PROGRAMS, ROOT, inspect, run

CASES = ROOT / "src-tauri" / "crates" / "certificate" / "tests" / "cases"
FILES = sorted(path for path in CASES.iterdir() if path.suffix in (".p12", ".pfx"))

# Java has no compressed points: it reads neither the file that was issued nor what is written of it.
UNKNOWN_TO_JAVA = ("06-ca-compressed-ec",)


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def converted(request, tmp_path_factory):
    """A file for a phone, its password, and the leaf's SHA-256."""
    source = request.param
    password = (CASES / f"{source.name}.pw").read_text(encoding="utf-8").rstrip("\r\n")
    status, report = inspect(source, password)
    if status == 2:
        pytest.skip(report["code"])
    out = tmp_path_factory.mktemp("cases") / "out.p12"
    target = "files" if password else "android"
    run(PROGRAMS / "convert", "--for", target, "--name", "entry", "--patient", source, out, data=password.encode() + b"\n")
    return source, out, password, report["fingerprint"]


def test_openssl(converted):
    _, path, password, fingerprint = converted
    told = run("openssl", "pkcs12", "-in", path, "-nokeys", "-clcerts", "-passin", "env:SECRET", env={"SECRET": password})
    assert hashlib.sha256(run("openssl", "x509", "-outform", "DER", data=told)).hexdigest() == fingerprint
    assert b"PRIVATE KEY" in run("openssl", "pkcs12", "-in", path, "-nocerts", "-nodes", "-passin", "env:SECRET", env={"SECRET": password})


def test_nss(converted, tmp_path):
    _, path, password, fingerprint = converted
    run("certutil", "-N", "-d", f"sql:{tmp_path}", "--empty-password")
    run("pk12util", "-i", path, "-d", f"sql:{tmp_path}", "-W", password)
    assert run("certutil", "-K", "-d", f"sql:{tmp_path}").decode().count("\n") == 2
    leaf = run("certutil", "-L", "-d", f"sql:{tmp_path}", "-n", "entry", "-r")
    assert hashlib.sha256(leaf).hexdigest() == fingerprint


def test_gnutls(converted):
    _, path, password, fingerprint = converted
    options = ["--password", password] if password else ["--empty-password"]
    told = run("certtool", "--p12-info", "--inder", "--infile", path, *options)
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in told
    found = re.findall(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", told, re.S)
    hashes = [hashlib.sha256(run("openssl", "x509", "-outform", "DER", data=each)).hexdigest() for each in found]
    assert fingerprint in hashes


def test_keytool(converted):
    source, path, password, fingerprint = converted
    if len(password) < 6:
        pytest.skip("keytool asks for six characters")

    def keytool(store):
        command = ["keytool", "-list", "-keystore", store, "-storetype", "PKCS12", "-storepass", password]
        return subprocess.run(command, capture_output=True, text=True)

    if source.stem in UNKNOWN_TO_JAVA:
        assert keytool(source).returncode != 0 and keytool(path).returncode != 0
        return
    told = keytool(path).stdout
    assert "PrivateKeyEntry" in told
    assert ":".join(re.findall("..", fingerprint.upper())) in told
