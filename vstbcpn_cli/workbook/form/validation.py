"""What Excel itself refuses in an entry cell, and what it says when the cell is chosen or the entry is refused.

A formula of a validation has 255 characters: it refuses what nobody can read as a number or a date, and the
self-check judges what is left.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from vstbcpn_cli.edition.fields import LONGEST_ANSWER
from vstbcpn_cli.edition.model import Column, FieldType, Requirement
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.text.state_words import CONFIRM_HEAD, GONE, KEPT
from vstbcpn_cli.workbook.form.sheet_plan import FIRST_ENTRY_COLUMN, Role, Slot
from vstbcpn_cli.workbook.form.typed_values import is_typed

_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32
_OF_LINES_CARRIED = (
    f"Chọn “{KEPT}”: dòng được điền như kỳ trước, nội dung nào đã đổi thì ghi lại vào ô đó. "
    f"Chọn “{GONE}”: dòng không được tính. Chưa chọn thì không có gì được tính."
)
_LINE = 64
"""Letters of a prompt that a screen shows in one line, also beside a cell near its right edge."""
_SENTENCE = re.compile(r"(?<=[.;!?…]) ")
_CELL = "{cell}"
"""Stands in a formula for the first cell that it speaks of."""
Area = tuple[int, int, int, int]
"""First row, first column, last row and last column, counted from 0."""


class Validations:
    """The validations of one sheet: what is asked alike in one column is asked once.

    A formula speaks of the first cell of its area; over several columns no program reads it alike.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._found: dict[str, tuple[dict[str, Any], list[Area]]] = {}

    def add(self, slot: Slot, list_name: str, *, also_below: bool) -> None:
        """An entry cell, of the last row of a table also the closing row below it; nothing where all may stand."""
        if (options := _options(slot, list_name, self._words)) is not None:
            self._put(options, slot, slot.row + also_below)

    def hint(self, slot: Slot, name: str) -> None:
        """A cell that is not for typing only says why."""
        message = self._words[f"{name}.hint"]
        self._put({"validate": "any", "input_message": _in_lines(message)}, slot, slot.row)

    def _put(self, options: dict[str, Any], slot: Slot, last: int) -> None:
        of_cell = options["validate"] == "custom"
        _, areas = self._found.setdefault(repr((options, of_cell and slot.column)), (options, []))
        first, column = slot.row - 1, slot.column - 1
        if areas and areas[-1][1] == column and areas[-1][2] == first - 1:
            first = areas.pop()[0]
        areas.append((first, column, last - 1, column))

    def all(self) -> Iterator[tuple[dict[str, Any], list[Area]]]:
        """The options of each with its areas, the topmost first."""
        for options, areas in self._found.values():
            row, column, *_ = areas[0]
            cell = f"{column_letters(column + 1)}{row + 1}"
            value = {"value": options["value"].replace(_CELL, cell)} if options["validate"] == "custom" else {}
            yield {**options, **value}, areas


def _options(slot: Slot, list_name: str, words: Mapping[str, str]) -> dict[str, Any] | None:
    """The options of one cell's validation, None where anything may stand (explanations)."""
    if slot.role is Role.EXPLANATION:
        return None
    options: dict[str, Any] = {"validate": "list", "source": f"={list_name}"} if list_name else _limits(slot)
    kind = "choice" if list_name else str(slot.spec.type if slot.spec else FieldType.TEXT)
    options |= _prompt(slot, words)
    least = slot.least
    alert = words["alert.least"].replace("{least}", str(least)) if least else words[f"alert.{kind}"]
    options |= {"error_title": words["error.title"][:_LONGEST_TITLE], "error_message": alert[:_LONGEST_PROMPT]}
    if (slot.number, slot.column) == (1, FIRST_ENTRY_COLUMN) and slot.mark is Requirement.ANSWERED:
        # “Không có” in the first cell answers a whole table, whatever type that column has.
        options["error_type"] = "warning"
    return options


def _prompt(slot: Slot, words: Mapping[str, str]) -> dict[str, str]:
    """What is said when a cell is chosen; in a table under the name of the column, whose head may be far up."""
    if slot.role is Role.CONFIRM:
        return {"input_title": CONFIRM_HEAD, "input_message": _in_lines(_OF_LINES_CARRIED)}
    if slot.role is not Role.VALUE or slot.spec is None:
        return {"input_message": _in_lines(words["nil.prompt" if slot.role is Role.NIL else "reason.prompt"])}
    title = _shortened(slot.spec.label) if isinstance(slot.spec, Column) else slot.code if slot.spec.prompt else ""
    prompt = slot.spec.prompt or words["choice.prompt" if slot.spec.type is FieldType.CHOICE else "entry.prompt"]
    return {"input_title": title[:_LONGEST_TITLE], "input_message": _in_lines(prompt)}


@lru_cache(maxsize=1024)
def _in_lines(prompt: str) -> str:
    """A prompt with its own line breaks: LibreOffice makes none and lets a long line run off the screen."""
    lines, line = [], ""
    for sentence in _SENTENCE.split(prompt[:_LONGEST_PROMPT]):
        if line and len(line) + len(sentence) >= _LINE:
            lines.append(line)
            line = ""
        line = f"{line} {sentence}".lstrip()
    return "\n".join(part for text in (*lines, line) for part in textwrap.wrap(text, _LINE))


@lru_cache(maxsize=1024)
def _shortened(label: str) -> str:
    label = label.lstrip("– ")
    return textwrap.shorten(label[:1].upper() + label[1:], _LONGEST_TITLE, placeholder="…")


def _limits(slot: Slot) -> dict[str, Any]:
    assert slot.spec is not None
    kind = slot.spec.type
    if not is_typed(kind):
        return {"validate": "length", "criteria": "<=", "value": LONGEST_ANSWER[kind]}
    if kind is FieldType.DATE:
        read = _is_day(_CELL)
    else:
        read = _is_number(_CELL, whole=kind is FieldType.INT, least=slot.least, signed=kind is FieldType.NUM)
    return {"validate": "custom", "value": f"={read}"}


def _is_number(cell: str, *, whole: bool, least: int, signed: bool) -> str:
    digits = f'SUBSTITUTE({cell},".","")' if whole else f'SUBSTITUTE(SUBSTITUTE({cell},".",""),",","")'
    bare = f'SUBSTITUTE({digits},"-","")' if signed else digits
    read = f'INT(--("1"&{bare}))&""="1"&{bare}'
    behind = f"LEFT(RIGHT({cell},4))"
    if whole:
        read = f'({read})*(ISERR(FIND(".",{cell}))+({behind}=".")>0)'
        read += f"*(--{digits}>={least})" if least else ""
    else:  # “1.234” may be either
        read = f'({read})*(ISERR(FIND({behind},".,"))+(LEN({cell})>7)+(LEFT({cell})="0")>0)'
    stored = f"INT({cell})={cell}" if whole else "TRUE"
    stored += "" if signed else f",{cell}>={least}"
    return f"IF(ISNUMBER({cell}),AND({stored}),{read})"


def _is_day(cell: str) -> str:
    spread = f'SUBSTITUTE(SUBSTITUTE({cell},"-","/"),"/",REPT(" ",9))'
    return f"IF(ISNUMBER({cell}),TRUE,ISNUMBER(DATE(RIGHT({spread},9),MID({spread},10,9),LEFT({spread},9))))"
