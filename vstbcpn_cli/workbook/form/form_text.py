"""The form's own text, for telling it from what was typed."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import count, takewhile

import msgspec

from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import META_SHEET, Stamp
from vstbcpn_cli.text.normalise import clean, fold, plain
from vstbcpn_cli.text.state_words import CONFIRM_HEAD
from vstbcpn_cli.workbook.form.form_plan import FormPlan
from vstbcpn_cli.workbook.form.form_stamp import SEAL, digest, listed_digest, seal, token
from vstbcpn_cli.workbook.form.helper_cells import HEADING
from vstbcpn_cli.workbook.form.other_issue import ARROW, OtherIssue, codes_asked, renamed
from vstbcpn_cli.workbook.form.own_sheets import fill, own_sheets
from vstbcpn_cli.workbook.form.sheet_plan import CONFIRM, PREVIOUS, Look, SheetPlan
from vstbcpn_cli.workbook.form.stamp import EARLIER_MARK
from vstbcpn_cli.workbook.form.stamp_token import parse_token
from vstbcpn_cli.workbook.raw import CellKind, RawBook, RawCell

_LIST = re.compile(r"\bds_\d+\b")
"""The name of a list of choices."""
_SHEET = re.compile(r"(?:'[^']*'|[\w.]+)!")
_ADDRESS = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
_FIGURE = re.compile(r"([\w.]+)=(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)", re.ASCII)
_ABOUT = re.compile(r"(\w+(?:\.\w+)+): ")
"""How a line of the self-check begins: the code it is about."""
_OF_LAST_PERIOD = (PREVIOUS, CONFIRM)
_CUT_AT = 255
"""Characters of a text that old programs, and some writers of .xls, keep."""
_LONGEST_WORD = 60
_REMEMBERED = 4_096
"""Formulas without their addresses: all kinds of units have a thousand and a half, each again in every file."""
_LONGEST_FORMULA = 8_192
"""Characters; no program keeps more, and a longer one is none of the form's."""
_SENTENCES = ("unit", "window", "due", "office", "address")
"""What printed sentences of the instructions are filled in with: no list of printed texts has them."""
_SIGNS = frozenset({Look.SIGN, Look.SIGN_HINT, Look.CLOSING})
_HEADINGS = (Look.HEAD, Look.NATIONAL, Look.MOTTO, Look.TITLE, Look.BLOCK, Look.HINT, Look.LINK)


