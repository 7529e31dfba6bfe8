"""An officer at work in Word: random edits of a document, each with what must be found again after a merge."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tests.support.judges.word_text import is_moved_away, text_of
from tests.support.seasons.saved_elsewhere import picture, with_note

_IN_TABLES = ("cell", "cell_figure", "delete_row", "add_row", "delete_table")
"""What is done where there is a table."""


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
    """Edits one document, `rng` decides what. Tables before the `first` are those of a letterhead."""

    def __init__(self, content: bytes, rng: random.Random, first: int = 2) -> None:
        self.document: Document = docx.Document(io.BytesIO(content))
        self.rng = rng
        self.made = Edited(b"")
        self._first = first
        self._mark = 0
        self._used: set[Any] = set()
        self._note = ""
        self._changes = 0

    def edit(self, count: int, only: tuple[str, ...] = ()) -> Edited:
        acts: dict[str, Callable[[], None]] = {
            n.removeprefix("do_"): getattr(self, n) for n in sorted(dir(self)) if n.startswith("do_")
        }
        names = only or tuple(n for n in acts if self._tables() or n not in _IN_TABLES)
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
        own = [p for p in self.document.paragraphs if len(text_of(p._p)) > 40 and p._p not in self._used]
        found = self.rng.choice(own)
        self._used.add(found._p)
        return found

    def _tables(self) -> list[Any]:
        return [t for t in self.document.tables[self._first :] if len(t.rows) > 3]

    def cell(self) -> Paragraph:
        while True:
            row = self.rng.choice(self.rng.choice(self._tables())._tbl.tr_lst[1:])
            p = Paragraph(self.rng.choice(row.tc_lst).p_lst[0], self.document._body)
            if text_of(p._p) and p._p not in self._used:
                self._used.add(p._p)
                return p

    def _runs(self, p: Paragraph) -> list[Run]:
        """Those with text: one, but for paragraphs whose figures have controls."""
        found = [Run(r, p) for r in p._p.iter(qn("w:r")) if not is_moved_away(r)]
        return [r for r in found if r.text.strip()]

    def _run(self, p: Paragraph) -> Run:
        """The words of the paragraph, or some of them."""
        return self.rng.choice(self._runs(p))

    # ---------------------------------------------------------------------------------------------------------- words
    def do_word(self) -> None:
        p = self.paragraph()
        before, run = text_of(p._p), self._run(p)
        words = run.text.split(" ")
        places = [n for n, w in enumerate(words) if w.isalpha()]
        if places:
            mark = self.mark()
            words[self.rng.choice(places)] = mark
            run.text = " ".join(words)
            self.made.touched[before] = mark

    def do_sentence(self) -> None:
        p = self.paragraph()
        before, run, mark = text_of(p._p), self._run(p), self.mark()
        told = f"Đây là nhận xét {mark} của chuyên viên."
        run.text = f"{run.text} {told}" if self.rng.random() < 0.6 else f"{told} {run.text}"
        self.made.touched[before] = mark

    def do_rewrite(self) -> None:
        """Half of the words are others."""
        p = self.paragraph()
        before, run, mark = text_of(p._p), self._run(p), self.mark()
        words = [w if self.rng.random() < 0.5 or re.search(r"\d", w) else "lời" for w in run.text.split(" ")]
        run.text = " ".join([mark, *words])
        self.made.touched[before] = mark

    def do_shorten(self) -> None:
        p = self.paragraph()
        before, run = text_of(p._p), self._run(p)
        words = run.text.split(" ")
        at = self.rng.randrange(len(words))
        del words[at : at + self.rng.randint(1, 6)]
        if words:
            mark = self.mark()
            run.text = " ".join([*words, mark])
            self.made.touched[before] = mark

    def do_figure(self) -> None:
        p = self.paragraph()
        before, run = text_of(p._p), self._run(p)
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
            self.made.bold[words[at]] = text_of(p._p)

    # ------------------------------------------------------------------------------------------------------ paragraphs
    def do_delete(self) -> None:
        p = self.paragraph()
        self.made.gone.append(text_of(p._p))
        p._p.getparent().remove(p._p)

    def do_add(self) -> None:
        p = self.paragraph()
        new = deepcopy(p._p)
        p._p.addnext(new)
        first, *others = self._runs(Paragraph(new, p._parent))
        first.text = f"Đoạn do chuyên viên viết thêm, có từ {self.mark()} để tìm lại."
        for run in others:
            run.text = ""
        self._used.add(new)

    def do_move(self) -> None:
        p, other = self.paragraph(), self.paragraph()
        if p._p is not other._p and p._p.find(qn("w:pPr") + "/" + qn("w:sectPr")) is None:
            other._p.addnext(p._p)

    def do_split(self) -> None:
        p = self.paragraph()
        before, run = text_of(p._p), self._run(p)
        cut = [m.end() for m in re.finditer(r"[.;:] ", run.text)] if len(self._runs(p)) == 1 else []
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
            if len(text_of(other._p)) > 40 and not other._p.xpath(".//w:drawing|.//w:sectPr"):
                self.made.touched[text_of(p._p)] = self.made.touched[text_of(other._p)] = ""
                self._runs(p)[-1].text += " " + text_of(other._p)
                after.getparent().remove(after)

    # ---------------------------------------------------------------------------------------------------------- tables
    def do_cell(self) -> None:
        p = self.cell()
        before, run, mark = text_of(p._p), self._run(p), self.mark()
        run.text = f"{run.text} ({mark})"
        self.made.touched[before] = mark

    def do_cell_figure(self) -> None:
        p = self.cell()
        mark = self.mark()
        self.made.touched[text_of(p._p)] = mark
        self._run(p).text = mark

    def do_delete_row(self) -> None:
        p = self.cell()
        row = next(p._p.iterancestors(qn("w:tr")))
        self.made.gone += [text_of(e) for e in row.iter(qn("w:p")) if text_of(e)]
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

    def do_delete_table(self) -> None:
        """One at most: of two that are deleted together only their titles are told."""
        tables = self._tables()
        if "delete_table" in self.made.done[:-1] or not tables:
            return
        table = self.rng.choice(tables)._tbl
        if not set(table.iter(qn("w:p"))) & self._used:
            self.made.gone += [text_of(e) for e in table.iter(qn("w:p")) if text_of(e)]
            table.getparent().remove(table)

    def do_add_table(self) -> None:
        p = self.paragraph()
        table = self.document.add_table(2, 2)
        for row in table.rows:
            for cell in row.cells:
                cell.text = f"Ô {self.mark()}"
        self._used.update(table._tbl.iter(qn("w:p")))
        p._p.addnext(table._tbl)

    # ------------------------------------------------------------------------------------------------- what Word keeps
    def do_accepted_changes(self) -> None:
        """An insertion and a deletion that were tracked and accepted: what is left of them is runs in pieces."""
        p = self.paragraph()
        before, run = text_of(p._p), self._run(p)
        words = run.text.split(" ")
        at, mark = self.rng.randrange(len(words)), self.mark()
        rest = deepcopy(run._r)
        made = deepcopy(run._r)
        run.text = "".join(f"{w} " for w in words[:at])
        run._r.addnext(made)
        made.addnext(rest)
        Run(made, p).text = f"{mark} "
        Run(rest, p).text = " ".join(words[at + 2 :])
        for n, one in enumerate((made, rest)):
            one.set(qn("w:rsidR"), f"00C0FFE{n}")
        self.made.touched[before] = mark

    def do_open_paragraph(self) -> None:
        """A paragraph written with tracking on."""
        p = self.paragraph()
        new = OxmlElement("w:p")
        p._p.addnext(new)
        run = Paragraph(new, p._parent).add_run(f"Đoạn viết thêm khi đang theo dõi sửa đổi, {self.mark()}.")
        self._tracked("w:ins", [run._r])
        self._track_mark(new, "w:ins")
        self._used.add(new)

    def do_open_move(self) -> None:
        """A paragraph moved with tracking on: it stands at both places."""
        p, other = self.paragraph(), self.paragraph()
        if p._p is other._p or p._p.xpath(".//w:sectPr|.//w:drawing|.//w:sdt"):
            return
        moved = deepcopy(p._p)
        other._p.addnext(moved)
        for place, kind in ((p._p, "w:moveFrom"), (moved, "w:moveTo")):
            self._tracked(kind, list(place.iter(qn("w:r"))))
            self._track_mark(place, kind)
        self._used.add(moved)

    def _tracked(self, kind: str, runs: list[Any]) -> None:
        for run in runs:
            change = self._change(kind)
            run.addprevious(change)
            change.append(run)

    def _track_mark(self, p: Any, kind: str) -> None:
        own = p.get_or_add_pPr()
        mark = own.find(qn("w:rPr"))
        if mark is None:
            mark = OxmlElement("w:rPr")
            own.append(mark)
        mark.insert(0, self._change(kind))

    def _change(self, kind: str) -> Any:
        self._changes += 1
        change = OxmlElement(kind)
        change.set(qn("w:id"), str(8000 + self._changes))
        change.set(qn("w:author"), "Chuyên viên")
        return change

    def do_open_insertion(self) -> None:
        p = self.paragraph()
        before, mark = text_of(p._p), self.mark()
        change = self._change("w:ins")
        run = deepcopy(self._run(p)._r)
        Run(run, p).text = f" bổ sung {mark}"
        change.append(run)
        p._p.append(change)
        self.made.touched[before] = mark

    def do_open_deletion(self) -> None:
        p = self.paragraph()
        before, run = text_of(p._p), self._run(p)
        words = run.text.split(" ")
        if len(words) > 6 and len(self._runs(p)) == 1:
            at = self.rng.randrange(2, len(words) - 3)
            kept, crossed, rest = words[:at], words[at : at + 2], words[at + 2 :]
            change = self._change("w:del")
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
        self.made.gone.append(text_of(p._p))
        runs = list(p._p.iter(qn("w:r")))
        for t in [t for run in runs for t in run.iter(qn("w:t"))]:
            told = OxmlElement("w:delText")
            told.text = t.text
            t.getparent().replace(t, told)
        self._tracked("w:del", runs)
        self._track_mark(p._p, "w:del")

    def do_picture(self) -> None:
        p = self.paragraph()
        before = text_of(p._p)
        p.add_run().add_picture(io.BytesIO(picture()))
        self.made.pictures += 1
        self.made.touched[before] = ""

    def do_note(self) -> None:
        if not self._note:
            p = self.paragraph()
            before = text_of(p._p)
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
