"""The short text that goes with the feedback: for pasting into Zalo or a mail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.told_findings import ToldFinding
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.feedback.wording import Copy, FeedbackWords, short, spot_of
from vstbcpn_cli.report.templates.render_sections import environment, rendered
from vstbcpn_cli.text.casing import in_sentence
from vstbcpn_cli.text.normalise import cut

TEXT = "tin-nhan.j2"
LONGEST_TEXT = 600
"""Characters: the previews of phones cut off more."""
_MOST_CELLS, _LONGEST_NAME = 6, 40


def short_text(words: FeedbackWords, folder: Path, copy: Copy) -> str:
    """As many cells are named as there is room for; raises `ConfigurationError` for a template with a fault."""
    cells = list(dict.fromkeys(spot_of(ToldFinding.of(f)) for f in words.feedback.to_mend if f.place.cell))
    if not (folder / TEXT).is_file():
        raise ConfigurationError(f"Không đọc được tệp {folder.name}/{TEXT}. Đề nghị chép lại tệp gốc.")
    made = environment(folder)
    said = ""
    for shown in range(min(len(cells), _MOST_CELLS), -1, -1):
        names = text_names(words, cells[:shown], len(cells) - shown, copy)
        made.globals.update(names)
        lines = (" ".join(line.split()) for line in rendered(made, (folder,), TEXT, names).split("\n"))
        said = "\n".join(filter(None, lines))
        if len(said) <= LONGEST_TEXT:
            break
    return cut(said, LONGEST_TEXT)


def text_names(words: FeedbackWords, cells: list[str], more: int, copy: Copy) -> dict[str, Any]:
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
        "diem": cells,
        "con_nua": more,
        "ly_do": flat(f"{first.fact} {first.advice}") if first else "",
        "lan_sau": flat(f"{later.fact} {later.advice}") if later else "",
        "so_sanh": (words.compared() or [""])[0],
        "han": words.to_do(),
        "kem_tep": copy is Copy.MADE,
        "trang": words.list_name,
    }
