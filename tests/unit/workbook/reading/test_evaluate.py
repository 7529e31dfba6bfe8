"""What the formulas of a file give: computed where no program has, and held against the results that are stored."""

from __future__ import annotations

import time
from decimal import Decimal

import ironcalc
import pytest

from vstbcpn_cli.workbook.ooxml.sheet_part import LAST_ROW
from vstbcpn_cli.workbook.raw import CellKind, NumberShape, RawCell, RawSheet, Typed
from vstbcpn_cli.workbook.reading.formulas import evaluator as evaluate
from vstbcpn_cli.workbook.reading.formulas.engine import Engine, FormulaError, Result
from vstbcpn_cli.workbook.reading.formulas.evaluator import Evaluator
from vstbcpn_cli.workbook.reading.formulas.stored_result import Verdict

FORMULA = (1, 9)
OTHER = {(1, 1): RawCell(CellKind.NUMBER, "5"), (3, 2): RawCell(CellKind.NUMBER, "7")}


def computed(formula: str, **pending: str) -> Decimal | None:
    """The result of a formula beside a few cells; `pending` are more formulas by their address in column C."""
    cells = {
        (1, 1): RawCell(CellKind.NUMBER, "2"),
        (2, 1): RawCell(CellKind.NUMBER, "0.1"),
        (3, 1): RawCell(CellKind.TEXT, "ba"),
        (5, 1): RawCell(CellKind.NUMBER, "40700", shape=NumberShape.DATE),
        (6, 1): RawCell(CellKind.BOOL, "1"),
        FORMULA: RawCell(CellKind.PENDING, "", formula),
    }
    cells |= {(int(address[1:]), 3): RawCell(CellKind.PENDING, "", text) for address, text in pending.items()}
    sheets = {"NV1": RawSheet("NV1", cells), "Phụ lục 1": RawSheet("Phụ lục 1", OTHER), "P": RawSheet("P", OTHER)}
    return Evaluator(sheets, {"NV1"}).number("NV1", *FORMULA)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=A1+A2", "2.1"),
        ("A1 - 1 - 0.5", "0.5"),
        ("=A1+3*4", "14"),
        ("=(A1+3)*4/8", "2.5"),
        ("=-A1", "-2"),
        ("=+A1--3", "5"),
        ("=A1*-3", "-6"),
        ("=$A$1+a2", "2.1"),
        ("=$A$1+A4+A9", "2"),
        ("=SUM(A1:A2)", "2.1"),
        ("=SUM(A2:A1)", "2.1"),
        ("=SUM(A1;A2,10,SUM(A1,1)*2)", "18.1"),
        ("='Phụ lục 1'!A1+P!B3", "12"),
        ("=SUM('Phụ lục 1'!A1:B3)", "12"),
        ("=SUM(P!B1:A3)", "12"),
        ("=1/3", "0.333333333333333"),
        ("=0.1+0.2", "0.3"),
        ("=0.3-0.1-0.2", "0"),
        ("=1e2+.5", "100.5"),
        ("=A1%", "0.02"),
        ("=A1*50%", "1"),
        ("=AVERAGE(A1:A2)", "1.05"),
        ("=MIN(A1:A2)+MAX(A1,A2,9)", "9.1"),
        ("=ROUND(A1/3,2)", "0.67"),
        ("=ROUND(2.5,0)+ROUNDUP(A2,0)+ROUNDDOWN(1.9,0)+INT(-1.5)", "3"),
        ("=ABS(-A1)", "2"),
        ("=sum(a1:a2)", "2.1"),
        ("=A1\u00a0+ A2", "2.1"),
    ],
)
def test_sums_differences_products_and_quotients(formula: str, result: str) -> None:
    assert computed(formula) == Decimal(result)


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "=",
        "=A1+",
        "=(A1",
        "=A1)",
        "=A1 A2",
        "=SUM(A1",
        "=SUM(A1:A2",
        "=SUM()",
        "=*2",
        "=1/0",
        "=A1/A9",
        "=A3+1",
        "=A5",
        "=A6+1",
        "=SUM(A1:A3)",
        "=A1:A2",
        "=A1:A2+1",
        "=MEDIAN(A1:A2)",
        "=ROUND(A1,2,1)",
        "=ABS(A1,A2)",
        "=AVERAGE(P!B1:B2)",
        "=A1^2",
        "=IF(A1>0,6,0)",
        '="a"',
        "=1.2.3",
        "=A0",
        f"=A{LAST_ROW + 1}",
        "=SUM(A1:A0)",
        "=Khac!A1",
        "=SUM(Khac!A1:A2)",
        "=[1]NV1!A1",
        f"=1{'+1' * 600}",
        f"={'(' * 40}A1{')' * 40}",
    ],
)
def test_nothing_else_is_computed_unasked(formula: str) -> None:
    assert computed(formula) is None


