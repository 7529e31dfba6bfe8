"""What a Word file does by itself when it is opened or printed: fields that fetch, parts that run, links to elsewhere.

The office's template goes into the report whole. A field that starts a program, a picture fetched from the web or a
macro would go with it, under the office's own name. So what is not known to be harmless is named and refused, in the
template and again in what was made of it, because a tag of the template can write a field too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.context.text_safety import flat

if TYPE_CHECKING:
    from docx.document import Document

_HARMLESS_FIELDS = frozenset(
    (  # noqa: SIM905 - a list of words
        "= ADVANCE AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BARCODE BIBLIOGRAPHY BIDIOUTLINE CITATION COMMENTS COMPARE "
        "CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ FILENAME FILESIZE FORMCHECKBOX "
        "FORMDROPDOWN FORMTEXT HYPERLINK IF INDEX KEYWORDS LASTSAVEDBY LISTNUM NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE "
        "PAGEREF PRINTDATE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ STYLEREF SUBJECT SYMBOL TA TC TEMPLATE TIME "
        "TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE"
    ).split()
)
"""Fields that count, number or repeat what the file itself holds; every other one may take from elsewhere or ask."""

_RUNNING = {
    "vbaProject": "macro",
    "wordVbaData": "macro",
    "keyMapCustomizations": "phím tắt hoặc nút lệnh gắn với macro",
    "attachedToolbars": "phím tắt hoặc nút lệnh gắn với macro",
    "extensibility": "nút lệnh gắn với macro",
    "userCustomization": "nút lệnh gắn với macro",
    "control": "đối tượng ActiveX",
    "activeXControlBinary": "đối tượng ActiveX",
    "webextension": "phần bổ trợ từ trang mạng",
    "webextensiontaskpanes": "phần bổ trợ từ trang mạng",
    "oleObject": "đối tượng nhúng của phần mềm khác",
    "aFChunk": "nội dung lấy từ một tệp khác",
    "subDocument": "nội dung lấy từ một tệp khác",
    "frame": "nội dung lấy từ một tệp khác",
    "attachedTemplate": "mẫu gắn kèm lấy từ nơi khác",
    "mailMergeSource": "nguồn dữ liệu trộn thư",
    "mailMergeHeaderSource": "nguồn dữ liệu trộn thư",
    "recipientData": "nguồn dữ liệu trộn thư",
    "transform": "tệp chuyển đổi lấy từ nơi khác",
}
"""Kinds of relation between parts, by the end of their address, that run something or take from elsewhere."""
_ELEMENTS = {
    "entryMacro": "macro",
    "exitMacro": "macro",
    "binData": "đối tượng nhúng của phần mềm khác",
    "OLEObject": "đối tượng nhúng của phần mềm khác",
    "control": "đối tượng ActiveX",
    "altChunk": "nội dung lấy từ một tệp khác",
    "subDoc": "nội dung lấy từ một tệp khác",
    "mailMerge": "nguồn dữ liệu trộn thư",
}
_PLAIN_PARTS = re.compile(
    r"(?i)(?:image|font)/.*|text/xml|application/(?:xml|.*\+xml|x-font(?:data|-ttf)?|vnd\.ms-opentype"
    r"|vnd\.openxmlformats-officedocument\.(?:obfuscatedFont|vmlDrawing|wordprocessingml\.printerSettings))"
)
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINK = re.compile(r"(?i)https?://|mailto:|#")
"""What a reader may click on; nothing is fetched before."""
_KEYWORD = re.compile(r"=|[^\s\\\"“”]+")
_SWITCH = re.compile(r"\\[a-z*#@!](?:\s+(?:\"[^\"]*\"|“[^”]*”))?", re.IGNORECASE)
_NESTED = "\0"
"""Stands in the instruction of a field for what another field gives."""
_VML = ("urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office")
_PLACES = (
    ("header", "đầu trang"),
    ("footer", "chân trang"),
    ("footnotes", "cước chú"),
    ("endnotes", "chú thích cuối"),
    ("comments", "ghi chú bên lề"),
    ("glossary", "kho khối văn bản"),
    ("settings", "thiết lập của tệp"),
    ("webSettings", "thiết lập của tệp"),
    ("customXml", "dữ liệu kèm theo"),
    ("charts", "biểu đồ"),
)


class Active(msgspec.Struct, frozen=True):
    """What was found, as an officer knows it, and where: “chân trang, đoạn “Trang 2””."""

    what: str
    place: str


class Field(msgspec.Struct, frozen=True):
    """The instruction of a field, put together from its pieces, and the element it begins with."""

    instruction: str
    start: Any


class _Open(msgspec.Struct):
    start: Any
    pieces: list[str] = msgspec.field(default_factory=list)
    asking: bool = True


def refuse_active(document: Document, template: str) -> None:
    """Raises `ConfigurationError` that names what acts by itself, with the place in the Word template it is in."""
    for one in active(document):
        place = f", {one.place}" if one.place else ""
        raise ConfigurationError(
            f"{template}{place}: có {one.what}. Đề nghị bỏ phần này trong mẫu Word; "
            "nếu cơ quan chủ động dùng thì chạy lại với --trust-template."
        )


def active(document: Document) -> Iterator[Active]:
    """Everything in the file that acts by itself; a file without any gives nothing."""
    package = document.part.package
    assert package is not None
    yield from _relations("", package.rels.values())
    for part in package.iter_parts():
        name = str(part.partname)
        place = _place(name)
        if not _PLAIN_PARTS.fullmatch(part.content_type) and part.content_type != _WORKBOOK:
            yield Active(f"phần kèm theo “{name.rpartition('/')[2]}” không phải là chữ hay hình", place)
        yield from _relations(name, part.rels.values())
        root = tree_of(part)
        if root is not None:
            yield from (Active(what, _at(place, element)) for what, element in _elements(root))


def tree_of(part: Any) -> Any:
    """The XML of a part; None for a picture or another part that has none."""
    from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

    element = getattr(part, "element", None)
    if element is None and part.content_type.endswith(("xml", "vmlDrawing")):
        element = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    return element


def fields_of(root: Any) -> tuple[list[Field], bool]:
    """Every field of a part, whichever runs its instruction is split over, and whether each that begins ends."""
    found: list[Field] = []
    stack: list[_Open] = []
    whole = True
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText", "{*}fldSimple"):
        kind, name = _attribute(element, "fldCharType"), _local(element)
        above = stack[-1] if stack and stack[-1].asking else None
        if name == "fldChar" and kind == "begin":
            stack.append(_Open(element))
        elif name == "fldChar" and not stack:
            whole = False
        elif name == "fldChar" and kind == "separate":
            stack[-1].asking = False
        elif name == "fldChar":
            done = stack.pop()
            found.append(Field("".join(done.pieces), done.start))
        elif name == "fldSimple":
            found.append(Field(_attribute(element, "instr"), element))
        elif above is not None:
            above.pieces.append(element.text or "")
        elif not stack:
            found.append(Field(element.text or "", element))
        if above is not None and (name == "fldSimple" or kind == "begin"):
            above.pieces.append(_NESTED)
    found += [Field("".join(left.pieces), left.start) for left in stack]
    return found, whole and not stack


def _elements(root: Any) -> Iterator[tuple[str, Any]]:
    if root.getroottree().docinfo.doctype:
        yield "khai báo kiểu tài liệu", root
    for one in fields_of(root)[0]:
        if what := _doing(one.instruction):
            yield what, one.start
    for element in root.iter("{*}*"):
        if what := _ELEMENTS.get(_local(element), "") or _pictured(element):
            yield what, element


def _doing(instruction: str) -> str:
    """What is wrong with a field; empty for one that only counts, numbers or repeats."""
    asked = instruction.strip()
    found = _KEYWORD.match(asked)
    keyword = found[0] if found else asked
    if keyword and keyword.upper() not in _HARMLESS_FIELDS:
        return f"trường “{flat(keyword.replace(_NESTED, '…'))[:80]}” lấy nội dung từ nơi khác hoặc chạy lệnh"
    linked = keyword.upper() == "HYPERLINK"
    return _leading(_SWITCH.sub(" ", asked[len(keyword) :]).strip(' "“”')) if linked else ""


def _leading(target: str) -> str:
    return f"liên kết “{flat(target)[:80]}”" if target and not _LINK.match(target) else ""


def _pictured(element: Any) -> str:
    """A picture of the older drawings may name its address itself."""
    if element.tag.partition("}")[0][1:] not in _VML:
        return ""
    for name, value in element.attrib.items():
        local = name.rpartition("}")[2]
        if local in ("src", "althref") and value.strip():
            return f"hình lấy từ “{flat(value)[:80]}”"
        if local == "href" and (what := _leading(value.strip())):
            return what
    return ""


def _relations(name: str, relations: Iterable[Any]) -> Iterator[Active]:
    place = _place(name)
    for one in relations:
        kind = str(one.reltype).rpartition("/")[2]
        target = flat(str(one.target_ref))[:80] if one.is_external else ""
        if one.is_external and kind == "hyperlink":
            if what := _leading(str(one.target_ref).strip()):
                yield Active(what, place)
        elif kind in _RUNNING:
            yield Active(_RUNNING[kind] + (f" “{target}”" if target else ""), place)
        elif one.is_external:
            what = "hình" if kind == "image" else "nội dung"
            yield Active(f"{what} lấy từ “{target}”", place)
        elif one.target_part.content_type == _WORKBOOK and "/charts/" not in name:
            yield Active("đối tượng nhúng của phần mềm khác", place)


def _place(name: str) -> str:
    return next((words for mark, words in _PLACES if f"/{mark}" in name), "")


def _at(place: str, element: Any) -> str:
    """The part and the paragraph in it, as far as there is one with words."""
    paragraph = next(element.iterancestors("{*}p"), None)
    words = flat("".join(t.text or "" for t in paragraph.iter("{*}t"))) if paragraph is not None else ""
    return ", ".join(filter(None, (place, f"đoạn “{words[:80]}”" if words else "")))


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str:
    """By its local name: the strict form of the format has other addresses for the same."""
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")
