"""The edition of 2026 asks what that of 2011 asked, of the bodies and under the documents of today."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from tests.support.seasons import season
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import default_edition, form_path, newest_edition, register_path, templates_of
from vstbcpn_cli.edition.model import Column, FieldType, Indicator, Register, Requirement, Table
from vstbcpn_cli.edition.parsing import raw_edition
from vstbcpn_cli.edition.unit_register import csv_lines, parse_register
from vstbcpn_cli.report.template_set import FOLDER
from vstbcpn_cli.rules.registry import LiveRules, bind
from vstbcpn_cli.workbook.form.form_plan import FormPlans

NAME, BEFORE = "2026", "2011"
TARGETS = "1.1 2.1 2.2 2.3 3.1 3.2a 3.2b 3.3 3.4 4.1 4.2 4.3 4.4 5.1 5.2a 5.2b 5.3 5.4a 5.4b 6.1 6.2 6.3 6.4"
CLOSED = {"T4.M1.HH", "T4.M2.xa_tong", "T4.M2.xa_nu"}
"""Of 2011, what only districts could tell."""
OF_A_COMMUNE = {
    "T1.04": "K",
    "T1.09": "B",
    "T1.B1": "B*",
    "T1.B2": "K",
    "T2.01": "B",
    "T2.12": "-",
    "T2.13": "-",
    "T3.02": "K",
    "T3.10": "K",
    "T3.B1": "K",
    "T4.05": "B?",
    "T4.06": "-",
    "T4.08": "K",
    "T4.B1": "B*",
    "T5.04": "B",
    "T5.06": "B",
    "T5.10": "B",
    "T5.13a": "B",
    "T5.14a": "-",
    "T5.B2": "B*",
    "T6.10": "B",
    "T6.15": "B",
    "T7.08": "K",
    "T7.09": "B",
}
"""The marks of the catalogue of indicators for XA."""
MOST = {"SN": 40, "DT": 40, "XA": 60}
"""Answers that are demanded of a unit."""
OLD = re.compile(r"huyện|thị trấn|LĐ-?TB|Lao động –|2351|\b664\b|57/NQ|24-CTr|khóa XIII|CL2011|55/2009", re.IGNORECASE)


def register() -> Register:
    path = register_path(NAME)
    return parse_register(csv_lines(path), path.name, load_edition(NAME).kind_of)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            yield from (text for one in value.values() for text in _texts(one))
        case Sequence():
            yield from (text for one in value for text in _texts(one))


# ------------------------------------------------------------------------------------------------------ what is asked
def test_the_same_codes_ask_the_same_things() -> None:
    now, then = load_edition(NAME), load_edition(BEFORE)
    assert list(now.indicators) == list(then.indicators)
    assert list(now.tables) == list(then.tables)
    rows = {f"{m.code}.{r.code}" for m in then.matrices.values() for r in m.rows}
    rows -= {f"{m.code}.{r.code}" for m in now.matrices.values() for r in m.rows}
    keys = {f"{m.code}.{c.key}" for m in then.matrices.values() for c in m.columns}
    keys -= {f"{m.code}.{c.key}" for m in now.matrices.values() for c in m.columns}
    assert rows | keys == CLOSED
    gone = then.table_columns.keys() - now.table_columns.keys()
    continued = {f"{t.code}.{c.continues}": c.key for t, c in now.table_columns.values() if c.continues}
    assert gone == continued.keys() == {"T1.B1.theo_664"}
    assert {
        now.indicators[c].type for c in now.indicators if now.indicators[c].type is not then.indicators[c].type
    } == set()


def test_it_goes_on_from_2011_and_every_constraint_binds() -> None:
    edition = load_edition(NAME)
    assert (edition.lineage, edition.year, edition.election_mode) == ((BEFORE,), 2026, "bau_cu")
    assert len(bind(edition)) == len(tuple(edition.constraints()))
    left = {c.id for c in load_edition(BEFORE).constraints()} - {c.id for c in edition.constraints()}
    assert left == {"R38"}, "communes are not asked for the bases of the women's union"


def test_a_commune_is_asked_what_the_catalogue_marks() -> None:
    edition = load_edition(NAME)
    specs: dict[str, Indicator | Table] = {**edition.indicators, **edition.tables}
    assert {code: str(specs[code].required["XA"]) for code in OF_A_COMMUNE} == OF_A_COMMUNE
    rows = {r.code: r.required for r in edition.matrices["T4.M1"].rows}
    assert {k for k, marks in rows.items() if marks["XA"] is Requirement.REQUIRED} == {"HX"}
    assert {k for k, marks in rows.items() if marks["SN"] is Requirement.LEAD} == {"QH", "HT"}
    assert {str(r.required["XA"]) for r in edition.matrices["T4.M2"].rows} == {"B"}
    assert edition.matrices["T4.M2"].levels == {"SN": "tỉnh", "XA": "xã"}


@pytest.mark.parametrize("period", ["6t", "nam"])
def test_no_unit_is_asked_more_than_it_knows(period: str) -> None:
    edition = load_edition(NAME)
    plans = FormPlans(edition, edition.periods[period], LiveRules(bind(edition)))
    for unit in register().units:
        applies = Applicability(edition, unit, edition.periods[period])
        needed = [x.check.at for x in plans.of(unit).checks.lines if x.check.needed and not x.check.met_at_issue]
        own = [code for code in needed if not applies.lead_only(code)]
        assert 20 < len(own) <= MOST[unit.kind], (unit.code, len(own))


def test_every_typed_cell_has_a_short_prompt_and_every_example_could_be_typed() -> None:
    edition = load_edition(NAME)
    typed = [i for i in edition.indicators.values() if i.type is not FieldType.CALC]
    columns = [c for t in edition.tables.values() for c in t.columns]
    asked: list[Indicator | Column] = [*typed, *columns]
    assert [s.label for s in asked if len(s.prompt) > 200] == []
    assert [i.code for i in typed if not i.prompt] == []
    for table in edition.tables.values():
        for key, text in table.example.items():
            column = table.column(key)
            offered = edition.offered(column) if column.type is FieldType.CHOICE else (column.fixed or text,)
            assert text in offered, f"{table.code}.{key}"


# --------------------------------------------------------------------------------------------- of whom, and who leads
def test_the_register_has_the_bodies_of_today() -> None:
    units = register().units
    kinds = [u.kind for u in units]
    assert {k: kinds.count(k) for k in kinds} == {"SN": 35, "DT": 12, "XA": 65}
    communes = [u for u in units if u.kind == "XA"]
    assert sum(u.name.startswith("Phường ") for u in communes) == 4
    assert all(re.fullmatch(r"0\d{4}", u.admin_code) for u in communes)
    edition = load_edition(NAME)
    assert {len(register().valid_on(p.until_date)) for p in edition.periods.values()} == {112}
    assert {u.group for u in units} == {k.removeprefix("group.") for k in edition.words if k.startswith("group.")}


def test_the_strategy_is_whole_and_every_target_has_its_lead() -> None:
    edition = load_edition(NAME)
    (catalogue,) = edition.catalogues
    assert " ".join(t.code for t in catalogue.targets) == TARGETS
    assert len({t.code.rstrip("ab") for t in catalogue.targets}) == 20
    assert all(edition.knows(code) for t in catalogue.targets for code in t.fields)
    assert {tuple(t.values) for t in catalogue.targets} == {("2025", "2030")}
    named = {item: unit.code for unit in register().units for item in unit.lead_for}
    targets = {f"T1.B2.CL2021-{t.code}": t.lead for t in catalogue.targets}
    assert {item: lead for item, lead in named.items() if item.startswith("T1.B2.")} == targets
    assert {named[i] for i in ("T4.M1.QH", "T4.M1.HT", "T4.M2", "T4.08")} == {"so-noi-vu"}
    assert {named[i] for i in ("T5.14a", "T5.14b")} == {"hoi-lhpn"}


def test_the_letter_goes_to_the_ministry_and_the_communes_of_today() -> None:
    office = load_edition(NAME).office
    assert office.standing_office == "Sở Nội vụ"
    assert office.recipients == ("Ủy ban nhân dân tỉnh", "Bộ Nội vụ")
    for issuer in ("ban", "so"):
        found = office.issuer(issuer)
        assert found is not None
        assert "UBND các xã, phường" in found.copies


# ------------------------------------------------------------------------------------------------- nothing of the past
def test_nothing_on_the_form_names_what_is_no_more() -> None:
    raw = {k: v for k, v in raw_edition(NAME).items() if k not in ("based_on", "to_confirm", "retired")}
    texts = [*_texts(raw), *(u.name for u in register().units)]
    kept = {"theo_664"}  # the code of the column in the edition before
    assert [t for t in texts if OLD.search(t) and t not in kept] == []
    assert [t for t in texts if re.search(r"\b20(?:0\d|1\d)\b", re.sub(r"\d+/20\d\d(?:/\w|, Đ)|/20\d\d", "", t))] == []


def test_no_sentence_of_its_own_names_what_is_no_more() -> None:
    own = next(f for f in templates_of(load_edition(NAME)) if f.name == NAME) / FOLDER
    for path in own.iterdir():
        said = re.sub(
            r"\{#.*?#\}|^#.*$|HH = false", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
        )
        assert OLD.search(said) is None, path.name
        assert "2011" not in said.replace("templates/2011", ""), path.name


def test_the_text_is_composed_unicode() -> None:
    for path in (form_path(NAME), register_path(NAME)):
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text)
        assert "\t" not in text
        assert "\r" not in text


# ---------------------------------------------------------------------------------------------- what is to be confirmed
def _found(at: str) -> bool:
    """Whether a key path leads to a part of the edition: records by code, key or position and id, as faults name them."""
    edition = {**raw_edition(NAME), "units": [{"code": u.code, "lead_for": u.lead_for} for u in register().units]}
    here: list[tuple[Any, str]] = [(edition, at)]
    while here:
        value, rest = here.pop()
        if not rest:
            return True
        if isinstance(value, Mapping):
            here += [(v, rest.removeprefix(k).lstrip(".")) for k, v in value.items() if _starts(rest, k)]
            here += [
                (v, rest) for v in value.values() if isinstance(v, list) and all(isinstance(x, Mapping) for x in v)
            ]
        elif isinstance(value, list):
            for number, one in enumerate(value, 1):
                if isinstance(one, Mapping):
                    name = one.get("code") or one.get("key") or f"{number}.{one.get('id')}"
                    here += [(one, rest.removeprefix(name).lstrip("."))] if _starts(rest, name) else []
    return False


def _starts(rest: str, step: str) -> bool:
    return rest == step or rest.startswith(f"{step}.")


OPTIONAL = {"office.email", "office.request"}
"""Keys that stand in the form once an office has filled them in."""


@pytest.mark.parametrize("at", [c.at for c in load_edition(NAME).to_confirm])
def test_what_is_to_be_confirmed_is_there(at: str) -> None:
    assert at in OPTIONAL or _found(at)


def test_a_path_to_nothing_is_not_found() -> None:
    assert not any(map(_found, ("office.fax", "tasks.T9", "tasks.T6.indicators.T6.05.lable", "units.so-ldtbxh")))


def test_what_is_to_be_confirmed_is_told_once_and_in_words() -> None:
    told = load_edition(NAME).to_confirm
    assert len({c.at for c in told}) == len(told) >= 40
    assert [c.why for c in told if not c.why.endswith(".") or not unicodedata.is_normalized("NFC", c.why)] == []
    text = form_path(NAME).read_text(encoding="utf-8")
    assert text.count("(to be confirmed by the office)") >= 15, "each stands as a comment as well"
    assert tomllib.loads(text)["office"]["address"]


# --------------------------------------------------------------------------------------------------------- the default
def test_outside_a_season_the_first_edition_is_meant_and_a_new_season_takes_the_newest() -> None:
    assert (default_edition(), newest_edition()) == (BEFORE, NAME)
    assert default_edition() == season.SHIPPED
