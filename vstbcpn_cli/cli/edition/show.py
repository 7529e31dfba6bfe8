"""`vstbcpn edition show`: a form to read."""

from __future__ import annotations

import json
from typing import Any

from vstbcpn_cli.cli.console import out
from vstbcpn_cli.cli.options import EditionGiven, Format, FormatName
from vstbcpn_cli.edition.model import Column, Edition, Indicator, Matrix, MatrixRow, Table


def command(edition: EditionGiven, format_: FormatName = Format.TEXT) -> int:
    """In bộ biểu mẫu ra để đọc: hỏi gì, ở đâu, ai phải trả lời."""
    from vstbcpn_cli.edition.loader import load_edition

    loaded = load_edition(edition)
    if format_ is Format.JSON:
        out(json.dumps(_as_json(loaded), ensure_ascii=False, indent=1))
        return 0
    out(f"Bộ biểu mẫu {loaded.edition} · {loaded.title} · {loaded.letter} · mã {loaded.fingerprint}")
    for period in loaded.periods.values():
        out(f"  Kỳ {period.code}: {period.name}, số liệu {period.from_date:%d/%m/%Y} - {period.until_date:%d/%m/%Y}")
    out(f"  Loại đơn vị: {'; '.join(f'{k.code} {k.name}' for k in loaded.kinds)}")
    for task in loaded.tasks:
        out()
        out(f"{task.code} · trang {task.sheet} · {task.title}")
        for indicator in task.indicators:
            out(f"  {indicator.code}  {indicator.label} [{_asked(loaded, indicator)}]", indent=8)
        for matrix in task.matrices:
            columns = ", ".join(c.label.lstrip("– ") for c in matrix.columns)
            out(f"  {matrix.code}  {matrix.label} [{matrix.measure}; cột: {columns}]", indent=8)
            for row in matrix.rows:
                out(f"    {row.code}  {row.label} [{_marks(row)}]", indent=10)
        for table in task.tables:
            out(f"  {table.code}  {table.label} [bảng kê; {_marks(table)}]", indent=8)
            for column in table.columns:
                out(f"    {column.key}  {column.label} [{_asked(loaded, column)}]", indent=10)
    return 0


def _asked(edition: Edition, spec: Indicator | Column) -> str:
    """Type, unit, list and marks in the words of the workbook."""
    from vstbcpn_cli.workbook.edition_sheets.layout import words_for

    choices = edition.choices(spec)
    parts = [words_for("type").get(spec.type, spec.type), spec.measure, _marks(spec)]
    parts += [f"chọn: {' | '.join(choices)}"] if choices else []
    return "; ".join(filter(None, parts))


def _marks(spec: Indicator | Column | MatrixRow | Matrix | Table) -> str:
    from vstbcpn_cli.workbook.edition_sheets.layout import words_for

    required, words = getattr(spec, "required", None), words_for("mark")
    if required is None or isinstance(required, str):
        return words.get(str(required), "") if required else ""
    said = {words[mark] for mark in required.values()}
    return said.pop() if len(said) == 1 else "; ".join(f"{kind} {words[mark]}" for kind, mark in required.items())


def _as_json(edition: Edition) -> dict[str, Any]:
    """As `docs/schemas/edition-show.schema.json` has it."""
    return {
        "version": 1,
        "edition": edition.edition,
        "year": edition.year,
        "issue": edition.issue,
        "letter": edition.letter,
        "title": edition.title,
        "fingerprint": edition.fingerprint,
        "based_on": edition.based_on or None,
        "kinds": {k.code: k.name for k in edition.kinds},
        "periods": {
            p.code: {"name": p.name, "from": p.from_date.isoformat(), "until": p.until_date.isoformat()}
            for p in edition.periods.values()
        },
        "tasks": [
            {
                "code": task.code,
                "sheet": task.sheet,
                "title": task.title,
                "indicators": [_field(edition, i.code, i) for i in task.indicators],
                "matrices": [
                    {
                        "code": m.code,
                        "label": m.label,
                        "rows": [{"code": r.code, "label": r.label, "required": dict(r.required)} for r in m.rows],
                        "columns": [_field(edition, c.key, c) for c in m.columns],
                    }
                    for m in task.matrices
                ],
                "tables": [
                    {
                        "code": t.code,
                        "label": t.label,
                        "required": dict(t.required),
                        "columns": [_field(edition, c.key, c) for c in t.columns],
                    }
                    for t in task.tables
                ],
            }
            for task in edition.tasks
        ],
    }


def _field(edition: Edition, code: str, spec: Indicator | Column) -> dict[str, Any]:
    required: Any = spec.required
    return {
        "code": code,
        "label": spec.label,
        "type": str(spec.type),
        "measure": spec.measure or None,
        "required": dict(required) if isinstance(spec, Indicator) else required and str(required),
        "choices": list(edition.choices(spec)),
    }
