"""What a unit is asked, counted on the plan of its blank: the cells that its self-check calls “Bắt buộc”."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.seasons import season
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import ReportingUnit
from vstbcpn_cli.rules.registry import LiveRules, bind
from vstbcpn_cli.workbook.form.form_plan import FormPlans

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
    units = {u.code: u for u in season.register().units}

    def gathered(code: str, period: str) -> dict[str, str]:
        plans = FormPlans(edition, edition.periods[period], LiveRules(bind(edition)))
        told = (text.partition("\n")[::2] for text in dict(plans.of(units[code]).links).values())
        heading = edition.words["guide.gather"]
        return {title: lines.removeprefix(f"{heading} ") for title, lines in told if lines}

    half, year = gathered("huyen-loc-binh", "6t"), gathered("huyen-loc-binh", "nam")
    titles = {t.sheet: t.title for t in edition.tasks}
    assert list(half) == list(titles.values())
    assert "Phạm vi số liệu" not in half[titles["TT"]], "the blank holds it"
    assert "Tổng số thành viên Ban (trong đó nữ)" in half[titles["NV2"]], "called for by another answer"
    cells = "chỉ tiêu tỷ lệ nữ đã đề ra (%), số người ứng cử, nữ, số người trúng cử, nữ"
    assert f"HĐND huyện, thành phố ({cells})" in half[titles["NV4"]]
    assert "Lớp tập huấn, bồi dưỡng" in half[titles["NV6"]]
    assert set(year[titles["NV1"]].removesuffix(".").split("; ")) > set(
        half[titles["NV1"]].removesuffix(".").split("; ")
    )
    assert "Đại biểu Quốc hội" in gathered("so-noi-vu", "6t")[titles["NV4"]], "only the lead knows it"
    for unit in units:
        assert sum(map(len, gathered(unit, "6t").values())) < 3000, "it stands on one page"
