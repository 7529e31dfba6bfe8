"""`vstbcpn edition`: the commands about forms themselves, one per file."""

HELP = "Bộ biểu mẫu: chuyển tệp điền theo biểu mẫu cũ sang biểu mẫu đang dùng."
