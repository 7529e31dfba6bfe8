"""The records that lie with what was written, and pages, each under its own seal; and texts read up to a bound."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LARGEST = 64 * 2**20
"""Bytes of a record; the largest of 3,000 units has a tenth of it."""
_SEAL = "seal"


def read_text(path: Path, most: int = LARGEST) -> str:
    """The text of a plain file. Raises OSError, also for a pipe, which would never end, and for a file past the bound;
    UnicodeDecodeError."""
    if not path.is_file():
        raise OSError(errno.ENOENT if not os.path.lexists(path) else errno.EINVAL, "no plain file", str(path))
    if path.stat().st_size > most:
        raise OSError(errno.EFBIG, "too large", str(path))
    return path.read_text(encoding="utf-8-sig")


def read_record(path: Path) -> Any:
    """What a record says. Raises OSError and ValueError."""
    try:
        return json.loads(read_text(path))
    except RecursionError as fault:
        raise ValueError(path) from fault


def record_text(document: Mapping[str, Any]) -> str:
    """A record as it is written: the seal at its end tells whether somebody has changed it since."""
    digest = hashlib.sha256(_text(document).encode()).hexdigest()
    return _text({**document, _SEAL: digest})


def digest_as_written(path: Path) -> str:
    """The digest of a record that nobody has changed since, else "". The first ones had no seal."""
    try:
        text = read_text(path)
        document = json.loads(text)
        bare = {key: value for key, value in document.items() if key != _SEAL}
    except (OSError, ValueError, AttributeError, RecursionError):
        return ""
    whole = text == (record_text(bare) if _SEAL in document else _text(bare))
    return hashlib.sha256(text.encode()).hexdigest() if whole else ""


def sealed_page(text: str) -> str:
    """A page with its own seal below it, where no browser shows it."""
    return f"{text}<!-- vstbcpn {hashlib.sha256(text.encode()).hexdigest()} -->\n"


def is_sealed_page(path: Path) -> bool:
    """Whether nobody has changed a page since it was written."""
    try:
        text = path.read_bytes().decode() if path.stat().st_size <= LARGEST else ""
    except (OSError, UnicodeDecodeError):
        return False
    return text != "" and text == sealed_page(text.rpartition("<!--")[0])


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
