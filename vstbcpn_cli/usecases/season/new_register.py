"""The register of reporting units as an office worker keeps it: begun from the one of the edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from vstbcpn_cli.edition.model import ReportingUnit
from vstbcpn_cli.edition.unit_register import HEADINGS, telling
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.workbook.lists.new_list import Holds, Line, ListColumn, new_list

_WIDTHS = {"name": 44, "kind": 24, "group": 30, "email": 28, "contact": 24, "address": 32, "lead_for": 30, "code": 20}
_TOLD = {
    "code": "Mã ngắn, không dấu, không trùng nhau; in trên biểu mẫu. Không sửa mã của đơn vị đã nhận biểu mẫu.",
    "name": "Tên đầy đủ, như in trên biểu mẫu và báo cáo.",
    "kind": "Chọn trong danh sách; quyết định đơn vị được hỏi những nội dung nào.",
    "group": "Chọn trong danh sách; nhóm của đơn vị trong bảng tình hình gửi.",
    "email": "Địa chỉ nhận biểu mẫu, phản hồi, đôn đốc; nhiều địa chỉ cách nhau bằng dấu chấm phẩy.",
    "phone": "Số điện thoại để liên hệ.",
    "contact": "Người làm báo cáo của đơn vị.",
    "address": "Địa chỉ ghi trên công văn.",
    "admin_code": "Mã đơn vị hành chính; không bắt buộc.",
    "valid_from": "Đơn vị báo cáo từ ngày này; để trống nếu không có mốc.",
    "valid_until": "Đơn vị báo cáo đến hết ngày này (sáp nhập, giải thể); để trống nếu vẫn báo cáo.",
    "successor": "Mã đơn vị kế thừa, cách nhau bằng dấu chấm phẩy.",
    "lead_for": "Mã các nội dung chỉ đơn vị này báo cáo cho toàn tỉnh, cách nhau bằng dấu chấm phẩy.",
    "order": "Thứ tự khi in danh sách.",
}
_DAYS = ("valid_from", "valid_until")
_GUIDE = (
    "Danh sách đơn vị phải báo cáo. Sửa, thêm, bớt dòng, sắp xếp bằng Excel; phần mềm đọc danh sách này ở mỗi lệnh.",
    "Bắt buộc: Mã đơn vị, Tên đơn vị, Loại đơn vị, Nhóm. Không sửa dòng tiêu đề.",
    "Thư điện tử, điện thoại, người liên hệ, địa chỉ chỉ dùng trong cơ quan thường trực, không in trong báo cáo.",
)


def new_register(setting: Setting) -> bytes:
    """The register of a setting as a workbook; read back it is the same."""
    edition = setting.edition
    kinds = telling({k.code: k.name for k in edition.kinds})
    labels = {key.removeprefix("group."): word for key, word in edition.words.items() if key.startswith("group.")}
    groups = telling(labels)
    choices = {
        "kind": tuple(kinds.get(k.code, k.code) for k in edition.kinds),
        "group": tuple(groups.values()),
    }
    columns = [
        ListColumn(head, _WIDTHS.get(key, 14), _TOLD[key], _holds(key), choices.get(key, ()))
        for key, head in HEADINGS.items()
    ]
    lines = [_line(unit, kinds, groups) for unit in setting.register.units]
    return new_list("DonVi", columns, lines, _GUIDE)


def _holds(key: str) -> Holds:
    return Holds.DAY if key in _DAYS else Holds.NUMBER if key == "order" else Holds.TEXT


def _line(unit: ReportingUnit, kinds: Mapping[str, str], groups: Mapping[str, str]) -> Line:
    values: dict[str, str | int | dt.date | None] = {
        "kind": kinds.get(unit.kind, unit.kind),
        "group": groups.get(unit.group, unit.group),
        "successor": "; ".join(unit.successors),
        "lead_for": "; ".join(unit.lead_for),
    }
    return [values[key] if key in values else getattr(unit, key) for key in HEADINGS]
