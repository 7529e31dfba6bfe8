"""What a unit is asked, counted on the plan of its blank: the cells that its self-check calls “Bắt buộc”."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.seasons import season
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import ReportingUnit
from vstbcpn_cli.rules.registry import LiveRules, bind
from vstbcpn_cli.workbook.form.form_plan import FormPlans
from vstbcpn_cli.workbook.form.own_sheets import gather_lines

MOST = {"HU": 65, "SN": 40, "DT": 40}
"""A district adds up its communes and has the elections; the others answer for themselves."""
OF_THE_LEAD = 20
"""What one office in the province knows: at most so many answers beside its own, also once a year."""


def demanded(period: str) -> Iterator[tuple[ReportingUnit, list[str], list[str]]]:
    """Every unit with the answers that are demanded of it, and those that only a lead gives; without what the blank
    already holds."""
    edition = season.edition()
    plans = FormPlans(edition, edition.periods[period], LiveRules(bind(edition)))
    for unit in season.register().units:
        applies = Applicability(edition, unit, edition.periods[period])
        needed = [x.check.at for x in plans.of(unit).checks.lines if x.check.needed and not x.check.met_at_issue]
        own = [code for code in needed if not applies.lead_only(code)]
        yield unit, own, [code for code in needed if code not in own]


@pytest.mark.parametrize("period", ["6t", "nam"])
def test_no_unit_is_asked_more_than_the_letter_needs(period: str) -> None:
    for unit, own, of_the_lead in demanded(period):
        assert len(own) <= MOST[unit.kind], (unit.code, len(own), own)
        assert len(of_the_lead) <= OF_THE_LEAD, (unit.code, of_the_lead)
        assert len(own) > 20, "the form still asks"


def test_what_the_blank_holds_is_not_asked_of_a_district() -> None:
    (district,) = (own for unit, own, _ in demanded("6t") if unit.code == "huyen-loc-binh")
    (office,) = (own for unit, own, _ in demanded("6t") if unit.code == "so-y-te")
    assert {"M.06", "M.07", "M.09"}.isdisjoint(district)
    assert "M.09" in office


def test_what_to_gather_before_the_form_is_filled_in_is_what_it_demands() -> None:
    edition = season.edition()
    unit = next(u for u in season.register().units if u.code == "huyen-loc-binh")
    lines = dict(gather_lines(Applicability(edition, unit, edition.periods["6t"])))
    assert list(lines) == ["TT", "NV1", "NV2", "NV3", "NV4", "NV5", "NV6", "NV7", "DG"]
    assert "Phạm vi số liệu" not in lines["TT"], "the blank holds it"
    assert "Tổng số thành viên Ban: trong đó nữ" in lines["NV2"], "called for by another answer"
    assert (
        "HĐND huyện, thành phố (chỉ tiêu tỷ lệ nữ đã đề ra (%), số người ứng cử, nữ, số người trúng cử, nữ)"
        in (lines["NV4"])
    )
    assert "Lớp tập huấn, bồi dưỡng" in lines["NV6"]
    assert sum(map(len, lines.values())) < 60, "it stands on one page"
    year = dict(gather_lines(Applicability(edition, unit, edition.periods["nam"])))
    assert set(year["NV1"]) > set(lines["NV1"])
