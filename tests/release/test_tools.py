"""The tools that check the code find something: one that does nothing and exits 0 is noticed."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def run(*command, given="", cwd=TOP, keep_going=False, first_in_path=None):
    # Not as this run was called.
    env = {name: value for name, value in os.environ.items() if name != "KEEP_GOING"}
    if first_in_path:
        env["PATH"] = f"{first_in_path}{os.pathsep}{env['PATH']}"
    if keep_going:
        env["KEEP_GOING"] = "1"
    done = subprocess.run(command, cwd=cwd, env=env, input=given, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def step(pattern, command, keep_going=False):
    """A step of the scripts, in a folder of its own: its exit status and what it says."""
    with tempfile.TemporaryDirectory() as folder:
        scripts = Path(folder) / "scripts"
        scripts.mkdir()
        (scripts / "steps.sh").write_text((TOP / "scripts/steps.sh").read_text())
        script = f". scripts/steps.sh\nstep Tool '{pattern}' bash -c '{command}'\necho went on"
        return run("bash", "-c", script, cwd=folder, keep_going=keep_going)


class Setup(unittest.TestCase):
    def test_a_sentence_can_be_changed_without_rust(self):
        for purpose, is_asked in (("npm", False), ("crates", True)):
            with self.subTest(purpose), tempfile.TemporaryDirectory() as folder:
                for name in ("cargo", "rustc"):
                    tool = Path(folder) / name
                    tool.write_text(f"#!/bin/sh\ntouch {folder}/asked\nexit 1\n")
                    tool.chmod(0o755)
                _, said = run("scripts/setup", purpose, first_in_path=folder)
                self.assertEqual((Path(folder) / "asked").exists(), is_asked, said)


class Crates(unittest.TestCase):
    def test_none_is_compiled_twice_for_the_app(self):
        """Tauri's build scripts and the app ask for the same features: see src-tauri/crates/workspace-hack."""
        several = "cargo tree --locked --package shomei-navi --edges normal,build --duplicates --depth 0 --prefix none"
        status, said = run(*several.split())
        self.assertEqual(status, 0, said)
        crates = [line for line in said.splitlines() if line]
        self.assertGreater(len(crates), 10, said)
        twice = {crate for crate in crates if crates.count(crate) > 1}
        self.assertEqual(twice, set(), "listed once for every set of features")


class Report(unittest.TestCase):
    def test_what_python_left_out_is_named_at_the_end(self):
        tests = "import unittest\n\nclass Some(unittest.TestCase):\n"
        tests += "    @unittest.skip('nothing is here')\n    def test_one(self):\n        \"In one sentence.\"\n"
        tests += "    @unittest.skip('nor here')\n    def test_other(self): pass\n    def test_third(self): pass\n"
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "test_some.py").write_text(tests)
            _, said = run("python3", "-m", "unittest", "discover", "-v", "-s", folder)
            (Path(folder) / "release.txt").write_text(said)
            status, said = run("scripts/report", folder, "rust")
        self.assertEqual(status, 0, said)
        self.assertIn("   release test_one: nothing is here\n   release test_other: nor here\n   the tests of make test-ui", said)


class Steps(unittest.TestCase):
    def test_what_says_its_line_passes(self):
        status, said = step("^Finished", "echo Finished in 3 s")
        self.assertEqual(status, 0)
        self.assertIn("   Finished in 3 s\n", said)
        self.assertIn("went on", said)

    def test_what_fails_ends_the_script(self):
        status, said = step("^Finished", "echo Finished; exit 3")
        self.assertEqual(status, 1)
        self.assertNotIn("went on", said)

    def test_what_ends_well_without_a_word_ends_the_script(self):
        for command in ("true", "echo something else"):
            status, said = step("^Finished", command)
            self.assertEqual(status, 1, command)
            self.assertIn("no line of target/log/Tool.log is like /^Finished/", said)
            self.assertNotIn("went on", said)

    def test_whoever_goes_on_fails_at_the_end(self):
        for command in ("exit 3", "true"):
            status, said = step("^Finished", command, keep_going=True)
            self.assertEqual(status, 1, command)
            self.assertIn("went on", said)
            self.assertIn("Failed: Tool", said)
        self.assertEqual(step("^Finished", "echo Finished", keep_going=True)[0], 0)

    def test_a_tool_that_says_nothing_may(self):
        self.assertEqual(step("^$", "true")[0], 0)


class Tools(unittest.TestCase):
    """What says nothing, or says that it is done whatever it looked at, is given a mistake."""

    def finds(self, word, *command, given="", cwd=TOP):
        status, said = run(*command, given=given, cwd=cwd)
        self.assertNotEqual(status, 0, said)
        self.assertIn(word, said)

    def test_rustfmt(self):
        with tempfile.NamedTemporaryFile("w", suffix=".rs") as planted:
            planted.write("fn  planted( ) {}")
            planted.flush()
            self.finds("Diff", "rustfmt", "--check", planted.name)

    def test_clippy(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "Cargo.toml").write_text(
                '[package]\nname = "planted"\nedition = "2024"\n[lib]\npath = "lib.rs"\n[workspace]\n'
            )
            (Path(folder) / "lib.rs").write_text("pub fn planted(n: Option<u8>) -> u8 { return n.unwrap(); }\n")
            self.finds("needless_return", "cargo", "clippy", "--offline", "-q", "--", "-D", "warnings", cwd=folder)

    def test_eslint(self):
        planted = ("--stdin", "--stdin-filename", "tests/journey/src/ways.ts")
        self.finds("no-floating-promises", "npx", "eslint", *planted, given="Promise.resolve(1);\n")

    def test_stylelint(self):
        planted = ("--stdin", "--stdin-filename", "src/planted.css")
        self.finds("no-duplicate-selectors", "npx", "stylelint", *planted, given="a {}\na {}\n", cwd=TOP / "ui")
        pretty = "a {\n  text-wrap: pretty;\n}\n"
        self.finds("declaration-property-value-disallowed-list", "npx", "stylelint", *planted, given=pretty, cwd=TOP / "ui")

    def test_prettier(self):
        with tempfile.NamedTemporaryFile("w", suffix=".ts") as planted:
            planted.write("const  planted=1")
            planted.flush()
            self.finds("Code style issues", "npx", "prettier", "--check", planted.name)


if __name__ == "__main__":
    unittest.main()
