"""Templates of an office that would act, run without end, fill the memory, or are no templates at all."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.seasons.report_cases import TEMPLATES

_SHIPPED = TEMPLATES / "bao-cao.docx"
_SENTENCES = "t6.j2"
Parts = dict[str, bytes]


@dataclass(frozen=True)
class HostileTemplate:
    """A name to tell it by, how to put it into the folder of templates an office holds, what must be said of it."""

    name: str
    put: Callable[[Path], None]
    said: str


def templates() -> Iterator[HostileTemplate]:
    yield from (_sentence(name, text) for name, text in _SENTENCES_WITHOUT_BOUND.items())
    yield from (_word(name, _with_body(xml)) for name, xml in _BODIES.items())
    yield from (_word(name, change) for name, change in _PACKAGES.items())
    for name, content in _NO_DOCUMENTS.items():
        yield HostileTemplate(name, lambda folder, c=content: _write(folder / _SHIPPED.name, c), _SHIPPED.name)  # type: ignore[misc]


def given(folder: Path, template: HostileTemplate) -> Path:
    """The templates that ship with the program, with one of them made hostile."""
    shutil.copytree(TEMPLATES / "report", folder / "report")
    shutil.copy(_SHIPPED, folder)
    template.put(folder)
    return folder


_SENTENCES_WITHOUT_BOUND = {
    "a text of 3 GB": "{{ 'a'.ljust(3000000000) }}",
    "a number of a milliard digits": "{{ 10 ** 10 ** 9 }}",
    "a product of texts": "{{ 'a' * 10 ** 10 }}",
    "a loop in a loop": "{% for x in range(50000) %}{% for y in range(50000) %}{% endfor %}{% endfor %}",
    "a list that takes itself": "{% set a = ['x'] %}{% for i in range(50) %}{% set _ = a.extend(a) %}{% endfor %}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "an inclusion of itself": "{% include 't6.j2' %}",
    "a wide format": "{{ '{:>3000000000}'.format(1) }}",
    "a power in a filter": "{{ 5|round(-999999999) }}",
    "deep brackets": "{{ " + "(" * 20_000,
    "the inside of Python": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "a file of the machine": "{% include '/etc/passwd' %}",
    "a file above": "{% include '../../../../etc/passwd' %}",
    "a name that is not there": "{{ khong_co }}",
    "a tag left open": "{% if so('T6.05') %}",
}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _field(instruction: str) -> str:
    marks = ('<w:fldChar w:fldCharType="begin"/>', f"<w:instrText>{instruction}</w:instrText>")
    inside = (*marks, '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>')
    return f"<w:p>{''.join(f'<w:r>{x}</w:r>' for x in inside)}</w:p>"


_BODIES = {
    **{
        f"a field {instruction.split()[0]}": _field(instruction)
        for instruction in (
            *("DDEAUTO excel", "DDE excel a", 'INCLUDETEXT "http://x/y.docx"', 'INCLUDEPICTURE "http://x/y.png"'),
            *(
                'LINK Excel.Sheet.12 "c:\\\\a.xlsx"',
                'IMPORT "x"',
                'DATABASE \\d "x"',
                "MACROBUTTON A b",
                "MERGEFIELD t",
            ),
        )
    },
    "a simple field": '<w:p><w:fldSimple w:instr=" DDEAUTO x "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>',
    "a link to a program": _field('HYPERLINK "file:///c:/a.exe"'),
    "a part of elsewhere": '<w:altChunk r:id="rId1"/>',
    "a tag without bound": "<w:p><w:r><w:t>{{ 'a'.ljust(3000000000) }}</w:t></w:r></w:p>",
    "a tag that writes a field": "<w:p><w:r><w:t>{{ '&lt;/w:t&gt;&lt;w:fldSimple w:instr=&quot;DDE x&quot;/&gt;"
    "&lt;w:t&gt;'|safe }}</w:t></w:r></w:p>",
    "tables in tables": "<w:tbl><w:tr><w:tc>" * 5_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5_000,
}


def _with_body(xml: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        head, mark, tail = parts["word/document.xml"].decode().rpartition("<w:sectPr")
        parts["word/document.xml"] = f"{head}{xml}{mark}{tail}".encode()

    return change


def _macros(parts: Parts) -> None:
    types = parts["[Content_Types].xml"]
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts["[Content_Types].xml"] = types.replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml")


def _linked(kind: str, target: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        rels = "word/_rels/document.xml.rels"
        address = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
        one = f'<Relationship Id="rIdX" Type="{address}" Target="{target}" TargetMode="External"/>'
        parts[rels] = parts[rels].replace(b"</Relationships>", f"{one}</Relationships>".encode())

    return change


def _entities(parts: Parts) -> None:
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = parts["word/document.xml"].decode()
    head, mark, rest = xml.partition("<w:document")
    kind = f'<!DOCTYPE w:document [<!ENTITY a0 "aaaaaaaaaa">{names}]>'
    parts["word/document.xml"] = f"{head}{kind}{mark}{rest}".encode().replace(b"<w:body>", b"<w:body>&a11;")


def _bomb(parts: Parts) -> None:
    parts["word/media/image9.png"] = b"\0" * 300_000_000


_PACKAGES: dict[str, Callable[[Parts], None]] = {
    "a document with macros": _macros,
    "a picture of elsewhere": _linked("image", "http://x/y.png"),
    "a template of elsewhere": _linked("attachedTemplate", "http://x/y.dotm"),
    "an object of elsewhere": _linked("oleObject", "file:///c:/a.xlsx"),
    "entities of entities": _entities,
    "a part of 300 MB": _bomb,
    "no document in it": lambda parts: parts.pop("word/document.xml"),  # type: ignore[dict-item]
    "a document cut off": lambda p: p.update({"word/document.xml": p["word/document.xml"][:5_000]}),
}
_NO_DOCUMENTS = {
    "an empty file": b"",
    "a text": "Báo cáo tổng hợp".encode(),
    "an old document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000,
    "half an archive": _SHIPPED.read_bytes()[:9_000],
}


def _word(name: str, change: Callable[[Parts], None]) -> HostileTemplate:
    def put(folder: Path) -> None:
        with zipfile.ZipFile(_SHIPPED) as found:
            parts = {n: found.read(n) for n in found.namelist()}
        change(parts)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
            for part, content in parts.items():
                package.writestr(part, content)
        _write(folder / _SHIPPED.name, made.getvalue())

    return HostileTemplate(name, put, _SHIPPED.name)


def _sentence(name: str, text: str) -> HostileTemplate:
    return HostileTemplate(name, lambda folder: _write(folder / "report" / _SENTENCES, text.encode()), _SENTENCES)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
