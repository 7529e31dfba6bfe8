"""Totals worked out a second time, from the returned workbooks themselves, by code that shares nothing with the
program.

openpyxl opens the files, the visible codes say what a cell answers, the edition's TOML says what adds up. Which
cells are in error comes as a list of addresses.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

PACKAGE = Path(__file__).parents[3] / "vstbcpn_cli" / "editions"
Spot = tuple[str, str]
"""Sheet and address of a cell."""
NOTHING = "Không có"


@cache
def form() -> dict[str, Any]:
    return tomllib.loads((PACKAGE / "2011" / "form.toml").read_text(encoding="utf-8"))


def tasks() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = form()["tasks"]
    return found


@cache
def indicators() -> dict[str, dict[str, Any]]:
    return {i["code"]: i for t in tasks() for i in t.get("indicators", ())}


@cache
def tables() -> dict[str, dict[str, Any]]:
    return {b["code"]: b for t in tasks() for b in t.get("tables", ())}


@cache
def matrices() -> dict[str, dict[str, Any]]:
    return {m["code"]: m for t in tasks() for m in t.get("matrices", ())}


@cache
def wholes() -> dict[str, str]:
    """What every figure is a part of: a part that lacks its whole is not added up."""
    found: dict[str, str] = {}
    for rule in (c for t in tasks() for c in t.get("constraints", ())):
        if rule["rule"] in ("part-exceeds-whole", "parts-differ-from-whole") and not {"matrix", "table", "sum_of"} & {
            *rule
        }:
            parts = rule.get("parts") or [rule["part"]]
            found |= {p: rule["whole"] for p in parts if {p, rule["whole"]} <= indicators().keys()}
    found |= {c: i["share_of"] for c, i in indicators().items() if i.get("share_of") in indicators()}
    money = {
        c
        for c, i in indicators().items()
        if i["type"] == "money" or i.get("calc", {}).get("of", "").startswith("T6.B2.")
    }
    found = {part: whole for part, whole in found.items() if part not in money}
    for code, m in matrices().items():
        for row in m["rows"]:
            found |= {f"{code}.{row['code']}.{p}": f"{code}.{row['code']}.{w}" for p, w in m.get("shares", ())}
    return found


@dataclass(frozen=True, slots=True)
class Gives:
    """What one unit gives to a figure: a number; or it is withheld, or there is none."""

    value: Decimal | None = None
    withheld: bool = False


_BLOCKS = {*(t["code"] for t in tasks()), *matrices()}
NONE, HELD = Gives(), Gives(withheld=True)


class Book:
    """One returned workbook; `wrong` are the cells with an error, `strict` says that one of them is enough for all."""

    def __init__(self, path: Path, wrong: set[Spot], *, strict: bool = False) -> None:
        self._wrong, self._all = wrong, strict and bool(wrong)
        self._wrong_nothing: set[str] = set()
        self._book = load_workbook(path, data_only=True)

    @cached_property
    def _spots(self) -> dict[str, tuple[Any, Any, int]]:
        """Every code with its cell: rows by their code on the left, columns by the keys above them."""
        found: dict[str, tuple[Any, Any, int]] = {}
        for sheet in self._book.worksheets:
            keys: dict[int, str] = {}
            for row in sheet.iter_rows():
                texts = {c.column: str(c.value) for c in row if c.value is not None}
                heads = {n: t for n, t in texts.items() if n > 1 and t.rpartition(".")[0] in _BLOCKS}
                keys = heads or keys
                code = texts.get(1, "")
                stem = code.rpartition(".")[0]
                if code in indicators():
                    (column,) = (n for n, t in keys.items() if t.endswith(".so_lieu"))
                    found[code] = (sheet, row[0].row, column)
                elif stem in matrices():
                    own = {n: t.removeprefix(f"{stem}.") for n, t in keys.items() if t.startswith(f"{stem}.")}
                    found |= {f"{code}.{key}": (sheet, row[0].row, n) for n, key in own.items()}
        return found

    def cell(self, code: str) -> tuple[Any, bool]:
        """What stands there, and whether it is in error."""
        if code not in self._spots:
            return None, False
        sheet, row, column = self._spots[code]
        return sheet.cell(row, column).value, self._is_wrong(sheet.title, f"{get_column_letter(column)}{row}")

    def _is_wrong(self, sheet: str, address: str) -> bool:
        return self._all or (sheet, address) in self._wrong

    def rows(self, table: str) -> list[dict[str, tuple[Any, bool]]] | None:
        """The filled rows of a table by column, each cell with whether it is in error; None when it says nothing."""
        sheet, first, columns = self._table(table)
        fixed = {c["key"] for c in tables()[table]["columns"] if c.get("fixed")}
        found: list[dict[str, tuple[Any, bool]]] = []
        for row in range(first, first + tables()[table].get("rows", 20)):
            cells = {k: sheet.cell(row, n) for k, n in columns.items()}
            typed = [c for k, c in cells.items() if c.value not in (None, "") and k not in fixed]
            if [c.value for c in typed] == [NOTHING] and not found:
                self._wrong_nothing |= {table} if self._is_wrong(sheet.title, typed[0].coordinate) else set()
                return []
            if typed:
                found.append({k: (c.value, self._is_wrong(sheet.title, c.coordinate)) for k, c in cells.items()})
        return found or None

    def _table(self, table: str) -> tuple[Any, int, dict[str, int]]:
        for sheet in self._book.worksheets:
            for row in sheet.iter_rows():
                if row[0].value == table:
                    keys = {str(c.value).removeprefix(f"{table}."): c.column for c in row[1:] if c.value}
                    names = {c["key"] for c in tables()[table]["columns"]}
                    return (
                        sheet,
                        row[0].row + 2,
                        {k: n for k, n in keys.items() if k in names},
                    )  # an example stands below
        raise LookupError(table)

    def number(self, spot: Spot) -> Decimal | None:
        value = self._book[spot[0]][spot[1]].value
        return _number(value)

    # --------------------------------------------------------------------------------------------------- one figure
    def gives(self, code: str) -> Gives:
        """An indicator, matrix cell, table or column of a table, before its whole is asked after."""
        own = self._own(code)
        whole = wholes().get(code, "")
        if own.value is None or not whole:
            return own
        return own if self.gives(whole).value is not None else HELD

    def _own(self, code: str) -> Gives:
        if code in tables():
            return self._counted(code, tables()[code].get("counted", {}))
        table, _, column = code.rpartition(".")
        if table in tables():
            counted = tables()[table].get("counted", {})
            same = ("sum", code, counted)  # the form's own total of the column over the same rows is the same figure
            totals = {c: i.get("calc", {}) for c, i in indicators().items()}
            total = next((c for c, k in totals.items() if (k.get("op"), k.get("of"), k.get("where", {})) == same), "")
            return self.gives(total) if total else self._added(table, column, counted, "skip")
        calc = indicators().get(code, {}).get("calc")
        if calc and calc["op"] in ("count", "sum", "some"):
            found = self._over(calc)
            return found if calc["op"] != "some" or found.value is None else Gives(Decimal(found.value > 0))
        if calc:
            return self._judged(calc)
        value, wrong = self.cell(code)
        if wrong:
            return HELD if value is not None else NONE
        if indicators().get(code, {}).get("type") == "bool":
            return Gives(Decimal(value == "Có")) if value in ("Có", "Không") else NONE
        number = _number(value)
        return NONE if number is None else Gives(number)

    def _over(self, calc: Mapping[str, Any]) -> Gives:
        """The rows of a table counted, a column of it added up, or another figure as it is."""
        if calc["of"] in tables():
            return self._counted(calc["of"], calc.get("where", {}))
        table, _, column = calc["of"].rpartition(".")
        if table in tables():
            return self._added(table, column, calc.get("where", {}), calc.get("blank", "skip"))
        return self._own(calc["of"])

    def _judged(self, calc: Mapping[str, Any]) -> Gives:
        """Yes or no over other figures: a share that is reached, or several answers that are all yes."""
        found = [self._own(c) for c in calc.get("terms") or (calc["part"], calc["whole"])]
        numbers = [f.value for f in found if f.value is not None]
        if len(numbers) < len(found):
            return HELD if any(f.withheld for f in found) else NONE
        if calc["op"] == "all":
            return Gives(Decimal(all(numbers)))
        return Gives(Decimal(numbers[0] * 100 >= numbers[1] * calc["threshold"])) if numbers[1] else NONE

    def _deciding(self, table: str, where: Mapping[str, Any]) -> tuple[list[dict[str, tuple[Any, bool]]] | None, bool]:
        """The rows that belong, None where the table says nothing; and whether an error leaves that open."""
        rows = self.rows(table)
        if not rows:
            return rows, table in self._wrong_nothing
        usual = {c["key"]: c["default"] for c in tables()[table]["columns"] if c.get("default")}
        open_ = self._all or any(row[key][1] for row in rows for key in where)
        said = [(row, {key: row[key][0] or usual.get(key) for key in where}) for row in rows]
        return [row for row, says in said if all(says[key] in where[key] for key in where)], open_

    def _counted(self, table: str, where: Mapping[str, Any]) -> Gives:
        rows, open_ = self._deciding(table, where)
        return NONE if rows is None else HELD if open_ else Gives(Decimal(len(rows)))

    def _added(self, table: str, column: str, where: Mapping[str, Any], blank: str) -> Gives:
        rows, open_ = self._deciding(table, where)
        if rows is None:
            return NONE
        cells = [row[column] for row in rows if column in row]
        if open_ or any(wrong for _, wrong in cells):
            return HELD
        numbers = [_number(value) for value, _ in cells]
        if blank == "unknown" and None in numbers:
            return NONE
        return Gives(sum((n for n in numbers if n is not None), Decimal(0)))


def _number(value: Any) -> Decimal | None:
    """What a program stores: whole numbers, and money as the digits a spreadsheet shows."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def added_codes() -> Iterator[str]:
    """Every figure of the province that is a plain sum or a count of yes over all units that are asked."""
    for code, i in indicators().items():
        if (
            i.get("aggregate") in ("sum", "count_yes")
            and i.get("province") != "lead"
            and "within" not in i.get("calc", {})
        ):
            yield code
    for code, m in matrices().items():
        typed = [c["key"] for c in m["columns"] if c["type"] == "int"]
        lead = {r["code"] for r in m["rows"] if isinstance(r["required"], dict) and "L" in r["required"].values()}
        yield from (f"{code}.{r['code']}.{k}" for r in m["rows"] for k in typed if r["code"] not in lead)
    for code, b in tables().items():
        if "L" in str(b["required"]):
            continue  # only a lead fills it in, who may leave it empty
        yield code
        yield from (f"{code}.{c['key']}" for c in b["columns"] if c["type"] in ("int", "money"))
