"""The files by which a publisher runs probe and pages: right in themselves, and in step with the program. HAProxy, nginx and Valkey
before and beside the probe run in src-tauri/crates/probe/tests/balanced.rs and store.rs."""

import contextlib
import http.client
import os
import re
import runpy
import shutil
import socket
import subprocess
import tempfile
import time
import tomllib
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PROBE = TOP / "deploy/probe"
# What scripts/setup unpacks.
SERVERS = TOP / "target/servers"


def needed(case, program):
    place = shutil.which(program, path=os.pathsep.join([str(SERVERS / "bin"), os.environ["PATH"], "/usr/sbin"]))
    if not place:
        case.assertNotIn("CI", os.environ, f"{program} is not here")
        case.skipTest(f"{program} is not here")
    return place


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

    def test_the_container_listens_where_nobody_needs_to_be_root(self):
        text = (PROBE / "Containerfile").read_text()
        ports = [int(port) for port in re.search(r"^EXPOSE (.*)$", text, re.MULTILINE)[1].split()]
        self.assertEqual([int(port) for port in re.findall(r"PROBE_(?:LISTEN|ADMIN)=\[::\]:(\d+)", text)], ports)
        self.assertTrue(all(port >= 1024 for port in ports))
        self.assertEqual(len(re.findall(r"-p \S+:(?:8443|9443)\b", text)), len(ports), "each of them is published")

    def test_whose_code_is_in_the_container_goes_with_it(self):
        text = (PROBE / "Containerfile").read_text()
        self.assertIn("COPY LICENSE NOTICE deploy/probe/THIRD-PARTY.txt /usr/share/doc/probe/", text)
        notices = (PROBE / "THIRD-PARTY.txt").read_text()
        manifest = tomllib.loads((TOP / "src-tauri/crates/probe/Cargo.toml").read_text())["dependencies"]
        ours = {"certificate", "verification"}
        self.assertEqual([name for name in manifest if name not in ours and f"\n{name} " not in notices and name != "async-trait"], [])
        self.assertNotIn("\ntauri ", notices, "nothing that only the app has")


class Look(unittest.TestCase):
    """Pages that are not made by the app's UI have its colours, light and dark."""

    ROLES = {
        "line": "line-hair",
        "secondary": "text-secondary",
        "ring": "focus-outer",
        "primary": "accent",
        "label": "on-accent",
        "yes": "success",
        "no": "error",
    }

    def test_every_page_has_the_apps_colours(self):
        tokens = (TOP / "ui/src/styles/tokens.css").read_text()
        tokens = {name: values for name, *values in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", tokens)}
        for page in ("site/style.css", "src-tauri/crates/probe/src/page.rs", "src-tauri/crates/handoff/src/page.rs"):
            blocks = re.findall(r":root\s*\{(.*?)\}", (TOP / page).read_text(), re.DOTALL)
            light, dark = (dict(re.findall(r"--([\w-]+):\s*(#\w+)", block)) for block in blocks)
            self.assertGreater(len(light), 4, page)
            for name in light:
                self.assertEqual([light[name], dark.get(name)], tokens[self.ROLES.get(name, name)], f"{name} of {page}")


@contextlib.contextmanager
def nginx(program, conf, site):
    """The pages behind nginx, configured as Debian does it; yields how to ask it, and what it has written down."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for changed, ours in (("root /var/www/shomei-navi;", f"root {site};"), ("/var/log/nginx/", f"{folder}/")):
            assert conf.count(changed) == 1, changed
            conf = conf.replace(changed, ours)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        mime = next(each for each in (SERVERS / "etc/nginx/mime.types", Path("/etc/nginx/mime.types")) if each.is_file())
        temporary = "".join(f"{each}_temp_path {folder}/{each};\n" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"""daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
include {mime};
default_type application/octet-stream;
access_log {folder}/access.log;
{temporary}server {{
listen 127.0.0.1:{port};
{conf}
}}
}}
"""
        )
        running = subprocess.Popen([program, "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
        try:
            for _ in range(200):
                with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.05)

            def ask(path):
                with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    answer.read()
                    return answer.status, dict(answer.getheaders())

            yield ask, lambda: "".join(each.read_text() for each in folder.glob("*.log"))
        finally:
            running.terminate()
            running.wait()


class Pages(unittest.TestCase):
    def setUp(self):
        self.headers = runpy.run_path(str(TOP / "scripts/site"))["HEADERS"]
        self.conf = (TOP / "deploy/site/nginx.conf").read_text()

    def test_nginx_is_told_the_headers_that_the_pages_want(self):
        self.assertEqual(dict(re.findall(r'^add_header (\S+) "(.*)" always;$', self.conf, re.MULTILINE)), self.headers)

    def test_nginx_serves_the_pages_and_writes_nothing_down(self):
        program = needed(self, "nginx")
        with tempfile.TemporaryDirectory() as site:
            publisher = TOP / "tests/journey/site/publisher.toml"
            subprocess.run([TOP / "scripts/site", publisher, site], check=True, capture_output=True)
            # Who serves is not always who wrote.
            os.chmod(site, 0o755)
            with nginx(program, self.conf, site) as (ask, written):
                for path, status, kind in (
                    ("/", 200, "text/html"),
                    ("/card?name=%E3%81%B2%E3%81%BE%E3%82%8F%E3%82%8A&user=KD0123456789", 200, "text/html"),
                    ("/verified?nonce=0", 200, "text/html"),
                    ("/privacy", 200, "text/html"),
                    ("/style.css", 200, "text/css"),
                    ("/.well-known/apple-app-site-association", 200, "application/json"),
                    ("/.well-known/assetlinks.json", 200, "application/json"),
                    ("/_headers", 404, "text/html"),
                    ("/nothing?name=KD0123456789", 404, "text/html"),
                ):
                    answered, headers = ask(path)
                    self.assertEqual((answered, headers["Content-Type"].split(";")[0]), (status, kind), path)
                    self.assertEqual({name: headers.get(name) for name in self.headers}, self.headers, path)
                self.assertEqual(written(), "")


if __name__ == "__main__":
    unittest.main()
