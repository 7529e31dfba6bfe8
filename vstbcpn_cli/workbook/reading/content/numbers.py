"""A number read from a text cell, as Vietnamese offices write it."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache

import msgspec

from vstbcpn_cli.model.calculation import canonical
from vstbcpn_cli.model.problems import Noticed, ProblemKind, noticed
from vstbcpn_cli.text import numbers
from vstbcpn_cli.text.normalise import fold, without_marks
from vstbcpn_cli.text.number_words import number_in_words, speaks_of_numbers
from vstbcpn_cli.text.state_words import ZERO

_VIETNAMESE = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?\Z")
_ENGLISH = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?\Z")
_ONE_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}\Z")
_GROUP = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,])")
_SPACED = re.compile(r"[+-]?[1-9]\d{0,2}( \d{3})+(,\d+)?\Z")
_DECIMAL = re.compile(r"[+-]?\d+[.,]\d+\Z")
_WHOLE = re.compile(r"[+-]?\d+\Z")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d{1,20})?[eE][+-]\d{1,2}\Z")
"""As programs write out what is very small or very large; its sign tells it from a code like “12E3”."""
_WITH_UNIT = re.compile(r"([\d.,]+(?: \d{3})*)\s*([^\d\s].*)\Z")
_PARTS = re.compile(
    r"([\d.]+)(?: \w{1,12})?\s*(?:\(\s*(?:trong đó:?\s*)?|[,;]?\s*trong đó:?\s*)"
    r"((?:có )?[\d.]+\s*\w{1,12}|\w{1,12}:? [\d.]+)\s*\)?\Z"
)
"""“3 (01 nữ)”, “12, trong đó nữ 3”: a whole and a part of it in one cell."""
_WORDS = re.compile(r"\(?(?!trở |hơn\b)(?=[^\W\d_]*[^\W\d_][/.]?[^\W\d_])[^\W\d_]+(?:[ /.][^\W\d_]+)*\)?\.?\Z")
"""A number followed by these and nothing else says what it counts: “14 cán bộ”, “14 đ/c”."""
_NUMBERS = re.compile(r"(?<!\w)\d(?:[\d.,]*\d)?")
_DIGIT = re.compile(r"\d")
_MINUS = re.compile("\\A[\u2010-\u2015\u2212\ufe58\ufe63\uff0d](?=\\d)")
_BRACKETED = re.compile(r"([^()]+)[(\[]([^()]+)[)\]]\.?\Z")
"""“14 (mười bốn)”, as papers with a stamp are written."""
# “năm” alone behind a number is years as often as five, “không” is no as often as nought.
_BESIDE = re.compile(r"([\d.,]+)(?: *[:;/-] *| +)(?!(?i:năm|không)\Z)([^\W\d_][^\d()\[\]]*)\Z")
_FOLLOWED = re.compile(r"(.+[)\]])\s*([^()\[\]\d]+)\Z")
_MONEY = tuple(
    (re.compile(rf"(?:{words})[. ]*(?:đồng|đ|vnđ|vnd)?\Z"), Decimal(scale))
    for words, scale in (("triệu|tr", 1), ("tỉ", 1000))
)
"""What one of a word is in triệu đồng: “tr.đ”, “triệu VNĐ”, “tỷ”."""
_REMEMBERED = 4_096
"""Most texts that are asked about are measures that the form prints, in each file again."""
_LONGEST = 60
"""Characters of a number with its unit of measure; a longer text is none, and costs too much to find out."""
_STORED = Context(prec=15)
"""Spreadsheets show 15 digits; the rest of a stored number is noise of its binary form."""
FINEST, NOISE = Decimal("0.000001"), Decimal("1E-9")
"""No figure of an office is finer than a millionth of its measure; what a subtraction leaves behind is far finer."""
TOO_LARGE = Decimal(10) ** 15
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


class Reading(msgspec.Struct, frozen=True):
    """A number read from text: its value, and the problem it is read with or refused for."""

    value: Decimal | None
    noticed: Noticed | None = None


def number_from_text(text: str, *, whole: bool, measure: str = "") -> Reading:
    """Reads one number from a cleaned text; `whole` for counts, where a group of three digits means thousands.

    “1.234” in a field that may have decimals is refused with both readings; a unit word is accepted when it is the
    field's own measure, with or without its marks, tỷ for triệu đồng being a thousandfold.
    """
    if len(text) > _LONGEST:
        return _none(text)
    digits = _MINUS.sub("-", text.strip().lstrip("'").translate(_FULL_WIDTH))
    if digits.endswith("%") and measure == "%":
        digits = digits[:-1].strip()
    bare = _bare(digits.removesuffix("."), whole=whole)
    if bare is not None:
        return bare
    if (spelt := _spelt(digits, whole=whole, measure=measure)) is not None:
        return spelt
    if digits.endswith("%") and _bare(digits[:-1].strip(), whole=whole) is not None:
        return Reading(None, noticed(ProblemKind.PERCENT_FOR_NUMBER))
    if parts := _PARTS.match(digits):
        return _not_one("part-inside", whole=parts[1], part=parts[2])
    match = _WITH_UNIT.match(digits)
    if match is None:
        return _none(digits)
    scale = _scale(match[2], measure)
    inner = _bare(match[1].strip(), whole=whole)
    named = _WORDS.match(match[2]) and not (match[2][0] == "(" and speaks_of_numbers(match[2]))
    if scale is None and inner is not None and named:
        other = Reading(None, noticed(ProblemKind.OTHER_MEASURE, measure=measure))
        return other if measure else _not_one("with-words")
    if scale is None or inner is None or inner.value is None:
        return inner if inner is not None and inner.value is None and scale else _none(digits)
    value = inner.value * scale
    read = numbers.number(value)
    told = {"read": read, "digits": read.replace(".", ""), "measure": measure}
    return Reading(value, noticed(ProblemKind.UNIT_WORD_IN_NUMBER, **told))


@lru_cache(maxsize=_REMEMBERED)
def possible_numbers(text: str, measure: str = "") -> frozenset[Decimal]:
    """Every number that a text can be read as: “6.000” is six thousand and six."""
    decimal = _GROUP.sub(r"\g<0>0", text)
    readings = (
        number_from_text(t, whole=whole, measure=measure)
        for t, whole in ((text, True), (text, False), (decimal, False))
    )
    return frozenset(r.value for r in readings if r.value is not None)


def _none(text: str) -> Reading:
    """What a text is that is not one exact number."""
    if text.startswith("="):
        return _not_one("formula-as-text")
    if not _DIGIT.search(text) and not speaks_of_numbers(text):
        return _not_one("no-number")
    some = len(_NUMBERS.findall(text)) > 1
    return _not_one("some-numbers" if some else "")


def _not_one(case: str, **details: str) -> Reading:
    return Reading(None, noticed(ProblemKind.NOT_ONE_NUMBER, case=case, **details))


def _spelt(text: str, *, whole: bool, measure: str) -> Reading | None:
    """A number in words, or a number with its own words beside it; None where there are no such words."""
    number = _in_words(text, measure)
    if number is not None:
        read = f"số {numbers.number(number)} (ghi bằng chữ)"
        return Reading(Decimal(number), noticed(ProblemKind.READ_WITH_CARE, read=read))
    parts = _BRACKETED.match(_without_measure(text, measure)) or _BESIDE.match(text)
    if parts is None:
        return None
    for digits, words in (parts.group(1, 2), parts.group(2, 1)):
        number = 0 if fold(words).strip(". ") in ZERO else _in_words(words.strip(), measure)
        found = number_from_text(digits.strip(), whole=whole, measure=measure) if number is not None else None
        if number is not None and found is not None and found.value is not None:
            spoken, written = numbers.number(number), numbers.number(found.value)
            if found.value == number:
                read = f"số {spoken} (ghi cả số và chữ)"
                return Reading(found.value, noticed(ProblemKind.READ_WITH_CARE, read=read))
            return Reading(None, noticed(ProblemKind.NUMBER_AND_WORDS_DIFFER, digits=written, words=spoken))
    return None


def _without_measure(text: str, measure: str) -> str:
    """“3 (ba) cuộc”: what follows the brackets belongs to the number before them."""
    followed = _FOLLOWED.match(text)
    return followed[1] if followed and _scale(followed[2], measure) == 1 else text


def _in_words(text: str, measure: str) -> int | None:
    """A number in words, with or without the measure behind it."""
    named = [fold(m) for m in re.split(r"[,/]", measure) if m.strip()]
    low = fold(text).rstrip(".")
    endings = ["", *(f" {m}" for m in (fold(measure), *named) if m)]
    found = (number_in_words(low.removesuffix(e)) for e in endings if low.endswith(e))
    return next((n for n in found if n is not None), None)


def _bare(digits: str, *, whole: bool) -> Reading | None:
    if _WHOLE.match(digits):
        return Reading(Decimal(digits))
    if _ONE_GROUP.match(digits):
        thousands = Decimal(digits.replace(".", "").replace(",", ""))
        if whole:
            return Reading(thousands, noticed(ProblemKind.THOUSANDS_ASSUMED, read=numbers.ungrouped(thousands)))
        decimal = Decimal(digits.replace(",", "."))
        # Ungrouped: the thousands written the Vietnamese way would look like what was typed.
        readings = {"reading": numbers.ungrouped(thousands), "other": numbers.number(decimal)}
        return Reading(None, noticed(ProblemKind.AMBIGUOUS_NUMBER, **readings))
    if _VIETNAMESE.match(digits) or _SPACED.match(digits):
        return Reading(Decimal(digits.replace(".", "").replace(" ", "").replace(",", ".")))
    if _ENGLISH.match(digits):
        return Reading(Decimal(digits.replace(",", "")))
    if _DECIMAL.match(digits) or _SCIENTIFIC.match(digits):
        # A program may have written it out, with the noise that a number cell of it holds.
        return Reading(without_noise(Decimal(digits.replace(",", "."))))
    return None


def _scale(word: str, measure: str) -> Decimal | None:
    """How many of the field's measure one of `word` is; None for a foreign word."""
    unit = fold(word).strip("(). ")
    ours = [fold(m) for m in (measure, *re.split(r"[,/]", measure)) if m.strip()]
    if unit in ours or unit in map(without_marks, ours):
        return Decimal(1)
    if "triệu đồng" not in ours:
        return None
    return next((scale for pattern, scale in _MONEY if pattern.match(unit)), None)


def without_noise(number: Decimal) -> Decimal:
    """A number with 15 digits at most; one within a billionth of a number with six decimals is that number."""
    number = _STORED.plus(number)
    if abs(number) >= TOO_LARGE:
        return number
    near = number.quantize(FINEST)
    return canonical(near if abs(number - near) < NOISE else number)
