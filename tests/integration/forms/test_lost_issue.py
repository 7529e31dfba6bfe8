"""Files that no longer say what they were issued with: what is told of them is true whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import pytest

from tests.support.editions.other_issue import (
    ASKED_THERE,
    UNIT,
    another_label,
    another_title,
    answered,
    issued,
    reworded,
)
from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import with_sheet, without_sheet
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import State

ROLE = at.spot(UNIT, "T6.B1.vai_tro", number=1)
LINE = at.spot(UNIT, "T5.04")
OFFERED = "Đồng chủ trì"
LISTED = re.compile(
    r'(<dataValidation type="list"[^>]*sqref=")([^"]*)("><formula1>)([^<]*)(</formula1></dataValidation>)'
)


def another_choice() -> Edition:
    edition = season.edition()
    lists = (replace(c, values=(*c.values, OFFERED)) if c.name == "vai_tro" else c for c in edition.code_lists)
    return replace(edition, code_lists=tuple(lists))


def unstamped(content: bytes) -> bytes:
    """Without the hidden sheet and every other mark of the issue."""
    parts = at.unpacked(without_sheet(content, "_meta"))
    mark = re.compile(rb"vstbcpn[: ][\w.-]+/[\w-]+/[\w-]+/[0-9a-f]+/\d+")
    return at.packed({name: mark.sub(b"", part) for name, part in parts.items()})


def listing(content: bytes, formula: str, *, extension: bool = False) -> bytes:
    """The list on the cell of the role given in another way."""
    sheet, row, _ = ROLE
    address = f"F{row}"

    def changed(xml: bytes) -> bytes:
        text = xml.decode()
        found = next(m for m in LISTED.finditer(text) if address in m[2].split() or f"{address}:" in m[2])
        new = found[0].replace(f">{found[4]}<", f">{escape(formula, quote=False)}<")
        if extension:
            new = (
                f'<x14:dataValidation type="list"><x14:formula1><xm:f>{escape(formula)}</xm:f></x14:formula1>'
                f"<xm:sqref>{found[2]}</xm:sqref></x14:dataValidation>"
            )
            return (text.replace(found[0], "").replace("</worksheet>", f"<extLst>{new}</extLst></worksheet>")).encode()
        return text.replace(found[0], new).encode()

    return at.edited(content, at.sheet_parts(at.unpacked(content))[sheet], changed)


def told(content: bytes) -> list[Finding]:
    """What is told beside the lost sheet and the other issue, and the account of the file closes."""
    count = at.accepted(content).count
    assert count.typed == count.in_data + count.in_findings + count.ignored
    return [f for f in at.findings(content) if f.code not in ("VS214", "VS241")]


def chosen(answer: str = OFFERED, edition: Edition | None = None) -> bytes:
    return at.typed(issued(edition or another_choice()), {ROLE: answer})


# ------------------------------------------------------------------------------------------------------- choices
INLINE = f'"Chủ trì,Phối hợp,{OFFERED}"'
LOST: dict[str, Callable[[bytes], bytes]] = {
    "hidden sheet": lambda content: without_sheet(content, "_meta"),
    "every mark": unstamped,
}


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("formula", [INLINE, f'"Phối hợp, {OFFERED.upper()} ,Khác"', f'"{OFFERED}"'])
def test_what_the_list_on_the_cell_offers_is_told_as_offered(lost: str, formula: str) -> None:
    (finding,) = told(listing(LOST[lost](chosen()), formula))
    assert (finding.code, finding.value) == ("VS244", OFFERED)
    assert "đúng theo danh sách trong tệp" in finding.fact
    assert "lần phát hành" not in finding.fact


CELLS = "".join(
    f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{word}</t></is></c></row>'
    for n, word in enumerate(("Chủ trì", "Phối hợp", OFFERED), 1)
)
DS = f'<worksheet xmlns="{at.MAIN}"><sheetData>{CELLS}</sheetData></worksheet>'.encode()
WITH_DS = with_sheet(without_sheet(chosen(), "_meta"), "DS", DS)


@pytest.mark.parametrize(
    "area",
    [
        *("DS!$A$1:$A$3", "'DS'!A1:A3", "ds!$A$3", "=DS!$A$1:$A$3"),
        *("DS!$A:$A", "DS!A:C", "DS!$3:$3", "DS!$A$2:$XFD$9"),
    ],
)
def test_a_list_on_another_sheet_of_the_file_is_looked_up(area: str) -> None:
    for extension in (False, True):
        found = [f.code for f in told(listing(WITH_DS, area, extension=extension))]
        assert found == ["VS244", "VS207"]


def test_the_lists_of_a_hidden_sheet_whose_seal_is_broken_are_still_lists() -> None:
    content = chosen()
    seal, none = re.compile(rb"vstbcpn:[0-9a-f]{64}"), b"vstbcpn:" + b"0" * 64
    broken = at.edited(content, "xl/sharedStrings.xml", lambda xml: seal.sub(none, xml))
    assert broken != content
    assert "VS244" in [f.code for f in told(broken)]
    assert "VS306" not in [f.code for f in told(broken)]


@pytest.mark.parametrize(
    "formula", ["#REF!", "[1]_meta!$D$1:$D$4", "ds_999", "INDIRECT(A1)", "_meta!$D$1:$D$4", "A1:A"]
)
def test_where_nobody_knows_what_the_cell_offered_nothing_is_claimed_of_its_list(formula: str) -> None:
    (finding,) = told(listing(without_sheet(chosen(), "_meta"), formula))
    assert finding.code == "VS306"
    assert "không có trong danh sách của biểu mẫu đang dùng; không rõ" in finding.fact
    assert "gần nhất" not in finding.advice
    assert "Chủ trì; Phối hợp" in finding.advice


@pytest.mark.parametrize("lost", LOST)
def test_what_the_list_on_the_cell_does_not_offer_is_no_choice(lost: str) -> None:
    (finding,) = told(listing(LOST[lost](chosen("Chưa từng có")), INLINE))
    assert (finding.code, finding.fact) == ("VS306", "Ô ghi “Chưa từng có”, không có trong danh sách của ô.")


def test_a_list_of_another_cell_that_was_copied_with_it_offers_nothing() -> None:
    others = next(c.values for c in season.edition().code_lists if c.name != "vai_tro" and len(c.values) > 2)
    content = listing(at.typed(at.filled(UNIT), {ROLE: others[0]}), f'"{",".join(others)}"')
    (finding,) = told(content)
    assert finding.code == "VS306"


OWN = at.typed(at.filled(UNIT), {ROLE: OFFERED})


def test_a_list_that_the_unit_made_in_a_form_of_this_issue_is_a_list_of_the_file() -> None:
    content = listing(OWN, INLINE)
    (finding,) = told(content)
    assert finding.code == "VS244"
    assert "lần phát hành" not in finding.fact + finding.advice
    assert "gửi đơn vị tệp" not in finding.advice  # the unit has the form in use
    assert "Chủ trì; Phối hợp" in finding.advice
    (row,) = (r for r in at.accepted(content).tables["T6.B1"].rows if r.cells["vai_tro"].raw == OFFERED)
    assert row.cells["vai_tro"].state is State.UNREADABLE


@pytest.mark.parametrize(
    "formula", ["[1]Tep!$A$1:$A$9", "INDIRECT(A1)", "OFFSET(DS!$A$1,0,0,3,1)", "ten_khong_co", "1+1"]
)
def test_of_a_list_that_cannot_be_looked_up_nothing_is_claimed_in_a_form_of_this_issue_either(formula: str) -> None:
    (finding,) = told(listing(OWN, formula))
    assert finding.code == "VS306"
    assert "không rõ danh sách của ô trong tệp" in finding.fact


@pytest.mark.parametrize("formula", ["#REF!", "KhongCo!$A$1:$A$3", '""', f'"{"Khác," * 4_000}{OFFERED}"'])
def test_a_list_that_no_program_would_show_offers_nothing(formula: str) -> None:
    (finding,) = told(listing(OWN, formula))
    assert (finding.code, finding.fact) == ("VS306", f"Ô ghi “{OFFERED}”, không có trong danh sách của ô.")


# --------------------------------------------------------------------------------------------------------- words
def test_titles_of_another_issue_are_not_called_typed_by_the_unit() -> None:
    found = told(without_sheet(issued(reworded(another_title)), "_meta"))
    assert {f.code for f in found} == {"VS249"}
    assert all("không rõ đây là chữ in sẵn" in f.fact and "giữ nguyên nếu là chữ in sẵn" in f.advice for f in found)


def test_a_sentence_of_the_instructions_that_is_no_more_is_not_called_typed_by_the_unit() -> None:
    guide = (*season.edition().guide[:-1], "Câu hướng dẫn của lần trước.")
    (finding,) = told(without_sheet(issued(replace(season.edition(), guide=guide)), "_meta"))
    assert (finding.code, finding.value) == ("VS249", "Câu hướng dẫn của lần trước.")


def test_a_label_in_a_file_without_any_mark_may_be_print() -> None:
    found = told(without_sheet(unstamped(issued(reworded(another_label))), season.edition().words["sheet.check"]))
    instructions = ("VS249", "HuongDan!B12")  # which name the figure among what is to be at hand
    assert [(f.code, str(f.place.cell)) for f in found] == [("VS249", f"{LINE[0]}!B{LINE[1]}"), instructions]
    assert "biểu mẫu đang dùng in “Số tin, bài, phóng sự đã đăng, phát”" in found[0].fact


def test_a_heading_in_a_file_without_any_mark_may_be_print() -> None:
    sheet, row, column = at.spot(UNIT, "T6.B2.thuc_hien", number=1)
    found = told(unstamped(at.typed(at.filled(UNIT), {(sheet, row - 3, column): "Đã chi (triệu đồng)"})))
    assert [f.code for f in found] == ["VS249"]


@pytest.mark.parametrize("lost", LOST)
def test_what_was_typed_beside_the_form_is_told_still(lost: str) -> None:
    content = LOST[lost](at.typed(issued(season.edition()), {(LINE[0], LINE[1], 8): "14 tin khác"}))
    (finding,) = told(content)
    assert (finding.code, finding.value) == ("VS249", "14 tin khác")
    assert "nên không được tổng hợp" in finding.fact
    (finding,) = told(LOST[lost](at.typed(issued(season.edition()), {(LINE[0], LINE[1], 8): 14})))
    assert finding.code == "VS206"  # no issue prints a figure


def test_a_label_in_a_form_of_this_issue_was_typed_over_though_the_hidden_sheet_is_lost() -> None:
    content = at.typed(at.filled(UNIT), {(LINE[0], LINE[1], 2): "Số bài", (LINE[0], LINE[1], 8): "ghi thêm"})
    assert [f.code for f in told(without_sheet(content, "_meta"))] == ["VS210", "VS206"]


# ----------------------------------------------------------------------------------------------------- asked there
@pytest.mark.parametrize(
    ("edition", "code", "named"), ASKED_THERE, ids=["line", "line with a measure of ours", "column", "table"]
)
def test_what_another_issue_asks_is_no_answer_of_ours_though_every_mark_is_lost(
    edition: Edition, code: str, named: str
) -> None:
    empty, full = unstamped(issued(edition)), unstamped(answered(edition, {code: 7}))
    assert {f.code for f in told(empty)} == {"VS249"}  # its titles and headings, and lines of its self-check
    (finding,) = (f for f in told(full) if f.code != "VS249")
    assert (finding.code, finding.value) == ("VS243", "7")
    assert f"Tệp có {named} mà biểu mẫu đang dùng không hỏi; không rõ" in finding.fact
    known = at.accepted(at.filled(UNIT)).tables
    assert {c: len(t.rows) for c, t in at.accepted(full).tables.items()} == {c: len(t.rows) for c, t in known.items()}


def test_a_code_that_the_unit_mistyped_is_found_again_by_its_label() -> None:
    content = unstamped(at.typed(at.filled(UNIT), {(LINE[0], LINE[1], 1): "T5.40"}))
    assert at.accepted(content).values["T5.04"].given
    assert "VS243" not in [f.code for f in told(content)]
