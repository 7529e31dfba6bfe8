"""What programs make of a Word file they save, and what is put into it: a picture, a footnote."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

_NOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/'
    'wordprocessingml/2006/main"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
    '</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    '</w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {}</w:t></w:r>'
    "</w:p></w:footnote></w:footnotes>"
)


def picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x80\x20\x20" * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def with_note(content: bytes, text: str) -> bytes:
    """The package with the footnote that its body already asks for."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    parts["word/footnotes.xml"] = _NOTES.format(text).encode()
    types, links = "[Content_Types].xml", "word/_rels/document.xml.rels"
    told = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", told.encode())
    told = f'<Relationship Id="rIdNote" Type="{link}" Target="footnotes.xml"/></Relationships>'
    parts[links] = parts[links].replace(b"</Relationships>", told.encode())
    return packed(parts)


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


# ------------------------------------------------------------------------------------- what other programs make of a file
def as_word(content: bytes, rng: random.Random) -> bytes:
    """Runs cut to pieces, with the numbers of editing sessions, marks of the spelling checker and a bookmark."""

    def rewrite(main: str) -> str:
        def cut(match: re.Match[str]) -> str:
            own, text = match[1] or "", match[2]
            if len(text) < 8 or "&" in text or rng.random() < 0.5:
                return match[0].replace("<w:r>", f'<w:r w:rsidR="00{rng.randrange(16**6):06X}">', 1)
            at = rng.randrange(1, len(text) - 1)
            pieces = [
                f'<w:r w:rsidRPr="00A1B2C3">{own}<w:t xml:space="preserve">{t}</w:t></w:r>'
                for t in (text[:at], text[at:])
            ]
            return f'{pieces[0]}<w:proofErr w:type="spellStart"/>{pieces[1]}<w:proofErr w:type="spellEnd"/>'

        main = re.sub(
            r'<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: xml:space="preserve")?>([^<]*)</w:t></w:r>', cut, main
        )
        main = re.sub(
            r"<w:p>", lambda _: f'<w:p w:rsidR="00{rng.randrange(16**6):06X}" w:rsidRDefault="00AA00BB">', main
        )
        start = '<w:bookmarkStart w:id="77" w:name="_GoBack"/><w:bookmarkEnd w:id="77"/>'
        return main.replace("</w:p>", f"{start}</w:p>", 1)

    return _rewritten(content, {"word/document.xml": rewrite})


def as_wps(content: bytes) -> bytes:
    """Every style has a number for its id, as WPS numbers them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        ids = dict.fromkeys(re.findall(r'w:styleId="([^"]*)"', package.read("word/styles.xml").decode()))
    named = {old: f"a{n}" for n, old in enumerate(ids)}

    def rewrite(text: str) -> str:
        pattern = r'(<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val="|w:styleId=")([^"]*)"'
        return re.sub(pattern, lambda m: f'{m[1]}{named.get(m[2], m[2])}"', text)

    every = {n: rewrite for n in zipfile.ZipFile(io.BytesIO(content)).namelist() if re.match(r"word/[a-z]+\d*\.xml", n)}
    return _rewritten(content, every)


def _rewritten(content: bytes, how: Mapping[str, Callable[[str], str]]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    for name, rewrite in how.items():
        parts[name] = rewrite(parts[name].decode()).encode()
    return packed(parts)
