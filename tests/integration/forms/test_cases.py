"""Every case file against the program: exactly the findings it names, at the cells where the answers stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import pytest

from tests.support.forms import carried, case_files
from tests.support.forms import returned as at
from tests.support.forms.case_files import Example, Expected, Form, line_of
from tests.support.forms.case_workbooks import constraints, place, standing, workbook
from tests.support.seasons import season
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import CellRef, Key
from vstbcpn_cli.rules.base import Scope, Season
from vstbcpn_cli.rules.engine import blocked_by, judge, judge_season
from vstbcpn_cli.rules.registry import by_code, rules

EXAMPLES = case_files.examples()


def judged(example: Example) -> dict[str, tuple[Finding, ...]]:
    """The findings by unit, inside each form and between the forms."""
    bound = constraints(example.also)
    scopes: list[Scope] = []
    found: dict[str, tuple[Finding, ...]] = {}
    for form in example.forms:
        scope = at.scope_of(at.accepted(workbook(form), form.period, f"{form.unit}.xlsx"))
        found[form.unit] = judge(scope, bound)
        scopes.append(scope.without(blocked_by(found[form.unit])))
    period = scopes[0].period
    previous = "2011-6t" if example.previous else ""
    together = Season(season.edition(), period, at.register(), scopes, example.previous, previous)
    more = judge_season(together, bound)
    return {unit: (*findings, *more[f"{unit}.xlsx"]) for unit, findings in found.items()}


def written(found: Mapping[str, Sequence[Finding]]) -> list[Expected]:
    several = len(found) > 1
    return [line_of(f, unit if several else "") for unit, some in found.items() for f in some]


def order(line: Expected) -> tuple[str, ...]:
    return (line.unit, line.code, line.place, line.constraint, line.severity)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.file}: {e.title}")
def test_a_case_gives_exactly_its_findings(example: Example) -> None:
    found = judged(example)
    assert sorted(written(found), key=order) == sorted(example.expected, key=order), f"tests/cases/{example.file}.md"
    for form in example.forms:
        for finding in found[form.unit]:
            if finding.place.key is not None and finding.place.cell is not None:
                where = [position(form, finding.place.key), *confirmed(form)]
                assert finding.place.cell in [CellRef(*p) for p in where], "the cell of the answer"


def test_a_computed_answer_is_told_where_the_form_shows_it() -> None:
    """Its explanation stands in the same row, not beside the figures that it is made of."""
    (example,) = (e for e in EXAMPLES if e.file == "share-without-leader" and e.title.startswith("R13: 30% đúng"))
    ((finding,),) = judged(example).values()
    assert finding.place.cell == at.ref("so-y-te", "T3.06")


def position(form: Form, key: Key) -> at.Position:
    edition = season.edition()
    if key.code in edition.tables:
        return place(form, f"{key.code}.{edition.tables[key.code].columns_on_form[0].key}", "Số liệu", 1)
    return place(form, key.code, "Số liệu", key.row)


def confirmed(form: Form) -> list[at.Position]:
    """The cells in which lines of the last period are confirmed."""
    lines = standing(form)
    numbered = ((table, n) for table, some in lines.items() for n, _ in enumerate(some, 1))
    return [carried.confirm(lines, form.unit, table, n, form.period) for table, n in numbered]


def by_file() -> Mapping[str, list[Example]]:
    found: dict[str, list[Example]] = defaultdict(list)
    for example in EXAMPLES:
        found[example.file].append(example)
    return found


def test_every_file_shows_its_rule_broken_and_kept() -> None:
    for path in case_files.files():
        rule = rules()[path.stem]
        assert path.read_text(encoding="utf-8").startswith(f"# {rule.code} "), path.name
        mine = by_file()[path.stem]
        assert any(line.code == rule.code for e in mine for line in e.expected), f"{path.name} never fails"
        assert any(e.passes for e in mine), f"{path.name} never passes"


def test_every_rule_of_one_form_has_its_case_file() -> None:
    wanted = {name for name, rule in rules().items() if rule.code.startswith(("VS3", "VS4", "VS5"))}
    wanted.remove("repaired")  # what the office's own list says, not a form
    assert wanted == {p.stem for p in case_files.files()}, "each has its page, tests/cases/<name of the rule>.md"


def broken() -> Iterator[tuple[str, str]]:
    """Every rule of the catalogue with the rule of the program that some example breaks for it."""
    for line in (line for e in EXAMPLES for line in e.expected):
        rule = by_code(line.code)
        assert rule is not None, line.code
        for identifier in (*filter(None, line.constraint.split(", ")), *rule.catalogue):
            yield identifier, rule.name


def test_every_rule_of_the_catalogue_is_broken_by_some_case() -> None:
    told_by_other_answers = {"R07", "R12"}  # T1.02 and T3.06 are computed from what they had to agree with
    numbers = {f"R{n:02d}" for n in range(1, 39)} - told_by_other_answers
    assert numbers - {identifier for identifier, _ in broken()} == set()


def test_every_use_of_a_rule_in_the_edition_is_broken_by_some_case() -> None:
    declared = {(b.constraint.id, b.rule.name) for b in at.bound()}
    assert declared - set(broken()) == set(), "tests/cases/<name of the rule>.md breaks it under each id of form.toml"
