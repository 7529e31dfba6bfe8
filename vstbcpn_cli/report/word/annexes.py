"""The annexes of the Word report: what stands in their tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.period_and_units import annexes, units_view
from vstbcpn_cli.report.context.targets import Targets
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.document.grid import Grid
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.word.annex_figures import answers_grid, figures_grid, matrix_grids
from vstbcpn_cli.report.word.annex_lists import (
    coverage_grid,
    later_lines,
    list_grids,
    open_points_grid,
    recorded_lines,
    targets_grid,
    withheld_grid,
)
from vstbcpn_cli.report.word.annex_statements import words_grid
from vstbcpn_cli.report.word.sections import add_annex_section
from vstbcpn_cli.report.word.styles import ATTACHED, CAPTION, NUMBER, SUBHEADING, TITLE
from vstbcpn_cli.report.word.tables import add_place
from vstbcpn_cli.text.dates import open_date
from vstbcpn_cli.text.digests import digest_words
from vstbcpn_cli.text.numbers import number

if TYPE_CHECKING:
    from docx.document import Document


class Heading(str):
    """The title of one of the lists of a long annex, found in the navigation pane."""

    __slots__ = ()


Piece = str | Grid
"""A paragraph (a note, the caption of a table, a `Heading`) or a table."""

WORDS = "danh_muc"
"""What units listed and said, word for word: a file of its own."""
LANDSCAPE = ("so_lieu", "can_bo", WORDS)


class Annex(msgspec.Struct, frozen=True):
    """One annex: its key in `nhan.toml`, its number as printed, and what it holds, top to bottom."""

    key: str
    number: str
    pieces: tuple[Piece, ...]
    title: str

    @property
    def grids(self) -> Iterator[Grid]:
        """Its tables, each with a title of its own or that of the annex."""
        yield from (replace(p, title=p.title or self.title) for p in self.pieces if isinstance(p, Grid))


def annexes_of(report: Report, labels: Labels) -> Iterator[Annex]:
    """Every annex this report has, in printed order."""
    made = {
        "tinh_hinh": _coverage,
        "so_lieu": _figures,
        "can_bo": _staff,
        "chi_tieu": _targets,
        "xac_minh": _open_points,
    }
    numbers = annexes(report, labels)
    for key, content in made.items():
        if numbers[key]:
            yield Annex(key, numbers[key], tuple(content(report, labels)), _title(labels, key, numbers[key]))


def add_annexes(document: Document, report: Report, labels: Labels, tables: int = 0) -> list[Annex]:
    """Appends every annex as a section of its own, with places for its tables; gives back what belongs there.

    `tables` is the number of the first one: the tables of the body come before.
    """
    found = list(annexes_of(report, labels))
    for annex in found:
        add_annex_section(document, landscape=annex.key in LANDSCAPE)
        write_annex(document, report, labels, annex, tables)
        tables += sum(isinstance(piece, Grid) for piece in annex.pieces)
    return found


def add_mark(document: Document, report: Report, labels: Labels) -> Iterator[str]:
    """At the end of the officer's copy the mark of the set, so that paper and files can be held against each other."""
    if report.for_officer and report.digest:
        told = labels.filled("phu_luc", "ma_kiem", "cuoi_ban", ma=digest_words(report.digest))
        document.add_paragraph(told, style=CAPTION)
        yield told


def words_annex(report: Report, labels: Labels) -> Annex:
    """What the units listed and said, word for word."""
    name = labels.text("phu_luc", WORDS, "ten")
    return Annex(WORDS, name, tuple(_lists(report, labels)), _title(labels, WORDS, name))


def _title(labels: Labels, key: str, number: str) -> str:
    return f"{number}. {labels.text('phu_luc', key, 'tieu_de')}"


def write_annex(document: Document, report: Report, labels: Labels, annex: Annex, tables: int) -> None:
    """What an annex says, at the end of the document; `tables` is the number of its first table."""
    _heading(document, report, labels, annex)
    for piece in annex.pieces:
        if isinstance(piece, Grid):
            add_place(document, tables)
            tables += 1
        else:
            document.add_paragraph(piece, style=_heading_style(document) if isinstance(piece, Heading) else CAPTION)


def _heading_style(document: Document) -> str:
    return SUBHEADING if SUBHEADING in {style.name for style in document.styles} else CAPTION


