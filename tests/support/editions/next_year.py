"""The year after the shipped one, as an office brings it: codes that are called otherwise and say what they continue,
questions and choices that are gone, one that is new, another measure, units merged, split and renamed."""

from __future__ import annotations

import re
from pathlib import Path

from vstbcpn_cli.edition.locations import form_path, register_path

NAME = "2012"
CODES = {"T5.04": "T5.40", "CB04": "CB40", "T6.B1.dia_diem": "T6.B1.noi_hop"}
"""What is called otherwise now: an indicator, the row of a matrix, the column of a table."""
GONE, NEW = "T7.08", "T5.41"
RECOUNTED = "T5.05"
"""What counts in another measure now."""
_NEW = """
[[tasks.indicators]]
code = "T5.41"
label = "Số chương trình phát thanh"
basis = "CV 350, nhiệm vụ 5"
type = "int"
measure = "chương trình"
nature = "flow"
required = "B"
aggregate = "sum"
"""
_GONE = (
    "so-khdt",  # its line of 2011 names the unit that goes on from it, so-tai-chinh, which is there still
    "dai-ptth",
    "bao-lang-son",  # both become bao-ptth-lang-son
    "dang-uy-khoi-ccq",  # becomes two
    "ban-dan-toc",  # becomes so-dan-toc-ton-giao
    "huyen-dinh-lap",  # becomes communes
)
_MORE = """bao-ptth-lang-son,Báo và Phát thanh truyền hình Lạng Sơn,SN,nganh-doc,,,,,,90
dang-uy-cac-cq-dang,Đảng ủy các cơ quan Đảng,SN,dang,,,,,,91
dang-uy-ubnd,Đảng ủy Ủy ban nhân dân tỉnh,SN,dang,,,,,,92
so-dan-toc-ton-giao,Sở Dân tộc và Tôn giáo,SN,so-nganh,,,,,,93
xa-dinh-lap,Xã Đình Lập,XA,xa-phuong,06613,,,,,94
"""


def form() -> str:
    """Its form as TOML."""
    text = form_path("2011").read_text(encoding="utf-8")
    text = text.replace('edition = "2011"', 'edition = "2012"\nbased_on = "2011"', 1)
    text = text.replace("year = 2011\n", "year = 2012\n", 1)
    begin, end = text.index("[periods.6t]"), text.index("[periods.nam]") + 500
    text = text[:begin] + text[begin:end].replace("2012", "2013").replace("2011", "2012") + text[end:]
    text = text.replace("T5.04", "T5.40").replace('code = "T5.40"\n', 'code = "T5.40"\ncontinues = "T5.04"\n', 1)
    text = text.replace('{code = "CB04",', '{code = "CB40", continues = "CB04",').replace("M1.CB04.", "M1.CB40.")
    text = text.replace('key = "dia_diem"\n', 'key = "noi_hop"\ncontinues = "dia_diem"\n').replace(
        "dia_diem =", "noi_hop ="
    )
    text = re.sub(r'\[\[tasks.indicators\]\]\ncode = "T7.08"\n(?:.+\n)+', "", text)
    text = text.replace('measure = "chuyên mục"', 'measure = "chuyên trang"')
    text = text.replace('\n[[tasks.indicators]]\ncode = "T5.05"', f'{_NEW}\n[[tasks.indicators]]\ncode = "T5.05"')
    return text.replace('"Thông báo",\n', "")


def write_next_year(folder: Path) -> Path:
    """Writes form and register, and gives the folder."""
    folder.mkdir(parents=True)
    (folder / "form.toml").write_text(form(), encoding="utf-8")
    lines = register_path("2011").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = (line for line in lines if line.partition(",")[0] not in _GONE)
    (folder / "units.csv").write_text("".join([*kept, _MORE]), encoding="utf-8")
    return folder
