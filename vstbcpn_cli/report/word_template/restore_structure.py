"""The filled template made whole again: what Word asks of paragraphs, tables and cells, whatever a tag took out.

A tag such as `{%p if … %}` takes paragraphs, rows and cells with it. What is left may be a cell without a paragraph or
a table without rows, which Word calls unreadable. Where something is only missing it is put back, empty; what stands
where it cannot be is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.word_template.active_content import fields_of, tree_of

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_PARTS = tuple(f"{kind}+xml" for kind in ("main", "header", "footer", "footnotes", "endnotes", "comments"))
"""What is printed; the other parts are copied as they are."""
_STORIES = ("hdr", "ftr", "footnote", "endnote", "comment", "txbxContent", "docPartBody")
"""What holds paragraphs, at least one."""
_WRAPS = ("sdtContent", "customXml", "ins", "del", "moveFrom", "moveTo")
_BLOCKS = ("body", "tc", *_STORIES, *_WRAPS)
_INLINE = ("p", "hyperlink", "fldSimple", "smartTag", "dir", "bdo", "rt", "rubyBase", *_WRAPS)
_PARENTS = {
    "p": _BLOCKS,
    "tbl": _BLOCKS,
    "tr": ("tbl", *_WRAPS),
    "tc": ("tr", *_WRAPS),
    "r": _INLINE,
    "t": ("r",),
    "instrText": ("r",),
    "fldChar": ("r",),
}
"""Where each may stand; a parent of another vocabulary is that one's own business."""
_WORDLESS = ("body", "tbl", "tr", "tc", "p", "r", "sdt", "sdtContent", *_STORIES)
"""Words stand in `w:t` only; between these elements nothing would print them."""


def make_whole(document: Document, template: str) -> None:
    """Repairs every part of the filled template in place; raises `ConfigurationError` with the place of what cannot
    be repaired."""
    from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

    package = document.part.package
    assert package is not None
    for link in [r.rId for r in document.part.rels.values() if r.reltype.endswith("/stylesWithEffects")]:
        document.part.rels.pop(link)  # Word 2010 kept it for Word 2007; it contradicts the styles it is a copy of
    for part in package.iter_parts():
        root = tree_of(part) if part.content_type.endswith(_PARTS) else None
        if root is None:
            continue
        for fault, words in _faults(root):
            told = f", đoạn “{words[:80]}”" if words else ""
            raise ConfigurationError(
                f"{template}{told}: {fault}. Đề nghị xem lại các thẻ ở chỗ đó, hoặc chép lại tệp gốc."
            )
        _mend(root)
        if not hasattr(part, "element"):
            part._blob = etree.tostring(root, encoding="UTF-8", standalone=True)  # noqa: SLF001 - no other way


def _mend(root: Any) -> None:
    # From the inside out: what loses its last row may leave its own cell empty.
    for element in reversed(list(root.iter(f"{_W}tr", f"{_W}tbl", f"{_W}sdt"))):
        within = {"tr": "tc", "tbl": "tr"}.get(_local(element))
        content = element.find(f"{_W}sdtContent")
        if (within and not any(True for _ in element.iter(f"{_W}{within}"))) or (
            content is not None and not len(content)
        ):
            element.getparent().remove(element)
    for cell in list(root.iter(f"{_W}tc")):
        if _last_block(cell) != "p":
            cell.append(cell.makeelement(f"{_W}p", {}))
    for story in list(root.iter(*(f"{_W}{name}" for name in _STORIES))):
        if not _last_block(story):
            story.append(story.makeelement(f"{_W}p", {}))
    seen: set[str] = set()
    for element in root.iter(f"{_W}p", f"{_W}tr"):  # a row printed twice has its number twice
        number = element.get(f"{_W14}paraId")
        if number in seen:
            del element.attrib[f"{_W14}paraId"]
        elif number:
            seen.add(number)


def _last_block(element: Any) -> str:
    """The kind of the last block in it, “p” or “tbl”; empty without any."""
    for child in reversed(element):
        name = _local(child)
        if name in ("p", "tbl"):
            return name
        inner = child.find(f"{_W}sdtContent") if name == "sdt" else child if name in _WRAPS else None
        if inner is not None and (found := _last_block(inner)):
            return found
        if name in ("altChunk", "AlternateContent"):
            return "tbl"
    return ""


def _faults(root: Any) -> Iterator[tuple[str, str]]:
    """What stands where it cannot be, each with the words it prints."""
    for element in root.iter(f"{_W}*"):
        above = element.getparent()
        allowed = _PARENTS.get(_local(element))
        if allowed and above is not None and above.tag.startswith(_W) and _local(above) not in allowed:
            yield "phần được in ra nằm sai chỗ", flat("".join(element.xpath(".//text()")))
        if _local(element) in _WORDLESS and (stray := _stray(element)):
            yield "chữ được in ra nằm ngoài đoạn văn", stray
    if not fields_of(root)[1]:
        yield "có trường bị mất phần đầu hoặc phần cuối", ""


def _stray(element: Any) -> str:
    return flat(" ".join(element.xpath("text()")))  # what the Word library calls the text of a run is all inside it


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
