"""The files of the data as they are written one after another; the package comes last, as it has their digests."""

from __future__ import annotations

from vstbcpn_cli.report.data import (
    data_package,
    figures_table,
    indicators_table,
    json_document,
    read_me,
    units_table,
    wide_workbook,
)
from vstbcpn_cli.report.renderer import Renderer, Report

CSV = Renderer("csv", figures_table.NAME, figures_table.render)
INDICATORS = Renderer("indicators", indicators_table.NAME, indicators_table.render)
UNITS = Renderer("units", units_table.NAME, units_table.render)
WIDE = Renderer("wide", wide_workbook.NAME, wide_workbook.render)
JSON = Renderer("json", data_package.JSON_NAME, json_document.render)
READ_ME = Renderer("read_me", read_me.NAME, read_me.render)
PACKAGE = Renderer("datapackage", "datapackage.json", data_package.render)
RENDERERS: tuple[Renderer[Report], ...] = (CSV, INDICATORS, UNITS, WIDE, JSON, READ_ME, PACKAGE)
