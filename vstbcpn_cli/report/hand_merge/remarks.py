"""What the program says beside a paragraph that it leaves to the officer."""

from __future__ import annotations

NEW = "Số liệu mới: "
"""How a remark begins that quotes the new document."""


def conflict(new: str) -> str:
    return (
        f"{NEW}{new}\nĐoạn này đã được sửa tay nên phần mềm giữ nguyên lời đã sửa. "
        "Đề nghị sửa theo số liệu mới nếu cần, rồi xóa ghi chú này."
    )


def dropped() -> str:
    return (
        "Bản mới không còn nội dung này. Nội dung đã được sửa tay nên phần mềm giữ nguyên. "
        "Đề nghị xem còn cần không, rồi xóa ghi chú này."
    )


def back() -> str:
    return (
        "Nội dung này đã được xóa ở bản trước; nay số liệu thay đổi nên phần mềm đưa lại để xem xét. "
        "Nếu vẫn không cần, đề nghị xóa lại."
    )


def part_deleted(new: str) -> str:
    return (
        f"Ngay sau chỗ này có phần đã được xóa ở bản trước, gồm: {new}\nPhần mềm không đưa lại, nhưng số liệu của phần "
        "đó nay đã thay đổi. Nếu cần, đề nghị chép từ bản phần mềm vừa lập, trong thư mục “luu/nguyen-ban”."
    )


def chart_kept(new: str) -> str:
    return (
        f"{NEW}{new}\nBiểu đồ này đã được sửa tay nên phần mềm giữ nguyên. "
        "Đề nghị sửa số liệu của biểu đồ nếu cần, rồi xóa ghi chú này."
    )


def old_figure(figures: str) -> str:
    return (
        f"Đoạn tự thêm này có số {figures}, là số của lần lập báo cáo trước; bản mới không còn số này. "
        "Đề nghị xem lại, rồi xóa ghi chú này."
    )
