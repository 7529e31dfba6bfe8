"""What to do where a target cannot be written, by the word of `OutputError`."""

from __future__ import annotations

OUTPUT_ADVICE = {
    "held": "Tệp đang mở trong phần mềm khác. Đề nghị đóng tệp trong Word hoặc Excel rồi chạy lại.",
    "denied": "Chưa có quyền ghi vào đây. Đề nghị chọn thư mục khác hoặc bỏ chế độ chỉ đọc.",
    "full": "Ổ đĩa đã đầy. Đề nghị giải phóng dung lượng rồi chạy lại.",
    "too-long": "Đường dẫn quá dài. Đề nghị chọn thư mục có đường dẫn ngắn hơn, ví dụ ngay trên ổ D.",
    "bad-name": "Windows không dùng được tên này. Đề nghị đặt tên khác: không đặt CON, PRN, AUX, NUL, COM1, LPT1, "
    'không có các dấu < > : " / \\ | ? *, không có dấu chấm hay dấu cách ở cuối.',
    "no-folder": "Ở đây đã có một tệp, trong khi cần một thư mục. Đề nghị chọn thư mục khác.",
    "no-file": "Ở đây đã có một thư mục cùng tên tệp. Đề nghị đổi tên thư mục đó hoặc chọn nơi khác.",
    "gone": "Thư mục không còn ở đó. Đề nghị kiểm tra ổ đĩa hoặc đường mạng rồi chạy lại.",
    "bad-link": "Đây là liên kết không dẫn tới đâu. Đề nghị chọn thư mục khác.",
    "many-open": "Máy đang mở quá nhiều tệp. Đề nghị đóng bớt phần mềm rồi chạy lại.",
    "no-kind": "Đây không phải tệp hay thư mục. Đề nghị kiểm tra lại đường dẫn.",
    "disk": "Ổ đĩa hoặc đường mạng có lỗi. Đề nghị kiểm tra rồi chạy lại.",
    "busy": "Một lần chạy khác đang ghi vào thư mục này. Đề nghị chờ lần chạy đó xong rồi chạy lại.",
    "is-input": "Đây là tệp đầu vào của lần chạy này, không được ghi đè. Đề nghị chọn nơi ghi khác.",
    "taken": "Đã có tệp này nên không ghi đè. Đề nghị đổi tên tệp cũ rồi chạy lại, hoặc ghi ra tên khác.",
    "foreign": "Ở đây đã có tệp khác cùng tên, có thể là tệp đơn vị gửi về, nên không ghi đè. "
    "Đề nghị chọn thư mục khác hoặc chuyển tệp đó đi nơi khác.",
}
