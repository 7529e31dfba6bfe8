"""Which two codes have a share: every pair of both editions is a percentage of one kind of thing, or refused with the
reason."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.model import Aggregate, Edition, FieldType
from vstbcpn_cli.edition.part_whole import wholes_of
from vstbcpn_cli.model.counting import declared_total
from vstbcpn_cli.usecases.tracing.sensible_shares import SensibleShares

OTHER = Path(__file__).parents[2] / "support" / "editions" / "2031"


@cache
def edition(name: str) -> Edition:
    return load_edition("2011" if name == "2011" else str(OTHER))


def codes(of: Edition) -> list[str]:
    return [*of.indicators, *of.matrix_cells, *of.tables, *of.table_columns]


def field(of: Edition, code: str) -> str:
    rows = code in of.tables or code in of.table_columns
    return (declared_total(of, code) if rows else "") or code


@pytest.mark.parametrize("name", ["2011", "2031"])
def test_every_pair_is_a_percentage_of_one_measure_or_has_a_reason(name: str) -> None:
    of = edition(name)
    shares, fields = SensibleShares(of), {c: field(of, c) for c in codes(of)}
    accepted, declared = 0, wholes_of(of)
    for part, whole in product(codes(of), repeat=2):
        said = shares.why_not(part, whole)
        if said:
            assert re.fullmatch(r".+\. Đề nghị .+[^.]\.", said), (part, whole, said)
            assert f"“{part}”" in said or f"“{whole}”" in said or part == whole, said
            continue
        accepted += 1
        top, base = fields[part], fields[whole]
        assert top != base, (part, whole)
        assert of.measure_of(top) == of.measure_of(base), (part, whole)
        assert declared.get(top) != base or shares.why_not(whole, part), (part, whole)
    assert accepted > 10


@pytest.mark.parametrize("name", ["2011", "2031"])
def test_what_the_form_takes_of_another_figure_is_a_share_and_never_the_other_way_round(name: str) -> None:
    of, shares = edition(name), SensibleShares(edition(name))
    declared = dict(wholes_of(of))
    declared |= {i.code: i.share_of for i in of.indicators.values() if i.share_of in of.indicators}
    added = (Aggregate.SUM, Aggregate.COUNT_YES)
    checked = 0
    for part, whole in declared.items():
        if any(c in of.indicators and of.indicators[c].aggregate not in added for c in (part, whole)):
            continue
        checked += 1
        assert shares.why_not(part, whole) == ""
        assert f"{part}/{whole}" in shares.why_not(whole, part)
    assert checked > 3


def test_what_is_no_number_of_all_units_has_no_share() -> None:
    of, shares = edition("2011"), SensibleShares(edition("2011"))
    for code, spec in of.indicators.items():
        if spec.type in (FieldType.DATE, FieldType.TEXT, FieldType.LONG, FieldType.CHOICE):
            assert shares.why_not("T6.08", code).startswith(f"Mã “{code}” là "), code


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        ("T6.05", "T6.05", "Một số chia cho chính nó luôn là 100%."),
        ("T6.14", "T6.B2.thuc_hien", "là cùng một số"),
        ("T6.05", "T6.08", "Biểu mẫu tính “T6.08” trên “T6.05”, không tính ngược lại. Đề nghị ghi: T6.08/T6.05."),
        ("T1.03", "T1.05", "Đề nghị ghi: T1.05/T1.03."),
        ("T6.08", "T6.13", "“T6.08” tính bằng “người”, “T6.13” tính bằng “triệu đồng”"),
        ("T6.02", "T6.01", "thương là số bình quân, không phải tỷ lệ phần trăm"),
        ("T6.06", "T6.07", "cùng là một phần của “T6.05”"),
        ("T2.03", "T2.06", "Mã “T2.03” là ngày nên không có tỷ lệ."),
        ("X.01", "T2.06", "là nội dung viết bằng lời"),
        ("T2.01", "T2.06", "Đề nghị ghi “T2.01:Đã kiện toàn trong năm 2011”"),
        ("T4.06", "T4.07", "là số của từng đơn vị, không cộng chung"),
        ("M.08", "T2.06", "là câu trả lời “Có” hoặc “Không”"),
        ("T3.M1.CB01.ty_le", "T2.06", "Đề nghị ghi: T3.M1.CB01.nu/T3.M1.CB01.tong."),
        ("T4.M2.CD01.nu", "T4.M2.CD01.xa_tong", "do các cấp hoặc các đơn vị khác nhau báo cáo"),
        ("T1.B2.thuc_hien", "T1.B2.muc_tieu", "là số của từng dòng, không cộng chung"),
        ("T1.01", "T1.02", "là số đơn vị trả lời “Có” hoặc số dòng của bảng"),
        ("T5.03", "T6.03", "thuộc hai nội dung khác nhau của biểu mẫu"),
        ("T3.M1.CB07.tong", "T3.M1.CB01.tong", "là số phát sinh trong kỳ"),
    ],
)
def test_a_pair_that_makes_no_sense_is_refused_with_its_reason(part: str, whole: str, said: str) -> None:
    assert said in SensibleShares(edition("2011")).why_not(part, whole)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("T6.08", "T6.05"),
        ("T6.14", "T6.13"),
        ("T6.B2.thuc_hien", "T6.B2.du_toan"),
        ("T5.14a", "T5.14b"),
        ("T5.09", "T5.08"),
        ("T3.08", "T3.07"),
        ("T1.05", "T1.03"),
        ("T3.M1.CB05.nu", "T3.M1.CB01.nu"),
        ("T4.M2.CD01.nu", "T4.M2.CD01.tong"),
        ("T5.B2.so_nu", "T5.B2.so_thanh_vien"),
    ],
)
def test_a_pair_that_makes_sense_is_taken(part: str, whole: str) -> None:
    assert SensibleShares(edition("2011")).why_not(part, whole) == ""
