"""VS423: a task declared “Không phát sinh trong kỳ” holds a figure or a table row all the same."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import Severity, Table
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, LiveLine, any_of, count
from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.rules.base import Fault, FormRule, Scope
from vstbcpn_cli.text.numbers import number


def check(scope: Scope) -> Iterator[Fault]:
    for code, declared in scope.submission.nil_tasks.items():
        filled: dict[str, list[Observation]] = {}
        for entry in scope.entries_of[code]:
            found = entry.observation
            if entry.typed and (found.key.row or (found.number or 0) > 0):
                # the cells of a table row are told as one, and none of them counts
                spot = f"{entry.block}/{found.key.row}" if found.key.row else found.key.code
                filled.setdefault(spot, []).append(found)
        if filled:
            yield Fault(
                declared,
                f"Nhiệm vụ đã chọn “Không phát sinh trong kỳ” nhưng có {number(len(filled))} ô hoặc dòng đã điền.",
                "Đề nghị bỏ lựa chọn “Không phát sinh trong kỳ”, hoặc xóa nội dung đã điền.",
                tuple(found for some in filled.values() for found in some),
            )


def live(form: LiveForm) -> Iterator[LiveCheck]:
    edition = form.applies.edition
    for task in edition.tasks:
        figures = [i.code for i in task.indicators if i.type.numeric]
        lines = ((m, r) for m in task.matrices for r in m.rows)
        figures += [m.cell_code(r, c) for m, r in lines for c in m.columns if c.type.numeric]
        cells = ",".join(filter(None, map(form.cell, figures)))
        found = [f"MAX({cells})>0"] if cells else []
        found += [_live_rows(table, rows) for table in task.tables if (rows := form.rows(table.code)) is not None]
        if task.numbered and found:
            yield LiveCheck(
                at=form.nil_code(task.code),
                text=f"Nhiệm vụ chọn “{edition.words['nil.task']}” thì không có số liệu, không có dòng nào trong bảng",
                ready=(form.nil(task.code),),
                broken=any_of(found),
            )


def _live_rows(table: Table, rows: LiveLine) -> str:
    """How many rows hold something; an explanation by itself is nothing."""
    return count((*rows.filled, any_of(rows.answered(c.key) for c in table.columns if not c.fixed)))


RULE = FormRule(
    code="VS423",
    name="nil-but-filled",
    severity=Severity.WARNING,
    title="Đã chọn không phát sinh nhưng có số liệu",
    why="Nhiệm vụ không phát sinh thì các ô số được hiểu là 0, trái với nội dung đã điền.",
    example="Trang tính của một nhiệm vụ chọn “Không phát sinh trong kỳ” nhưng bảng lớp tập huấn có hai dòng.",
    fix="Bỏ lựa chọn này nếu có hoạt động, hoặc xóa nội dung đã điền.",
    by_removal=True,
    check=check,
    live=live,
)
