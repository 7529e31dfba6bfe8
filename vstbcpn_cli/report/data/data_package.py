"""`datapackage.json`: the three tables described for machines, with whose they are, of which place and which time.

A Frictionless Data Package (version 1) whose words on publisher, place, time and licence are also those of DCAT and
Dublin Core (`dct:`, `dcat:`), so that a catalogue of data takes them over as they are.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from vstbcpn_cli import __version__
from vstbcpn_cli.model.coverage import Timeliness
from vstbcpn_cli.model.findings import Status
from vstbcpn_cli.report.data import figures_table, indicators_table, json_document, read_me, units_table
from vstbcpn_cli.report.data.figure_lines import OBSERVED, Estimated, LineStatus
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.sheet_labels import AnnexWords, load_words
from vstbcpn_cli.runtime.file_print import sha256

JSON_NAME = "so-lieu_{stem}.json"
_OF_SET = ("province", "edition", "period")
_DIGITS = 16
"""As many of the digest as the mark has by which a set is told on paper and screen."""
_NAMES = {
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
_WEB = re.compile(r"https?://\S+")


class _Table(NamedTuple):
    """One resource: its name, the pattern of its file, who writes it, its columns and keys."""

    name: str
    file: str
    render: Callable[[Report, Path], None]
    heads: Sequence[str]
    key: Sequence[str]
    foreign: Sequence[str] = ()


_TABLES = (
    _Table("don-vi", units_table.NAME, units_table.render, units_table.HEADS, ("unit_code",)),
    _Table("chi-tieu", indicators_table.NAME, indicators_table.render, indicators_table.HEADS, ("indicator",)),
    _Table(
        "so-lieu",
        figures_table.NAME,
        figures_table.render,
        figures_table.HEADS,
        ("unit_code", "indicator", "row"),
        ("unit_code", "indicator"),
    ),
)
_TABLE_OF = {"unit_code": "don-vi", "indicator": "chi-tieu"}
"""In which table a column is the key."""


def render(report: Report, path: Path) -> None:
    """Describes the tables and the data that stand beside it, or would stand there."""
    words = load_words(report.sentences, report.consolidation.edition.kinds)
    tables = [_resource(report, table, _print(report, path, table.file, table.render), words) for table in _TABLES]
    digest = _print(report, path, JSON_NAME, json_document.render).sha256
    package = {**_head(report, digest), **_catalogued(report), "resources": tables}
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(json.dumps(package, ensure_ascii=False, allow_nan=False, indent=2) + "\n")


class _Print(NamedTuple):
    size: int
    sha256: str


def _print(report: Report, path: Path, name: str, make: Callable[[Report, Path], None]) -> _Print:
    beside = path.with_name(name.format(stem=report.stem))
    if beside.exists():
        return _Print(beside.stat().st_size, sha256(beside))
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        make(report, made)
        return _Print(made.stat().st_size, sha256(made))


def _head(report: Report, digest: str) -> dict[str, Any]:
    """`version` is the day up to which files were received and the mark of the data: as long as no figure, file or name
    differs it stays, and whatever differs gives another. The same forms give the same, wherever they are read."""
    coverage = report.consolidation.coverage
    edition, office = coverage.edition, report.office
    by = [{"title": report.issued_by.name, "role": "publisher"}, {"title": office.standing_office, "role": "wrangler"}]
    return {
        "profile": "tabular-data-package",
        "name": f"so-lieu-{office.province_code}-{report.stem}".lower(),
        "id": f"urn:vstbcpn:so-lieu:{office.province_code}:{report.stem}".lower(),
        "title": f"{edition.title} – {office.province} – {coverage.period.name}",
        "description": read_me.DESCRIPTION,
        "version": f"{report.as_of:%Y.%m.%d}+{digest[:_DIGITS]}",
        "created": f"{report.as_of.isoformat()}T00:00:00+07:00",
        "sources": [{"title": edition.letter}, {"title": f"vstbcpn {__version__}, {edition.fingerprint}"}],
        "contributors": [c for n, c in enumerate(by) if c["title"] not in [b["title"] for b in by[:n]]],
    }


def _catalogued(report: Report) -> dict[str, Any]:
    """Publisher, place, time and licence. Where the office has named no licence none is claimed."""
    coverage = report.consolidation.coverage
    office, period = report.office, coverage.period
    licence = office.licence
    told: dict[str, Any] = {
        "@context": _NAMES,
        "@type": "dcat:Dataset",
        "dct:language": "vi",
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": report.issued_by.name},
        "dct:spatial": {
            "@type": "dct:Location",
            "dct:identifier": office.province_code,
            "dct:title": office.province,
        },
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": period.from_date.isoformat(),
            "dcat:endDate": period.until_date.isoformat(),
        },
    }
    if report.report_date is not None:
        told["dct:issued"] = report.report_date.isoformat()
    if licence:
        found = {"path": licence} if _WEB.fullmatch(licence) else {"name": licence}
        return {"licenses": [found], **told, "dct:license": licence}
    return {**told, "dct:rights": read_me.NO_LICENCE}


def _resource(report: Report, table: _Table, content: _Print, words: AnnexWords) -> dict[str, Any]:
    edition = report.consolidation.edition
    patterns = _PATTERNS | {"kind": "|".join(map(re.escape, edition.kind_of))}
    schema: dict[str, Any] = {
        "fields": [_field(name, words("mo_ta_cot", name), patterns, key=table.key) for name in table.heads],
        "missingValues": [""],
        "primaryKey": [*_OF_SET, *table.key],
    }
    if table.foreign:
        schema["foreignKeys"] = [
            {"fields": [*_OF_SET, name], "reference": {"resource": _TABLE_OF[name], "fields": [*_OF_SET, name]}}
            for name in table.foreign
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": words("bang_so_lieu", table.name),
        "path": table.file.format(stem=report.stem),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": content.size,
        "hash": f"sha256:{content.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


_ADDRESS = r"([^!]+!)?[A-Z]{1,3}[1-9][0-9]*"
_PATTERNS = {
    "province": r"[a-z0-9]+(-[a-z0-9]+)*",
    "unit_code": r"[a-z0-9-]+",
    "cell": f"{_ADDRESS}( {_ADDRESS})*",
    "finding": r"VS[0-9]{3}",
    "sha256": r"[0-9a-f]{64}",
}
_ALLOWED: Mapping[str, Sequence[str | int]] = {
    "status": [s.value for s in LineStatus],
    "obs_status": OBSERVED,
    "counts": (0, 1),
    "lacking": (0, 1),
    "lead_only": (0, 1),
    "estimated": [e.value for e in Estimated if e.value],
    "unit_status": [t.value for t in Timeliness],
    "result": [s.value for s in Status],
    "received_from": ("log", "file"),
    "holds": ("value", "answer"),
    "additive": ("yes", "kind", "no"),
}
_TYPES = {
    **dict.fromkeys(("row", "position", "days_late", "counts", "lacking", "lead_only"), "integer"),
    **dict.fromkeys(("value", "official_value"), "number"),
    **dict.fromkeys(("as_of", "received", "estimated_until"), "date"),
}
_REQUIRED = (
    *("province", "province_name", "edition", "period", "as_of", "unit_code", "unit_name", "kind", "kind_label"),
    *("indicator", "row", "label", "status", "obs_status", "counts", "lacking", "position", "unit_status", "type"),
    *("holds", "aggregate", "additive", "lead_only", "task"),
)


def _field(name: str, description: str, patterns: Mapping[str, str], *, key: Sequence[str]) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if name in _REQUIRED or name in key else {}
    if name in patterns:
        constraints["pattern"] = patterns[name]
    if name in ("row", "days_late"):
        constraints["minimum"] = 0
    if name in _ALLOWED:
        constraints["enum"] = list(_ALLOWED[name])
    described: dict[str, Any] = {"name": name, "type": _TYPES.get(name, "string"), "description": description}
    return described | ({"constraints": constraints} if constraints else {})
