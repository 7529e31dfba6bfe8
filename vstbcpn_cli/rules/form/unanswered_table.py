"""VS302: a table that must be answered holds neither a row nor “Không có” (R32)."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import Requirement, Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, answers
from vstbcpn_cli.model.submission import Key
from vstbcpn_cli.rules.base import Fault, FormRule, Scope


def check(scope: Scope) -> Iterator[Fault]:
    """A table missing from the file is a matter of structure; a task declared nil answers its tables too."""
    for code, table in scope.edition.tables.items():
        answer = scope.submission.tables.get(code)
        if answer is None or answer.anchor is None or not answer.untouched or Key(code) in scope.blocked:
            continue
        if any(not line.settled for line in answer.carried):
            continue  # its lines of the last period are asked about one by one
        nil = scope.edition.task_of[code].code in scope.submission.nil_tasks
        if scope.applies.table(table) is Requirement.ANSWERED and not nil:
            yield Fault(
                scope.place(code),
                f"Bảng “{table.label}” chưa được trả lời.",
                "Đề nghị điền các dòng phát sinh; không phát sinh thì ghi “Không có” vào ô đầu tiên của bảng.",
            )


def live(form: LiveForm) -> Iterator[LiveCheck]:
    for code, table in form.applies.edition.tables.items():
        if form.applies.table(table) is Requirement.ANSWERED:
            asked = form.unsettled(code, whole=True)
            done = answers(form, code)
            yield LiveCheck(
                at=code,
                text=f"Bảng “{table.label}” đã được trả lời",
                ready=(f"({done})+(SUMPRODUCT({asked})>0)>0" if asked else done,),
                broken="FALSE",
                needed=True,
                met_at_issue=bool(asked),
            )


RULE = FormRule(
    code="VS302",
    name="unanswered-table",
    severity=Severity.ERROR,
    catalogue=("R32",),
    title="Bảng chưa được trả lời",
    why="Bảng để trống không cho biết là không phát sinh hay chưa điền.",
    example="Bảng lớp tập huấn không có dòng nào và không ghi “Không có”.",
    fix="Điền các dòng phát sinh, hoặc ghi “Không có” vào ô đầu tiên của bảng.",
    thing="bảng",
    check=check,
    live=live,
)
