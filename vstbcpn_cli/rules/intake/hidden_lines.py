"""VS219: Hidden rows or columns hold answers; details: which kind, which ones, how many answers."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS219",
    name="hidden-lines",
    severity=Severity.WARNING,
    title="Nội dung ở dòng, cột đang ẩn",
    why="Dòng, cột đang ẩn vẫn được tính, nhưng người ký có thể không nhìn thấy.",
    example="Trang tính “NV5” có 8 ô đã ghi ở dòng đang ẩn (12, 14–20).",
    fix="Bỏ ẩn, bỏ lọc và kiểm tra lại trước khi gửi.",
    thing="trang tính",
    fact="Trang tính “{sheet}” có {2} ô đã ghi ở {0} ({1}); nội dung này vẫn được tính.",
    advice="Đề nghị bỏ ẩn, bỏ lọc để kiểm tra lại.",
    terms={
        "rows": "dòng đang ẩn",
        "filtered": "dòng đang ẩn do lọc",
        "columns": "cột đang ẩn",
    },
)
