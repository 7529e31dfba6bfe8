"""`vstbcpn edition`: forms as Excel workbooks, for a new year without a programmer."""

from __future__ import annotations

COMMANDS = ("new", "check", "show", "carry")
"""In the order of the help; each is the module of its name."""


def command() -> None:
    """Bộ biểu mẫu dạng Excel: lập cho năm mới, kiểm tra, xem, chuyển tệp cũ sang."""
