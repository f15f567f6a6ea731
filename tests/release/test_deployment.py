"""The files by which a publisher runs probe and pages: right in themselves, and in step with the program."""

import os
import re
import runpy
import shutil
import subprocess
import tempfile
import tomllib
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PROBE = TOP / "deploy/probe"


def needed(case, program):
    if not shutil.which(program):
        case.assertNotIn("CI", os.environ, f"{program} is not here")
        case.skipTest(f"{program} is not here")


class Unit(unittest.TestCase):
    def analyze(self, text, *command):
        with tempfile.TemporaryDirectory() as folder:
            unit = Path(folder) / "probe.service"
            # A program that is there, for a machine where the probe is not installed.
            unit.write_text(text.replace("/usr/local/bin/probe", "/bin/true"))
            done = subprocess.run(["systemd-analyze", *command, unit], capture_output=True, text=True, check=False)
            return done.returncode, done.stdout + done.stderr

    def test_systemd_takes_the_unit_as_it_is(self):
        needed(self, "systemd-analyze")
        text = (PROBE / "probe.service").read_text()
        status, said = self.analyze(text, "verify")
        self.assertEqual((status, re.findall(r".*probe\.service.*", said)), (0, []), said)
        _, said = self.analyze(text.replace("ProtectHome=yes", "ProtectHome=perhaps"), "verify")
        self.assertIn("protect home", said, "a mistake is noticed")

    def test_the_unit_is_shut_in(self):
        needed(self, "systemd-analyze")
        text = (PROBE / "probe.service").read_text()
        status, said = self.analyze(text, "security", "--offline=true", "--threshold=20", "--no-pager")
        self.assertEqual(status, 0, said)
        status, _ = self.analyze("[Service]\nExecStart=/bin/true\n", "security", "--offline=true", "--threshold=20", "--no-pager")
        self.assertNotEqual(status, 0, "a unit without walls is noticed")


class Configuration(unittest.TestCase):
    def test_the_examples_name_options_that_the_program_has(self):
        source = (TOP / "src-tauri/crates/probe/src/options.rs").read_text()
        names = set(re.findall(r'"([a-z-]+)"', re.search(r"const NAMES[^=]*= \[(.*?)\];", source, re.DOTALL)[1]))
        self.assertIn("listen", names)
        for example in ("one-machine", "three-machines"):
            given = tomllib.loads((PROBE / example / "probe.toml").read_text())
            self.assertLessEqual(set(given), names, example)
            self.assertGreaterEqual(set(given), {"listen", "host", "certificate", "key", "authority"}, example)

    def test_valkey_keeps_what_the_program_asks_for_and_nothing_else(self):
        source = (TOP / "src-tauri/crates/probe/src/shared_visits.rs").read_text()
        prefix = re.search(r'PREFIX: &str = "(.*?)"', source)[1]
        conf = (PROBE / "three-machines/valkey.conf").read_text()
        self.assertIn(f"~{prefix}*", conf)
        for command in re.findall(r'redis::cmd\("(\w+)"\)', source):
            self.assertIn(f"+{command.lower()}", conf)
        self.assertIn("maxmemory-policy noeviction", conf)

    def test_the_container_runs_as_nobody_on_nothing_but_the_program(self):
        text = (PROBE / "Containerfile").read_text()
        last = text.split("\nFROM ")[-1]
        self.assertTrue(last.startswith("gcr.io/distroless/"), last)
        self.assertIn("USER nonroot", last)
        self.assertIn("--read-only --cap-drop=ALL", text)
        rust = re.search(r'^rust-version = "(.*)"', (TOP / "Cargo.toml").read_text(), re.MULTILINE)[1]
        self.assertIn(f"/rust:{rust}-slim", text)


class Pages(unittest.TestCase):
    def test_nginx_sends_the_headers_that_the_pages_want_and_writes_nothing_down(self):
        headers = runpy.run_path(str(TOP / "scripts/site"))["HEADERS"]
        conf = (TOP / "deploy/site/nginx.conf").read_text()
        self.assertEqual(dict(re.findall(r'^add_header (\S+) "(.*)" always;$', conf, re.MULTILINE)), headers)
        self.assertIn("\naccess_log off;\n", conf)


if __name__ == "__main__":
    unittest.main()
