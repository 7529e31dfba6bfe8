"""`vstbcpn edition new`: a form for another year as an Excel workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vstbcpn_cli.cli import offered
from vstbcpn_cli.cli.console import argument, out, say
from vstbcpn_cli.text.numbers import number


def command(
    year: Annotated[str, typer.Argument(metavar="NĂM", help="Năm báo cáo của bộ biểu mẫu mới.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="BỘ",
            autocompletion=offered.editions,
            help="Lập theo bộ biểu mẫu nào: tên bộ kèm theo phần mềm, tệp .xlsx, thư mục; không ghi thì bộ mới nhất.",
        ),
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Chỉ lấy phần chung (cơ quan, kỳ, đơn vị, trang đầu), chưa có nhiệm vụ nào.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="TỆP", help="Tệp .xlsx để ghi; không ghi thì bieu-mau-NĂM.xlsx."),
    ] = None,
) -> int:
    """Lập bộ biểu mẫu cho năm khác, thành một tệp Excel để sửa."""
    from vstbcpn_cli.edition.locations import newest_edition
    from vstbcpn_cli.usecases.editions.new_edition import write_new_edition

    made = write_new_edition(year, source or newest_edition(), output, empty=empty)
    out(made.path.as_posix())
    say(f"Có {number(made.looks)} chỗ lấy theo bộ trước cần xem lại, tô vàng và liệt kê ở trang CanXacNhan.")
    say(f"Sửa xong, kiểm tra bằng lệnh: vstbcpn edition check {argument(made.path.as_posix())}")
    return 0
