"""Forms of another issue: printed before a word of the edition was corrected, or after this program was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.seasons import season
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Edition, Indicator, Task
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import CellRef, Unreadable
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import build

UNIT = "so-y-te"


def issued(edition: Edition) -> bytes:
    """The complete form of a unit, as another issue of the edition printed it."""
    own = at.applies_to(UNIT)
    applies = Applicability(replace(edition, fingerprint="0123456789ab"), own.unit, own.period)
    blank = Master.of(build(applies, at.live())).stamped(fields_of(applies))
    answers = plausible(season.edition(), own.unit, own.period)
    return at.typed(blank, {(s, r, c): v for s, r, c, v in entries(applies, answers)})


def reworded(change: Callable[[Task], Task]) -> Edition:
    edition = season.edition()
    return replace(edition, tasks=tuple(change(t) for t in edition.tasks))


def another_label(task: Task) -> Task:
    def worded(spec: Indicator) -> Indicator:
        return replace(spec, label="Số tin, bài đã đăng") if spec.code == "T5.04" else spec

    return replace(task, indicators=tuple(worded(i) for i in task.indicators))


def another_head(task: Task) -> Task:
    def worded(table: object) -> object:
        columns = tuple(replace(c, label="Tổng lượt") if c.key == "luot_nguoi" else c for c in table.columns)  # type: ignore[attr-defined]
        return replace(table, columns=columns, note="Ghi đủ các cuộc.")  # type: ignore[type-var]

    return replace(task, tables=tuple(worded(t) for t in task.tables))  # type: ignore[misc]


OTHERS = [
    season.edition(),
    reworded(another_label),
    reworded(another_head),
    reworded(lambda task: replace(task, title=f"{task.title} (sửa)")),
    replace(season.edition(), words={**season.edition().words, "calc.hint": "Ô tự tính.", "head.value": "Con số"}),
    replace(season.edition(), guide=season.edition().guide[:-1]),
]


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(f.code, str(f.place.cell or "tệp")) for f in findings]


@pytest.mark.parametrize("edition", OTHERS, ids=["no word", "label", "heading", "title", "words", "guide"])
def test_what_an_earlier_issue_printed_is_the_forms_own(edition: Edition) -> None:
    content = issued(edition)
    read = at.accepted(content)
    assert said(at.findings(content)) == [("VS241", "tệp")]
    assert read.values["T5.04"].given
    assert read.count.typed == read.count.in_data + read.count.in_findings + read.count.ignored


def test_what_a_unit_typed_into_such_a_form_is_still_told() -> None:
    content = at.typed(issued(reworded(another_label)), {("NV5", 13, 8): "14 tin khác"})
    assert said(at.findings(content)) == [("VS241", "tệp"), ("VS206", "NV5!H13")]


@pytest.mark.parametrize("edition", OTHERS[1:3], ids=["label", "heading"])
def test_such_a_form_whose_hidden_sheet_is_lost(edition: Edition) -> None:
    content = issued(edition)
    part = at.sheet_parts(at.unpacked(content))["_meta"]
    emptied = at.edited(content, part, lambda xml: xml[: xml.index(b"<sheetData")] + b"<sheetData/></worksheet>")
    found = said(at.findings(emptied))
    assert [f for f in found if f[0] in ("VS206", "VS209", "VS210")] == []
    assert ("VS241", "tệp") in found


def stamped(old: str, new: str) -> bytes:
    parts = at.unpacked(at.filled(UNIT))
    return at.packed({name: part.replace(old.encode(), new.encode()) for name, part in parts.items()})


@pytest.mark.parametrize(
    ("old", "new", "theirs"),
    [
        ("vstbcpn:2011/", "vstbcpn:2031/", "2031"),
        ("vstbcpn:2011/", "vstbcpn:2012-b/", "2012-b"),
        (f"{season.edition().fingerprint}/1", "0123456789ab/2", "2011, lần phát hành 2"),
    ],
)
def test_a_form_newer_than_the_program_leaves_the_unit_nothing_to_do(old: str, new: str, theirs: str) -> None:
    found = at.read(stamped(old, new))
    assert isinstance(found, Unreadable)
    told = judge_problem(found.problem)
    assert (told.code, found.problem.details["theirs"]) == ("VS141", theirs)
    assert "Đơn vị không phải làm gì" in told.advice


def test_a_form_of_an_earlier_year_is_to_be_filled_in_again() -> None:
    found = at.read(stamped("vstbcpn:2011/", "vstbcpn:2010/"))
    assert isinstance(found, Unreadable)
    assert found.problem.kind == "other-edition"


def told_of_issue(edition: Edition) -> str:
    (finding,) = (f for f in at.findings(issued(edition)) if f.code == "VS241")
    return finding.fact


@pytest.mark.parametrize(
    ("edition", "named"),
    [
        (OTHERS[0], None),
        (OTHERS[1], "khác ở: “Số tin, bài đã đăng”;"),
        (OTHERS[2], "khác ở: “Ghi đủ các cuộc."),
        (OTHERS[4], "“Con số”"),
    ],
    ids=["no word", "label", "heading", "words"],
)
def test_the_office_is_told_what_differs(edition: Edition, named: str | None) -> None:
    fact = told_of_issue(edition)
    assert (named in fact) if named else ("khác ở" not in fact)


def test_of_many_words_that_differ_the_first_are_named() -> None:
    def worded(task: Task) -> Task:
        return replace(task, indicators=tuple(replace(i, label=f"{i.label} (mới)") for i in task.indicators))

    fact = told_of_issue(reworded(worded))
    assert fact.count("(mới)") == 3
    assert " chỗ khác;" in fact


def other_choices(change: Callable[[tuple[str, ...]], tuple[str, ...]], name: str) -> Edition:
    edition = season.edition()
    lists = tuple(replace(c, values=change(c.values)) if c.name == name else c for c in edition.code_lists)
    return replace(edition, code_lists=lists)


def renamed_choice() -> tuple[str, str, CellRef, str]:
    """A list of the form, one of its choices that the complete form has chosen, where, and its answer."""
    edition = season.edition()
    read = at.accepted(at.filled(UNIT))
    for code_list in edition.code_lists:
        for table in edition.tables.values():
            for column in (c for c in table.columns if c.codes == code_list.name):
                for row in read.tables[table.code].rows if table.code in read.tables else ():
                    seen = row.cells.get(column.key)
                    if seen is not None and seen.cell is not None and seen.value in code_list.values:
                        return code_list.name, str(seen.value), seen.cell, str(seen.key)
    raise AssertionError("no choice in the complete form")


def test_a_choice_that_is_called_otherwise_now_is_understood_by_its_place() -> None:
    name, choice, cell, key = renamed_choice()
    edition = other_choices(lambda values: tuple("Tên gọi cũ" if v == choice else v for v in values), name)
    content = at.typed(issued(edition), {(cell.sheet, cell.row, cell.column): "Tên gọi cũ"})
    read = at.accepted(content)
    (seen,) = (o for o in read.observations() if str(o.key) == key)
    assert seen.value == choice
    assert said(at.findings(content)) == [("VS241", "tệp")]
    assert "“Tên gọi cũ”" in next(f.fact for f in at.findings(content))


def test_a_word_that_the_form_never_offered_is_the_units_own() -> None:
    name, choice, cell, _ = renamed_choice()
    edition = other_choices(lambda values: tuple("Tên gọi cũ" if v == choice else v for v in values), name)
    place = (cell.sheet, cell.row, cell.column)
    assert ("VS306", str(cell)) in said(at.findings(at.typed(issued(edition), {place: "Chưa từng có"})))
    # and under the same issue an old name is the unit's own too
    assert ("VS306", str(cell)) in said(at.findings(at.typed(at.filled(UNIT), {place: "Tên gọi cũ"})))
