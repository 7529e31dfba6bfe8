"""VS304: Text that is not one exact number; details: what it is instead, then what the words of that case name."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import Case, ProblemRule

RULE = ProblemRule(
    code="VS304",
    name="not-one-number",
    severity=Severity.ERROR,
    title="Chưa phải một con số",
    why="Số liệu tổng hợp phải là con số chính xác; số ước chừng hoặc hai số trong một ô không cộng được.",
    example="Ô ghi “khoảng 50”, “>100”, “7/26” hoặc “3 (01 nữ)”.",
    fix="Ghi một con số chính xác; phần “trong đó” ghi vào đúng ô riêng.",
    fact="Ô ghi “{shown}”, chưa phải một con số chính xác.",
    advice="Đề nghị ghi một con số chính xác.",
    cases={
        "part-inside": Case(
            fact="Ô ghi “{shown}”, có hơn một con số.",
            advice="Đề nghị ghi {0} vào ô này, ghi phần “{1}” vào ô riêng của biểu mẫu.",
        ),
        "some-numbers": Case(
            fact="Ô ghi “{shown}”, có hơn một con số.",
            advice="Đề nghị ghi một con số; nếu là số của nhiều phần thì cộng lại rồi ghi tổng, phần “trong đó” ghi "
            "vào ô riêng của biểu mẫu.",
        ),
        "no-number": Case(
            fact="Ô ghi “{shown}”, không có con số nào.",
            advice="Đề nghị ghi một con số chính xác; không phát sinh thì ghi 0.",
        ),
        "formula-as-text": Case(
            fact="Ô ghi “{shown}” dạng chữ nên bảng tính không tính công thức này.",
            advice="Đề nghị xóa nội dung ô rồi nhập thẳng con số, không có dấu “=” ở đầu.",
        ),
        "with-words": Case(
            fact="Ô ghi “{shown}”, ngoài con số còn có chữ.",
            advice="Đề nghị chỉ ghi con số, tính theo tên dòng, tên cột của biểu mẫu.",
        ),
    },
)
