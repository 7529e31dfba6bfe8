"""A library for Windows without code of its own: each function it exports is one of another library.

`python -m tests.tools.forwarding_dll bcryptprimitives.dll ProcessPrng=advapi32.SystemFunction036` writes one. Wine 8 has
no bcryptprimitives.dll, of which libraries written in Rust ask random bytes; the function of advapi32 takes and gives
the same. So no compiler for Windows is needed. The format is that of the document “PE Format” of Microsoft.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Mapping
from pathlib import Path

_SECTION, _IN_FILE = 0x1000, 0x200
_DLL_OF_64_BITS, _READ_DATA = 0x2022, 0x40000040
_DIRECTORIES = 16


def forwarding_dll(name: str, exports: Mapping[str, str]) -> bytes:
    """A library called `name`; `exports` gives `library.function` for the name of each function."""
    section = _export_section(name, exports)
    room = -(-len(section) // _IN_FILE) * _IN_FILE
    dos = struct.pack("<2s58xI", b"MZ", 64)
    file = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 1, 0, 0, 0, 112 + 8 * _DIRECTORIES, _DLL_OF_64_BITS)
    optional = struct.pack("<HBBIIIII", 0x20B, 0, 0, 0, room, 0, 0, _SECTION)
    optional += struct.pack(
        "<QIIHHHHHHIIIIHH", 0x1_8000_0000, _SECTION, _IN_FILE, 6, 0, 0, 0, 6, 0, 0, 2 * _SECTION, _IN_FILE, 0, 3, 0x100
    )
    optional += struct.pack("<QQQQII", 2**20, 2**12, 2**20, 2**12, 0, _DIRECTORIES)
    directories = struct.pack("<II", _SECTION, len(section)) + bytes(8 * (_DIRECTORIES - 1))
    table = struct.pack("<8sIIII12xI", b".edata", len(section), _SECTION, room, _IN_FILE, _READ_DATA)
    head = dos + file + optional + directories + table
    return head.ljust(_IN_FILE, b"\0") + section.ljust(room, b"\0")


def _export_section(name: str, exports: Mapping[str, str]) -> bytes:
    """The directory of exports; an address inside this section is the name of a function elsewhere."""
    names = sorted(exports)
    count, text = len(names), b""
    functions = _SECTION + 40
    pointers, ordinals = functions + 4 * count, functions + 8 * count
    texts = ordinals + 2 * count

    def address(of: str) -> int:
        nonlocal text
        text += of.encode("ascii") + b"\0"
        return texts + len(text) - len(of) - 1

    own, called, targets = address(name), [address(n) for n in names], [address(exports[n]) for n in names]
    head = struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, own, 1, count, count, functions, pointers, ordinals)
    return head + struct.pack(f"<{2 * count}I{count}H", *targets, *called, *range(count)) + text


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_bytes(forwarding_dll(target.name, dict(one.split("=") for one in sys.argv[2:])))
