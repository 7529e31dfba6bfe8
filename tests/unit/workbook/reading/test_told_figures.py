"""Words beside an empty cell: honest reasons are left alone, figures are found, in measured shares of both."""

from __future__ import annotations

import pytest

from vstbcpn_cli.text.state_words import says_none_happened
from vstbcpn_cli.workbook.reading.content.figures_in_words import FigureMention, figures_stated, gives_a_reason, told_by

pytestmark = pytest.mark.quick

HONEST = """
Chưa có số liệu
Không áp dụng
Đang tổng hợp
Đang tổng hợp từ 14 xã
14 xã chưa báo cáo
chưa tổng hợp của 2 xã
theo CV 350 năm 2011
sẽ gửi trước 10/6
3 tháng cuối năm mới làm
Đơn vị mới thành lập từ 01/3/2011
Phòng mới tách từ ngày 15/4, chưa bàn giao số liệu
Số liệu do Sở Nội vụ quản lý
Chờ Cục Thống kê công bố quý II
Theo Quyết định số 115/QĐ-UBND không thuộc nhiệm vụ của đơn vị
Nghị định 48/2009/NĐ-CP chưa giao cho đơn vị
Còn 3 trường chưa nộp báo cáo
Chờ 5 phòng gửi
Chưa chốt số liệu đến 31/5/2011
Sẽ bổ sung trong tháng 6
Chưa thực hiện trong 6 tháng đầu năm
Kế hoạch thực hiện vào quý III/2011
Cán bộ phụ trách nghỉ thai sản 6 tháng
Phần mềm lỗi, chưa xuất được số liệu
Không phân tổ theo giới
Trùng với mục 5, tránh tính hai lần
Xem giải trình
Đã báo cáo ở mục T1.03
Số liệu nằm ở phụ lục 2 kèm theo
Chưa đến kỳ đánh giá (chỉ đánh giá năm)
Do nhân sự thay đổi từ 20/5 nên chưa tổng hợp kịp
Chưa kiểm tra được 2 đơn vị vùng sâu
2/29 xã chưa gửi
Thiếu số liệu của 4 chi bộ
Không thuộc chức năng theo Thông tư 22
Hội nghị lùi sang 15/6
Chưa có kinh phí năm 2011
Nhiệm kỳ 2011 - 2016 chưa bầu xong
Một số xã chưa báo cáo
12 hội viên chưa kê khai
Điều 5 Nghị định 55 không quy định cho cấp huyện
Chờ kết quả đợt 2
Đơn vị không có tổ chức Hội
"""
"""As offices write them: with dates, periods, numbers of papers, and how many have not reported."""
HARDER = """
Vì 2 đồng chí cán bộ đi học nên chưa làm
Mới bầu cử ngày 22/5 chưa đủ hồ sơ
Đang đợi 226 xã tổng hợp
Có 1 đồng chí kiêm nhiệm, không theo dõi được
Địa bàn dưới 5000 dân nên không thành lập
Mất điện 2 hôm
Sở giao cho phòng 3 theo dõi
Cấp trên chưa giao chỉ tiêu 2011-2015
Chưa làm, dự kiến 20/10
Đội 2 chưa báo
Mới có 50% đơn vị gửi nên chưa cộng
Chưa tách được nam, nữ của 15 lớp
Chưa mở lớp trong quý 1, quý 2
Số liệu tháng 4 và 5 chưa có
Sau khi sắp xếp còn 3 phòng, đang kiện toàn
Báo cáo sau ngày 15 hằng tháng
Từ 2011 không giao nhiệm vụ này
Chờ Nghị quyết HĐND kỳ họp thứ 2
Theo Kế hoạch 57 làm vào cuối năm
Bảo hiểm chưa cung cấp, đã có công văn số 12/CV-SYT đề nghị
"""
"""Written down only to measure, after the words were chosen."""
TOLD = """
14
14 tin
14 tin bài
có 14 tin bài
Tổng 14
(14)
Chưa có số liệu: 14
20 triệu đồng từ ngân sách
khoảng mười bốn
mười bốn
14 (mười bốn)
khoảng 50
12/15
Tổng số: 14 tin
tổng cộng 14 người
đã có 14
hơn 20 buổi
kết quả: 14
ước 30 lượt
trên 100 người tham gia
14, chưa kể cấp xã
có khoảng 14 tin bài nhưng chưa chốt
tuyên truyền được 14 buổi tại 3 xã
14 người (trong đó 5 nữ)
Chưa đầy đủ, mới có 14
Đang tổng hợp, tạm tính 25 triệu
hai mươi lăm lượt
có hai mươi buổi
phát hành 300 tờ rơi
1.250
"""
BEHIND_A_PERIOD = """
cả năm 14 cuộc
cả năm 14
cả năm: 14
trong năm 14 cuộc
mỗi năm 14 lớp
cả quý 14 cuộc
trong quý 14 lượt
đợt này 14
toàn ngành 14
cả huyện 14 cuộc
kế hoạch 14 cuộc
"""
NO_FIGURE_OF_A_PERIOD = """
cả năm 2011
trong năm 2011
quý 1, quý 2
trong quý 2
tháng 5 và 6
đợt 2
phòng 3 theo dõi
kế hoạch 57
khối 2
"""
WITH_WHY_IT_IS_NOT_SURE = """
14 do chưa thống kê hết
14 vì mới tổng hợp
15 vẫn chưa chốt
15 còn chưa chốt
14 hiện đang rà soát
14 bài đang chờ đăng
14 hội nghị đang tổng hợp
14 cuộc chưa chốt
Số liệu: mười lăm, chưa chốt
Hai mươi lăm cuộc chưa chốt
"""
IN_OTHER_WRITING = """
Hai cuộc họp
ba buổi
họp hai lần
hai chục
khoảng mười
một cuộc
⑭
"""
NO_NUMBER_OF_WHAT_IS_ASKED = """
Chưa có một cuộc họp nào
Báo cáo mỗi quý một lần
Tháng năm
Thứ ba mới họp
Chờ ba xã báo cáo
Ba phòng chưa gửi
Hai đồng chí nghỉ thai sản nên chưa làm
Một số cuộc chưa tổng hợp
Năm nay chưa làm
14 cán bộ chưa có quyết định
"""
CONTENT = """
Quy chế phối hợp với Hội Liên hiệp Phụ nữ tỉnh
Kế hoạch được triển khai đến 5 phòng; việc lồng ghép giới còn lúng túng do thiếu tài liệu
12/QĐ-UBND ngày 5/3/2011
Hỗ trợ kinh phí cho cán bộ nữ đi học
Nhận thức của một bộ phận cán bộ chuyển biến rõ nét
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def measure(text: str) -> str:
    return "triệu đồng" if "triệu" in text else "tin, bài"


@pytest.mark.parametrize("text", lines(HONEST))
def test_an_honest_reason_is_left_alone(text: str) -> None:
    assert told_by(text, "tin, bài") is FigureMention.NOTHING
    assert gives_a_reason(text)


def test_hardly_any_other_reason_is_asked_about_and_none_refused() -> None:
    found = [told_by(text, "người") for text in lines(HARDER)]
    assert FigureMention.FIGURE not in found
    assert found.count(FigureMention.PERHAPS) * 10 <= len(found)


@pytest.mark.parametrize("text", lines(TOLD))
def test_a_figure_is_told(text: str) -> None:
    assert told_by(text, measure(text)) is not FigureMention.NOTHING


@pytest.mark.parametrize("asked", ["cuộc", "người", "tin, bài", "triệu đồng"])
def test_a_number_behind_a_period_may_be_the_figure(asked: str) -> None:
    """Somebody has to say whether it is; nobody is refused for it."""
    assert {text: told_by(text, asked) for text in lines(BEHIND_A_PERIOD)} == dict.fromkeys(
        lines(BEHIND_A_PERIOD), FigureMention.PERHAPS
    )
    assert {told_by(text, asked) for text in lines(NO_FIGURE_OF_A_PERIOD)} == {FigureMention.NOTHING}


@pytest.mark.parametrize("text", lines(WITH_WHY_IT_IS_NOT_SURE))
def test_a_figure_with_a_reason_may_be_the_answer(text: str) -> None:
    assert told_by(text, "cuộc") is FigureMention.PERHAPS


@pytest.mark.parametrize("text", lines(IN_OTHER_WRITING))
def test_a_figure_is_one_however_it_is_written(text: str) -> None:
    assert told_by(text, "cuộc") is not FigureMention.NOTHING


@pytest.mark.parametrize("text", lines(NO_NUMBER_OF_WHAT_IS_ASKED))
def test_numbers_in_words_of_other_things_are_left_alone(text: str) -> None:
    assert told_by(text, "cuộc") is FigureMention.NOTHING


@pytest.mark.parametrize("text", ["14 người đang kiêm nhiệm", "14 cán bộ chưa có quyết định"])
def test_persons_may_be_what_is_counted(text: str) -> None:
    assert told_by(text, "người") is FigureMention.PERHAPS


@pytest.mark.parametrize("measure", ["cuộc", "đơn vị", "triệu đồng", ""])
def test_an_honest_reason_is_one_whatever_is_counted(measure: str) -> None:
    assert {text for text in lines(HONEST) if told_by(text, measure) is not FigureMention.NOTHING} == set()


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("Không phát sinh trong kỳ", True),
        ("Trong kỳ không phát sinh", True),
        ("Chưa phát sinh", True),
        ("Không tổ chức", True),
        ("KPS", True),
        ("không có phát sinh", True),
        ("Không có cuộc nào", True),
        ("Không có số liệu nào", False),
        ("Không tổ chức được vì mưa", False),
        *((text, False) for text in lines(HONEST + HARDER)),
    ],
)
def test_words_for_zero(text: str, *, none: bool) -> None:
    assert says_none_happened(text) is none


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("có 14 tin bài", "tin, bài"),
        ("Tổng 14", "người"),
        ("(14)", ""),
        ("Chưa có số liệu: 14", "lượt"),
        ("20 triệu đồng từ ngân sách", "triệu đồng"),
        ("khoảng mười bốn", "người"),
        ("có hai mươi buổi", "buổi"),
    ],
)
def test_what_is_nothing_but_a_figure(text: str, measure: str) -> None:
    assert told_by(text, measure) is FigureMention.FIGURE


@pytest.mark.parametrize("text", lines(CONTENT))
def test_content_is_no_reason(text: str) -> None:
    assert not gives_a_reason(text)


# ------------------------------------------------------------------------------------------- beside an answer
OF_OTHER_THINGS = """
29 xã
11 huyện
2 đợt
12 đơn vị
15 trường
5 tháng
6 tháng
31/5/2011
4/10 xã
2011
0912345678
912345678
khoảng 50
12/15
quý 1, quý 2
14 người tham dự
đạt 85%
Trong đó 2 cuộc cấp xã
Theo Kế hoạch 57
không có
"""
STATED = """
14
(14)
14 cuộc
14.
mười bốn
14 (mười bốn)
có 14 cuộc
Tổng số: 14
Số đúng là 14
Số liệu đúng phải là 14
Đã sửa lại thành 14
Xin đính chính: 14 cuộc
không phải 4 mà là 14
"""


@pytest.mark.parametrize("text", lines(OF_OTHER_THINGS))
def test_an_explanation_of_an_answer_is_no_other_answer(text: str) -> None:
    assert figures_stated(text, "cuộc") == frozenset()


@pytest.mark.parametrize("text", lines(STATED))
def test_another_figure_is_stated(text: str) -> None:
    assert figures_stated(text, "cuộc") == {14}


@pytest.mark.parametrize("text", ["6.000 triệu đồng", "6.000", "6.000 tr", "6 tỷ", "6,000 tỷ", "6000", "sáu nghìn"])
def test_the_same_figure_is_known_again(text: str) -> None:
    assert 6000 in figures_stated(text, "triệu đồng")
