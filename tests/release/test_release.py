"""scripts/release, and what it builds with."""

import os
import re
import shlex
import subprocess
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


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


if __name__ == "__main__":
    unittest.main()
