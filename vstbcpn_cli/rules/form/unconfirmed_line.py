"""VS358: a table shows a line of the last period, and the unit has not said whether it still stands."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.calculation import table_of
from vstbcpn_cli.model.findings import Place
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.model.submission import CarriedLine, Key
from vstbcpn_cli.rules.base import Fault, FormRule, Scope
from vstbcpn_cli.text.state_words import CONFIRM_HEAD, GONE, KEPT

_UNCONFIRMED = (
    "Dòng của kỳ trước chưa được xác nhận còn hay không còn.",
    (
        f"Đề nghị chọn “{KEPT}” hoặc “{GONE}” ở cột “{CONFIRM_HEAD}”; chọn “{KEPT}” thì dòng được điền như kỳ trước, "
        "nội dung nào đã đổi thì ghi lại vào ô đó."
    ),
)
# The formulas that fill a row in are gone with its content: to choose “Còn” again brings nothing back.
_EMPTIED = (
    f"Dòng của kỳ trước được chọn “{KEPT}” nhưng các ô của dòng để trống.",
    f"Đề nghị ghi lại nội dung của dòng; nếu không còn thì chọn “{GONE}” ở cột “{CONFIRM_HEAD}”.",
)


def check(scope: Scope) -> Iterator[Fault]:
    """What the table adds up to is not known before each line is confirmed. What was confirmed is told as well: the
    inspector sees which rows the unit has taken from its last report, and which it says are there no more."""
    for code, answer in scope.submission.tables.items():
        computed = (i for i in scope.edition.indicators.values() if i.calc and table_of(scope.edition, i.calc) == code)
        related = [Place(None, Key(i.code)) for i in computed]
        for line in answer.carried:
            if line.settled:
                yield Fault(Place(line.cell), _told(line), _NOTHING, severity=Severity.NOTICE, value=line.answer)
            else:
                fact, advice = _EMPTIED if line.kept else _UNCONFIRMED
                yield Fault(Place(line.cell, Key(code)), fact, advice, tuple(related), value=line.answer)


_NOTHING = "Đơn vị không cần làm gì thêm nếu nội dung đã đúng."


def _told(line: CarriedLine) -> str:
    if line.gone:
        return "Dòng của kỳ trước được đơn vị xác nhận không còn: không được tính."
    return "Dòng lấy từ báo cáo kỳ trước, đơn vị xác nhận còn: được đọc theo các ô của dòng trong tệp này."


def live(form: LiveForm) -> Iterator[LiveCheck]:
    for code, table in form.applies.edition.tables.items():
        if unsettled := form.unsettled(code):
            yield LiveCheck(
                at=form.confirm_code(code),
                text=f"Các dòng của kỳ trước ở bảng “{table.label}” đã được xác nhận “{KEPT}” hoặc “{GONE}”",
                ready=(f"{unsettled}=0",),
                broken="FALSE",
                table=code,
                needed=True,
            )


RULE = FormRule(
    code="VS358",
    name="unconfirmed-line",
    severity=Severity.ERROR,
    title="Dòng của kỳ trước chưa được xác nhận",
    why="Dòng của kỳ trước chỉ được tính vào kỳ này khi đơn vị xác nhận là còn.",
    example=f"Câu lạc bộ kỳ trước hiện ở cột “Kỳ trước” nhưng cột “{CONFIRM_HEAD}” để trống.",
    fix=f"Chọn “{KEPT}” hoặc “{GONE}” ở cột “{CONFIRM_HEAD}” của từng dòng.",
    thing="dòng",
    check=check,
    live=live,
)
