"""Figures of an earlier edition under the codes and units of this one: what may stand beside what."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.editions.next_year import write_next_year
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.earlier_period import Previous, load_earlier
from vstbcpn_cli.usecases.run_settings import Setting, setting

MEASURES = {"T5.04": "tin, bài", "T5.05": "chuyên mục", "T5.06": "bản", "T7.08": "văn bản", "T3.M1.CB04.nu": "người"}
KINDS = {"huyen-dinh-lap": "HU", "huyen-van-lang": "HU"}


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    return setting(str(write_next_year(tmp_path_factory.mktemp("bo") / "2012")), "6t", None)


def data(folder: Path, *units: str, **more: Any) -> Path:
    """Data of 2011: every unit gave 7 of everything, the province has three times as much."""
    values = [{"code": code, "status": "value", "value": 7} for code in MEASURES]
    row = {"code": "T6.B1.dia_diem", "row": 1, "status": "value", "value": "Hội trường"}
    told = {
        "format": "vstbcpn-so-lieu",
        "version": 1,
        "edition": "2011",
        "period": "6t",
        "fields": {code: {"label": code, "type": "int", "measure": measure} for code, measure in MEASURES.items()},
        "units": [{"code": u, "kind": KINDS.get(u, "SN"), "values": [*values, row]} for u in units],
        "totals": {code: {"value": 21, "lacking": 1, "parts": ["a"], "by_value": {"Có": 2}} for code in MEASURES},
    }
    path = folder / "so-lieu_2011-6t.json"
    path.write_text(json.dumps(told | more), encoding="utf-8")
    return path


def taken(later: Setting, folder: Path, *units: str) -> Previous:
    return load_earlier(data(folder, *units), later.edition, later.period, later.register)


def test_figures_stand_under_the_codes_that_continue_them(later: Setting, tmp_path: Path) -> None:
    found = taken(later, tmp_path, "so-y-te")
    assert found.units == {"so-y-te": dict.fromkeys(("T5.40", "T5.06", "T3.M1.CB40.nu"), Decimal(7))}
    assert found.totals.keys() == found.lacking.keys() == found.answered.keys() == {"T5.40", "T5.06", "T3.M1.CB40.nu"}
    assert found.by_value["T5.40"] == {"Có": 2}
    assert found.rows["so-y-te"]["T6.B1"] == ({"noi_hop": "Hội trường"},)


def test_a_figure_of_another_measure_is_not_compared(later: Setting, tmp_path: Path) -> None:
    found = taken(later, tmp_path, "so-y-te")
    assert "T5.05" not in found.units["so-y-te"]
    assert "T5.05" not in found.totals


def test_a_unit_stands_beside_the_one_that_became_it_alone(later: Setting, tmp_path: Path) -> None:
    units = ("ban-dan-toc", "so-khdt", "so-tai-chinh", "dang-uy-khoi-ccq", "huyen-dinh-lap", "huyen-van-lang")
    found = taken(later, tmp_path, *units)
    assert found.units.keys() == {"so-dan-toc-ton-giao", "huyen-van-lang"}
    assert found.joined.keys() == {"so-tai-chinh"}
    assert found.joined["so-tai-chinh"]["T5.40"] == 14
    assert found.left.keys() == {"so-khdt", "so-tai-chinh@2011", "dang-uy-khoi-ccq", "huyen-dinh-lap"}
    assert found.totals["T5.40"] == 21  # the whole province always


def test_flows_stand_beside_those_of_the_same_period_alone(later: Setting, tmp_path: Path) -> None:
    found = taken(later, tmp_path, "so-y-te")
    year = later.edition.periods["nam"]
    assert found.beside("so-y-te", later.edition, later.period).keys() == {"T5.40", "T5.06", "T3.M1.CB40.nu"}
    assert found.beside("so-y-te", later.edition, year).keys() == {"T3.M1.CB40.nu"}


def test_data_of_a_register_that_shares_no_unit_are_refused(later: Setting, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="không có đơn vị nào trong danh sách"):
        taken(later, tmp_path, "so-nao-do")
