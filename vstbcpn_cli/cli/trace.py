"""`vstbcpn trace`: every unit, file, sheet and cell behind one figure."""

from __future__ import annotations

from typing import Annotated

import typer

from vstbcpn_cli.cli.console import fail, out, progress, say
from vstbcpn_cli.cli.options import DEFAULT_EDITION, EditionName, Jobs, Paths, PeriodName, Quiet, UnitsFile
from vstbcpn_cli.exits import ExitCode


def command(
    code: Annotated[str, typer.Argument(metavar="MÃ", help="Mã chỉ tiêu, ví dụ T6.08 hoặc T3.M1.CB04.nu.")],
    paths: Paths = None,
    edition: EditionName = DEFAULT_EDITION,
    period: PeriodName = None,
    units_file: UnitsFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> int:
    """Truy một con số của báo cáo về từng ô."""
    from vstbcpn_cli.commands.trace import trace

    traced = trace(code, paths or ["."], edition, period, units_file, progress("Đã đọc", quiet=quiet), jobs=jobs)
    if traced is None:
        fail("Không tìm thấy tệp báo cáo. Đề nghị kiểm tra lại đường dẫn hoặc chép tệp nhận về vào thư mục này.")
        return ExitCode.NO_SUBMISSION
    out(f"{traced.code} · {traced.label}")
    out(f"Toàn tỉnh: {traced.value}")
    if traced.share:
        out(f"Tỷ lệ: {traced.share}")
    for line in traced.lines:
        out(f"  {line.unit}: {line.value}")
        for source in line.sources:
            out(f"      {source}")
    for name, units in traced.without:
        out(f"{name} ({len(units)}): {'; '.join(units)}")
    if not traced.lines:
        say("Chưa có đơn vị nào cho số liệu của chỉ tiêu này.")
    return ExitCode.OK
