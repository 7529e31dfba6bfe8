"""The Excel annex: every total live, every figure with the file and the cell it came from."""

from __future__ import annotations

from pathlib import Path

from vstbcpn_cli.edition.model import Aggregate, Task
from vstbcpn_cli.model.calculation import percent
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.report.annex_workbook.cover import write_cover
from vstbcpn_cli.report.annex_workbook.lists import write_findings, write_sources, write_table
from vstbcpn_cli.report.annex_workbook.reconciliation import write_reconciliation
from vstbcpn_cli.report.annex_workbook.task_sheets import TotalsBook, write_task
from vstbcpn_cli.report.coverage_sheet import write_coverage
from vstbcpn_cli.report.renderer import Renderer, Report
from vstbcpn_cli.report.rows import UnitFigures, base_of, codes_of, full_label
from vstbcpn_cli.report.safe_workbook import Book, Cell, Live, Sheet
from vstbcpn_cli.report.sheet_labels import AnnexWords, load_words, printed_day
from vstbcpn_cli.runtime.deterministic_zip import repack
from vstbcpn_cli.text.casing import upper_first
from vstbcpn_cli.text.numbers import number

_MARK = "vstbcpn-phu-luc"
"""Among the keywords of the file, by which the next run knows that it is no return."""
_SOURCE_ROWS_FROM = 3
"""Title, note and one head row stand above the first line of the sheet of sources."""
_NAMES_SHOWN = 12
_NOT_TOTALLED = (Aggregate.NONE, Aggregate.LAST, Aggregate.CONCAT)


def render(report: Report, path: Path) -> None:
    """Writes the annex to `path`; the words are those of `templates/common/report/phu-luc.toml`."""
    words = load_words(report.sentences, report.consolidation.edition.kinds)
    figures = UnitFigures(report.consolidation)
    period, edition = report.consolidation.coverage.period, report.consolidation.edition
    note = words("ky", ky=period.name, ngay=printed_day(report.as_of))
    made_by = report.issued_by.name
    book = Book(path, title=words("muc_luc", "tieu_de"), author=made_by, footer=words("so_trang"), keywords=_MARK)
    # The header names people and telephone numbers; an annex is passed on, so it stays out.
    tasks = [t for t in edition.tasks if t is not edition.header]
    try:
        write_cover(book, tasks, figures, words, note)
        overview = book.sheet(words("trang", "tong_hop"))
        totals = TotalsBook(source_row=_SOURCE_ROWS_FROM)
        for task in tasks:
            write_task(book, task, figures, words, note, totals)
        OverviewSheet(overview, figures, words, totals).write(tasks, note)
        for table in edition.tables.values():
            write_table(book, table, figures, words, note)
        write_coverage(book, report.consolidation.coverage, words, note, report.later)
        write_reconciliation(book, figures, words, note)
        write_findings(book, figures, words, note)
        write_sources(book, figures, words, note)
    finally:
        book.close()
    repack(path)