class FormTexts(msgspec.Struct, frozen=True):
    """What a blank prints on its task sheets and beside them; `own` are the folded names of the latter sheets,
    `check` the one of them that computes.

    `heads` are the headings of sheets and columns, `headings` those of columns by block and key in their order,
    `labels` what follows the code of a line: label and measure.
    A unit may well answer with its own name or with a measure, so less counts as print where answers may stand:
    `anywhere` is print in every row, `prints_on_line` beside the code of a line.
    Texts with placeholders are patterns: a blank issued with an earlier due date or address is still our own text.
    `earlier` are the figures of the last period the file was issued with, by code, None where it does not say; `other`
    is the issue that printed the file where it is not this one. `asked` are the codes that this issue asks, `lists` its
    choices, and for each of them `renamed` gives the choices of the other one in the words of this one; `reworded`
    tells what differs. `choosing` are the lines with a cell that offers a list, `hidden` the codes in rows that ask
    nothing of the unit.
    """

    on_sheets: frozenset[str]
    anywhere: frozenset[str]
    heads: frozenset[str]
    labels: Mapping[str, tuple[str, ...]]
    example_marks: frozenset[str]
    own: frozenset[str]
    check: str
    headings: Mapping[str, Mapping[str, str]]
    _beside: frozenset[str]
    _examples: frozenset[str]
    _formulas: Mapping[str, frozenset[str]]
    _helpers: frozenset[str]
    _patterns: re.Pattern[str]
    _verdicts: re.Pattern[str]
    stamp: Stamp = msgspec.field(default_factory=Stamp)
    earlier: Mapping[str, Decimal] | None = None
    other: OtherIssue | None = None
    asked: frozenset[str] = frozenset()
    lists: tuple[tuple[str, ...], ...] = ()
    choosing: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    reworded: tuple[str, ...] = ()
    renamed: Mapping[tuple[str, ...], Mapping[str, str]] = msgspec.field(default_factory=dict)
    _filled: frozenset[str] = frozenset()

    @classmethod
    def of(cls, plan: FormPlan) -> FormTexts:
        """Of a plan with the places of earlier figures; the texts on the task sheets still need `stamped`."""
        beside, sheets = plan.printed_beside - {"{stamp}"}, plan.sheets
        printed = [p for sheet in sheets for p in sheet.printed]
        entries = [s for p in sheets for s in p.cells if s.open and not getattr(s.spec, "prefilled", False)]
        heads = frozenset(plain(p.text) for p in printed if p.look in _HEADINGS)
        return cls(
            frozenset(plain(t) for t in plan.printed),
            heads.union(plain(p.text) for p in printed if p.look in _SIGNS or (p.look, p.column) == (Look.EXAMPLE, 1)),
            heads,
            {code: texts for sheet in sheets for code, texts in _labels(sheet)},
            frozenset(plain(p.text) for p in printed if (p.look, p.column) == (Look.EXAMPLE, 1)),
            own_sheets(plan.words),
            plan.words["sheet.check"].casefold(),
            _over_keys(sheets),
            frozenset(plain(t) for t in beside if "{" not in t),
            _only_in_examples(sheets),
            _skeletons(plan),
            frozenset(map(_skeleton, plan.checks.formulas)),
            _any_of(t for t in sorted(beside) if "{" in t),
            _any_of(plan.words[f"check.{w}"] for w in ("ready", "to_fill", "to_mend", "both")),
            asked=frozenset(c for c in codes_asked(beside) if not c.endswith(f".{CONFIRM}")),
            lists=tuple(dict.fromkeys(c.values for c in plan.lists.values())),
            choosing=frozenset(s.code for s in entries if f"{s.code}/{s.role}" in plan.lists),
            hidden=frozenset(s.code for sheet in sheets for s in sheet.cells if s.row in sheet.hidden),
        )

    def stamped(self, fields: Mapping[str, str], stamp: Stamp, book: RawBook) -> FormTexts:
        """The texts of one unit's form: as this edition prints them, and as the file itself says they were issued.

        The hidden sheet lists them under a seal; a list that does not fit its seal is not believed.
        """
        meta = next((s for s in book.sheets if s.name.casefold() == META_SHEET), None)
        cells = [(p, c.text) for p, c in sorted(meta.cells.items()) if c.kind is CellKind.TEXT] if meta else []
        open_ = frozenset(t for t in self.on_sheets if "{" in t)
        now = (self.on_sheets - open_).union(fill(t, fields) for t in open_)
        anywhere = self.anywhere | {fill("{stamp}", fields)}
        own = replace(self, stamp=stamp, earlier=_earlier(t for _, t in cells))
        if fill("{stamp}", fields) == token(stamp) or not stamp.fingerprint:
            other = None
        else:
            other = OtherIssue(beside=_self_check(book, self.check))
        for (_, column), mark in cells:
            if SEAL.fullmatch(plain(mark)):
                bundles = [[t for (_, c), t in cells if c == column + n] for n in (1, 2)]
                on_sheets, beside = ([plain(t) for b in some for t in clean(b).split("\n")] for some in bundles)
                if seal(on_sheets, beside) == plain(mark):
                    beside = [listed_digest(t) for t in beside]
                    marks = (plain(t) for t in (mark, *bundles[0], *bundles[1]))
                    own = replace(own, _beside=self._beside.union(beside, marks))
                    if other is not None:
                        lists = _columns(cells, column + 3)
                        other = OtherIssue(frozenset(on_sheets), frozenset(filter(None, beside)), lists, listed=True)
                    anywhere = anywhere.union(on_sheets) - (now - anywhere)  # and what was worded otherwise then
                    now = now.union(on_sheets)
                    break
        own = replace(own, on_sheets=now - self._examples, anywhere=anywhere)
        return own if other is None else own.compared(other, self, fields, book)

    def compared(self, other: OtherIssue, ours: FormTexts, fields: Mapping[str, str], book: RawBook) -> FormTexts:
        """With what differs between `other` and our issue."""
        filled = frozenset(fields[name] for name in _SENTENCES if fields[name])
        own = replace(self, other=other, _filled=filled)
        if not other.listed:
            return own
        theirs = {mine: other.choices(mine, self.lists) for mine in self.lists}
        called = {mine: pairs for mine, then in theirs.items() if (pairs := renamed(mine, then))}
        told = [f"“{old}” (đọc là “{new}”)" for pairs in called.values() for old, new in pairs.items()]
        for mine, then in theirs.items():
            known = {*mine, *called.get(mine, ())}
            told += [_quoted(choice) for choice in then if choice not in known]
            left = [c for c in mine if then and c not in (*then, *called.get(mine, {}).values())]
            told += [f"không có lựa chọn {_quoted(choice)}" for choice in left]
        told += [f"trang tính “{s.name}”" for s in book.sheets if s.name in other.beside - ours._beside]
        words, more = (
            frozenset(t for t in texts if t and "{" not in t and not t.startswith(ARROW))
            for texts in (other.printed, ours.on_sheets)
        )
        told += map(_quoted, sorted(words - more))
        told += [f"không có {name}" for name in own.unasked()]
        told = told or [_quoted(text) for text in sorted(more - words - {CONFIRM_HEAD})]
        if not told and not other.beside <= ours._beside.union(map(digest, ours._beside)):
            told = ["phần hướng dẫn hoặc tự kiểm tra"]
        return replace(own, renamed=called, reworded=tuple(dict.fromkeys(told)))

    def unasked(self) -> Iterator[str]:
        """The lines, columns and tables with which the file was not issued."""
        yield from (_quoted(label) for code, label in self.first_labels.items() if self.lacks(code))
        for block, names in self.headings.items():
            if self.lacks(block):
                yield f"phần {block}"
            else:
                yield from (_quoted(text) for key, text in names.items() if self.lacks(f"{block}.{key}"))

    @property
    def unlisted(self) -> bool:
        """Whether another issue printed the file and its list of printed texts is lost."""
        return self.other is not None and not self.other.listed

    @property
    def unsure(self) -> bool:
        """Whether nobody can say what was printed on the file: its list is lost, or what says which issue it is."""
        return self.unlisted or not self.stamp.fingerprint

    def lacks(self, code: str) -> bool:
        """Whether the file was issued without what this issue asks under a code: no unit has taken it out.

        Never where nothing is left that says what the file was issued with.
        """
        theirs = self.other.asked if self.other is not None else frozenset()
        return bool(theirs) and code in self.asked and code not in theirs

    def asked_elsewhere(self, code: str) -> bool:
        """Whether only the issue that printed the file asks something of the unit under a code."""
        return self.other is not None and code in self.other.asked and code not in self.asked

    def names_sheet(self, name: str) -> bool:
        """Whether another issue may have given a sheet of the file its name."""
        return self.other is not None and self.other.names_sheet(name)

    def issued_with(self, name: str) -> bool:
        """Whether a sheet has a name that the other issue lists."""
        return self.other is not None and self.other.listed and name in self.other.beside

    def offers(self, choices: Sequence[str], answer: str) -> bool:
        """Whether the file itself offers an answer that our list of `choices` does not have."""
        if self.other is None:
            return False
        lists = [own for own in self.lists if set(own) <= set(choices)]  # a lead is offered some of the choices
        theirs = (choice for own in lists for choice in self.other.choices(own, self.lists))
        return fold(answer).rstrip(".") in {fold(choice).rstrip(".") for choice in theirs}

    def issued(self, text: str) -> bool:
        """Whether another issue printed a text on a task sheet of the file."""
        return self.other is not None and self.other.prints(text)

    @property
    def first_labels(self) -> Mapping[str, str]:
        """The label of every line, by its code."""
        return {code: label for code in self.labels if (label := self.first_label(code)) is not None}

    def first_label(self, code: str) -> str | None:
        """The label of one line."""
        texts = self.labels.get(code)
        return plain(texts[0]) if texts else None

    @property
    def issued_headings(self) -> Mapping[str, Mapping[str, str]]:
        """The headings of answers, without those over row numbers and over earlier figures."""
        blocks = self.headings
        return {
            block: {k: t for k, t in names.items() if not k.endswith(_OF_LAST_PERIOD) and f"{block}.{k}" not in blocks}
            for block, names in blocks.items()
        }

    def prints_on_line(self, text: str, code: str) -> bool:
        """Whether a text beside the code of a line is the form's own."""
        return text in self.anywhere or text in self.labels.get(code, ())

    def computes(self, code: str, cell: RawCell) -> bool:
        """Whether a cell holds the formula the form computes a code with, wherever its cells have moved.

        One whose words are not known is taken for it: nothing says that the unit has changed it.
        """
        return cell.formula == "=" or _among(self._formulas.get(code, frozenset()), cell.formula)

    def helps(self, cell: RawCell) -> bool:
        """Whether a cell holds a formula of the form's hidden cells, wherever they have moved."""
        return _among(self._helpers, cell.formula)

    def gives_verdict(self, cell: RawCell) -> bool:
        """Whether a cell repeats the verdict of the self-check, or what it has left on one sheet."""
        linked = bool(cell.formula) and self.check in cell.formula.casefold()
        return linked or self._verdicts.fullmatch(plain(cell.text)) is not None

    def begins_a_sheet(self, text: str) -> bool:
        """Whether a text stands in the first rows of each sheet: the stamp, or what is above hidden columns."""
        return text == HEADING or self.names_the_form(text)

    def names_the_form(self, text: str) -> bool:
        """Whether a text is the printed line of the stamp, of whatever issue of the form."""
        found = parse_token(text, "printed")
        return found is not None and replace(self.stamp, source="printed") == found and text == token(found)

    def prints_beside(self, text: str, sheet: str) -> bool:
        """Whether a text of the instructions, the self-check or the hidden sheet is the form's own."""
        if sheet.casefold() == META_SHEET and (
            text in self.on_sheets or text in self._examples or SEAL.fullmatch(text)
        ):
            return True
        if text in self._beside or digest(text) in self._beside or text.startswith(EARLIER_MARK):
            return True
        if text in self._digests or parse_token(text, "printed") is not None or self._patterns.fullmatch(text):
            return True
        return sheet.casefold() == META_SHEET and len(text) > _CUT_AT and self._lists(text)

    def may_be_filled_in(self, text: str) -> bool:
        """Whether a text may be a sentence of the other issue that is filled in for the unit, and so on no list."""
        return any(value in text for value in self._filled)

    @property
    def _digests(self) -> frozenset[str]:
        return _digests_of(self._beside)

    def _lists(self, text: str) -> bool:
        """Whether a text of the hidden sheet is its list of printed texts, whose line breaks a program has lost."""
        listed, ends, left = _squeezed(text), {0}, [0]
        printed = set(map(_squeezed, self.on_sheets | self._beside | self._examples | self._digests))
        lengths = set(map(len, printed))
        while left:
            start = left.pop()
            found = {start + n for n in lengths if listed[start : start + n] in printed} - ends
            ends |= found
            left += found
        return len(listed) in ends

    def prints_beginning(self, stored: str, sheet: str) -> bool:
        """Whether a text beside the form is the beginning of the form's own, cut where some programs cut every text."""
        if len(stored) != _CUT_AT:
            return False
        *lines, last = (plain(line) for line in clean(stored).split("\n"))
        own = self._beside | self.on_sheets | self._examples | self.anywhere | self._digests
        whole = all(line in own or self.prints_beside(line, sheet) for line in lines)
        ends = (last, plain(stored)) if whole else (plain(stored),)  # lines of their own, or one text over some lines
        return any(text.startswith(ends) for text in own)


