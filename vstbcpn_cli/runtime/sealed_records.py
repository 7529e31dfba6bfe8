"""The records that lie with what was written, and pages, each under its own seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vstbcpn_cli.runtime.input_files import LARGEST_RECORD, content_of, record_in

_SEAL = "seal"


def record_text(document: Mapping[str, Any]) -> str:
    """A record as it is written: the seal at its end tells whether somebody has changed it since."""
    digest = hashlib.sha256(_text(document).encode()).hexdigest()
    return _text({**document, _SEAL: digest})


def digest_as_written(path: Path) -> str:
    """The digest of a record that nobody has changed since, else "". The first ones had no seal."""
    try:
        content = content_of(path, LARGEST_RECORD)
        text, document = content.decode("utf-8-sig"), record_in(content)
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
        text = content_of(path, LARGEST_RECORD).decode()
    except (OSError, UnicodeDecodeError):
        return False
    return text == sealed_page(text.rpartition("<!--")[0])


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