def test_a_formula_may_need_others_but_not_itself_and_not_without_end() -> None:
    assert computed("=C1*2", C1="=C2+1", C2="=A1") == 6
    assert computed("=C1", C1="=C2", C2="=C1") is None
    assert computed("=C1", C1="=C2+1", C2="=C1") is None
    assert computed("=I1+1") is None
    assert computed("=C1+C1", C1="=A1") == 4
    assert computed("=C1", C1="=INDIRECT(1)") is None
    chain = {f"C{n}": f"=C{n + 1}" for n in range(1, 14)}
    assert computed("=C1", **chain, C14="=A1") == 2
    longer = {f"C{n}": f"=C{n + 1}" for n in range(1, 40)}
    assert computed("=C1", **longer, C40="=A1") is None


# ---------------------------------------------------------------------------------------- beside what is stored
NUMBER = RawCell(CellKind.NUMBER, "999")
TWO, WORD, FAULT = RawCell(CellKind.NUMBER, "2"), RawCell(CellKind.TEXT, "ba"), RawCell(CellKind.ERROR, "#REF!")
OLD, UNKNOWN = RawCell(CellKind.NUMBER, "400", "1+3"), RawCell(CellKind.NUMBER, "7", 'INDIRECT("A1")')
YES, NO = RawCell(CellKind.TEXT, "Có"), RawCell(CellKind.TEXT, "Không")
DAY = RawCell(CellKind.NUMBER, "40700", shape=NumberShape.DATE)


def checked(formula: str, stored: RawCell = NUMBER, **cells: RawCell) -> tuple[Verdict, Result | None]:
    """The verdict on a stored result; `cells` by their address."""
    there = {(int(a[1:]), ord(a[0]) - 64): cell for a, cell in cells.items()}
    there[FORMULA] = stored._replace(formula=formula)
    sheets = {"NV1": RawSheet("NV1", there), "Phụ lục 1": RawSheet("Phụ lục 1", OTHER)}
    return Evaluator(sheets, {"NV1"}).check("NV1", *FORMULA)


