"""The figures as open data: one CSV line per answer with the cell it stands in, and the package that describes it."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from vstbcpn_cli import __version__
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.submission import Value
from vstbcpn_cli.report.data.json_document import render as render_json
from vstbcpn_cli.report.renderer import Renderer, Report
from vstbcpn_cli.report.rows import FigureStatus, UnitFigure, UnitFigures, file_name, full_label, measure_of
from vstbcpn_cli.report.sheet_labels import load_words
from vstbcpn_cli.text.normalise import scrubbed

CSV_NAME = "so-lieu_{stem}.csv"
HEADS = (
    "unit_code",
    "unit_name",
    "kind",
    "indicator",
    "row",
    "label",
    "value",
    "measure",
    "status",
    "file",
    "sheet",
    "cell",
    "finding",
    "typed",
    "repaired",
)
"""Columns of the CSV; what each holds is said in `phu-luc.toml` and written into the data package."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
_LEADING = re.compile("[\\s\u00ad\u200b-\u200d\u2060\ufeff]*")
_INSIDE = re.compile(r"([;\t\n]\s*)(?=[=@＝＠]|[+\-＋－]\S)")
"""An Excel set to Vietnamese divides the line at semicolons: what follows one may begin a cell."""


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe; numbers never pass through here."""
    known = text if text.isprintable() else scrubbed(text)
    inside = _INSIDE.sub(r"\1'", known)
    begun = known.startswith(_DANGEROUS) or known.startswith(_DANGEROUS, _LEADING.match(known).end())  # type: ignore[union-attr]  # it matches every text
    return f"'{inside}" if begun else inside


def render_csv(report: Report, path: Path) -> None:
    """Writes the long form: UTF-8 with a byte-order mark, comma, CRLF, quotes where needed (RFC 4180)."""
    with path.open("wb") as out:
        _write(report.consolidation, out)


def _write(consolidation: Consolidation, out: BinaryIO) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(HEADS)
    writer.writerows(_lines(consolidation))
    text.detach()


def _lines(consolidation: Consolidation) -> Iterator[list[str | int]]:
    """Units in register order, codes in the order of the form; a unit that sent nothing has no line."""
    figures = UnitFigures(consolidation)
    edition = consolidation.edition
    known = (*edition.indicators, *edition.matrix_cells, *edition.table_columns, *edition.tables)
    labels = {code: harmless(full_label(edition, code)) for code in known}
    measures = {code: "" if code in edition.tables else measure_of(edition, code) for code in known}
    for entry in consolidation.entries:
        unit = [entry.unit.code, harmless(entry.unit.name), entry.unit.kind]
        file = harmless(file_name(entry.submission.file.path))
        for figure in (f for f in figures.of_entry(entry) if f.code not in edition.private):
            what = (figure.code, figure.row, labels[figure.code], _value(figure), measures[figure.code])
            faulted = (figure.finding.code if figure.finding else "", harmless(figure.typed))
            yield [*unit, *what, figure.status.value, file, *_place(figure), *faulted, _repaired(figure)]


def _repaired(figure: UnitFigure) -> str:
    """Who of the office has decided on the value in the place of what was typed."""
    said = figure.observation.repaired if figure.observation and figure.status is FigureStatus.VALUE else None
    return harmless(said.details["by"]) if said else ""


def _value(figure: UnitFigure) -> str:
    counts = figure.status is FigureStatus.VALUE and figure.observation is not None
    value = figure.observation.value if counts and figure.observation else None
    return "" if value is None else plain(value)


def plain(value: Value) -> str:
    """A value as one CSV field."""
    match value:
        case bool():
            return "Có" if value else "Không"
        case int():
            return str(value)
        case dt.date():
            return value.isoformat()
        case str():
            return harmless(value)
        case _:
            return format(value, "f")


def _place(figure: UnitFigure) -> list[str]:
    cells = figure.cells
    if not cells:
        return ["", ""]
    sheet = cells[0].sheet
    return [harmless(sheet), " ".join(c.address if c.sheet == sheet else str(c) for c in cells)]


def render_package(report: Report, path: Path) -> None:
    """Writes the Frictionless tabular data package of the CSV that stands beside it, or would stand there."""
    name = CSV_NAME.format(stem=report.stem)
    beside = path.with_name(name)
    if beside.exists():
        content = beside.read_bytes()
    else:
        made = io.BytesIO()
        _write(report.consolidation, made)
        content = made.getvalue()
    package = _package(report, name, len(content), hashlib.sha256(content).hexdigest())
    path.write_text(json.dumps(package, ensure_ascii=False, allow_nan=False, indent=2) + "\n", encoding="utf-8")


def _package(report: Report, name: str, size: int, digest: str) -> dict[str, Any]:
    coverage = report.consolidation.coverage
    edition = coverage.edition
    return {
        "profile": "tabular-data-package",
        "name": f"so-lieu-{report.stem}".lower(),
        "title": f"{edition.title} – {coverage.period.name}",
        "version": f"{edition.edition}-{coverage.period.code}",
        "created": f"{report.as_of.isoformat()}T00:00:00+07:00",
        "sources": [{"title": edition.letter}, {"title": f"vstbcpn {__version__}, {edition.fingerprint}"}],
        "resources": [_resource(report, name, size, digest)],
    }


def _resource(report: Report, name: str, size: int, digest: str) -> dict[str, Any]:
    edition = report.consolidation.edition
    words, kinds = load_words(report.sentences, edition.kinds), ", ".join(edition.kind_of)
    patterns = _PATTERNS | {"kind": "|".join(edition.kind_of)}
    return {
        "profile": "tabular-data-resource",
        "name": "so-lieu",
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_field(name, words("mo_ta_cot", name, loai=kinds), patterns) for name in HEADS],
            "missingValues": [""],
            "primaryKey": ["unit_code", "indicator", "row"],
        },
    }


_ADDRESS = r"([^!]+!)?[A-Z]{1,3}[1-9][0-9]*"
_PATTERNS = {
    "unit_code": r"[a-z0-9-]+",
    "indicator": r"[A-Z]+[0-9]*\.[A-Za-z0-9_.]+",
    "cell": f"{_ADDRESS}( {_ADDRESS})*",
    "finding": r"VS[0-9]{3}",
}
_REQUIRED = ("unit_code", "unit_name", "kind", "indicator", "row", "label", "status", "file")


def _field(name: str, description: str, patterns: Mapping[str, str]) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if name in _REQUIRED else {}
    if name in patterns:
        constraints["pattern"] = patterns[name]
    if name == "row":
        constraints["minimum"] = 0
    if name == "status":
        constraints["enum"] = [s.value for s in FigureStatus]
    kind = "integer" if name == "row" else "string"
    described: dict[str, Any] = {"name": name, "type": kind, "description": description}
    return described | ({"constraints": constraints} if constraints else {})


CSV = Renderer("csv", CSV_NAME, render_csv)
PACKAGE = Renderer("datapackage", "datapackage.json", render_package)
JSON = Renderer("json", "so-lieu_{stem}.json", render_json)
