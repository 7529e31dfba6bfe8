"""Small documents merged: each of the promises of the contract, section 9, for paragraphs."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.support.seasons.saved_elsewhere import as_word
from tests.support.seasons.small_documents import answered, document, edited, opened, paragraph, remarks, said
from vstbcpn_cli.report.hand_merge.merge import merge
from vstbcpn_cli.report.hand_merge.outcome import Fate, Merged, What
from vstbcpn_cli.report.hand_merge.package import UnmergeableError

HEAD = "# I. KẾT QUẢ"
PLAN = "Có {} đơn vị đã ban hành kế hoạch; còn {} đơn vị chưa ban hành."
MONEY = "Kinh phí thực hiện trong kỳ là {} triệu đồng."
END = "Trên đây là báo cáo của cơ quan thường trực."
BASE = document(HEAD, PLAN.format(5, 12), MONEY.format("1.250,5"), END)
NEW = document(HEAD, PLAN.format(6, 11), MONEY.format("1.300"), END)


def rewritten(words: str, text: str, of: bytes = BASE) -> bytes:
    """The paragraph with these words says something else."""
    return edited(of, lambda d: setattr(paragraph(d, words).runs[0], "text", text))


def whats(made: Merged) -> list[What]:
    return [line.what for line in made.lines]


# ------------------------------------------------------------------------------------------------------ who changed what
def test_what_was_left_alone_is_renewed() -> None:
    mine = edited(BASE, lambda d: d.core_properties.__setattr__("title", "đã lưu lại"))
    made = merge(BASE, mine, NEW)
    assert said(made.document) == said(NEW)
    assert whats(made) == [What.TEXT, What.TEXT]
    assert remarks(made.document) == {}


def test_without_news_the_edited_document_stays_as_it_is() -> None:
    mine = rewritten("Kinh phí", "Kinh phí đủ dùng.")
    assert merge(BASE, mine, BASE) == Merged(mine, ())


def test_what_was_rewritten_stays_where_nothing_is_new() -> None:
    mine = rewritten("Trên đây", "Trên đây là báo cáo của Ban, xin trình.")
    made = merge(BASE, mine, NEW)
    assert said(made.document)[-1] == "Trên đây là báo cáo của Ban, xin trình."
    assert What.EDITED in whats(made)


@pytest.mark.parametrize(
    ("mine", "merged"),
    [
        (PLAN.format(5, 12) + " Kết quả rất tốt.", PLAN.format(6, 11) + " Kết quả rất tốt."),
        ("Đến nay, có 5 đơn vị đã ban hành kế hoạch.", None),
        (
            "Còn 12 đơn vị chưa ban hành, có 5 đơn vị đã ban hành kế hoạch.",
            "Còn 11 đơn vị chưa ban hành, có 6 đơn vị đã ban hành kế hoạch.",
        ),
        (PLAN.format(5, 12).replace("Có", "Đã có"), PLAN.format(6, 11).replace("Có", "Đã có")),
        ("Có năm đơn vị đã ban hành kế hoạch.", None),
        (PLAN.format(5, 13), None),
        (PLAN.format(5, 12) + " Trong 5 đơn vị có 2 sở.", PLAN.format(6, 11) + " Trong 5 đơn vị có 2 sở."),
        (PLAN.format(6, 11), PLAN.format(6, 11)),
    ],
)
def test_figures_in_his_own_words(mine: str, merged: str | None) -> None:
    """None: something is in doubt, and the new words stand beside his."""
    made = merge(BASE, rewritten("kế hoạch", mine), NEW)
    (found,) = [t for t in said(made.document) if "ban hành" in t or "kế hoạch" in t]
    beside = remarks(made.document)
    if merged is not None:
        assert (found, beside) == (merged, {})
        return
    assert list(beside) == [found]
    assert PLAN.format(6, 11) in beside[str(found)]
    assert made.of(Fate.LEFT)[0].place == "I. KẾT QUẢ"


def test_a_clause_is_renewed_whole_or_not_at_all() -> None:
    """Of “3/4” the 4 may be either; so the 3 stays too, and the other clause is renewed."""
    base, new = (document("Có {}/{} đơn vị có Ban; đã họp {} lần.".format(*n)) for n in ((3, 4, 7), (5, 8, 9)))
    mine = rewritten("Ban", "Trong 4 đơn vị thì 4 đơn vị có 3 Ban; đã họp 7 lần.", base)
    made = merge(base, mine, new)
    assert said(made.document) == ["Trong 4 đơn vị thì 4 đơn vị có 3 Ban; đã họp 9 lần."]
    assert "Có 5/8 đơn vị có Ban" in next(iter(remarks(made.document).values()))


def test_words_of_both_that_differ_are_told_beside() -> None:
    new = document(HEAD, "Tất cả 17 đơn vị đã ban hành kế hoạch.", MONEY.format("1.250,5"), END)
    made = merge(BASE, rewritten("kế hoạch", "Các đơn vị đã làm tốt."), new)
    assert said(made.document)[1] == "Các đơn vị đã làm tốt."
    assert "Số liệu mới: Tất cả 17 đơn vị" in remarks(made.document)["Các đơn vị đã làm tốt."]


# ---------------------------------------------------------------------------------------- added, deleted, moved, divided
def test_what_was_added_stays_and_what_is_new_comes_in() -> None:
    mine = edited(BASE, lambda d: paragraph(d, "Trên đây").insert_paragraph_before("Đoạn tự viết."))
    new = document(HEAD, PLAN.format(5, 12), "Có thêm một nhiệm vụ mới.", MONEY.format("1.250,5"), END)
    made = merge(BASE, mine, new)
    assert said(made.document) == [HEAD[2:], PLAN.format(5, 12), "Có thêm một nhiệm vụ mới.", MONEY.format("1.250,5"),
                                   "Đoạn tự viết.", END]  # fmt: skip
    assert whats(made) == [What.ADDED, What.OWN]


def test_an_old_figure_in_what_was_added_is_named() -> None:
    told = "Riêng kinh phí 1.250,5 triệu đồng là mức cao nhất từ trước đến nay."
    mine = edited(BASE, lambda d: paragraph(d, "Trên đây").insert_paragraph_before(told))
    made = merge(BASE, mine, NEW)
    assert "1.250,5" in remarks(made.document)[told]


def test_what_was_deleted_stays_deleted_unless_its_figures_changed() -> None:
    def delete(d: Document) -> None:
        for words in ("Kinh phí", "Trên đây"):
            p = paragraph(d, words)._p
            p.getparent().remove(p)

    made = merge(BASE, edited(BASE, delete), NEW)
    assert said(made.document) == [HEAD[2:], PLAN.format(6, 11), MONEY.format("1.300")]
    assert list(remarks(made.document)) == [MONEY.format("1.300")]
    assert {What.BACK, What.DELETED} <= set(whats(made))


def test_what_the_new_document_does_not_have_goes_unless_it_was_edited() -> None:
    new = document(HEAD, END)
    mine = rewritten("Kinh phí", "Kinh phí đủ dùng trong kỳ.")
    made = merge(BASE, mine, new)
    assert said(made.document) == [HEAD[2:], "Kinh phí đủ dùng trong kỳ.", END]
    assert list(remarks(made.document)) == ["Kinh phí đủ dùng trong kỳ."]


def test_what_was_moved_is_renewed_where_it_is_now() -> None:
    def move(d: Document) -> None:
        paragraph(d, "Trên đây")._p.addprevious(paragraph(d, "kế hoạch")._p)

    made = merge(BASE, edited(BASE, move), NEW)
    assert said(made.document) == [HEAD[2:], MONEY.format("1.300"), PLAN.format(6, 11), END]
    assert What.MOVED in whats(made)


def test_a_paragraph_cut_in_two() -> None:
    mine = edited(BASE, _cut)
    made = merge(BASE, mine, NEW)
    assert said(made.document)[1:3] == ["Có 6 đơn vị đã ban hành kế hoạch;", "còn 11 đơn vị chưa ban hành."]
    assert remarks(made.document) == {}


def _cut(d: Document) -> None:
    p = paragraph(d, "kế hoạch")
    new = deepcopy(p._p)
    p._p.addnext(new)
    for element, text in ((p._p, "Có 5 đơn vị đã ban hành kế hoạch;"), (new, "còn 12 đơn vị chưa ban hành.")):
        next(element.iter(qn("w:t"))).text = text


def test_two_paragraphs_made_one() -> None:
    def join(d: Document) -> None:
        other = paragraph(d, "Kinh phí")
        paragraph(d, "kế hoạch").runs[0].text += " " + other.text
        other._p.getparent().remove(other._p)

    made = merge(BASE, edited(BASE, join), NEW)
    assert said(made.document)[1] == f"{PLAN.format(6, 11)} {MONEY.format('1.300')}"
    assert remarks(made.document) == {}


# ------------------------------------------------------------------------------------------------------ what Word writes
def test_formatting_of_what_was_left_alone_stays() -> None:
    def embolden(d: Document) -> None:
        p = paragraph(d, "kế hoạch")
        for run in p.runs:
            run._r.getparent().remove(run._r)
        p.add_run("Có 5 đơn vị ")
        p.add_run("đã ban hành").bold = True
        p.add_run(" kế hoạch; còn 12 đơn vị chưa ban hành.")

    made = merge(BASE, edited(BASE, embolden), NEW)
    assert said(made.document) == said(NEW)
    assert [r.text for r in paragraph(opened(made.document), "kế hoạch").runs if r.bold] == ["đã ban hành"]


def tracked(tag: str, text: str) -> Any:
    change, run = OxmlElement(f"w:{tag}"), OxmlElement("w:r")
    told = OxmlElement("w:delText" if tag == "del" else "w:t")
    told.text = text
    run.append(told)
    change.append(run)
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "Chuyên viên")
    return change


def test_open_changes_count_as_his_and_stay_open() -> None:
    def change(d: Document) -> None:
        p = paragraph(d, "kế hoạch")
        p._p.append(tracked("ins", " Đã kiểm tra."))
        p._p.append(tracked("del", " Sẽ bỏ 99."))

    made = merge(BASE, edited(BASE, change), NEW)
    p = paragraph(opened(made.document), "kế hoạch")
    assert "".join(t.text or "" for t in p._p.iter(qn("w:t"))) == PLAN.format(6, 11) + " Đã kiểm tra."
    assert [t.text for t in p._p.iter(qn("w:delText"))] == [" Sẽ bỏ 99."]
    assert len(list(p._p.iter(qn("w:ins")))) == 1
    assert remarks(made.document) == {}


def test_comments_of_others_stay_and_hold_what_they_stand_beside() -> None:
    mine = edited(BASE, lambda d: d.add_comment(paragraph(d, "Kinh phí").runs, text="Xem lại", author="Lãnh đạo"))
    made = merge(BASE, mine, document(HEAD, PLAN.format(6, 11), END))
    assert remarks(made.document, "Lãnh đạo") == {MONEY.format("1.250,5"): "Xem lại"}
    assert "Bản mới không còn nội dung này" in remarks(made.document)[MONEY.format("1.250,5")]


def test_a_remark_that_somebody_has_answered_stays() -> None:
    first = merge(BASE, rewritten("kế hoạch", "Các đơn vị đã làm tốt."), NEW).document
    newest = document(HEAD, PLAN.format(8, 9), MONEY.format("1.300"), END)
    assert len(remarks(merge(NEW, first, newest).document)) == 1
    made = merge(NEW, answered(first), newest).document
    told = [c.text for c in opened(made).comments if c.author == "vstbcpn"]
    assert [PLAN.format(6, 11) in t for t in told] == [True, False]
    assert [PLAN.format(8, 9) in t for t in told] == [False, True]


def test_remarks_do_not_pile_up_and_are_no_edits() -> None:
    first = merge(BASE, rewritten("kế hoạch", "Các đơn vị đã làm tốt."), NEW).document
    assert merge(NEW, first, NEW).document == first
    newest = document(HEAD, PLAN.format(6, 11), MONEY.format("1.400"), END)
    second = merge(NEW, first, newest).document
    assert remarks(second) == remarks(first), "what was left to him is still left to him"
    third = merge(newest, second, document(HEAD, PLAN.format(7, 10), MONEY.format("1.400"), END)).document
    assert [PLAN.format(7, 10) in t for t in remarks(third).values()] == [True]


def test_a_remark_goes_when_he_has_written_what_it_says() -> None:
    first = merge(BASE, rewritten("kế hoạch", "Các đơn vị đã làm tốt."), NEW).document
    mine = edited(first, lambda d: setattr(paragraph(d, "làm tốt").runs[0], "text", PLAN.format(6, 11)))
    newest = document(HEAD, PLAN.format(6, 11), MONEY.format("1.400"), END)
    assert remarks(merge(NEW, mine, newest).document) == {}


# ------------------------------------------------------------------------------------------------------------ in general
def test_the_same_three_give_the_same_bytes() -> None:
    mine = rewritten("kế hoạch", "Các đơn vị đã làm tốt.")
    assert merge(BASE, mine, NEW) == merge(BASE, mine, NEW)


@pytest.mark.parametrize("content", [b"", b"PK", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(UnmergeableError):
        merge(BASE, content, NEW)


# ---------------------------------------------------------------------------------------------- the codes of figures
def with_codes(content: bytes, *codes: str) -> bytes:
    """Each figure of the document in a control under the next of the codes, as the officer's copy has them."""
    left = list(codes)

    def enclose(made: Document) -> None:
        for run in [r for p in made.paragraphs for r in p.runs]:
            for text in re.split(r"(\d[\d.,]*)(?=\s)", run.text):
                piece = deepcopy(run._r)
                piece.text = text
                if text[:1].isdigit():
                    code = left.pop(0)
                    control = parse_xml(
                        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="{code} Tên"/><w:tag w:val="{code}"/>'
                        f'<w:id w:val="{len(left) + 1}"/></w:sdtPr><w:sdtContent/></w:sdt>'
                    )
                    control[1].append(piece)
                    piece = control
                run._r.addprevious(piece)
            run._r.getparent().remove(run._r)

    return edited(content, enclose)