BESIDE = {"A1": TWO, "A2": RawCell(CellKind.NUMBER, "0.1"), "A3": WORD, "B1": YES, "B2": NO, "B3": YES, "A5": DAY}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ('IF(A1>0,"Có","Không")', "Có"),
        ("COUNT(A1:A3)", 2),
        ("COUNTA(A1:A3)", 3),
        ("PRODUCT(A1,3)", 6),
        ("MOD(-7,3)", 2),
        ('SUMIF(B1:B3,"Có",A1:A3)', 2),
        ('COUNTIF(B1:B3,"có")', 2),
        ('COUNTIFS(B1:B3,"C*",A1:A3,">1")', 1),
        ("SUMPRODUCT(A1:A2,A1:A2)", "4.01"),
        ('SUMPRODUCT((B1:B3="Có")*1)', 2),
        ("SUBTOTAL(9,A1:A2)", "2.1"),
        ("IFERROR(1/0,7)", 7),
        ("2^3", 8),
        ("-A1^2", 4),
        ("A1>1", True),
        ("true", True),
        ("sum(a1:a2)", "2.1"),
        ("SUM(A:A)-A5", "2.1"),
        ("SUM($2:2)", "0.1"),
        ("SUM(A1:A65536)-A5", "2.1"),
        ("_xlfn.IFS(A1>1,5,TRUE,6)", 5),
        ('"4"+"3"', 7),
        ('"4"&"3"', "43"),
        ('A3&" – "&B2', "ba – Không"),
        ("A1\u00a0+\u00a0A2", "2.1"),
        ("'Phụ lục 1'!$A$1", 5),
        ("'phụ lục 1'!A1+1", 6),
        ("DATE(2026,5,1)", 46143),
        ("EDATE(A5,1)", 40730),
        ("YEAR(A5)", 2011),
        ('VLOOKUP(2,A1:B3,2,FALSE)&""', "Có"),
        ("MEDIAN(A1:A2)", "1.05"),
        ("AND(A1>1,NOT(FALSE))", True),
        ('TRIM("  a  b ")', "a b"),
        ('IF(D9="","",1)', ""),
        ("1/0", FormulaError("#DIV/0!")),
        ("A3*2", FormulaError("#VALUE!")),
        ("#REF!+1", FormulaError("#REF!")),
        ("SUM(A1;A2)", "2.1"),
        ("D9", 0),
    ],
)
def test_a_result_that_its_formula_contradicts(formula: str, result: object) -> None:
    wanted = (
        result if isinstance(result, bool | FormulaError) or (isinstance(result, str) and not _digits(result)) else None
    )
    verdict, found = checked(formula, **BESIDE)
    assert verdict is Verdict.DIFFERS
    assert found == (wanted if wanted is not None else (result if result == "43" else Decimal(str(result))))


def _digits(text: str) -> bool:
    return text.replace(".", "").isdigit()


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "=",
        'INDIRECT("A1")',
        "OFFSET(A1,1,0)",
        "TODAY()",
        "RAND()",
        "[1]Sheet1!A1+1",
        "TONG_SO",
        "Bang1[2011]",
        "Khac!A1",
        "A1:A2",
        "SUM(A1:A2*2)",
        "ROUND(A1:A2,1)",
        "SUMPRODUCT(LEN(A1:A2))",
        "VLOOKUP(2,A1:B3,2)",
        "MATCH(2,A1:A3)",
        "SUM()",
        "SUM((A1,A2))",
        "{1,2}",
        'TEXT(A1,"0.0")',
        "UNHEARD(A1)",
        "LET(x,1,x)",
        "SUM(A1:A2 A2:A3)",
        "A1..B2",
        "'A1",
        '"a',
    ],
)
def test_what_programs_differ_in_is_not_sure(formula: str) -> None:
    assert checked(formula, **BESIDE)[0] is Verdict.UNSURE


@pytest.mark.parametrize(
    ("stored", "formula"),
    [
        (RawCell(CellKind.NUMBER, "4"), "1+3"),
        (RawCell(CellKind.NUMBER, "0.30000000000000004"), "0.1+0.2"),
        (RawCell(CellKind.TEXT, "Có"), 'IF(A1>0,"Có","Không")'),
        (RawCell(CellKind.TEXT, ""), 'IF(D9="","",1)'),
        (RawCell(CellKind.TEXT, "4"), "1+3"),
        (RawCell(CellKind.NUMBER, "43"), '"4"&"3"'),
        (RawCell(CellKind.TEXT, "1,5 triệu"), '1.5&" triệu"'),
        (RawCell(CellKind.BOOL, "1"), "A1>1"),
        (RawCell(CellKind.NUMBER, "1"), "A1>1"),
        (RawCell(CellKind.TEXT, "TRUE"), "A1>1"),
        (RawCell(CellKind.NUMBER, "46143", shape=NumberShape.DATE), "DATE(2026,5,1)"),
        (RawCell(CellKind.DATE, "2026-05-01", shape=NumberShape.DATE), "DATE(2026,5,1)"),
        (RawCell(CellKind.TEXT, "#DIV/0!"), "1/0"),
        (RawCell(CellKind.NUMBER, "2.5"), '"1,5"+1'),
        (RawCell(CellKind.TEXT, "2,0"), 'TEXT(A1,"0.0")'),
        (RawCell(CellKind.NUMBER, "2026"), "YEAR(C9)"),
    ],
)
def test_a_result_that_is_what_the_formula_gives(stored: RawCell, formula: str) -> None:
    day = RawCell(CellKind.DATE, "2026-05-01", shape=NumberShape.DATE)
    assert checked(formula, stored, **BESIDE, C9=day)[0] is Verdict.AGREES


