"""The stamp of a form as one word, and a look at it that needs nothing else of the form."""

from __future__ import annotations

import re
from pathlib import Path

from vstbcpn_cli.model.submission import Stamp
from vstbcpn_cli.runtime.input_files import content_of, opened
from vstbcpn_cli.runtime.zip_guard import GuardedZip, RefusedError
from vstbcpn_cli.text.normalise import plain
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE, ZIP

PROPERTY = "vstbcpn"
_PROPERTIES = "docProps/custom.xml"
_TOKEN = re.compile(r"vstbcpn[: ]([\w.-]+)/([\w-]+)/([\w-]+)/([0-9a-f]+)/(\d+)")


def parse_token(text: str, source: str) -> Stamp | None:
    match = _TOKEN.search(plain(text))
    if match is None:
        return None
    edition, period, unit, fingerprint, issue = match.groups()
    return Stamp(edition, fingerprint, unit, period, issue, source)


def peek(path: Path) -> Stamp | None:
    """The stamp in the document properties, without reading any sheet; None when there is none or no package."""
    try:
        with opened(path) as stream:
            if stream.read(len(ZIP)) != ZIP:
                return None
        return stamp_in(content_of(path, LARGEST_FILE))
    except OSError:
        return None


def stamp_in(content: bytes) -> Stamp | None:
    """The same of bytes that are there already."""
    try:
        if not content.startswith(ZIP):
            return None
        package = GuardedZip.open(content)
        if _PROPERTIES not in package:
            return None
        return parse_token(next(package.pieces(_PROPERTIES), b"").decode("utf-8", "replace"), "property")
    except (OSError, RefusedError):
        return None
