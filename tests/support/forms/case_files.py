"""Case files: a few lines of prose, the answers that were changed in a complete form, and the findings they must give.

A section `##` is one example. A line “`so-y-te`, `6t`” begins the form of a unit; the tables under it change a
plausible filling of that unit. A table headed `Mã` changes single answers, one headed with the code of a table
(`T6.B1`) replaces all its rows, and one headed `Kỳ trước T6.B1` shows lines of the last period there, each with what
the unit says of it in the last column. “Kỳ trước của `so-y-te`:” begins a table of last period's figures. “Xét cả R16”
judges a constraint that the reporting year does not know yet. The findings stand at the end as `- VS401 lỗi R05
T6.08`, or `- không có`.

A cell is written as it was typed: 12 and 12,5 are numbers, 15/07/2011 a date, `"12 người"` or a bare word a text,
`(trống)` an emptied cell, `#REF!` an error, `TRUE` a truth value, `{256 chữ a}` a long text, `{kiểu s, lưu 99999}` a
cell stored with that type and value, `{ngày 14}` and `{phần trăm 0.15}` a number with the format of a date and of a
percentage, `{phông .VnTime: Cã}` a text of that font, `{gạch ngang: Có}` a text struck through, `=A1` a formula
without and `=A1 → 5` one with a stored result, `{công thức của biểu mẫu → 5}` the form's own with one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.standing_rows import StandingRow

FOLDER = Path(__file__).parents[2] / "cases"
SEVERITIES = {"lỗi": "error", "cảnh báo": "warning", "lưu ý": "notice"}
CLEARED = object()

_UNIT = re.compile(r"`([a-z-]+)`, `(6t|nam)`")
_PREVIOUS = re.compile(r"Kỳ trước của `([a-z-]+)`:")
_ALSO = re.compile(r"Xét cả (R\d\d)")
_LINE = re.compile(r"- (?:`([a-z-]+)`: )?(VS\d{3}) (lỗi|cảnh báo|lưu ý) (R\d\d(?:, R\d\d)*|–) (\S+)")


@dataclass
class Form:
    """The changed form of one unit: `changes` as (code, row, column heading, value), `rows` by table code, `carried` by
    table code the lines of the last period, each with what the unit says of it."""

    unit: str
    period: str
    changes: list[tuple[str, int, str, Any]] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    carried: dict[str, list[tuple[StandingRow, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Expected:
    """One line of findings; `unit` is "" where an example has only one form."""

    unit: str
    code: str
    severity: str
    constraint: str
    place: str


@dataclass
class Example:
    """One section of a case file."""

    file: str
    title: str
    forms: list[Form] = field(default_factory=list)
    previous: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    also: str = ""
    expected: list[Expected] = field(default_factory=list)
    passes: bool = False


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.md"))


def examples() -> list[Example]:
    return [example for path in files() for example in parsed(path.stem, path.read_text(encoding="utf-8"))]


def parsed(file: str, text: str) -> Iterator[Example]:
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        example = Example(file, title.strip())
        for block in re.split(r"\n\s*\n", body.strip()):
            _block(example, block.strip().splitlines())
        if not example.forms or example.passes is bool(example.expected):
            raise ValueError(f"{file}, {title}: an example needs a form, and findings or “- không có”")
        yield example


def _block(example: Example, lines: list[str]) -> None:
    first = lines[0]
    if first.startswith("|"):
        _table(example, [[c.strip() for c in line.strip("|").split("|")] for line in lines])
    elif first.startswith("- "):
        for line in lines:
            _finding(example, line)
    elif found := _UNIT.fullmatch(first):
        example.forms.append(Form(found[1], found[2]))
    elif found := _PREVIOUS.fullmatch(first):
        example.previous[found[1]] = {}
    elif found := _ALSO.search(first):
        example.also = found[1]


def _table(example: Example, rows: list[list[str]]) -> None:
    head, _, *lines = rows
    if head == ["Mã", "Kỳ trước"]:
        unit = list(example.previous)[-1]
        example.previous[unit] |= {code: Decimal(str(typed(figure))) for code, figure in lines}
        return
    form = example.forms[-1]
    if (table := head[0].removeprefix("Kỳ trước ")) != head[0]:
        told = ((dict(zip(head[1:-1], line[1:-1], strict=True)), line[-1]) for line in lines)
        form.carried[table] = [(StandingRow(next(iter(row.values())), row), said.strip('"')) for row, said in told]
        return
    if head[0] == "Mã":
        for line in lines:
            cells = dict(zip(head, line, strict=True))
            row = int(cells.get("dòng") or 0)
            form.changes += [
                (cells["Mã"], row, name, typed(cells[name]))
                for name in ("Số liệu", "Lý do", "Giải trình")
                if cells.get(name)
            ]
        return
    rows_of = form.rows.setdefault(head[0], [])
    for number, *line in lines:
        while len(rows_of) < int(number):
            rows_of.append({})
        rows_of[int(number) - 1] |= {key: typed(c) for key, c in zip(head[1:], line, strict=True) if c}


def _finding(example: Example, line: str) -> None:
    if line == "- không có":
        example.passes = True
        return
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError(f"{example.file}, {example.title}: “{line}” is no line of findings")
    constraint = "" if found[4] == "–" else found[4]
    example.expected.append(Expected(found[1] or "", found[2], SEVERITIES[found[3]], constraint, found[5]))


def typed(text: str) -> Any:
    """What a cell of a case file puts into the workbook."""
    from tests.support.forms.returned import ErrorCell, Formula, Result, Rich, Stored

    if text in ("(trống)", "TRUE"):
        return CLEARED if text != "TRUE" else True
    if text.startswith('"') and text.endswith('"'):
        return text[1:-1]
    if text.startswith("#"):
        return ErrorCell(text)
    if text.startswith("="):
        formula, arrow, result = text[1:].partition(" → ")
        return Formula(formula, result if arrow else None)
    if repeated := re.fullmatch(r"\{(\d+) chữ (.)\}", text):
        return repeated[2] * int(repeated[1])
    if stored := re.fullmatch(r"\{kiểu (\w+), lưu (\S+)\}", text):
        return Stored(stored[1], stored[2])
    if shaped := re.fullmatch(r"\{(ngày|phần trăm) (\S+)\}", text):
        return Stored("n", shaped[2], date=shaped[1] == "ngày", percent=shaped[1] != "ngày")
    if kept := re.fullmatch(r"\{công thức của biểu mẫu → (\S+)\}", text):
        return Result(kept[1])
    if drawn := re.fullmatch(r"\{(?:phông (\S+)|gạch ngang): (.+)\}", text):
        return Rich(drawn[2], drawn[1] or "", struck=not drawn[1])
    if re.fullmatch(r"\d\d/\d\d/\d{4}", text):
        return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no time zone
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+,\d+", text):
        return float(text.replace(",", "."))
    return text


def line_of(finding: Finding, unit: str) -> Expected:
    """A finding as a case file writes it; a place is what it answers, else its cell, else the file."""
    place = finding.place.key or finding.place.cell or "tệp"
    return Expected(unit, finding.code, finding.severity.value, finding.constraint, str(place))