def codes(content: bytes) -> list[tuple[str, str]]:
    controls = opened(content).element.body.iter(qn("w:sdt"))
    return [
        (c.find(f".//{qn('w:tag')}").get(qn("w:val")), "".join(t.text for t in c.iter(qn("w:t")))) for c in controls
    ]


@pytest.mark.parametrize("saved", [lambda c: c, lambda c: as_word(c, random.Random(2))], ids=["as it is", "in pieces"])
def test_a_renewed_paragraph_has_the_codes_of_the_new_one(saved: Callable[[bytes], bytes]) -> None:
    """Whatever the sentence is now: no control is left round something else, none is empty, none is missing."""
    base = with_codes(document("Có 5 đơn vị có kế hoạch; còn 12 đơn vị chưa có.", END), "T1.01", "T1.02")
    told = "Hầu hết các đơn vị có kế hoạch, là 41 đơn vị; có 12 kế hoạch đã sơ kết và 3 lớp."
    new = with_codes(document(told, "Thêm 7 đoạn mới.", END), "T1.01", "T2.01", "T3.01", "T4.01")
    mine = edited(base, lambda d: d.add_paragraph("Đoạn tự viết."))
    made = merge(base, saved(mine), new)
    assert codes(made.document) == codes(new) == [("T1.01", "41"), ("T2.01", "12"), ("T3.01", "3"), ("T4.01", "7")]
    assert not list(opened(made.document).element.body.iter(qn("w:placeholder")))


