"""`danh-gia.toml` as the office edits it: what it adds, changes and takes out, what is wrong with it, and what is shipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.seasons.judged import judged, sections_of, value_of
from tests.support.seasons.report_cases import all_forms, made_of, report_of
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.judgement.load import FILE_NAME

# -------------------------------------------------------------------------------------------------- the office's own file
RIGHT = """[muc.rieng]
ten = "việc riêng"
do = "tra_loi"
ma = "T6.16"
nang = 100
uu_diem_khi = ">= 0"
uu_diem = "Riêng: {so}/{tong}, theo {dan.NQ11}, năm {ky.nam}."
"""


def office(folder: Path, text: str) -> Path:
    (folder / "report").mkdir(exist_ok=True)
    (folder / "report" / FILE_NAME).write_text(text, encoding="utf-8")
    return folder


def test_an_office_adds_changes_and_takes_out_entries_in_its_own_folder(tmp_path: Path) -> None:
    report = replace(report_of(made_of(all_forms())), templates=tmp_path)
    usual = sections_of(replace(report, templates=None))
    changed = '[muc.kinh-phi]\nhan_che = "Kinh phí: {con}."\n[muc.can-bo]\nbo = true\n'
    own = office(tmp_path, RIGHT + changed)
    found = sections_of(replace(report, templates=own))
    yes = sum(value_of(f, "T6.16") is True for f in all_forms())
    assert found["iv-uu-diem"][0] == f"- Riêng: {yes}/70, theo Nghị quyết số 11-NQ/TW, năm 2011."
    assert any("chưa bố trí đủ cán bộ" in p for p in usual["iv-han-che"])
    assert not any("chưa bố trí đủ cán bộ" in p for p in found["iv-han-che"])
    no = sum(value_of(f, "T6.12") is False for f in all_forms())
    assert f"- Kinh phí: {no}." in found["iv-han-che"]
    assert any("trước ngày 20/7/2011" in p for p in found["v-phuong-huong"])


WRONG = {
    'ma = "T6.61"': ("khóa “ma”: không có ô có/không hoặc ô chọn “T6.61”", "“T6.16”"),
    'do = "tra_loii"': ("khóa “do”: không có giá trị “tra_loii”", "“tra_loi”"),
    'uu_diemm = "a"': ("không có khóa “uu_diemm”", "“uu_diem”"),
    'uu_diem = "{soo}"': ("khóa “uu_diem”: không có tên “soo”", "“so”"),
    'uu_diem = "{dan.NQ12}"': ("không có tên “dan.NQ12”", "“dan.NQ11”"),
    'uu_diem = "{T6.61}"': ("không có tên “T6.61”", "“T6."),
    'uu_diem = "{so"': ("thừa hoặc thiếu dấu ngoặc nhọn", ""),
    'uu_diem = ""': ("giá trị phải là chữ trong dấu ngoặc kép", ""),
    'uu_diem_khi = "90"': ("điều kiện viết dạng “>= 90”", ""),
    'ky = ["6tt"]': ("không có kỳ “6tt”", "“6t”"),
    'ban_hanh = ["soo"]': ("không có nơi ban hành “soo”", "“so”"),
    'giai_thich = ["kinh-phii"]': ("không có mục “kinh-phii”", "“kinh-phi”"),
    'kien_nghi = {"UBND tinh" = "a"}': ("không có nơi nhận “UBND tinh”", "“UBND tỉnh”"),
    'tra_loi = ["Cóo"]': ("không có câu trả lời “Cóo”", "“Có”"),
    'loi = "T6.16"': ("không có ô văn bản “T6.16”", ""),
    'loai = "HU"': ("chỉ dùng với cách đo", ""),
    "du = 101": ("số nguyên từ 0 đến 100", ""),
    "nang = true": ("số nguyên từ 0 đến 100", ""),
    'ky = "6t"': ("danh sách chữ trong dấu ngoặc vuông", ""),
    'han_che_khi = "< 1"\nhan_che = "a"': ("cần có phương hướng (“phuong_huong”) hoặc kiến nghị", ""),
    'phuong_huong = "a"': ("thiếu khóa “viec_khi” hoặc “han_che_khi”", ""),
    'han_che = "a"': ("khóa “han_che” và “han_che_khi” cần đi cùng nhau", ""),
    'uu_diem = {6tt = "a"}': ("không có kỳ “6tt”", "“6t”"),
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_entry_is_told_with_its_place_and_the_nearest_right_name(line: str, tmp_path: Path) -> None:
    key = line.partition(" ")[0]
    kept = [one for one in RIGHT.splitlines() if not one.startswith(f"{key} ")]
    own = office(tmp_path, "\n".join([*kept, line]))
    with pytest.raises(ConfigurationError) as fault:
        sections_of(replace(report_of(made_of(())), templates=own))
    said, near = WRONG[line]
    assert str(fault.value).startswith("report/danh-gia.toml, mục “rieng”")
    assert said in str(fault.value)
    assert near in str(fault.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mucc.a]\nten = 'a'", "không có khóa “mucc”"),
        ("[kieu]\nuu_diemm = 3", "không có khóa “uu_diemm”"),
        ("[kieu]\nuu_diem = 0", "số nguyên từ 1 trở lên"),
        ("[noi_nhan.'UBND tinh']\nten = 'a'", "không có nơi nhận “UBND tinh”"),
        ("[noi_nhan.'UBND tỉnh']\nchinh_la = ['bann']", "không có nơi ban hành “bann”"),
        ("[muc.a]\nten = 'a'", "thiếu khóa “do”"),
        ("[muc.a]\nten = 'a'\ndo = 'ty_le'", "cần khóa “ma”"),
        ("[muc.a]\nten = 'a'\ndo = 'ty_le'\nma = 'T1.06'", "cần thêm khóa “mau”"),
        ("[muc.a]\nten = 'a'\ndo = 'ngay'\nma = 'T2.03'\ntu = '31/2/2011'", "ngày viết dạng"),
        ("[muc.a]\nten = 'a'\ndo = 'dong'\nma = 'T1.B1'\ncot = 'loaii'\ntra_loi = []", "Cột chọn gần giống: “loai”"),
        ("[muc.a]\nten = 'a'\ndo = 'dat_chi_tieu'\nma = 'T3.M1'", "không có biểu có chỉ tiêu “T3.M1”"),
        ("[muc.a]\nten = 'a'\ndo = 'chi_tieu'\ntra_loi = ['Đạtt']", "Câu trả lời gần giống: “Đạt”"),
        ("[muc.a]\nten = 'a'\ndo = 'gui'\ntrang_thai = 'chua'", "không có giá trị “chua”"),
        ("muc = 3", "giá trị phải là một mục con"),
    ],
)
def test_what_stands_beside_is_checked_too(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(said)):
        judged(report_of(made_of(())), text, tmp_path)


# --------------------------------------------------------------------------------------------------------- as it is shipped
@pytest.mark.parametrize("period", ["6t", "nam"])
@pytest.mark.parametrize("issuer", ["ban", "so"])
@pytest.mark.parametrize("count", [70, 35, 1, 0])
def test_every_section_is_whole_and_few(period: str, issuer: str, count: int) -> None:
    report = replace(report_of(made_of(all_forms(period)[:count], period)), issuer=issuer)
    found = sections_of(report)
    bullets = {name: list(_own(lines)) for name, lines in found.items() if name[:2] in ("iv", "v-", "vi")}
    assert len(bullets["iv-uu-diem"]) <= 6
    assert len(bullets["iv-han-che"]) <= 6
    assert len(bullets["v-phuong-huong"]) <= 8
    assert bool(bullets["iv-uu-diem"]) is (count >= 35)
    if count < 70:
        assert any(
            line.startswith(f"- Còn {70 - count}/70 đơn vị chưa gửi báo cáo") for line in bullets["iv-han-che"][:2]
        )
        assert f"Đôn đốc {70 - count} đơn vị chưa gửi báo cáo" in " ".join(found["v-phuong-huong"])
    if count == 70 and period == "nam":
        assert "đạt và vượt 15/22 chỉ tiêu" in bullets["iv-uu-diem"][0]
        assert "chỉ tiêu của Chiến lược" in bullets["iv-han-che"][0]
    assert not any(re.match(r"\d+\. Đối với Sở Lao động", line) for line in found["vi-kien-nghi"])


def _own(lines: list[str]) -> Iterator[str]:
    """The bullets that are the report's own."""
    for line in lines:
        if line.endswith(":") and "nhiệm vụ sau" not in line:
            return
        if line.startswith("- "):
            yield line


def test_no_strength_is_one_of_two_thirds() -> None:
    """What is said of units in the strengths holds of at least nine in ten of them."""
    for period in ("6t", "nam"):
        for count in (70, 60, 40):
            lines = _own(sections_of(report_of(made_of(all_forms(period)[:count], period)))["iv-uu-diem"])
            for some, all_ in (m for line in lines for m in re.findall(r"(\d+)/(\d+) đơn vị", line)):
                assert int(some) * 10 >= int(all_) * 9


def test_what_units_do_not_ask_for_the_figures_may() -> None:
    forms = tuple(replace(f, tables={k: v for k, v in f.tables.items() if k != "X.B1"}) for f in all_forms())
    for one in (report_of(made_of(forms)), report_of(made_of(()))):
        said = sections_of(one)["vi-kien-nghi"]
        assert any(line.startswith("1. Đối với Ủy ban nhân dân tỉnh") for line in said)
        assert not any("kiến nghị:" in line for line in said)
