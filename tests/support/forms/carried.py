"""Forms that show lines of the last period beside a table, and what an officer says of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.seasons import season
from vstbcpn_cli.model.standing_rows import StandingRow
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form.form_plan import FormPlan, plan_form
from vstbcpn_cli.workbook.form.sheet_plan import CONFIRM, Role
from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import draw

Standing = Mapping[str, Sequence[StandingRow]]
_WAITING = re.compile(r'(<c r="[A-Z]+\d+"[^>]*t="str"><f>IF\(TRIM\((\w+)\)="Còn",(.*?),""\)</f><v>)</v>')
CONSTANT = re.compile(r'"((?:[^"]|"")*)"')
"""A text in a formula."""


@season.per_edition
def plan(unit: str, period: str, prepared: tuple[tuple[str, int], ...]) -> FormPlan:
    return plan_form(at.applies_to(unit, period), at.live(), previous=True, carried=dict(prepared))


@season.per_edition
def _master(unit: str, period: str, prepared: tuple[tuple[str, int], ...]) -> Master:
    return Master.of(draw(plan(unit, period, prepared), "6 tháng đầu năm 2010"))


def prepared(standing: Standing) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((code, season.edition().tables[code].rows) for code in standing))


def blank(standing: Standing, unit: str, period: str = "6t") -> bytes:
    """The workbook as it goes out to a unit that gave these rows in the last period."""
    fields = fields_of(at.applies_to(unit, period))
    return _master(unit, period, prepared(standing)).stamped(fields, {}, standing)


def filled(standing: Standing, unit: str, period: str = "6t") -> bytes:
    """The same with a complete filling, which leaves the tables with lines to them."""
    applies = at.applies_to(unit, period)
    own = {p for table in standing for p in at.rows_of(unit, table, period)}
    cells = {(s, r, c): v for s, r, c, v in entries(applies, plausible(applies.edition, applies.unit, applies.period))}
    return at.typed(blank(standing, unit, period), {p: v for p, v in cells.items() if p not in own})


def confirm(standing: Standing, unit: str, table: str, number: int, period: str = "6t") -> at.Position:
    """The cell in which a unit says whether a line still stands."""
    for sheet in plan(unit, period, prepared(standing)).sheets:
        for slot in sheet.slots:
            if (slot.code, slot.role, slot.number) == (f"{table}.{CONFIRM}", Role.CONFIRM, number):
                return sheet.name, slot.row, slot.column
    raise LookupError(table)


def answered(content: bytes, answers: Mapping[at.Position, str]) -> bytes:
    """The workbook with lines answered, and the results that a program then stores for the formulas beside them."""
    parts = at.unpacked(at.typed(content, answers))
    kept = {(s, f"{column_letters(c)}{r}") for (s, r, c), said in answers.items() if said.strip() == "Còn"}
    for sheet, part in at.sheet_parts(parts).items():

        def result(cell: re.Match[str], sheet: str = sheet) -> str:
            if (sheet, cell[2]) not in kept:
                return cell[0]
            text = "".join(piece.replace('""', '"') for piece in CONSTANT.findall(unescape(cell[3])))
            return f"{cell[1]}{text.replace('&', '&amp;').replace('<', '&lt;')}</v>"

        told = parts[part].decode().replace("<v />", "<v></v>")
        parts[part] = _WAITING.sub(result, told).encode()
    return at.packed(parts)


# ------------------------------------------------------------------------------------------------- clubs of a district
UNIT, TABLE = "huyen-loc-binh", "T5.B2"
CLUB = {
    "ten": "Câu lạc bộ Gia đình hạnh phúc",
    "loai": "CLB",
    "vai_tro": "Chủ trì",
    "dia_ban": "Thôn Nà Mò",
    "ngay_thanh_lap": "08/3/2009",
    "so_thanh_vien": "32",
    "so_nu": "24",
    "tinh_trang": "Đang hoạt động",
}


def club(name: str, **answers: str) -> StandingRow:
    row = {**CLUB, "ten": name, **answers}
    return StandingRow(f"{name} · {row['dia_ban']}", row)


CLUBS = {TABLE: (club("Câu lạc bộ Một"), club("Câu lạc bộ Hai"), club("Câu lạc bộ Ba"))}


def said(*answers: str, lines: Standing = CLUBS) -> Mapping[at.Position, str]:
    places = (confirm(lines, UNIT, TABLE, n) for n in range(1, len(answers) + 1))
    return {place: answer for place, answer in zip(places, answers, strict=True) if answer}


def rest(*rows: int) -> Mapping[at.Position, object]:
    """What is asked anew in each period, of kept rows."""
    return {at.spot(UNIT, f"{TABLE}.chien_luoc", number=n): "Có" for n in rows}


def returned(*answers: str, more: Mapping[at.Position, object] | None = None) -> bytes:
    return answered(at.typed(filled(CLUBS, UNIT), more or {}), said(*answers))
