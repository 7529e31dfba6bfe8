"""Figures of the province that replace a sum in print, where adding up the units would count people twice.

A district that reports its whole area and a body of its own hierarchy report the same people (catalogue of indicators,
section 5). The office may enter the province's figure with its source in `nguon-tinh.toml`, period by period; it then
stands in every output, with its source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.error_messages import toml_file
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.model.totals import GivenTotal
from vstbcpn_cli.report.template_set import found_in
from vstbcpn_cli.report.unknown_names import nearest

FILE_NAME = "nguon-tinh.toml"
WHOLE, PART, SOURCE = "tong", "nu", "nguon"
"""The words of that file: of a row the whole, the part, and where the two are from."""


def load_given(folders: Sequence[Path], edition: Edition, stem: str) -> Mapping[str, GivenTotal]:
    """By code of a matrix cell (`T3.M1.CB01.tong`) what the folders with the sentences give for this edition and period
    (`2011-nam`); nothing when there is no file or no such period.

    Raises `ConfigurationError` naming the file and the row.
    """
    path = found_in(folders, FILE_NAME)
    name = f"{folders[0].name}/{FILE_NAME}"
    if not path.exists():
        return {}
    raw = toml_file(path, name)
    matrices = (m for m in edition.matrices.values() if not m.levels and len(m.shares) == 1)
    rows = {f"{m.code}.{r.code}": m.shares[0] for m in matrices for r in m.rows}
    found: dict[str, GivenTotal] = {}
    for row, told in _table(raw.get(stem, {}), name, stem).items():
        if row not in rows:
            near = nearest(row, rows)
            hint = f" Mã gần giống: “{near}”." if near else ""
            raise ConfigurationError(f"{name}, mục “{stem}”: không có dòng “{row}”.{hint} Đề nghị ghi theo biểu mẫu.")
        whole, part, source = _checked(_table(told, name, row), f"{name}, dòng “{row}”")
        part_key, whole_key = rows[row]
        found |= {f"{row}.{whole_key}": GivenTotal(whole, source), f"{row}.{part_key}": GivenTotal(part, source)}
    return found


def _table(found: Any, name: str, key: str) -> Mapping[str, Any]:
    if not isinstance(found, Mapping):
        raise ConfigurationError(f"{name}: mục “{key}” không đúng dạng. Đề nghị ghi theo tệp gốc.")
    return found


def _checked(given: Mapping[str, Any], place: str) -> tuple[int, int, str]:
    whole, part, source = (given.get(k) for k in (WHOLE, PART, SOURCE))
    counts = all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in (whole, part))
    if not counts or not isinstance(source, str) or not source.strip():
        raise ConfigurationError(
            f"{place}: cần đủ “{WHOLE}”, “{PART}” là số nguyên và “{SOURCE}” là nguồn số liệu. Đề nghị bổ sung."
        )
    assert isinstance(whole, int)
    assert isinstance(part, int)
    if part > whole:
        raise ConfigurationError(f"{place}: “{PART}” là {part}, lớn hơn “{WHOLE}” là {whole}. Đề nghị kiểm tra lại.")
    return whole, part, source.strip()