@lru_cache(maxsize=64)
def _digests_of(texts: frozenset[str]) -> frozenset[str]:
    return frozenset(map(digest, texts))


def _columns(cells: Sequence[tuple[tuple[int, int], str]], first: int) -> tuple[tuple[str, ...], ...]:
    """The texts of the hidden sheet column by column, as far as there are any."""
    found = (tuple(t for (_, c), t in cells if c == n) for n in count(first))
    return tuple(takewhile(bool, found))


def _self_check(book: RawBook, name: str) -> frozenset[str]:
    """What the self-check sheet of a file shows, with the codes that its lines are about."""
    sheet = next((s for s in book.sheets if s.name.casefold() == name), None)
    texts = [plain(c.text) for c in sheet.cells.values()] if sheet else []
    return frozenset([*texts, *(f"{ARROW}{m[1]}" for m in map(_ABOUT.match, texts) if m)])


def _quoted(text: str) -> str:
    return f"“{textwrap.shorten(clean(text), _LONGEST_WORD, placeholder='…')}”"


def _earlier(texts: Iterable[str]) -> Mapping[str, Decimal] | None:
    listed = next((t for t in map(plain, texts) if t.startswith(EARLIER_MARK)), None)
    if listed is None:
        return None
    found = (_FIGURE.fullmatch(piece) for piece in listed.removeprefix(EARLIER_MARK).split())
    return {m[1]: Decimal(m[2]) for m in found if m}


