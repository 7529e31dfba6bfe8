"""The answers of one form as they are typed into another: what has its place there, and what has none, with the reason.

Every answer of the earlier form comes out as a cell of the new one or as a line of the list; nothing is guessed. Only
values are carried, never formulas. What each form says of itself (unit, period, window) stays its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.lineage import codes_in
from vstbcpn_cli.edition.model import WINDOW, Edition, FieldType, Nature, Requirement, Task, TaskKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Observation, State, Submission, TableAnswer
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.sheet_plan import CONFIRM, EXPLANATION, NIL, Role, Slot
from vstbcpn_cli.workbook.lists.list_cell import ListCell

_NOT_ASKED = "Biểu mẫu đang dùng không hỏi nội dung này."
_NOT_ASKED_HERE = "Biểu mẫu đang dùng không hỏi đơn vị nhận nội dung này."
_COMPUTED = "Biểu mẫu đang dùng tự tính nội dung này."
_NOT_READ = "Phần mềm chưa đọc được nội dung này theo yêu cầu của ô; đề nghị xem tệp cũ."
_OTHER_PERIOD = "Tệp cũ là của kỳ khác, số liệu và nội dung phát sinh trong kỳ không chuyển."
_NOT_OFFERED = "Danh sách chọn của biểu mẫu đang dùng không có giá trị này."
_OTHER_TYPE = "Biểu mẫu đang dùng hỏi nội dung này theo cách khác ({asked})."
_OTHER_MEASURE = "Đơn vị tính khác: biểu mẫu cũ là “{theirs}”, biểu mẫu đang dùng là “{ours}”."
_OWN_WINDOW = "Biểu mẫu đang dùng đã ghi sẵn ngày của kỳ báo cáo."
_UNNAMED = "Cả dòng không chuyển vì nội dung để nhận biết dòng không có chỗ trên biểu mẫu đang dùng."
_LINE_OF_BEFORE = "Xác nhận về dòng in sẵn của kỳ trước; biểu mẫu đang dùng không in dòng này."
_BESIDE = {Role.REASON: " – lý do để trống", Role.EXPLANATION: " – giải trình"}
_ASKS = {
    FieldType.INT: "số nguyên",
    FieldType.PCT: "tỷ lệ phần trăm",
    FieldType.MONEY: "số tiền",
    FieldType.NUM: "số",
    FieldType.DATE: "ngày",
    FieldType.BOOL: "Có hoặc Không",
}


class Left(msgspec.Struct, frozen=True):
    """What has no place on the new form: its code and name on the earlier one, where it stands, what it says, why."""

    code: str
    label: str
    cell: CellRef | None
    said: str
    why: str


class Carried(msgspec.Struct, frozen=True):
    """The cells to fill in on the new form by sheet, and what is left; `edition` is that of the form, with as many
    rows in its tables as the answers need."""

    edition: Edition
    cells: Mapping[str, tuple[ListCell, ...]]
    left: tuple[Left, ...]

    @property
    def count(self) -> int:
        return sum(map(len, self.cells.values()))


class _Item(msgspec.Struct, frozen=True):
    """Something typed on the earlier form: under which code, what for, in which row of a table."""

    code: str
    role: Role
    number: int
    cell: CellRef | None
    said: str
    seen: Observation | None = None


class _Typed(msgspec.Struct, frozen=True):
    """What is typed for an item into which cell of which sheet, or why nothing is."""

    item: _Item
    sheet: str
    slot: Slot | None
    text: str
    why: str


def carried(found: Submission, source: Setting, applies: Applicability) -> Carried:
    """The answers of a form of `source` for the unit, period and edition of `applies`."""
    return _Carrying(found, source, applies).made()


class _Carrying(msgspec.Struct, frozen=True, dict=True):
    found: Submission
    source: Setting
    applies: Applicability

    def made(self) -> Carried:
        roomy = self._roomy()
        slots = _by_code(roomy)
        cells: dict[str, list[ListCell]] = {}
        left: list[Left] = []
        typed = []
        for item in self._items():
            sheet, slot = slots.get((self._there(item), item.role, item.number), ("", None))
            typed.append(_Typed(item, sheet, slot, *self._typed(item, slot)))
        unnamed = self._unnamed(typed)
        for one in typed:
            item, slot = one.item, one.slot
            why = one.why or (_UNNAMED if _row_of(item) in unnamed else "")
            if slot is not None and not why:
                cells.setdefault(one.sheet, []).append(ListCell(slot.row, slot.column, one.text))
            else:
                left.append(Left(item.code, self._label(item), item.cell, item.said, why))
        left += self._beside({one.cell for one in left})
        return Carried(roomy.edition, {sheet: tuple(some) for sheet, some in cells.items()}, tuple(left))

    @cached_property
    def _ours(self) -> Mapping[str, str]:
        """Every code of the earlier form that goes on, with what it is on this one."""
        codes = codes_in(self.applies.edition, self.source.edition.edition)
        return {theirs: ours for ours, theirs in codes.items()}

    def _roomy(self) -> Applicability:
        """The same form with enough rows in its tables."""
        needed = {self._ours.get(code, ""): len(answer.rows) for code, answer in self.found.tables.items()}

        def widened(task: Task) -> Task:
            return replace(task, tables=tuple(replace(t, rows=max(t.rows, needed.get(t.code, 0))) for t in task.tables))

        edition = self.applies.edition
        return replace(self.applies, edition=replace(edition, tasks=tuple(map(widened, edition.tasks))))

    # ---------------------------------------------------------------------------------------- what was typed
    def _items(self) -> Iterator[_Item]:
        edition, remarked = self.source.edition, set()
        for code, seen in self.found.values.items():
            if code in edition.identity or self._says_window(code, seen):
                continue
            line, word = _line(edition, code), seen.state in (State.UNAVAILABLE, State.NOT_APPLICABLE)
            if seen.cell is not None and seen.raw.strip() and not seen.parts and not (word and seen.reason):
                yield _Item(line if word else code, Role.REASON if word else Role.VALUE, 0, seen.cell, seen.raw, seen)
            for role, said in ((Role.REASON, seen.reason), (Role.EXPLANATION, seen.explanation)):
                if said and (line, role) not in remarked:
                    remarked.add((line, role))
                    yield _Item(line, role, 0, seen.cell or seen.shown_at, said)
        for answer in self.found.tables.values():
            yield from self._rows(answer)
        for task, seen in self.found.nil_tasks.items():
            yield _Item(f"{task}.{NIL}", Role.NIL, 0, seen.cell, seen.raw)

    def _rows(self, answer: TableAnswer) -> Iterator[_Item]:
        table = self.source.edition.tables[answer.code]
        typed = {c.key for c in table.columns if not c.fixed and c.type is not FieldType.CALC}
        for row in answer.rows:
            for key, seen in row.cells.items():
                if key in typed and seen.cell is not None and seen.raw.strip():
                    yield _Item(f"{table.code}.{key}", Role.VALUE, row.number, seen.cell, seen.raw, seen)
            if row.explanation:
                yield _Item(f"{table.code}.{EXPLANATION}", Role.EXPLANATION, row.number, row.place, row.explanation)
        if answer.nil is not None and answer.nil.key.code == table.code:
            yield _Item(table.code, Role.NIL, 1, answer.nil.cell, answer.nil.raw)
        for line in answer.carried:
            if line.answer and not (line.kept and line.row):
                yield _Item(f"{table.code}.{CONFIRM}", Role.CONFIRM, 0, line.cell, f"{line.line}: {line.answer}")

    def _unnamed(self, typed: Iterable[_Typed]) -> Collection[tuple[str, int]]:
        """The rows of which nothing that names them goes on: the figures of a target that is no more would wait on the
        new form for the name of another."""
        named: dict[tuple[str, int], bool] = {}
        for one in typed:
            table, _, key = one.item.code.rpartition(".")
            known = self.source.edition.tables.get(table)
            if known is not None and key in known.key:
                named[_row_of(one.item)] = named.get(_row_of(one.item), False) or not one.why
        return {row for row, goes_on in named.items() if not goes_on}

    def _says_window(self, code: str, seen: Observation) -> bool:
        """Whether a cell says the dates of the period as its form was issued with them."""
        period = self.source.period
        days = (period.from_date, period.until_date)
        roles = dict(zip(map(self.source.edition.code_of, WINDOW), days, strict=True))
        return code in roles and seen.date == roles[code]

    def _beside(self, told: Collection[CellRef | None]) -> Iterator[Left]:
        """What was typed where the earlier form asks nothing."""
        known = {*told, *(seen.cell for seen in self.found.observations())}
        for problem in self.found.problems:
            if problem.cell is not None and problem.shown and problem.cell not in known:
                yield Left("", "", problem.cell, problem.shown, judge_problem(problem).fact)

    # ---------------------------------------------------------------------------------------- where it goes
    def _there(self, item: _Item) -> str:
        """The code of the cell on this form for what was typed on the earlier one; "" where there is none."""
        block, _, key = item.code.rpartition(".")
        if key in (NIL, EXPLANATION):
            return f"{self._ours[block]}.{key}" if block in self._ours else ""
        if item.role is Role.VALUE or item.code in self._ours:
            return self._ours.get(item.code, "")
        cells = (code for code in self.source.edition.matrix_cells if _line(self.source.edition, code) == item.code)
        return next((_line(self.applies.edition, self._ours[c]) for c in cells if c in self._ours), "")

    def _typed(self, item: _Item, slot: Slot | None) -> tuple[str, str]:
        """What is typed into the cell, or why nothing is."""
        words, theirs = self.applies.edition.words, self.source.edition.words
        if item.role is Role.CONFIRM:
            return "", _LINE_OF_BEFORE
        if slot is None:
            return "", _NOT_ASKED
        if slot.computed:
            return "", _COMPUTED
        if slot.mark is Requirement.CLOSED:
            return "", _NOT_ASKED_HERE
        if slot.code in self.applies.edition.filled_at_issue:
            return "", _OWN_WINDOW
        if self.source.period.code != self.applies.period.code and not self._lasts(slot):
            return "", _OTHER_PERIOD
        if item.role is Role.NIL:
            return words["nil.table" if item.number else "nil.task"], ""
        if item.role is Role.VALUE:
            return self._answer(item, slot)
        if item.seen is not None:  # a word in the cell itself
            return words["reason.unavailable" if item.seen.state is State.UNAVAILABLE else "reason.not_applicable"], ""
        same = (key for key in ("reason.unavailable", "reason.not_applicable") if item.said == theirs[key])
        return words.get(next(same, ""), item.said), ""

    def _lasts(self, slot: Slot) -> bool:
        """Whether an answer says what is there at the end of a period, or who answers."""
        edition = self.applies.edition
        if slot.code in edition.task_of and edition.task_of[slot.code].kind is TaskKind.HEADER:
            return True
        if slot.code in edition.table_columns:
            return edition.table_columns[slot.code][0].nature is Nature.STOCK
        if slot.code in edition.matrix_cells:
            return edition.matrix_cells[slot.code][1].nature is Nature.STOCK
        return slot.code in edition.indicators and edition.indicators[slot.code].nature is Nature.STOCK

    def _answer(self, item: _Item, slot: Slot) -> tuple[str, str]:
        seen, spec = item.seen, slot.spec
        assert seen is not None
        assert spec is not None
        if not seen.given:
            words = item.number and seen.state in (State.UNAVAILABLE, State.NOT_APPLICABLE)
            return (seen.raw, "") if words else ("", _NOT_READ)
        theirs, ours = self.source.edition.measure_of(item.code), self.applies.edition.measure_of(slot.code)
        if seen.number is not None and theirs and ours and theirs.casefold() != ours.casefold():
            return "", _OTHER_MEASURE.format(theirs=theirs, ours=ours)
        if spec.type is FieldType.CHOICE:
            shown = next((s for s, choice in self.applies.edition.offered(spec).items() if choice == seen.text), "")
            return shown, "" if shown else _NOT_OFFERED
        text = _as_typed(seen, spec.type)
        return text, "" if text else _OTHER_TYPE.format(asked=_ASKS[spec.type])

    def _label(self, item: _Item) -> str:
        edition = self.source.edition
        block = item.code.rpartition(".")[0]
        name = edition.whole_label(item.code)
        if item.code not in edition.task_of:  # the row of a matrix, or what stands beside the rows of a table
            rows = (f"{m.label}, {r.label}" for m in edition.matrices.values() for r in m.rows)
            codes = (f"{m.code}.{r.code}" for m in edition.matrices.values() for r in m.rows)
            task = edition.task_of.get(block)
            named = {block: task.title if task and task.code == block else edition.label_of(block)}
            name = dict(zip(codes, rows, strict=True)).get(item.code, named[block])
        row = f", dòng {item.number}" if item.number and item.role is not Role.NIL else ""
        return f"{name}{row}{_BESIDE.get(item.role, '')}"


def _by_code(applies: Applicability) -> Mapping[tuple[str, Role, int], tuple[str, Slot]]:
    """The cells of a form with their sheets; “không có” of a table stands in the first open cell of its first row."""
    found: dict[tuple[str, Role, int], tuple[str, Slot]] = {}
    for plan in place(applies):
        for slot in plan.slots:
            found[slot.code, slot.role, slot.number] = plan.name, slot
            if slot.number == 1 and slot.role is Role.VALUE and slot.open:
                found.setdefault((slot.code.rpartition(".")[0], Role.NIL, 1), (plan.name, slot))
    return found


def _row_of(item: _Item) -> tuple[str, int]:
    """The table and the row in which an item stands."""
    return item.code.rpartition(".")[0], item.number


def _line(edition: Edition, code: str) -> str:
    """The line on which an answer stands, under whose code its reason and its explanation are."""
    matrix, row, _ = edition.matrix_cells.get(code, (None, None, None))
    return f"{matrix.code}.{row.code}" if matrix is not None and row is not None else code


def _as_typed(seen: Observation, kind: FieldType) -> str:
    """An answer as an officer types it into a cell of this type; "" where it is of another."""
    match kind:
        case FieldType.BOOL:
            return seen.text if isinstance(seen.value, bool) else ""
        case FieldType.DATE:
            return short_date(seen.date) if seen.date is not None else ""
        case FieldType.TEXT | FieldType.LONG:
            return short_date(seen.date) if seen.date is not None else _with_comma(seen)
        case _:
            fits = isinstance(seen.number, int) or (seen.number is not None and kind is not FieldType.INT)
            return _with_comma(seen) if fits else ""


def _with_comma(seen: Observation) -> str:
    return seen.text if seen.number is None else seen.text.replace(".", ",")
