"""The lines of the self-check on the case files: broken where the rule is broken, quiet where it is kept.

Every case is calculated in this process (tests/support/judges/calculated.py). Some of them, `VSTBCPN_FILLINGS` set:
all, are typed, calculated and saved by LibreOffice as well, where they must come to the same lines.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.forms import case_files
from tests.support.forms import returned as at
from tests.support.forms.carried import prepared
from tests.support.forms.case_files import Example, Form
from tests.support.forms.case_workbooks import constraints, standing, workbook
from tests.support.forms.random_fillings import fillings
from tests.support.judges.agreement import Comparison, Line, told
from tests.support.judges.calculated import Calculated
from tests.support.programs import libreoffice
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.rules.base import ConstraintRule, FormRule
from vstbcpn_cli.rules.registry import LiveRules, rules
from vstbcpn_cli.workbook.form.check_lines import FIRST_LINE
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.writer import draw
from vstbcpn_cli.workbook.ooxml.package import read_package
from vstbcpn_cli.workbook.raw import CellKind

needs_libreoffice = pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "present")
EXPRESSED = frozenset(
    r.name for r in rules().values() if isinstance(r, ConstraintRule | FormRule) and r.live is not None
)
"""Every rule that a formula can express."""
LATER = {"R16"}
"""Constraints that the reporting year does not know yet: no line stands for them."""
Group = tuple[str, str]
"""Unit and period."""


EXAMPLES = [e for e in case_files.examples() if e.file in EXPRESSED and e.also not in LATER]
"""Every case of a rule that has lines."""
TYPED = [e for e in EXAMPLES if not any(form.carried for form in e.forms)]
"""Those that are typed into the form as it goes out to all: lines of the last period have their own test."""
IN_LIBREOFFICE = TYPED if os.environ.get("VSTBCPN_FILLINGS") else TYPED[::10]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.file}: {e.title}")
def test_the_lines_of_a_case_say_what_its_findings_say(example: Example) -> None:
    for form in example.forms:
        one = Calculated(workbook(form), form.period, rule=rules()[example.file].code, carried=prepared(standing(form)))
        assert [str(d) for d in one.disagreements()] == []
        mine = [f for f in one.found if f.rule == example.file]
        assert [told(f) for f in mine if not said(f, one.lines)] == []


def said(finding: Finding, lines: list[Line]) -> bool:
    """Whether a line says so; the comparison forgives what lies in the nature of the two, a case file nothing."""
    mine = [x for x in lines if x.rule == finding.code and x.constraint in finding.constraint.split(", ")]
    return finding.severity is Severity.NOTICE or any(x.fault for x in mine)


@pytest.mark.parametrize("period", ["6t", "nam"])
@pytest.mark.parametrize("unit", ["so-y-te", "so-ldtbxh", "hoi-lhpn", "huyen-loc-binh", at.COMMUNE.code])
def test_every_line_of_a_random_filling_agrees_with_validate(unit: str, period: str) -> None:
    for filling in fillings(unit, period, 2, first=1):
        one = Calculated(at.typed(at.blank(unit, period), filling.cells()), period)
        assert [str(d) for d in one.disagreements()] == [], filling.name


OPENS, CLOSES = (getattr(at.applies_to("so-y-te").period, f"{n}_date") for n in ("from", "until"))
DAY = dt.timedelta(days=1)
BOUNDS: list[dict[str, object]] = [
    {"T2.01": "Đã kiện toàn trong năm 2011", "T2.03": OPENS, "T6.B1.tu_ngay": OPENS, "T6.B1.den_ngay": CLOSES},
    {
        "T2.01": "Đã kiện toàn trong năm 2011",
        "T2.03": OPENS - DAY,
        "T6.B1.tu_ngay": OPENS - DAY,
        "T6.B1.den_ngay": OPENS,
    },
    {"T2.01": "Đã kiện toàn trong năm 2011", "T2.03": CLOSES, "T6.B1.tu_ngay": CLOSES, "T6.B1.den_ngay": CLOSES},
    {
        "T2.01": "Đã kiện toàn trong năm 2011",
        "T2.03": CLOSES + DAY,
        "T6.B1.tu_ngay": CLOSES,
        "T6.B1.den_ngay": CLOSES + DAY,
    },
    {"T2.01": "Đã kiện toàn trong năm 2011", "T2.03": CLOSES + DAY * 8, "M.12": CLOSES + DAY * 8},
    {"T2.01": "Đã kiện toàn trong năm 2011", "T2.03": CLOSES + DAY * 9, "M.12": CLOSES + DAY * 8},
    {
        "T2.01": "Đã kiện toàn trước năm 2011",
        "T2.03": OPENS - DAY,
        "T6.B1.tu_ngay": OPENS - DAY,
        "T6.B1.den_ngay": CLOSES,
    },
    {
        "T2.01": "Đã kiện toàn trước năm 2011",
        "T2.03": OPENS,
        "T6.B1.tu_ngay": OPENS - DAY,
        "T6.B1.den_ngay": CLOSES + DAY,
    },
    {"T3.M1.CB01.tong": 1000, "T3.M1.CB01.nu": 300, "T3.M1.CB04.nu": 0, "T6.15": 5000, "T5.B1.luot_nguoi": 2000},
    {"T3.M1.CB01.tong": 1000, "T3.M1.CB01.nu": 299, "T3.M1.CB04.nu": 0, "T6.15": 5001, "T5.B1.luot_nguoi": 2001},
    {"T3.M1.CB01.tong": 0, "T3.M1.CB01.nu": 0, "T3.M1.CB04.nu": 0, "T2.06": 7, "T2.07": 7, "T5.B1.so_cuoc": 0},
    {"T1.B1.nhom": "KH năm", "T1.B1.ngay_ban_hanh": dt.date(OPENS.year - 1, 1, 1), "T2.06": 7, "T2.07": 8},
    {"T1.B1.nhom": "KH năm", "T1.B1.ngay_ban_hanh": dt.date(OPENS.year - 2, 12, 31), "T6.15": 99_999},
    {"T1.B1.nhom": "KH năm", "T1.B1.ngay_ban_hanh": dt.date(OPENS.year, 12, 31), "T6.15": 100_000},
]
"""Answers at the very bound of a rule, and just past it; of a table each answer stands in its first row, the only one."""


@pytest.mark.parametrize("cells", BOUNDS, ids=lambda cells: ", ".join(f"{c} {v}" for c, v in cells.items()))
def test_the_lines_turn_where_the_rules_turn(cells: dict[str, object]) -> None:
    unit = "huyen-loc-binh"
    tables = {code.rpartition(".")[0] for code in cells} & season.edition().tables.keys()
    later = {p: None for t in tables for p in at.rows_of(unit, t) if p[1] > min(q[1] for q in at.rows_of(unit, t))}
    typed = {at.spot(unit, c, number=c.rpartition(".")[0] in tables): value for c, value in cells.items()}
    made = Calculated(at.typed(at.filled(unit), {**_without_formulas(unit, later), **typed}), "6t")
    assert [str(d) for d in made.disagreements()] == []


def _without_formulas(unit: str, cells: dict[at.Position, None]) -> dict[at.Position, None]:
    """The cells of these that are typed; what the form fills in itself is left."""
    stored = {(s.name, *where): cell for s in read_package(at.blank(unit)).sheets for where, cell in s.cells.items()}
    return {place: None for place in cells if place not in stored}


@pytest.mark.parametrize("unit", ["so-y-te", "hoi-lhpn", "huyen-loc-binh", at.COMMUNE.code])
def test_a_blank_is_sent_with_the_states_that_its_formulas_give(unit: str) -> None:
    made = plan_form(at.applies_to(unit), at.live(), previous=False).checks
    calculated = Calculated(at.blank(unit), "6t")
    assert [calculated.state_number(line) for line in made.lines] == [float(line.at_issue) for line in made.lines]


# -------------------------------------------------------------------------------------------------- in LibreOffice
def forms() -> dict[Group, list[tuple[Example, Form]]]:
    """The forms by unit and period."""
    found: dict[Group, list[tuple[Example, Form]]] = defaultdict(list)
    for example in IN_LIBREOFFICE:
        for form in example.forms:
            found[form.unit, form.period].append((example, form))
    return found


def typed(form: Form) -> Iterator[libreoffice.Entry]:
    """What an officer types into the complete form to make it that of the case."""
    before, after = _filled(form.unit, form.period), _contents(workbook(form))
    for where in sorted(before.keys() | after.keys()):
        if before.get(where) != after.get(where):
            yield *where, after.get(where)


@cache
def _filled(unit: str, period: str) -> dict[at.Position, object]:
    return _contents(at.filled(unit, period))


def _contents(content: bytes) -> dict[at.Position, object]:
    sheets = read_package(content).sheets
    cells = ((s.name, row, column, cell) for s in sheets for (row, column), cell in s.cells.items() if not cell.formula)
    return {(name, r, c): float(x.text) if x.kind is CellKind.NUMBER else x.text for name, r, c, x in cells if x.text}


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Example, Comparison]]:
    """Every form of `forms`, filled and saved by LibreOffice."""
    folder, found = tmp_path_factory.mktemp("cases"), []
    for (unit, period), members in forms().items():
        source = folder / "day-du.xlsx"
        source.write_bytes(at.filled(unit, period))
        wanted = [(folder / f"{n}.xlsx", list(typed(form))) for n, (_, form) in enumerate(members)]
        saved = libreoffice.fill_many(source, wanted)
        found += [(e, Comparison(p.read_bytes(), period)) for (e, _), p in zip(members, saved, strict=True)]
    return found


@pytest.mark.full
@needs_libreoffice
@pytest.mark.libreoffice
def test_the_lines_agree_when_libreoffice_calculates_them(compared: list[tuple[Example, Comparison]]) -> None:
    assert len(compared) > 8
    found = {f"{e.file}: {e.title}": [str(d) for d in one.disagreements()] for e, one in compared}
    assert {name: some for name, some in found.items() if some} == {}
    mine = [(e, one, f) for e, one in compared for f in one.found if f.rule == e.file]
    assert [f"{e.title}: {told(f)}" for e, one, f in mine if not said(f, one.lines)] == []


@pytest.mark.full
@needs_libreoffice
@pytest.mark.libreoffice
def test_our_own_calculation_comes_to_the_same_lines(compared: list[tuple[Example, Comparison]]) -> None:
    for _, one in compared:
        assert Calculated(one.content, one.period).lines == one.lines


@needs_libreoffice
@pytest.mark.libreoffice
def test_a_rule_of_a_later_year_has_its_lines_in_that_year(tmp_path: Path) -> None:
    """R16 is judged from 2016 on: 35 per cent of the candidates."""
    path = tmp_path / "2016.xlsx"
    plan = plan_form(at.applies_to("huyen-loc-binh"), LiveRules(tuple(constraints("R16"))))
    path.write_bytes(draw(plan))
    rows = [row for row, line in enumerate(plan.checks.lines, FIRST_LINE) if line.check.rule == "VS412 R16"]
    wanted = []
    for women in (34, 35):
        figures = (("ung_cu_tong", 100), ("ung_cu_nu", women))
        entries = [(*at.spot("huyen-loc-binh", f"T4.M1.HH.{key}"), value) for key, value in figures]
        wanted.append((tmp_path / f"{women}.xlsx", entries))
    states = []
    for saved in libreoffice.fill_many(path, wanted):
        check = next(s for s in read_package(saved.read_bytes()).sheets if s.name == "KiemTra")
        states.append(sorted(check.cells[row, 3].text for row in rows))
    assert states == [["Chưa nhập", "Chưa đạt"], ["Chưa nhập", "Đạt"]]
