"""Formulas that spreadsheet programs have calculated: the stored results are what the evaluator expects, or not judged.

A result that it wrongly calls an old one would withhold an honest answer.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.support.programs import libreoffice
from vstbcpn_cli.workbook.formats.detect import open_book
from vstbcpn_cli.workbook.raw import CellKind
from vstbcpn_cli.workbook.reading.formulas.evaluator import Evaluator
from vstbcpn_cli.workbook.reading.formulas.stored_result import Verdict

CONSTANTS: list[int | float | str | bool | None] = [
    2,
    0.1,
    "ba",
    None,
    40700,
    True,
    "12",
    "1.234",
    "1,5",
    -7,
    "05/06/2011",
]
WORDS = ["Có", "Không", "Có"]
FORMULAS = """
IF(A1>0,"Có","Không") | COUNT(A1:A5) | COUNTA(A1:A5) | COUNTBLANK(A1:A5) | PRODUCT(A1,3) | MOD(-7,3) | MOD(-1,0.3)
SUMIF(B1:B3,"Có",A1:A3) | COUNTIF(B1:B3,"có") | COUNTIF(A1:A11,12) | COUNTIFS(B1:B3,"C*",A1:A3,">1")
SUMIFS(A1:A3,B1:B3,"Có") | AVERAGEIF(B1:B3,"Có",A1:A3) | SUMPRODUCT(A1:A2,A1:A2) | SUMPRODUCT((B1:B3="Có")*1)
SUBTOTAL(9,A1:A2) | SUBTOTAL(103,A1:A3) | IFERROR(1/0,7) | 2^3 | -A1^2 | A1>1 | TRUE | NOT(A1>1) | AND(A1>1,A2<1)
SUM($B:$B) | SUM($2:$2) | "4"+"3" | "4"&"3" | A3&B2 | A2&"x" | 1.5&"" | A5&"" | ""&TRUE | A1&""&A4 | DATE(2026,5,1)
EDATE(A5,1) | EOMONTH(A5,0) | YEAR(A5) | WEEKDAY(A5) | VLOOKUP(2,A1:B3,2,FALSE) | MATCH(0.1,A1:A3,0) | INDEX(A1:A3,2)
LARGE(A1:A2,1) | RANK(A1,A1:A2) | MEDIAN(A1:A2) | MIN(A1:A5) | MAX(A1:A3) | TRIM("  a  b ") | LEFT("abc",2) | LEN("Có")
UPPER("có") | PROPER("có ai") | CONCATENATE("a",1,A1) | EXACT("a","A") | FIND("b","abc") | SEARCH("B","abc") | N(A3) | T(A3)
ISBLANK(A4) | ISNUMBER(A1) | ISERROR(1/0) | ROUND(2.5,0) | ROUND(-2.5,0) | ROUND(1.005,2) | ROUND(2.675,2)
ROUNDUP(1.1,0) | ROUNDDOWN(-1.9,0) | INT(-1.5) | TRUNC(-1.9) | QUOTIENT(-7,2) | SQRT(4) | EVEN(3) | ODD(2) | SUMSQ(1,2)
CHOOSE(2,"a","b") | IF(A4="","",1) | IF(A4=0,1,2) | A4 | A1=1 | "Có"="có" | A1% | 1/3 | 0.1+0.2 | 0.3-0.1-0.2
A7+1 | SUM(A7,1) | SUM(A1:A7) | A6+1 | A8*1 | A9*1 | A11+1 | 'Phụ lục 1'!A1+1 | IF(A6,1,2) | IF(FALSE,1) | A3>A1
ROUND(A1/3,2)*3 | CEILING(1.2,1) | TEXT(A5,"dd/mm/yyyy") | TEXT(0.256,"0.0%") | VALUE("12")
"a "&4/3 | "KP "&(0.1+0.2) | "x "&1.1*3 | "KP "&10^16 | "a"&10^-7 | INT(4.35*100) | INT(0.29*100) | ROUND(1.005*100,0)
9-(5-3) | 12/(2*3) | 2^(1+2) | (-2)^2 | 'Phụ lục 1'!A1-('Phụ lục 1'!A2-2) | SUM('Phụ lục 1'!A1:A3) | "x"&'Phụ lục 1'!A1
"""


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("filter_name", "suffix"), [(libreoffice.XLSX, "xlsx"), ("calc8", "ods"), ("MS Excel 97", "xls")]
)
def test_no_result_of_another_program_is_called_old(filter_name: str, suffix: str, tmp_path: Path) -> None:
    formulas = [f.strip() for line in FORMULAS.strip().splitlines() for f in line.split("|")]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "NV1"
    book.create_sheet("Phụ lục 1")["A1"] = 5
    for row, value in enumerate(CONSTANTS, 1):
        sheet.cell(row, 1).value = value
    for row, word in enumerate(WORDS, 1):
        sheet.cell(row, 2).value = word
    for row, formula in enumerate(formulas, 20):
        sheet.cell(row, 9).value = f"={formula}"
    source, target = tmp_path / "nguon.xlsx", tmp_path / f"tinh-lai.{suffix}"
    book.save(source)
    libreoffice.resave(source, target, filter_name)
    read, _ = open_book(target, target.read_bytes())
    sheets = {s.name: s for s in read.sheets}
    evaluator = Evaluator(sheets, {"NV1"})
    verdicts = {}
    for row, formula in enumerate(formulas, 20):
        cell = sheets["NV1"].cells[row, 9]
        if cell.kind is not CellKind.ERROR:
            verdicts[formula] = evaluator.check("NV1", row, 9).verdict
    assert [f for f, v in verdicts.items() if v in (Verdict.DIFFERS, Verdict.ROUNDED)] == []
    assert [f for f, v in verdicts.items() if "!" in f and v is not Verdict.AGREES] == []
    sure = sum(v is Verdict.AGREES for v in verdicts.values())
    assert sure > 85, f"{sure} of {len(verdicts)}"
