"""What the types of an edition cannot say: what is named must be there, what is needed must be named once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from vstbcpn_cli.edition.basis import basis_faults
from vstbcpn_cli.edition.model import Column, Edition, FieldType, Indicator, Matrix, MatrixRow, Table, Task, TaskKind
from vstbcpn_cli.edition.references import reference_faults
from vstbcpn_cli.edition.roles import IDENTITY, NEEDED, FieldRole

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
    if lacking := [key for key in printed if key not in edition.words]:
        said = f"Mục [words] còn thiếu {len(lacking)} chữ in trên biểu mẫu."
        yield f"words.{min(lacking)}", f"{said} Đề nghị chép mục này từ bộ biểu mẫu kèm theo phần mềm rồi sửa lời."
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
    if not _NAME.fullmatch(edition.edition):
        yield "edition", "Tên bộ biểu mẫu chỉ gồm chữ, số, dấu chấm và dấu gạch nối. Đề nghị đặt tên như năm báo cáo."
    if not edition.kinds:
        yield "kinds", "Chưa có loại đơn vị nào. Đề nghị ghi mỗi loại một mục [[kinds]]."
    if not edition.periods:
        yield "periods", "Chưa có kỳ báo cáo nào. Đề nghị ghi mỗi kỳ một mục [periods.…]."
    yield from (
        (f"kinds.{code}", f"Loại đơn vị “{code}” đã ghi ở trên. Đề nghị giữ lại một mục.")
        for code in _twice(k.code for k in edition.kinds)
    )
    for code in edition.periods:
        if not _CODE.fullmatch(code):
            said = "Mã kỳ báo cáo chỉ gồm chữ thường không dấu, số và dấu gạch nối. Đề nghị đặt mã khác."
            yield f"periods.{code}", said
    for code in [p.code for p in edition.periods.values() if p.annual][1:]:
        yield f"periods.{code}.annual", "Đã có một kỳ cả năm ở trên. Đề nghị chỉ ghi annual ở một kỳ."
    yield from _windows(edition)


def _windows(edition: Edition) -> Iterator[Fault]:
    """Each way to count is there for every period once, and that of the periods themselves is one of them."""
    at = [(w.code, w.period) for w in edition.windows]
    for window in edition.windows:
        path = f"windows.{window.code}"
        yield from _among([window.period], edition.periods, f"{path}.period", "kỳ báo cáo")
        if not window.from_date <= window.until_date <= window.due:
            said = "Ngày đầu, ngày chốt số liệu, hạn gửi chưa theo thứ tự. Đề nghị sửa các ngày này."
            yield f"{path}.until_date", said
        if at.count((window.code, window.period)) > 1:
            yield path, f"Cách tính này đã ghi cho kỳ “{window.period}”. Đề nghị giữ lại một mục."
    for code, lacking in ((c, p) for c in dict.fromkeys(c for c, _ in at) for p in edition.periods if (c, p) not in at):
        yield f"windows.{code}", f"Cách tính này chưa có ngày của kỳ “{lacking}”. Đề nghị ghi thêm một mục [[windows]]."
    for period in edition.periods.values() if edition.windows else ():
        if not any(period.is_within(w) for w in edition.windows):
            said = "Các ngày của kỳ chưa là một cách tính ở [[windows]]. Đề nghị ghi thêm cách tính này hoặc sửa ngày."
            yield f"periods.{period.code}.until_date", said


def _sheets(edition: Edition) -> Iterator[Fault]:
    headers = [t for t in edition.tasks if t.kind is TaskKind.HEADER]
    if not headers:
        said = 'Chưa có trang tính nào về đơn vị và kỳ báo cáo. Đề nghị ghi kind = "header" ở trang tính đó.'
        yield "tasks", said
    for task in headers[1:]:
        yield f"tasks.{task.code}.kind", f"Trang “{headers[0].sheet}” đã là header. Đề nghị chỉ ghi ở một trang tính."
    names = [(f"tasks.{t.code}.sheet", t.sheet) for t in edition.tasks]
    names += [(f"words.{key}", edition.words[key]) for key in _OWN_SHEETS if key in edition.words]
    twice = frozenset(_twice(name.casefold() for _, name in names))
    for path, name in names:
        if not name.strip() or len(name) > _LONGEST_SHEET or _NOT_IN_SHEETS & {*name}:
            said = f"Tên trang tính có 1 đến {_LONGEST_SHEET} ký tự và không có các dấu [ ] : * ? / \\ ' !"
            yield path, f"{said}. Đề nghị đặt tên khác."
        if name.casefold() in twice:
            yield path, f"Có hai trang tính tên “{name}”. Đề nghị đặt tên khác cho một trang."
    for key, word in _FIXED.items():
        if edition.words.get(key, word) != word:
            yield f"words.{key}", f"Phần mềm đọc và nhắc bằng chữ “{word}”. Đề nghị giữ nguyên chữ này."


def _roles(edition: Edition) -> Iterator[Fault]:
    header, found = edition.header, dict[FieldRole, str]()
    for task in edition.tasks:
        for spec in task.indicators:
            at = f"tasks.{task.code}.indicators.{spec.code}"
            if task is not header and (spec.role or spec.private):
                key = "role" if spec.role else "private"
                yield f"{at}.{key}", f"Khóa này chỉ dùng ở trang “{header.sheet}”. Đề nghị bỏ khóa này."
            if spec.prefilled is not (spec.role in IDENTITY):
                said = f"Chỉ ô có role là {_listed(IDENTITY)} được ghi sẵn. Đề nghị sửa prefilled hoặc role."
                yield f"{at}.prefilled", said
            if spec.role is not None:
                yield from _role(spec, f"{at}.role", found)
    for role in NEEDED:
        if role not in found:
            said = f'Chưa có ô nào có role = "{role}". Đề nghị ghi role này ở một ô của trang “{header.sheet}”.'
            yield f"tasks.{header.code}", said
    kinds, periods = [k.code for k in edition.kinds], [p.form_code for p in edition.periods.values()]
    for role, codes in ((FieldRole.UNIT_KIND, kinds), (FieldRole.PERIOD, periods)):
        if (spec := edition.indicators[found[role]]).type is FieldType.CHOICE:
            for code in sorted(set(codes) - {*edition.choices(spec)}):
                said = f"Danh sách của ô chưa có “{code}”. Đề nghị thêm vào values."
                yield f"tasks.{header.code}.indicators.{spec.code}.values", said


def _role(spec: Indicator, path: str, found: dict[FieldRole, str]) -> Iterator[Fault]:
    assert spec.role is not None
    if spec.role in found and spec.role is not FieldRole.CONTACT:
        yield path, f'role = "{spec.role}" đã ghi ở “{found[spec.role]}”. Đề nghị chỉ ghi ở một ô.'
    if spec.role is FieldRole.CONTACT and not spec.private:
        yield path, "Ô về người liên hệ không được công bố. Đề nghị ghi thêm private = true."
    if (kind := _TYPES.get(spec.role, spec.type)) is not spec.type:
        yield path, f'Ô có role này cần có type = "{kind}". Đề nghị sửa type hoặc role.'
    found.setdefault(spec.role, spec.code)


def _task(edition: Edition, task: Task, seen: set[str]) -> Iterator[Fault]:
    """Codes given twice, lists that do not exist, computed fields without a computation, kinds nobody has declared."""
    lists = {c.name for c in edition.code_lists} | {c.code for c in edition.catalogues}
    at = f"tasks.{task.code}"
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
            yield (
                f"{path}.values",
                "Ô chọn cần có danh sách. Đề nghị ghi values, hoặc codes theo một danh mục trong tệp.",
            )
        if (field.type is FieldType.CALC) != (field.calc is not None):
            yield path, "Ô tự tính cần có calc, ô khác thì không. Đề nghị sửa type hoặc calc."
    for table in task.tables:
        named = {*table.key, *table.count_by, *table.counted, *filter(None, [table.role_column, table.first])}
        if (stands := table.standing) is not None:
            named |= {*stands.sources, *stands.sources.values(), *stands.where}
        unknown = named - {c.key for c in table.columns}
        if unknown:
            yield f"{at}.{table.code}", f"Cột “{min(unknown)}” không có trong bảng. Đề nghị sửa tên cột."
        if table.role_column and table.role_column not in table.counted:
            said = "Cột vai trò cần có ở counted. Đề nghị ghi ở counted các vai trò được tính."
            yield f"{at}.{table.code}.role_column", said
    yield from _named_answers(edition, task)
    yield from _asked_again(edition, task)
    yield from _kinds_named(edition, task)


def _named_answers(edition: Edition, task: Task) -> Iterator[Fault]:
    at = f"tasks.{task.code}"
    for indicator in task.indicators:
        for key, answers in (("outside", indicator.outside), ("proposed", indicator.proposed.values())):
            if strange := {*answers} - {*edition.choices(indicator)}:
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
        said = f"Có ô chỉ mở khi election_mode là “{edition.modes[0]}” nhưng tệp chưa ghi khóa này. Đề nghị ghi thêm."
        yield "election_mode", said
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
        yield f"{key}.table", f"Biểu mẫu không có bảng “{code}”. Đề nghị ghi mã của một bảng."
        return
    keys = {c.key for c in table.columns}
    for what, column in named.items():
        if column not in keys:
            yield f"{key}.{what}", f"Cột “{column}” không có trong bảng {code}. Đề nghị sửa tên cột."


def _among(named: Iterable[str], known: Collection[str], path: str, what: str) -> Iterator[Fault]:
    for name in named:
        if name not in known:
            yield path, f"Không có {what} “{name}”. Đề nghị ghi một trong: {', '.join(known)}."


def _twice(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)


def _listed(roles: Iterable[FieldRole]) -> str:
    return ", ".join(roles)