def _over_keys(plans: tuple[SheetPlan, ...]) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for plan in plans:
        heads = {(p.row, p.column): plain(p.text) for p in plan.printed if p.look is Look.HEAD}
        for mark in sorted((p for p in plan.printed if p.look is Look.KEY), key=lambda p: (p.row, p.column)):
            block, _, key = mark.text.rpartition(".")
            found.setdefault(block, {})[key] = heads[mark.row - 1, mark.column]
    return found


def _only_in_examples(plans: tuple[SheetPlan, ...]) -> frozenset[str]:
    """Words of the example rows, which a unit may well answer with: outside such a row they are its own."""
    examples = {plain(p.text) for plan in plans for p in plan.printed if p.look is Look.EXAMPLE and p.column > 1}
    return frozenset(examples - {plain(p.text) for plan in plans for p in plan.printed if p.look is not Look.EXAMPLE})


@lru_cache(maxsize=_REMEMBERED)
def _skeleton(formula: str) -> str:
    """A formula without the addresses in it, which programs write in their own way and move with the cells, and without
    the numbers of the lists, which a form with earlier figures counts otherwise."""
    bare = _SHEET.sub("", formula.lstrip("=").replace("$", "").replace("_xlfn.", ""))
    return _LIST.sub("#", _ADDRESS.sub("#", bare).replace(" ", "").casefold())


def _among(skeletons: frozenset[str], formula: str) -> bool:
    return 0 < len(formula) <= _LONGEST_FORMULA and _skeleton(formula) in skeletons


def _skeletons(plan: FormPlan) -> Mapping[str, frozenset[str]]:
    """What each line may be computed with, whether or not tables of the form show lines of the last period."""
    found = {code: {_skeleton(formula)} for code, formula in plan.computed.of_lines().items()}
    for code, formula in plan.plain_formulas.items():
        found[code].add(_skeleton(formula))
    return {code: frozenset(formulas) for code, formulas in found.items()}


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _labels(plan: SheetPlan) -> Iterator[tuple[str, tuple[str, ...]]]:
    for mark in (p for p in plan.printed if p.look is Look.CODE):
        beside = [p for p in plan.printed if p.row == mark.row and p.look in (Look.LABEL, Look.MEASURE)]
        yield mark.text, tuple(p.text for p in sorted(beside, key=lambda p: p.column))


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """What matches each text with whatever stands in its open places; of no texts nothing."""
    return re.compile("|".join(map(_pattern, texts)) or "(?!)")


def _pattern(text: str) -> str:
    return ".*".join(re.escape(piece) for piece in re.split(r"\{[a-z_]+\}", plain(text)))
