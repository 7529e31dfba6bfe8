"""The feedback slip of one unit (phiếu phản hồi): one page of Word, read back before it counts."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import FindingGroup, further, group_findings
from vstbcpn_cli.model.submission import CellRef
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.feedback.wording import FeedbackWords, MarkedCopy, code_of
from vstbcpn_cli.report.renderer import spelled
from vstbcpn_cli.report.word_template.fill import filled
from vstbcpn_cli.report.word_template.properties import describe
from vstbcpn_cli.report.word_template.read_back import DamagedReportError, paragraphs_of
from vstbcpn_cli.runtime.deterministic_zip import repack
from vstbcpn_cli.text import numbers
from vstbcpn_cli.text.casing import addressee, in_sentence
from vstbcpn_cli.text.dates import open_date

TEMPLATE = "phieu-phan-hoi.docx"
_MOST_CELLS = 12
_MOST_REMARKS = 3
_LETTERS = 84
"""On a line of the slip, with some room to spare."""
_LINES = 21
"""Lines of remarks, comparison and points that fit on the page beside what it always says."""


def render_slip(
    words: FeedbackWords, template: Path, path: Path, copy: MarkedCopy, copy_name: str, form: str = ""
) -> None:
    """Writes the slip; raises `ConfigurationError` for a template that cannot be used.

    Where a marked copy goes with it, the slip keeps to one page and sends the reader to the copy for the rest. `form`
    is the name of the right form that goes with it.
    """
    names = slip_names(words, copy, copy_name, form)
    document = filled(template, names, ())
    title = flat(f"{words.say('phieu', 'ten')} – {names['don_vi']}")
    # By the keywords the next run knows that it is no return.
    describe(document, title, words.feedback.edition.office.committee, "vstbcpn-phieu-phan-hoi")
    document.save(str(path))
    repack(path)
    found = "\n".join(paragraphs_of(path))
    lost = next(
        (t for t in (*names["diem"], *names["hoi"], *names["nhan_xet"], *names["so_sanh"]) if t not in found), None
    )
    if lost is not None:
        raise DamagedReportError(lost)


def slip_names(words: FeedbackWords, copy: MarkedCopy, copy_name: str, form: str = "") -> dict[str, Any]:
    """Every name the template of the slip may use."""
    office, count = spelled(words.feedback.edition.office), words.count
    committee = office.committee.removesuffix(office.province).strip()
    remarks, compared = _remarks(words), words.compared()
    room = _LINES - sum(map(_height, (*remarks, *compared)))
    points, questions = _points(words), _questions(words)
    told = _fitting(points, room, words) if copy is MarkedCopy.MADE else points
    left = room - sum(map(_height, told))
    return {
        "cap_tren": office.parent,
        "co_quan": committee.upper(),
        "dia_danh": office.place,
        "ngay": open_date(None, words.feedback.edition.year),
        "don_vi": words.unit,
        "kinh_gui": _addressee(words),
        "ky": words.feedback.period.name,
        "ket_qua": words.say("ket_qua", words.result),
        "tiep_nhan": words.result == "tiep_nhan",
        "nhan_xet": remarks,
        "so_sanh": compared,
        "diem": told,
        "hoi": _fitting(questions, left, words) if copy is MarkedCopy.MADE and questions else questions,
        "han": words.to_do(),
        "kem_theo": words.say("phieu", "bieu_mau", tep=form)
        if form
        else words.say("ban_danh_dau", copy.value, tep=copy_name, trang=words.list_name),
        "lien_he": words.say("phieu", "lien_he", co_quan=office.standing_office, dia_chi=office.address),
        "thuong_truc": office.standing_office.upper(),
        "tep": words.file,
        "sha": words.sha,
        "ngay_nhan": words.received,
        "so_o": numbers.number(count.in_data + count.in_findings),
    }


def _addressee(words: FeedbackWords) -> str:
    """Who is written to: as the edition addresses units of the kind, “Ban VSTBCPN huyện Chi Lăng”."""
    unit = words.feedback.unit
    before = words.feedback.edition.kind_of[unit.kind].addressed if unit else ""
    return f"{before} {in_sentence(words.unit)}" if before else addressee(words.unit)


def _questions(words: FeedbackWords) -> list[str]:
    """What the unit is asked to look at, though nothing is to be mended."""
    lines = []
    for number, groups in enumerate(group_findings(words.feedback.to_confirm), 1):
        first, cells = groups[0].first, [c for g in groups for c in g.cells]
        fact = f"{first.fact} {more}" if (more := _others(words, groups)) else first.fact
        at = _where(words, cells)
        lines.append(flat(words.say("phieu", "hoi", so=number, noi=at, van_de=fact, cach_xu_ly=first.advice)))
    return lines


def _points(words: FeedbackWords) -> list[str]:
    """What is to be mended, errors first, the same fault over many cells in one numbered line."""
    feedback = words.feedback
    positions = {id(f): n for n, f in enumerate(feedback.findings)}
    lines = []
    for number, groups in enumerate(group_findings(feedback.to_mend), 1):
        first, cells = groups[0].first, [c for g in groups for c in g.cells]
        told = {words.since(positions[id(f)]) for g in groups for f in g.findings} if feedback.before else set()
        others = _others(words, groups)
        line = words.say(
            *("phieu", "muc"),
            so=number,
            noi=_where(words, cells),
            muc_do=words.severity(first).lower() if cells else words.severity(first),
            ma=code_of(first),
            so_sanh=f" ({told.pop()})" if len(told) == 1 else "",
            van_de=f"{first.fact} {others}" if others else first.fact,
            cach_xu_ly=first.advice,
        )
        lines.append(flat(line))
    return lines


def _where(words: FeedbackWords, cells: Sequence[CellRef]) -> str:
    if not cells:
        return ""
    shown = ", ".join(c.address for c in cells[:_MOST_CELLS])
    if len(cells) > _MOST_CELLS:
        shown = words.say("phieu", "noi_nhieu", o=shown, so=numbers.number(len(cells) - _MOST_CELLS))
    return words.say("phieu", "noi", trang=cells[0].sheet, o=shown)


def _remarks(words: FeedbackWords) -> list[str]:
    """What is good about the file, and what else may be said of it."""
    feedback, count = words.feedback, words.count
    if feedback.judged.submission is None:
        return [words.say("nhan_xet", "chua_doc")]
    typed, used = count.in_data + count.in_findings, count.in_data
    lines = [words.say("nhan_xet", "da_doc", so_o=numbers.number(typed), dung_duoc=numbers.number(used))]
    faulty = {f.place.cell.sheet for f in feedback.to_mend if f.place.cell}
    printed = {t.sheet for t in feedback.edition.tasks}
    # A sheet of another name may be any of them.
    good = [t.sheet for t in feedback.edition.tasks if t.sheet not in faulty] if faulty <= printed else []
    if feedback.count(Severity.ERROR):
        lines.append(words.say("nhan_xet", "chua_cong", cap=feedback.edition.office.level))
    if feedback.unchecked:
        lines.append(words.say("nhan_xet", "chua_xong"))
    elif not feedback.to_mend:
        lines.append(words.say("nhan_xet", "du"))
    elif good and all(f.place.cell for f in feedback.to_mend):
        lines.append(words.say("nhan_xet", "trang_tot", trang=", ".join(good)))
    lines += _repaired(words)
    if notices := feedback.count(Severity.NOTICE) - len(feedback.to_confirm) - len(feedback.repaired):
        lines.append(words.say("nhan_xet", "luu_y", so=notices))
    return lines + _for_next_time(words)


def _repaired(words: FeedbackWords) -> list[str]:
    """All values that the office counts in the place of what the unit wrote, with the reasons; none is left out."""
    told = words.repaired()
    if not told:
        return []
    why = dict.fromkeys(flat(f.fact) for f in words.feedback.repaired)
    return [flat(words.say("sua", "phieu", so=numbers.number(len(told)), o="; ".join(told))), *why]


def _for_next_time(words: FeedbackWords) -> list[str]:
    """What is asked of the next report only, in the words of a remark: nothing of it is to be sent again."""
    lines = []
    for groups in group_findings(words.feedback.for_next_time)[:_MOST_REMARKS]:
        first, cells = groups[0].first, [c for g in groups for c in g.cells]
        fact = f"{first.fact} {more}" if (more := _others(words, groups)) else first.fact
        said = words.say("nhan_xet", "lan_sau", noi=_where(words, cells), van_de=fact, cach_xu_ly=first.advice)
        lines.append(flat(said))
    return lines


def _others(words: FeedbackWords, groups: tuple[FindingGroup, ...]) -> str:
    """“Tương tự ở 3 ô khác.”, "" where there are none."""
    more = further(groups, codes=True)
    named = {"so": numbers.number(more.count), "loai": more.thing, "ten": more.named}
    return words.say("phieu", "tuong_tu", **named) if more.count else ""


def _fitting(points: Sequence[str], room: int, words: FeedbackWords) -> list[str]:
    """The first points that fit, and how many others there are."""
    kept: list[str] = []
    for n, point in enumerate(points):
        room -= _height(point)
        last = n == len(points) - 1
        if kept and room < (0 if last else 1):
            return [*kept, words.say("phieu", "con_nua", so=len(points) - n, trang=words.list_name)]
        kept.append(point)
    return kept


def _height(text: str) -> int:
    return max(1, len(textwrap.wrap(text, _LETTERS)))
