"""Values of named fields that do not change, and how one is made from another.

They are structs of msgspec: to define one takes a thirtieth of the time of a frozen dataclass, which every start of the
program pays two hundred times, and to make one a fifth. What pydantic checks (the edition, the parameters of rules) are
dataclasses.
"""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

import msgspec

_T = TypeVar("_T")


def replace(record: _T, **changes: Any) -> _T:
    """The same record with other values in some fields."""
    if isinstance(record, msgspec.Struct):
        return msgspec.structs.replace(record, **changes)
    return dataclasses.replace(record, **changes)  # type: ignore[type-var]  # of the edition


def field_names(kind: Any) -> tuple[str, ...]:
    """The fields of a type of record in their order, none for another type."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind.__struct_fields__
    return tuple(f.name for f in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()
