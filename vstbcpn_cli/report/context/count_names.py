"""What is counted besides the figures of the form, by the name that `trace` takes: the one table of it. The officer's
copy marks these counts with their names; questions, completion, help and documents take them from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

COVERAGE = "don-vi"
"""What `trace` is asked for the units that have sent."""
COVERED = "Tình hình gửi báo cáo"
TARGETS = "chi-tieu"
"""What `trace` is asked for the targets of the strategies; behind a colon may stand verdicts, with “+” between them."""
MEASURES: Mapping[str, str] = {
    "don-vi": "đơn vị",
    "so-lieu": "số liệu",
    "diem": "điểm",
    "tep": "tệp",
    "o": "ô",
    "quy-tac": "quy tắc",
}
"""What the counts of a group are counted in; a group is what stands before the colon."""


class Count(msgspec.Struct, frozen=True):
    """One count: the `name` it is asked by, what it `says`, and its `key` in `counts` of manifest and data, "" where it
    stands in neither."""

    name: str
    says: str
    key: str = ""

    @property
    def measure(self) -> str:
        return MEASURES[self.name.partition(":")[0]]


COUNTS: Mapping[str, Count] = {
    c.name: c
    for c in (
        Count("don-vi:phai-bao-cao", "Đơn vị phải báo cáo", "units"),
        Count("don-vi:da-gui", "Đơn vị có báo cáo dùng được", "sent"),
        Count("don-vi:dung-han", "Đơn vị gửi đúng hạn"),
        Count("don-vi:cham", "Đơn vị gửi chậm", "late"),
        Count("don-vi:da-nhan", "Đơn vị có báo cáo không phải chỉnh lý"),
        Count("don-vi:chinh-ly", "Đơn vị phải chỉnh lý báo cáo"),
        Count("don-vi:chua-co-bao-cao", "Đơn vị chưa có báo cáo dùng được", "missing"),
        Count("don-vi:chua-gui", "Đơn vị chưa gửi báo cáo"),
        Count("don-vi:chua-dung-duoc", "Đơn vị gửi tệp chưa dùng được"),
        Count("don-vi:khong-phat-sinh", "Đơn vị xác nhận không phát sinh", "nil"),
        Count("don-vi:loai-tru", "Đơn vị được loại trừ", "excluded"),
        Count("don-vi:con-loi", "Đơn vị có số liệu chưa được cộng vì còn lỗi"),
        Count("don-vi:thieu-tong", "Đơn vị có số bộ phận chưa được cộng vì chưa có tổng số"),
        Count("don-vi:chua-cong", "Đơn vị đã gửi, chưa có số liệu nào được cộng"),
        Count("don-vi:uoc-tinh", "Đơn vị có số liệu ước thực hiện"),
        Count("don-vi:hai-ky", "Đơn vị có báo cáo của cả hai kỳ"),
        Count("don-vi:ngay-theo-tep", "Đơn vị có ngày nhận lấy theo ngày của tệp"),
        Count("so-lieu:chua-cong", "Số liệu chưa được cộng", "withheld_values"),
        Count("so-lieu:con-loi", "Số liệu chưa được cộng vì còn lỗi"),
        Count("so-lieu:thieu-tong", "Số bộ phận chưa được cộng vì chưa có tổng số dùng được"),
        Count("diem:can-xac-minh", "Điểm cần xác minh: lỗi, cảnh báo và tệp chưa dùng được"),
        Count("diem:loi", "Lỗi trong các báo cáo được tính"),
        Count("diem:canh-bao", "Cảnh báo trong các báo cáo được tính"),
        Count("tep:da-doc", "Tệp đã đọc"),
        Count("tep:chua-dung-duoc", "Tệp chưa dùng được"),
        Count("tep:thay-the", "Tệp đã có tệp gửi sau thay thế"),
        Count("tep:loai-tru", "Tệp được loại trừ"),
        Count("o:da-ghi", "Ô đơn vị đã ghi trong các báo cáo được tính"),
        Count("o:dung-duoc", "Ô có nội dung dùng được"),
        Count("o:trong-ket-qua", "Ô nêu trong kết quả kiểm tra"),
        Count("o:in-san", "Ô là chữ in sẵn của biểu mẫu"),
        Count("quy-tac:chua-xong", "Quy tắc chưa kiểm tra xong vì phần mềm gặp lỗi"),
    )
}
"""Every count by its name, in the order in which they are listed."""


def targets_name(verdicts: Sequence[str]) -> str:
    """What is asked for the targets that have only parts with one of these verdicts: “chi-tieu:Đạt+Vượt”. Which
    verdicts there are the edition says, which of them are put together a sentence."""
    return f"{TARGETS}:{'+'.join(verdicts)}" if verdicts else TARGETS


def says(name: str) -> str:
    """What a count says, that of the targets and the state of the returns included; "" for what is no count."""
    group, _, verdicts = name.partition(":")
    if group == TARGETS:
        judged = " hoặc ".join(f"“{v}”" for v in verdicts.split("+"))
        return f"Chỉ tiêu Chiến lược có đánh giá {judged} ở mọi phần" if verdicts else "Chỉ tiêu Chiến lược"
    return COUNTS[name].says if name in COUNTS else COVERED if name == COVERAGE else ""
