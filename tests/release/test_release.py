"""scripts/release, and what it builds with."""

import os
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


if __name__ == "__main__":
    unittest.main()
