"""VS318: An error value such as #DIV/0!; details: what the cell asks."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import Case, ProblemRule

RULE = ProblemRule(
    code="VS318",
    name="error-cell",
    severity=Severity.ERROR,
    title="Ô báo lỗi công thức",
    why="Công thức lỗi không cho kết quả nên không được coi là trống hay bằng 0.",
    example="Ô báo #DIV/0! (chia cho 0).",
    fix="Xóa nội dung ô rồi nhập thẳng câu trả lời; câu chữ không bắt đầu bằng dấu “=”, “+”, “-”.",
    fact="Ô báo lỗi “{shown}”.",
    advice="Đề nghị xóa nội dung ô rồi nhập thẳng câu trả lời; câu chữ không bắt đầu bằng dấu “=”, “+”, “-”.",
    fact_known="Ô báo lỗi “{shown}” ({0}).",
    cases={
        "number": Case(advice="Đề nghị xóa nội dung ô rồi nhập thẳng con số."),
        "date": Case(advice="Đề nghị xóa nội dung ô rồi nhập đủ ngày/tháng/năm, ví dụ 15/6/2011."),
        "yes-no": Case(advice="Đề nghị xóa nội dung ô rồi chọn “Có” hoặc “Không”."),
        "choice": Case(advice="Đề nghị xóa nội dung ô rồi chọn một giá trị trong danh sách."),
        "words": Case(
            advice="Đề nghị xóa nội dung ô rồi nhập lại câu chữ, không bắt đầu bằng dấu “=”, “+”, “-”.",
        ),
    },
    terms={
        "#DIV/0!": "chia cho 0",
        "#REF!": "công thức dùng ô không còn",
        "#N/A": "không tìm thấy giá trị",
        "#NAME?": "tên hàm hoặc tên vùng không đúng",
        "#VALUE!": "công thức dùng chữ thay cho số",
        "#NUM!": "số không tính được",
        "#NULL!": "công thức ghi sai vùng ô",
        "#SPILL!": "kết quả tràn ra ngoài vùng",
        "#CALC!": "công thức không tính được",
        "#ERROR!": "công thức không đúng",
    },
)
