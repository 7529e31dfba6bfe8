"""Findings as lines on the terminal, grouped per file, the same fault over many cells said once."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from vstbcpn_cli.cli.console import out
from vstbcpn_cli.coverage import Coverage, Judged
from vstbcpn_cli.findings import SEVERITIES, Finding, Status
from vstbcpn_cli.schema.model import Severity

_NAMES = {Severity.ERROR: "LỖI", Severity.WARNING: "CẢNH BÁO", Severity.NOTICE: "LƯU Ý"}
_COLOURS = {Severity.ERROR: typer.colors.RED, Severity.WARNING: typer.colors.YELLOW, Severity.NOTICE: typer.colors.CYAN}
_STATUS = {
    Status.ACCEPTED: "Đã nhận",
    Status.WITH_WARNINGS: "Đã nhận, có cảnh báo",
    Status.PARTIAL: "Yêu cầu chỉnh lý",
    Status.RETURNED: "Chưa nhận, đề nghị gửi lại",
    Status.UNREADABLE: "Không đọc được",
    Status.SUPERSEDED: "Đã có tệp thay thế",
    Status.FOREIGN: "Không phải biểu mẫu của kỳ này",
}
_MOST_CELLS = 12


def print_judged(judged: Judged, unit_name: str) -> None:
    """One file: unit, status, counts, then its findings, the same fault over many cells in one line."""
    counts = ", ".join(f"{judged.counts[s]} {_NAMES[s].lower()}" for s in SEVERITIES if judged.counts[s])
    title = f"{unit_name} · {judged.outcome.file.path}" if unit_name else judged.outcome.file.path
    typer.secho(title, bold=True)
    out(f"  {_STATUS[judged.status]}{f' ({counts})' if counts else ''}")
    for severity in SEVERITIES:
        for line, places in grouped(f for f in judged.findings if f.severity is severity):
            head = typer.style(f"{_NAMES[severity]} {line.code}", fg=_COLOURS[severity])
            rule = f" {line.constraint}" if line.constraint else ""
            where = f" [{_places(places)}]" if places else ""
            out(f"  {head}{rule}{where} {line.fact}")
            out(f"      {line.advice}")
    out()


def grouped(findings: Iterable[Finding]) -> list[tuple[Finding, list[Finding]]]:
    """Findings that say the same thing of cells of one sheet, as one line with all their cells."""
    groups: dict[tuple[str, str, str, str, str], list[Finding]] = {}
    for finding in findings:
        sheet = finding.place.cell.sheet if finding.place.cell else ""
        key = (finding.code, finding.constraint, sheet, finding.fact, finding.advice)
        groups.setdefault(key, []).append(finding)
    return [(group[0], [f for f in group if f.place.cell or f.place.key]) for group in groups.values()]


def _places(findings: list[Finding]) -> str:
    """“NV6 D12, D14 (T6.05, T6.07)”: sheet once, then the cells, then what they answer."""
    cells = [f.place.cell for f in findings if f.place.cell]
    codes = list(dict.fromkeys(f.place.key.code for f in findings if f.place.key))
    sheet = f"{cells[0].sheet} " if cells else ""
    addresses = [c.address for c in cells]
    shown = ", ".join(addresses[:_MOST_CELLS]) + (
        f" và {len(addresses) - _MOST_CELLS} ô khác" if len(addresses) > _MOST_CELLS else ""
    )
    named = ", ".join(codes[:_MOST_CELLS])
    return f"{sheet}{shown} {named}".strip() if not (cells and codes) else f"{sheet}{shown} · {named}"


def print_summary(coverage: Coverage, judged: tuple[Judged, ...]) -> None:
    """The last lines of a validation: files, findings, units."""
    totals = {s: sum(j.counts[s] for j in judged) for s in SEVERITIES}
    out(
        f"Tổng cộng {len(judged)} tệp: {totals[Severity.ERROR]} lỗi, {totals[Severity.WARNING]} cảnh báo, "
        f"{totals[Severity.NOTICE]} lưu ý."
    )
    out(
        f"Đã nhận báo cáo của {len(coverage.sent)}/{len(coverage.units)} đơn vị ({coverage.period.name}); "
        f"{len(coverage.late)} đơn vị gửi chậm; còn {len(coverage.missing)} đơn vị chưa gửi."
    )
