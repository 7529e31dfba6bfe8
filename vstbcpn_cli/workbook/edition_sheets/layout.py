"""The sheets of the workbook of an edition and their columns, as `layout.toml` declares them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

SUFFIX = ".xlsx"
HEAD_ROW, KEY_ROW, FIRST_ROW = 3, 4, 5
"""Where the headings, the keys of the columns and the first record stand on every sheet."""
DROP = "Bỏ"
READ_ONLY = ("_read", "_where")
"""Columns that the program fills in for people; nothing is read from them."""


class SheetForm(StrEnum):
    """How the rows of a sheet become a part of the edition; `layout.toml` explains each."""

    ROWS = "rows"
    KEYED = "keyed"
    PAIRS = "pairs"
    LINES = "lines"
    GROUPED = "grouped"
    SETTINGS = "settings"
    UNITS = "units"


class SheetColumn(msgspec.Struct, frozen=True):
    """A column, or of the settings a row: `at` is the key in the record, dotted where it lies deeper; keys that begin
    with "_" are no keys of the edition. What is written in small letters alone is so meant whatever letter it begins
    with: office programs make the first letter of what is typed a capital."""

    at: str
    head: str
    form: str = "text"
    words: Mapping[str, str] | None = None
    say: str = ""
    width: int = 16
    refers: str = ""
    names: bool = False
    rules: bool = False
    small: bool = False


class SheetLayout(msgspec.Struct, frozen=True):
    """One sheet: `at` is where its records stand, inside those of the sheet `parent` where there is one."""

    name: str
    title: str
    about: str
    form: SheetForm
    columns: tuple[SheetColumn, ...]
    at: str = ""
    parent: str = ""
    drops: bool = False

    @property
    def identity(self) -> SheetColumn:
        """The column that names a record; the first where none does."""
        return next((c for c in self.columns if c.names), self.columns[0])


DROPPED = SheetColumn(
    "_drop", "Còn hỏi", "word", {DROP: DROP}, width=9, say="Chọn “Bỏ” để không hỏi nữa; để trống là vẫn hỏi."
)


@cache
def layouts() -> tuple[SheetLayout, ...]:
    """The sheets that are read, in the order of the workbook."""
    return tuple(_sheet(sheet) for sheet in _raw()["sheets"])


@cache
def _raw() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "layout.toml").read_text(encoding="utf-8"))


def _sheet(raw: Mapping[str, Any]) -> SheetLayout:
    drops = raw.get("drops", False)
    columns = tuple(_column(c) for c in raw.get("columns", raw.get("values", ())))
    return SheetLayout(
        name=raw["name"],
        title=raw["title"],
        about=raw["about"],
        form=SheetForm(raw["form"]),
        columns=(DROPPED, *columns) if drops else columns,
        at=raw.get("at", ""),
        parent=raw.get("in", ""),
        drops=drops,
    )


def _column(raw: Mapping[str, Any]) -> SheetColumn:
    form, refers, prompts = raw.get("as", "text"), raw.get("refers", ""), _raw()["prompts"]
    usual = prompts["refers"].format(sheet=refers) if refers else prompts.get(form, "")
    return SheetColumn(
        at=raw["at"],
        head=raw["head"],
        form=form,
        words=words_for(raw.get("words", "mark")) if form in ("word", "marks") else None,
        say=raw.get("say", usual),
        width=raw.get("width", 16),
        refers=refers,
        names=raw.get("id", False),
        rules=raw.get("rules", False),
        small=raw.get("small", False),
    )


def guide_sheet() -> tuple[str, tuple[str, ...]]:
    """The name of the sheet that explains the workbook, and its sentences; nothing is read from it."""
    return _raw()["guide_sheet"], tuple(_raw()["guide"])


def rules_sheet() -> str:
    """The name of the sheet that lists the rules there are; nothing is read from it."""
    return str(_raw()["rules_sheet"])


def words_for(name: str) -> Mapping[str, str]:
    """How the members of a closed list (`type`, `mark`) are called in the workbook."""
    words: Mapping[str, str] = _raw()["words"][name]
    return words
