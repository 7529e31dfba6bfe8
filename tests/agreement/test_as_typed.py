"""What a person sees while typing, in LibreOffice with the regional settings of Vietnam and of the US."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.programs import libreoffice
from tests.support.seasons import season
from vstbcpn_cli.workbook.form.check_lines import FIRST_TO_DO, TO_DO

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]
UNIT = "so-y-te"


@pytest.mark.full
@pytest.mark.parametrize("locale", ["en-US", "vi-VN"])
def test_the_self_check_says_of_each_cell_what_is_asked_of_it(locale: str, tmp_path: Path) -> None:
    """Its first look after some answers: a half document is no whole number, whatever a comma means on the computer."""
    answers = {"M.09": "Chỉ cơ quan", "M.14": "Lê Thị Hoa", "T1.04": "12,5", "T1.06": "2"}
    left = to_do([("enter", *at.spot(UNIT, code), text) for code, text in answers.items()], locale, tmp_path)
    assert [x for x in left if x[0].startswith(("TT", "NV1"))] == [
        ("TT, ô D20", "“Ngày báo cáo” đã điền", "Chưa nhập"),
        ("TT, ô D23", "“Điện thoại / email người lập” đã điền", "Chưa nhập"),
        ("NV1, ô D13", "“Số văn bản chủ trì xây dựng có nội dung liên quan đến BĐG” đã điền", "Chưa đạt"),
        (
            "NV1, ô D14",
            "“Số văn bản chủ trì xây dựng có nội dung liên quan đến BĐG: đã lồng ghép vấn đề BĐG” đã điền",
            "Chưa nhập",
        ),
        ("NV1, ô B28", "Bảng “Danh mục văn bản chỉ đạo, kế hoạch đã ban hành” đã được trả lời", "Chưa nhập"),
    ]


def to_do(steps: list[Any], locale: str, folder: Path) -> list[tuple[str, ...]]:
    """The list of a blank as it stands after these steps, without a recalculation of the whole book."""
    source, target = folder / "trong.xlsx", folder / "da-go.xlsx"
    source.write_bytes(at.blank(UNIT))
    office = libreoffice.Office(locale=locale)
    job: dict[str, Any] = {"source": str(source), "target": str(target), "filter_name": libreoffice.XLSX}
    office.do("edit", **job, steps=steps, as_typed=True)
    office.stop()
    sheet = load_workbook(target, data_only=True)[season.edition().words["sheet.check"]]
    rows = sheet.iter_rows(FIRST_TO_DO, FIRST_TO_DO + TO_DO - 1, 1, 3, values_only=True)
    return [tuple(str(x) for x in row) for row in rows if row[0]]
