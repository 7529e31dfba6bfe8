"""The published JSON Schemas (docs/schemas), and what a document says against one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_FOLDER = Path(__file__).parents[3] / "docs" / "schemas"


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads((_FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def faults(name: str, document: Any) -> list[str]:
    """Where a document differs from the schema `docs/schemas/<name>.schema.json`; none when it is as documented."""
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}"[:300] for e in _validator(name).iter_errors(document)]
