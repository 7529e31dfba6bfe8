"""The office's list `sua-so-lieu.xlsx`: which value counts in the place of what a unit typed, who decided it, and why.

The program proposes its rows (`repair_proposals`), the office decides; only what it has accepted is applied.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Column, Edition, FieldType, Indicator
from vstbcpn_cli.model.calculation import encoded
from vstbcpn_cli.model.coverage import Judged
from vstbcpn_cli.model.problems import Meaning
from vstbcpn_cli.model.repairs import Repair, same_content
from vstbcpn_cli.model.submission import Key, Observation, column_letters
from vstbcpn_cli.text.normalise import plain, quoted, without_marks
from vstbcpn_cli.usecases.run_settings import Setting, table_lines
from vstbcpn_cli.usecases.season.receipt_log import logged_unit

UNIT, NAME, FILE, SHEET, CELL, CODE, LABEL, RULE = (
    *("don_vi", "ten_don_vi", "tep", "trang_tinh"),
    *("o", "ma", "noi_dung", "quy_tac"),
)
FOUND, FIRST, SECOND = "da_ghi", "de_xuat_1", "de_xuat_2"
ACCEPT, VALUE, BY, WHY = "chap_nhan", "gia_tri_dung", "nguoi_quyet_dinh", "ly_do"
STATE, EARLIER = "tinh_trang", "ky_truoc"
HEADS: Mapping[str, str] = {
    UNIT: "Đơn vị",
    NAME: "Tên đơn vị",
    FILE: "Tệp",
    SHEET: "Trang tính",
    CELL: "Ô",
    CODE: "Mã",
    LABEL: "Nội dung",
    RULE: "Quy tắc",
    FOUND: "Đã ghi",
    FIRST: "Đề xuất 1",
    SECOND: "Đề xuất 2",
    ACCEPT: "Chấp nhận",
    VALUE: "Giá trị dùng",
    BY: "Người quyết định",
    WHY: "Lý do",
    STATE: "Tình trạng",
    EARLIER: "Kỳ trước",
}
"""The columns by their key, as they are headed."""
OFFICE = (ACCEPT, VALUE, BY, WHY)
"""The columns that are the office's: the program never changes what stands there."""
YES, NO = "Có", "Không"
_NEEDED = (UNIT, CODE, FOUND, ACCEPT)
_KEY = re.compile(r"(\S+?)(?:\[([1-9][0-9]{0,6})\])?\Z")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:,[0-9]+)?\Z")
_STORED_NUMBER = re.compile(r"[+-]?[0-9]+\.(?![0-9]{3}\Z)[0-9]+\Z")
"""As a cell holds a number that was typed with a decimal comma; with three decimals it might be thousands."""


class RepairRow(msgspec.Struct, frozen=True):
    """One line of the list: its number in the file and what stands in it by the key of the column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it this line; three empty texts for one that speaks of no cell."""
        return self[UNIT].casefold(), self[CODE], same_content(self[FOUND])

    @property
    def said(self) -> dict[str, str]:
        """What stands in the line, without its empty cells."""
        return {key: words for key, words in self.cells.items() if words}

    @property
    def accepted(self) -> bool:
        return without_marks(self[ACCEPT]) == without_marks(YES)

    @property
    def refused(self) -> bool:
        return without_marks(self[ACCEPT]) == without_marks(NO)

    @property
    def proposals(self) -> tuple[str, ...]:
        return tuple(p for p in (self[FIRST], self[SECOND]) if p)

    @property
    def chosen(self) -> str:
        """The value as it is written: the office's, else the only one proposed."""
        return self[VALUE] or (self.proposals[0] if len(self.proposals) == 1 else "")


@dataclass(frozen=True)
class RepairList:
    """A list as it was read: its columns with their headings in the order of the file, the rows that say something;
    `above` is how many cells over the headings do."""

    path: Path
    sha256: str
    heads: Mapping[str, str] = field(default_factory=lambda: HEADS)
    rows: tuple[RepairRow, ...] = ()
    above: int = 0

    @cached_property
    def letters(self) -> Mapping[str, str]:
        return {key: column_letters(n) for n, key in enumerate(self.heads, 1) if key}

    def place(self, row: RepairRow, column: str) -> str:
        """“sua-so-lieu.xlsx, dòng 7, cột L (Chấp nhận)”."""
        name = HEADS.get(column, column)
        return f"{self.path.name}, dòng {row.number}, cột {self.letters.get(column, '?')} ({name})"


class Decision(msgspec.Struct, frozen=True):
    """A line that is accepted, and what it makes of a cell."""

    place: str
    repair: Repair


