"""The Excel annex: every total live, every figure with the file and the cell it came from."""

from __future__ import annotations

from pathlib import Path

from vstbcpn_cli.calculation import percent
from vstbcpn_cli.consolidation import Consolidation
from vstbcpn_cli.report.base import Renderer, Report
from vstbcpn_cli.report.flat import Figures, codes_of, measure_of
from vstbcpn_cli.report.xlsx_lists import write_coverage, write_findings, write_sources, write_table
from vstbcpn_cli.report.xlsx_sheets import Book, Cell, Sheet
from vstbcpn_cli.report.xlsx_tasks import TotalsBook, write_task
from vstbcpn_cli.report.xlsx_words import AnnexWords, load_words, printed_day
from vstbcpn_cli.safety.archives import repack
from vstbcpn_cli.schema.model import Aggregate, Task

_SOURCE_ROWS_FROM = 3
"""Title, note and one head row stand above the first line of the sheet of sources."""


def render(report: Report, path: Path) -> None:
    """Writes the annex to `path`; the words are those of `templates/report/phu-luc.toml`."""
    words = load_words(report.templates)
    figures = Figures(report.consolidation)
    period = report.consolidation.coverage.period
    note = words("ky", ky=period.name, ngay=printed_day(report.as_of))
    book = Book(path, footer=words("so_trang"))
    try:
        overview = book.sheet(words("trang", "tong_hop"))
        totals = TotalsBook(source_row=_SOURCE_ROWS_FROM)
        # The sheet TT names people and telephone numbers; an annex is passed on, so it stays out.
        tasks = [t for t in report.consolidation.edition.tasks if t.code != "M"]
        for task in tasks:
            write_task(book, task, figures, words, note, totals)
        _overview(overview, tasks, figures, words, note, totals)
        for table in report.consolidation.edition.tables.values():
            write_table(book, table, figures, words, note)
        write_coverage(book, report.consolidation.coverage, words, note)
        write_findings(book, figures, words, note)
        write_sources(book, figures, words, note)
    finally:
        book.close()
    repack(path)


def _overview(
    sheet: Sheet, tasks: list[Task], figures: Figures, words: AnnexWords, note: str, totals: TotalsBook
) -> None:
    kinds = [words("loai", k) for k in figures.kinds]
    heads = [*words.heads("nhiem_vu", "ma_so", "noi_dung", "dvt"), *kinds, words("toan_tinh")]
    heads += words.heads("ty_le", "so_co", "so_thieu", "ds_thieu", "theo_tra_loi")
    widths = [8, 14, 44, 11, *[12] * len(kinds), 12, 9, 9, 9, 30, 36]
    sheet.head(words("tieu_de", "tong_hop"), note, [heads], widths, frozen=3)
    for task in tasks:
        for code in codes_of(task):
            if figures.consolidation.aggregate_of(code) not in (Aggregate.NONE, Aggregate.LAST, Aggregate.CONCAT):
                sheet.line(_overview_line(task, code, figures, words, totals))
    sheet.filtered()


def _overview_line(task: Task, code: str, figures: Figures, words: AnnexWords, totals: TotalsBook) -> list[Cell]:
    made, edition = figures.consolidation, figures.edition
    total = made.total(code)
    line: list[Cell] = [task.code, code, edition.label_of(code), measure_of(edition, code)]
    line += [_total_cell(code, kind, made, words, totals) for kind in (*figures.kinds, "")]
    lacking = [u.name for u in (*total.no_data, *(w.unit for w in total.withheld), *total.missing)]
    answers = "; ".join(f"{answer}: {len(units)}" for answer, units in sorted(total.by_value.items()))
    line += [_share(code, made), len(total.parts), total.lacking]
    return [*line, words.several(list(dict.fromkeys(lacking))), answers]


def _total_cell(code: str, kind: str, made: Consolidation, words: AnnexWords, totals: TotalsBook) -> Cell:
    """A reference to the live total of the task's sheet; a figure that has none there is written as it is."""
    if (code, kind) in totals.spots:
        return totals.spots[code, kind].live
    total = made.total(code, kind)
    if total.value is not None:
        return total.value
    asked = total.parts or total.no_data or total.missing or total.withheld
    return words.mark("chua_co" if asked else "khong_ap_dung")


def _share(code: str, made: Consolidation) -> Cell:
    """The printed share of the province; figures of different levels have none."""
    declared = bool(made.edition.indicators[code].share_of) if code in made.edition.indicators else False
    if code in made.edition.matrix_cells:
        matrix, _, column = made.edition.matrix_cells[code]
        declared = not matrix.levels and any(part == column.key for part, _ in matrix.shares)
    if not declared and made.aggregate_of(code) is not Aggregate.COUNT_YES:
        return None
    share = made.share(code)
    return percent(share.part, share.whole) if share else None


RENDERER = Renderer("annex", "phu-luc_{stem}.xlsx", render)
