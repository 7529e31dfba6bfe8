"""VS218: An answer stands beneath merged cells, where nobody sees it; details: the area."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS218",
    name="value-beneath-merge",
    severity=Severity.ERROR,
    title="Nội dung nằm khuất dưới ô gộp",
    why="Nội dung dưới ô gộp không hiện ra khi mở hoặc in tệp; số mà người ký không thấy thì không tính.",
    example="Ô D9 nằm dưới vùng gộp D8:D11 nhưng vẫn lưu số 7.",
    fix="Bỏ gộp ô và kiểm tra nội dung của từng ô.",
    fact="Ô này nằm khuất dưới vùng gộp {0} nhưng đang lưu “{shown}”; nội dung này chưa được tổng hợp.",
    advice="Đề nghị bỏ gộp ô và kiểm tra lại nội dung của ô.",
)
