"""One figure back to the cells it was made of."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vstbcpn_cli.calculation import round_half_up
from vstbcpn_cli.commands.intake import Progress, setting_for, take_in
from vstbcpn_cli.commands.sources import gather
from vstbcpn_cli.consolidation import Consolidation, Total, consolidate
from vstbcpn_cli.report.vietnamese import number
from vstbcpn_cli.report.vietnamese import share as percentage
from vstbcpn_cli.schema.faults import ConfigurationError
from vstbcpn_cli.schema.model import Edition
from vstbcpn_cli.submission import Observation, Submission


@dataclass(frozen=True, slots=True)
class TracedLine:
    """One unit's part: its value as printed and `file · sheet!cell = “typed”` for each cell behind it."""

    unit: str
    value: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure with all its parts; `without` names the groups of units that are not in it."""

    code: str
    label: str
    value: str
    share: str
    lines: tuple[TracedLine, ...]
    without: tuple[tuple[str, tuple[str, ...]], ...]


def trace(
    code: str,
    paths: list[str],
    edition: str,
    period: str | None,
    units: Path | None,
    progress: Progress,
    *,
    jobs: int | None = None,
) -> Traced | None:
    """None when there is no file. Raises `ConfigurationError` for a code the edition does not have."""
    sources = gather(paths)
    if not sources.files:
        return None
    chosen = setting_for(edition, period, units, sources.files)
    wanted = known_code(chosen.edition, code)
    made = consolidate(take_in(chosen, sources, None, progress, jobs=jobs).coverage)
    total = made.total(wanted)
    return Traced(
        code=wanted,
        label=chosen.edition.label_of(wanted),
        value=_figure(total, made),
        share=_share(made, wanted),
        lines=tuple(_lines(made, total)),
        without=tuple(_without(total)),
    )


def known_code(edition: Edition, code: str) -> str:
    """The code as the edition writes it. Raises `ConfigurationError` with the nearest one."""
    codes = {c.casefold(): c for c in (*edition.indicators, *edition.matrix_cells)}
    if code.casefold() in codes:
        return codes[code.casefold()]
    near = difflib.get_close_matches(code.casefold(), codes, n=1, cutoff=0.5)
    hint = f" Đề nghị dùng mã gần nhất là “{codes[near[0]]}”." if near else ""
    raise ConfigurationError(f"Không có chỉ tiêu mang mã “{code}” trong bộ biểu mẫu {edition.edition}.{hint}")


def _figure(total: Total, made: Consolidation) -> str:
    if total.value is None:
        return "không cộng chung" if total.parts else "chưa có số liệu"
    measure = made.edition.indicators[total.code].measure if total.code in made.edition.indicators else ""
    return f"{number(total.value)} {measure}".strip()


def _share(made: Consolidation, code: str) -> str:
    share = made.share(code)
    return f"{number(share.part)}/{number(share.whole)} = {percentage(share.ratio * 100)}" if share else ""


def _lines(made: Consolidation, total: Total) -> Iterator[TracedLine]:
    files = {e.unit.code: e.submission for e in made.entries}
    for part in total.parts:
        yield TracedLine(
            part.unit.name, _shown(part.observation), tuple(_sources(part.observation, files[part.unit.code]))
        )


def _shown(observation: Observation) -> str:
    figure = observation.number
    return (
        number(round_half_up(figure, 3) if not isinstance(figure, int) else figure)
        if figure is not None
        else observation.text
    )


def _sources(observation: Observation, submission: Submission) -> Iterator[str]:
    if observation.cell is not None and not observation.parts:
        yield f"{submission.file.path} · {observation.cell} = “{observation.raw or observation.text}”"
    for part in observation.parts:
        yield from _sources(part, submission)


def _without(total: Total) -> Iterator[tuple[str, tuple[str, ...]]]:
    groups = (
        ("Chưa tính vì còn lỗi", tuple(dict.fromkeys(f"{w.unit.name} ({w.finding.code})" for w in total.withheld))),
        ("Đơn vị chưa có số liệu", tuple(u.name for u in total.no_data)),
        ("Xác nhận không phát sinh, tính là 0", tuple(u.name for u in total.nil)),
        ("Chưa có báo cáo được tính", tuple(u.name for u in total.missing)),
    )
    yield from ((name, units) for name, units in groups if units)
