"""Which form a file is: the stamp and the other marks that survive when one of them is lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

from vstbcpn_cli.edition.model import Edition, FieldRole
from vstbcpn_cli.model.submission import META_SHEET, Stamp
from vstbcpn_cli.text.normalise import fold, plain
from vstbcpn_cli.workbook.form.sheet_plan import VALUE
from vstbcpn_cli.workbook.form.stamp_token import PROPERTY, parse_token
from vstbcpn_cli.workbook.raw import CellKind, RawBook

SEAL = re.compile(rf"{PROPERTY}:[0-9a-f]{{64}}")
_LONGEST_BUNDLE = 30_000
"""A cell holds 32,767 characters at most."""
_LONGEST_LISTED, _DIGITS = 40, 8
_REMEMBERED = 16_384
"""Files of a season repeat the form's own texts."""
_STATED = (FieldRole.UNIT_CODE, FieldRole.PERIOD, FieldRole.YEAR)
_LONGER_DIGEST = re.compile(r"#[0-9a-f]{12}")


def token(stamp: Stamp) -> str:
    """The stamp as one word, as it stands in the hidden sheet, the properties, the keywords and on every sheet."""
    return f"{PROPERTY}:{stamp.edition}/{stamp.period}/{stamp.unit}/{stamp.fingerprint}/{stamp.issue}"


def seal(on_sheets: Iterable[str], beside: Iterable[str]) -> str:
    """The mark under which a blank lists its own printed texts: nothing can be added to the lists unnoticed."""
    lines = "\n".join([*sorted(map(plain, on_sheets)), "", *sorted(map(plain, beside))])
    return f"{PROPERTY}:{hashlib.sha256(lines.encode()).hexdigest()}"


def listed(texts: Iterable[str]) -> list[str]:
    """Printed texts as a blank lists them: a sentence by its digest, for nothing but that it is the form's own is asked
    of it."""
    return sorted(digest(t) if len(t) > _LONGEST_LISTED else t for t in texts if "{" not in t)


@lru_cache(maxsize=_REMEMBERED)
def digest(text: str) -> str:
    """What stands for a sentence in the list."""
    return f"#{hashlib.blake2s(plain(text).encode(), digest_size=6).hexdigest()[:_DIGITS]}"


def listed_digest(line: str) -> str:
    """A line of the list with its digest as short as it is now: earlier issues have longer ones."""
    return line[: 1 + _DIGITS] if _LONGER_DIGEST.fullmatch(line) else line


def bundled(texts: Iterable[str]) -> list[str]:
    """Texts as lines of a few long ones: thousands of cells would cost each reader of the file more than the form."""
    bundles: list[str] = []
    for text in texts:
        if bundles and len(bundles[-1]) + len(text) < _LONGEST_BUNDLE:
            bundles[-1] += f"\n{text}"
        else:
            bundles.append(text)
    return bundles


def find_stamp(book: RawBook) -> Stamp | None:
    """The first mark that is still there: hidden sheet, custom property, keywords, printed line."""
    meta = next((s for s in book.sheets if s.name.casefold() == META_SHEET), None)
    texts = [c.text for _, c in sorted(meta.cells.items()) if c.kind is CellKind.TEXT] if meta else []
    marks = [("sheet", t) for t in texts]
    marks += [("property", book.properties.get(PROPERTY, "")), ("keyword", book.keywords)]
    for source, text in marks:
        if stamp := parse_token(text, source):
            return stamp
    for sheet in book.sheets:
        for _, cell in sorted(sheet.cells.items()):
            if cell.kind is CellKind.TEXT and PROPERTY in cell.text and (stamp := parse_token(cell.text, "printed")):
                return stamp
    return None


def stated(book: RawBook, edition: Edition) -> Stamp | None:
    """What the header sheet says under its own codes, for a file that has lost every mark: unit, period, year."""
    key, codes = f"{edition.header.code}.{VALUE}", tuple(map(edition.code_of, _STATED))
    for sheet in book.sheets:
        texts = {p: plain(c.text) for p, c in sheet.cells.items()}
        columns = [column for (_, column), text in texts.items() if text == key]
        rows = {text: row for (row, _), text in texts.items() if text in codes}
        if len(columns) == 1 and len(rows) == len(codes):
            unit, period, year = (texts.get((rows[code], columns[0]), "") for code in codes)
            known = next((p.code for p in edition.periods.values() if fold(p.form_code) == fold(period)), "")
            if unit and known and year == str(edition.year):
                return Stamp(edition.edition, "", unit, known, "", "cells")
    return None
