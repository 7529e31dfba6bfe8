"""`vstbcpn init`: what an officer may edit, copied into a folder of the season."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vstbcpn_cli.cli import offered
from vstbcpn_cli.cli.console import argument, out, say
from vstbcpn_cli.cli.options import EditionName, Quiet


def command(
    folder: Annotated[Path, typer.Argument(metavar="THƯ MỤC", help="Thư mục của kỳ báo cáo.")],
    preset: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="nd30|tt01",
            autocompletion=offered.presets,
            help="Thể thức: Nghị định 30/2020 hoặc Thông tư 01/2011.",
        ),
    ] = "nd30",
    edition: EditionName = None,
    quiet: Quiet = False,
) -> int:
    """Chép mẫu Word và mẫu câu của báo cáo ra để cơ quan sửa."""
    from vstbcpn_cli.edition.locations import newest_edition
    from vstbcpn_cli.usecases.init import hand_out

    made = hand_out(folder, preset, edition or newest_edition())
    out(made.as_posix())
    if not quiet:
        say("Đề nghị sửa bao-cao.docx bằng Word, các tệp trong thư mục report bằng Notepad.")
        say("Hướng dẫn sửa: report/huong-dan.md; danh mục tên được dùng: report/ten-trong-mau.md.")
        say(f"Dùng mẫu đã sửa bằng lệnh: vstbcpn consolidate … --template {argument(made.as_posix())}")
        say("Lệnh này chỉ chép mẫu báo cáo; đề nghị tạo các thư mục khác của kỳ báo cáo theo tệp README.")
    return 0
