"""What the documents say is so: files that they name, the tests of docs/security.md, sizes, the demo path, the commands for phones."""

import json
import re
import subprocess
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
TEXT = (TOP / "docs/security.md").read_text()
# Where a path may begin, besides the document's own folder.
ROOTS = [TOP, TOP / "src-tauri", TOP / "src-tauri/crates", TOP / "ui", TOP / "docs"]


class Security(unittest.TestCase):
    def test_every_promise_has_its_test(self):
        promises = TEXT.split("## What is protected, and how")[1].split("\n## ")[0]
        rows = [line for line in promises.splitlines() if line.startswith("| ")][1:]
        self.assertGreater(len(rows), 15)
        for row in rows:
            tests = row.strip("|").split("|")[-1]
            self.assertRegex(tests, r"`[\w./-]+\.(rs|ts|py|kt)`", row[:80])


class Files(unittest.TestCase):
    def test_every_file_is_there(self):
        listed = subprocess.run(["git", "ls-files", "*.md"], cwd=TOP, capture_output=True, text=True, check=True).stdout.split()
        self.assertGreaterEqual(set(listed), {"README.md", "CONTRIBUTING.md", "docs/security.md", "docs/decisions/0003-labels.md"})
        count = 0
        for document in (TOP / each for each in listed):
            text = document.read_text()
            named = re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.\w+)`", text)
            # What is made is not there before.
            for path in (each for each in named if not each.startswith("target/")):
                count += 1
                self.assertTrue(any((root / path).is_file() for root in [*ROOTS, document.parent]), f"{document.name}: {path}")
            for path in re.findall(r"\]\((?!\w+:)([^)#\s]+)", text):
                self.assertTrue((document.parent / path).exists(), f"{document.name}: {path}")
        self.assertGreater(count, 120)

    def test_the_app_weighs_the_same_everywhere(self):
        readme = (TOP / "README.md").read_text()
        sizes = re.findall(r"([\d.]+) MiB, kept below (\d+)", readme)
        self.assertEqual(len(sizes), 2)
        architecture = (TOP / "docs/architecture.md").read_text()
        said = re.search(r"Android has ([\d.]+) MiB, .* iPad ([\d.]+) MiB .* below (\d+) and (\d+)\)", architecture).groups()
        self.assertEqual(said, (sizes[0][0], sizes[1][0], sizes[0][1], sizes[1][1]))
        for check, (size, budget) in zip(("android-link/check.py", "native/ios/link.py"), sizes, strict=True):
            text = (TOP / "tests" / check).read_text()
            self.assertIn(f"BUDGET = {budget} * 1024 * 1024", text)
            self.assertIn(size, re.findall(r"It has ([\d.]+) MiB", text) or [size], check)


class Review(unittest.TestCase):
    def test_buttons_of_the_demo_path_are_the_apps(self):
        demo = (TOP / "docs/publishing.md").read_text().split("**How to try it")[1].split("**Why a configuration")[0]
        texts = {}
        for part in ("first", "rest"):
            texts |= json.loads((TOP / f"ui/messages/ja/{part}.json").read_text())
        shown = [texts[key] for key in ("practice_open", "practice_start", "welcome_start", "certificate_go_ios")]
        self.assertEqual(re.findall("「(.*?)」", demo), shown)


class Phones(unittest.TestCase):
    """The README's commands are those that a machine with one Rust target and these SDKs can run."""

    def setUp(self):
        self.said = (TOP / "README.md").read_text().split("## For phones")[1].split("\n## ")[0]

    def test_one_target_is_built_and_its_sdks_are_gradles(self):
        self.assertIn("npx tauri android build --target aarch64 ", self.said)
        for gradle in ("gen/android/app/build.gradle.kts", "plugins/device/android/build.gradle.kts"):
            sdk = re.search(r"compileSdk = (\d+)", (TOP / "src-tauri" / gradle).read_text())[1]
            self.assertIn(f"platforms;android-{sdk}", self.said, gradle)

    def test_what_comes_out_is_signed_by_whoever_publishes(self):
        self.assertIn("**not signed**", self.said)
        self.assertIn("apksigner sign", self.said)
        for word in ("APPLE_DEVELOPMENT_TEAM=", "--export-method", "Xcode 26 or 27"):
            self.assertIn(word, self.said)


if __name__ == "__main__":
    unittest.main()
