"""A workbook that Excel encrypted with the key built into every Excel, and so into every program that opens its files.

Excel does this to a workbook whose structure is protected when it is saved in an old format, and to files that may
only be read; it asks nobody for a password when it opens them. Any other encrypted file has a password of its own.
"""

from __future__ import annotations

import io

from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.workbook.raw import UnreadableBookError

_KEY = "VelvetSweatshop"
MOST_TURNS = 1_000_000
"""How often a key is hashed: Excel writes 100,000, and a file may ask for ten million, some ten seconds."""
LARGEST_OLD = 16 * 2**20
"""Bytes of an .xls; undoing its encryption takes ten times as much memory."""
_LONGEST_HEADER = 2**16
_MARKUP = (b"<!", "<!".encode("utf-16-le"), "<!".encode("utf-16-be"))
"""How the definition of entities begins; no description of a key has any."""


def unlocked(content: bytes) -> bytes:
    """The workbook inside. Raises `UnreadableBookError`: it has a password, or is too large to find out."""
    try:
        return _opened(content)
    except (UnreadableBookError, MemoryError):
        raise
    except Exception as fault:  # another key, a method nobody knows, a header that is none: it does not open
        raise UnreadableBookError(ProblemKind.PASSWORD, case="") from fault


def _opened(content: bytes) -> bytes:
    import olefile
    from msoffcrypto import OfficeFile
    from msoffcrypto.format.ooxml import OOXMLFile

    with olefile.OleFileIO(content) as container:
        new = container.exists("EncryptionInfo")
        header = container.openstream("EncryptionInfo").read() if new else b""
    if len(header) > _LONGEST_HEADER or any(mark in header for mark in _MARKUP):
        raise UnreadableBookError(ProblemKind.PASSWORD, case="")
    if not new and len(content) > LARGEST_OLD:
        raise UnreadableBookError(ProblemKind.TOO_LARGE, case="", reason="too-large")
    file, plain = OfficeFile(io.BytesIO(content)), io.BytesIO()
    if isinstance(file, OOXMLFile):
        if file.info.get("spinValue", 0) > MOST_TURNS:
            raise UnreadableBookError(ProblemKind.PASSWORD, case="")
        file.load_key(password=_KEY, verify_password=True)
    else:
        file.load_key(password=_KEY)
    file.decrypt(plain)
    return plain.getvalue()
