"""The overview as lists for a spreadsheet: who has sent, every point to correct, the points by rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vstbcpn_cli.model.coverage import Judged, without_private
from vstbcpn_cli.model.findings import FindingGroup, grouped
from vstbcpn_cli.report.coverage_sheet import named, write_coverage
from vstbcpn_cli.report.overview.model import View
from vstbcpn_cli.report.renderer import Overview, Renderer
from vstbcpn_cli.report.rows import by_name, file_name
from vstbcpn_cli.report.safe_workbook import Book, Cell
from vstbcpn_cli.report.sheet_labels import AnnexWords, load_words, printed_day
from vstbcpn_cli.runtime.deterministic_zip import repack
from vstbcpn_cli.text.dates import until


def render(overview: Overview, path: Path) -> None:
    """Writes the lists to `path`; the words are those of `templates/common/report/phu-luc.toml`."""
    words = load_words(overview.sentences, overview.coverage.edition.kinds)
    period = overview.coverage.period
    due = until(period.due, inclusive=period.due_inclusive)
    note = words("tong_quan", ky=period.name, ngay=printed_day(overview.as_of), han=due)
    note += words("han_gui_lai", han=overview.reply) if overview.reply else ""
    title, author = words("muc_luc", "danh_sach"), overview.coverage.edition.office.committee
    book = Book(path, title=title, author=author, footer=words("so_trang"), keywords=MARK)
    try:
        write_coverage(book, overview.coverage, words, note, overview.later)
        _write_points(book, overview, words, note)
        _write_rules(book, View(overview, words.recorded), words, note)
        _write_ready(book, overview, words)
    finally:
        book.close()
    repack(path)


def _write_points(book: Book, overview: Overview, words: AnnexWords, note: str) -> None:
    """The same sentence about cells of one sheet is one line; unit by unit in reading order, files of no unit last."""
    sheet = book.sheet(words("trang", "chinh_ly"))
    heads = words.heads("stt", "don_vi", "loai", "muc", "ma_loi", "rang_buoc", "ma_so", "tep", "trang", "o", "so_o")
    heads += words.heads("gia_tri", "su_viec", "de_nghi", "ghi_chu")
    widths = [5, 22, 6, 9, 9, 8, 13, 16, 7, 9, 5, 12, 34, 25, 10]
    sheet.head(words("tieu_de", "chinh_ly"), note, [heads], widths, frozen=2)
    for number, (name, kind, judged, group) in enumerate(_groups(overview, words), 1):
        line: list[Cell] = [number, name, kind, words("muc", group.first.severity.value)]
        sheet.line([*line, *_point(judged, group, words)])
    sheet.filtered()


def _groups(overview: Overview, words: AnnexWords) -> Iterator[tuple[str, str, Judged, FindingGroup]]:
    """Every point with the name and kind of its unit."""
    coverage, view = overview.coverage, View(overview, words.recorded)
    files = [(u.unit.name, u.unit.kind, j) for u in coverage.units for j in view.files_of(u)]
    placed = {id(j) for _, _, j in files}
    files += [(named(j, coverage), "", j) for j in by_name(coverage.unplaced) if id(j) not in placed]
    for name, kind, judged in files:
        yield from (
            (name, kind, judged, group) for group in grouped(without_private(judged, coverage.edition.private).current)
        )


def _point(judged: Judged, group: FindingGroup, words: AnnexWords) -> list[Cell]:
    first = group.first
    keys = dict.fromkeys(str(f.place.key) for f in group.findings if f.place.key)
    sheet, cells = words.cells(group.cells)
    line: list[Cell] = [first.code, first.constraint, words.several(list(keys)), file_name(judged.outcome.file.path)]
    line += [sheet, cells, len(group.cells), first.value, first.fact, first.advice]
    notes = [words("luu_y", "giai_trinh")] if first.explanation else []
    notes += [words("luu_y", "thu_nghiem")] if first.trial else []
    return [*line, "; ".join(notes)]


def _write_rules(book: Book, view: View, words: AnnexWords, note: str) -> None:
    sheet = book.sheet(words("trang", "quy_tac"))
    heads = words.heads("ma_loi", "quy_tac", "cach_sua", "so_don_vi", "so_diem", "so_loi", "so_canh_bao", "so_luu_y")
    sheet.head(words("tieu_de", "quy_tac"), note, [[*heads, *words.heads("noi_mac")]], [9, 40, 40, 9, 8, 7, 9, 7, 60])
    for rule in view.rules:
        line: list[Cell] = [rule.ma, rule.ten, rule.cach_sua, len(rule.noi), rule.dem.tong]
        line += [rule.dem.loi, rule.dem.canh_bao, rule.dem.luu_y]
        sheet.line([*line, words.several([place.ten for place in rule.noi])])
    sheet.filtered()


def _write_ready(book: Book, overview: Overview, words: AnnexWords) -> None:
    """The lines an officer copies into the log to let a warning rest: only the reason and the name are to be added."""
    heads, *lines = overview.ready
    if not heads:
        return
    sheet = book.sheet(words("trang", "bo_qua"))
    sheet.head(words("tieu_de", "bo_qua"), words("cach_bo_qua"), [list(heads)], [16, 11, 22, 16, 11, 24, 24, 16, 34])
    for line in lines:
        sheet.line(list(line))
    sheet.filtered()


MARK = "vstbcpn-tong-quan"
"""Among the keywords of the file, so that the next run knows its own work and may replace it."""
RENDERER = Renderer("overview-lists", "tong-quan_{stem}.xlsx", render)