def _coverage(report: Report, labels: Labels) -> Sequence[Piece]:
    view, at = units_view(report, labels), ("phu_luc", "tinh_hinh")
    counted = {"cham": view.so_cham, "chua_gui": view.so_chua_gui}
    numbers = {key: number(n) for key, n in counted.items()}
    parts = {
        f"phan_{key}": labels.filled(*at, f"phan_{key}", n=numbers[key]) if n else "" for key, n in counted.items()
    }
    sums = {key: number(n, padded=labels.padded) for key, n in (("n", view.N), ("da_gui", view.n))}
    total = labels.filled(*at, "tong", **sums, **numbers, **parts)
    sent = [u.counted for u in report.consolidation.coverage.sent if u.counted is not None]
    by_file = report.for_officer and any(not j.receipt.from_log for j in sent)
    called_for = {"theo_tep": by_file, "uoc": bool(view.so_uoc)}
    notes = [labels.text(*at, key) for key, there in called_for.items() if there]
    if view.so_chua_dung:
        notes.insert(0, labels.filled(*at, "tong_chua_dung", n=number(view.so_chua_dung)))
    lines = (*recorded_lines(report, labels), *later_lines(report, labels))
    return (total, *notes, *lines, coverage_grid(report, labels))


def _figures(report: Report, labels: Labels) -> Sequence[Piece]:
    at = ("phu_luc", "so_lieu")
    answers = answers_grid(report, labels)
    title = labels.text(*at, "tra_loi")
    tail: list[Piece] = [title, replace(answers, title=title)] if answers.body else []
    return (labels.text(*at, "chu_giai"), *_sources(report, labels), figures_grid(report, labels), *tail)


def _sources(report: Report, labels: Labels) -> list[str]:
    """Where the figures of the province come from that stand in the place of a sum."""
    found = {code.rpartition(".")[0]: given.source for code, given in report.consolidation.given.items()}
    at = ("phu_luc", "so_lieu", "nguon_tinh")
    edition, officer = report.consolidation.edition, report.for_officer
    named = {row: row if officer else labels.in_full(flat(edition.label_of(row))) for row in found}
    return [labels.filled(*at, ma=named[row], nguon=flat(source)) for row, source in found.items()]


def _staff(report: Report, labels: Labels) -> Sequence[Piece]:
    at, coverage = ("phu_luc", "can_bo"), report.consolidation.coverage
    notes = (labels.text(*at, "chu_giai"), *_sources(report, labels))
    others, where = len(coverage.units) - len(coverage.sent), annexes(report, labels)["tinh_hinh"]
    tail = [labels.filled(*at, "ngoai_ra", n=number(others), phu_luc=where)] if others else []
    return (*notes, *matrix_grids(report, labels), *tail)


def _lists(report: Report, labels: Labels) -> Sequence[Piece]:
    grids, mark = list(list_grids(report, labels)), labels.text("trong_o", "chua_co")
    marked = any(cell.text == mark for _, grid in grids for row in grid.body for cell in row)
    notes = ("chu_giai", "con_loi") if marked else ("chu_giai",)
    pieces: list[Piece] = [labels.text("phu_luc", "danh_muc", note) for note in notes]
    for title, grid in grids:
        listed = replace(grid, title=title) if grid.body else labels.text("phu_luc", "danh_muc", "trong")
        pieces += [Heading(title), listed]
    words = words_grid(report, labels)
    title = labels.text("phu_luc", "danh_muc", "y_kien", "tieu_de")
    told = replace(words, title=title) if words.body else labels.text("phu_luc", "danh_muc", "y_kien", "trong")
    return [*pieces, Heading(title), told]


def _targets(report: Report, labels: Labels) -> Sequence[Piece]:
    at = ("phu_luc", "chi_tieu")
    hints = [
        labels.in_full(f"{v.so}: {v.tham_khao}.")
        for v in Targets(report.consolidation, codes=report.for_officer).chi_tieu()
        if v.tham_khao
    ]
    tail = [labels.text(*at, "tham_khao"), *hints] if hints else []
    return (targets_grid(report, labels), labels.text(*at, "chu_giai"), *tail)


def _open_points(report: Report, labels: Labels) -> Sequence[Piece]:
    points, withheld = open_points_grid(report, labels), withheld_grid(report, labels)
    pieces: list[Piece] = [labels.text("phu_luc", "xac_minh", "ghi_chu")]
    pieces += [points] if points.body else []
    title = labels.text("phu_luc", "so_lieu", "chua_cong")
    pieces += [title, replace(withheld, title=title)] if withheld.body else []
    return pieces


def _heading(document: Document, report: Report, labels: Labels, annex: Annex) -> None:
    """Number, title and what it is attached to; of an electronic paper number and day stay open (Mẫu 2.2)."""
    issuer, year = report.issued_by, report.consolidation.coverage.edition.year
    day = None if labels.get("kieu", "van_ban_dien_tu") else report.report_date
    document.add_paragraph(annex.number, style=NUMBER)
    document.add_paragraph(labels.text("phu_luc", annex.key, "tieu_de"), style=TITLE)
    attached = labels.filled(
        "phu_luc", "kem_theo", ky_hieu=issuer.symbol, ngay=open_date(day, year), co_quan=issuer.name
    )
    document.add_paragraph(attached, style=ATTACHED)
