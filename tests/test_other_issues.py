"""Forms of another issue: printed before a word of the edition was corrected, or after this program was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import returned as at
import season
from filling import entries
from plausible import plausible

from vstbcpn_cli.excel.stamp import Master, fields_of
from vstbcpn_cli.excel.writer import build
from vstbcpn_cli.findings import Finding
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.schema.applies import Applicability
from vstbcpn_cli.schema.model import Edition, Indicator, Task
from vstbcpn_cli.submission import Unreadable

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
    assert (told.code, found.problem.details[0]) == ("VS141", theirs)
    assert "Đơn vị không phải làm gì" in told.advice


def test_a_form_of_an_earlier_year_is_to_be_filled_in_again() -> None:
    found = at.read(stamped("vstbcpn:2011/", "vstbcpn:2010/"))
    assert isinstance(found, Unreadable)
    assert found.problem.kind == "other-edition"
