"""A good workbook damaged in every way mail, a bad disk or another program damages one; the same seed, the same damage.

Bytes are changed raw: the checksums of the archive find most of it. Parts are changed as XML and packed anew with
right checksums, so that the damage gets as far as the reader.
"""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.support.forms import returned as at

_TOKEN = re.compile(rb"<[^>]*>|[^<]+")
_CELL = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)
_FULL_CELL = re.compile(rb"<c [^>]*?(?<!/)>.*?</c>", re.DOTALL)
_ROW = re.compile(rb"<row [^>]*?(?:/>|>.*?</row>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb' ([\w:]+)="([^"]*)"')
_VALUE = re.compile(rb"<(?:v|t[^>]*)>[^<]+</(?:v|t)>")
_TEXTS = (
    *(b"", b" ", b"0", b"-1", b"1", b"true", b"A0", b"D10", b"XFE1", b"a1", b"1e999", b"NaN", b"1,5", b"-5", b"99999"),
    *(b"12345678901234567890", b"#REF!", b"inlineStr", b"s", b"str", b"e", b"d", b"b", b"n", b"veryHidden", b"rId3"),
    *("Không có".encode(), "Tổng cộng".encode(), b"&#8203;", b"&#x202e;12", b"_x000D_", b"2011-06-01", b"1.234"),
)
Parts = dict[str, bytes]


@dataclass(frozen=True)
class Mutant:
    """A damaged workbook: what was done to it, and whether its archive is whole."""

    name: str
    content: bytes
    whole: bool


def mutants(good: bytes, count: int, rng: random.Random) -> Iterator[Mutant]:
    """Two fifths with damaged bytes or a damaged archive, three fifths with damage inside a sound archive."""
    parts = at.unpacked(good)
    packed, loose = (_packed(list(parts.items()), method) for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    for number in range(count):
        turn = number % 5
        if turn == 0:
            base = loose if rng.random() < 0.2 else packed
            change = rng.choice(_RAW)
            yield Mutant(f"{number:05d} {change.__name__}", change(bytearray(base), rng), whole=False)
        elif turn == 1:
            archive = rng.choice(_ARCHIVE)
            yield Mutant(f"{number:05d} {archive.__name__}", archive(dict(parts), rng), whole=False)
        else:
            name = _part(parts, rng)
            edit = rng.choice(_EDITS if turn == 2 else _CELL_EDITS)
            changed = {**parts, name: edit(parts[name], rng)}
            label = f"{number:05d} {edit.__name__} {name.rpartition('/')[2]}"
            yield Mutant(label, _packed(list(changed.items())), whole=True)


def _packed(entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive that says nothing of the time it was made."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice is what one of the mutants is about
        with zipfile.ZipFile(target, "w") as package:
            for name, content in entries:
                package.writestr(zipfile.ZipInfo(name), content, method, 1)
    return target.getvalue()


def _part(parts: Parts, rng: random.Random) -> str:
    """Mostly a worksheet, otherwise any part."""
    sheets = [n for n in parts if n.startswith("xl/worksheets/")]
    return rng.choice(sheets) if rng.random() < 0.75 else rng.choice(list(parts))


# --------------------------------------------------------------------------------------------------- raw bytes
def _flipped(content: bytearray, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return bytes(content)


def _cut(content: bytearray, rng: random.Random) -> bytes:
    return bytes(content[: rng.randrange(len(content))])


def _hole(content: bytearray, rng: random.Random) -> bytes:
    start = rng.randrange(len(content))
    return bytes(content[:start] + content[start + rng.randrange(1, 4096) :])


def _blanked(content: bytearray, rng: random.Random) -> bytes:
    start, length = rng.randrange(len(content)), rng.choice((1, 16, 512, 4096))
    content[start : start + length] = bytes(len(content[start : start + length]))
    return bytes(content)


def _repeated(content: bytearray, rng: random.Random) -> bytes:
    start = rng.randrange(len(content))
    piece = content[start : start + rng.randrange(1, 4096)]
    return bytes(content[:start] + piece + content[start:])


def _directory_flipped(content: bytearray, rng: random.Random) -> bytes:
    start = content.rfind(b"PK\x01\x02", 0, len(content)) if rng.random() < 0.5 else content.find(b"PK\x01\x02")
    content[min(start + rng.randrange(60), len(content) - 1)] ^= 1 << rng.randrange(8)
    return bytes(content)


# ------------------------------------------------------------------------------------------------- the archive
def _dropped(parts: Parts, rng: random.Random) -> bytes:
    del parts[rng.choice(list(parts))]
    return _packed(list(parts.items()))


def _doubled(parts: Parts, rng: random.Random) -> bytes:
    name = rng.choice(list(parts))
    other = name.upper() if rng.random() < 0.5 else name
    return _packed([*parts.items(), (other, parts[name])])


def _renamed(parts: Parts, rng: random.Random) -> bytes:
    name = rng.choice(list(parts))
    new = rng.choice((name.upper(), f"{name}.bak", f"../{name}", f"/{name}", name.replace("/", "\\"), f"x/{name}"))
    return _packed([(new if n == name else n, c) for n, c in parts.items()])


def _exchanged(parts: Parts, rng: random.Random) -> bytes:
    one, other = rng.sample(list(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return _packed(list(parts.items()))


def _emptied(parts: Parts, rng: random.Random) -> bytes:
    name = rng.choice(list(parts))
    parts[name] = b"" if rng.random() < 0.5 else parts[name][: rng.randrange(len(parts[name]))]
    return _packed(list(parts.items()))


def _shuffled(parts: Parts, rng: random.Random) -> bytes:
    entries = list(parts.items())
    rng.shuffle(entries)
    return _packed(entries)


def _wrong_checksum(parts: Parts, rng: random.Random) -> bytes:
    content = bytearray(_packed(list(parts.items())))
    start = content.find(b"PK\x01\x02", rng.randrange(content.find(b"PK\x01\x02"), len(content) - 200))
    content[start + 16] ^= 0xFF
    return bytes(content)


def _added(parts: Parts, rng: random.Random) -> bytes:
    name = rng.choice(("xl/media/a.png", "xl/vbaProject.bin", "xl/comments9.xml", "a/b/c.xml", "xl/calcChain.xml"))
    return _packed([*parts.items(), (name, rng.randbytes(200))])


# -------------------------------------------------------------------------------------------------- XML tokens
def _token_dropped(part: bytes, rng: random.Random) -> bytes:
    start, end = rng.choice([m.span() for m in _TOKEN.finditer(part)])
    return part[:start] + part[end:]


def _token_repeated(part: bytes, rng: random.Random) -> bytes:
    start, end = rng.choice([m.span() for m in _TOKEN.finditer(part)])
    return part[:end] + part[start:end] + part[end:]


def _tokens_exchanged(part: bytes, rng: random.Random) -> bytes:
    spans = [m.span() for m in _TOKEN.finditer(part)]
    if len(spans) < 2:
        return part
    n = rng.randrange(len(spans) - 1)
    (a, b), (_, c) = spans[n], spans[n + 1]
    return part[:a] + part[b:c] + part[a:b] + part[c:]


def _character_changed(part: bytes, rng: random.Random) -> bytes:
    changed = bytearray(part)
    changed[rng.randrange(len(part))] = rng.choice(b"<>&\"'/=0aZ \x00\x01\xff\xc3")
    return bytes(changed)


def _attribute_changed(part: bytes, rng: random.Random) -> bytes:
    hit = _random(_ATTRIBUTE, part, rng)
    if hit is None:
        return part
    return part[: hit.start(2)] + rng.choice(_TEXTS) + part[hit.end(2) :]


def _attribute_dropped(part: bytes, rng: random.Random) -> bytes:
    hit = _random(_ATTRIBUTE, part, rng)
    return part if hit is None else part[: hit.start()] + part[hit.end() :]


def _element_renamed(part: bytes, rng: random.Random) -> bytes:
    """Every element of one name gets another, so that the document stays well formed."""
    name = rng.choice(sorted(set(re.findall(rb"<(\w+)", part))) or [b"c"])
    new = rng.choice((b"x", name + b"s", b"x:" + name, name.upper()))
    return re.sub(rb"(</?)" + name + rb"(?=[\s/>])", rb"\g<1>" + new, part)


# ------------------------------------------------------------------------------------------------ cells and rows
def _value_changed(part: bytes, rng: random.Random) -> bytes:
    hit = _random(_VALUE, part, rng)
    if hit is None:
        return _attribute_changed(part, rng)
    opened, closed = part.index(b">", hit.start()) + 1, part.rindex(b"</", hit.start(), hit.end())
    if rng.random() < 0.5:
        return part[:opened] + rng.choice(_TEXTS) + part[closed:]
    digit = rng.randrange(opened, closed)
    changed = bytearray(part)
    changed[digit] = rng.choice(b"0123456789")
    return bytes(changed)


def _cell_attribute(part: bytes, rng: random.Random) -> bytes:
    cell = _random(_FULL_CELL, part, rng)
    if cell is None:
        return _attribute_changed(part, rng)
    attribute = rng.choice(list(_ATTRIBUTE.finditer(part, cell.start(), part.index(b">", cell.start()))))
    if rng.random() < 0.3:
        return part[: attribute.start()] + part[attribute.end() :]
    new = rng.choice((*_TEXTS, b"%d" % rng.randrange(120)))
    return part[: attribute.start(2)] + new + part[attribute.end(2) :]


def _cell_dropped(part: bytes, rng: random.Random) -> bytes:
    return _without(_FULL_CELL, part, rng)


def _cell_repeated(part: bytes, rng: random.Random) -> bytes:
    hit = _random(_FULL_CELL, part, rng)
    return part if hit is None else part[: hit.end()] + hit[0] + part[hit.end() :]


def _cell_moved(part: bytes, rng: random.Random) -> bytes:
    """A cell put behind another one: its address stays, its row is no longer around it."""
    hit = _random(_FULL_CELL, part, rng)
    if hit is None:
        return part
    rest = part[: hit.start()] + part[hit.end() :]
    other = _random(_CELL, rest, rng)
    return part if other is None else rest[: other.end()] + hit[0] + rest[other.end() :]


def _cell_of_another(part: bytes, rng: random.Random) -> bytes:
    """The content of one cell copied into another."""
    one, other = _random(_FULL_CELL, part, rng), _random(_CELL, part, rng)
    if one is None or other is None:
        return part
    where = re.search(rb' r="[^"]*"', other[0])
    copy = re.sub(rb' r="[^"]*"', where[0] if where else b"", one[0], count=1)
    return part[: other.start()] + copy + part[other.end() :]


def _row_dropped(part: bytes, rng: random.Random) -> bytes:
    return _without(_ROW, part, rng)


def _row_repeated(part: bytes, rng: random.Random) -> bytes:
    hit = _random(_ROW, part, rng)
    return part if hit is None else part[: hit.end()] + hit[0] + part[hit.end() :]


def _row_moved(part: bytes, rng: random.Random) -> bytes:
    hit = _random(_ROW, part, rng)
    if hit is None:
        return part
    rest = part[: hit.start()] + part[hit.end() :]
    other = _random(_ROW, rest, rng)
    return part if other is None else rest[: other.end()] + hit[0] + rest[other.end() :]


def _hidden_row(part: bytes, rng: random.Random) -> bytes:
    hit = _random(_ROW, part, rng)
    return part if hit is None else part[: hit.start()] + b'<row hidden="1"' + hit[0][4:] + part[hit.end() :]


def _merged(part: bytes, rng: random.Random) -> bytes:
    first, last = rng.randrange(9, 40), rng.randrange(1, 4)
    area = b'<mergeCell ref="C%d:F%d"/>' % (first, first + last)
    return part.replace(b"</mergeCells>", area + b"</mergeCells>", 1)


def _within_comment(part: bytes, rng: random.Random) -> bytes:
    """A cell taken out by a comment around it, as nobody does: it is not stored any more."""
    hit = _random(_FULL_CELL, part, rng)
    return part if hit is None else part[: hit.start()] + b"<!--" + hit[0] + b"-->" + part[hit.end() :]


def _random(pattern: re.Pattern[bytes], part: bytes, rng: random.Random) -> re.Match[bytes] | None:
    found = list(pattern.finditer(part))
    return rng.choice(found) if found else None


def _without(pattern: re.Pattern[bytes], part: bytes, rng: random.Random) -> bytes:
    hit = _random(pattern, part, rng)
    return part if hit is None else part[: hit.start()] + part[hit.end() :]


_RAW: tuple[Callable[[bytearray, random.Random], bytes], ...] = (
    _flipped,
    _cut,
    _hole,
    _blanked,
    _repeated,
    _directory_flipped,
)
_ARCHIVE: tuple[Callable[[Parts, random.Random], bytes], ...] = (
    *(_dropped, _doubled, _renamed, _exchanged, _emptied, _shuffled, _wrong_checksum, _added),
)
_EDITS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_token_dropped, _token_repeated, _tokens_exchanged, _character_changed),
    *(_attribute_changed, _attribute_changed, _attribute_dropped, _attribute_dropped, _element_renamed),
)
_CELL_EDITS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_value_changed, _value_changed, _cell_attribute, _cell_attribute, _cell_dropped, _cell_repeated, _cell_moved),
    *(_cell_of_another, _row_dropped, _row_repeated, _row_moved, _hidden_row, _merged, _within_comment),
)
