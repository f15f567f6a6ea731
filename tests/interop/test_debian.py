"""The PKCS#12 files that GnuTLS and OpenSSL test themselves with, out of Debian's source packages.

debian.tsv holds, for every file, its password (as the packages' own tests name it) and what must come of it, as
vectors.tsv does. Another version of a package may have other files: each that lies there has to stand in the table, and a
row without a file is left out. `REVIEW=1` writes what came of it to target/interop/debian.tsv.
"""

import os

import pytest

from conftest import WORK, inspect
from test_open import table, told

FOLDER = WORK / "debian"
FILES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.p*") if path.suffix in (".p12", ".pfx"))
TABLE = table("debian.tsv")

pytestmark = pytest.mark.skipif(not FILES, reason="Debian's source packages were not to be had: scripts/setup interop says why")


def outcome(path, password):
    status, report = inspect(FOLDER / path, password)
    return "opens" if status < 2 else told(report)


def test_the_table_names_every_file():
    assert [path for path in FILES if path not in TABLE] == []
    assert len(FILES) >= 25


@pytest.mark.parametrize("path", FILES)
def test_file(path):
    row = TABLE.get(path, {"password": ""})
    right, wrong = outcome(path, row["password"]), outcome(path, row["password"] + "x")
    if os.environ.get("REVIEW"):
        with open(WORK / "debian.tsv", "a", encoding="utf-8") as review:
            review.write(f"{path}\t{row['password']}\t{right}\t{wrong}\n")
        return
    assert (right, wrong) == (row["right password"], row["wrong password"])
