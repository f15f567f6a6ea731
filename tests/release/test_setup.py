"""scripts/setup in a project of its own, on a machine whose programs are played."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SHELL = "bash cat chmod cut date dirname env grep head id mkdir nice rm sed sh sha256sum sleep tail timeout touch tr".split()
# Debian's without python3-venv makes a python, then fails.
PYTHON = r"""
[ "$1 $2" = "-m venv" ] || exit 0
[ "$3" != --clear ] || { rm -rf "$4"; shift; }
mkdir -p "$3/bin"
touch "$3/bin/python"
chmod +x "$3/bin/python"
[ "$WITHOUT" != python3-venv ] || exit 1
printf '#!/bin/sh\necho "$@" >>"$0.ran"\n' >"$3/bin/pip"
chmod +x "$3/bin/pip"
"""
PLAYED = {
    "apt-get": 'echo "$@"',
    "cargo": "",
    "dpkg-query": '[ "$4" = "$UNPACKED" ] || printf installed',
    "node": "",
    "npm": "mkdir -p node_modules",
    "python3": PYTHON,
    "rustc": "echo rustc 1.95.0\n[ $1 = --version ] || echo host: x86_64-unknown-linux-gnu",
    "rustup": "",
    "sudo": '[ "$1" != -n ] || shift\nexec "$@"',
}
GO = """
[ "$1" != version ] || { echo "go version $GO linux/amd64"; exit 0; }
echo "$GOTOOLCHAIN $*" >go.ran
case $GO in go1.1* | go1.20*) exit 1 ;; esac
"""


class Setup(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.project, self.programs = Path(folder.name, "project"), Path(folder.name, "programs")
        for name in ("scripts/setup", "scripts/steps.sh", "tests/release/requirements.txt", "package-lock.json", "Cargo.lock"):
            (self.project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(TOP / name, self.project / name)
        self.programs.mkdir()
        for name in SHELL:
            (self.programs / name).symlink_to(shutil.which(name))
        for name, body in PLAYED.items():
            self.play(name, body)

    def play(self, name, body):
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)

    def ended(self, purpose, **environment):
        env = {"PATH": str(self.programs), "HOME": str(self.project), "CI": "1", **environment}
        done = subprocess.run(["scripts/setup", purpose], cwd=self.project, env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_a_python_environment_that_was_half_made_is_mended(self):
        for purpose, folder in (("release", "target/release-tools/venv"), ("cross-check", "target/venv")):
            with self.subTest(purpose):
                status, said = self.ended(purpose, WITHOUT="python3-venv")
                self.assertEqual(status, 1, said)
                self.assertIn("apt-get install python3-venv", said)
                self.assertEqual(os.listdir(self.project / folder / "bin"), ["python"])
                status, said = self.ended(purpose)
                self.assertEqual(status, 0, said)
                self.assertIn("install", (self.project / folder / "bin/pip.ran").read_text())

    def test_what_makes_the_environment_is_installed_before(self):
        status, said = self.ended("release", UNPACKED="python3-venv")
        self.assertEqual(status, 0, said)
        self.assertIn("   python3-venv ", said)
        self.assertRegex((self.project / "target/log/setup-debian.log").read_text(), r" install .*python3-venv\n")

    def test_actionlint_comes_by_a_go_that_fetches_the_go_it_wants(self):
        self.play("go", GO)
        ran = self.project / "go.ran"
        for version, is_used in (("go1.19.8", False), ("go1.20.14", False), ("go1.21.0", True), ("devel go1.27-1a2b3c4", True)):
            with self.subTest(version):
                shutil.rmtree(self.project / "target", ignore_errors=True)
                ran.unlink(missing_ok=True)
                status, said = self.ended("release", GO=version)
                self.assertEqual(status, 0, said)
                self.assertEqual(ran.exists(), is_used, said)
                self.assertEqual(f"{version} linux/amd64 is older than 1.21" in said, not is_used, said)
                if is_used:
                    self.assertRegex(ran.read_text(), r"^auto install \S+/actionlint@v[\d.]+\n$")

    def test_actionlint_comes_when_such_a_go_does(self):
        self.assertIn("There is no Go: the workflows are not looked at", self.ended("release")[1])
        self.assertEqual(self.ended("release"), (0, ""))
        self.play("go", GO)
        self.assertEqual(self.ended("release", GO="go1.20.14"), (0, ""), "what is too old changes nothing")
        self.assertEqual(self.ended("release", GO="go1.26.8")[0], 0)
        self.assertTrue((self.project / "go.ran").exists())
        self.assertEqual(self.ended("release", GO="go1.26.8"), (0, ""))


if __name__ == "__main__":
    unittest.main()
