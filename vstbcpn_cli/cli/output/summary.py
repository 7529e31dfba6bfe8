"""The last lines of a validation: how the units stand, by group, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from vstbcpn_cli.cli.console import argument, out
from vstbcpn_cli.cli.output.waiting_feedback import asked_again
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.coverage import Coverage, Tally, Timeliness, UnitCoverage, UnitStanding
from vstbcpn_cli.model.findings import SEVERITIES
from vstbcpn_cli.text.casing import upper_first
from vstbcpn_cli.text.dates import short_date, until
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.intake.intake import Intake, is_ours_to_open

_HEADS: Mapping[str, Callable[[Tally], int]] = {
    "Đơn vị": lambda t: t.units,
    "Đã nhận": lambda t: t.accepted,
    "Chỉnh lý": lambda t: t.to_correct,
    "Chưa dùng được": lambda t: t.unusable,
    "Chưa gửi": lambda t: t.missing,
    "Không phát sinh": lambda t: t.nil,
    "Loại trừ": lambda t: t.excluded,
    "Đúng hạn": lambda t: t.on_time,
    "Chậm": lambda t: t.late,
}
"""Every column that a table of counts may have."""
_BRIEF = ("Đơn vị", "Đã nhận", "Chỉnh lý", "Chưa dùng được", "Chưa gửi", "Không phát sinh", "Loại trừ", "Chậm")
_RARE = ("Không phát sinh", "Loại trừ")
"""What is named one by one below the table; the column is there only where it counts something."""
_LABEL = 20
_MOST_NAMES, _MOST_FILES = 20, 3


def print_summary(intake: Intake, *, season: bool) -> None:
    """Counts of files, findings and units.

    A `season` is a whole folder; of single files the units that are not among them say nothing.
    """
    coverage, judged = intake.coverage, intake.judged
    totals = {s: sum(f.severity is s for j in judged for f in j.current) for s in SEVERITIES}
    out(f"TỔNG KẾT · {coverage.period.name} · {deadline(intake, from_today=season)}", bold=True, indent=2)
    if season:
        print_groups(coverage)
    out(
        f"Tổng cộng {number(len(judged))} tệp: {number(totals[Severity.ERROR])} lỗi, "
        f"{number(totals[Severity.WARNING])} cảnh báo, {number(totals[Severity.NOTICE])} lưu ý.",
        indent=2,
    )
    if season:
        out(in_a_sentence(coverage), indent=2)
        for one in coverage.units:
            for line in recorded(one):
                out(f"{one.unit.name}: {line}.", indent=2)


def in_a_sentence(coverage: Coverage) -> str:
    """How many units have sent, late or not, and how many have not."""
    all_ = coverage.tally()
    by_file = sum(not u.day_from_log for u in coverage.late)
    source = f" ({number(by_file)} đơn vị theo ngày của tệp)" if 0 < by_file < all_.late else " (theo ngày của tệp)"
    counted = (
        (all_.late, "{} đơn vị gửi chậm" + (source if by_file else "")),
        (all_.unusable, "{} đơn vị gửi tệp chưa dùng được"),
        (all_.nil, "{} đơn vị xác nhận không phát sinh"),
        (all_.excluded, "{} đơn vị được loại trừ"),
        (all_.missing, "còn {} đơn vị chưa gửi"),
    )
    told = [
        f"Đã có số liệu của {number(all_.sent)}/{number(all_.units)} đơn vị",
        *(words.format(number(n)) for n, words in counted if n),
    ]
    return f"{'; '.join(told)}."


def recorded(one: UnitCoverage) -> Iterator[str]:
    """What the log says of a unit without figures, and of the files of a unit that are left out."""
    said = one.recorded
    if said is not None and said.day is not None and one.timeliness is Timeliness.NIL:
        more = f"; {said.words}" if said.words else ""
        yield f"xác nhận không phát sinh ({said.by} ghi nhận ngày {short_date(said.day)}{more})"
    elif said is not None:
        yield f"loại trừ, lý do: {said.words}"
    for judged in one.excluded_files:
        if judged.excluded is not None and judged.excluded != said:
            yield f"loại trừ tệp “{judged.outcome.file.path}”, lý do: {judged.excluded.words}"


def print_groups(coverage: Coverage, columns: Sequence[str] = _BRIEF) -> None:
    """How many units of each group stand how, a line each, and all of them."""
    all_ = coverage.tally()
    heads = [head for head in columns if head not in _RARE or _HEADS[head](all_)]
    out(f"  {'':{_LABEL}}" + "".join(f"  {head}" for head in heads))
    for kind in coverage.kinds:
        out(_line(upper_first(coverage.edition.kind_of[kind].name), coverage.tally(kind), heads))
    out(_line("Cộng", all_, heads), bold=True)
    out()


def print_steps(
    intake: Intake, given: Sequence[str], form: Sequence[str], *, season: bool, own: bool, answered: bool
) -> None:
    """What the officer does next, each step with its command. `given` are the paths and options of this run that the
    next one needs too, `form` those of its options that say which form is in use; `own` means that this is the folder
    of a season, `answered` that the feedback is written.
    """
    named, chosen = ("".join(f" {argument(p)}" for p in some) for some in (given, form))
    steps = list(_steps(intake, named, chosen, season=season, own=own, answered=answered))
    if steps:
        out()
        out("Việc tiếp theo:")
    for step in steps:
        out(f"  - {step}", indent=4)


def _steps(intake: Intake, paths: str, form: str, *, season: bool, own: bool, answered: bool) -> Iterator[str]:
    coverage, judged = intake.coverage, intake.judged
    all_ = coverage.tally()
    worst = [f.code for j in judged for f in j.current if f.severity is Severity.ERROR]
    page = f"xem và in theo từng đơn vị: vstbcpn validate{paths} --report tong-quan.html"
    back = asked_again(intake)
    if back and answered:
        yield f"Chờ {number(back)} đơn vị gửi lại theo phản hồi đã lập; {page}"
    elif all_.to_correct:
        yield f"Đề nghị {number(all_.to_correct)} đơn vị chỉnh lý; {page}"
        yield f"Lập tệp đánh dấu và phiếu phản hồi gửi từng đơn vị: vstbcpn validate{paths} --feedback"
    if intake.not_opened:
        yield f"Mở quyền đọc cho {number(intake.not_opened)} tệp không mở được trên máy này rồi chạy lại."
    if intake.program_faults:
        yield f"Báo người phụ trách phần mềm về {number(intake.program_faults)} tệp mà phần mềm chưa đọc được."
    if intake.newer:
        yield f"Cài bản mới của phần mềm để đọc {number(intake.newer)} tệp dùng biểu mẫu mới hơn phần mềm."
    if files := intake.on_earlier_forms:
        named = " ".join(argument(path.as_posix()) for path in files) if own and len(files) <= _MOST_FILES else "TỆP…"
        what = f"Chép sẵn nội dung của {number(len(files))} tệp điền theo biểu mẫu cũ sang biểu mẫu đang dùng"
        yield f"{what}: vstbcpn edition carry {named}{form}"
    waited_for = [u for u in coverage.units if answered and coverage.standing(u) is UnitStanding.UNUSABLE]
    told = {id(j) for u in waited_for for j in coverage.unusable(u)}
    unusable = [j for j in coverage.unplaced if not (j.status.set_aside or id(j) in told or is_ours_to_open(j))]
    if unusable:
        yield f"Đề nghị gửi lại {number(len(unusable))} tệp chưa dùng được."
    if all_.missing and season:
        how = f". Lập công văn, thư và tin nhắn: vstbcpn remind{paths}" if own else "."
        yield f"Đôn đốc {number(all_.missing)} đơn vị chưa gửi: {_names(coverage)}{how}"
    if worst:
        yield f"Xem giải thích một quy tắc: vstbcpn rule {worst[0]}"
    rest = (
        ""
        if all_.accepted + all_.nil == all_.units
        else " (nội dung ở ô còn lỗi chưa được tổng hợp, phần còn thiếu được ghi rõ)"
    )
    if all_.sent and season:
        output = "" if own else " -o 3-ket-qua"
        yield f"Lập báo cáo của {coverage.edition.office.level}: vstbcpn consolidate{paths}{output}{rest}"


def _names(coverage: Coverage) -> str:
    names = [u.unit.name for u in coverage.units if coverage.standing(u) is UnitStanding.MISSING]
    return first_of(names, _MOST_NAMES, "đơn vị", between="; ")


def _line(label: str, tally: Tally, heads: Sequence[str]) -> str:
    return f"  {label:{_LABEL}}" + "".join(f"  {number(_HEADS[head](tally)):>{len(head)}}" for head in heads)


def deadline(intake: Intake, *, from_today: bool = True) -> str:
    """Until which day files were received, until when units were to send, and how many days that leaves them: from
    today, or from that day."""
    period, day = intake.setting.period, intake.day
    today = intake.reply_day if from_today else day
    left = period.days_left(today)
    last = f"hạn gửi {until(period.due, inclusive=period.due_inclusive)}"
    state = (
        f"còn {number(left)} ngày"
        if left > 0
        else "đúng ngày cuối"
        if left == 0
        else f"đã quá hạn {number(-left)} ngày"
    )
    reply = f"; đề nghị đơn vị gửi lại {intake.reply}" if intake.reply_by else ""
    seen = f"; hôm nay {short_date(today)}" if today != day else ""
    return f"tính đến {short_date(day)}, {last}{seen}, {state}{reply}"
