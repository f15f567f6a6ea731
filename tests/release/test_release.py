"""scripts/release in a project of its own, where what builds and publishes is played."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
CHANGELOG = """# Changelog

## [Unreleased]
- Not yet.

## [1.2.3] - 2026-12-01
- A new screen.

### Fixed
- An old one.

## [1.2.30] - 2026-11-01
- Another one.
"""
# Writes down how it was called, and leaves what the Tauri command line does.
NPX = """
echo "$@" >called
mkdir -p gen/android/app/build/outputs/{apk,bundle} gen/apple/build
touch gen/android/app/build/outputs/apk/app-release-unsigned.apk gen/android/app/build/outputs/bundle/app-release.aab gen/apple/build/app.ipa
"""
GH = """
echo "$@" >called
while [ $# -gt 0 ]; do
  [ "$1" != --notes-file ] || cat -- "$2" >notes
  shift
done
"""


class Release(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.project, self.programs = Path(folder.name, "project"), Path(folder.name, "programs")
        for name in ("scripts/release", "scripts/without-paths.sh", "src-tauri/config/app-links.example.json"):
            (self.project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(TOP / name, self.project / name)
        (self.project / "src-tauri/tauri.conf.json").write_text('{"version": "1.2.3"}')
        (self.project / "CHANGELOG.md").write_text(CHANGELOG)
        self.programs.mkdir()
        for name, body in (("npx", NPX), ("gh", GH), ("rustup", "")):
            (self.programs / name).write_text(f"#!/usr/bin/env bash\n{body}")
            (self.programs / name).chmod(0o755)

    def ended(self, *arguments):
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["scripts/release", *arguments], cwd=self.project, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def git(self, *arguments):
        identity = ("-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgSign=false", "-c", "tag.gpgSign=false")
        subprocess.run(["git", *identity, *arguments], cwd=self.project, check=True, capture_output=True)

    def test_the_publishers_links_are_built_in_where_there_are_any(self):
        overlay = "src-tauri/config/app-links.json"
        for there in (False, True):
            if there:
                (self.project / "src-tauri/config/app-links.example.json").rename(self.project / overlay)
            for phone in ("android", "ios"):
                with self.subTest(phone, there=there):
                    status, said = self.ended(phone)
                    self.assertEqual(status, 0, said)
                    called = (self.project / "called").read_text()
                    self.assertRegex(called, rf"^tauri {phone} build ")
                    self.assertEqual(f" --config {overlay}\n" in called, there, called)

    def test_a_tag_is_the_version_that_the_changelog_tells_of(self):
        self.assertEqual(self.ended("version", "v1.2.3"), (0, ""))
        self.assertNotEqual(self.ended("version", "v1.2.4")[0], 0)
        for changed in (
            CHANGELOG.replace("[1.2.3]", "[Unreleased]"),
            CHANGELOG.replace("[1.2.3]", "[1.2.31]"),
            re.sub(r"- A new[^#]*### Fixed\n- An old one.", "", CHANGELOG),
        ):
            with self.subTest(changed):
                (self.project / "CHANGELOG.md").write_text(changed)
                status, said = self.ended("version", "v1.2.3")
                self.assertEqual(status, 1, said)
                self.assertIn("CHANGELOG.md", said)

    def test_a_draft_tells_of_its_version_alone(self):
        (self.project / "target/packages").mkdir(parents=True)
        (self.project / "target/packages/a.apk").touch()
        status, said = self.ended("draft", "v1.2.3")
        self.assertEqual(status, 0, said)
        self.assertEqual((self.project / "notes").read_text().strip(), "- A new screen.\n\n### Fixed\n- An old one.")
        self.assertRegex((self.project / "called").read_text(), r"^release create v1\.2\.3 .*/target/packages/a\.apk\n$")

    def test_what_is_tagged_is_on_main(self):
        self.git("init", "-q", "-b", "main")
        self.git("commit", "-q", "--allow-empty", "-m", "On main")
        self.git("tag", "-a", "-m", "", "v1.2.3")
        self.git("commit", "-q", "--allow-empty", "-m", "On main, later")
        self.git("update-ref", "refs/remotes/origin/main", "HEAD")
        self.git("commit", "-q", "--allow-empty", "-m", "Elsewhere")
        self.git("tag", "v1.2.4")
        self.assertEqual(self.ended("on-main", "v1.2.3"), (0, ""))
        status, said = self.ended("on-main", "v1.2.4")
        self.assertEqual((status, "v1.2.4 names is not on main" in said), (1, True), said)
        self.assertNotEqual(self.ended("on-main", "v1.2.5")[0], 0)


class Paths(unittest.TestCase):
    def test_c_compilers_are_told_of_a_folder_with_a_space(self):
        """As the crate `cc` reads its flags, which takes them for a shell's words where it is told so."""
        for top in ("/plain/folder", "/with a/space's end", '/with "two"/a\\b', "/日本語/所"):
            with self.subTest(top):
                env = {**os.environ, "top": top, "CARGO_HOME": f"{top}/cargo"}
                script = f". {shlex.quote(str(TOP / 'scripts/without-paths.sh'))} && printf '%s\\n%s' \"$CC_SHELL_ESCAPED_FLAGS\" \"$prefix_map\""
                done = subprocess.run(["bash", "-eu", "-c", script], env=env, capture_output=True, text=True, check=True)
                escaped, flags = done.stdout.split("\n")
                self.assertEqual(escaped, "1")
                self.assertEqual(shlex.split(flags), [f"-ffile-prefix-map={top}/cargo=/cargo", f"-ffile-prefix-map={top}=/shomei-navi"])


class ByHand(unittest.TestCase):
    def setUp(self):
        self.section = (TOP / "docs/publishing.md").read_text().split("## 3. Make a release")[1].split("\n## ")[0]

    def test_the_document_goes_the_way_of_the_workflow(self):
        workflow = (TOP / ".github/workflows/release.yml").read_text()
        steps = re.findall(r"run: (scripts/release-check target/packages|scripts/release [\w-]+|make \w+)\n", workflow)
        self.assertGreaterEqual(set(steps), {"scripts/release sign-android", "scripts/release checksums", "make sbom"})
        block = self.section.split("By hand")[1].split("\n\n")[1]
        by_hand = [line.split("#")[0].strip() for line in block.splitlines()]
        self.assertEqual(set(by_hand), set(steps))
        order = ["android", "sign-android", "checksums"]
        self.assertEqual([each.split()[-1] for each in by_hand if each.split()[-1] in order], order)

    def test_the_overlay_of_the_document_is_the_one_that_is_built_with(self):
        self.assertIn("`src-tauri/config/app-links.example.json` to `app-links.json` beside it", self.section)
        for script in ("release", "release-check"):
            self.assertTrue("src-tauri/config/app-links.json" in (TOP / "scripts" / script).read_text(), script)


if __name__ == "__main__":
    unittest.main()