@pytest.mark.parametrize(
    ("stored", "formula"),
    [
        ("Tỷ lệ 1.33333333333333", '"Tỷ lệ "&4/3'),
        ("Tỷ lệ 1,33333333333333", '"Tỷ lệ "&4/3'),
        ("Tỷ lệ 1.3333333333333333334", '"Tỷ lệ "&4/3'),
        ("KP 0.3", '"KP "&(0.1+0.2)'),
        ("Giảm 3.17 triệu", '"Giảm "&(33.67-30.5)&" triệu"'),
        ("Giảm 3.1699999999999999983 triệu", '"Giảm "&(33.67-30.5)&" triệu"'),
        ("36.9565217391304%", 'CONCATENATE(17/46*100,"%")'),
        ("KP 1E+016", '"KP "&10^16'),
        ("KP 1E+16", '"KP "&10^16'),
        ("a1e-07", '"a"&10^-7'),
        ("a3.3333333333333333333e-08", '"a"&1/3*10^-7'),
        ("a0.00000003333333333333", '"a"&1/3*10^-7'),
        ("còn 0 triệu", '"còn "&(0.3-0.1-0.2)&" triệu"'),
        ("3.3", '1.1*3&""'),
    ],
)
def test_programs_write_a_calculated_number_in_a_text_each_in_its_way(stored: str, formula: str) -> None:
    assert checked(formula, RawCell(CellKind.TEXT, stored))[0] is Verdict.AGREES


@pytest.mark.parametrize(
    ("stored", "formula"),
    [
        ("Tỷ lệ 1.33333333333333", '"Tỷ lệ "&5/3'),
        ("Tỷ lệ 1.34", '"Tỷ lệ "&4/3'),
        ("Số 012345678912", '"Số "&"012345678913"'),
        ("Số 1234567890123456", '"Số "&"1234567890123457"'),
        ("Số 05", '"Số "&5'),
        ("1.5 và 2.5", '1.5&" và "&3.5'),
        ("Có 5", '"Không 5"'),
        ("5", '"5 và "&6'),
    ],
)
def test_another_number_in_a_text_is_another_text(stored: str, formula: str) -> None:
    assert checked(formula, RawCell(CellKind.TEXT, stored))[0] is Verdict.DIFFERS


@pytest.mark.parametrize(
    "formula",
    [
        "INT(4.35*100)",
        "INT(0.29*100)+1",
        "INT(33.67-30.5-0.17)",
        "INT(0.3-0.1-0.2)",
        "TRUNC(0.29*100)",
        "QUOTIENT(0.3,0.1)",
        "MOD(0.3,0.1)",
        "ROUND(1.005*100,0)",
        "ROUNDUP(33.000000000000004,0)",
        "ROUNDDOWN(SUM(A1:A1)*100,0)",
        'IF(INT(A1*100)>434,"đủ","thiếu")',
        '"có "&INT(A1*100)',
    ],
)
def test_what_is_cut_on_its_edge_falls_to_either_side(formula: str) -> None:
    assert checked(formula, A1=RawCell(CellKind.NUMBER, "4.35"))[0] is Verdict.UNSURE


@pytest.mark.parametrize(
    "formula",
    ["INT(4.5*100)", "INT(A1/2)", "INT(6/2)", "ROUND(2.5,0)", "ROUND(1/3,2)", "MOD(7,3)", "INT(1/3)", "ROUND(4.35,1)"],
)
def test_what_is_cut_elsewhere_is_sure(formula: str) -> None:
    assert checked(formula, A1=RawCell(CellKind.NUMBER, "6"))[0] is Verdict.DIFFERS


def test_a_count_cut_on_its_edge_is_not_computed_for_the_unit() -> None:
    assert computed("=INT(4.35*100)") is None
    assert computed("=INT(4.5*100)") == 450


