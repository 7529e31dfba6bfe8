"""All renderers, in the order in which their files are written."""

from __future__ import annotations

from vstbcpn_cli.report.base import Renderer


def renderers() -> tuple[Renderer, ...]:
    """Word, Excel, CSV, its data package (which hashes the CSV), JSON; imported only when something is written."""
    from vstbcpn_cli.report import annex, data, docx

    return (docx.RENDERER, annex.RENDERER, data.CSV, data.PACKAGE, data.JSON)
