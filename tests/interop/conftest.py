"""Peers, identities and the engine's own programs, for files that cross between them."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WORK = ROOT / "target" / "interop"
PROGRAMS = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "examples"

PASSWORD = "Kb7hx2Rt"


def run(*command, data=b"", env=None):
    """Runs a peer; its output, or an error with what it said."""
    done = subprocess.run([str(word) for word in command], input=data, capture_output=True, env={**os.environ, **(env or {})})
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} {command[1]}: {done.stderr.decode(errors='replace')}{done.stdout[:500]}")
    return done.stdout


@dataclass
class Pair:
    """A key with its certificate and the authority's, as files."""

    folder: Path

    @property
    def key(self):
        return self.folder / "key.pem"

    @property
    def leaf(self):
        return self.folder / "leaf.pem"

    @property
    def authority(self):
        return self.folder / "authority.pem"

    @property
    def bundle(self):
        return self.folder / "bundle.pem"

    def der(self, name):
        return self.folder / f"{name}.der"

    def sha256(self, name):
        return hashlib.sha256(self.der(name).read_bytes()).hexdigest()


def issue(folder, key_options):
    """介護DX証明書 of an office by e-seikyu CA."""
    folder.mkdir(parents=True)
    pair = Pair(folder)
    (folder / "names.cnf").write_text("[req]\ndistinguished_name=dn\nutf8=yes\nstring_mask=utf8only\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\n"
                                      "[leaf]\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n")
    config = folder / "names.cnf"
    run("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", folder / "authority.key")
    run("openssl", "req", "-x509", "-new", "-utf8", "-key", folder / "authority.key", "-out", pair.authority, "-config", config,
        "-extensions", "ca", "-days", "3650", "-subj", "/C=JP/O=e-seikyu/CN=e-seikyu CA")
    run("openssl", "genpkey", *key_options, "-out", pair.key)
    run("openssl", "req", "-new", "-utf8", "-key", pair.key, "-out", folder / "leaf.csr", "-config", config,
        "-subj", "/C=JP/O=e-seikyu/OU=ひまわり介護ステーション/CN=CarePlanJigyousho")
    run("openssl", "x509", "-req", "-in", folder / "leaf.csr", "-CA", pair.authority, "-CAkey", folder / "authority.key",
        "-CAcreateserial", "-out", pair.leaf, "-days", "1000", "-extfile", config, "-extensions", "leaf")
    run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", pair.key, "-outform", "DER", "-out", pair.der("key"))
    for name in ("leaf", "authority"):
        run("openssl", "x509", "-in", folder / f"{name}.pem", "-outform", "DER", "-out", pair.der(name))
    pair.bundle.write_bytes(b"".join(path.read_bytes() for path in (pair.key, pair.leaf, pair.authority)))
    return pair


class Java:
    """One JVM for all of Peer.java's tasks."""

    def __init__(self):
        classes = f"{WORK / 'lib'}/*"
        self.process = subprocess.Popen(["java", "-cp", classes, HERE / "Peer.java"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        self.process.stdin.write("\t".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def write(self, provider, kind, pair, password, out):
        chain = f"{pair.der('leaf')},{pair.der('authority')}"
        told = self.ask("write", provider, kind, "entry", encoded(password), pair.der("key"), chain, out)
        if told != "written":
            raise RuntimeError(told)

    def lay_out(self, style, pair, password, out):
        told = self.ask("lay-out", style, encoded(password), pair.der("key"), f"{pair.der('leaf')},{pair.der('authority')}", out)
        if told != "written":
            raise RuntimeError(told)

    def read(self, provider, kind, password, path):
        return self.ask("read", provider, kind, encoded(password), path)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


def encoded(password):
    return base64.b64encode(password.encode()).decode()


@pytest.fixture(scope="session")
def work():
    folder = WORK / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(scope="session")
def rsa(work):
    return issue(work / "rsa", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])


@pytest.fixture(scope="session")
def pairs(work, rsa):
    """By the name that makers.py uses."""
    elliptic = {
        name: issue(work / name, ["-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{curve}"])
        for name, curve in (("p256", "P-256"), ("p384", "P-384"), ("p521", "P-521"), ("secp256k1", "secp256k1"))
    }
    return {"rsa": rsa, **elliptic, "ed25519": issue(work / "ed25519", ["-algorithm", "ED25519"])}


@pytest.fixture(scope="session")
def java():
    peer = Java()
    yield peer
    peer.stop()


def inspect(path, password, *options):
    """What the engine says of a file: its exit status and its report."""
    done = subprocess.run([PROGRAMS / "inspect", "--json", "--patient", *options, path], input=password.encode() + b"\n", capture_output=True)
    assert done.returncode in (0, 1, 2), done.stderr
    return done.returncode, json.loads(done.stdout)


def convert(target, path, password, out, name="kaigo-dx-3f9a1c02"):
    run(PROGRAMS / "convert", "--for", target, "--name", name, "--patient", path, out, data=password.encode() + b"\n")
