"""Parts of a returned workbook: notes, hidden lines, merged cells."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import RELATION, good

PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def part_of(sheet: str) -> str:
    return at.sheet_parts(at.unpacked(good()))[sheet]


def inserted(content: bytes, sheet: str, before: str, xml: str) -> bytes:
    """Something put into the part of a sheet before an element; the element must be there."""
    return at.replaced(content, part_of(sheet), before, xml + before)


def merged(content: bytes, sheet: str, area: str) -> bytes:
    return inserted(content, sheet, "</mergeCells>", f'<mergeCell ref="{area}"/>')


def beside(content: bytes, sheet: str, relations: Mapping[str, tuple[str, bytes]]) -> bytes:
    """The workbook with parts that belong to one sheet: kind of relation → name of the part and its content."""
    parts = at.unpacked(content)
    folder, name = part_of(sheet).rsplit("/", 1)
    lines = []
    for number, (kind, (target, body)) in enumerate(relations.items()):
        parts[f"xl/{target}"] = body
        lines.append(f'<Relationship Id="n{number}" Type="{RELATION}/{kind}" Target="../{target}"/>')
    rels = f'<Relationships xmlns="{PACKAGE}">{"".join(lines)}</Relationships>'
    return at.packed(parts | {f"{folder}/_rels/{name}.rels": rels.encode()})


def notes(**texts: str) -> bytes:
    listed = "".join(
        f'<comment ref="{r}" authorId="0"><text><r><t>{t}</t></r></text></comment>' for r, t in texts.items()
    )
    return f'<comments xmlns="{at.MAIN}"><authors><author>A</author></authors><commentList>{listed}</commentList></comments>'.encode()


# ------------------------------------------------------------------------------------------------------ hidden lines
def hidden(content: bytes, sheet: str, *rows: int) -> bytes:
    for row in rows:
        content = at.replaced(content, part_of(sheet), f'<row r="{row}"', f'<row r="{row}" hidden="1"')
    return content
