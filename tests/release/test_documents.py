"""What the documents say is so: tests and files that docs/security.md names, the demo path, the commands for phones."""

import json
import re
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
TEXT = (TOP / "docs/security.md").read_text()
# Where a path may begin.
ROOTS = [TOP, TOP / "src-tauri", TOP / "src-tauri/crates", TOP / "ui", TOP / "docs"]


class Security(unittest.TestCase):
    def test_every_promise_has_its_test(self):
        promises = TEXT.split("## What is protected, and how")[1].split("\n## ")[0]
        rows = [line for line in promises.splitlines() if line.startswith("| ")][1:]
        self.assertGreater(len(rows), 15)
        for row in rows:
            tests = row.strip("|").split("|")[-1]
            self.assertRegex(tests, r"`[\w./-]+\.(rs|ts|py|kt)`", row[:80])

    def test_every_file_is_there(self):
        named = re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:rs|ts|py|kt|toml|json))`", TEXT)
        self.assertGreater(len(named), 20)
        for path in named:
            self.assertTrue(any((root / path).is_file() for root in ROOTS), path)


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