def test_two_items_that_were_joined_and_of_which_one_is_new() -> None:
    """His paragraph stays, and what is new stands beside it."""
    items = ("1. Ô D15 còn trống, đề nghị nhập số.", "2. Ô D14 ghi “1,006” dạng chữ, được đọc là 1006.")
    base = document(HEAD, *items, END)
    new = document(HEAD, "1. Ô D14 ghi “-3” dạng chữ, được đọc là số âm.", "2. Có lỗi khác.", END)

    def join(d: Document) -> None:
        first, second = (paragraph(d, t) for t in items)
        first.add_run(f" {second.text}")
        second._p.getparent().remove(second._p)

    made = merge(base, edited(base, join), new)
    assert " ".join(items) in said(made.document)
    assert "-3" in " ".join([*remarks(made.document).values(), *map(str, said(made.document))])


def test_of_texts_that_stand_there_twice_one_may_be_edited() -> None:
    """The other is renewed, and nothing is missed where the first was."""
    base = document("30 ", "Trong đó cấp huyện có:", "30 ", END)
    new = document("30 ", "Trong đó cấp huyện có:", "31 ", END)
    mine = edited(base, lambda d: setattr(d.paragraphs[0].runs[0], "text", "30 (theo Sở)"))
    made = merge(base, mine, new)
    assert said(made.document)[0] == "30 (theo Sở)"
    assert "31" in str(said(made.document)[2])
