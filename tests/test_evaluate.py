"""Formulas that no program has calculated: what is simple has its exact result, everything else has none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vstbcpn_cli.excel.cells import Kind, RawCell, RawSheet, Shape
from vstbcpn_cli.excel.evaluate import Evaluator
from vstbcpn_cli.excel.sheetpart import LAST_ROW

FORMULA = (1, 9)


def evaluated(formula: str, **pending: str) -> Decimal | None:
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
        "=AVERAGE(A1:A2)",
        "=A1^2",
        '="a"',
        "=A1%",
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
    chain = {f"C{n}": f"=C{n + 1}" for n in range(1, 7)}
    assert evaluated("=C1", **chain, C7="=A1") == 2
    assert evaluated("=C1", **chain, C7="=C8", C8="=A1") is None
