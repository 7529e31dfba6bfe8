"""Annex table of the units' own words, every one in full: the body has room for some of them only."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import Aggregate
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.merge_statements import Wording, identical
from vstbcpn_cli.report.context.phrases import listed
from vstbcpn_cli.report.context.text_safety import flat, own_words
from vstbcpn_cli.report.document.grid import Cell, Grid, heads
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.word.annex_lists import sized
from vstbcpn_cli.text.numbers import number


def words_grid(report: Report, labels: Labels) -> Grid:
    """Question by question in the order of the form; what several units wrote to the letter stands once."""
    at = ("phu_luc", "danh_muc", "y_kien")
    titles, widths = sized(labels.get(*at, "cot"))
    body: list[tuple[Cell, ...]] = []
    for label, wordings in _questions(report, labels):
        body.append((Cell(labels.in_full(flat(label)), bold=True, span=len(titles)),))
        for n, wording in enumerate(wordings, 1):
            body.append((Cell(number(n), centre=True), Cell(listed(wording.units)), Cell(wording.text)))
    return Grid(widths, (heads(titles),), body)


def _questions(report: Report, labels: Labels) -> Iterator[tuple[str, list[Wording]]]:
    """Name and answers of every text field, then of the proposals to each addressee."""
    made = report.consolidation
    for spec in (i for t in made.edition.tasks for i in t.indicators if i.aggregate is Aggregate.CONCAT):
        found = identical((flat(p.unit.name), own_words(p.observation.text)) for p in made.texts(spec.code))
        told = [w for w in found if labels.says_something(w.text)]
        if told:
            yield made.edition.whole_label(spec.code), told
    at = made.edition.proposals
    if at is None:
        return
    table, rows = made.edition.tables[at.table], made.counted_rows(at.table)
    for addressee in made.edition.choices(table.column(at.addressee)):
        found = identical(
            (flat(r.unit.name), own_words(r.text(at.text)))
            for r in rows
            if r.text(at.addressee) == addressee and r.text(at.text).strip()
        )
        if found:
            yield f"{table.label}: {addressee}", found
