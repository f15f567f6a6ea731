"""The PKCS#12 files of PyPI's `cryptography_vectors`: 405 of NIST's PKITS, and those that pyca keeps.

vectors.tsv holds, for every file, its password and what must come of it: `opens`, or the error. Who a
certificate is for is not asked here. `REVIEW=1` writes what came of it to target/interop/vectors.tsv.
"""

import os
from pathlib import Path

import cryptography_vectors
import pytest

from conftest import WORK, inspect
from test_open import table, told

FOLDER = Path(cryptography_vectors.__file__).parent
FILES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.p12"))
VECTORS = table("vectors.tsv")


def outcome(path, password):
    status, report = inspect(FOLDER / path, password)
    return "opens" if status < 2 else told(report)


def test_the_table_names_every_file_and_no_other():
    assert sorted(VECTORS) == FILES
    assert sum("PKITS" in path for path in FILES) == 405


@pytest.mark.parametrize("path", FILES)
def test_vector(path):
    row = VECTORS[path]
    right, wrong = outcome(path, row["password"]), outcome(path, row["password"] + "x")
    if os.environ.get("REVIEW"):
        with open(WORK / "vectors.tsv", "a", encoding="utf-8") as review:
            review.write(f"{path}\t{row['password']}\t{right}\t{wrong}\n")
        return
    assert (right, wrong) == (row["right password"], row["wrong password"])