class _Outcome(StrEnum):
    """What has become of an accepted line: applied; the cell says something else now; the content has no doubt to
    decide; the unit has sent nothing that counts."""

    APPLIED = "applied"
    CHANGED = "changed"
    NEEDLESS = "needless"
    NOT_SENT = "not_sent"


class RepairLine(msgspec.Struct, frozen=True):
    """A decision with its outcome and the cell that it is about, where the unit's form has it."""

    decision: Decision
    outcome: _Outcome
    at: Observation | None = None

    @property
    def now(self) -> str:
        return self.at.raw if self.at else ""

    def told(self) -> str:
        """What the officer has to know of a decision that is not applied; "" of the others."""
        place, found, now = self.decision.place, quoted(self.decision.repair.found), quoted(self.now)
        at = f" {self.at.cell}" if self.at and self.at.cell else ""
        return {
            _Outcome.CHANGED: f"{place}: ô{at} nay ghi “{now}”, khác “{found}” đã quyết định, nên quyết định này không "
            "được áp dụng. Đề nghị xem lại ô, quyết định ở dòng mới nếu có, hoặc ghi “Không” ở dòng này.",
            _Outcome.NEEDLESS: f"{place}: nội dung “{found}” của ô{at} đọc được hoặc không thuộc loại được sửa ở danh "
            "sách này, nên quyết định không được áp dụng. Đề nghị ghi “Không” ở dòng này; nếu số liệu sai thì đề nghị "
            "đơn vị chỉnh lý.",
        }.get(self.outcome, "")


def read_repairs(path: Path) -> RepairList:
    """The list. Raises `ConfigurationError` where it is none, OSError where it cannot be opened."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    lines = list(table_lines(path))
    width = max((len(cells) for _, cells in lines), default=0)
    full = [(n, [*cells, *[""] * (width - len(cells))]) for n, cells in lines]
    keyed = [(n, [_column(c) for c in cells], cells) for n, cells in full]
    head = next((k for k in keyed if len(set(_NEEDED) & set(k[1])) > 1), None)
    number, keys, words = head or (1, [], [])
    if missing := next((c for c in _NEEDED if c not in keys), ""):
        raise ConfigurationError(
            f"{path.name}, dòng {number}: thiếu cột “{HEADS[missing]}”. Đề nghị thêm lại tên cột này ở dòng tiêu đề."
        )
    twice = next((k for k in keys if k and keys.count(k) > 1), "")
    if twice:
        raise ConfigurationError(
            f"{path.name}, dòng {number}: có hai cột “{HEADS.get(twice, twice)}”. Đề nghị giữ lại một cột."
        )
    rows = (RepairRow(n, dict(zip(_named(keys), (c.strip() for c in cells), strict=False))) for n, _, cells in keyed)
    told = tuple(r for r in rows if r.number > number and any(r.cells.values()))
    above = sum(bool(c.strip()) for n, cells in lines if n < number for c in cells)
    return RepairList(path, digest, dict(zip(_named(keys), words, strict=True)), told, above)


def _column(head: str) -> str:
    """The key of a column, however its heading is spelt; one that somebody has added is known by its words."""
    bare = without_marks(head)
    return next((key for key, known in HEADS.items() if without_marks(known) == bare), bare.replace(" ", "_"))


def _named(keys: Sequence[str]) -> list[str]:
    """A column without a heading may hold the officer's notes: it is known by its letter."""
    return [key or f"cot_{column_letters(n)}" for n, key in enumerate(keys, 1)]


def decisions(lists: Iterable[RepairList], setting: Setting) -> tuple[Decision, ...]:
    """What the lists have accepted. Raises `ConfigurationError` with file, line and column of what cannot be used."""
    found: dict[tuple[str, Key, str], Decision] = {}
    for one in lists:
        for row in one.rows:
            decision = _decision(one, row, setting)
            if decision is None:
                continue
            held = found.setdefault(decision.repair.cell, decision)
            if held.repair.value != decision.repair.value:
                raise ConfigurationError(
                    f"{decision.place}: {held.place} đã chấp nhận giá trị khác cho cùng ô này. "
                    "Đề nghị giữ lại một dòng."
                )
    return tuple(found.values())


