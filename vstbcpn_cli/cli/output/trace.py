"""The answer to “con số này ở đâu ra” as lines on the terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby

from vstbcpn_cli.model.submission import Value
from vstbcpn_cli.model.totals import Share
from vstbcpn_cli.report.context.coverage_remarks import bracketed
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.lists import either, first_of
from vstbcpn_cli.text.numbers import number, share, share_of
from vstbcpn_cli.text.values import unmistakable, written
from vstbcpn_cli.usecases.tracing.model import (
    CellUse,
    EarlierFigure,
    Method,
    Source,
    Traced,
    TracedCells,
    TraceLine,
    TraceStanding,
)

_HOW = {
    Method.SUM: "cộng số liệu của {n} đơn vị",
    Method.COUNT_YES: "đếm số đơn vị trả lời “Có” trong {n} đơn vị đã trả lời",
    Method.COUNT_BY_ANSWER: "đếm số đơn vị theo từng câu trả lời",
    Method.SHARE: "lấy tổng chia cho tổng của {n} đơn vị có cả hai số; không lấy trung bình các tỷ lệ",
    Method.LEAD: "lấy số liệu của đơn vị đầu mối; số của đơn vị khác chỉ để đối chiếu",
    Method.LEVELS: "cộng riêng từng cấp, không cộng các cấp với nhau",
    Method.ROWS: "đếm các dòng được tính",
    Method.SUM_OF_ROWS: "cộng các dòng được tính",
    Method.QUOTED: "nêu nguyên văn của {n} đơn vị, không cộng",
    Method.PER_UNIT: "không cộng chung, chỉ xem theo từng đơn vị",
    Method.TARGET: "lấy số liệu của đơn vị đầu mối",
    Method.COVERAGE: "đếm số đơn vị có báo cáo dùng được",
    Method.GROUP: "gồm các số dưới đây; tra từng số bằng mã của số đó",
}
_NIL = "Xác nhận không phát sinh"
_HEADS = {
    TraceStanding.COUNTED: "Được tính",
    TraceStanding.SHOWN: "Chỉ xem, không cộng",
    TraceStanding.WITHHELD: "Chưa tính vì còn lỗi hoặc chưa có tổng số",
    TraceStanding.NO_DATA: "Đơn vị chưa có số liệu",
    TraceStanding.NIL: f"{_NIL}, tính là 0",
    TraceStanding.EXCLUDED: "Loại trừ theo sổ theo dõi",
    TraceStanding.MISSING: "Chưa có báo cáo dùng được",
    TraceStanding.NOT_APPLICABLE: "Không thuộc diện báo cáo số này",
}
_LACKING = {
    TraceStanding.WITHHELD: "đơn vị có số liệu chưa tính",
    TraceStanding.NO_DATA: "đơn vị chưa có số liệu",
    TraceStanding.MISSING: "đơn vị chưa có báo cáo dùng được",
    TraceStanding.EXCLUDED: "đơn vị được loại trừ",
}
_MEASURES = {
    Method.COUNT_YES: "đơn vị",
    Method.COUNT_BY_ANSWER: "đơn vị",
    Method.COVERAGE: "đơn vị",
    Method.QUOTED: "đơn vị có nêu",
}
_LONGEST = 80
_MOST_CELLS = 40


def figure_lines(traced: Traced) -> Iterator[str]:
    """The figure, how it was made, then every unit: counted, withheld, without a figure, missing."""
    yield f"{traced.code} · {traced.label}"
    if traced.method is not Method.GROUP:
        yield f"Toàn {traced.level}: {_value(traced)}"
    if traced.source:
        added = "" if traced.added is None else f" là {written(traced.added)}"
        yield f"Nguồn: {traced.source}; in thay cho số cộng từ các đơn vị{added}."
    yield f"Cách tính{' của số cộng' if traced.source else ''}: {_how(traced)}."
    if traced.share is not None and traced.method is not Method.SHARE:
        yield f"Tỷ lệ: {_share(traced)}"
    if traced.kinds:
        yield f"Theo nhóm đơn vị: {_by_kind(traced)}"
    if traced.kind_shares:
        told = (f"{traced.kind_names[k]} {_quotient(s)}" for k, s in traced.kind_shares)
        yield f"Tỷ lệ theo nhóm đơn vị: {'; '.join(told)}"
    if traced.earlier is not None:
        yield from _before(traced, traced.earlier)
    for name, found in ((n, by) for n, by in traced.by.items() if by):
        yield f"Theo {name}: {'; '.join(f'“{a}” {written(v)}' for a, v in found.items())}"
    lacking = [f"{_units(lines)} {_LACKING[s]}" for s in _LACKING if (lines := traced.of(s))]
    if lacking:
        yield f"Chưa đầy đủ: {'; '.join(lacking)}."
    for standing, head in _HEADS.items():
        of_units = standing is TraceStanding.NIL and traced.method is Method.COVERAGE
        yield from _group(traced, _NIL if of_units else head, traced.of(standing))
    yield from _only_before(traced)
    for member in traced.figures:
        levels = member.method is Method.LEVELS and member.kinds
        yield f"  {member.code} · {member.label}: {_by_kind(member) if levels else _value(member)}"


def _value(traced: Traced) -> str:
    if traced.method is Method.SHARE and traced.share is not None:
        return _ratio(traced)
    if traced.value is None:
        counted = traced.of(TraceStanding.COUNTED) or traced.of(TraceStanding.SHOWN)
        return "không cộng chung" if counted and traced.method is not Method.TARGET else "chưa có số liệu"
    return f"{written(traced.value)} {_MEASURES.get(traced.method, traced.measure)}".strip()


def _by_kind(traced: Traced) -> str:
    return "; ".join(f"{traced.kind_names[k]} {written(v)}" for k, v in traced.kinds)


def _how(traced: Traced) -> str:
    n = number(len(traced.share.units)) if traced.method is Method.SHARE and traced.share else ""
    told = _HOW[traced.method].format(n=n or _units(traced.of(TraceStanding.COUNTED)))
    if traced.inputs:
        told += f"; số của mỗi đơn vị tính từ {', '.join(traced.inputs)}"
    return told + _filter(traced.where)


def _filter(where: Mapping[str, tuple[str, ...]]) -> str:
    """“, chỉ các dòng có Vai trò “Chủ trì””."""
    parts = [f"{name} {either(answers)}" for name, answers in where.items()]
    return f", chỉ các dòng có {' và '.join(parts)}" if parts else ""


def _ratio(traced: Traced) -> str:
    assert traced.share is not None
    return _quotient(traced.share)


def _quotient(share: Share) -> str:
    return f"{number(share.part)}/{number(share.whole)} = {share_of(share.part, share.whole)}"


def _before(traced: Traced, earlier: EarlierFigure) -> Iterator[str]:
    """The earlier figure and the change, in the words of the report."""
    name = f"{earlier.edition}-{earlier.period.rpartition('-')[2]}"
    if not earlier.same:
        yield f"Không so sánh: tệp {earlier.file} là số liệu {name}, không phải của cùng kỳ một năm trước đó."
        return
    said = "chưa có số liệu" if earlier.value is None else _figure(traced, earlier.value)
    if earlier.answered and earlier.value is not None:
        said = f"{written(earlier.value)}/{_figure(traced, earlier.answered)}"
    if earlier.value is None and earlier.lacking:
        said = f"không in số chung vì thiếu {number(earlier.lacking)} đơn vị"
    yield f"Cùng kỳ ({name}, tệp {earlier.file}): {said}"
    if earlier.change is not None:
        change = earlier.change
        pair = f"{_figure(traced, change.now)} so với {_figure(traced, change.before)}"
        measure = "" if change.share else traced.measure
        yield f"So sánh: {pair}; {bracketed(change.words(measure))}."


def _figure(traced: Traced, value: Value) -> str:
    if traced.method is Method.SHARE and isinstance(value, int | Decimal):
        return share(Decimal(value))
    return f"{written(value)} {_MEASURES.get(traced.method, traced.measure)}".strip()


def _only_before(traced: Traced) -> Iterator[str]:
    """Units that gave the figure then and are not asked now."""
    given = traced.earlier.given if traced.earlier else {}
    gone = sorted(given.keys() - {line.unit.code for line in traced.lines})
    if gone:
        yield ""
        yield f"Chỉ có ở kỳ trước ({number(len(gone))} đơn vị):"
        yield from (f"  {n}. {code}: {_pair(given[code])}" for n, code in enumerate(gone, 1))


def _pair(values: tuple[Value, ...]) -> str:
    return "/".join(written(v) for v in values)


def _share(traced: Traced) -> str:
    assert traced.share is not None
    base = "số đơn vị đã trả lời" if traced.base == "units" else traced.base
    base = "số đơn vị phải báo cáo" if traced.method is Method.COVERAGE else base
    base = "số dòng có câu trả lời ở cột này" if traced.method is Method.ROWS else base
    if traced.method is Method.COUNT_BY_ANSWER and traced.share.whole < sum(_counts(traced)):
        base += ", không kể đơn vị không thuộc diện"
    return f"{_ratio(traced)} (so với {base})"


def _counts(traced: Traced) -> Iterator[int]:
    """How many units gave each answer."""
    yield from (n for found in traced.by.values() for n in found.values() if isinstance(n, int))


def _units(lines: tuple[TraceLine, ...]) -> str:
    return number(len({line.unit.code for line in lines}))


def _group(traced: Traced, head: str, lines: tuple[TraceLine, ...]) -> Iterator[str]:
    if not lines:
        return
    late = traced.method is Method.COVERAGE
    before = traced.earlier.given if traced.earlier else {}
    yield ""
    rows = f", {number(len(lines))} dòng" if len(lines) > len({line.unit.code for line in lines}) else ""
    yield f"{head} ({_units(lines)} đơn vị{rows}):"
    if not any(line.sources or line.remark or line.value is not None or line.unit.code in before for line in lines):
        yield f"  {'; '.join(line.unit.name for line in lines)}"
        return
    for count, line in enumerate(lines, 1):
        then = f"; cùng kỳ {_pair(before[line.unit.code])}" if line.unit.code in before else ""
        yield f"  {count}. {line.unit.name}{_late(line) if late else _given(line, traced)}{then}"
        yield from (f"      {place}" for place in places(line.sources))
        if line.remark:
            yield f"      {line.remark}"


def _late(line: TraceLine) -> str:
    days = line.value if isinstance(line.value, int) else 0
    return f": chậm {number(days)} ngày" if days else ""


def _given(line: TraceLine, traced: Traced) -> str:
    if line.value is None:
        return ""
    told = f": {line.value if traced.names_year else shortened(written(line.value))}"
    return told if line.whole is None else f"{told}/{written(line.whole)}"


def places(sources: tuple[Source, ...]) -> Iterator[str]:
    """One line per file; a file as a whole is told with the day it was received."""
    for file, group in groupby(sources, key=lambda s: s.file):
        cells = [s for s in group if s.cell]
        if not cells:
            days = [s.understood for s in sources if isinstance(s.understood, dt.date)]
            yield f"{file}" + (f" · nhận ngày {short_date(days[0])}" if days else "")
            continue
        yield f"{file} · {first_of([place(s) for s in cells], _MOST_CELLS, 'ô', between='; ')}"


def place(source: Source) -> str:
    """“NV6!D17 = “1.200 người”, hiểu là 1.200”; what was understood only where it is not what was typed."""
    told = f"{source.sheet}!{source.cell}"
    if not source.typed:
        return told
    understood = written(source.understood)
    if source.decided:
        why = f"; lý do: {source.decided['why']}" if source.decided["why"] else ""
        value = shortened(unmistakable(source.understood))
        said = f"cơ quan thường trực ghi nhận là {value} ({source.decided['by']}{why})"
        return f"{told} = “{shortened(source.typed)}”, {said}"
    if isinstance(source.understood, dt.date) and "/" not in source.typed and "-" not in source.typed:
        return f"{told} = “{understood}”"  # a date typed as a date is stored as a number of days
    plain = {understood, understood.replace(".", ""), understood.replace(",", "."), str(source.understood)}
    meant = f", hiểu là {shortened(understood)}" if understood and source.typed.strip() not in plain else ""
    return f"{told} = “{shortened(source.typed)}”{meant}"


def shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def cell_lines(traced: TracedCells) -> Iterator[str]:
    """Every cell with what was understood and the figures it is part of; at the end the account of the file."""
    yield f"{traced.code} · {traced.label}" if traced.label else traced.code
    for (unit, file), group in groupby(traced.cells, key=lambda c: (c.unit.name, c.source.file)):
        yield ""
        yield f"{unit} · {file}"
        for use in group:
            yield from _use(use)
    if traced.count is not None:
        c = traced.count
        yield ""
        yield (
            f"Tổng cộng {number(c.typed)} ô đơn vị đã ghi: {number(c.in_data)} ô dùng được, "
            f"{number(c.in_findings)} ô nêu trong kết quả kiểm tra, {number(c.ignored)} ô là chữ in sẵn của biểu mẫu."
        )


def _use(use: CellUse) -> Iterator[str]:
    code = f" · {use.source.code} {use.label}" if use.source.code else " · ngoài biểu mẫu"
    yield f"  {place(use.source)}{code}"
    match use.standing:
        case TraceStanding.COUNTED:
            yield f"      tính vào: {', '.join(use.used_in)}"
        case TraceStanding.WITHHELD:
            yield "      chưa tính vì còn lỗi hoặc chưa có tổng số"
        case _:
            yield "      không cộng vào số nào"
    if use.remark:
        yield f"      {use.remark}"