class OverviewSheet:
    """Every figure of the province in one line, by kind of unit, with its share and who is lacking."""

    def __init__(self, sheet: Sheet, figures: UnitFigures, words: AnnexWords, totals: TotalsBook) -> None:
        self.sheet, self.figures, self.words, self.totals = sheet, figures, words, totals
        self.made = figures.consolidation

    def write(self, tasks: list[Task], note: str) -> None:
        words, kinds = self.words, [upper_first(self.made.edition.kind_of[k].name) for k in self.figures.kinds]
        heads = [*words.heads("nhiem_vu", "ma_so", "noi_dung", "dvt"), *kinds, words("toan_tinh")]
        heads += words.heads("ty_le", "so_co", "so_thieu", "ds_thieu")
        widths = [8, 22, 50, 11, *[12] * len(kinds), 12, 9, 10, 10, 50]
        self.sheet.head(words("tieu_de", "tong_hop"), note, [heads], widths, frozen=3)
        for task in tasks:
            for code in codes_of(task):
                if self.made.aggregate_of(code) is Aggregate.COUNT_BY_VALUE:
                    self._answers(task, code)
                elif self.made.aggregate_of(code) not in _NOT_TOTALLED:
                    totals = [self._total(code, kind) for kind in (*self.figures.kinds, "")]
                    self._line(task, code, [*totals, self._share(code)])
        self.sheet.filtered()

    def _line(self, task: Task, code: str, figures: list[Cell]) -> None:
        total = self.made.total(code)
        measure = self.made.edition.measure_of(code).strip("–")
        # Those that sent nothing lack everywhere and are named once, in the sheet of who has sent.
        nil = {u.unit.code for u in self.made.coverage.nil}
        lacking = [
            self.words("xac_nhan_thieu", don_vi=u.name) if u.code in nil else u.name
            for u in (*total.no_data, *(w.unit for w in total.withheld))
        ]
        line: list[Cell] = [task.code, code, full_label(self.made.edition, code), measure, *figures]
        named = self.words.several(list(dict.fromkeys(lacking)), _NAMES_SHOWN)
        if total.given is not None:
            named = self.words("nguon_tinh", nguon=total.given.source, cong=number(total.added or 0))
        self.sheet.line([*line, total.answered, total.lacking, named])

    def _answers(self, task: Task, code: str) -> None:
        """The question, then a line for each answer of its list, counted over the sheet of the task.

        A unit that is not concerned has no part in the shares of the other answers.
        """
        province = 4 + len(self.figures.kinds)
        concerned = f"${column_letters(province + 3)}${self.sheet.row + 1}"
        self._line(task, code, [None] * (len(self.figures.kinds) + 2))
        cells, kinds, total = self.totals.ranges[code], self.totals.kinds[task.code], self.made.total(code)
        spec = self.made.edition.indicators[code]
        concerned += "".join(f'-COUNTIF({cells},"{a}")' for a in spec.outside)
        for answer in self.made.edition.choices(spec):
            wanted = f'{cells},"{answer}"'
            counts: list[Cell] = []
            for kind in self.figures.kinds:
                given = len(self.made.total(code, kind).by_value.get(answer, ()))
                counts.append(Live(f'=COUNTIFS({kinds},"{kind}",{wanted})', given))
            given, here = len(total.by_value.get(answer, ())), f"{column_letters(province + 1)}{self.sheet.row + 1}"
            found = self.made.answered(code, answer)
            share = percent(found.part, found.whole) if found else None
            counts += [Live(f"=COUNTIF({wanted})", given)]
            counts += [None if share is None else Live(f"=ROUND(100*{here}/({concerned}),2)", share, "percent")]
            self.sheet.line([task.code, code, f"– {answer}", "", *counts, None, None, None])

    def _total(self, code: str, kind: str) -> Cell:
        """A reference to the live total of the task's sheet; a figure that has none there is written as it is."""
        if (code, kind) in self.totals.spots:
            return self.totals.spots[code, kind].live
        total = self.made.total(code, kind)
        if total.value is not None:
            return total.value
        if not kind and code in self.made.edition.matrix_cells and self.made.edition.matrix_cells[code][0].levels:
            return self.words.mark("theo_cap")  # figures of the province, the districts and the communes never add up
        asked = total.parts or total.no_data or total.missing or total.withheld
        return self.words.mark("chua_co" if asked else "khong_ap_dung")

    def _share(self, code: str) -> Cell:
        """The printed share of the province; figures of different levels have none."""
        base = base_of(self.made, code)
        share = self.made.share(code, base) if base else None
        result = percent(share.part, share.whole) if share else None
        if result is None:
            return None
        spot = self.totals.spots.get((_share_column(self.made, code, base), ""))
        if spot is not None:
            return spot.live
        return (
            Live(self._yes_share(code, base), result, "percent") if base in ("units", *self.totals.ranges) else result
        )

    def _yes_share(self, code: str, base: str) -> str:
        """Có among those who answered, or among those who said Có to the question it depends on."""
        yes, no, cells = self.words("dau", "co"), self.words("dau", "khong"), self.totals.ranges[code]
        answered = f'((NHAU="{yes}")+(NHAU="{no}"))'
        if base == "units":
            return f'=ROUND(100*COUNTIF({cells},"{yes}")/(COUNTIF({cells},"{yes}")+COUNTIF({cells},"{no}")),2)'
        others = self.totals.ranges[base]
        top = f'SUMPRODUCT(({cells}="{yes}")*{answered.replace("NHAU", others)})'
        below = f'SUMPRODUCT(({others}="{yes}")*{answered.replace("NHAU", cells)})'
        return f"=ROUND(100*{top}/{below},2)"


def _share_column(made: Consolidation, code: str, base: str) -> str:
    """The code under which a task sheet has the share of a figure."""
    if code not in made.edition.matrix_cells:
        return f"{code}/{base}"
    matrix, row, _ = made.edition.matrix_cells[code]
    part, whole = code.rpartition(".")[2], base.rpartition(".")[2]
    shares = [c for c in matrix.columns if c.calc is not None and (c.calc.part, c.calc.whole) == (part, whole)]
    return matrix.cell_code(row, shares[0]) if shares else f"{code}/{base}"


RENDERER = Renderer("annex", "phu-luc_{stem}.xlsx", render)
