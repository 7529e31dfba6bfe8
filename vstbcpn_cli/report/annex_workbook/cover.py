"""The first sheet of the annex: what is in it, how complete it is, and what its marks mean."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import Task
from vstbcpn_cli.report.context.period_and_units import open_points
from vstbcpn_cli.report.rows import UnitFigures
from vstbcpn_cli.report.safe_workbook import Book, Cell, Linked, Mark
from vstbcpn_cli.report.sheet_labels import AnnexWords
from vstbcpn_cli.text.numbers import number, share_of


def write_cover(book: Book, tasks: list[Task], figures: UnitFigures, words: AnnexWords, note: str) -> None:
    """Adds the sheet; everything it names stands behind it in the same order."""
    sheet = book.sheet(words("trang", "muc_luc"))
    sheet.columns([20, 90])
    sheet.page()
    sheet.words(words("muc_luc", "tieu_de"), "title")
    sheet.words(figures.edition.title)
    sheet.words(note, "note")
    for line in _coverage(figures, words):
        sheet.words(line)
    sheet.row += 1
    sheet.line([words("muc_luc", "cac_trang"), ""], "total")
    for name, title in _sheets(tasks, figures, words):
        sheet.line([Linked(name, name, 0, title), title])
    sheet.row += 1
    sheet.line([words("muc_luc", "dau"), ""], "total")
    for mark, meaning in _marks(words):
        sheet.line([mark, words("muc_luc", meaning)])
    sheet.line([words("muc_luc", "chu_mo"), words("muc_luc", "mau_xam")], "muted")
    sheet.row += 1
    sheet.words(words("muc_luc", "cach_doc"), "title")
    for line in words.labels.get("phu_luc", "muc_luc", "huong_dan"):
        sheet.words(f"– {line}")


def _coverage(figures: UnitFigures, words: AnnexWords) -> Iterator[str]:
    made = figures.consolidation
    sent, expected = len(made.coverage.sent), len(made.coverage.units)
    yield words(
        "muc_luc",
        "da_gui",
        da_gui=number(sent),
        tong=number(expected),
        ty_le=share_of(sent, expected),
        cham=number(len(made.coverage.late)),
        chua_gui=number(len(made.coverage.missing)),
    )
    nil, excluded = len(made.coverage.nil), len(made.coverage.excluded)
    if nil or excluded:
        yield words("muc_luc", "ngoai_ra", nil=number(nil), excluded=number(excluded))
    withheld, points = len(made.withheld()), open_points(made)
    if withheld or points:
        where = words("trang", "xac_minh")
        yield words("muc_luc", "chua_cong", giu_lai=number(withheld), diem=number(points), trang=where)
    if made.coverage.not_run:
        yield words("chua_kiem_tra", ds="; ".join(made.coverage.not_run))


def _sheets(tasks: list[Task], figures: UnitFigures, words: AnnexWords) -> Iterator[tuple[str, str]]:
    yield words("trang", "tong_hop"), words("tieu_de", "tong_hop")
    yield from ((task.sheet, task.title) for task in tasks)
    yield from ((t.code, words("muc_luc", "bang", ma=t.code, ten=t.label)) for t in figures.edition.tables.values())
    yield from ((words("trang", key), words("tieu_de", key)) for key in ("gui", "doi_chieu", "xac_minh", "nguon"))


def _marks(words: AnnexWords) -> Iterator[tuple[Cell, str]]:
    yield Mark("0"), "dau_0"
    yield from ((words.mark(key), key) for key in ("chua_co", "khong_ap_dung", "giu_lai"))
