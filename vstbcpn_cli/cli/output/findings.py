"""Findings as lines on the terminal, grouped per file, the same fault over many cells said once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import typer

from vstbcpn_cli.cli.console import out
from vstbcpn_cli.cli.output.rules_not_run import rule_names
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.coverage import Judged, without_private
from vstbcpn_cli.model.findings import SEVERITIES, Finding, FindingGroup, further, group_findings
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.numbers import number

_NAMES = {Severity.ERROR: "LỖI", Severity.WARNING: "CẢNH BÁO", Severity.NOTICE: "LƯU Ý"}
_COLOURS = {Severity.ERROR: typer.colors.RED, Severity.WARNING: typer.colors.YELLOW, Severity.NOTICE: typer.colors.CYAN}
_MOST_CELLS = 12


def print_judged(judged: Judged, unit_name: str, private: frozenset[str], *, notices: bool = True) -> None:
    """One file: unit, status, counts, then what is to be done about it, worst first, each in reading order.

    What stands in `private` fields is not shown. A file without findings is one line. Without `notices` only what
    calls for work is printed.
    """
    found = [f for f in without_private(judged, private).current if notices or f.severity is not Severity.NOTICE]
    title = _title(judged, unit_name)
    stopped = rule_names(judged.not_run)
    unknown = f"; chưa kiểm tra xong theo quy tắc {stopped}" if stopped else ""
    if not found:
        if notices:
            out(f"{title}: {judged.status.words}{unknown}", indent=2)
        return
    out(title, bold=True, indent=2)
    out(f"  {judged.status.words} ({_counted(found)}){unknown}", indent=2)
    for severity in SEVERITIES:
        _print_groups(group_findings(f for f in found if f.severity is severity))
    out()


def first_finding(judged: Judged, unit_name: str, private: frozenset[str]) -> str:
    """How much a file has to be mended and the first of it, the worst before others, in one line; "" for nothing."""
    found = [f for f in without_private(judged, private).current if f.severity is not Severity.NOTICE]
    if not found:
        return ""
    worst = next(s for s in SEVERITIES if any(f.severity is s for f in found))
    first = group_findings(f for f in found if f.severity is worst)[0]
    return f"{_title(judged, unit_name)}: {_counted(found)}; {_fact(first).strip()}"


def _title(judged: Judged, unit_name: str) -> str:
    path = judged.outcome.file.path
    return f"{unit_name} · {path}" if unit_name else path


def _counted(found: Sequence[Finding]) -> str:
    counts = ((s, sum(f.severity is s for f in found)) for s in SEVERITIES)
    return ", ".join(f"{number(count)} {_NAMES[s].lower()}" for s, count in counts if count)


def _print_groups(lines: tuple[tuple[FindingGroup, ...], ...]) -> None:
    """The advice stands once below lines that all ask for the same."""
    for line, following in zip_longest(lines, lines[1:]):
        first = line[0].first
        out(_fact(line), mark=f"  {_NAMES[first.severity]} {first.code}", colour=_COLOURS[first.severity], indent=4)
        if not following or _ask(following[0].first) != _ask(first):
            out(f"      {first.advice}", indent=6)


def _ask(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.advice


def _fact(line: tuple[FindingGroup, ...]) -> str:
    first = line[0].first
    rule = f" {first.constraint}" if first.constraint else ""
    where = f" [{_places(line)}]" if any(g.cells or g.codes for g in line) else ""
    more = further(line, codes=False)
    others = f" Tương tự ở {number(more.count)} {more.thing} khác{more.named}." if more.count else ""
    return f"  {_NAMES[first.severity]} {first.code}{rule}{where} {first.fact}{others}"


def _places(line: tuple[FindingGroup, ...]) -> str:
    """“NV6 D12, D14 · T6.05, T6.07”: sheet once, then the cells, then what they answer."""
    cells = [c for g in line for c in g.cells]
    codes = list(dict.fromkeys(code for g in line for code in g.codes))
    sheet = f"{cells[0].sheet} " if cells else ""
    places = f"{sheet}{first_of([c.address for c in cells], _MOST_CELLS, 'ô')}".strip()
    return " · ".join(part for part in (places, first_of(codes, _MOST_CELLS, "mã số")) if part)
