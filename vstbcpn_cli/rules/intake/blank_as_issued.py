"""VS109: Nothing was typed: one finding instead of fifty."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS109",
    name="blank-as-issued",
    severity=Severity.ERROR,
    title="Tệp còn trống",
    why="Tệp mở ở chế độ chỉ xem thì nội dung đã nhập không được lưu.",
    example="Mọi ô nhập đều trống như lúc phát hành.",
    fix="Bấm “Bật chỉnh sửa”, nhập số liệu, lưu rồi gửi lại.",
    fact="Tệp còn trống như lúc phát hành.",
    advice="Đề nghị bấm “Bật chỉnh sửa” nếu hiện thanh vàng, nhập số liệu, lưu rồi gửi lại.",
    fatal=True,
)
