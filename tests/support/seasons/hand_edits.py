"""An officer at work in Word: random edits of a document, each with what must be found again after a merge."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_NOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/'
    'wordprocessingml/2006/main"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
    '</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    '</w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {}</w:t></w:r>'
    "</w:p></w:footnote></w:footnotes>"
)


@dataclass
class Edited:
    """The edited document. `marks` are words that were typed, `bold` those made bold with
    the text they stand in, `gone` the texts of paragraphs that
    were deleted, `touched` those that were changed, each with the mark that is in it now ("" for none)."""

    content: bytes
    marks: list[str] = field(default_factory=list)
    bold: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    touched: dict[str, str] = field(default_factory=dict)
    pictures: int = 0
    notes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


class Officer:
    """Edits one document, `rng` decides what."""

    def __init__(self, content: bytes, rng: random.Random) -> None:
        self.document: Document = docx.Document(io.BytesIO(content))
        self.rng = rng
        self.made = Edited(b"")
        self._mark = 0
        self._used: set[Any] = set()
        self._note = ""

    def edit(self, count: int, only: tuple[str, ...] = ()) -> Edited:
        acts: dict[str, Callable[[], None]] = {
            n.removeprefix("do_"): getattr(self, n) for n in sorted(dir(self)) if n.startswith("do_")
        }
        names = only or tuple(acts)
        for _ in range(count):
            name = self.rng.choice(names)
            self.made.done.append(name)
            acts[name]()
        target = io.BytesIO()
        self.document.save(target)
        self.made.content = with_note(target.getvalue(), self._note) if self._note else target.getvalue()
        return self.made

    # ------------------------------------------------------------------------------------------------------- choosing
    def mark(self) -> str:
        self._mark += 1
        word = f"chữsửa{'abcdefghijklmnopqrstuvwxyz'[self._mark % 26]}{'x' * (self._mark // 26)}z"
        self.made.marks.append(word)
        return word

    def paragraph(self) -> Paragraph:
        """One that was not edited yet and says something."""
        own = [p for p in self.document.paragraphs if len(p.text) > 40 and p._p not in self._used]
        found = self.rng.choice(own)
        self._used.add(found._p)
        return found

    def cell(self) -> Paragraph:
        tables = [t for t in self.document.tables[2:] if len(t.rows) > 3]
        while True:
            row = self.rng.choice(self.rng.choice(tables)._tbl.tr_lst[1:])
            p = Paragraph(self.rng.choice(row.tc_lst).p_lst[0], self.document._body)
            if p.text and p._p not in self._used:
                self._used.add(p._p)
                return p

    def _run(self, p: Paragraph) -> Any:
        """Its text in one run, as the program writes it."""
        return next(r for r in p.runs if r.text.strip())

    # ---------------------------------------------------------------------------------------------------------- words
    def do_word(self) -> None:
        p = self.paragraph()
        before, run = p.text, self._run(p)
        words = run.text.split(" ")
        places = [n for n, w in enumerate(words) if w.isalpha()]
        if places:
            mark = self.mark()
            words[self.rng.choice(places)] = mark
            run.text = " ".join(words)
            self.made.touched[before] = mark

    def do_sentence(self) -> None:
        p = self.paragraph()
        before, run, mark = p.text, self._run(p), self.mark()
        told = f"Đây là nhận xét {mark} của chuyên viên."
        run.text = f"{run.text} {told}" if self.rng.random() < 0.6 else f"{told} {run.text}"
        self.made.touched[before] = mark

    def do_rewrite(self) -> None:
        """Half of the words are others."""
        p = self.paragraph()
        before, run, mark = p.text, self._run(p), self.mark()
        words = [w if self.rng.random() < 0.5 or re.search(r"\d", w) else "lời" for w in run.text.split(" ")]
        run.text = " ".join([mark, *words])
        self.made.touched[before] = mark

    def do_shorten(self) -> None:
        p = self.paragraph()
        before, run = p.text, self._run(p)
        words = run.text.split(" ")
        at = self.rng.randrange(len(words))
        del words[at : at + self.rng.randint(1, 6)]
        if words:
            mark = self.mark()
            run.text = " ".join([*words, mark])
            self.made.touched[before] = mark

    def do_figure(self) -> None:
        p = self.paragraph()
        before, run = p.text, self._run(p)
        found = list(re.finditer(r"\d+", run.text))
        if found:
            one, mark = self.rng.choice(found), self.mark()
            run.text = f"{run.text[: one.start()]}{int(one[0]) + 7}{run.text[one.end() :]} {mark}"
            self.made.touched[before] = mark

    def do_bold(self) -> None:
        p = self.paragraph()
        run = self._run(p)
        words = run.text.split(" ")
        places = [n for n, w in enumerate(words) if w.isalpha() and words.count(w) == 1]
        if len(places) > 1:
            at = self.rng.choice(places)
            pieces = [
                " ".join(words[:at]) + " " * bool(at),
                words[at],
                " " * (at + 1 < len(words)) + " ".join(words[at + 1 :]),
            ]
            run.text = pieces[0]
            for text in reversed(pieces[1:]):
                new = deepcopy(run._r)
                run._r.addnext(new)
                one = Run(new, p)
                one.text = text
                one.bold = text == words[at] or None
            self.made.bold[words[at]] = p.text

    # ------------------------------------------------------------------------------------------------------ paragraphs
    def do_delete(self) -> None:
        p = self.paragraph()
        self.made.gone.append(p.text)
        p._p.getparent().remove(p._p)

    def do_add(self) -> None:
        p = self.paragraph()
        new = deepcopy(p._p)
        p._p.addnext(new)
        added = Paragraph(new, p._parent)
        self._run(added).text = f"Đoạn do chuyên viên viết thêm, có từ {self.mark()} để tìm lại."
        for run in added.runs[1:]:
            run.text = ""
        self._used.add(new)

    def do_move(self) -> None:
        p, other = self.paragraph(), self.paragraph()
        if p._p is not other._p and p._p.find(qn("w:pPr") + "/" + qn("w:sectPr")) is None:
            other._p.addnext(p._p)

    def do_split(self) -> None:
        p = self.paragraph()
        before, run = p.text, self._run(p)
        cut = [m.end() for m in re.finditer(r"[.;:] ", run.text)]
        if cut:
            at = self.rng.choice(cut)
            new = deepcopy(p._p)
            p._p.addnext(new)
            self._run(Paragraph(new, p._parent)).text = run.text[at:]
            run.text = run.text[:at]
            self._used.add(new)
            self.made.touched[before] = ""

    def do_join(self) -> None:
        p = self.paragraph()
        after = p._p.getnext()
        if after is not None and after.tag == qn("w:p") and after not in self._used:
            other = Paragraph(after, p._parent)
            if len(other.text) > 40 and not other._p.xpath(".//w:drawing|.//w:sectPr"):
                self.made.touched[p.text] = self.made.touched[other.text] = ""
                self._run(p).text += " " + other.text
                after.getparent().remove(after)

    # ---------------------------------------------------------------------------------------------------------- tables
    def do_cell(self) -> None:
        p = self.cell()
        before, run, mark = p.text, self._run(p), self.mark()
        run.text = f"{run.text} ({mark})"
        self.made.touched[before] = mark

    def do_cell_figure(self) -> None:
        p = self.cell()
        mark = self.mark()
        self.made.touched[p.text] = mark
        self._run(p).text = mark

    def do_delete_row(self) -> None:
        p = self.cell()
        row = next(p._p.iterancestors(qn("w:tr")))
        self.made.gone += [q.text for q in (Paragraph(e, p._parent) for e in row.iter(qn("w:p"))) if q.text]
        if not set(row.iter(qn("w:p"))) & (self._used - {p._p}):
            row.getparent().remove(row)

    def do_add_row(self) -> None:
        p = self.cell()
        row = next(p._p.iterancestors(qn("w:tr")))
        new = deepcopy(row)
        row.addnext(new)
        for n, cell in enumerate(new.tc_lst):
            one = Paragraph(cell.p_lst[0], p._parent)
            for run in one.runs:
                run.text = ""
            (one.runs[0] if one.runs else one.add_run()).text = self.mark() if not n else "7"
        self._used.update(new.iter(qn("w:p")))

    # ------------------------------------------------------------------------------------------------- what Word keeps
    def do_open_insertion(self) -> None:
        p = self.paragraph()
        before, mark = p.text, self.mark()
        change = OxmlElement("w:ins")
        change.set(qn("w:id"), str(9000 + self._mark))
        change.set(qn("w:author"), "Chuyên viên")
        run = deepcopy(self._run(p)._r)
        Run(run, p).text = f" bổ sung {mark}"
        change.append(run)
        p._p.append(change)
        self.made.touched[before] = mark

    def do_open_deletion(self) -> None:
        p = self.paragraph()
        before, run = p.text, self._run(p)
        words = run.text.split(" ")
        if len(words) > 6:
            at = self.rng.randrange(2, len(words) - 3)
            kept, crossed, rest = words[:at], words[at : at + 2], words[at + 2 :]
            change = OxmlElement("w:del")
            change.set(qn("w:id"), str(9500 + len(self.made.done)))
            change.set(qn("w:author"), "Chuyên viên")
            gone = deepcopy(run._r)
            for t in gone.findall(qn("w:t")):
                gone.remove(t)
            told = OxmlElement("w:delText")
            told.text = " ".join(crossed) + " "
            gone.append(told)
            change.append(gone)
            tail = deepcopy(run._r)
            run.text = " ".join(kept) + " "
            Run(tail, p).text = " ".join(rest)
            run._r.addnext(change)
            change.addnext(tail)
            self.made.touched[before] = ""

    def do_crossed_out(self) -> None:
        """A whole paragraph deleted with tracking on."""
        p = self.paragraph()
        self.made.gone.append(p.text)
        for run in list(p._p.iter(qn("w:r"))):
            for t in list(run.iter(qn("w:t"))):
                told = OxmlElement("w:delText")
                told.text = t.text
                t.getparent().replace(t, told)
            change = OxmlElement("w:del")
            change.set(qn("w:id"), str(9700 + len(self.made.done)))
            change.set(qn("w:author"), "Chuyên viên")
            run.addprevious(change)
            change.append(run)
        own = p._p.get_or_add_pPr()
        mark = own.find(qn("w:rPr"))
        if mark is None:
            mark = OxmlElement("w:rPr")
            own.append(mark)
        change = OxmlElement("w:del")
        change.set(qn("w:id"), str(9800 + len(self.made.done)))
        change.set(qn("w:author"), "Chuyên viên")
        mark.append(change)

    def do_picture(self) -> None:
        p = self.paragraph()
        before = p.text
        p.add_run().add_picture(io.BytesIO(picture()))
        self.made.pictures += 1
        self.made.touched[before] = ""

    def do_note(self) -> None:
        if not self._note:
            p = self.paragraph()
            before = p.text
            self._note = f"Cước chú {self.mark()}"
            self.made.marks.pop()
            self.made.notes.append(self._note)
            run = OxmlElement("w:r")
            asked = OxmlElement("w:footnoteReference")
            asked.set(qn("w:id"), "1")
            run.append(asked)
            p._p.append(run)
            self.made.touched[before] = ""

    def do_comment(self) -> None:
        p = self.paragraph()
        told = f"Ý kiến lãnh đạo {len(self.made.comments)}"
        self.document.add_comment(p.runs, text=told, author="Lãnh đạo")
        self.made.comments.append(told)


def picture() -> bytes:
    import struct
    import zlib

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
