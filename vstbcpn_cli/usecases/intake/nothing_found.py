"""What an officer is told where there is no return to read, and how a path is written in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from vstbcpn_cli.runtime.missing_paths import held
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.normalise import scrubbed
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.intake.directory_walk import Folders


def nothing_to_read(files: int, day: dt.date | None, own: int, asked: Iterable[str]) -> str:
    """Why there is no return: all of `files` came after the day, or where one looked there are only `own` files of the
    program, or others that are no returns."""
    if files and day is not None:
        return (
            f"Cả {number(files)} tệp đều nhận sau ngày {short_date(day)} nên không có tệp nào để tính. "
            "Đề nghị chọn ngày --as-of muộn hơn."
        )
    places = " ".join(f"{_looked(text)}." for text in asked)
    mine = f" Trong đó có {number(own)} tệp do phần mềm ghi ra, không phải tệp đơn vị gửi về." if own else ""
    advice = "Đề nghị kiểm tra lại đường dẫn, hoặc chép tệp đơn vị gửi về vào thư mục đó rồi chạy lại."
    return f"Không tìm thấy tệp báo cáo nào. {places}{mine} {advice}"


def _looked(text: str) -> str:
    """The place in full, and what was met there."""
    path = Path(text)
    if path.is_dir():
        return f"Đã xem thư mục “{_whole_path(path)}”: {held([tidy(p.name) for p in Folders().files(path)])}"
    if path.is_file():
        return f"Đã xem tệp “{_whole_path(path)}”"
    met = held([tidy(p.name) for p in Folders().files(path.parent)])
    return f"Đã tìm các tệp “{path.name}” trong thư mục “{_whole_path(path.parent)}”: {met}"


def _whole_path(path: Path) -> str:
    return tidy(str(path.absolute()))


def tidy(name: str) -> str:
    """A file name can hold control characters and bytes that are no text; neither belongs into a message."""
    return scrubbed(name).replace("\n", " ")
