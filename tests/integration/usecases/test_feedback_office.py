"""Feedback in an office program: notes, links and protection are there, a mended copy has no finding, the slip one
page."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.forms import returned as at
from tests.support.forms.giving_back import UNIT, faulty, marked, ref, words
from tests.support.forms.marked_copies import LIST, fill_of, judged, notes_of, texts
from tests.support.programs import libreoffice
from tests.support.seasons import season
from tests.support.seasons.feedback_outputs import finding
from vstbcpn_cli.model.told_findings import EarlierFeedback, ToldFinding
from vstbcpn_cli.report.feedback.slip import TEMPLATE, render_slip
from vstbcpn_cli.report.feedback.wording import MarkedCopy
from vstbcpn_cli.workbook.mark_record import RECORD_SHEET

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("danh-dau") / "ban.xlsx"
    path.write_bytes(marked(faulty()))
    return path


def right(*codes: str) -> Mapping[str, Any]:
    good = at.accepted(at.filled(UNIT)).values
    return {code: int(good[code].raw) for code in codes}


def test_the_office_shows_notes_links_and_protection(copy: Path) -> None:
    found = libreoffice.marks(copy)
    assert next(iter(found)) == LIST
    assert found[RECORD_SHEET]["visible"] is False
    assert found["NV6"]["notes"] == notes_of(copy.read_bytes(), "NV6")
    assert found["NV6"]["protected"]
    assert found[LIST]["protected"]
    said = texts(copy.read_bytes())
    assert {a: re.sub(r"[#'$]", "", url) for a, url in found[LIST]["links"].items()} == {
        a: f"NV6.{said[a]}" for a in said if a[0] == "D" and said[f"B{a[1:]}"] in ("Lỗi", "Cảnh báo")
    }


def test_a_copy_mended_in_the_office_has_no_finding_left(copy: Path, tmp_path: Path) -> None:
    cells = [(*at.spot(UNIT, code), value) for code, value in right("T6.04", "T6.05", "T6.06").items()]
    content = libreoffice.fill(copy, tmp_path / "sua.xlsx", cells).read_bytes()
    assert judged(content) == ()
    again = marked(libreoffice.fill(copy, tmp_path / "mot.xlsx", cells[:1]).read_bytes())
    assert fill_of(again, ref("T6.04")) == fill_of(faulty(), ref("T6.04"))
    assert set(notes_of(again, "NV6")) == {ref("T6.05").address, ref("T6.06").address}
    assert [n for n in at.sheet_parts(at.unpacked(again)) if n in (LIST, RECORD_SHEET) or "(2)" in n] == [
        LIST,
        RECORD_SHEET,
    ]


@pytest.mark.parametrize("format_", [libreoffice.XLS, libreoffice.ODS], ids=["xls", "ods"])
def test_a_copy_saved_in_another_format_is_read_like_the_original(copy: Path, tmp_path: Path, format_: str) -> None:
    name = "ban.xls" if format_ == libreoffice.XLS else "ban.ods"
    original = tmp_path / "goc.xlsx"
    original.write_bytes(faulty())
    one, other = (
        libreoffice.resave(source, tmp_path / f"{source.stem}-{name}", format_).read_bytes()
        for source in (copy, original)
    )
    assert at.findings(one, name=name) == at.findings(other, name=name)


def test_the_slip_is_one_page(tmp_path: Path) -> None:
    many = [finding("VS1", f"D{n}", f"Ô ghi “{'chữ ' * (n % 40)}{n}”.", key=f"T6.{n}") for n in range(10, 70)]
    before = EarlierFeedback(
        "lần trước.xlsx",
        "0",
        "2011-06-01",
        tuple(ToldFinding.of(finding("VS2", f"D{n}", key=f"T5.{n}")) for n in range(20)),
    )
    made = words(faulty(), findings=many, before=before, name=f"{'tên tệp rất dài ' * 9}.xlsx")
    path = tmp_path / "phieu.docx"
    render_slip(made, season.COMMON / TEMPLATE, path, MarkedCopy.MADE, "2011-6t_so-y-te_da-danh-dau.xlsx")
    libreoffice.office().do(
        "export", source=str(path), target=str(tmp_path / "a.pdf"), filter_name="writer_pdf_Export", sheet=""
    )
    pages = subprocess.run(["pdfinfo", tmp_path / "a.pdf"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\n", pages), pages
