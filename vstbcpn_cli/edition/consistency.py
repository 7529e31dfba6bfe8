"""What the types of an edition cannot say: what is named must be there, what is needed must be named once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from vstbcpn_cli.edition.basis import basis_faults
from vstbcpn_cli.edition.edition_workbook import names_of
from vstbcpn_cli.edition.model import Column, Edition, FieldType, Indicator, Matrix, MatrixRow, Table, Task, TaskKind
from vstbcpn_cli.edition.places import KeyNames
from vstbcpn_cli.edition.references import reference_faults
from vstbcpn_cli.edition.roles import IDENTITY, NEEDED, FieldRole
from vstbcpn_cli.runtime.missing_paths import nearest_hint
from vstbcpn_cli.text.casing import upper_first
from vstbcpn_cli.text.lists import first_of, listing

_TYPES = {
    FieldRole.WINDOW_FROM: FieldType.DATE,
    FieldRole.WINDOW_UNTIL: FieldType.DATE,
    FieldRole.DOCUMENT_DATE: FieldType.DATE,
    FieldRole.ESTIMATED: FieldType.BOOL,
}
_NAME, _CODE = re.compile(r"[\w.-]+"), re.compile(r"[a-z0-9-]+")
"""What the stamp of a blank and the names of files can carry."""
_FIELD, _PART = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9_]+)*"), re.compile(r"[A-Za-z0-9_]+")
"""Codes, and the keys of columns and rows inside them: "/" asks for a share, "[…]" for a row, "!" for a cell."""
_LONGEST_SHEET, _NOT_IN_SHEETS = 31, frozenset("[]:*?/\\'!")
"""What Excel and its formulas allow a sheet to be called."""
_OWN_SHEETS = ("sheet.guide", "sheet.check", "sheet.meta")
_BEFORE_THE_TITLE = "báo cáo"
"""What report and annex write before the title."""
_MOST_NAMED = 3
_LEAST_GUIDE = 3
"""What the form is for, deadline and address, what to do last; steps lie between."""
_FIXED = {
    "yes": "Có",
    "no": "Không",
    "nil.task": "Không phát sinh trong kỳ",
    "nil.table": "Không có",
    "reason.unavailable": "Chưa có số liệu",
    "reason.not_applicable": "Không áp dụng",
    "head.reason": "Lý do để trống",
    "head.explanation": "Giải trình",
    "sheet.meta": "_meta",
    "page": "Trang",
}
"""Words that the program itself reads, calculates with and names in its sentences: the same in every edition."""

Fault = tuple[str, str]
"""A key path and a sentence of fact with a sentence of advice."""


def inconsistencies(edition: Edition, printed: Collection[str] = ()) -> Iterator[Fault]:
    """Everything that does not fit, the foundations first: kinds, periods, words, sheets and roles; `printed` are the
    words that every blank prints."""
    yield from _kinds_and_periods(edition)
    if lacking := sorted(key for key in printed if key not in edition.words):
        names = names_of(edition)
        told = first_of([f"“{key}”" for key in lacking], _MOST_NAMED, "mã")
        said = f"{upper_first(names.part('[words]'))} còn thiếu chữ in trên biểu mẫu có mã {told}."
        yield f"words.{lacking[0]}", f"{said} Đề nghị chép lại từ {names.model} rồi sửa lời."
    if len(edition.guide) < _LEAST_GUIDE:
        said = "Hướng dẫn cần ít nhất ba câu: để làm gì, hạn và nơi gửi, điều làm sau cùng. Đề nghị ghi thêm."
        yield "guide", said
    if edition.title.casefold().startswith(_BEFORE_THE_TITLE):
        said = f"Chữ “{_BEFORE_THE_TITLE}” đã đứng trước tên báo cáo, trên trang một và trong câu cuối."
        yield "title", f"{said} Đề nghị chỉ ghi phần sau chữ ấy."
    yield from _sheets(edition)
    yield from _roles(edition)
    seen: set[str] = set()
    for task in edition.tasks:
        yield from _task(edition, task, seen)
    yield from _whole(edition)
    yield from reference_faults(edition)
    yield from basis_faults(edition)


def _kinds_and_periods(edition: Edition) -> Iterator[Fault]:
    names = names_of(edition)
    if not _NAME.fullmatch(edition.edition):
        yield "edition", "Tên bộ biểu mẫu chỉ gồm chữ, số, dấu chấm và dấu gạch nối. Đề nghị đặt tên như năm báo cáo."
    if not edition.kinds:
        yield "kinds", f"Chưa có loại đơn vị nào. Đề nghị ghi mỗi loại một {names.entry('[[kinds]]')}."
    if not edition.periods:
        yield "periods", f"Chưa có kỳ báo cáo nào. Đề nghị ghi mỗi kỳ một {names.entry('[periods.…]')}."
    yield from (
        (f"kinds.{code}", f"Loại đơn vị “{code}” đã ghi ở trên. Đề nghị chỉ ghi một lần.")
        for code in _twice(k.code for k in edition.kinds)
    )
    for code in edition.periods:
        if not _CODE.fullmatch(code):
            said = "Mã kỳ báo cáo chỉ gồm chữ thường không dấu, số và dấu gạch nối. Đề nghị đặt mã khác."
            yield f"periods.{code}", said
    for code in [p.code for p in edition.periods.values() if p.annual][1:]:
        choice = names.choice(f"periods.{code}", "annual", True)
        yield f"periods.{code}.annual", f"Đã có một kỳ cả năm ở trên. Đề nghị chỉ {choice} cho một kỳ."
    yield from _windows(edition)


def _windows(edition: Edition) -> Iterator[Fault]:
    """Each way to count is there for every period once, and that of the periods themselves is one of them."""
    names, at = names_of(edition), [(w.code, w.period) for w in edition.windows]
    for window in edition.windows:
        path = f"windows.{window.code}"
        yield from _among([window.period], edition.periods, f"{path}.period", "kỳ báo cáo")
        if not window.from_date <= window.until_date <= window.due:
            said = "Ngày đầu, ngày chốt số liệu, hạn gửi chưa theo thứ tự. Đề nghị sửa các ngày này."
            yield f"{path}.until_date", said
        if at.count((window.code, window.period)) > 1:
            yield path, f"Cách tính này đã ghi cho kỳ “{window.period}”. Đề nghị chỉ ghi một lần."
    for code, lacking in ((c, p) for c in dict.fromkeys(c for c, _ in at) for p in edition.periods if (c, p) not in at):
        said = f"Cách tính này chưa có ngày của kỳ “{lacking}”."
        yield f"windows.{code}", f"{said} Đề nghị ghi thêm một {names.entry('[[windows]]')}."
    for period in edition.periods.values() if edition.windows else ():
        if not any(period.is_within(w) for w in edition.windows):
            said = f"Các ngày của kỳ khác mọi cách tính ở {names.part('[[windows]]')}."
            yield f"periods.{period.code}.until_date", f"{said} Đề nghị ghi thêm cách tính này, hoặc sửa các ngày."


def _sheets(edition: Edition) -> Iterator[Fault]:
    names, headers = names_of(edition), [t for t in edition.tasks if t.kind is TaskKind.HEADER]
    if not headers:
        said = "Chưa có trang tính nào về đơn vị và kỳ báo cáo."
        yield "tasks", f"{said} Đề nghị {names.choice('tasks', 'kind', TaskKind.HEADER)} cho trang tính đó."
    for task in headers[1:]:
        choice = names.choice(f"tasks.{task.code}", "kind", TaskKind.HEADER)
        said = f"Trang tính “{headers[0].sheet}” đã nói về đơn vị và kỳ báo cáo."
        yield f"tasks.{task.code}.kind", f"{said} Đề nghị chỉ {choice} cho một trang tính."
    sheets = [(f"tasks.{t.code}.sheet", t.sheet) for t in edition.tasks]
    sheets += [(f"words.{key}", edition.words[key]) for key in _OWN_SHEETS if key in edition.words]
    twice = frozenset(_twice(name.casefold() for _, name in sheets))
    for path, name in sheets:
        if not name.strip() or len(name) > _LONGEST_SHEET or _NOT_IN_SHEETS & {*name}:
            said = f"Tên trang tính có 1 đến {_LONGEST_SHEET} ký tự và không có các dấu [ ] : * ? / \\ ' !"
            yield path, f"{said}. Đề nghị đặt tên khác."
        if name.casefold() in twice:
            yield path, f"Có hai trang tính tên “{name}”. Đề nghị đặt tên khác cho một trang."
    for key, word in _FIXED.items():
        if edition.words.get(key, word) != word:
            yield f"words.{key}", f"Phần mềm đọc và nhắc bằng chữ “{word}”. Đề nghị giữ nguyên chữ này."


def _roles(edition: Edition) -> Iterator[Fault]:
    names, header, found = names_of(edition), edition.header, dict[FieldRole, str]()
    for task in edition.tasks:
        for spec in task.indicators:
            at = f"tasks.{task.code}.indicators.{spec.code}"
            if task is not header and (spec.role or spec.private):
                key = "role" if spec.role else "private"
                said = f"{upper_first(names.key(at, key))} chỉ dùng cho ô của trang tính “{header.sheet}”."
                yield f"{at}.{key}", f"{said} Đề nghị bỏ nội dung này."
                continue
            if spec.prefilled is not (spec.role in IDENTITY):
                told = listing(names.value(at, "role", role) for role in IDENTITY)
                said = f"Phần mềm ghi sẵn ô {told}, không ghi sẵn ô nào khác."
                mend = f"{names.key(at, 'prefilled')} hoặc {names.key(at, 'role')}"
                yield f"{at}.prefilled", f"{said} Đề nghị sửa {mend}."
            if spec.role is not None:
                yield from _role(names, spec, at, found)
    for role in NEEDED:
        if role not in found:
            at = f"tasks.{header.code}.indicators"
            said = f"Chưa có ô nào dùng để ghi “{names.value(at, 'role', role)}”."
            mend = f"{names.choice(at, 'role', role)} cho một ô của trang tính “{header.sheet}”"
            yield f"tasks.{header.code}", f"{said} Đề nghị {mend}."
    if {*NEEDED} - {*found}:
        return  # what is told of them next stands on them
    kinds, periods = [k.code for k in edition.kinds], [p.form_code for p in edition.periods.values()]
    for role, codes in ((FieldRole.UNIT_KIND, kinds), (FieldRole.PERIOD, periods)):
        if (spec := edition.indicators[found[role]]).type is FieldType.CHOICE:
            for code in sorted(set(codes) - {*edition.choices(spec)}):
                at = f"tasks.{header.code}.indicators.{spec.code}"
                said = f"Danh sách của ô chưa có “{code}”. Đề nghị ghi thêm vào {names.key(at, 'values')}."
                yield f"{at}.values", said


def _role(names: KeyNames, spec: Indicator, at: str, found: dict[FieldRole, str]) -> Iterator[Fault]:
    assert spec.role is not None
    path, use = f"{at}.role", names.value(at, "role", spec.role)
    if spec.role in found and spec.role is not FieldRole.CONTACT:
        yield path, f"“{use}” đã ghi ở “{found[spec.role]}”. Đề nghị chỉ ghi ở một ô."
    if spec.role is FieldRole.CONTACT and not spec.private:
        said = "Ô về người liên hệ không được công bố."
        yield path, f"{said} Đề nghị {names.choice(at, 'private', True)}."
    if (kind := _TYPES.get(spec.role, spec.type)) is not spec.type:
        said = f"Ô “{use}” phải là kiểu “{names.value(at, 'type', kind)}”."
        yield path, f"{said} Đề nghị sửa {names.key(at, 'type')} hoặc {names.key(at, 'role')}."
    found.setdefault(spec.role, spec.code)


def _task(edition: Edition, task: Task, seen: set[str]) -> Iterator[Fault]:
    """Codes given twice, lists that do not exist, computed fields without a computation, kinds nobody has declared."""
    lists = {c.name for c in edition.code_lists} | {c.code for c in edition.catalogues}
    names, at = names_of(edition), f"tasks.{task.code}"
    blocks: tuple[Indicator | Matrix | Table, ...] = (*task.indicators, *task.matrices, *task.tables)
    for spec in blocks:
        if spec.code in seen:
            yield f"{at}.{spec.code}", f"Mã “{spec.code}” đã dùng ở trên. Đề nghị đặt mã khác."
        seen.add(spec.code)
    grids: tuple[Matrix | Table, ...] = (*task.matrices, *task.tables)
    codes = [(at, task.code, _FIELD), *((f"{at}.{b.code}", b.code, _FIELD) for b in blocks)]
    codes += [(f"{at}.{g.code}.columns.{c.key}", c.key, _PART) for g in grids for c in g.columns]
    codes += [(f"{at}.{m.code}.rows.{r.code}", r.code, _PART) for m in task.matrices for r in m.rows]
    for path, code, allowed in codes:
        if not allowed.fullmatch(code):
            marks = "dấu chấm, gạch nối, gạch dưới" if allowed is _FIELD else "gạch dưới"
            yield path, f"Mã “{code}” có ký tự không dùng được. Đề nghị chỉ dùng chữ không dấu, số, {marks}."
    fields: list[tuple[str, Indicator | Column]] = [(f"{at}.indicators.{i.code}", i) for i in task.indicators]
    fields += [(f"{at}.{b.code}.columns.{c.key}", c) for b in grids for c in b.columns]
    for path, field in fields:
        if field.type is FieldType.CHOICE and not field.values and field.codes not in lists:
            yield _without_list(names, path, field, lists)
        if (field.type is FieldType.CALC) != (field.calc is not None):
            said = f"Ô kiểu “{names.value(path, 'type', FieldType.CALC)}” cần có cách tính, ô kiểu khác thì không."
            yield path, f"{said} Đề nghị sửa {names.key(path, 'type')} hoặc {names.key(path, 'calc')}."
    for table in task.tables:
        yield from _columns_named(table, f"{at}.{table.code}")
        if table.role_column and table.role_column not in table.counted:
            whole = f"{at}.{table.code}"
            said = f"Cột vai trò “{table.role_column}” cần có ở {names.key(whole, 'counted')}."
            yield f"{whole}.role_column", f"{said} Đề nghị ghi ở đó các vai trò được tính."
    yield from _named_answers(edition, task)
    yield from _asked_again(edition, task)
    yield from _kinds_named(edition, task)


def _without_list(names: KeyNames, path: str, field: Indicator | Column, lists: Collection[str]) -> Fault:
    """What is told of a choice without answers, or with those of a list that is not there."""
    if field.codes:
        hint = nearest_hint(field.codes, lists, "tên")
        mend = f"ghi tên của một danh sách ở {names.part('[[code_lists]]')}, hoặc ghi thêm danh sách này ở đó"
        return f"{path}.codes", f"Không có danh sách “{field.codes}”{hint}. Đề nghị {mend}."
    said = "Ô chọn cần có danh sách các câu trả lời."
    mend = f"ở {names.key(path, 'values')}, hoặc ghi tên một danh sách dùng chung ở {names.key(path, 'codes')}"
    return f"{path}.values", f"{said} Đề nghị ghi {mend}."


def _columns_named(table: Table, path: str) -> Iterator[Fault]:
    """Columns that a table names besides those whose answers it names."""
    named = {"key": table.key, "count_by": table.count_by}
    named |= {"role_column": (table.role_column,), "first": (table.first,)}
    if (stands := table.standing) is not None:
        named |= {"standing.columns": stands.columns, "standing.moved": (*stands.moved, *stands.moved.values())}
    known = {c.key for c in table.columns}
    for key, columns in named.items():
        for column in filter(None, columns):
            if column not in known:
                hint = nearest_hint(column, known)
                yield f"{path}.{key}", f"Cột “{column}” không có trong bảng{hint}. Đề nghị sửa mã cột."


def _named_answers(edition: Edition, task: Task) -> Iterator[Fault]:
    at = f"tasks.{task.code}"
    for indicator in task.indicators:
        for key, answers in (("outside", indicator.outside), ("proposed", indicator.proposed.values())):
            choices = edition.choices(indicator)
            if (strange := {*answers} - {*choices}) and (choices or indicator.type is not FieldType.CHOICE):
                said = f"Câu trả lời “{min(strange)}” không có trong danh sách của ô. Đề nghị ghi như trong danh sách."
                yield f"{at}.indicators.{indicator.code}.{key}", said


def _asked_again(edition: Edition, task: Task) -> Iterator[Fault]:
    """Codes of earlier issues, and periods that do not exist."""
    at = f"tasks.{task.code}"
    demanding: list[tuple[str, Indicator | MatrixRow | Table]] = [(i.code, i) for i in task.indicators]
    demanding += [(t.code, t) for t in task.tables]
    demanding += [(f"{m.code}.{r.code}", r) for m in task.matrices for r in m.rows]
    columns = (f"{t.code}.{c.key}" for t in task.tables for c in t.columns)
    for name in (*(name for name, _ in demanding), *columns):
        if name in edition.retired:
            yield f"{at}.{name}", f"Mã “{name}” đã dùng ở lần phát hành trước. Đề nghị đặt mã khác."
    for name, one in demanding:
        yield from _among(one.optional_in, edition.periods, f"{at}.{name}.optional_in", "kỳ báo cáo")


def _kinds_named(edition: Edition, task: Task) -> Iterator[Fault]:
    at = f"tasks.{task.code}"
    named: list[tuple[str, Iterable[str]]] = [(f"{at}.{s.code}.required", s.required) for s in task.indicators]
    named += [(f"{at}.{s.code}.proposed", s.proposed) for s in task.indicators]
    named += [(f"{at}.{t.code}.required", t.required) for t in task.tables]
    for matrix in task.matrices:
        named += [(f"{at}.{matrix.code}.{r.code}.required", r.required) for r in matrix.rows]
        named += [(f"{at}.{matrix.code}.levels", matrix.levels)]
    grids: tuple[Matrix | Table, ...] = (*task.matrices, *task.tables)
    named += [(f"{at}.{g.code}.columns.{c.key}.kinds", c.kinds) for g in grids for c in g.columns]
    named += [(f"{c.path}.kinds", c.kinds) for c in task.constraints]
    for path, kinds in named:
        yield from _among(kinds, edition.kind_of, path, "loại đơn vị")


def _whole(edition: Edition) -> Iterator[Fault]:
    explained_at = edition.withholding.explained_at
    if explained_at and explained_at not in edition.indicators:
        yield "withholding.explained_at", f"Biểu mẫu không có “{explained_at}”. Đề nghị ghi mã của một chỉ tiêu."
    if edition.modes and not edition.election_mode:
        mode = names_of(edition).key("", "election_mode")
        said = f"Có ô chỉ mở khi {mode} là “{edition.modes[0]}”, nhưng ở đó chưa ghi gì."
        yield "election_mode", f"{said} Đề nghị ghi thêm."
    targets, proposals = edition.targets, edition.proposals
    if targets is not None:
        wrong = list(_columns(edition, "targets", targets.table, targets.columns))
        yield from wrong
        if not wrong and targets.unknown not in edition.choices(edition.tables[targets.table].column(targets.verdict)):
            said = f"“{targets.unknown}” không có trong danh sách của cột {targets.verdict}."
            yield "targets.unknown", f"{said} Đề nghị ghi như trong danh sách."
    if proposals is not None:
        yield from _columns(edition, "proposals", proposals.table, proposals.columns)


def _columns(edition: Edition, key: str, code: str, named: Mapping[str, str]) -> Iterator[Fault]:
    """Whether a table that has a use of its own is there with its columns."""
    table = edition.tables.get(code)
    if table is None:
        hint = nearest_hint(code, edition.tables)
        yield f"{key}.table", f"Biểu mẫu không có bảng “{code}”{hint}. Đề nghị ghi mã của một bảng."
        return
    keys = {c.key for c in table.columns}
    for what, column in named.items():
        if column not in keys:
            hint = nearest_hint(column, keys)
            yield f"{key}.{what}", f"Cột “{column}” không có trong bảng {code}{hint}. Đề nghị sửa mã cột."


def _among(named: Iterable[str], known: Collection[str], path: str, what: str) -> Iterator[Fault]:
    for name in named:
        if name not in known:
            hint = nearest_hint(name, known)
            yield path, f"Không có {what} “{name}”{hint}. Đề nghị ghi một trong: {', '.join(known)}."


def _twice(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)
