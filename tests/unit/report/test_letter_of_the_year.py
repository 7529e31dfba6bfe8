"""A form that goes on from another year has its sentences, and a letter of its own."""

from __future__ import annotations

from dataclasses import replace

from tests.support.seasons import season
from tests.support.seasons.season import COMMON, FOLDERS
from vstbcpn_cli.edition.lineage import letters_before
from vstbcpn_cli.report.context.citations import load_citations
from vstbcpn_cli.report.template_set import FOLDER


def test_sentences_of_an_earlier_year_name_the_letter_of_this_one() -> None:
    """The number alone: the day and the subject are those of the old letter."""
    next_year = replace(season.edition(), edition="2012", letter="27/CV-BVSTBCPN", lineage=("2011",))
    earlier = letters_before(next_year)
    assert earlier == {"350/CV-BVSTBCPN"}
    assert letters_before(replace(next_year, letter="350/CV-BVSTBCPN")) == frozenset()
    cited = load_citations([folder / FOLDER for folder in (FOLDERS / "2011", COMMON)], "", next_year.letter, earlier)
    assert cited.dan("CV350") == "Công văn số 27/CV-BVSTBCPN"
    assert cited.dan("QD2351").startswith("Quyết định số 2351/QĐ-TTg ngày 24 tháng 12 năm 2010")
