"""The notes of one worksheet: ours added to those of the unit, and taken out again, with the boxes that show them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.mark_record import one_line
from vstbcpn_cli.workbook.marking.package_patch import Parts, Tree, child, local, make, namespace, only_child
from vstbcpn_cli.workbook.marking.sheet_patch import SheetPatch, place_of

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
MOST_NOTES = 500
"""Notes on one sheet; the reader keeps a thousand, and the list has every finding anyway."""
_APART = "\n\n"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WIDTH, _LETTERS, _LINE, _MARGIN = 330, 50, 17, 16
"""Of the box of a note in pixels; letters in one of its lines."""
_SHAPE = re.compile(rb"<v:shape\b.*?</v:shape>", re.DOTALL)
_NUMBER = re.compile(rb"_x0000_s(\d+)")
_BLOCK = re.compile(rb"<o:idmap\b[^>]*\bdata=[\"']([\d,]+)[\"']")
_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_KIND = (
    f'<v:shapetype {_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape {names} id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def put_notes(parts: Parts, sheet: SheetPatch, notes: Mapping[tuple[int, int], str], author: str) -> list[str]:
    """Writes the notes and gives their texts. A cell with a conversation keeps that alone: it can hold nothing else."""
    part = parts.linked(sheet.part, "comments")
    if part is None:
        part = parts.free("xl/commentsPhanHoi{}.xml")
        space = namespace(sheet.root)
        empty = f'<comments xmlns="{space}"><authors/><commentList/></comments>'
        parts.add(part, empty.encode(), COMMENTS_TYPE)
        parts.link(sheet.part, "comments", part)
    root = parts.tree(part)
    listed, authors = only_child(root, "commentList"), only_child(root, "authors")
    own = _author(authors, author)
    there = {place_of(c.get("ref")): c for c in listed}
    talked = {p for p, c in there.items() if (authors[int(c.get("authorId", "0"))].text or "").startswith("tc=")}
    room = MOST_NOTES - len(there)
    wanted = {p: t for p, t in notes.items() if p not in talked}
    kept = dict(list(wanted.items())[: max(room, 0)])
    for place, text in kept.items():
        if place in there:
            _append(there[place], text)
        else:
            _write(listed, place, own, text)
    _sort(listed)
    parts.save(part)
    _draw(parts, sheet, {p: t for p, t in kept.items() if p not in there})
    return list(kept.values())


def take_notes(parts: Parts, sheet: SheetPatch, own: Iterable[str]) -> None:
    """Takes our texts out of the notes of a sheet; a note that holds nothing else goes with its box."""
    part = parts.linked(sheet.part, "comments")
    if part is None:
        return
    texts = sorted(set(own), key=lambda text: (-len(text), text))
    whole = frozenset(map(one_line, texts))
    listed = only_child(parts.tree(part), "commentList")
    gone = []
    for comment in list(listed):
        ours = one_line("".join(comment.itertext())) in whole
        _cut(comment, texts)
        if ours or not one_line("".join(comment.itertext())):
            gone.append(place_of(comment.get("ref")))
            listed.remove(comment)
    parts.save(part)
    _erase(parts, sheet, gone)
    if gone and not len(listed):  # a part without notes would be taken for one whose notes nobody finds
        parts.unlink(sheet.part, part)
        parts.remove(part)


def _cut(comment: Tree, texts: Sequence[str]) -> None:
    for words in list(comment.iter("{*}t")):
        before = words.text or ""
        for text in texts:
            words.text = (words.text or "").replace(text, "")
        if words.text != before:
            words.text = (words.text or "").rstrip("\n")
            if not words.text and local(words.getparent()) == "r":
                words.getparent().getparent().remove(words.getparent())


def _author(authors: Tree, name: str) -> str:
    known = [a.text or "" for a in authors]
    if name not in known:
        make(authors, "author").text = name
        known.append(name)
    return str(known.index(name))


def _write(listed: Tree, place: tuple[int, int], author: str, text: str) -> None:
    row, column = place
    comment = make(listed, "comment", {"ref": f"{column_letters(column)}{row}", "authorId": author})
    _run(make(comment, "text"), text)


def _append(comment: Tree, text: str) -> None:
    """Our words below those of the unit."""
    inside = only_child(comment, "text")
    plain_text = child(inside, "t")
    if plain_text is not None:  # a text has runs or is one piece
        run = make(inside, "r", at=0)
        run.append(plain_text)
    _run(inside, _APART + text)


def _run(inside: Tree, text: str) -> None:
    run = make(inside, "r")
    face = make(run, "rPr")
    make(face, "sz", {"val": "11"})
    make(face, "color", {"rgb": "FF000000"})
    make(face, "rFont", {"val": "Times New Roman"})
    words = make(run, "t")
    words.text = text
    words.set(_SPACE, "preserve")


def _sort(listed: Tree) -> None:
    listed[:] = sorted(listed, key=lambda c: place_of(c.get("ref")))


# -------------------------------------------------------------------------------------------------------- the boxes
def _draw(parts: Parts, sheet: SheetPatch, notes: Mapping[tuple[int, int], str]) -> None:
    """Boxes are written into the bytes: this kind of drawing is often no well-formed XML."""
    part = sheet.drawing_of_notes()
    if part is None:
        part = parts.free("xl/drawings/phanHoi{}.vml")
        block = _free_block(parts)
        shapes = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
        parts.write(part, f"<xml {_NAMES}>{shapes}</xml>".encode())
        parts.default_type("vml", VML_TYPE)
        sheet.lead_to_drawing(parts.link(sheet.part, "vmlDrawing", part))
    content = parts.read(part)
    block = int((_BLOCK.search(content) or (b"", b"1"))[1].split(b",")[-1])
    number = max([block * 1024, *(int(n) for n in _NUMBER.findall(content))]) + 1
    made = [] if b'id="_x0000_t202"' in content else [_KIND]
    made += [_box(sheet, place, number + n, text) for n, (place, text) in enumerate(notes.items())]
    before, end, after = content.rpartition(b"</xml>")
    parts.write(part, before + "".join(made).encode() + end + after)


def _free_block(parts: Parts) -> int:
    """Numbers of boxes come in blocks of 1,024; each drawing has blocks of its own."""
    drawings = [parts.read(n) for n in parts.names() if n.lower().endswith(".vml")]
    return max((int(n) for d in drawings for b in _BLOCK.findall(d) for n in b.split(b",")), default=0) + 1


def _box(sheet: SheetPatch, place: tuple[int, int], number: int, text: str) -> str:
    row, column = place
    lines = sum(max(1, len(textwrap.wrap(line, _LETTERS))) for line in text.split("\n"))
    right, right_off = _reach(column + 1, _MARGIN + _WIDTH, [sheet.width(column + 1 + n) * 7 + 5 for n in range(40)])
    bottom, bottom_off = _reach(row, lines * _LINE + 12, [sheet.height(row + n) * 4 / 3 for n in range(200)])
    anchor = f"{column}, {_MARGIN}, {row - 1}, 4, {right - 1}, {right_off}, {bottom - 1}, {bottom_off}"
    return _BOX.format(names=_NAMES, number=number, anchor=anchor, row=row - 1, column=column - 1)


def _reach(first: int, pixels: float, sizes: Sequence[float]) -> tuple[int, int]:
    """The row or column (from 1) in which a length that begins with `first` ends, and how far inside it."""
    for n, size in enumerate(sizes):
        if pixels < size:
            return first + n, int(pixels)
        pixels -= size
    return first + len(sizes), 0


def _erase(parts: Parts, sheet: SheetPatch, places: Sequence[tuple[int, int]]) -> None:
    part = sheet.drawing_of_notes()
    if part is None or not places:
        return
    marks = {(str(row - 1).encode(), str(column - 1).encode()) for row, column in places}

    def kept(box: re.Match[bytes]) -> bytes:
        row, column = (re.search(rb"<x:%s>\s*(\d+)" % word, box[0]) for word in (b"Row", b"Column"))
        return b"" if row and column and (row[1], column[1]) in marks else box[0]

    content = _SHAPE.sub(kept, parts.read(part))
    parts.write(part, content)
    if not _SHAPE.search(content):
        sheet.leave_drawing(part)