@pytest.mark.parametrize("formula", ["LEFT(1.1*3,6)", "LEN(1/3)", 'MID(A1*1.1,1,5)&"%"'])
def test_a_piece_of_the_digits_of_a_calculated_number_is_not_sure(formula: str) -> None:
    assert checked(formula, RawCell(CellKind.TEXT, "khác"), **BESIDE)[0] is Verdict.UNSURE


@pytest.mark.parametrize(
    ("stored", "formula", "verdict"),
    [
        ("0.33", "1/3", Verdict.ROUNDED),
        ("3", "10/3", Verdict.ROUNDED),
        ("0.67", "2/3", Verdict.ROUNDED),
        ("0.66", "2/3", Verdict.DIFFERS),
        ("3.5", "10/3", Verdict.DIFFERS),
        ("30", "33", Verdict.DIFFERS),
        ("0", "1/3", Verdict.DIFFERS),
        ("0", "0.3-0.1-0.2", Verdict.AGREES),
    ],
)
def test_a_result_stored_as_it_is_shown(stored: str, formula: str, verdict: Verdict) -> None:
    assert checked(formula, RawCell(CellKind.NUMBER, stored))[0] is verdict


def test_others_are_taken_as_they_were_rounded() -> None:
    third = RawCell(CellKind.NUMBER, "0.33", "1/3")
    assert checked("A1*3", RawCell(CellKind.NUMBER, "0.99"), A1=third)[0] is Verdict.AGREES


@pytest.mark.parametrize(
    ("formula", "cells", "verdict", "result"),
    [
        ("A1+A2", {"A1": TWO, "A2": OLD}, Verdict.DIFFERS, "6"),
        ("A1+A2", {"A1": TWO, "A2": UNKNOWN}, Verdict.DIFFERS, "9"),
        ("A1+A2", {"A1": TWO, "A2": RawCell(CellKind.PENDING, "", "1+3")}, Verdict.DIFFERS, "6"),
        ("A1+A2", {"A1": TWO, "A2": RawCell(CellKind.PENDING, "", "INDIRECT(1)")}, Verdict.UNSURE, None),
        ("A1+A2", {"A1": TWO, "A2": RawCell(CellKind.UNKNOWN, "5")}, Verdict.UNSURE, None),
        ("SUM(A1,A2)", {"A1": TWO, "A2": WORD}, Verdict.DIFFERS, "2"),
        ("A1+1", {"A1": DAY}, Verdict.DIFFERS, "40701"),
        ("A1*2", {"A1": RawCell(CellKind.TEXT, "12")}, Verdict.DIFFERS, "24"),
        ("I1+1", {}, Verdict.UNSURE, None),
        ("A1+1", {"A1": RawCell(CellKind.NUMBER, "5", "I1")}, Verdict.UNSURE, None),
    ],
)
def test_formulas_that_need_others(
    formula: str, cells: dict[str, RawCell], verdict: Verdict, result: str | None
) -> None:
    assert checked(formula, **cells) == (verdict, None if result is None else Decimal(result))


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ("SUM(A1:A2)", {"A1": TWO, "A2": RawCell(CellKind.BOOL, "1")}),
        ("A1*2", {"A1": RawCell(CellKind.TEXT, "")}),
        ("A1*2", {"A1": RawCell(CellKind.TEXT, "1.234,5 triệu")}),
    ],
)
def test_programs_differ_over_truth_values_and_texts_that_may_be_numbers(
    formula: str, cells: dict[str, RawCell]
) -> None:
    assert checked(formula, **cells)[0] is Verdict.UNSURE


@pytest.mark.parametrize(("formula", "code"), [("A1*2", "#REF!"), ("SUM(A1:A2)", "#REF!"), ("A1/A9", "#REF!")])
def test_an_error_goes_on(formula: str, code: str) -> None:
    assert checked(formula, A1=FAULT) == (Verdict.DIFFERS, FormulaError(code))


