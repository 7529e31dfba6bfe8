"""Points that are told in one line are counted as what they are, and none loses its name: sheets, rows, tables,
cells."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, receive
from tests.support.seasons.feedback_outputs import last_slip, lines_of
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding, Place, further, group_findings
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.submission import CellRef, Key, Problem
from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.workbook.ooxml.package import read_package

UNIT = "so-y-te"
GONE = ("NV1", "NV2", "NV3", "NV4", "NV5", "NV7")


def without_sheets(*names: str) -> bytes:
    content = at.filled(UNIT)
    for name in names:
        sheet = next(
            m[0]
            for m in re.finditer(r"<sheet [^>]*/>", at.unpacked(content)["xl/workbook.xml"].decode())
            if f'"{name}"' in m[0]
        )
        content = at.replaced(content, "xl/workbook.xml", sheet, "")
    return content


def without_rows(sheet: str, first: int, last: int) -> bytes:
    content = at.filled(UNIT)
    part = at.sheet_parts(at.unpacked(content))[sheet]
    gone = re.compile(rf'<row r="({"|".join(map(str, range(first, last + 1)))})"[^>]*>.*?</row>', re.DOTALL)
    return at.edited(content, part, lambda c: gone.sub("", c.decode()).encode())


@pytest.mark.full
def test_missing_sheets_are_counted_as_sheets_and_all_named(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "so-y-te.xlsx", without_sheets(*GONE))
    _, out, _ = vstbcpn("validate", inbox, "--feedback", "ra", "--report", "tong-quan.html")
    (line,) = [line for line in out.splitlines() if "LỖI VS201" in line]
    named = "“NV2”, “NV3”, “NV4”, “NV5”, “NV7”"
    assert line.endswith(f"Thiếu trang tính “NV1” ({_title('NV1')}). Tương tự ở 5 trang tính khác: {named}.")
    assert any(f"Tương tự ở 5 trang tính khác: {named}." in text for text in lines_of(last_slip(tmp_path / "ra")))
    page = html.unescape((tmp_path / "tong-quan.html").read_text("utf-8"))
    assert "Tương tự ở 5 trang tính khác" in page
    assert all(f"Thiếu trang tính “{name}”" in page for name in GONE)
    vstbcpn("consolidate", inbox, "-o", "ket-qua")
    told = f"Tương tự ở 5 trang tính khác: {named}."
    reports = {p.name: any(told in text for text in lines_of(p)) for p in (tmp_path / "ket-qua").glob("bao-cao*.docx")}
    assert reports == {"bao-cao_2011-6t.docx": False, "bao-cao-can-bo_2011-6t.docx": True}, "nothing of it goes up"


def _title(sheet: str) -> str:
    return next(t.title for t in at.applies_to(UNIT).edition.tasks if t.sheet == sheet)


def test_missing_rows_are_counted_as_rows_and_named_by_their_codes(
    vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    sheet = next(s for s in read_package(at.filled(UNIT)).sheets if s.name == "NV6")
    rows = {
        sheet.cells[p].text: p[0] for p in sheet.cells if p[1] == 1 and re.fullmatch(r"T6\.\d+", sheet.cells[p].text)
    }
    first, last = rows["T6.05"], rows["T6.11"]
    receive(inbox, "so-y-te.xlsx", without_rows("NV6", first, last))
    _, out, _ = vstbcpn("validate", inbox, "--feedback", "ra")
    (line,) = [line for line in out.splitlines() if "LỖI VS202" in line]
    lost = [code for code, row in rows.items() if first <= row <= last and f"{code}" in line]
    assert len(lost) > 3
    assert f"[{', '.join(lost)}]" in line
    assert line.endswith(f"Tương tự ở {len(lost) - 1} dòng khác.")
    named = ", ".join(lost[1:])
    assert any(
        f"Tương tự ở {len(lost) - 1} dòng khác: {named}." in text for text in lines_of(last_slip(tmp_path / "ra"))
    )


def finding(cell: CellRef | None, key: str = "", value: str = "x", thing: str = "ô") -> Finding:
    place = Place(cell, Key(key) if key else None)
    return Finding(
        "VS999", "x", Severity.ERROR, f"Ô ghi “{value}{key}{cell}”.", "Đề nghị sửa.", place, value=value, thing=thing
    )


@pytest.mark.parametrize(
    ("found", "codes", "told"),
    [
        ([finding(CellRef("NV1", n, 4)) for n in range(5)], True, (4, "ô", ())),
        ([finding(None, f"T1.0{n}") for n in range(5)], True, (4, "chỉ tiêu", ("T1.01", "T1.02", "T1.03", "T1.04"))),
        ([finding(None, f"T1.0{n}") for n in range(5)], False, (4, "chỉ tiêu", ())),
        ([finding(None, "", f"v{n}") for n in range(4)], False, (3, "điểm", ("“v1”", "“v2”", "“v3”"))),
        ([finding(None, f"T1.B{n}", thing="bảng") for n in range(4)], True, (3, "bảng", ("T1.B1", "T1.B2", "T1.B3"))),
    ],
)
def test_what_is_told_together_is_counted_as_what_it_is(
    found: list[Finding], codes: bool, told: tuple[int, str, tuple[str, ...]]
) -> None:
    (line,) = group_findings(found)
    more = further(line, codes=codes)
    assert (more.count, more.thing, more.names) == told


def test_many_names_are_cut_and_say_so() -> None:
    (line,) = group_findings([finding(None, "", f"v{n}", "trang tính") for n in range(1, 21)])
    more = further(line, codes=True)
    assert more.named.startswith(": “v2”, “v3”")
    assert more.named.endswith("“v13” và 7 trang tính khác")
    assert len(more.names) == more.count == 19


def test_points_about_different_things_do_not_share_a_line() -> None:
    rows = [finding(None, f"T1.0{n}", thing="dòng") for n in range(3)]
    tables = [finding(None, f"T1.B{n}", thing="bảng") for n in range(3)]
    assert [len(line) for line in group_findings([*rows, *tables])] == [1] * 6


@pytest.mark.parametrize(
    ("what", "nil", "words"),
    [
        (
            "row",
            "zero",
            "Thiếu dòng “Nhãn” của biểu mẫu. Đề nghị chép lại dòng này từ tệp biểu mẫu rồi điền; không phát sinh thì ghi 0.",
        ),
        (
            "column",
            "zero",
            "Thiếu cột “Nhãn” của biểu mẫu. Đề nghị chép lại cột này từ tệp biểu mẫu rồi điền; không phát sinh thì ghi 0.",
        ),
        (
            "cell",
            "zero",
            "Thiếu ô nhập “Nhãn” của biểu mẫu. Đề nghị chép lại ô nhập này từ tệp biểu mẫu rồi điền; không phát sinh thì ghi 0.",
        ),
        (
            "table",
            "nil",
            (
                "Thiếu bảng “Nhãn” của biểu mẫu. Đề nghị chép lại bảng này từ tệp biểu mẫu rồi điền; không phát sinh thì ghi “Không có” vào ô đầu "
                "tiên của bảng."
            ),
        ),
    ],
)
def test_what_is_missing_is_called_what_it_is(what: str, nil: str, words: str) -> None:
    details = {"label": "Nhãn", "what": what, "nil": nil}
    told = judge_problem(Problem(ProblemKind.MISSING_ROW_OF_FORM, None, Key("T6.05"), "T6.05", details))
    assert f"{told.fact} {told.advice}" == words
    assert told.thing == words.split(" “", maxsplit=1)[0].removeprefix("Thiếu ")


def test_a_rule_that_quotes_a_sheet_counts_sheets() -> None:
    """Its finding stands at the first cell of the sheet only because a finding must stand somewhere."""
    whole = {n: r for n, r in rules().items() if isinstance(r, ProblemRule) and r.fact.startswith("Trang tính “{")}
    assert {"values-lost", "hidden-values", "sheet-renamed", "foreign-sheet"} <= set(whole)
    assert {n for n, r in whole.items() if r.thing == "ô"} == set()
