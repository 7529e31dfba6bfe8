"""How many targets of the strategies have a verdict, back to the rows of the units that lead them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Edition, ReportingUnit
from vstbcpn_cli.edition.roles import TargetTable
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.report.context.count_names import TARGETS, says, targets_name
from vstbcpn_cli.report.context.targets import NumberedTarget, Targets, TargetView, lead_row
from vstbcpn_cli.report.unknown_names import nearest
from vstbcpn_cli.usecases.tracing.from_rows import NO_COLUMN
from vstbcpn_cli.usecases.tracing.from_totals import kind_names, sources_of
from vstbcpn_cli.usecases.tracing.model import Behind, Counted, Source


def target_counts(edition: Edition) -> tuple[str, ...]:
    """What may be asked: all targets, and those of each verdict; verdicts are put together with “+”."""
    return (TARGETS, *(targets_name([v]) for v in edition.verdicts)) if edition.targets else ()


def verdicts_meant(edition: Edition, asked: str) -> tuple[str, ...] | None:
    """The verdicts of “chi-tieu:Đạt+Vượt” as the form words them, none of “chi-tieu”; None for what asks no targets.

    Raises `ConfigurationError` for a verdict there is not, with the nearest.
    """
    group, _, answers = asked.partition(":")
    if edition.targets is None or group.strip().casefold() != TARGETS:
        return None
    known = {v.casefold(): v for v in edition.verdicts}
    given = [answer.strip() for answer in answers.split("+") if answer.strip()]
    for answer in given:
        if answer.casefold() not in known:
            near = nearest(answer.casefold(), known)
            hint = f"; đánh giá gần nhất là “{known[near]}”" if near else ""
            listed = "; ".join(f"“{v}”" for v in known.values())
            raise ConfigurationError(
                f"Chỉ tiêu không có đánh giá “{answer}”{hint}. Đề nghị dùng đánh giá có trong biểu mẫu: {listed}."
            )
    return tuple(dict.fromkeys(known[answer.casefold()] for answer in given))


def counted_targets(made: Consolidation, verdicts: Sequence[str]) -> Counted:
    """The targets of which every part has one of the verdicts, each with figure and verdict of its parts and the cells
    of the lead unit; the others of the same catalogues beside them."""
    at = made.edition.targets
    assert at is not None
    order = {u.unit.code: n for n, u in enumerate(made.coverage.units)}
    told = [(t, _behind(made, at, t)) for t in Targets(made).numbered]
    told.sort(key=lambda pair: order[pair[1].unit.code] if pair[1].unit else len(order))
    lines = tuple(behind for target, behind in told if target.has_only(verdicts))
    return Counted(
        code=targets_name(verdicts),
        label=says(targets_name(verdicts)),
        measure="chỉ tiêu",
        value=len(lines),
        whole=len(told),
        kinds=Counter(b.unit.kind for b in lines if b.unit),
        kind_names=kind_names(made.edition),
        lines=lines,
        level=made.edition.office.level,
        others=tuple(behind for target, behind in told if not target.has_only(verdicts)),
    )


def _behind(made: Consolidation, at: TargetTable, target: NumberedTarget) -> Behind:
    """One target beneath the unit that leads its first part."""
    codes = [f"{part.danh_muc}-{part.ma}" for part in target.parts]
    sources: list[Source] = []
    remarks: list[str] = []
    for part, code in zip(target.parts, codes, strict=True):
        sources += _cells(made, at, code)
        remarks.append(_part(part, target.silent))
    return Behind(_lead(made, f"{at.table}.{codes[0]}"), 1, tuple(sources), " ".join(remarks))


def _lead(made: Consolidation, code: str) -> ReportingUnit | None:
    return next((u.unit for u in made.coverage.units if u.unit.leads(code)), None)


def _cells(made: Consolidation, at: TargetTable, code: str) -> Iterator[Source]:
    """What the lead unit wrote of goal, result and verdict, also where it does not count."""
    row = lead_row(at, made.rows(at.table), code)
    if row is None:
        return
    form = next(e.submission for e in made.entries if e.unit.code == row.unit.code)
    for key in (at.goal, at.result, at.verdict):
        if key in row.row.cells:
            yield from sources_of(row.row.cells[key], form, NO_COLUMN)


def _part(view: TargetView, silent: str) -> str:
    """“1.2 “Bộ, UBND …”: thực hiện 26,7%, mục tiêu của tỉnh 80%, đánh giá “Chưa đạt”.”"""
    if not view.co:
        return f"{view.ma} “{view.ten}”: chưa có số liệu dùng được của đơn vị đầu mối, tính là “{silent}”."
    goal = f", mục tiêu của tỉnh {view.muc_tieu_dvt}" if view.muc_tieu else ""
    judged = f"đánh giá “{view.danh_gia}”" if view.danh_gia else f"chưa có đánh giá dùng được, tính là “{silent}”"
    return f"{view.ma} “{view.ten}”: thực hiện {view.thuc_hien_dvt}{goal}, {judged}."
