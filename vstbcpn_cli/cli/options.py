"""Options that several commands share, with their Vietnamese help."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vstbcpn_cli.cli import offered


class Format(StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    JSON = "json"


FormatName = Annotated[Format, typer.Option("--format", help="text: dễ đọc; json: cho phần mềm khác.")]
Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ĐƯỜNG DẪN]…", help="Tệp, thư mục (kể cả thư mục con) hoặc nhóm tên tệp như *.xlsx."),
]
EditionName = Annotated[
    str | None,
    typer.Option(
        "--edition",
        metavar="BỘ",
        autocompletion=offered.editions,
        help="Bộ biểu mẫu: tên bộ kèm theo phần mềm, tệp .xlsx, thư mục có form.toml; không ghi thì theo thư mục "
        "của kỳ báo cáo, ngoài thư mục đó là bộ đầu tiên.",
    ),
]
EditionGiven = Annotated[
    str,
    typer.Argument(metavar="BỘ", autocompletion=offered.editions, help="Tệp .xlsx, thư mục hoặc tên bộ biểu mẫu."),
]
PeriodName = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="KỲ",
        autocompletion=offered.periods,
        help="Mã kỳ báo cáo của bộ biểu mẫu; không ghi thì theo tệp đơn vị gửi về.",
    ),
]
FirstPeriodName = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="KỲ",
        autocompletion=offered.periods,
        help="Mã kỳ báo cáo của bộ biểu mẫu; không ghi thì lấy kỳ đầu tiên.",
    ),
]
UnitsFile = Annotated[
    Path | None,
    typer.Option("--units", metavar="TỆP", help="Danh sách đơn vị báo cáo (CSV hoặc XLSX) thay cho bản kèm theo."),
]
PreviousFile = Annotated[
    Path | None,
    typer.Option("--previous", metavar="TỆP", help="Số liệu kỳ trước (tệp so-lieu_….json do lệnh consolidate ghi ra)."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Không tính số liệu của đơn vị còn lỗi.")]
AsOf = Annotated[
    dt.datetime | None,
    typer.Option(
        "--as-of",
        formats=["%d/%m/%Y", "%Y-%m-%d"],
        metavar="NGÀY",
        help="Chỉ tính tệp nhận đến ngày này, ghi như 9/6/2011.",
    ),
]
LogFile = Annotated[
    Path | None,
    typer.Option(
        "--log",
        metavar="TỆP",
        help="Sổ theo dõi ở nơi khác, hoặc manifest.json của lần tổng hợp trước, thay cho sổ cạnh tệp nhận về.",
    ),
]
ReplyBy = Annotated[
    dt.datetime | None,
    typer.Option(
        "--reply-by",
        formats=["%d/%m/%Y", "%Y-%m-%d"],
        metavar="NGÀY",
        help="Ngày chậm nhất đề nghị đơn vị gửi lại, ghi trong phản hồi và bản tổng quan.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="THƯ MỤC", help="Nơi ghi; không ghi là thư mục của kỳ báo cáo."),
]
Template = Annotated[
    Path | None,
    typer.Option(
        "--template",
        metavar="MẪU",
        autocompletion=offered.presets,
        help="Mẫu của cơ quan (tệp .docx hoặc thư mục mau-bao-cao), hoặc nd30, tt01.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Chỉ hiện kết quả cần xử lý, không hiện tiến độ và lời nhắn.")]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="SỐ", min=1, help="Số tệp đọc cùng lúc; không ghi thì tùy theo máy."),
]
Fresh = Annotated[
    bool,
    typer.Option("--fresh", help="Ghi văn bản Word mới hoàn toàn, không ghép chỗ đã sửa tay; bản đã sửa được giữ lại."),
]


def without_previous(*, season: bool) -> str:
    """Said once by every command that would compare; in a season where its data belong."""
    how = "ghi đường dẫn ở ky_truoc trong vstbcpn.toml" if season else "thêm --previous"
    return f"Chưa so sánh với kỳ trước vì chưa có số liệu kỳ trước. Đề nghị {how} nếu cần so sánh."
