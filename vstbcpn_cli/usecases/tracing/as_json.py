"""The answer to a question about a figure as the published JSON (docs/schemas/trace.schema.json)."""

from __future__ import annotations

from typing import Any

from vstbcpn_cli.edition.model import ReportingUnit
from vstbcpn_cli.model.calculation import encoded, percent
from vstbcpn_cli.model.totals import Share
from vstbcpn_cli.usecases.tracing.model import (
    Behind,
    CellUse,
    Counted,
    EarlierFigure,
    Source,
    Traced,
    TracedCells,
    TraceLine,
)
from vstbcpn_cli.usecases.tracing.query import Answer

VERSION = 1


def as_json(answer: Answer) -> dict[str, Any]:
    """Version 1; numbers, dates and yes/no as in the data file of `consolidate`, files and what else was used as in the
    manifest."""
    match answer:
        case TracedCells():
            told = _cells(answer)
        case Counted():
            told = _count(answer)
        case _:
            told = _figure(answer)
    proof = {
        "files": [
            {
                "path": f.path,
                "sha256": f.sha256,
                "received": f.received.isoformat(),
                "received_from": "log" if f.from_log else "file",
            }
            for f in answer.files
        ],
        "settings": [{"path": f.path, "role": f.role, "sha256": f.sha256} for f in answer.settings],
    }
    stopped = {"not_run": dict(answer.not_run)} if answer.not_run else {}
    return {"version": VERSION, **told, **proof, **stopped}


def _count(counted: Counted) -> dict[str, Any]:
    return {
        "code": counted.code,
        "label": counted.label,
        "measure": counted.measure,
        "value": counted.value,
        "whole": counted.whole,
        "kinds": dict(counted.kinds),
        "counted": [_behind(line) for line in counted.lines],
        **({"others": [_behind(line) for line in counted.others]} if counted.others else {}),
    }


def _behind(line: Behind) -> dict[str, Any]:
    told = {"unit": _unit(line.unit) if line.unit else None, "number": line.number}
    return {**told, "sources": [_source(s) for s in line.sources], "remark": line.remark}


def _figure(traced: Traced) -> dict[str, Any]:
    return {
        "code": traced.code,
        "label": traced.label,
        "method": traced.method.value,
        "measure": traced.measure,
        "value": encoded(traced.value),
        "share": _share(traced.share, traced.base),
        "inputs": list(traced.inputs),
        "where": {name: list(answers) for name, answers in traced.where.items()},
        "kinds": {kind: encoded(value) for kind, value in traced.kinds},
        "by": {name: {a: encoded(v) for a, v in found.items()} for name, found in traced.by.items()},
        "lines": [_line(line) for line in traced.lines],
        "figures": [_figure(f) for f in traced.figures],
        "kind_shares": {kind: _share(share, traced.base) for kind, share in traced.kind_shares},
        **({"earlier": _earlier(traced.earlier)} if traced.earlier else {}),
        **({"source": traced.source, "added": encoded(traced.added)} if traced.source else {}),
    }


def _share(share: Share | None, base: str) -> dict[str, Any] | None:
    if share is None:
        return None
    ratio = percent(share.part, share.whole)
    told = {"part": encoded(share.part), "whole": encoded(share.whole), "percent": encoded(ratio)}
    return {**told, "base": base, "units": len(share.units)}


def _earlier(earlier: EarlierFigure) -> dict[str, Any]:
    change = earlier.change
    told = (
        {"now": encoded(change.now), "before": encoded(change.before), "units": list(change.among)} if change else None
    )
    return {
        "edition": earlier.edition,
        "period": earlier.period,
        "file": earlier.file,
        "same_period": earlier.same,
        "value": encoded(earlier.value),
        "lacking": earlier.lacking,
        "change": told,
        "given": {unit: [encoded(v) for v in values] for unit, values in earlier.given.items()},
    }


def _line(line: TraceLine) -> dict[str, Any]:
    told = {"unit": _unit(line.unit), "standing": line.standing.value, "value": encoded(line.value)}
    return {**told, "whole": encoded(line.whole), "sources": [_source(s) for s in line.sources], "remark": line.remark}


def _unit(unit: ReportingUnit) -> dict[str, str]:
    return {"code": unit.code, "name": unit.name, "kind": unit.kind}


def _source(source: Source) -> dict[str, Any]:
    told: dict[str, Any] = {"file": source.file, "sheet": source.sheet, "cell": source.cell, "code": source.code}
    decided = {"repaired": dict(source.decided)} if source.decided else {}
    return {**told, "typed": source.typed, "understood": encoded(source.understood), **decided}


def _cells(traced: TracedCells) -> dict[str, Any]:
    count = traced.count
    account = ("typed", "in_data", "in_findings", "ignored")
    return {
        "code": traced.code,
        "label": traced.label,
        "cells": [_use(use) for use in traced.cells],
        "count": {name: getattr(count, name) for name in account} if count else None,
    }


def _use(use: CellUse) -> dict[str, Any]:
    told: dict[str, Any] = {"unit": _unit(use.unit), "source": _source(use.source), "label": use.label}
    return {**told, "standing": use.standing.value, "used_in": list(use.used_in), "remark": use.remark}
