"""An edition of the office's own goes the whole way by data: what is only called otherwise gives the same figures."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.editions.renamed_edition import KINDS, NAME, PERIODS, SHEETS, renamed, write_renamed
from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.judges.read_outputs import docx_paragraphs
from tests.support.programs.command_line import Program, receive
from tests.support.seasons import season
from vstbcpn_cli.edition.loader import load_edition

UNITS = ("so-y-te", "hoi-lhpn", "tp-lang-son", "huyen-cao-loc")
PRIVATE = {"M.13": "Zqa Một", "M.14": "Zqb Hai", "M.15": "0912 001"}


def _cells(unit: str) -> dict[at.Position, Any]:
    """A complete form; that of the health office has more women than people and a cut-off day of its own."""
    applies = at.applies_to(unit)
    found: dict[at.Position, Any] = {
        (s, r, c): v for s, r, c, v in entries(applies, plausible(applies.edition, applies.unit, applies.period))
    }
    found |= {at.spot(unit, code): value for code, value in PRIVATE.items()}
    if unit == "so-y-te":
        found |= {at.spot(unit, "T6.05"): 6, at.spot(unit, "T6.08"): 7, at.spot(unit, "M.07"): "15/6/2011"}
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_renamed(tmp_path / "bo-khac")


def _told(out: str) -> list[tuple[str, ...]]:
    """What is found in every file, its codes and sheets as the renamed edition has them."""
    keys = ("code", "constraint", "severity", "cell", "indicator", "sheet", "message")
    found = [(f["path"], [str(x[k]) for k in keys]) for f in json.loads(out)["files"] for x in f["findings"]]
    return [
        (path, *map(renamed, words[:5]), SHEETS.get(words[5], words[5]), renamed(words[6])) for path, words in found
    ]


def _same_name(path: Path) -> str:
    return path.name.replace(f"{NAME}-{PERIODS['6t']}", "2011-6t")


def test_other_names_give_the_same_figures(vstbcpn: Program, tmp_path: Path, folder: Path) -> None:
    ours, theirs = tmp_path / "nhan-2011", tmp_path / "nhan-khac"
    ours.mkdir()
    theirs.mkdir()
    assert vstbcpn("make-template", *UNITS, "--edition", folder, "-o", "gui")[0] == 0
    for unit in UNITS:
        cells = _cells(unit)
        receive(ours, f"{unit}.xlsx", at.typed(at.blank(unit), cells))
        blank = (tmp_path / "gui" / unit / f"{NAME}-K1_{unit}.xlsx").read_bytes()
        receive(theirs, f"{unit}.xlsx", at.typed(blank, {(SHEETS[s], r, c): v for (s, r, c), v in cells.items()}))

    said = vstbcpn("validate", ours, "--format", "json", "--quiet")
    again = vstbcpn("validate", theirs, "--edition", folder, "--format", "json", "--quiet", "--report", "tq.html")
    assert again[0] == said[0]
    assert _told(again[1]) == _told(said[1])
    assert {"VS401", "VS422"} <= {f[1] for f in _told(again[1])}

    made = [tmp_path / "kq", tmp_path / "kq-khac"]
    for inbox, edition, output in ((ours, "2011", made[0]), (theirs, folder, made[1])):
        asked = ("consolidate", inbox, "--edition", edition, "-o", output, "--report-date", "2011-06-15", "--quiet")
        code, _, err = vstbcpn(*asked)
        assert code == 10, err
    one, other = ({_same_name(path): path for path in folder.iterdir()} for folder in made)
    assert one.keys() == other.keys()
    old, new = (json.loads(f["so-lieu_2011-6t.json"].read_text(encoding="utf-8"))["totals"] for f in (one, other))
    issued = load_edition(str(folder)).identity  # which answer with the names of kinds and periods
    totals = {renamed(code): _named(total) for code, total in old.items()}
    assert {c: t for c, t in totals.items() if c not in issued} == {c: t for c, t in new.items() if c not in issued}
    rows = [list(csv.DictReader(io.StringIO(f["so-lieu_2011-6t.csv"].read_text("utf-8-sig")))) for f in (one, other)]
    lines = [(KINDS[r["kind"]], renamed(r["indicator"]), r["row"], r["value"]) for r in rows[0]]
    assert [x for x in lines if x[1] not in issued] == [
        (r["kind"], r["indicator"], r["row"], r["value"]) for r in rows[1] if r["indicator"] not in issued
    ]
    words = [docx_paragraphs(f["bao-cao_2011-6t.docx"]) for f in (one, other)]
    assert list(map(renamed, words[0])) == words[1]
    for path in (p for p in made[1].rglob("*") if p.is_file()):
        assert not [t for t in PRIVATE.values() if t.encode() in _content(path)], path.name


def _content(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return b"".join(package.read(name) for name in package.namelist())


def _named(total: dict[str, Any]) -> dict[str, Any]:
    """A total with kinds and codes as the renamed edition has them."""
    found = json.loads(renamed(json.dumps(total, ensure_ascii=False)))
    by_kind = [key for key in ("kinds", "kind_shares") if key in found]
    return {**found, **{key: {KINDS[k]: v for k, v in found[key].items()} for key in by_kind}}


def test_nothing_of_the_old_names_is_left(vstbcpn: Program, tmp_path: Path, folder: Path) -> None:
    """The renamed edition is another one in every name, and its blanks print none of the old."""
    old, new = season.edition(), load_edition(str(folder))
    assert not {*old.task_of, *old.kind_of, *old.periods} & {*new.task_of, *new.kind_of, *new.periods}
    assert vstbcpn("make-template", "so-y-te", "--edition", folder, "--period", "KY-2", "-o", "gui")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "gui" / "so-y-te" / f"{NAME}-K2_so-y-te.xlsx")
    assert set(SHEETS.values()) <= set(book.sheetnames)
    first = {str(c.value) for row in book["Chung"].iter_rows() for c in row if c.value is not None}
    assert {"DAU.51", "so-y-te", "CQ", "K2"} <= first


def test_an_unknown_period_lists_those_of_the_edition(vstbcpn: Program, folder: Path) -> None:
    code, _, err = vstbcpn("units", "--edition", folder, "--period", "6t")
    assert code == 2
    assert "Đề nghị chọn: ky-1, ky-2." in err
