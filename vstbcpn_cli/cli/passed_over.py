"""What a command met in the folders and did not read, said once on stderr."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.cli.console import say
from vstbcpn_cli.commands.sources import PassedOver
from vstbcpn_cli.report.vietnamese import number


def say_passed_over(passed: PassedOver) -> None:
    for line in _lines(passed):
        say(line)


def _lines(passed: PassedOver) -> Iterator[str]:
    """Files of the program are only counted; every other file is named, and so are lines of the log without a file."""
    for name in passed.locks:
        yield f"Bỏ qua tệp tạm của Excel: {name}"
    for name in passed.texts:
        yield f"Chưa đọc “{name}” vì là tệp văn bản, không phải tệp Excel. Đề nghị kiểm tra nếu là báo cáo của đơn vị."
    for name in passed.hidden:
        yield f"Chưa đọc “{name}” vì nằm trong thư mục ẩn. Đề nghị chuyển ra ngoài nếu là báo cáo của đơn vị."
    if passed.own:
        yield (
            f"Bỏ qua {number(len(passed.own))} tệp do phần mềm ghi ra (biểu mẫu chưa gửi, phản hồi, báo cáo, phụ lục, "
            "bản tổng quan); đó không phải tệp đơn vị gửi về."
        )
    for line in passed.unmatched:
        near = f"; tên gần nhất là “{line.nearest}”" if line.nearest else ""
        yield (
            f"{line.place}: không có tệp “{line.of}” trong thư mục{near}. "
            "Đề nghị ghi đúng tên tệp, nếu không ngày nhận được lấy theo ngày của tệp."
        )
