"""VS111: Another file of the same unit counts; details: why that one, its name, what differs, what is left to do."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS111",
    name="superseded",
    severity=Severity.NOTICE,
    title="Đã có tệp thay thế",
    why="Mỗi đơn vị chỉ tính một tệp cho một kỳ; tệp nhận sau cùng thay cho các tệp trước.",
    example="Đơn vị gửi “bản cuối” rồi gửi tiếp “bản cuối 2”.",
    fix="Không cần sửa; chỉ xác nhận tệp được dùng là bản đúng. Nếu không, ghi “loại trừ” tệp đó ở sổ theo dõi.",
    for_the_office=True,
    fact="Đơn vị có tệp khác cho cùng kỳ nên tệp này không được tính.",
    advice="Đề nghị xác nhận tệp được dùng là bản đúng.",
    fact_known="{0}; tệp được dùng là “{1}”, {2}.",
    advice_known="Đề nghị {3}.",
    terms={
        "later": "Đơn vị có tệp nhận sau cho cùng kỳ",
        "same-day": "Đơn vị có hơn một tệp nhận cùng ngày cho cùng kỳ nên tệp xếp sau theo tên được dùng",
        "same-day-same": "Đơn vị gửi hơn một bản của cùng một báo cáo trong một ngày",
        "paper": "Đây là bản in, ảnh chụp hoặc công văn, không phải tệp Excel",
        "figures-there": "số liệu chỉ lấy từ tệp đó",
        "keep": "lưu cùng báo cáo của đơn vị; nếu bản này mới hơn thì đối chiếu với tệp được dùng",
        "confirm": "xác nhận tệp được dùng là bản đúng",
        "confirm-order": "xác nhận tệp được dùng là bản đúng; nếu không, ghi “loại trừ” tệp đó ở sổ theo dõi",
        "nothing": "giữ lại một bản để tiện theo dõi",
    },
)
