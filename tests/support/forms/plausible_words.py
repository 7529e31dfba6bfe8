"""Invented names and sentences for plausible answers; no person or event in them is real."""

from __future__ import annotations

FAMILY = ("Nguyễn", "Hoàng", "Nông", "Lý", "Vi", "Triệu", "Lương", "Hứa", "Chu", "Đàm", "Bế", "La")
MIDDLE_WOMAN = ("Thị", "Thị Thu", "Thị Minh", "Thị Ngọc", "Thúy", "Bích", "Thị Hồng")
MIDDLE_MAN = ("Văn", "Đức", "Quang", "Xuân", "Minh", "Công", "Hữu")
GIVEN_WOMAN = ("Lan", "Hoa", "Hạnh", "Nguyệt", "Thảo", "Yến", "Dung", "Nhung", "Hiền", "Mai", "Phượng", "Tuyết")
GIVEN_MAN = ("Bình", "Cường", "Dũng", "Hải", "Khánh", "Long", "Nam", "Sơn", "Thắng", "Tùng", "Việt", "Vinh")

HEADS = {"SN": "Phó Thủ trưởng", "DT": "Phó Chủ tịch", "HU": "Phó Chủ tịch UBND", "XA": "Chủ tịch UBND"}

COMMUNES = {
    "178": 8,
    "180": 23,
    "181": 20,
    "182": 20,
    "183": 23,
    "184": 24,
    "185": 20,
    "186": 26,
    "187": 21,
    "188": 29,
    "189": 12,
}
"""Number of communes of each former district in 2011 (periods-and-units.md, section 3); 226 in all."""

BASES = {2011: COMMUNES, 2026: {"05977": 65}}
"""Bases of the women's union by the place they are in."""
CALLED_IN = {
    2026: (
        ("2011 – 2015", "2026 – 2030"),
        ("2011 – 2016", "2026 – 2031"),
        ("khóa XIII", "khóa XVI"),
        ("22/5/2011", "15/3/2026"),
        ("năm 2010", "năm 2025"),
        ("Nghị quyết số 57/NQ-CP của Chính phủ và Chương trình số 24-CTr/TU của Tỉnh ủy", "Quyết định số 2282/QĐ-TTg"),
        ("Nghị quyết số 11-NQ/TW của Bộ Chính trị", "Chỉ thị số 21-CT/TW của Ban Bí thư"),
        ("cấp tỉnh, cấp huyện", "cấp tỉnh, cấp xã"),
    )
}
"""What the sentences below name as in 2011, and how that is called in another year."""

SYMBOLS = {
    "Quyết định": "QĐ",
    "Kế hoạch": "KH",
    "Công văn": "CV",
    "Hướng dẫn": "HD",
    "Chương trình": "CTr",
    "Quy chế": "QC",
    "Báo cáo": "BC",
    "Chỉ thị": "CT",
}

YEARLY_PLANS = (
    "Kế hoạch hoạt động bình đẳng giới và vì sự tiến bộ của phụ nữ năm {year}",
    "Kế hoạch công tác vì sự tiến bộ của phụ nữ năm {year} của {unit}",
    "Kế hoạch triển khai Luật Bình đẳng giới và hoạt động vì sự tiến bộ của phụ nữ năm {year}",
)
FIVE_YEAR_PLANS = (
    "Kế hoạch hành động thực hiện Chiến lược quốc gia về bình đẳng giới giai đoạn 2011 – 2015",
    "Kế hoạch hành động vì sự tiến bộ của phụ nữ giai đoạn 2011 – 2015 của {unit}",
)
DIRECTIVES = (
    ("Công văn", "Chỉ đạo điều hành", "Về việc tổ chức các hoạt động kỷ niệm ngày Quốc tế Phụ nữ 8/3"),
    ("Công văn", "Lồng ghép giới", "Về việc lồng ghép vấn đề bình đẳng giới vào kế hoạch công tác của các phòng"),
    ("Hướng dẫn", "Chỉ đạo điều hành", "Hướng dẫn thực hiện nhiệm vụ trọng tâm vì sự tiến bộ của phụ nữ"),
    ("Quyết định", "Khác", "Về việc phân công nhiệm vụ các thành viên Ban Vì sự tiến bộ của phụ nữ"),
    ("Báo cáo", "Khác", "Báo cáo kết quả hoạt động vì sự tiến bộ của phụ nữ quý I năm {year}"),
    ("Công văn", "Chỉ đạo điều hành", "Về việc rà soát, quy hoạch cán bộ nữ giai đoạn 2011 – 2015"),
)
PARTY_PLANS = (
    "Chương trình hành động thực hiện Nghị quyết số 11-NQ/TW của Bộ Chính trị về công tác phụ nữ",
    "Kế hoạch thực hiện Nghị quyết số 57/NQ-CP của Chính phủ và Chương trình số 24-CTr/TU của Tỉnh ủy",
)
ELECTION_PAPERS = (
    "Về việc bảo đảm tỷ lệ nữ ứng cử đại biểu Quốc hội khóa XIII và Hội đồng nhân dân các cấp",
    "Hướng dẫn giới thiệu cán bộ nữ tham gia ứng cử đại biểu Hội đồng nhân dân nhiệm kỳ 2011 – 2016",
)

