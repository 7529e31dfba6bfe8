"""A form as an Excel workbook: what an office edits wrongly is answered with its cell, all of it at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.editions.edition_workbooks import EditedWorkbook, workbook
from vstbcpn_cli.usecases.editions.check_edition import CheckedEdition, check_edition
from vstbcpn_cli.usecases.editions.new_edition import write_new_edition
from vstbcpn_cli.workbook.edition_sheets.layout import layouts

Edit = tuple[str, str, dict[str, str], Any, str]
"""Sheet, key of the column, what the record says, what is typed, and what is told of it."""

NO_VALUE: list[Edit] = [
    ("ThietLap", "_value", {"key_": "year"}, "hai nghìn", "không phải một con số"),
    ("ThietLap", "_key", {"key_": "letter"}, "leter", "gần nhất là “letter”"),
    ("KyBaoCao", "from_date", {"code": "6t"}, "31/2/2011", "không phải một ngày có thật"),
    ("KyBaoCao", "due_inclusive", {"code": "nam"}, "có lẽ", "Đề nghị chọn “Có” hoặc “Không”"),
    ("KyBaoCao", "code", {"code": "nam"}, "6t", "“6t” đã ghi ở ô"),
    ("LoaiDonVi", "short", {"code": "HU"}, "h huyện", "chưa có dấu “=”"),
    ("NhiemVu", "kind", {"code": "T2"}, "nhiem vu chinh", "giá trị gần nhất là “nhiệm vụ”"),
    ("ChiTieu", "type", {"code": "T1.04"}, "số nguyen duong", "giá trị gần nhất là “số nguyên”"),
    ("ChiTieu", "required", {"code": "T1.05"}, "SN = bat buoc; DT = tùy", "Đề nghị chọn một trong"),
    ("ChiTieu", "_in", {"code": "T1.06"}, "T11", "Trang NhiemVu không có “T11”; mã gần nhất là “T1”"),
    ("ChiTieu", "code", {"code": "T1.10"}, "T1.09", "“T1.09” đã ghi ở ô"),
    ("ChiTieu", "known", {"code": "M.06"}, "=1=1", "Ô chứa công thức"),
    ("ChiTieu", "code", {"code": "T2.07"}, None, "Dòng này chưa có “Mã chỉ tiêu”"),
    ("MaTranDong", "target", {"in_": "T4.M1", "code": "QH"}, "ba mươi", "không phải một con số"),
    ("MaTranCot", "type", {"in_": "T3.M1", "key": "nu"}, "so", "Đề nghị chọn một trong"),
    ("MaTran", "shares", {"code": "T3.M1"}, "nu trên tong", "không phải một tỷ lệ"),
    ("BangKe", "rows", {"code": "T1.B1"}, "5,5", "không phải số nguyên"),
    ("BangKeCot", "_in", {"in_": "T1.B1", "key": "loai"}, "T1.B9", "Trang BangKe không có “T1.B9”"),
    ("DanhSach", "values", {"name": "vai_tro", "values": "Phối hợp"}, "Chủ trì", "hai lần trong danh sách"),
    ("QuyTac", "severity", {"id": "R27"}, "canh cao", "giá trị gần nhất là “cảnh báo”"),
    ("QuyTac", "percent", {"id": "R27"}, "#REF!", "Ô báo lỗi #REF!"),
    ("ChuTrenBieuMau", "_text", {"key_": "page"}, None, "Ô này còn trống"),
    ("DonVi", "valid_until", {"code": "so-ldtbxh"}, "30/2/2025", "không phải một ngày có thật"),
]
NOT_TOGETHER: list[Edit] = [
    ("ThietLap", "_value", {"key_": "withholding.explained_at"}, "M.99", "Biểu mẫu không có “M.99”"),
    ("ThietLap", "_value", {"key_": "targets.verdict"}, "danhgia", "Cột “danhgia” không có trong bảng T1.B2"),
    ("ThietLap", "_value", {"key_": "election_mode"}, None, "“Phần bầu cử mở trong năm” của trang ThietLap"),
    ("NhiemVu", "sheet", {"code": "T3"}, "Nhiệm vụ: ba", ""),
    ("NhiemVu", "kind", {"code": "T2"}, "thông tin chung", "Đề nghị chỉ chọn “thông tin chung” ở cột “Trang tính là”"),
    ("KyBaoCao", "annual", {"code": "6t"}, "Có", ""),  # told at the other period
    ("KyBaoCao", "annual", {"code": "nam"}, "Có", "Đề nghị chỉ chọn “Có” ở cột “Là báo cáo năm”"),
    ("ChuTrenBieuMau", "_text", {"key_": "yes"}, "Dạ có", "Đề nghị giữ nguyên chữ này"),
    ("ChiTieu", "code", {"code": "T1.14"}, "T1/14", "có ký tự không dùng được"),
    ("ChiTieu", "values", {"code": "T3.02"}, None, "Đề nghị ghi ở cột “Danh sách để chọn”"),
    ("ChiTieu", "role", {"code": "T1.04"}, "năm báo cáo", "Cột “Ô dùng để” chỉ dùng cho ô của trang tính “TT”"),
    ("ChiTieu", "prefilled", {"code": "M.01"}, None, "Đề nghị sửa cột “Ghi sẵn” hoặc cột “Ô dùng để”"),
    ("ChiTieu", "type", {"code": "M.13"}, "tự tính", ""),  # told at its name
    ("ChiTieu", "code", {"code": "M.13"}, "M.13", "Đề nghị sửa cột “Kiểu” hoặc cột “Tự tính: cách tính”"),
    ("BangKeCot", "codes", {"in_": "T1.B1", "key": "loai"}, "loai_vb", "tên gần nhất là “loai_van_ban”"),
    ("ChiTieu", "share_of", {"code": "T1.05"}, "T1.99", "Biểu mẫu không có “T1.99”"),
    ("ChiTieu", "basis", {"code": "T1.06"}, "CV 351, nhiệm vụ 1", "không phải một căn cứ"),
    ("ChiTieu", "basis", {"code": "T2.06"}, None, "Đề nghị ghi ở cột “Căn cứ để hỏi”"),
    ("ChiTieu", "optional_in", {"code": "T1.09"}, "6tt", "Không có kỳ báo cáo “6tt”"),
    ("ChiTieu", "outside", {"code": "T2.01"}, "Không thuộc diện", "không có trong danh sách"),
    ("ChiTieu", "role", {"code": "M.12"}, "số liệu đến ngày", "đã ghi ở"),
    ("ChiTieu", "private", {"code": "M.14"}, None, ""),  # told at the role
    ("ChiTieu", "role", {"code": "M.14"}, "người liên hệ", "Đề nghị chọn “Có” ở cột “Không công bố”"),
    ("ChiTieu", "calc.of", {"code": "T6.01"}, "T6.B9", "Biểu mẫu không có “T6.B9”"),
    ("ChiTieu", "calc.where", {"code": "T6.02"}, "vai_tro = Chủ chì", "giá trị gần nhất là “Chủ trì”"),
    ("MaTran", "shares", {"code": "T3.M1"}, "nữ / tong", "Biểu mẫu không có “nữ”"),
    ("BangKe", "key", {"code": "T5.B2"}, "ten_goi", "Cột “ten_goi” không có trong bảng"),
    ("BangKe", "counted", {"code": "T5.B1"}, None, ""),  # told at the column it is for
    ("BangKe", "role_column", {"code": "T5.B1"}, "vai_tro", "cần có ở cột “Chỉ cộng dòng có”"),
    ("BangKeCot", "kinds", {"in_": "T1.B1", "key": "loai"}, "SNN", "Không có loại đơn vị “SNN”; mã gần nhất là “SN”"),
    (
        "ChiTieuPhanDau",
        "lead",
        {"code": "3.1"},
        "so-gdd",
        "Danh sách đơn vị không có “so-gdd”; mã gần nhất là “so-gddt”",
    ),
    ("ChiTieuPhanDau", "fields", {"code": "7.1"}, "T1.44", "Biểu mẫu không có “T1.44”"),
    ("DonVi", "kind", {"code": "so-y-te"}, "SO", "Loại đơn vị “SO” không đúng"),
    ("DonVi", "code", {"code": "so-ngoai-vu"}, "so-tu-phap", "đã có ở dòng"),
    ("DonVi", "lead_for", {"code": "hoi-lhpn"}, "T5.14x", "Biểu mẫu không có “T5.14x”"),
]
RULES: list[Edit] = [
    ("QuyTac", "rule", {"id": "R27"}, "stock-jump", "tên gần nhất là “stock-jumped”"),
    ("QuyTac", "whole", {"id": "R02"}, None, ""),
    ("QuyTac", "percent", {"id": "R26"}, 30, "không dùng cột “Thay đổi quá %”"),
    ("QuyTac", "value", {"id": "R29"}, None, "cần cột “Câu trả lời”, nay chưa ghi"),
    ("QuyTac", "fields", {"id": "R28", "rule": "document-number-pattern"}, "M.111", "Biểu mẫu không có “M.111”"),
    ("QuyTac", "sum_kinds", {"rule": "lead-differs-from-sum"}, "HU; XÃ", "Không có loại đơn vị “XÃ”"),
]

SHAPE: list[Edit] = [
    ("ThietLap", "_value", {"key_": "office.province"}, None, "Còn thiếu “Tỉnh, thành phố”"),
    ("ChiTieu", "type", {"code": "T1.04"}, None, "Còn thiếu “Kiểu”"),
    ("ChiTieu", "calc.op", {"code": "T6.01"}, None, "Còn thiếu “Tự tính: cách tính”"),
    ("KyBaoCao", "next_title", {"code": "6t"}, None, "Còn thiếu “Kỳ tới gọi là”"),
    ("BangKe", "key", {"code": "T1.B1"}, None, "Còn thiếu “Cột phân biệt các dòng”"),
]
ALL = {"cells": NO_VALUE, "shape": SHAPE, "together": NOT_TOGETHER, "rules": RULES}


@pytest.fixture(scope="module")
def original() -> bytes:
    return workbook("2011")


def _checked(original: bytes, edits: list[Edit], path: Path) -> tuple[CheckedEdition, list[tuple[str, str]]]:
    """What is told of a workbook with all these edits, and by edit where it stands."""
    book = EditedWorkbook(original)
    places = [(sheet, book.address(sheet, key, **record)) for sheet, key, record, _, _ in edits]
    for (sheet, cell), (_, _, _, typed, _) in zip(places, edits, strict=True):
        book.type(sheet, cell, typed)
    return check_edition(str(book.save(path))), places


@pytest.mark.parametrize("edits", ALL.values(), ids=ALL)
def test_every_wrong_edit_is_told_at_its_cell(original: bytes, edits: list[Edit], tmp_path: Path) -> None:
    checked, places = _checked(original, edits, tmp_path / "bieu-mau.xlsx")
    told: dict[tuple[str, str], str] = {}
    for fault in checked.faults:
        assert fault.place is not None, fault
        at = (fault.place.sheet, fault.place.cell)
        told[at] = f"{told.get(at, '')} {fault.sentence}"
        assert "Đề nghị" in fault.sentence, fault
    missing = [(e, told.get(p)) for e, p in zip(edits, places, strict=True) if e[4] and e[4] not in told.get(p, "")]
    assert missing == []


THREADS: list[Edit] = [
    ("ChiTieu", "continues", {"code": "T1.06"}, "T1.60", "Bộ biểu mẫu 2011 không có “T1.60”; mã gần nhất là"),
    ("ChiTieu", "continues", {"code": "T1.10"}, "T1.09", ""),
    ("MaTranDong", "continues", {"in_": "T3.M1", "code": "CB01"}, "CB99", "không có “CB99”"),
    ("MaTranDong", "continues", {"in_": "T3.M1", "code": "CB02"}, "CB03", ""),
    ("MaTranCot", "continues", {"in_": "T3.M1", "key": "nu"}, "phu_nu", "không có “phu_nu”"),
    ("BangKeCot", "continues", {"in_": "T1.B1", "key": "loai"}, "loai_vb", "không có “loai_vb”"),
    ("BangKe", "continues", {"code": "T5.B1"}, "T5.B9", "không có “T5.B9”"),
]


def test_a_code_of_which_the_edition_before_has_nothing_is_told_at_its_cell(tmp_path: Path) -> None:
    """Nothing would be compared with it. The columns of a block that goes on from nothing are not told besides."""
    made = write_new_edition("2012", "2011", tmp_path / "2012.xlsx", empty=False)
    checked, places = _checked(made.path.read_bytes(), THREADS, tmp_path / "bieu-mau.xlsx")
    told = {(f.place.sheet, f.place.cell): f.sentence for f in checked.faults if f.place}
    assert [e for e, p in zip(THREADS, places, strict=True) if e[4] not in told.get(p, "")] == []
    assert set(told) == {p for e, p in zip(THREADS, places, strict=True) if e[4]}


_KEYS = {c.at for s in layouts() for c in s.columns if not c.at.startswith("_")} | {s.at for s in layouts() if s.at}
_HEADS = {c.head for s in layouts() for c in s.columns}
_KEY = re.compile(rf"(?<![\w.-])(?:{'|'.join(re.escape(k) for k in sorted(_KEYS - _HEADS, reverse=True))})(?![\w-])")
_COMMAND = "vstbcpn edition new"


@pytest.mark.parametrize("edits", ALL.values(), ids=ALL)
def test_who_edits_a_workbook_is_told_of_its_headings_and_never_of_a_key(
    original: bytes, edits: list[Edit], tmp_path: Path
) -> None:
    checked, places = _checked(original, edits, tmp_path / "bieu-mau.xlsx")
    codes = {place for place, (_, key, *_) in zip(places, edits, strict=True) if key == "_key"}
    said = [f.sentence for f in checked.faults if f.place and (f.place.sheet, f.place.cell) not in codes]
    assert len(said) >= len(edits) - len(codes)
    named = [(_KEY.findall(text), text) for text in (*said, *checked.remarks)]
    assert [(keys, text) for keys, text in named if {*keys} - {*re.findall(r"\w+", _COMMAND)}] == []
    assert [text for text in said if re.search(r"[Kk]hóa|\[\[|= *true|ngoặc kép thẳng", text)] == []
