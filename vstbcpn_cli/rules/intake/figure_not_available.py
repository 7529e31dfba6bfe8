"""VS317: “chưa có số liệu” typed into the cell: no answer, and not a zero; details: what the cell asks."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import Case, ProblemRule

_REASON = "để trống ô và chọn lý do ở cột “Lý do để trống”"
_UNANSWERED = "Ô ghi “{shown}”, được hiểu là chưa trả lời."
_YES_NO, _CHOICE, _DATE = "chọn “Có” hoặc “Không”", "chọn một giá trị trong danh sách", "ghi đủ ngày/tháng/năm"

RULE = ProblemRule(
    code="VS317",
    name="figure-not-available",
    severity=Severity.WARNING,
    title="Chưa có số liệu",
    why="Chưa có số liệu khác với bằng 0; chỉ tiêu này của đơn vị chưa được cộng.",
    example="Ô ghi “đang cập nhật” hoặc “N/A”.",
    fix="Để trống ô và chọn “Chưa có số liệu” ở cột “Lý do để trống”; không phát sinh thì ghi 0.",
    said_by=("part-without-whole", "short-of-target-without-reason", "number-without-date"),
    fact="Ô ghi “{shown}”, được hiểu là chưa có số liệu, không phải số 0.",
    advice="Đề nghị để trống ô; dòng có cột “Lý do để trống” thì chọn “Chưa có số liệu” ở cột đó.",
    cases={
        "number": Case(
            advice="Đề nghị để trống ô và chọn “Chưa có số liệu” ở cột “Lý do để trống”; không phát sinh thì ghi 0.",
        ),
        "number-in-row": Case(advice="Đề nghị nhập số khi đã có; không phát sinh thì ghi 0."),
        "yes-no": Case(fact=_UNANSWERED, advice=f"Đề nghị {_YES_NO}; chưa trả lời được thì {_REASON}."),
        "yes-no-in-row": Case(fact=_UNANSWERED, advice=f"Đề nghị {_YES_NO}."),
        "choice": Case(fact=_UNANSWERED, advice=f"Đề nghị {_CHOICE}; chưa trả lời được thì {_REASON}."),
        "choice-in-row": Case(fact=_UNANSWERED, advice=f"Đề nghị {_CHOICE}."),
        "date": Case(fact=_UNANSWERED, advice=f"Đề nghị {_DATE}; chưa có ngày thì {_REASON}."),
        "date-in-row": Case(fact=_UNANSWERED, advice=f"Đề nghị {_DATE} khi đã có."),
    },
)
