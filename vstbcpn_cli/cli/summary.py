"""The last lines of a validation: how the units stand, by group, and what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from vstbcpn_cli.cli.console import out
from vstbcpn_cli.coverage import Coverage, Judged, Standing, Tally
from vstbcpn_cli.findings import SEVERITIES
from vstbcpn_cli.schema.model import ReportingPeriod, Severity

_KINDS = {"SN": "Sở, ban, ngành", "DT": "Mặt trận, đoàn thể", "HU": "Huyện, thành phố", "XA": "Xã, phường"}
_HEADS = ("Đơn vị", "Đã nhận", "Chỉnh lý", "Chưa dùng", "Chưa gửi", "Chậm")
_LABEL = 20
_MOST_NAMES = 20


def print_summary(coverage: Coverage, judged: Sequence[Judged], day: dt.date, *, season: bool) -> None:
    """Counts of files, findings and units. `day` is the day the deadline is seen from.

    A `season` is a whole folder; of single files the units that are not among them say nothing.
    """
    totals = {s: sum(f.severity is s for j in judged for f in j.current) for s in SEVERITIES}
    all_ = coverage.tally()
    out(f"TỔNG KẾT · {coverage.period.name} · {_deadline(coverage.period, day)}", bold=True, indent=2)
    if season:
        _print_groups(coverage, all_)
    out(
        f"Tổng cộng {len(judged)} tệp: {totals[Severity.ERROR]} lỗi, {totals[Severity.WARNING]} cảnh báo, "
        f"{totals[Severity.NOTICE]} lưu ý.",
        indent=2,
    )
    if season:
        out(_coverage(all_), indent=2)


def _coverage(all_: Tally) -> str:
    return (
        f"Đã có số liệu của {all_.sent}/{all_.units} đơn vị; {all_.late} đơn vị gửi chậm; "
        f"{all_.unusable} đơn vị gửi tệp chưa dùng được; còn {all_.missing} đơn vị chưa gửi."
    )


def _print_groups(coverage: Coverage, all_: Tally) -> None:
    out(f"  {'':{_LABEL}}" + "".join(f"  {head}" for head in _HEADS))
    for kind in coverage.kinds:
        out(_line(_KINDS[kind], coverage.tally(kind)))
    out(_line("Cộng", all_), bold=True)
    out()


def print_steps(
    coverage: Coverage, judged: Sequence[Judged], paths: Sequence[str], *, season: bool, answered: bool
) -> None:
    """What the officer does next, each step with its command. `answered` means that the feedback is written."""
    named = "".join(f" {_argument(p)}" for p in paths)
    steps = list(_steps(coverage, judged, named, season=season, answered=answered))
    if steps:
        out()
        out("Việc tiếp theo:")
    for step in steps:
        out(f"  - {step}", indent=4)


def _steps(coverage: Coverage, judged: Sequence[Judged], paths: str, *, season: bool, answered: bool) -> Iterator[str]:
    all_ = coverage.tally()
    worst = [f.code for j in judged for f in j.current if f.severity is Severity.ERROR]
    if all_.to_correct:
        page = f"vstbcpn validate{paths} --report tong-quan.html"
        yield f"Đề nghị {all_.to_correct} đơn vị chỉnh lý; xem và in theo từng đơn vị: {page}"
        if not answered:
            yield f"Lập tệp đánh dấu và phiếu phản hồi gửi từng đơn vị: vstbcpn validate{paths} --feedback phan-hoi"
    if coverage.unplaced:
        yield f"Đề nghị gửi lại {len(coverage.unplaced)} tệp chưa dùng được."
    if all_.missing and season:
        yield f"Đôn đốc {all_.missing} đơn vị chưa gửi: {_names(coverage)}."
    if worst:
        yield f"Xem giải thích một quy tắc: vstbcpn rule {worst[0]}"
    rest = "" if all_.accepted == all_.units else " (số liệu ở ô còn lỗi chưa được cộng, phần còn thiếu được ghi rõ)"
    if all_.sent and season:
        yield f"Lập báo cáo của tỉnh: vstbcpn consolidate{paths} -o 3-ket-qua{rest}"


def _names(coverage: Coverage) -> str:
    names = [u.unit.name for u in coverage.units if coverage.standing(u) is Standing.MISSING]
    more = f"; và {len(names) - _MOST_NAMES} đơn vị khác" if len(names) > _MOST_NAMES else ""
    return "; ".join(names[:_MOST_NAMES]) + more


def _line(label: str, tally: Tally) -> str:
    counts = (tally.units, tally.accepted, tally.to_correct, tally.unusable, tally.missing, tally.late)
    return f"  {label:{_LABEL}}" + "".join(f"  {n:>{len(head)}}" for n, head in zip(counts, _HEADS, strict=True))


def _deadline(period: ReportingPeriod, day: dt.date) -> str:
    left = period.days_left(day)
    last = f"hạn gửi {'chậm nhất' if period.due_inclusive else 'trước'} ngày {period.due:%d/%m/%Y}"
    state = f"còn {left} ngày" if left > 0 else "đúng ngày cuối" if left == 0 else f"đã quá hạn {-left} ngày"
    return f"tính đến {day:%d/%m/%Y}, {last}, {state}"


def _argument(path: str) -> str:
    return f'"{path}"' if " " in path else path
