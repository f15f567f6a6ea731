"""Every test and file that docs/security.md names is there."""

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


if __name__ == "__main__":
    unittest.main()
