"""The Word report of a drawn season, taken apart: every number in it with its place, and what may be printed there.

The places are the paragraphs of the body, its short tables, its charts, and the tables of the annexes. For each of
them a number must be the figure of its trace, a date or number of a paper, or a count that is counted here a second
time.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook

from tests.support.judges.truth_words import WITHOUT, day, percent, printed, share, tokens, vn
from tests.support.judges.unit_statements import SPOKEN, units_behind
from tests.support.judges.word_text import plain_document
from tests.support.seasons.report_cases import TEMPLATES
from tests.support.seasons.true_seasons import Drawn
from vstbcpn_cli.usecases.tracing.model import Traced, TraceStanding
from vstbcpn_cli.usecases.validate import as_json

KINDS = ("SN", "DT", "HU", "XA")
Wrong = tuple[object, ...]


@dataclass
class Report:
    """The officer's copy of a report, with the file of the units' words, beside the traces of its season."""

    of: Drawn
    path: Path
    words: Path
    traces: Mapping[str, Traced]
    checked: int = 0
    _asked: dict[str, Traced] = field(default_factory=dict)

    # ------------------------------------------------------------------------------------------------- what is known
    @cached_property
    def labels(self) -> Any:
        return tomllib.loads((TEMPLATES / "report" / "nhan.toml").read_text(encoding="utf-8"))

    @cached_property
    def coverage(self) -> Traced:
        return self.trace("don-vi")

    @cached_property
    def files(self) -> Any:
        """What `validate` says of every file, as its JSON has it."""
        return as_json(self.of.intake)["files"]

    @cached_property
    def kinds(self) -> list[str]:
        return [k for k in KINDS if any(line.unit.kind == k for line in self.coverage.lines)]

    def trace(self, code: str) -> Traced:
        if code not in self.traces and code not in self._asked:
            self._asked[code] = self.of.asked(code)
        return self.traces.get(code) or self._asked[code]

    @cached_property
    def of_the_papers(self) -> set[str]:
        """Numbers of laws, plans, letters, periods and days, which the templates and the edition print."""
        report, folder = self.of.report, TEMPLATES / "report"
        edition, period = report.consolidation.edition, report.consolidation.coverage.period
        static = [p.read_text(encoding="utf-8") for p in folder.iterdir() if p.suffix in (".j2", ".toml")]
        labels = (edition.label_of(c) for c in edition.task_of)
        years = {str(edition.year + n) for n in (-1, 0, 1)}
        return {
            *tokens(*static, edition.office, edition.title, period.name, *labels),
            *self.days,
            *years,
        }

    @cached_property
    def days(self) -> set[str]:
        """The days of the report and of its period, in figures and by their parts."""
        report, period = self.of.report, self.of.report.consolidation.coverage.period
        given = (period.from_date, period.until_date, period.due, report.report_date, report.as_of)
        days = [d for d in given if d is not None]
        parts = {n for d in days for n in (f"{d.day:02d}", f"{d.month:02d}", str(d.month))}
        return {*(day(d) for d in days), *parts}

    @cached_property
    def by_unit(self) -> Mapping[str, set[str]]:
        """By the name of a unit the numbers in anything it typed, from its workbook alone."""
        register = {line.unit.code: line.unit.name for line in self.coverage.lines}
        return {register[code]: _typed(path) for code, path in self.of.files.items()}

    @cached_property
    def said_of(self) -> set[str]:
        """Numbers in what was found wrong, as `validate` words it."""
        found = (f for file in self.files for f in file["findings"])
        return tokens(*(f"{f['message']} {f['advice']} {f.get('value', '')} {f['cell']}" for f in found))

    def counts_of_units(self) -> set[str]:
        """How many units there are of each kind and each standing, and shares of them."""
        coverage, found = self.coverage, set()
        for kind in ("", *self.kinds):
            lines = [line for line in coverage.lines if kind in ("", line.unit.kind)]
            sent = sum(line.standing is TraceStanding.COUNTED for line in lines)
            found |= {vn(len(lines)), vn(sent), f"{vn(sent)}/{vn(len(lines))}"}
            found |= tokens(percent(sent, len(lines))) if lines else set()
            for standing in TraceStanding:
                some = [line for line in lines if line.standing is standing]
                found |= {vn(len(some)), vn(len(lines) - len(some))}
            found.add(vn(sum(bool(line.value) for line in lines if line.standing is TraceStanding.COUNTED)))
        return found

    def counts_of_annexes(self) -> set[str]:
        """How many lines the annexes have: figures left out and their units, estimates, open points, targets."""
        found: set[str] = set()
        for rows in self.tables(self.annex("xac_minh")) if self.annex("xac_minh") else ():
            if "Lý do chưa cộng" in rows[0]:
                parts = [r for r in rows[1:] if r[4].endswith("số bộ phận chỉ được cộng khi có tổng số.")]
                for some in (parts, [r for r in rows[1:] if r not in parts]):
                    found |= {vn(len(some)), vn(len({r[2] for r in some}))}
            else:
                found.add(vn(len(rows) - 1))
        for rows in self.tables(self.annex("tinh_hinh")):
            found |= {vn(sum(r[1].endswith("*") for r in rows)), vn(sum(r[2].startswith("Chậm") for r in rows))}
        for rows in self.tables(self.annex("chi_tieu")) if self.annex("chi_tieu") else ():
            found |= _verdicts(rows[1:])
        return found

    # ----------------------------------------------------------------------------------------------------- the paper
    @cached_property
    def document(self) -> Any:
        return plain_document(self.path)

    @cached_property
    def blocks(self) -> list[tuple[str, Paragraph | Table]]:
        """Paragraphs and tables in their order, each with the annex it stands in (“” in the body)."""
        found: list[tuple[str, Paragraph | Table]] = []
        annex = ""
        for block in (*self.document.iter_inner_content(), *plain_document(self.words).iter_inner_content()):
            if isinstance(block, Paragraph) and block.style is not None and block.style.name == "VB Phụ lục":
                annex = block.text
            found.append((annex, block))
        return found

    def tables(self, annex: str) -> list[list[list[str]]]:
        return [
            [[c.text for c in row.cells] for row in block.rows]
            for where, block in self.blocks
            if where == annex and isinstance(block, Table)
        ]

    def annex(self, key: str) -> str:
        """The number of an annex by its key in `nhan.toml`; "" where the report has none."""
        title = self.labels["phu_luc"][key]["tieu_de"]
        return next((where for where, b in self.blocks if isinstance(b, Paragraph) and b.text == title), "")

    def wrong(self, *row: object) -> Wrong:
        return (self.of.name, *row)

    # -------------------------------------------------------------------------------------------------- short tables
    def short_tables(self) -> Iterator[Wrong]:
        """The tables of the body: each figure is that of the code that `nhan.toml` names for its row."""
        by_caption = {spec["ten"]: (name, spec) for name, spec in self.labels["bang"].items()}
        caption = ""
        for where, block in self.blocks:
            if where:
                return
            if isinstance(block, Paragraph):
                caption = (
                    block.text.partition(". ")[2]
                    if block.text.startswith("Bảng ")
                    else caption
                    if not block.text
                    else ""
                )
                continue
            if caption not in by_caption:
                continue
            name, spec = by_caption[caption]
            rows = [[c.text for c in row.cells] for row in block.rows]
            if "hang" in spec:
                yield from self._by_kind(spec, rows)
            else:
                yield from self._of_a_matrix(name, rows)

    def _by_kind(self, spec: Any, rows: list[list[str]]) -> Iterator[Wrong]:
        codes = {h["ten"]: (h["ma"], h.get("mau", "")) for h in spec["hang"]}
        titles = rows[0]
        earlier = {form.format(nam=2010) for form in self.labels["bang_chung"]["cot"].values()}
        kinds = self.of.report.consolidation.edition.kind_of
        names = {kinds[k].name.capitalize(): k for k in KINDS} | {self.labels["bang_chung"]["toan_tinh"]: ""}
        for row in rows[1:]:
            name, _, asked = row[0].removesuffix(")").rpartition(" (")
            code, whole = codes[name.rstrip("*")]
            told = self.trace(code)
            if asked != (f"{code}/{whole}" if whole else code):
                yield self.wrong(row[0], "is not asked for", code, whole)
            for title, cell in zip(titles[1:], row[1:], strict=True):
                if title in earlier:
                    expected = self._before(code, whole)
                elif whole:
                    expected = self._share(code, whole, names[title])
                else:
                    expected = {printed(told, names[title])}
                self.checked += 1
                if cell not in expected:
                    yield self.wrong(row[0], title, cell, expected)

    def _answered(self, told: Traced) -> str:
        """Of how many of those asked that have sent a form: “16/70”."""
        counted = len({line.unit.code for s in (TraceStanding.COUNTED, TraceStanding.NIL) for line in told.of(s)})
        lacking = len({line.unit.code for s in WITHOUT for line in told.of(s)})
        return "–" if told.source else f"{counted}/{counted + lacking}"

    def _share(self, part: str, whole: str, kind: str = "", sign: str = "%") -> set[str]:
        asked = self.trace(f"{part}/{whole}")
        found = dict(asked.kind_shares).get(kind) if kind else asked.share
        if found is None or not found.whole:
            return {"–", "…"}
        text = f"{share(found.part, found.whole):.2f}".replace(".", ",") + sign
        return {text, f"{text} ({vn(found.part)}/{vn(found.whole)})"}

    def _before(self, code: str, whole: str = "", sign: str = "%") -> set[str]:
        told = self.trace(f"{code}/{whole}" if whole else code)
        earlier = told.earlier
        if earlier is None or earlier.value is None:
            return {"…"}
        if whole:
            return {"…", f"{Decimal(str(earlier.value)):.2f}".replace(".", ",") + sign}
        return {"…", vn(earlier.value), f"{vn(earlier.value)}/{vn(earlier.answered)}"}

    def _of_a_matrix(self, name: str, rows: list[list[str]]) -> Iterator[Wrong]:
        """Every number is one of the figures of the row's codes, or of the targets printed beside them."""
        matrix = self.of.report.consolidation.edition.matrices[name]
        for row in (r for r in rows if r[0] != self.labels["bang_chung"]["noi_dung"]):
            known: set[str] = set()
            title, _, asked = row[0].removesuffix(")").rpartition(" (")
            for line in matrix.rows:
                if self._in_full(line.label).casefold() != title.rstrip("*").casefold():
                    continue
                stem = f"{name}.{line.code}"
                if asked != stem:
                    yield self.wrong(name, row[0], "is not asked for", stem)
                known |= tokens(line.target)
                for part, whole in matrix.shares:
                    for kind in ("", *self.kinds):
                        known |= tokens(*self._share(f"{stem}.{part}", f"{stem}.{whole}", kind))
                    known |= tokens(*self._before(f"{stem}.{part}", f"{stem}.{whole}"))
                for column in matrix.columns:
                    told = self.trace(f"{stem}.{column.key}")
                    known |= {printed(told), self._answered(told)}
                    known |= {printed(told, k) for k in self.kinds}
                known |= self._levels(stem, matrix.shares)
            for cell in row[1:]:
                self.checked += 1
                missing = tokens(cell) - known
                if missing:
                    yield self.wrong(name, row[0], cell, missing)

    def _levels(self, stem: str, pairs: Any) -> set[str]:
        """Posts are counted by level and never added up: “4/15 (26,67%)”."""
        found: set[str] = set()
        for part, whole in pairs:
            sums = [dict(self.trace(f"{stem}.{key}").kinds) for key in (part, whole)]
            for kind, all_ in sums[1].items():
                women = sums[0].get(kind)
                found.add(vn(all_))
                if women is not None:
                    found |= {f"{vn(women)}/{vn(all_)}", vn(women)}
                asked = dict(self.trace(f"{stem}.{part}/{stem}.{whole}").kind_shares).get(kind)
                if asked is not None and asked.whole:
                    two = f"{share(asked.part, asked.whole):.2f}".replace(".", ",")
                    found |= {f"{vn(asked.part)}/{vn(asked.whole)}", two}
        return found

    def _in_full(self, text: str) -> str:
        for short, long in self.labels["viet_du"].items():
            text = text.replace(short, long)
        return text

    # ----------------------------------------------------------------------------------------------------- annex III
    def staff(self) -> Iterator[Wrong]:
        """Of every unit, kind and the province: total, women, and the share of the two."""
        title = self.annex("can_bo")
        matrix = self.of.report.consolidation.edition.matrices[self.labels["phu_luc"]["can_bo"]["bieu"]]
        part, whole = matrix.shares[0]
        kinds = {f"Cộng {self.of.report.consolidation.edition.kind_of[k].name}": k for k in KINDS}
        for rows in self.tables(title):
            posts = list(dict.fromkeys(cell.partition(".")[0] for cell in rows[0][2:]))
            for row in rows[2:]:
                name = row[1].removesuffix("*").strip()
                for n, post in enumerate(posts):
                    stem = f"{matrix.code}.{post}"
                    got = ["".join(cell.split("\n")) for cell in row[2 + 3 * n : 5 + 3 * n]]
                    if row[0]:
                        expected = [self._given(f"{stem}.{key}", name) for key in (whole, part)]
                        both = [e for e in expected if e[:1].isdigit()]
                        ratio = self._ratio_of_unit(*both) if len(both) == 2 else got[2]
                        right = got == [*expected, ratio] and (len(both) == 2 or got[2] in ("–", "…"))
                    else:
                        kind = kinds.get(row[1], "")
                        expected = [printed(self.trace(f"{stem}.{key}"), kind) for key in (whole, part)]
                        right = got[:2] == expected and got[2] in self._share(
                            f"{stem}.{part}", f"{stem}.{whole}", kind, ""
                        )
                    self.checked += 1
                    if not right:
                        yield self.wrong(row[1], post, got, expected)

    def _given(self, code: str, name: str) -> str:
        told = self.trace(code)
        line = next((x for x in told.lines if x.unit.name == name), None)
        if line is not None and line.standing is TraceStanding.COUNTED:
            return vn(line.value)
        return "–" if line is None or line.standing is TraceStanding.NOT_APPLICABLE else "…"

    def _ratio_of_unit(self, whole: str, part: str) -> str:
        numbers = [Decimal(n.replace(".", "").replace(",", ".")) for n in (whole, part)]
        return f"{share(numbers[1], numbers[0]):.2f}".replace(".", ",") if numbers[0] else "–"

    # ------------------------------------------------------------------------------------------------- other annexes
    def lists(self) -> Iterator[Wrong]:
        """Annex I, the lists, the narratives and the open points: what the units typed, what was found, and counts."""
        for where, block in self.blocks:
            if not where or not isinstance(block, Table):
                continue
            rows = [[c.text for c in row.cells] for row in block.rows]
            if where == self.annex("tinh_hinh"):
                yield from self._who(rows)
            elif where == self.annex("danh_muc"):
                yield from self._listed(rows, 1)
            elif where == self.annex("chi_tieu"):
                yield from self._targets(rows)
            elif where == self.annex("xac_minh"):
                yield from self._withheld(rows) if "Lý do chưa cộng" in rows[0] else self._open(rows)
            elif where == self.annex("so_lieu") and rows[0][-1] == "Đơn vị":
                yield from self._answers(rows)

    def _who(self, rows: list[list[str]]) -> Iterator[Wrong]:
        counting = {path.name for path in self.of.files.values()}
        for order, row in enumerate(rows[1:], 1):
            name = row[1].removesuffix("*").strip()
            line = next(x for x in self.coverage.lines if x.unit.name == name)
            file = next(
                (
                    f
                    for f in self.files
                    if self._unit_of(f) == line.unit.code and f["path"].rpartition("/")[2] in counting
                ),
                None,
            )
            counted = line.standing is TraceStanding.COUNTED
            wrong = sum(f["severity"] == "error" for f in file["findings"]) if file and counted else None
            days = tokens(row[2])
            self.checked += 1
            right = row[0] == str(order) and row[5] == ("–" if wrong is None else vn(wrong))
            right &= days == ({vn(line.value)} if counted and line.value else set())
            right &= tokens(row[3]) <= self.by_unit.get(name, set()) and tokens(row[4]) <= self._received(line)
            if not right:
                yield self.wrong("Phụ lục I", row, wrong)

    def _unit_of(self, file: Any) -> str:
        return file["unit"]["code"] if file["unit"] else ""

    def _received(self, line: Any) -> set[str]:
        return {day(s.understood) for s in line.sources if isinstance(s.understood, dt.date)}

    def _listed(self, rows: list[list[str]], unit: int) -> Iterator[Wrong]:
        if _of_words(rows):
            yield from self._narrated(rows)
            return
        for order, row in enumerate(rows[1:], 1):
            known = self.by_unit.get(row[unit].partition(",")[0].strip(), set()) | self.of_the_papers
            self.checked += 1
            if row[0] not in ("", str(order)) and row[0].isdigit():
                yield self.wrong("Tập danh mục", row)
            missing = tokens(*row[1:]) - known
            if missing:
                yield self.wrong("Tập danh mục", row, missing)

    def _narrated(self, rows: list[list[str]]) -> Iterator[Wrong]:
        """Under each question who said what: each of the units named, in one of its cells."""
        order = 0
        for row in rows[1:]:
            self.checked += 1
            if row[0] == row[1] == row[2]:
                order = 0
                if tokens(row[0]) - self.of_the_papers:
                    yield self.wrong("Tập danh mục, câu hỏi", row)
                continue
            order += 1
            missing = [n for n in _named(row[1]) if not self.says(n, row[2])]
            if row[0] != str(order) or missing:
                yield self.wrong("Tập danh mục, lời", row, missing)

    # ------------------------------------------------------------------------------------------ what the units say
    @cached_property
    def cells_by_unit(self) -> Mapping[str, list[str]]:
        """By the name of a unit, in small letters, the words of every cell of its workbook."""
        register = {line.unit.code: line.unit.name.casefold() for line in self.coverage.lines}
        return {register[code]: [_words(str(c)) for c in _cells(path)] for code, path in self.of.files.items()}

    def says(self, name: str, text: str) -> bool:
        """Whether all of a text stands in one cell of the unit of this name."""
        return any(_words(text) in cell for cell in self.cells_by_unit.get(name, ()))

    def _says_in_pieces(self, name: str, text: str) -> bool:
        """Whether a text is made of cells of one unit, put side by side, and of the names of columns."""
        edition = self.of.report.consolidation.edition
        labels = {_words(column.label) for _, column in edition.table_columns.values()}
        return all(_words(p) in labels or self.says(name, p) for p in _PIECES.split(text.removesuffix(".")))

    def speaker(self, line: str) -> str:
        """Who says a line of the body: a unit, so many units, or “” of the report itself.

        “Sở Y tế: …”, “7 đơn vị: …”, a person with the body that a unit names beside it, a target with its lead unit.
        """
        if not line.startswith("- "):
            return ""
        head = _head(line)
        if head.casefold() in self.cells_by_unit or _SOME.fullmatch(head):
            return head.casefold()
        person, _, body = head.removesuffix(")").rpartition(" (")
        lead = line.removesuffix(".").removesuffix(")").rpartition(" (")[2].casefold()
        rows = (n for n in self.cells_by_unit if person and self.says(n, person) and self.says(n, body))
        return lead if lead in self.cells_by_unit else next(rows, "")

    @cached_property
    def _of_the_targets(self) -> set[str]:
        """Numbers in the targets of the strategies, their codes and names."""
        return tokens(*(t for c in self.of.report.consolidation.edition.catalogues for t in c.targets))

    def quoted(self) -> Iterator[Wrong]:
        """“Theo báo cáo của 6 đơn vị: …” in the answers of so many; “- Huyện X: …” in a cell of that unit."""
        for line in (b.text for where, b in self.blocks if not where and isinstance(b, Paragraph)):
            spoken = [*SPOKEN.finditer(line)]
            for found in spoken:
                self.checked += 1
                some = _SOME.fullmatch(found["who"])
                if self.speakers(found["what"]) < (int(some[1]) if some else 1):
                    yield self.wrong("lời của đơn vị", found[0])
            who = "" if spoken else self.speaker(line)
            if not who:
                continue
            head, said = _head(line), line.partition(": ")[2]
            self.checked += 1
            if some := _SOME.fullmatch(head):
                right = self.speakers(said) >= int(some[1])
            elif head.casefold() == who:
                own = {who: self.answers_by_unit.get(who, [])}
                right = bool(units_behind(said, [own])) or self._says_in_pieces(who, said)
            else:  # a row of a table, made into a sentence
                known = next(known for name, known in self.by_unit.items() if name.casefold() == who)
                right = tokens(line) <= known | self._of_the_targets
            if not right:
                yield self.wrong("lời của đơn vị", line)

    def speakers(self, said: str) -> int:
        return units_behind(said, [self.answers_by_unit])

    @cached_property
    def answers_by_unit(self) -> Mapping[str, list[str]]:
        """By the name of a unit, in small letters, the longer texts in its workbook."""
        register = {line.unit.code: line.unit.name.casefold() for line in self.coverage.lines}
        texts = {code: [c for c in _cells(path) if isinstance(c, str)] for code, path in self.of.files.items()}
        return {register[code]: [t for t in found if len(t.split()) > 2] for code, found in texts.items()}

    def without_words(self, line: str) -> str:
        """A paragraph without what units say in it, and how many of them."""
        return _HEARD.sub("", SPOKEN.sub("", line))

    def _targets(self, rows: list[list[str]]) -> Iterator[Wrong]:
        """What the lead unit typed, beside what the strategy asks."""
        asked = tokens(*self.of.report.consolidation.edition.catalogues)
        for row in rows[1:]:
            self.checked += 1
            missing = tokens(*row) - asked - self.by_unit.get(row[-1], set()) - self.of_the_papers
            if missing:
                yield self.wrong("chỉ tiêu", row, missing)

    def _hints(self, text: str) -> Iterator[Wrong]:
        """Shares beside the targets, for the reader only: each is that of its trace."""
        matrices = self.of.report.consolidation.edition.matrices
        for code, ratio, part, whole in _HINT.findall(text):
            block = matrices.get(code.rpartition(".")[0])
            pairs = [f"{code}.{p}/{code}.{w}" for p, w in block.shares] if block else [code]
            shares = [found for c in pairs if (found := self.trace(c).share) is not None]
            known = {(percent(s.part, s.whole), vn(s.part), vn(s.whole)) for s in shares if s.whole}
            self.checked += 1
            if (ratio, part, whole) not in known:
                yield self.wrong(text, code, known)

    def _open(self, rows: list[list[str]]) -> Iterator[Wrong]:
        said = self.said_of | self.of_the_papers
        for order, row in enumerate(rows[1:], 1):
            self.checked += 1
            missing = tokens(*row[3:]) - said
            # “Tương tự ở 7 ô khác” counts the findings of one code in one file.
            missing -= {vn(n) for n in range(self._most_alike)} if "ương tự" in row[4] else set()
            if row[0] != str(order) or missing:
                yield self.wrong("cần xác minh", row, missing)

    @cached_property
    def _most_alike(self) -> int:
        alike: dict[tuple[str, str], int] = {}
        for file in self.files:
            for f in file["findings"]:
                alike[file["path"], f["code"]] = alike.get((file["path"], f["code"]), 0) + 1
        return max(alike.values(), default=0)

    def _withheld(self, rows: list[list[str]]) -> Iterator[Wrong]:
        for row in rows[1:]:
            self.checked += 1
            typed = tokens(row[3]) - self.by_unit.get(row[2], set()) - self._made_of(row[0], row[2])
            reason = tokens(row[4]) - self.said_of - tokens(row[4].partition("(")[2]) - self.of_the_papers
            if typed or reason:
                yield self.wrong("chưa cộng", row, typed, reason)

    def _made_of(self, code: str, unit: str) -> set[str]:
        """What the form computes for a unit from the cells that the trace names, added up again."""
        if "[" in code or not code:
            return set()
        lines = [x for x in self.trace(code).of(TraceStanding.WITHHELD) if x.unit.name == unit]
        numbers = [s.understood for x in lines for s in x.sources if isinstance(s.understood, int | Decimal)]
        return {vn(sum((Decimal(n) for n in numbers), Decimal(0))), vn(len({s.cell for x in lines for s in x.sources}))}

    def _answers(self, rows: list[list[str]]) -> Iterator[Wrong]:
        for row in rows[1:]:
            told = self.trace(row[0])
            answer = {"Có": True, "Không": False}.get(row[2], row[2])
            units = {x.unit.name for x in told.of(TraceStanding.COUNTED) if x.value == answer}
            self.checked += 1
            named = {n.strip()[:1].upper() + n.strip()[1:] for n in row[4].split(";")}
            if row[3] != vn(len(units)) or {n.casefold() for n in named} != {u.casefold() for u in units}:
                yield self.wrong("Phụ lục II, câu trả lời", row, units)

    # ---------------------------------------------------------------------------------------------------- the charts
    def charts(self) -> Iterator[Wrong]:
        """Captions and descriptions: how many units stand behind a chart, until when, and every value in words."""
        captions = [b.text for _, b in self.blocks if isinstance(b, Paragraph) and b.text.startswith("Biểu đồ ")]
        codes = {s["ten"]: s.get("ma", "") for s in self.labels["bieu_do"].values() if isinstance(s, dict)}
        until = day(self.of.report.consolidation.coverage.period.until_date)
        for order, caption in enumerate(captions, 1):
            head, _, note = caption.partition(" (số liệu")
            number, _, title = head.partition(". ")
            known = {self._answered(self.trace(codes[title]))} if note and codes.get(title) else set()
            self.checked += 1
            if tokens(number) != {str(order)} or tokens(note) - known - {until}:
                yield self.wrong(caption, known)
        for title, text in self._described():
            values = {n for name, *_ in [(title,)] for n in self._values_of_charts()}
            missing = tokens(text) - values - self.counts_of_units() - tokens(*captions) - self.of_the_papers
            self.checked += 1
            if missing:
                yield self.wrong("mô tả", text, missing)

    def _described(self) -> Iterator[tuple[str, str]]:
        with zipfile.ZipFile(self.path) as package:
            root = ET.fromstring(package.read("word/document.xml"))
        for element in root.iter():
            if element.tag.endswith("}docPr") and element.get("descr"):
                yield element.get("name", ""), element.get("descr", "")

    def _values_of_charts(self) -> set[str]:
        """As they are stored in the charts, which another test holds against the traces."""
        found: set[str] = set()
        with zipfile.ZipFile(self.path) as package:
            for part in (n for n in package.namelist() if n.startswith("word/charts/")):
                root = ET.fromstring(package.read(part))
                texts = [e.text or "" for e in root.iter() if e.tag.endswith("}v")]
                for text in texts:
                    try:
                        found |= {vn(text), vn(Decimal(text).quantize(Decimal("0.01")))}
                    except ArithmeticError:
                        found |= tokens(text)
        return found

    # ----------------------------------------------------------------------------------------------------- the notes
    def notes(self) -> Iterator[Wrong]:
        """The paragraphs of the annexes: counts of units, and what stands in the log."""
        log = (self.of.folder / "so-theo-doi.csv").read_text(encoding="utf-8")
        parts = (d.split("/") for d in tokens(log) if d.count("/") == 2)
        days = {day(dt.date(int(year), int(month), int(date))) for date, month, year in parts}
        known = {*self.counts_of_units(), *tokens(log), *days, *self.of_the_papers}
        for where, block in self.blocks:
            if where and isinstance(block, Paragraph):
                yield from self._hints(block.text)
                _, colon, said = block.text.partition(": ")
                text = _HINT.sub("", said) if colon and _HINT.search(said) else block.text
                missing = tokens(text) - known
                self.checked += bool(tokens(block.text))
                if missing:
                    yield self.wrong(where, block.text, missing)


