"""What goes around the name of a unit is that of the edition's province: “tỉnh Lạng Sơn”, “thành phố Cần Thơ”."""

from __future__ import annotations

import pytest

from tests.support.seasons import season
from vstbcpn_cli.usecases.intake.unit_from_file_name import units_meant
from vstbcpn_cli.workbook.reading.identity_check import _same_office


@pytest.mark.parametrize(
    ("edition", "typed", "code"),
    [
        (season.SECOND, "Sở Nội vụ thành phố Cần Thơ", "snv"),
        (season.SECOND, "Sở Nội vụ Cần Thơ", "snv"),
        (season.SECOND, "Sở Nội vụ thành phố", "snv"),
        (season.SECOND, "Sở Nội vụ thành", ""),
        (season.SECOND, "Sở Nội vụ tỉnh", ""),
        (season.SHIPPED, "Sở Nội vụ tỉnh Lạng Sơn", "so-noi-vu"),
        (season.SHIPPED, "Sở Nội vụ tỉnh", "so-noi-vu"),
        (season.SHIPPED, "Sở Nội vụ thành phố Cần Thơ", ""),
    ],
)
def test_a_name_may_end_in_the_province_of_its_edition(edition: str, typed: str, code: str) -> None:
    with season.using(edition) as found:
        assert [u.code for u in units_meant(typed, season.register().units, found)] == ([code] if code else [])
        expected = next(u.name for u in season.register().units if u.name == "Sở Nội vụ")
        assert _same_office(typed, expected, found.office) is bool(code)


@pytest.mark.parametrize(
    ("edition", "typed"),
    [
        (season.SECOND, "Hội đồng BĐG Sở Nội vụ"),
        (season.SECOND, "Hội đồng Bình đẳng giới Sở Nội vụ thành phố Cần Thơ"),
        (season.SHIPPED, "Ban VSTBCPN Sở Nội vụ"),
        (season.SHIPPED, "Ban Vì sự tiến bộ của phụ nữ Sở Nội vụ tỉnh Lạng Sơn"),
    ],
)
def test_the_committee_of_a_unit_is_the_unit(edition: str, typed: str) -> None:
    with season.using(edition) as found:
        assert _same_office(typed, "Sở Nội vụ", found.office)
