"""The commands and figures of docs/publishing.md, section 8, hold together: with the unit, its files, the probe and the app."""

import re
import tomllib
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PROBE = TOP / "deploy/probe"
SECTION = (TOP / "docs/publishing.md").read_text().split("\n## 8. ")[1].split("\n## ")[0]


class Installation(unittest.TestCase):
    def setUp(self):
        block = re.search(r"### The probe on one machine\n((?: {4}.*\n)+)", SECTION)[1]
        self.commands = [line.strip() for line in block.splitlines() if not line.strip().startswith("#")]
        self.start = self.commands.index("systemctl enable --now probe")

    def place(self, pattern):
        """Which command it is, counted from the first; one alone."""
        found = [index for index, command in enumerate(self.commands) if re.search(pattern, command)]
        self.assertEqual(len(found), 1, f"{pattern} in {self.commands}")
        return found[0]

    def test_every_group_of_the_unit_is_made_before_it_is_given_anything(self):
        unit = (PROBE / "probe.service").read_text()
        groups = {group for line in re.findall(r"^SupplementaryGroups=(.*)$", unit, re.MULTILINE) for group in line.split()}
        self.assertTrue(groups)
        for group in groups:
            made = self.place(rf"^groupadd .*\b{group}$")
            self.assertLess(made, self.start)
            given = [index for index, command in enumerate(self.commands) if f"-g {group} " in command]
            self.assertTrue(given and made < min(given), self.commands)

    def test_the_groups_of_the_container_are_the_units(self):
        unit = (PROBE / "probe.service").read_text()
        for group in re.findall(r"getent group ([\w-]+)", (PROBE / "Containerfile").read_text()):
            self.assertRegex(unit, rf"(?m)^SupplementaryGroups=.*\b{group}\b")

    def test_the_files_stand_before_the_start_and_the_key_is_the_groups(self):
        given = tomllib.loads((PROBE / "one-machine/probe.toml").read_text())
        unit = (PROBE / "probe.service").read_text()
        program, config = re.search(r"^ExecStart=(\S+) --config (\S+)$", unit, re.MULTILINE).groups()
        for path in (given["certificate"], given["key"], config):
            self.assertLess(self.place(rf"^install -D .* {path}$"), self.start, path)
        self.assertLess(self.place(rf" {Path(program).parent}/$"), self.start)
        group = re.search(r"^SupplementaryGroups=(\S+)$", unit, re.MULTILINE)[1]
        self.assertIn(f" -m 640 -g {group} ", self.commands[self.place(rf" {given['key']}$")])


class Figures(unittest.TestCase):
    """What the table says of the probe's limits, out of the sources."""

    def setUp(self):
        limits = (TOP / "src-tauri/crates/probe/src/limits.rs").read_text()
        networks = re.search(r"^const NETWORKS\b.*;$", limits, re.MULTILINE)[0]
        self.networks = [(int(bits), int(times)) for bits, times in re.findall(r"\((\d+), (\d+)\)", networks)]
        self.at_once, self.in_a_minute = (
            int(re.search(rf"^ +{name}: (\d+),$", limits, re.MULTILINE)[1])
            for name in ("connections_per_address", "connections_per_minute")
        )

    def test_a_facility_has_as_many_phones_at_once_as_the_table_says(self):
        proof = (TOP / "src-tauri/crates/app/src/effects/proof.rs").read_text()
        asked = 60_000 // int(re.search(r"const PACE: Duration = Duration::from_millis\((\d+)\);", proof)[1])
        self.assertIn(f"the app asks {asked} times a minute", SECTION)
        self.assertIn(f"some {self.in_a_minute // (asked + 2)} phones that try at once", SECTION)
        self.assertNotRegex(SECTION, r"\d+ tries in a minute")

    def test_the_balancers_grant_what_the_probe_does(self):
        self.assertEqual([bits for bits, _ in self.networks], [64, 56, 48])
        haproxy = (PROBE / "three-machines/haproxy.cfg").read_text()
        for level, (bits, times) in enumerate(self.networks):
            self.assertRegex(haproxy, rf"track-sc{level} src,ipmask\(32,{bits}\)")
            self.assertIn(f"{{ sc{level}_conn_cur gt {self.at_once * times} }}", haproxy)
            self.assertIn(f"{{ sc{level}_conn_rate gt {self.in_a_minute * times} }}", haproxy)
        nginx = (PROBE / "three-machines/nginx.conf").read_text()
        granted = [int(most) for most in re.findall(r"^ +limit_conn \w+ (\d+);$", nginx, re.MULTILINE)]
        self.assertEqual(granted, [self.at_once * times for _, times in self.networks])
        row = ", ".join(str(most) for most in granted)
        self.assertIn(f"{row} at once", SECTION)


class Watching(unittest.TestCase):
    def test_the_figures_that_tell_of_trouble_are_named(self):
        metrics = (TOP / "src-tauri/crates/probe/src/metrics.rs").read_text()
        row = re.search(r"^\| watched by \|.*$", SECTION, re.MULTILINE)[0]
        known, named = set(re.findall(r'"(probe_\w+)"', metrics)), set(re.findall(r"`(probe_\w+)", row))
        self.assertLessEqual(named, known)
        trouble = {name for name in known if re.search("refused|failures|handshakes|not_after|connections_", name)}
        self.assertGreaterEqual(len(trouble), 7)
        self.assertLessEqual(trouble, named)


if __name__ == "__main__":
    unittest.main()
