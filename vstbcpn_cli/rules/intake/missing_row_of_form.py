"""VS202: Something of the form is missing; details: its label, what it is, how it says that there is nothing."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS202",
    name="missing-row-of-form",
    severity=Severity.ERROR,
    title="Thiếu dòng, cột hoặc bảng của biểu mẫu",
    why="Dòng, cột không còn thì không có số liệu; thiếu khác với bằng 0.",
    example="Dòng “Số cuộc họp liên ngành” không còn trong trang tính.",
    fix="Chép lại phần thiếu từ tệp biểu mẫu rồi điền; không phát sinh thì ghi 0.",
    thing="{1}",
    fact="Thiếu {1} “{0}” của biểu mẫu.",
    advice="Đề nghị chép lại {1} này từ tệp biểu mẫu rồi điền; không phát sinh thì {2}.",
    terms={
        "row": "dòng",
        "column": "cột",
        "cell": "ô nhập",
        "table": "bảng",
        "zero": "ghi 0",
        "nil": "ghi “Không có” vào ô đầu tiên của bảng",
    },
)
