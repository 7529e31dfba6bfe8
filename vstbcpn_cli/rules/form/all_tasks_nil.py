"""VS441: every task is declared to have had nothing to report."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.rules.base import Fault, FormRule, Scope


def check(scope: Scope) -> Iterator[Fault]:
    tasks = [t for t in scope.edition.tasks if t.numbered]
    if all(t.code in scope.submission.nil_tasks for t in tasks):
        yield Fault(
            scope.place(scope.edition.withholding.explained_at),
            f"Cả {len(tasks)} nhiệm vụ đều khai không phát sinh trong kỳ.",
            "Đề nghị kiểm tra lại; nếu đúng thì ghi rõ ở cột “Giải trình” của ô này.",
        )


def live(form: LiveForm) -> Iterator[LiveCheck]:
    edition = form.applies.edition
    nil = [form.nil(t.code) for t in edition.tasks if t.numbered]
    if edition.withholding.explained_at:
        yield LiveCheck(
            at=edition.withholding.explained_at,
            text=f"Không phải cả {len(nil)} nhiệm vụ đều khai không phát sinh",
            ready=(),
            broken=f"{'*'.join(f'({n})' for n in nil)}>0",
            met_at_issue=True,
        )


RULE = FormRule(
    code="VS441",
    name="all-tasks-nil",
    severity=Severity.WARNING,
    title="Mọi nhiệm vụ đều khai không phát sinh",
    why="Hiếm có đơn vị không có hoạt động nào trong cả kỳ; khai như vậy có thể do chọn nhầm.",
    example="Mọi trang tính nhiệm vụ đều chọn “Không phát sinh trong kỳ”.",
    fix="Kiểm tra lại; nếu đúng thì ghi rõ ở cột “Giải trình” của ô được nêu.",
    check=check,
    live=live,
)