def test_a_subtotal_over_hidden_rows_or_other_subtotals_is_not_sure() -> None:
    cells = {
        (1, 1): TWO,
        (2, 1): RawCell(CellKind.NUMBER, "2", "SUBTOTAL(9,A1)"),
        FORMULA: NUMBER._replace(formula="SUBTOTAL(9,A1:A2)"),
    }
    assert Evaluator({"N": RawSheet("N", cells)}).check("N", *FORMULA)[0] is Verdict.UNSURE
    del cells[2, 1]
    assert Evaluator({"N": RawSheet("N", cells)}).check("N", *FORMULA)[0] is Verdict.DIFFERS
    hidden = RawSheet("N", cells, hidden_rows=frozenset([1]))
    assert Evaluator({"N": hidden}).check("N", *FORMULA)[0] is Verdict.UNSURE
    elsewhere = RawSheet("N", cells, hidden_rows=frozenset([7]))
    assert Evaluator({"N": elsewhere}).check("N", *FORMULA)[0] is Verdict.DIFFERS


def test_the_calendar_of_1904_is_not_computed_with() -> None:
    cells = {FORMULA: RawCell(CellKind.NUMBER, "44681", "DATE(2026,5,1)", NumberShape.DATE)}
    assert Evaluator({"N": RawSheet("N", cells)}, epoch_1904=True).check("N", *FORMULA)[0] is Verdict.UNSURE


def test_words_turned_into_unicode_are_not_compared_with_the_words_of_a_formula() -> None:
    cells = {FORMULA: RawCell(CellKind.TEXT, "Có", '"Cã"')}
    sheet = RawSheet("N", cells, typed={FORMULA: Typed("Cã", "TCVN3")})
    assert Evaluator({"N": sheet}).check("N", *FORMULA)[0] is Verdict.UNSURE


def test_only_what_is_needed_of_other_sheets_is_computed() -> None:
    other = {(1, 1): RawCell(CellKind.NUMBER, "1", "1+1"), (2, 1): RawCell(CellKind.NUMBER, "1", "1+1")}
    sheets = {"N": RawSheet("N", {FORMULA: NUMBER._replace(formula="B!A1+0")}), "B": RawSheet("B", other)}
    evaluator = Evaluator(sheets, {"N"})
    assert evaluator.check("N", *FORMULA) == (Verdict.DIFFERS, Decimal(2))
    assert evaluator.check("B", 2, 1)[0] is Verdict.UNSURE


# -------------------------------------------------------------------------------------------------- hostile files
def test_a_file_made_to_cost_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = {f"A{n}": RawCell(CellKind.NUMBER, "0", "SUM(B1:B20)") for n in range(1, 100)}
    assert checked("SUM(A1:A99)", **cells) == (Verdict.DIFFERS, Decimal(0))
    monkeypatch.setattr(evaluate, "_MOST_VISITED", 1_000)
    assert checked("SUM(A1:A99)", **cells)[0] is not Verdict.AGREES


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A:A)+SUM(B:XFD)",
        "SUMPRODUCT((A1:A5000=A1:A5000)*(A1:A5000>0))",
        "COUNTIF(A1:A5000,A{n})",
        "A{n}&A{n}&A{n}&A{n}&A{n}&A{n}",
        "A{m}&A{m}",
        "A{m}+1",
        "SUM(1:5000)",
    ],
)
def test_a_hostile_file_costs_seconds_and_no_memory(formula: str) -> None:
    cells: dict[tuple[int, int], RawCell] = {(n, 2): RawCell(CellKind.TEXT, "x" * 30_000) for n in range(1, 5)}
    for n in range(1, 5_001):
        cells[n, 1] = RawCell(CellKind.TEXT, "x" * 100, formula.format(n=n % 4 + 1, m=n + 1))
    start = time.process_time()
    Evaluator({"N": RawSheet("N", cells)}).check("N", 1, 1)
    assert time.process_time() - start < 30, "without an end it would be hours"


def test_an_engine_that_gives_up_loses_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def panics(*_: object) -> None:
        ironcalc.test_panic()

    monkeypatch.setattr(Engine, "computed", panics)
    assert checked("1+3") == (Verdict.UNSURE, None)
