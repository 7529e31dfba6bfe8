"""An edition as unlike 2011 as can be goes the whole way by data alone: blanks, LibreOffice, findings, report, trace."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.editions.second_edition import write_second
from tests.support.forms import returned as at
from tests.support.forms.filling import Entry, entries
from tests.support.forms.plausible import plausible
from tests.support.forms.random_fillings import fillings
from tests.support.judges.agreement import READY, Compared, Comparison
from tests.support.judges.audited import faults
from tests.support.judges.read_outputs import docx_paragraphs
from tests.support.programs import libreoffice
from tests.support.programs.command_line import Program, receive
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Edition

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]
PERIOD, WRONG = "q2", "cap-nuoc"
PRIVATE = "Zqa Người Làm"
OF_2011 = (
    *("2011", "Lạng Sơn", "6 tháng", "NV1", "CL2011", "T1.", "bầu cử", "bảy nhiệm vụ", "Cả bảy", "SN, DT"),
    *("oàn tỉnh", "ủa tỉnh", "Mục tiêu tỉnh", "Phạm vi số liệu", "vì sự tiến bộ"),
)


@pytest.fixture
def edition() -> Iterator[Edition]:
    with season.using(season.SECOND) as found:
        yield found


def _entries(unit: str) -> list[Entry]:
    """A complete filling; that of one office has more women than people."""
    applies = at.applies_to(unit, PERIOD)
    found = {(s, r, c): v for s, r, c, v in entries(applies, plausible(applies.edition, applies.unit, applies.period))}
    found[at.spot(unit, "DV.g", period=PERIOD)] = PRIVATE
    if unit == WRONG:
        found |= {at.spot(unit, f"NS.BANG.QL.{key}", period=PERIOD): n for key, n in (("chung", 5), ("nu", 6))}
    return [(*place, value) for place, value in found.items()]


def test_the_whole_way(vstbcpn: Program, tmp_path: Path, edition: Edition) -> None:
    folder = write_second(tmp_path / "bo")
    asked = ("--edition", folder, "--period", PERIOD)
    assert vstbcpn("make-template", *asked, "-o", "gui")[0] == 0
    inbox, again = tmp_path / "nhan", tmp_path / "nhan-lai"
    inbox.mkdir()
    units = [u.code for u in season.register().units][:5]
    for unit in units:
        blank = tmp_path / "gui" / unit / f"{edition.edition}-Q2_{unit}.xlsx"
        saved = libreoffice.fill(blank, tmp_path / "dien.xlsx", _entries(unit))
        receive(inbox, f"{unit}.xlsx", saved.read_bytes(), "2031-07-03")

    code, out, err = vstbcpn("validate", inbox, *asked, "--format", "json", "--feedback", "ra", "--report", "tq.html")
    assert code == 11, err
    found = [(f["unit"]["code"], x["code"], x["indicator"]) for f in json.loads(out)["files"] for x in f["findings"]]
    assert [f for f in found if f[1] != "VS314"] == [(WRONG, "VS401", "NS.BANG.QL.nu")]

    [marked] = (tmp_path / "ra").glob(f"dot-1/{WRONG}/*da-danh-dau.xlsx")
    again.mkdir()
    mended = [(*at.spot(WRONG, "NS.BANG.QL.nu", period=PERIOD), 2)]
    for path in inbox.iterdir():
        receive(again, path.name, path.read_bytes(), "2031-07-03")
    receive(
        again, f"{WRONG} sửa.xlsx", libreoffice.fill(marked, tmp_path / "sua.xlsx", mended).read_bytes(), "2031-07-05"
    )
    code, out, err = vstbcpn("validate", again, *asked, "--format", "json", "--quiet")
    states = {f["path"].rpartition("/")[2]: f["status"] for f in json.loads(out)["files"]}
    assert (code, states[f"{WRONG}.xlsx"], states[f"{WRONG} sửa.xlsx"]) == (10, "superseded", "accepted"), err

    made = tmp_path / "kq"
    code, _, err = vstbcpn("consolidate", again, *asked, "-o", made, "--report-date", "2031-07-10", "--quiet")
    assert code == 10, err
    files = {p.name.replace(f"{edition.edition}-{PERIOD}", "x"): p for p in made.iterdir() if p.is_file()}
    totals = json.loads(files["so-lieu_x.json"].read_text(encoding="utf-8"))["totals"]
    rows = list(csv.DictReader(io.StringIO(files["so-lieu_x.csv"].read_text("utf-8-sig"))))
    _traced(vstbcpn, again, asked, totals)
    for asked_for in ("TL-1", "NS.BANG.QL.nu", "SK.tong"):
        told = [int(r["value"]) for r in rows if r["indicator"] == asked_for and r["value"]]
        assert totals[asked_for]["value"] == sum(told)
    words = docx_paragraphs(files["bao-cao_x.docx"])
    assert [w for w in words if f"Trong kỳ, người được nâng lương là {totals['TL-1']['value']} người" in w]
    headings = [f"{n}. {t.title}" for n, t in enumerate((t for t in edition.tasks if t.numbered), 1)]
    body = words[: words.index("Phụ lục I")]
    assert headings == [w for w in body if w[3:] in {t.title for t in edition.tasks}]
    annex = openpyxl.load_workbook(files["phu-luc_x.xlsx"], read_only=True)
    assert {t.sheet for t in edition.tasks if t is not edition.header} <= set(annex.sheetnames)
    for path in (*files.values(), tmp_path / "tq.html"):
        text = _text(path)
        assert path.suffix == ".html" or PRIVATE not in text, path.name  # the page tells the office whom to ask
        assert not [w for w in OF_2011 if w in text], path.name
    for name in ("bao-cao_x.docx", "phu-luc_x.xlsx"):
        assert faults(files[name]) == set()


def _traced(vstbcpn: Program, inbox: Path, asked: tuple[object, ...], totals: dict[str, Any]) -> None:
    """Figures asked back to their cells, and a cell on to its figure."""
    for code in ("TL-1", "NS.BANG.QL.nu", "DM.1"):
        _, out, _ = vstbcpn("trace", code, inbox, *asked, "--format", "json", "--quiet")
        told = json.loads(out)
        assert told["value"] == totals[code]["value"]
    shares = {c: t["share"] for c, t in totals.items() if t.get("share", {}).get("base", "units") != "units"}
    for code, share in shares.items():
        if code == "TL-4":  # which the form computes of the two
            continue
        _, out, _ = vstbcpn("trace", f"{code}/{share['base']}", inbox, *asked, "--format", "json", "--quiet")
        told = json.loads(out)["share"]
        assert (told["part"], told["whole"]) == (share["part"], share["whole"]), code
    assert {"TL-2", "TL-4"} <= shares.keys()
    _, out, _ = vstbcpn("trace", "2. Tiền lương!D10", inbox, *asked, "--quiet")
    assert "TL-1" in out


def _text(path: Path) -> str:
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(path) as package:
        names = [n for n in package.namelist() if n.endswith(".xml") and "theme" not in n and "styles" not in n]
        return "".join(re.sub(r"<[^>]*>", " ", package.read(n).decode()) for n in names)


@pytest.mark.parametrize("unit", ["snv", "cap-nuoc"])
def test_its_self_check_agrees_with_validate(unit: str, tmp_path: Path, edition: Edition) -> None:
    made = Compared()
    blank = tmp_path / "trong.xlsx"
    blank.write_bytes(at.blank(unit, PERIOD))
    complete = tmp_path / "du.xlsx"
    wanted = [(tmp_path / f"{f.name}.xlsx", f.entries()) for f in fillings(unit, PERIOD, 4)]
    applies = at.applies_to(unit, PERIOD)
    faultless = list(entries(applies, plausible(edition, applies.unit, applies.period)))
    for path in libreoffice.fill_many(blank, [*wanted, (complete, faultless)]):
        made.add(path.stem, path.read_bytes(), PERIOD)
    assert [str(d) for _, d in made.disagreements] == []
    assert Comparison(complete.read_bytes(), PERIOD).verdict == READY


def test_its_blanks_are_sound(tmp_path: Path, edition: Edition) -> None:
    for unit in ("snv", "q-ninh-kieu", "cap-nuoc"):
        (tmp_path / "a.xlsx").write_bytes(at.blank(unit, PERIOD))
        assert faults(tmp_path / "a.xlsx") == set()