TASK_NOTES = {
    "T1.14": (
        "Kế hoạch được triển khai đến {n} phòng, đơn vị; việc lồng ghép giới còn lúng túng do thiếu tài liệu hướng dẫn.",
        "Công tác phối hợp liên ngành có chuyển biến, các cuộc họp gắn với kiểm điểm nhiệm vụ từng quý.",
        "Nội dung bình đẳng giới đã được đưa vào {n} chương trình công tác; số liệu tách theo giới còn thiếu.",
    ),
    "T2.04": (
        "Đang rà soát nhân sự sau sắp xếp tổ chức, dự kiến kiện toàn Ban trước ngày 30/6/{year}.",
        "Trưởng Ban mới chuyển công tác, đang trình cấp có thẩm quyền; dự kiến hoàn thành trong tháng 6/{year}.",
    ),
    "T3.09": (
        "Hỗ trợ kinh phí cho {n} cán bộ nữ đi học, ưu tiên bố trí thời gian cho cán bộ nữ nuôi con nhỏ.",
        "Tổ chức khám sức khỏe định kỳ và gặp mặt, tặng quà cán bộ nữ nhân ngày 8/3.",
    ),
    "T3.10": (
        "Tỷ lệ cán bộ nữ trong quy hoạch tăng so với nhiệm kỳ trước; cán bộ nữ ở một số phòng chuyên môn còn ít.",
        "Đã rà soát, bổ sung quy hoạch {n} cán bộ nữ; nguồn cán bộ nữ trẻ là người dân tộc thiểu số còn hạn chế.",
        "Cấp ủy quan tâm cử cán bộ nữ đi đào tạo; việc luân chuyển cán bộ nữ còn khó khăn do hoàn cảnh gia đình.",
    ),
    "T4.05": (
        "Nguồn nữ ứng cử viên ở cơ sở còn mỏng, một số nữ ứng cử viên trẻ tuổi, ít kinh nghiệm vận động bầu cử.",
        "Việc phân bổ cơ cấu kết hợp cho nữ ứng cử viên còn nhiều, số dư mỗi đơn vị bầu cử thấp.",
    ),
    "T4.08": (
        "Trong kỳ chưa có biến động về nữ đại biểu; tỷ lệ nữ trúng cử thấp hơn chỉ tiêu do cơ cấu kết hợp còn nhiều.",
        "Không có nữ đại biểu được miễn nhiệm, bổ sung; đã lập danh sách theo dõi nữ đại biểu của nhiệm kỳ mới.",
    ),
    "T5.12": (
        "Phối hợp phát {n} tin tuyên truyền về nữ ứng cử viên trên hệ thống loa truyền thanh trước ngày bầu cử 22/5/2011.",
        "Niêm yết tiểu sử nữ ứng cử viên tại trụ sở, treo băng rôn, khẩu hiệu hưởng ứng ngày bầu cử.",
    ),
    "T5.16": (
        "Hội phụ nữ, đoàn thanh niên và {n} tổ dân phố cùng vận động hội viên thực hiện Luật Bình đẳng giới.",
        "Các đoàn thể và {n} tổ hòa giải tham gia tuyên truyền; người dân góp ý vào quy ước thôn, khối phố.",
    ),
    "T7.11": (
        "Các đơn vị được kiểm tra thực hiện nghiêm túc chế độ báo cáo; còn {n} đơn vị chưa xây dựng kế hoạch năm.",
        "Công tác lưu trữ hồ sơ của Ban Vì sự tiến bộ của phụ nữ cơ sở còn hạn chế, đã hướng dẫn khắc phục tại chỗ.",
    ),
    "X.01": (
        "Hoạt động bình đẳng giới và vì sự tiến bộ của phụ nữ được cấp ủy, lãnh đạo {unit} quan tâm, có chuyển biến rõ nét.",
        "{unit} đã hoàn thành các nhiệm vụ trọng tâm của kỳ, nhận thức của cán bộ về bình đẳng giới được nâng lên.",
        "Các chỉ tiêu cơ bản đạt kế hoạch; phong trào thi đua trong nữ cán bộ, công chức được duy trì thường xuyên.",
    ),
    "X.02": (
        "Cán bộ làm công tác bình đẳng giới kiêm nhiệm, kinh phí hoạt động còn hạn hẹp.",
        "Số liệu tách biệt theo giới chưa đầy đủ; việc lồng ghép giới vào chương trình, kế hoạch còn hình thức.",
        "Một số bộ phận chưa chủ động triển khai, chế độ thông tin, báo cáo có lúc chưa kịp thời.",
    ),
    "X.03": (
        "Nhận thức của một bộ phận cán bộ chưa đầy đủ; địa bàn rộng, đi lại khó khăn.",
        "Cán bộ phụ trách mới được phân công, chưa qua tập huấn nghiệp vụ.",
    ),
    "X.04": (
        "Tiếp tục thực hiện kế hoạch năm {year}; tập huấn nghiệp vụ cho cán bộ phụ trách; tăng cường kiểm tra cơ sở.",
        "Đẩy mạnh tuyên truyền Luật Bình đẳng giới; rà soát, bổ sung quy hoạch cán bộ nữ; duy trì chế độ báo cáo.",
        "Tổ chức các hoạt động kỷ niệm ngày 20/10; xây dựng thêm {n} mô hình câu lạc bộ tại cơ sở.",
    ),
}

