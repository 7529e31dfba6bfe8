"""The short text that goes with the feedback: for pasting into Zalo or a mail."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from textwrap import shorten
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.findings import FindingGroup, group_findings
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.feedback.wording import FeedbackWords, MarkedCopy, short
from vstbcpn_cli.report.templates.render_sections import environment, rendered
from vstbcpn_cli.text.casing import in_sentence
from vstbcpn_cli.text.normalise import cut
from vstbcpn_cli.text.numbers import number

TEXT = "tin-nhan.j2"
LONGEST_TEXT = 600
"""Characters: the previews of phones cut off more."""
_LONGEST_POINT = 180
_MOST_POINTS, _MOST_CELLS, _LONGEST_NAME = 6, 3, 40


def short_text(words: FeedbackWords, folder: Path, copy: MarkedCopy, form: str = "") -> str:
    """As many points are told, errors first, as there is room for; contact persons are not, for the text is pasted
    where others read it too. `form` is the name of the right form that goes with it. Raises `ConfigurationError` for a
    template with a fault."""
    words = replace(words, feedback=words.feedback.passed_on)
    points = [
        (_told(groups), sum(len(g.findings) for g in groups)) for groups in group_findings(words.feedback.to_mend)
    ]
    if not (folder / TEXT).is_file():
        raise ConfigurationError(f"Không đọc được tệp {folder.name}/{TEXT}. Đề nghị chép lại tệp gốc.")
    made = environment(folder)
    said = ""
    most = min(len(points), _MOST_POINTS)
    # What is wrong now comes before what is asked of the next report.
    for shown, later in product(range(most, -1, -1), (True, False)):
        told, more = [said for said, _ in points[:shown]], sum(count for _, count in points[shown:])
        names = text_names(words, told, more, copy, form)
        names |= {} if later or not points else {"lan_sau": ""}
        made.globals.update(names)
        lines = (" ".join(line.split()) for line in rendered(made, (folder,), TEXT, names).split("\n"))
        said = "\n".join(filter(None, lines))
        if len(said) <= LONGEST_TEXT:
            break
    return cut(said, LONGEST_TEXT)


def _told(groups: tuple[FindingGroup, ...]) -> str:
    """What is wrong in words, and where: “NV3 D26: “trong đó nữ” là 524, lớn hơn …”."""
    first = groups[0].first
    cells = [c for g in groups for c in g.cells]
    where = (
        ", ".join([f"{cells[0].sheet} {cells[0].address}", *(c.address for c in cells[1:_MOST_CELLS])]) if cells else ""
    )
    further = f" và {number(len(cells) - _MOST_CELLS)} ô khác" if len(cells) > _MOST_CELLS else ""
    said = flat(f"{where}{further}: {first.fact}" if where else first.fact)
    return shorten(said, _LONGEST_POINT, placeholder=" …")


def _repaired(words: FeedbackWords) -> str:
    told = words.repaired()
    more = len(told) - _MOST_CELLS
    shown = [*told[:_MOST_CELLS], *([words.say("sua", "con_nua", so=number(more))] if more > 0 else [])]
    return flat(words.say("sua", "tin", o="; ".join(shown))) if told else ""


def text_names(words: FeedbackWords, points: list[str], more: int, copy: MarkedCopy, form: str = "") -> dict[str, Any]:
    """Every name the template of the text may use."""
    feedback = words.feedback
    first, later = (next(iter(found), None) for found in (feedback.to_mend, feedback.for_next_time))
    return {
        "co_quan": feedback.edition.office.committee_short,
        "don_vi": short(in_sentence(words.unit)) if feedback.unit else words.say("phieu", "khong_ro_ngan"),
        "ky": feedback.period.name,
        "tep": short(words.file, _LONGEST_NAME),
        "ngay_nhan": words.received,
        "so_diem": words.counts(),
        "ket_qua": words.result,
        "chua_xong": feedback.unchecked,
        "diem": points,
        "con_nua": more,
        "ly_do": flat(f"{first.fact} {first.advice}") if first else "",
        "lan_sau": flat(f"{later.fact} {later.advice}") if later else "",
        "sua": _repaired(words),
        "so_sanh": (words.compared() or [""])[0],
        "han": words.to_do(),
        "kem_tep": copy is MarkedCopy.MADE,
        "kem_bieu_mau": bool(form),
        "trang": words.list_name,
    }
