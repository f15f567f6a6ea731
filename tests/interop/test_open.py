"""Every file that a peer makes is opened with the right and a wrong password; verdicts.tsv says what must come of it.

`REVIEW=1` writes what came of it beside the table, as target/interop/verdicts.tsv, to be looked through by hand.
"""

import csv
import os

import pytest

from conftest import HERE, WORK, inspect
from makers import MAKERS


def table(name):
    with open(HERE / name, encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file, delimiter="\t")}


VERDICTS = table("verdicts.tsv") if (HERE / "verdicts.tsv").exists() else {}


def told(report):
    """A verdict in a word: the code, and what it names."""
    named = " ".join(report.get("params", {}).values())
    return f"{report['code']} {named}".strip()


def test_the_table_names_every_file_and_no_other():
    assert sorted(VERDICTS) == sorted(MAKERS)


@pytest.mark.parametrize("name", MAKERS)
def test_open(name, work, pairs, java):
    password, make = MAKERS[name]
    out = work / f"{name}.p12"
    make(out, pairs, java)
    status, right = inspect(out, password)
    wrong_status, wrong = inspect(out, password + "x")
    if os.environ.get("REVIEW"):
        with open(WORK / "verdicts.tsv", "a", encoding="utf-8") as review:
            review.write(f"{name}\t{told(right)}\t{told(wrong)}\n")
        return
    expected = VERDICTS[name]
    assert (told(right), told(wrong)) == (expected["right password"], expected["wrong password"])
    assert wrong_status == 2
    if right["code"] == "ok":
        pair = next(kind for kind in ("p256", "p384", "p521", "rsa") if kind in name or kind == "rsa")
        assert status == 0
        assert right["fingerprint"] == pairs[pair].sha256("leaf")
        assert right["office"] == "ひまわり介護ステーション"
        assert right["findings"] == []
