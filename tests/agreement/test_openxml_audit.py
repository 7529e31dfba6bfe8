"""Every kind of Word and Excel file the program writes, judged by a validator that is not ours (openxml-audit)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font
from openxml_audit import FileFormat, OpenXmlValidator

from tests.support.forms import returned as at
from tests.support.judges.audited import FALSE_ALARMS, OF_OTHERS, faults
from tests.support.programs import libreoffice
from tests.support.seasons.random_seasons import season
from tests.support.seasons.report_cases import TEMPLATES, all_forms, made_of, report_of
from tests.support.seasons.season import FOLDERS
from vstbcpn_cli.cli.main import run
from vstbcpn_cli.report.annex_workbook.renderer import RENDERER as ANNEX
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.data.renderers import RENDERERS
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.word.renderer import COPIES, WORDS

WIDE = next(r for r in RENDERERS if r.file_name.endswith(".xlsx"))


def _partial() -> Report:
    found = (season(n).report for n in range(99))
    return next(r for r in found if r.earlier is not None and len(r.consolidation.entries) > 4)


# The whole province is judged at the full size of the scorecard: the validator takes a minute for it.
REPORTS: Mapping[str, Callable[[], Report]] = {
    "6t, nd30, ban": lambda: report_of(made_of(all_forms("6t")[::9])),
    "nam, tt01, so": lambda: report_of(
        made_of(all_forms("nam")[::9], "nam"), template=TEMPLATES / "bao-cao-tt01.docx", issuer="so"
    ),
    "partial, with last year": _partial,
    "one unit": lambda: report_of(made_of(all_forms("6t")[:1]), issuer="so"),
    "nobody": lambda: report_of(made_of(())),
}


@pytest.mark.full
@pytest.mark.parametrize("name", REPORTS)
def test_reports_and_annexes(tmp_path: Path, name: str) -> None:
    report = REPORTS[name]()
    for word in (*COPIES.values(), WORDS):
        word.render(report, tmp_path / "a.docx")
        assert faults(tmp_path / "a.docx") == set(), word.name
    for book in (ANNEX, WIDE):
        book.render(report, tmp_path / "a.xlsx")
        assert faults(tmp_path / "a.xlsx") == set(), book.name


def test_a_report_with_a_template_of_the_office(tmp_path: Path) -> None:
    """A table whose rows are all taken out, a cell left without a paragraph, a row printed many times."""
    document = docx.Document(str(TEMPLATES / "bao-cao.docx"))
    table = document.add_table(3, 2)
    for row, text in enumerate(("{%tr for d in t6 %}", "{{ d }}", "{%tr endfor %}")):
        table.cell(row, 0).text = text
    emptied = document.add_table(1, 2).cell(0, 0)
    emptied.text = "{%p if false %}"
    emptied.add_paragraph("x")
    emptied.add_paragraph("{%p endif %}")
    gone = document.add_table(3, 1)
    for row, text in enumerate(("{%tr if false %}", "x", "{%tr endif %}")):
        gone.cell(row, 0).text = text
    document.save(str(tmp_path / "mau.docx"))
    COPIES[Copy.SIGNING].render(
        report_of(made_of(all_forms("6t")[:3]), template=tmp_path / "mau.docx"), tmp_path / "a.docx"
    )
    assert faults(tmp_path / "a.docx") == set()


@pytest.mark.parametrize("template", [f"{p.parent.name}/{p.name}" for p in FOLDERS.glob("*/*.docx")])
def test_templates_that_are_handed_out(template: str) -> None:
    assert faults(FOLDERS / template) == set()


@pytest.mark.parametrize("period", ["6t", "nam"])
@pytest.mark.parametrize("unit", ["so-y-te", "hoi-lhpn", "huyen-cao-loc", at.COMMUNE.code])
def test_blanks_of_every_kind(tmp_path: Path, unit: str, period: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(at.blank(unit, period))
    assert faults(tmp_path / "a.xlsx") == set()


def test_a_blank_with_the_figures_of_last_period(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(at.blank_with({"T6.01": Decimal(3)}, "so-y-te", "nam"))
    assert faults(tmp_path / "a.xlsx") == set()


def test_what_goes_back_to_the_units_and_the_overview(tmp_path: Path) -> None:
    inbox, out = tmp_path / "2-nhan-ve", tmp_path / "4-phan-hoi"
    inbox.mkdir()
    (inbox / "so-y-te.xlsx").write_bytes(at.typed(at.filled("so-y-te"), {at.spot("so-y-te", "T6.01"): "ba lớp"}))
    (inbox / "so-tu-phap.xlsx").write_bytes(at.filled("so-tu-phap"))
    with pytest.raises(SystemExit):
        run(["validate", str(inbox), "--feedback", str(out), "--report", str(tmp_path / "tong-quan.xlsx"), "--quiet"])
    written = [tmp_path / "tong-quan.xlsx", *out.rglob("*.docx"), *out.rglob("*.xlsx")]
    assert {p.name.split("_")[-1] for p in written} == {
        *("tong-quan.xlsx", "phieu-phan-hoi.docx", "da-danh-dau.xlsx", "danh-sach.xlsx")
    }
    assert {p.name: faults(p) for p in written} == {p.name: set() for p in written}


def test_samples_have_the_faults_of_the_programs_that_saved_them() -> None:
    found = [f for path in sorted((FOLDERS.parent / "sample_submissions").glob("*.xlsx"))[::4] for f in faults(path)]
    assert {(part, said) for part, said in found if not said.startswith(tuple(OF_OTHERS.values()))} == set()


def test_false_alarms_are_false(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"constant_memory": True})
    book.add_worksheet().write_string(0, 0, "x")
    book.close()
    judged = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=0).validate(tmp_path / "a.xlsx")
    assert {e.id for e in judged.errors} == set(FALSE_ALARMS)
    assert judged.is_valid


@pytest.mark.libreoffice
def test_faults_of_other_programs_are_theirs(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"].font = Font(bold=True)  # type: ignore[index]  # a new workbook has a sheet
    book.save(tmp_path / "a.xlsx")
    assert {said[: len(OF_OTHERS["openpyxl"])] for _, said in faults(tmp_path / "a.xlsx")} == {OF_OTHERS["openpyxl"]}
    if libreoffice.missing():
        pytest.skip(libreoffice.missing())
    libreoffice.resave(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert {said for _, said in faults(tmp_path / "b.xlsx")} == {OF_OTHERS["LibreOffice"]}
