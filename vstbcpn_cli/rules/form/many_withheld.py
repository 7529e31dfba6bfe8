"""VS440: more than a few required answers are left out with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.applicability import withholdable
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.edition.part_whole import withheld_with
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.model.submission import withheld_answer
from vstbcpn_cli.rules.base import Fault, FormRule, Scope


def check(scope: Scope) -> Iterator[Fault]:
    """Told once, beside the field where the edition lets a unit explain it; what is left out with its whole is not
    counted again."""
    limits, values = scope.edition.withholding, scope.submission.values
    required = list(withholdable(scope.applies))
    found = {code for code in required if code in values and withheld_answer(values[code])}
    with_whole = {part for part, whole in withheld_with(scope.applies).items() if whole in found}
    withheld = sum(code not in with_whole or bool(values[code].reason) for code in found)
    if withheld * 100 > limits.told * len(required):
        yield Fault(
            scope.place(limits.explained_at),
            f"Đơn vị ghi lý do để trống thay cho số liệu ở {withheld} trên {len(required)} ô bắt buộc về hoạt động.",
            "Đề nghị nhập các số liệu đã có; nếu đúng là chưa có thì ghi rõ ở cột “Giải trình” của ô này.",
        )


def live(form: LiveForm) -> Iterator[LiveCheck]:
    at, required = form.applies.edition.withholding.explained_at, list(withholdable(form.applies))
    reasons = [(form.cell(code), form.reason(code)) for code in required]
    withheld = [f'(TRIM({cell})="")*(TRIM({reason})<>"")' for cell, reason in reasons if cell and reason]
    most = form.applies.edition.withholding.told * len(required) // 100
    if at and withheld:
        yield LiveCheck(
            at=at,
            text=f"Không quá {most} ô bắt buộc ghi lý do để trống thay cho số liệu",
            ready=(),
            broken=f"{'+'.join(withheld)}>{most}",
            met_at_issue=True,
        )


RULE = FormRule(
    code="VS440",
    name="many-withheld",
    severity=Severity.WARNING,
    title="Nhiều ô ghi lý do để trống thay cho số liệu",
    why="Lý do để trống chỉ dùng cho vài ô; nhiều ô như vậy thì báo cáo của đơn vị không còn nói lên điều gì.",
    example="“Chưa có số liệu” được chọn ở 5 trên 11 ô bắt buộc.",
    fix="Nhập các số liệu đã có; nếu đúng là chưa có thì ghi rõ ở cột “Giải trình” của ô được nêu.",
    check=check,
    live=live,
)
