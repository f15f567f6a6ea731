"""scripts/site: writes all of a site or nothing, and takes no folder away that is not its own."""

import subprocess
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PUBLISHER = TOP / "tests/journey/site/publisher.toml"


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Site(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.site = self.folder / "site"

    def written(self, publisher=PUBLISHER):
        ended = subprocess.run([TOP / "scripts/site", publisher, self.site], capture_output=True, text=True, check=False)
        return ended.returncode, ended.stdout + ended.stderr

    def changed(self, before, after):
        text = PUBLISHER.read_text()
        self.assertIn(before, text)
        publisher = self.folder / "publisher.toml"
        publisher.write_text(text.replace(before, after))
        return publisher

    def test_a_site_takes_the_place_of_the_one_before(self):
        self.assertEqual(self.written()[0], 0)
        first = contents(self.site)
        self.assertGreaterEqual(set(first), {"index.html", "card.html", "_headers", "style.css", ".well-known/assetlinks.json"})
        (self.site / "of-last-year.html").write_text("gone")
        self.assertEqual(self.written()[0], 0)
        self.assertEqual(contents(self.site), first)
        self.assertEqual(list(self.folder.iterdir()), [self.site], "nothing is left beside it")

    def test_an_empty_folder_and_a_link_to_a_site_are_taken(self):
        self.site.mkdir()
        self.assertEqual(self.written()[0], 0)
        self.site.rename(self.folder / "elsewhere")
        self.site.symlink_to("elsewhere")
        self.assertEqual(self.written()[0], 0)
        self.assertTrue(self.site.is_symlink() and (self.site / "card.html").is_file())

    def test_a_foreign_folder_is_left_as_it_was(self):
        for names in (["thesis.txt"], ["_headers", "index.html"], ["card.html"]):
            with self.subTest(names), tempfile.TemporaryDirectory(dir=self.folder) as foreign:
                self.site = Path(foreign)
                for name in names:
                    (self.site / name).write_text("mine")
                before = contents(self.site)
                status, said = self.written()
                self.assertEqual((status, contents(self.site)), (1, before), said)
                self.assertIn("left as it is", said)

    def test_a_file_is_left_as_it_was(self):
        self.site.write_text("mine")
        self.assertEqual((self.written()[0], self.site.read_text()), (1, "mine"))

    def test_what_is_wrong_is_found_before_anything_is_written(self):
        for before, after in (("14:6D:", "14:6d:"), ("host = ", "hosts = ")):
            publisher = self.changed(before, after)
            with self.subTest(after, there="nothing"):
                self.assertEqual(self.written(publisher)[0], 1)
                self.assertFalse(self.site.exists())
        self.written()
        first = contents(self.site)
        for before, after in (("14:6D:", "14:6d:"), ("host = ", "hosts = ")):
            publisher = self.changed(before, after)
            with self.subTest(after, there="a site"):
                self.assertEqual((self.written(publisher)[0], contents(self.site)), (1, first))
        self.assertEqual(sorted(each.name for each in self.folder.iterdir()), ["publisher.toml", "site"])


if __name__ == "__main__":
    unittest.main()