def _decision(one: RepairList, row: RepairRow, setting: Setting) -> Decision | None:
    def refuse(column: str, why: str) -> NoReturn:
        raise ConfigurationError(f"{one.place(row, column)}: {why}")

    if row[ACCEPT] and not row.accepted and not row.refused:
        refuse(ACCEPT, f"“{row[ACCEPT]}” không đúng. Đề nghị chọn “{YES}” hoặc “{NO}”, hoặc để trống.")
    if not row.accepted:
        return None
    for column in (UNIT, CODE, FOUND, BY):
        if not row[column]:
            refuse(column, "dòng đã chấp nhận nhưng cột này còn trống. Đề nghị điền cột này.")
    unit = logged_unit(row[UNIT], one.place(row, UNIT), setting)
    key = _key(row[CODE], setting.edition)
    if key is None:
        refuse(CODE, f"không có mã “{row[CODE]}” trong các ô nhập của biểu mẫu. Đề nghị giữ mã do phần mềm ghi.")
    if key.code in setting.edition.private:
        refuse(CODE, "thông tin liên hệ của đơn vị không sửa ở danh sách này. Đề nghị xóa dòng này.")
    if not row.chosen:
        choices = " hoặc ".join(f"“{p}”" for p in row.proposals)
        refuse(VALUE, f"chưa ghi giá trị. Đề nghị ghi {choices or 'giá trị được dùng'}.")
    if row.chosen not in row.proposals and not row[WHY]:
        refuse(WHY, f"giá trị “{row.chosen}” không phải là đề xuất nên phải có lý do. Đề nghị ghi lý do ở cột này.")
    value = _value(row.chosen, setting.edition, key)
    if value is None:
        refuse(
            VALUE,
            f"giá trị “{row.chosen}” không dùng được cho ô này. Đề nghị ghi số không có dấu ngăn hàng nghìn, dấu phẩy "
            "là phần thập phân (1035 hoặc 1,035); ngày dạng ngày/tháng/năm; ô có danh sách thì ghi đúng một mục.",
        )
    repair = Repair(unit.code, key, row[FOUND], value, plain(row[BY]), plain(row[WHY]).rstrip(" ."))
    return Decision(one.place(row, ACCEPT), repair)


def _key(written_code: str, edition: Edition) -> Key | None:
    match = _KEY.match(written_code)
    if match is None:
        return None
    key = Key(match[1], int(match[2] or 0))
    spec = spec_of(edition, key)
    return None if spec is None or spec.type is FieldType.CALC else key


def spec_of(edition: Edition, key: Key) -> Indicator | Column | None:
    """What a key asks; None where it asks nothing."""
    if key.row:
        found = edition.table_columns.get(key.code)
        return found[1] if found else None
    cell = edition.matrix_cells.get(key.code)
    return cell[2] if cell else edition.indicators.get(key.code)


def _value(text: str, edition: Edition, key: Key) -> Meaning | None:
    """The value that the text of a list means; in a list a comma is always a decimal one."""
    from vstbcpn_cli.workbook.reading.content.meanings import as_value  # with all that understands a cell
    from vstbcpn_cli.workbook.reading.content.values import Expected

    spec = spec_of(edition, key)
    assert spec is not None
    offered = edition.offered(spec)
    minimum = spec.minimum if isinstance(spec, Column) else 0
    expected = Expected(spec.type, tuple(offered.values()), minimum=minimum, renamed=offered)
    if not spec.type.numeric:
        return as_value(text, expected)
    known = _PLAIN_NUMBER.match(text) or _STORED_NUMBER.match(text)
    return as_value(Decimal(text.replace(",", ".")), expected) if known else None


def outcomes(decided: Iterable[Decision], judged: Iterable[Judged]) -> tuple[RepairLine, ...]:
    """What has become of each decision in the files that count."""
    counted = {j.submission.unit: j.submission for j in judged if j.submission and not j.status.set_aside}

    def lines() -> Iterator[RepairLine]:
        for one in decided:
            submission = counted.get(one.repair.unit)
            if submission is None:
                yield RepairLine(one, _Outcome.NOT_SENT)
                continue
            at = submission.find(one.repair.key)
            same = at is not None and same_content(at.raw) == same_content(one.repair.found)
            applied = _Outcome.APPLIED if at is not None and at.repaired else _Outcome.NEEDLESS
            yield RepairLine(one, applied if same else _Outcome.CHANGED, at)

    return tuple(lines())


def repair_json(line: RepairLine) -> dict[str, Any]:
    """A decision and what has become of it."""
    repair, cell = line.decision.repair, line.at.cell if line.at else None
    return {
        "place": line.decision.place,
        "unit": repair.unit,
        "indicator": repair.key.code,
        "row": repair.key.row,
        "sheet": cell.sheet if cell else "",
        "cell": cell.address if cell else "",
        "found": repair.found,
        "value": encoded(repair.value),
        "state": line.outcome.value,
        "by": repair.by,
        "words": repair.why,
    }
