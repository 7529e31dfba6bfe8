"""Where a season stands, on the terminal: the counts by group, the units with something left to do, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from vstbcpn_cli.cli.console import argument, out
from vstbcpn_cli.cli.output.summary import deadline, in_a_sentence, print_groups, recorded
from vstbcpn_cli.cli.output.waiting_feedback import asked_again, waiting_for_feedback
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.coverage import Coverage, Judged, Timeliness, UnitCoverage, UnitStanding
from vstbcpn_cli.report.contacts import in_form, in_register
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.intake.intake import Intake

_COLUMNS = (
    *("Đơn vị", "Đã nhận", "Chỉnh lý", "Chưa dùng được", "Chưa gửi", "Không phát sinh", "Loại trừ", "Đúng hạn", "Chậm"),
)
_HEADINGS = {
    UnitStanding.MISSING: "Chưa gửi",
    UnitStanding.UNUSABLE: "Đã gửi nhưng tệp chưa dùng được",
    UnitStanding.TO_CORRECT: "Cần chỉnh lý",
}
"""What is left to do, most urgent first."""


def print_status(intake: Intake, given: Sequence[str], feedback: Path) -> None:
    """`given` are the paths of this run, which the next command needs too; `feedback` is where it was written."""
    coverage = intake.coverage
    out(f"TÌNH HÌNH GỬI BÁO CÁO · {coverage.period.name} · {deadline(intake)}", bold=True, indent=2)
    print_groups(coverage, _COLUMNS)
    out(in_a_sentence(coverage), indent=2)
    for standing, heading in _HEADINGS.items():
        _print_units(heading, [u for u in coverage.units if coverage.standing(u) is standing], coverage)
    _print_units("Gửi chậm", [u for u in coverage.late if coverage.standing(u) is UnitStanding.ACCEPTED], coverage)
    said = [f"{one.unit.name}: {line}." for one in coverage.units for line in recorded(one)]
    if said:
        out()
        out("Theo sổ theo dõi:")
    for line in said:
        out(f"  - {line}", indent=4)
    steps = list(_steps(intake, "".join(f" {argument(p)}" for p in given), feedback))
    if steps:
        out()
        out("Việc tiếp theo:")
    for step in steps:
        out(f"  - {step}", indent=4)


def _print_units(heading: str, units: Sequence[UnitCoverage], coverage: Coverage) -> None:
    if not units:
        return
    out()
    out(f"{heading} ({number(len(units))} đơn vị):")
    for one in units:
        contacts = (*in_register(one.unit), *in_form(coverage.edition, one.counted))
        out(f"  - {' · '.join([one.unit.name, *_came(one, coverage), *contacts])}", indent=4)


def _came(one: UnitCoverage, coverage: Coverage) -> Iterator[str]:
    """When what came, and how it stands."""
    if one.counted is not None:
        yield _received(one.counted)
        if errors := one.counted.counts[Severity.ERROR]:
            yield f"{number(errors)} lỗi"
        if one.timeliness is Timeliness.LATE:
            yield f"chậm {number(one.days_late)} ngày"
    else:
        yield from (f"“{judged.outcome.file.path}” {_received(judged)}" for judged in coverage.unusable(one))


def _received(judged: Judged) -> str:
    source = "" if judged.receipt.from_log else " (theo ngày của tệp)"
    return f"nhận {short_date(judged.receipt.day)}{source}"


def _steps(intake: Intake, paths: str, feedback: Path) -> Iterator[str]:
    coverage = intake.coverage
    tally = coverage.tally()
    back = asked_again(intake)
    if waiting := waiting_for_feedback(intake, feedback):
        yield f"Lập phản hồi cho {number(waiting)} đơn vị: vstbcpn validate{paths} --feedback"
    elif back:
        yield f"Chờ {number(back)} đơn vị gửi lại; phản hồi đã lập ở {feedback.as_posix()}."
    if tally.missing or back:
        who = f"{number(tally.missing + back)} đơn vị chưa gửi hoặc chưa gửi lại"
        yield f"Lập công văn đôn đốc, thư và tin nhắn cho {who}: vstbcpn remind{paths}"
    named = {id(j) for one in coverage.units for j in coverage.unusable(one)}
    strays = sum(id(j) not in named and not j.status.set_aside for j in coverage.unplaced)
    if strays:
        yield f"Xem {number(strays)} tệp chưa xác định được đơn vị: vstbcpn validate{paths}"
    by_file = sum(not j.receipt.from_log for j in intake.judged)
    if by_file and intake.setting.period.days_left(intake.day) < 0:
        yield f"Xem lại ngày nhận của {number(by_file)} tệp ở sổ theo dõi; hiện lấy theo ngày của tệp."
    if tally.sent:
        rest = "" if coverage.complete and not tally.to_correct else " (phần còn thiếu được ghi rõ)"
        yield f"Lập báo cáo của {coverage.edition.office.level}: vstbcpn consolidate{paths}{rest}"
