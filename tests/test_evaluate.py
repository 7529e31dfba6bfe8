"""Formulas that no program has calculated: what is simple has its exact result, everything else has none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vstbcpn_cli.excel import evaluate
from vstbcpn_cli.excel.cells import Kind, RawCell, RawSheet, Shape
from vstbcpn_cli.excel.evaluate import Evaluator
from vstbcpn_cli.excel.sheetpart import LAST_ROW

FORMULA = (1, 9)


def evaluated(formula: str, **pending: str) -> Decimal | str | None:
    """The result of a formula beside a few cells; `pending` are more formulas by their address in column C."""
    cells = {
        (1, 1): RawCell(Kind.NUMBER, "2"),
        (2, 1): RawCell(Kind.NUMBER, "0.1"),
        (3, 1): RawCell(Kind.TEXT, "ba"),
        (4, 1): RawCell(Kind.TEXT, " \u00a0"),
        (5, 1): RawCell(Kind.NUMBER, "40700", shape=Shape.DATE),
        (6, 1): RawCell(Kind.BOOL, "1"),
        FORMULA: RawCell(Kind.PENDING, "", formula),
    }
    cells |= {(int(address[1:]), 3): RawCell(Kind.PENDING, "", text) for address, text in pending.items()}
    other = RawSheet("Phụ lục 1", {(1, 1): RawCell(Kind.NUMBER, "5"), (3, 2): RawCell(Kind.NUMBER, "7")})
    sheets = {"NV1": RawSheet("NV1", cells), "Phụ lục 1": other, "P": RawSheet("P", other.cells)}
    return Evaluator(sheets).result("NV1", *FORMULA)


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
        ("=$A$1+a4", None),
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
    ],
)
def test_sums_differences_products_and_quotients(formula: str, result: str | None) -> None:
    assert evaluated(formula) == (None if result is None else Decimal(result))


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
        "=ROUND(A1,99)",
        "=ABS(A1,A2)",
        "=AVERAGE(P!B1:B2)",
        "=A1^2",
        '="a"',
        "=1.2.3",
        "=A0",
        f"=A{LAST_ROW + 1}",
        "=SUM(A1:A0)",
        "=Khac!A1",
        "=SUM(Khac!A1:A2)",
        "=[1]NV1!A1",
        f"=1{'+1' * 200}",
        f"={'(' * 9}A1{')' * 9}",
    ],
)
def test_everything_else_has_no_result(formula: str) -> None:
    assert evaluated(formula) is None


def test_a_formula_may_need_others_but_not_itself_and_not_without_end() -> None:
    assert evaluated("=C1*2", C1="=C2+1", C2="=A1") == 6
    assert evaluated("=C1", C1="=C2", C2="=C1") is None
    assert evaluated("=I1") is None
    assert evaluated("=C1+C1", C1="=A1") == 4
    chain = {f"C{n}": f"=C{n + 1}" for n in range(1, 14)}
    assert evaluated("=C1", **chain, C14="=A1") == 2
    assert evaluated("=C1", **chain, C14="=C15", C15="=A1") is None


def again(formula: str, **cells: RawCell) -> Decimal | str | None:
    """What a formula with an old result gives when the file is calculated again; `cells` by their address."""
    stored = {(int(a[1:]), ord(a[0]) - 64): cell for a, cell in cells.items()}
    stored[FORMULA] = RawCell(Kind.NUMBER, "999", formula)
    return Evaluator({"NV1": RawSheet("NV1", stored)}, afresh=True).result("NV1", *FORMULA)


TWO, WORD, FAULT = RawCell(Kind.NUMBER, "2"), RawCell(Kind.TEXT, "ba"), RawCell(Kind.ERROR, "#REF!")
OLD, UNKNOWN = RawCell(Kind.NUMBER, "400", "1+3"), RawCell(Kind.NUMBER, "7", "VLOOKUP(A1,B:C,2)")


@pytest.mark.parametrize(
    ("formula", "cells", "result"),
    [
        ("1+3", {}, "4"),
        ("A1+A2", {"A1": TWO, "A2": OLD}, "6"),
        ("A1+A2", {"A1": TWO, "A2": UNKNOWN}, "9"),
        ("SUM(A1:A3)", {"A1": TWO, "A2": WORD, "A3": RawCell(Kind.BOOL, "1")}, "2"),
        ("SUM(A1,A2)", {"A1": TWO, "A2": WORD}, "2"),
        ("A1+A2", {"A1": TWO, "A2": RawCell(Kind.BOOL, "1")}, "3"),
        ("A1+1", {"A1": RawCell(Kind.NUMBER, "40700", shape=Shape.DATE)}, "40701"),
        ("A1*2", {"A1": WORD}, "#VALUE!"),
        ("A1*2", {"A1": FAULT}, "#REF!"),
        ("SUM(A1:A2)", {"A1": TWO, "A2": FAULT}, "#REF!"),
        ("A1/A2", {"A1": TWO}, "#DIV/0!"),
        ("A1*2", {"A1": RawCell(Kind.TEXT, "12")}, None),
        ("A1*2", {"A1": RawCell(Kind.TEXT, "")}, None),
        ("I1+1", {}, None),
        ("A1+1", {"A1": RawCell(Kind.NUMBER, "5", "I1")}, None),
        ("[1]Sheet1!A1+1", {}, None),
        ("VLOOKUP(A1,B:C,2)", {"A1": TWO}, None),
    ],
)
def test_a_formula_calculated_again(formula: str, cells: dict[str, RawCell], result: str | None) -> None:
    found = again(formula, **cells)
    assert (f"{found:f}" if isinstance(found, Decimal) else found) == result


def test_a_file_made_to_cost_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = {f"A{n}": RawCell(Kind.NUMBER, "1", "SUM(B1:B20)") for n in range(1, 100)}
    assert again("SUM(A1:A99)", **cells) == 0
    monkeypatch.setattr(evaluate, "_MOST_VISITED", 1_000)
    assert again("SUM(A1:A99)", **cells) is None
