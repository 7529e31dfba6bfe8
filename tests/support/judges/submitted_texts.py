"""Texts typed into workbooks, looked for in every output they belong to.

Data (CSV, JSON) hold every text. The Excel annex leaves out the sheet TT, which names people. The Word report holds
what its sentences quote, the rows of its lists and the proposals.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import Answers, plausible
from tests.support.hostile import naughty
from tests.support.judges.measured import Size
from tests.support.judges.read_outputs import core, csv_lines, json_whole, words_printed, xlsx_texts
from tests.support.programs import launching
from tests.support.seasons import season
from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.report.data.csv_text import harmless
from vstbcpn_cli.report.rows import type_of
from vstbcpn_cli.text.normalise import clean, scrubbed
from vstbcpn_cli.usecases.consolidate import Choices, consolidate_files
from vstbcpn_cli.workbook.form.sheet_plan import Role

_REPORT = season.TEMPLATES / "report"


def _printed() -> Iterator[str]:
    for path in _REPORT.glob("*.j2"):
        yield from re.findall(r'van_ban\("([^"]+)"\)', path.read_text(encoding="utf-8"))
    for listed in tomllib.loads((_REPORT / "nhan.toml").read_text(encoding="utf-8"))["phu_luc"]["danh_muc"]["bang"]:
        yield from (f"{listed['ma']}.{column}" for column, _ in listed["cot"])
    yield from ("X.B1.noi_dung", "M.11")


PRINTED = frozenset(_printed())
"""Codes whose texts the Word report prints word for word."""
_SPICE = [t for t in naughty.texts() if t.isprintable() and 0 < len(t) < 200 and core(t)]


def own_of_office(text: str) -> str:
    """A text as it must be found in the report, whatever spaces and bullets the office's style leaves out."""
    reserved = dict.fromkeys(range(0xFDD0, 0xFDF0), " ")
    return core(scrubbed(text).translate(reserved))


@dataclass(frozen=True)
class Placed:
    """A text, and whether the Word report prints it."""

    text: str
    printed: bool


def _spiced(answers: Answers, unit: str) -> dict[tuple[str, int], Placed]:
    """Puts a text of its own into every field of free text; gives code and row with it.

    Rows of a unit that only took part are left to the unit that led.
    """
    placed: dict[tuple[str, int], Placed] = {}
    for code, value in answers.values.items():
        if isinstance(value, str) and type_of(season.edition(), code) is FieldType.LONG:
            answers.values[code] = text = _text(unit, code, 0)
            placed[code, 0] = Placed(text, code in PRINTED)
    for table, rows in answers.tables.items():
        spec = season.edition().tables[table]
        for number, row in enumerate(rows, 1):
            led = spec.role_column not in row or row[spec.role_column] in spec.counted[spec.role_column]
            for key in [k for k, v in row.items() if isinstance(v, str) and _free(f"{table}.{k}")]:
                code = f"{table}.{key}"
                row[key] = text = _text(unit, code, number)
                placed[code, number] = Placed(text, led and code in PRINTED)
    return placed


def _free(code: str) -> bool:
    """A table column for words; those the form prints and numbers of documents have a pattern of their own."""
    column = season.edition().table_columns[code][1]
    return column.type in (FieldType.LONG, FieldType.TEXT) and not column.fixed and column.key != "so_ky_hieu"


def _text(unit: str, code: str, row: int) -> str:
    spice = _SPICE[hash_of(unit, code, row) % len(_SPICE)]
    return f"{spice} của {unit} ở {code} hàng {row}"


def hash_of(*parts: object) -> int:
    """A number that is the same in every run."""
    return sum(n * ord(c) for n, c in enumerate(repr(parts), 1))


def searched(size: Size) -> tuple[int, int, list[str]]:
    """How many texts were found, how many were looked for, and which are lost."""
    folder = size.folder / "2-nhan-ve"
    folder.mkdir()
    placed = {}
    for unit in launching.units(size.pick(4, 40)):
        applies = at.applies_to(unit)
        answers = plausible(season.edition(), applies.unit, applies.period)
        placed[unit] = _spiced(answers, unit)
        cells: dict[at.Position, Any] = {(s, r, c): v for s, r, c, v in entries(applies, answers)}
        cells |= _explained(unit)
        launching.receive(folder, f"{unit}.xlsx", at.typed(at.blank(unit), cells))
    done = consolidate_files(Choices((str(folder),), size.folder / "ra", "2011"), lambda *_: None)
    assert done is not None
    lost = list(_lost(size.folder / "ra", placed))
    wanted = sum(2 + (not c.startswith("M.")) + p.printed for t in placed.values() for (c, _), p in t.items())
    wanted += sum(len(_explained(unit)) for unit in placed)
    return wanted - len(lost), wanted, lost


def _explained(unit: str) -> dict[at.Position, str]:
    """What stands in the column “Giải trình”, which only the JSON keeps beside the answer."""
    found = {}
    for code, number in (("T1.06", 0), ("T3.M1.CB01.tong", 0), ("T6.05", 0), ("T1.B1.trich_yeu", 1)):
        try:
            found[at.spot(unit, code, Role.EXPLANATION, number=number)] = f"giải trình của {unit} cho {code}"
        except KeyError:
            continue
    return found


def _lost(folder: Path, placed: dict[str, dict[tuple[str, int], Placed]]) -> Iterator[str]:
    whole = json_whole(folder / "so-lieu_2011-6t.json")
    values = {u["code"]: {(v["code"], v.get("row", 0)): v for v in u.get("values", [])} for u in whole["units"]}
    raw = json.dumps(whole, ensure_ascii=False)
    listed = {(x["unit_code"], x["indicator"], int(x["row"])): x for x in csv_lines(folder / "so-lieu_2011-6t.csv")}
    cells = xlsx_texts(folder / "phu-luc_2011-6t.xlsx")
    printed = words_printed(folder)
    for unit, texts in placed.items():
        yield from (f"json {text}" for text in _explained(unit).values() if text not in raw)
        for (code, row), typed in texts.items():
            text = clean(typed.text).strip()
            told, line = values[unit].get((code, row), {}), listed.get((unit, code, row), {})
            if text not in (told.get("value"), told.get("typed")):
                yield f"json {unit} {code}.{row}: {text!r}, {told}"
            if harmless(text) not in (line.get("answer"), line.get("typed")):
                yield f"csv {unit} {code}.{row}: {text!r}"
            if not code.startswith("M.") and text not in cells:
                yield f"xlsx {unit} {code}.{row}: {text!r}"
            if typed.printed and own_of_office(text) not in printed:
                yield f"docx {unit} {code}.{row}: {text!r}"
