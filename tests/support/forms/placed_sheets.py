"""Sheets of a returned workbook under other names."""

from __future__ import annotations

from vstbcpn_cli.workbook.ooxml.package import read_package
from vstbcpn_cli.workbook.raw import RawSheet


def sheet_named(content: bytes, name: str) -> RawSheet:
    return next(s for s in read_package(content).sheets if s.name == name)
