"""One stored cell to a value, or to the problem it has."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

import msgspec

from vstbcpn_cli.edition.fields import LONGEST_ANSWER, FieldType
from vstbcpn_cli.model.calculation import canonical
from vstbcpn_cli.model.problems import Noticed, ProblemKind, noticed
from vstbcpn_cli.model.submission import State, Value
from vstbcpn_cli.text import numbers
from vstbcpn_cli.text.dates import short_date, swapped
from vstbcpn_cli.text.normalise import LONGEST_TEXT, clean, fold, plain
from vstbcpn_cli.text.personal_numbers import without_personal
from vstbcpn_cli.text.state_words import (
    DOTS,
    ELSEWHERE,
    LIKE_ABOVE,
    NO,
    NOT_APPLICABLE,
    UNAVAILABLE,
    YES,
    ZERO,
    says_nothing,
)
from vstbcpn_cli.workbook.raw import CellKind, NumberShape, RawCell
from vstbcpn_cli.workbook.reading.content.cell_text import (
    DIGITS,
    as_typed,
    is_time,
    length,
    shown,
    stored_date,
    stored_number,
    time_of_day,
    truth_of,
)
from vstbcpn_cli.workbook.reading.content.choices import listed_choices, probable
from vstbcpn_cli.workbook.reading.content.dates import DAY_FIRST, date_from_text, month_first, probable_typing
from vstbcpn_cli.workbook.reading.content.numbers import TOO_LARGE, Reading, number_from_text

_TIME = re.compile(r"(?:lúc )?\d{1,2} ?(?:[:h]|giờ)(?: ?\d{1,2}(?: ?phút)?)?(?::\d{1,2})?(?: ?[ap]m)?\Z")
_WRITTEN = re.compile(r"(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d+[.,](?!\d{3}\Z)\d+)\Z", re.ASCII)
"""A number as offices in Vietnam write it: in a cell that keeps what is typed there is nothing to remark on it."""
_LEAST_DATE = 3_653
"""Below, the “date” is one of the first ten years of the calendar: a plain number in a cell with a format of dates."""
_ERRORS = ("#", "err:")
"""How every program begins an error value; LibreOffice numbers its own."""

_CUT_AT = (255, LONGEST_TEXT)
"""Where programs cut a text off: copying a sheet in an old one, and the most a cell can hold."""
_SHORT = 80


class Expected(msgspec.Struct, frozen=True):
    """What a cell should hold: its type, its list, its measure, and the years a date may fall in.

    `latest` is the last day on which anything in the report can have happened. `contact` means that a telephone number
    belongs there, `known` that an office cannot be without the answer, `in_row` that it stands in a row of a table,
    where no reason can be given for leaving it empty; `after` follows the value where it is shown, `quantity` groups
    its digits there. `renamed` are choices as the list shows them or another issue of the form did, and what they are;
    `offers` says of an answer that the lists of that issue have it, `listed` what the list on the cell offers, () where
    it has none, None where the file does not say. `of_this_issue` means that the file is known to be of the issue in
    use, `unsure` that nobody can say what it was issued with.
    """

    type: FieldType
    choices: tuple[str, ...] = ()
    measure: str = ""
    minimum: int = 0
    years: tuple[int, int] = (1900, 2100)
    window: tuple[dt.date, dt.date] | None = None
    latest: dt.date | None = None
    epoch_1904: bool = False
    contact: bool = False
    known: bool = False
    after: str = ""
    in_row: bool = False
    quantity: bool = False
    renamed: Mapping[str, str] = msgspec.field(default_factory=dict)
    offers: Callable[[str], bool] = lambda _: False
    listed: Callable[[], tuple[str, ...] | None] = tuple
    unsure: bool = False
    of_this_issue: bool = False


class Read(msgspec.Struct, frozen=True):
    """What was understood, and what was noticed about it."""

    state: State
    value: Value | None = None
    problems: tuple[Noticed, ...] = ()


EMPTY = Read(State.EMPTY)


def unusable(cell: RawCell, asks: str) -> Noticed | None:
    """The problem of a cell that holds no answer of any type; None for every other cell. `asks` as of a field type."""
    if cell.kind is CellKind.ERROR and fold(cell.text).startswith(_ERRORS):
        return noticed(ProblemKind.ERROR_CELL, case=asks)
    if cell.kind is CellKind.PENDING:
        return noticed(ProblemKind.FORMULA_WITHOUT_RESULT)
    if cell.kind in (CellKind.ERROR, CellKind.UNKNOWN) or (cell.kind is CellKind.BOOL and truth_of(cell) is None):
        return noticed(ProblemKind.UNREADABLE_CELL)
    return None


def too_long(cell: RawCell, limit: int) -> Noticed:
    return noticed(ProblemKind.TEXT_TOO_LONG, length=numbers.number(length(cell)), limit=numbers.number(limit))


def read_cell(cell: RawCell | None, expected: Expected) -> Read:
    """The value of one entry cell. Never raises; what cannot be understood is UNREADABLE with its problem."""
    if cell is None or (cell.kind is CellKind.TEXT and not plain(cell.text)):
        return EMPTY
    if (problem := unusable(cell, expected.type.asks)) is not None:
        return Read(State.UNREADABLE, None, (problem,))
    read = _READERS.get(expected.type, _text)(cell, expected)
    withheld = expected.known and read.state in (State.UNAVAILABLE, State.NOT_APPLICABLE)
    return _unreadable(ProblemKind.KNOWN_WITHHELD, case=expected.type.asks) if withheld else read


def _unreadable(kind: ProblemKind, /, **details: str) -> Read:
    return Read(State.UNREADABLE, None, (Noticed(kind, details),))


def _given(value: Value, *problems: Noticed) -> Read:
    return Read(State.VALUE, value, problems)


def _with_care(read: str) -> Noticed:
    return noticed(ProblemKind.READ_WITH_CARE, read=read)


def _state_word(text: str, expected: Expected) -> Read | None:
    """The words that mean a state rather than a value."""
    if DOTS.fullmatch(text.strip()):
        return Read(State.EMPTY, None, (noticed(ProblemKind.LEFT_WITH_DOTS),))
    word = fold(text).rstrip(".") or fold(text)
    if word in NOT_APPLICABLE:
        return Read(State.NOT_APPLICABLE, None, (_with_care("“không áp dụng”"),))
    if word in UNAVAILABLE:
        return _unavailable(expected)
    return None


def _unavailable(expected: Expected) -> Read:
    asks = f"{expected.type.asks}-in-row" if expected.in_row else expected.type.asks
    return Read(State.UNAVAILABLE, None, (noticed(ProblemKind.FIGURE_NOT_AVAILABLE, case=asks),))


# ---------------------------------------------------------------------------------------------------- numbers
def _number(cell: RawCell, expected: Expected) -> Read:
    if cell.kind is CellKind.BOOL:
        return _unreadable(ProblemKind.NOT_ONE_NUMBER, case="")
    if cell.kind is CellKind.DATE or cell.shape is NumberShape.DATE:
        return _dated(cell, expected)
    if cell.kind is CellKind.TEXT:
        return _number_from_text(cell, expected)
    number = stored_number(cell)
    if number is None:
        large = as_typed(cell)
        return _too_large(large) if large is not None else _unreadable(ProblemKind.NOT_ONE_NUMBER, case="")
    if cell.shape is NumberShape.ANOTHER:
        return _unreadable(ProblemKind.AMBIGUOUS_NUMBER, reading=numbers.ungrouped(number), other="")
    if cell.shape is NumberShape.PERCENT and expected.type is not FieldType.PCT:
        return _unreadable(ProblemKind.PERCENT_FOR_NUMBER)
    if expected.type is FieldType.PCT and cell.shape is NumberShape.PERCENT:
        number = canonical(number * 100)
    elif expected.type is FieldType.PCT and 0 < number < 1:
        return _in_range(number, expected, _share(number))
    return _in_range(number, expected)


def _dated(cell: RawCell, expected: Expected) -> Read:
    """A number that its cell shows as a date: typed as “6/11”, or typed plainly into a cell with that format."""
    number = stored_number(cell) if cell.kind is CellKind.NUMBER else None
    day = stored_date(cell, epoch_1904=expected.epoch_1904)
    if number is not None and is_time(number):
        return _unreadable(ProblemKind.NUMBER_SHOWN_AS_DATE, shown_as=time_of_day(number))
    if day is None or (number is not None and number < _LEAST_DATE):
        return _unreadable(ProblemKind.NUMBER_SHOWN_AS_DATE, shown_as=short_date(day) if day else "")
    return _unreadable(ProblemKind.DATE_FOR_NUMBER, day=short_date(day), typing=probable_typing(day))


def _share(number: Decimal) -> Noticed:
    """0,2692 where percent are asked may be a share or a small percentage."""
    read, other = numbers.number(number), numbers.number(number * 100)
    return noticed(ProblemKind.PERCENT_OR_SHARE, read=read, other=other)


def _number_from_text(cell: RawCell, expected: Expected) -> Read:
    text = plain(cell.text)
    word = fold(text)
    if word in LIKE_ABOVE or ELSEWHERE.match(word.rstrip(".")):
        return _unreadable(ProblemKind.LIKE_ABOVE_NUMBER)
    if word.rstrip(".") in ZERO:
        return _given(_typed(Decimal(0), expected), noticed(ProblemKind.WORD_FOR_ZERO))
    state = _state_word(text, expected)
    if state is not None:
        return state
    reading: Reading = number_from_text(text, whole=expected.type is FieldType.INT, measure=expected.measure)
    if reading.value is None:
        assert reading.noticed is not None  # what is refused says why
        return Read(State.UNREADABLE, None, (reading.noticed,))
    if expected.type is FieldType.PCT and 0 < reading.value < 1 and "%" not in text:
        return _in_range(reading.value, expected, _share(reading.value))
    if cell.shape is NumberShape.TEXT and _WRITTEN.match(cell.text.strip()):
        return _in_range(reading.value, expected, sure=True)
    figure = str(int(text)) if text.isdigit() else numbers.number(reading.value)
    return _in_range(reading.value, expected, reading.noticed or _with_care(f"số {figure} (ghi dạng chữ)"))


def _in_range(number: Decimal, expected: Expected, *notes: Noticed, sure: bool = False) -> Read:
    """`sure` says that the cell holds what was typed, which no program has read before."""
    if abs(number) >= TOO_LARGE:
        return _too_large(number)
    if expected.type is FieldType.INT and number != number.to_integral_value():
        # “1.234” typed into an English Excel is stored as 1.234: the thousandfold is the probable meaning.
        thousandfold = number * 1000
        grouped = not (notes or sure) and 1 <= number < 1000 and thousandfold == thousandfold.to_integral_value()
        typed = (numbers.number(thousandfold), str(int(thousandfold))) if grouped else ("", "")
        return _unreadable(ProblemKind.NOT_WHOLE, grouped=typed[0], digits=typed[1])
    if number < expected.minimum and expected.type is not FieldType.NUM:
        return _unreadable(ProblemKind.OUT_OF_RANGE, range=f"từ {numbers.number(expected.minimum)} trở lên")
    if expected.type is FieldType.PCT and number > 100:
        return _unreadable(ProblemKind.OUT_OF_RANGE, range="từ 0 đến 100")
    return _given(_typed(number, expected), *notes)


def _too_large(number: Decimal) -> Read:
    bound = numbers.number(TOO_LARGE)
    return _unreadable(ProblemKind.OUT_OF_RANGE, range=f"dưới {bound}" if number > 0 else f"trên -{bound}")


def _typed(number: Decimal, expected: Expected) -> Value:
    return int(number) if expected.type is FieldType.INT else canonical(number)


# ------------------------------------------------------------------------------------------------------ dates
def _date(cell: RawCell, expected: Expected) -> Read:
    if cell.kind is CellKind.BOOL:
        return _no_date()
    if cell.kind is CellKind.TEXT:
        text = plain(cell.text)
        state = _state_word(text, expected)
        day = date_from_text(text)
        if state is not None and day is None:
            return state
        if day is None:
            return _no_day(text)
        if cell.shape is NumberShape.TEXT and DAY_FIRST.match(text):
            return _plausible(day, expected, sure=True)
        return _plausible(day, expected, _with_care(f"ngày {short_date(day)} (ghi dạng chữ)"))
    day = stored_date(cell, epoch_1904=expected.epoch_1904)
    if day is None:
        number = as_typed(cell)
        if number is None:
            return _no_day(shown(cell))
        return _no_date("time" if cell.shape is NumberShape.DATE and is_time(number) else "number")
    sure = cell.shape is NumberShape.DATE or cell.kind is CellKind.DATE
    return _plausible(day, expected, *(() if sure else (_with_care(f"ngày {short_date(day)}"),)))


def _no_day(text: str) -> Read:
    """Of a text that is no day: a time of day, or one with the month before the day."""
    if _TIME.match(fold(text)):
        return _no_date("time")
    day = month_first(text)
    return _no_date(day=short_date(day) if day else "")


def _no_date(case: str = "", day: str = "") -> Read:
    return _unreadable(ProblemKind.NOT_A_DATE, case=case, day=day)


def _plausible(day: dt.date, expected: Expected, *notes: Noticed, sure: bool = False) -> Read:
    if not expected.years[0] <= day.year <= expected.years[1]:
        return _unreadable(ProblemKind.OUT_OF_RANGE, range=f"năm từ {expected.years[0]} đến {expected.years[1]}")
    other = None if notes or sure else swapped(day)
    if other is not None and _likelier(other, day, expected):
        read, likelier = short_date(day), short_date(other)
        return _given(day, noticed(ProblemKind.DAY_MONTH_SWAPPED, read=read, likelier=likelier))
    return _given(day, *notes)


def _likelier(other: dt.date, day: dt.date, expected: Expected) -> bool:
    """Whether a date fits the report better with day and month the other way round: inside its window, or not after the
    day by which the report is due."""
    if expected.window is not None:
        first, last = expected.window
        if first <= other <= last and not first <= day <= last:
            return True
    return expected.latest is not None and other <= expected.latest < day


# -------------------------------------------------------------------------------------------- words and lists
def _yes_or_no(cell: RawCell, expected: Expected) -> Read:
    if cell.kind is CellKind.BOOL:
        truth = bool(truth_of(cell))
        return _given(truth, _with_care("“Có”" if truth else "“Không”"))
    word = fold(shown(cell)).rstrip(".")
    if word in YES or word in NO:
        value = word in YES
        standard = shown(cell).strip().casefold() == ("có" if value else "không")
        return _chosen(value, "Có" if value else "Không", cell, expected, exact=standard)
    if word in ("-", "--", "/"):
        return _unavailable(expected)
    return _state_word(shown(cell), expected) or _unreadable(ProblemKind.NOT_YES_OR_NO)


def _chosen(value: Value, listed: str, cell: RawCell, expected: Expected, *, exact: bool) -> Read:
    """An answer of a list, with a word on how it was read. In a table spaces around it are told too: the form adds up
    rows by the answer as it is chosen and does not find this one."""
    if expected.in_row and (typed := shown(cell)) != typed.strip():
        return _given(value, _with_care(f"“{listed}” (bỏ khoảng trống thừa)"))
    return _given(value) if exact else _given(value, _with_care(f"“{listed}”"))


def _choice(cell: RawCell, expected: Expected) -> Read:
    wanted = fold(typed := shown(cell).strip().removesuffix(expected.after)).rstrip(".")
    for choice in expected.choices:
        if fold(choice).rstrip(".") == wanted:
            return _chosen(choice, choice, cell, expected, exact=clean(typed).strip() == choice)
    for then, now in expected.renamed.items():
        if fold(then).rstrip(".") == wanted:
            return _chosen(now, then, cell, expected, exact=True)
    state = _state_word(typed, expected)
    if state is not None:
        return state
    nearest, choices = probable(typed, expected.choices), listed_choices(expected.choices)
    listed = expected.listed()
    if expected.offers(typed) or wanted in {fold(choice).rstrip(".") for choice in listed or ()}:
        case = "of-this-issue" if expected.of_this_issue else ""
        return _unreadable(ProblemKind.CHOICE_OF_OTHER_ISSUE, case=case, choices=choices)
    case = "perhaps-offered" if listed is None or (expected.unsure and not listed) else ""
    return _unreadable(ProblemKind.NOT_IN_LIST, nearest=nearest, choices=choices, case=case)


def _text(cell: RawCell, expected: Expected) -> Read:
    dated = cell.kind is CellKind.DATE or (cell.kind is CellKind.NUMBER and cell.shape is NumberShape.DATE)
    day = stored_date(cell, epoch_1904=expected.epoch_1904) if dated else None
    text = short_date(day) if day else shown(cell).strip()
    if cell.kind is CellKind.NUMBER and stored_number(cell) is None and not DIGITS.match(cell.text):
        return _unreadable(ProblemKind.UNREADABLE_CELL if as_typed(cell) is None else ProblemKind.DIGITS_LOST)
    if fold(text) in LIKE_ABOVE:
        return _given(text, noticed(ProblemKind.LIKE_ABOVE, above=""))
    if expected.known and len(text) <= _SHORT and says_nothing(text):
        return Read(State.UNAVAILABLE)
    limit = LONGEST_ANSWER.get(expected.type, LONGEST_TEXT)
    if len(text) > limit:
        return Read(State.UNREADABLE, None, (too_long(cell, limit),))
    return _words(cell, text, expected)


def _words(cell: RawCell, text: str, expected: Expected) -> Read:
    """A text with what is to be said of it; what tells of one person is kept from every output but the finding."""
    notes: list[Noticed] = []
    if len(cell.text) in _CUT_AT and text[-1:].isalnum():
        notes.append(noticed(ProblemKind.TEXT_CUT_OFF, length=numbers.number(len(cell.text))))
    if len(text) <= _SHORT and ELSEWHERE.match(fold(text).rstrip(".")):
        notes.append(noticed(ProblemKind.REFERS_ELSEWHERE))
    masked = text if expected.contact else without_personal(text)
    if masked != text:
        notes.append(noticed(ProblemKind.PERSONAL_DATA))
    return _given(masked, *notes)


_READERS: Mapping[FieldType, Callable[[RawCell, Expected], Read]] = {
    **dict.fromkeys((t for t in FieldType if t.numeric), _number),
    FieldType.DATE: _date,
    FieldType.BOOL: _yes_or_no,
    FieldType.CHOICE: _choice,
}
