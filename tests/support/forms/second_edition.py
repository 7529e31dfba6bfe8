"""The second edition as an office brings it: its form and register, and the few words and sentences of its report.

What its report says beside the figures is taken from the shipped lists of words, without what these say of 2011.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import docx

from vstbcpn_cli.runtime.resources import templates_folder

FOLDER = Path(__file__).parents[1] / "editions" / "2031"
_OF_2011 = ("nhom", "bang", "bieu_do.", "phu_luc.can_bo", "phu_luc.danh_muc.bang", "phu_luc.loai", "phu_luc.chi_tieu")
_KEPT = ("bang_chung", "bieu_do.tinh_hinh")
_SHARED = ("_cau.j2", "du-thao.j2", "mo-dau.j2", "ket.j2", "van-ban.toml")
_TABLE = re.compile(r"^(?=\[)", re.MULTILINE)


def write_second(folder: Path) -> Path:
    """Writes form, register and templates and gives the folder."""
    shutil.copytree(FOLDER, folder)
    shipped, report = templates_folder("2011"), folder / "templates" / "report"
    for name in _SHARED:
        shutil.copy(shipped / "report" / name, report / name)
    for name in ("nhan.toml", "phu-luc.toml"):
        text = _without_2011((shipped / "report" / name).read_text(encoding="utf-8"))
        own = report / f"them-{name}"
        (report / name).write_text(text + (own.read_text(encoding="utf-8") if own.is_file() else ""), encoding="utf-8")
        own.unlink(missing_ok=True)
    document = docx.Document(str(shipped / "bao-cao.docx"))
    body = [
        p for p in document.paragraphs if p.style is not None and p.style.name in ("VB Mục", "VB Khoản", "VB Nội dung")
    ]
    first = next(n for n, p in enumerate(body) if "muc.chi_dao" in p.text)
    for paragraph, text in zip(body[first:], ("{%p for d in ket_qua %}", "{{ d }}", "{%p endfor %}"), strict=False):
        paragraph.text = text
    for paragraph in body[first + 3 :]:
        paragraph._p.getparent().remove(paragraph._p)
    document.save(str(folder / "templates" / "bao-cao.docx"))
    return folder


def _without_2011(text: str) -> str:
    head, *tables = _TABLE.split(text)
    kept = (
        t
        for t in tables
        if (name := t.lstrip("[").partition("]")[0]).startswith(_KEPT) or not name.startswith(_OF_2011)
    )
    return "".join([head, *kept]).replace("BẢY NHIỆM VỤ", "NĂM PHẦN").replace("bảy nhiệm vụ", "năm phần")
