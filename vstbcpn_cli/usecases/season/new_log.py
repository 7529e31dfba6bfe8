"""The log as the program begins it."""

from __future__ import annotations

from vstbcpn_cli.usecases.season.log_lines import (
    ASIDE,
    AT,
    BY,
    DAY,
    EXCLUDED,
    FILE,
    FILE_DAY,
    NIL,
    NOTE,
    NUMBER,
    RESULT,
    RULE,
    STATE,
    TITLES,
    UNIT,
    VALUE,
)
from vstbcpn_cli.workbook.lists.new_list import Holds, ListColumn, new_list

_OWN = "Phần mềm tự ghi và cập nhật cột này; đề nghị không sửa."
_COLUMNS = {
    NUMBER: ListColumn(TITLES[NUMBER], 6, "Số thứ tự; không bắt buộc.", Holds.NUMBER),
    FILE: ListColumn(TITLES[FILE], 38, "Tên tệp đơn vị gửi về, đúng như trong thư mục 2-nhan-ve."),
    UNIT: ListColumn(TITLES[UNIT], 38, "Tên hoặc mã đơn vị, như lệnh vstbcpn units in ra."),
    DAY: ListColumn(
        TITLES[DAY],
        13,
        "Ngày nhận tệp, hoặc ngày ghi nhận không phát sinh. Phần mềm ghi sẵn ngày của tệp (để trống nếu ngày đó không "
        "thể đúng); đề nghị sửa nếu chưa đúng.",
        Holds.DAY,
    ),
    STATE: ListColumn(
        TITLES[STATE],
        20,
        "Để trống, hoặc chọn: loại trừ (không tính tệp hoặc đơn vị này, ghi lý do ở cột Ghi chú); không phát sinh (đơn "
        "vị xác nhận, ghi người ghi và ngày); bỏ qua cảnh báo (cảnh báo đã xem, không cần sửa).",
        choices=(EXCLUDED, NIL, ASIDE),
    ),
    BY: ListColumn(TITLES[BY], 22, "Họ tên người ghi nhận."),
    NOTE: ListColumn(TITLES[NOTE], 36, "Lý do loại trừ, lý do bỏ qua cảnh báo, hoặc ghi chú khác."),
    RESULT: ListColumn(TITLES[RESULT], 28, f"Kết quả lần kiểm tra gần nhất của tệp. {_OWN}", Holds.PROGRAM),
    FILE_DAY: ListColumn(TITLES[FILE_DAY], 13, f"Ngày ghi trên tệp khi vào sổ. {_OWN}", Holds.DAY),
    RULE: ListColumn(TITLES[RULE], 11, "Chỉ dùng khi bỏ qua cảnh báo: mã cảnh báo, như VS507."),
    AT: ListColumn(TITLES[AT], 14, "Chỉ dùng khi bỏ qua cảnh báo: mã số hoặc ô của giá trị đã xem."),
    VALUE: ListColumn(TITLES[VALUE], 16, "Chỉ dùng khi bỏ qua cảnh báo: giá trị đã xem."),
}
_GUIDE = (
    "Sổ theo dõi việc nhận báo cáo. Lệnh vstbcpn validate, consolidate tự ghi mỗi tệp mới một dòng.",
    "Các lệnh receive, exclude, nil cũng ghi vào đây. Có thể sửa, thêm dòng, thêm cột, sắp xếp, lọc bằng Excel.",
    "Phần mềm chỉ thêm dòng mới và cập nhật hai cột “Kết quả kiểm tra”, “Ngày của tệp”; không sửa những gì cán bộ ghi.",
)


def new_log() -> bytes:
    """An empty log with its headings."""
    return new_list("SoTheoDoi", tuple(_COLUMNS.values()), (), _GUIDE)
