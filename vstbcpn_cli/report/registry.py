"""All renderers, in the order in which their files are written."""

from __future__ import annotations

from collections.abc import Mapping

from vstbcpn_cli.report.base import Overview, Renderer, Report


def renderers() -> tuple[Renderer[Report], ...]:
    """Word, Excel, CSV, its data package (which hashes the CSV), JSON; imported only when something is written."""
    from vstbcpn_cli.report import annex, data, docx

    return (docx.RENDERER, annex.RENDERER, data.CSV, data.PACKAGE, data.JSON)


def overviews() -> Mapping[str, Renderer[Overview]]:
    """What shows the overview, by the ending of the file: a page for a browser, lists for a spreadsheet."""
    from vstbcpn_cli.report import overview_lists, overview_page

    return {".html": overview_page.RENDERER, ".xlsx": overview_lists.RENDERER}
