"""All renderers, in the order in which their files are written."""

from __future__ import annotations

from collections.abc import Mapping

from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.renderer import Overview, Renderer, Report

DATA = "json"
"""The renderer of the data, whose digest is the mark of the set."""


def renderers(copy: Copy | None = None) -> tuple[Renderer[Report], ...]:
    """Word (to be signed, for the officer, the units' own words), Excel, the data; imported only when something is
    written. With `copy` only this one of the two copies."""
    from vstbcpn_cli.report.annex_workbook import renderer as annex
    from vstbcpn_cli.report.data.renderers import RENDERERS
    from vstbcpn_cli.report.word import renderer as docx

    word = (*(r for c, r in docx.COPIES.items() if copy in (c, None)), docx.WORDS)
    return (*word, annex.RENDERER, *RENDERERS)


def overviews() -> Mapping[str, Renderer[Overview]]:
    """What shows the overview, by the ending of the file: a page for a browser, lists for a spreadsheet."""
    from vstbcpn_cli.report.overview import lists, page

    return {".html": page.RENDERER, ".xlsx": lists.RENDERER}
