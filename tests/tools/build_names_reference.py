"""Writes docs/ten-trong-mau.md, the list of all names a template may use, from the code and from ten-goi.toml."""

from __future__ import annotations

from pathlib import Path

from tests.support.seasons.report_cases import made_of, report_of
from vstbcpn_cli.report.word.name_reference import FILE_NAME, name_reference

TARGET = Path(__file__).parents[2] / "docs" / FILE_NAME


def reference() -> str:
    """For the shipped edition; the list is the same with and without returns."""
    return name_reference(report_of(made_of(())))


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8", newline="\n")
