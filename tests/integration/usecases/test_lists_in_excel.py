"""Lists that the office keeps in Excel: its register of units and its log, each read in a process of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.forms import returned as at
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.usecases.run_settings import register
from vstbcpn_cli.usecases.season.receipt_log import read_log


def test_a_register_kept_in_excel(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Code", "Name", "Kind", "Group", "valid_until", "order"])
    sheet.append(["so-y-te", " Sở Y tế ", "SN", "so-nganh", dt.datetime(2025, 2, 28), 5])  # noqa: DTZ001 - as stored
    sheet.append([None] * 6)
    sheet.append(["huyen-a", "Huyện A", "HU", "huyen", None, 4])
    path = tmp_path / "don-vi.xlsx"
    book.save(path)
    units = register("2011", path).units
    assert [(u.code, u.name, u.order, u.valid_until) for u in units] == [
        ("huyen-a", "Huyện A", 4, None),
        ("so-y-te", "Sở Y tế", 5, dt.date(2025, 2, 28)),
    ]


def test_a_register_that_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(ConfigurationError, match=r"hong\.xlsx"):
        register("2011", tmp_path / "hong.xlsx")


def test_a_log_kept_in_excel(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tep", " ngay_nhan "])
    sheet.append(["a.xlsx", dt.datetime(2011, 6, 9)])  # noqa: DTZ001 - as Excel stores a day
    sheet.append(["b.xlsx", "10/06/2011"])
    sheet.append(["c.xlsx", None])
    sheet.append([None, "11/06/2011"])
    book.save(tmp_path / "so-theo-doi.xlsx")
    assert read_log(tmp_path / "so-theo-doi.xlsx").days == {
        "a.xlsx": dt.date(2011, 6, 9),
        "b.xlsx": dt.date(2011, 6, 10),
    }


@pytest.mark.parametrize("content", [b"khong phai zip", at.filled("so-y-te")], ids=["no workbook", "a form"])
def test_a_log_that_is_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "so-theo-doi.xlsx").write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"so-theo-doi\.xlsx"):
        read_log(tmp_path / "so-theo-doi.xlsx")