TOPICS = (
    "Luật BĐG",
    "Chiến lược quốc gia BĐG",
    "PCBLGĐ",
    "Bầu cử",
    "Đại hội Phụ nữ",
    "CSSKSS, DS-KHHGĐ",
    "Phòng chống mua bán người",
    "Lồng ghép khác",
)
CLUBS = (
    ("CLB", "Câu lạc bộ Gia đình hạnh phúc"),
    ("CLB", "Câu lạc bộ Phụ nữ với pháp luật"),
    ("Mô hình", "Mô hình Phòng, chống bạo lực gia đình"),
    ("Tổ truyền thông cộng đồng", "Tổ truyền thông bình đẳng giới"),
    ("Địa chỉ tin cậy – nhà tạm lánh", "Địa chỉ tin cậy tại cộng đồng"),
    ("Nhóm/tổ khác", "Tổ phụ nữ tiết kiệm"),
)
COURSES = (
    ("Kiến thức giới, BĐG", "Cán bộ BĐG", "Tập huấn kiến thức cơ bản về giới và bình đẳng giới"),
    ("Nghiệp vụ Ban VSTBCPN", "Thành viên Ban", "Bồi dưỡng nghiệp vụ cho thành viên Ban Vì sự tiến bộ của phụ nữ"),
    ("Lồng ghép giới", "Lãnh đạo", "Tập huấn kỹ năng lồng ghép giới trong xây dựng kế hoạch"),
    ("Kỹ năng lãnh đạo nữ", "Nữ ứng cử viên", "Tập huấn kỹ năng vận động bầu cử cho nữ ứng cử viên"),
    ("PCBLGĐ/BLTCSG", "CTV/TNV", "Tập huấn phòng, chống bạo lực gia đình cho cộng tác viên"),
)
MERITS = (
    "Có thành tích xuất sắc trong phong trào thi đua yêu nước và công tác vận động phụ nữ năm 2010.",
    "Gương phụ nữ giỏi việc nước, đảm việc nhà; nhiều năm hoàn thành tốt nhiệm vụ.",
)
ACTS = (
    "Không đưa lao động nữ vào diện xét nâng lương trước thời hạn vì lý do nghỉ thai sản",
    "Đăng bài có nội dung định kiến giới trên bản tin của cơ quan",
)
PROPOSALS = (
    ("UBND tỉnh", "Bố trí kinh phí riêng hằng năm cho hoạt động bình đẳng giới và vì sự tiến bộ của phụ nữ."),
    ("Sở thường trực", "Mở lớp tập huấn nghiệp vụ cho cán bộ làm công tác bình đẳng giới của các đơn vị."),
    ("Sở thường trực", "Cung cấp tài liệu hướng dẫn lồng ghép giới và biểu mẫu số liệu tách theo giới."),
    ("Bộ", "Ban hành hướng dẫn thống nhất về thống kê giới cho cấp tỉnh, cấp huyện."),
    ("Khác", "Hỗ trợ tài liệu tuyên truyền bằng tiếng Tày, Nùng cho các xã vùng cao."),
)
SPENDING = (
    "Thông tin, giáo dục, truyền thông (báo đài, ấn phẩm, thi tìm hiểu, PBGDPL, sinh hoạt CLB)",
    "Hội nghị sơ kết, tổng kết, biểu dương",
    "Chỉ đạo, kiểm tra",
    "Hỗ trợ phụ nữ (phong trào 8/3, 20/10; nữ CBCC đi học có con dưới 36 tháng)",
)
FINDINGS_OF_INSPECTION = (
    "Đơn vị đã ban hành kế hoạch, có phân công cán bộ phụ trách; hồ sơ lưu trữ tương đối đầy đủ.",
    "Chế độ báo cáo được thực hiện; đề nghị bổ sung số liệu tách theo giới trong báo cáo quý.",
    "Công tác cán bộ nữ được quan tâm; cần rà soát, bổ sung quy hoạch cán bộ nữ của đơn vị.",
)