_HINT = re.compile(r"\(([\w./]+)\) ([\d,]+%) \(([\d.]+)/([\d.]+)\)")
"""“Cấp ủy viên … (T3.M1.CB03) 13,75% (11/80)”."""


_WORD = re.compile(r"[^\W_]+")
_PIECES = re.compile(r"[;,.:] ")
_HEARD = re.compile(r"có báo cáo của \d+ đơn vị|còn \d+ (?:ý kiến|kiến nghị) khác")
_SOME = re.compile(r"(?:Theo báo cáo của )?(\d+) đơn vị")


def _head(line: str) -> str:
    """What stands before the words of a line of the body: “Sở Y tế”, “7 đơn vị” (kiến nghị)."""
    return line.removeprefix("- ").partition(": ")[0].removesuffix(" kiến nghị")


def _of_words(rows: list[list[str]]) -> bool:
    """Whether a table is that of the units' own words."""
    return len(rows[0]) == 3 and rows[0][-1] == "Nội dung"


def _named(cell: str) -> list[str]:
    return [name.removesuffix("*").strip().casefold() for name in cell.split(";")]


def _words(text: str) -> str:
    """The words and numbers of a text, each between two spaces."""
    found = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    return f" {' '.join(found)} "


def _verdicts(rows: list[list[str]]) -> set[str]:
    """How many targets there are, and how many of each verdict; rows of one code are parts of one target."""
    parts: dict[str, list[str]] = {}
    for row in rows:
        parts.setdefault(row[0], []).append(row[-2])
    words = {v for verdicts in parts.values() for v in verdicts}
    some = [*({w} for w in words), {"Chưa báo cáo", "Chưa có số liệu"}, {"Đạt", "Vượt"}]
    found = {vn(len(parts))}
    for wanted in some:
        found |= {vn(sum(how(v in wanted for v in vs) for vs in parts.values())) for how in (all, any)}
    reached = vn(sum(all(v in ("Đạt", "Vượt") for v in vs) for vs in parts.values()))
    return found | {f"{reached}/{vn(len(parts))}"}


def _typed(path: Path) -> set[str]:
    """Numbers in every cell of a workbook: texts, figures as the office writes them, days."""
    found: set[str] = set()
    for cell in _cells(path):
        if isinstance(cell, dt.datetime):
            found.add(day(cell.date()))
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            found.add(vn(repr(cell)))
        else:
            found |= tokens(cell)
    return found


def _cells(path: Path) -> Iterator[Any]:
    sheets = load_workbook(path, data_only=True).worksheets
    return (c for sheet in sheets for row in sheet.iter_rows(values_only=True) for c in row if c is not None)
