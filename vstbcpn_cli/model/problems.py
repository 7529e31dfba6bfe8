"""The kinds of problems that are recorded of a returned file, and what is noticed before its place is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

Meaning = int | Decimal | dt.date | bool | str
"""What a cell may have been meant to say, as a value of its field."""


class ProblemKind(StrEnum):
    """Every kind has its words, and the names of its details, in the table of its name in `rules/intake/messages.toml`.

    The two are held against each other when the table is loaded.
    """

    # The file as a whole.
    PASSWORD = "password"  # noqa: S105 - the file asks for one
    NOT_A_WORKBOOK = "not-a-workbook"
    DAMAGED_FILE = "damaged-file"
    NOT_OUR_FORM = "not-our-form"
    OTHER_EDITION = "other-edition"
    OTHER_PERIOD = "other-period"
    UNKNOWN_UNIT = "unknown-unit"
    UNIT_NOT_VALID = "unit-not-valid"
    BLANK_AS_ISSUED = "blank-as-issued"
    LOCK_FILE = "lock-file"
    SUPERSEDED = "superseded"
    OLD_FORMAT = "old-format"
    MACRO_WORKBOOK = "macro-workbook"
    UNSUPPORTED_FORMAT = "unsupported-format"
    EMPTY_FILE = "empty-file"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    FORBIDDEN_CONTENT = "forbidden-content"
    OUTSIDE_THE_GRID = "outside-the-grid"
    PROGRAM_FAULT = "program-fault"
    OUTSIDE_LINKS = "outside-links"
    MACRO_SHEET = "macro-sheet"
    READ_TIMEOUT = "read-timeout"
    READ_CRASH = "read-crash"
    HEAVY_FILE = "heavy-file"
    PACKED_FILE = "packed-file"
    SEVERAL_IN_ARCHIVE = "several-in-archive"
    RECEIVED_LATE = "received-late"
    SHEET_OF_ANOTHER = "sheet-of-another"
    EXCLUDED = "excluded"
    NIL_BUT_SENT = "nil-but-sent"
    BOOKED_BY_NAME = "booked-by-name"
    PACKED_OTHERS = "packed-others"
    READ_NOT_STARTED = "read-not-started"
    NEWER_FORM = "newer-form"
    NOTHING_REPORTED = "nothing-reported"

    # Its sheets, rows and columns.
    MISSING_SHEET = "missing-sheet"
    MISSING_ROW_OF_FORM = "missing-row-of-form"
    ROW_TWICE = "row-twice"
    ROW_TWICE_SAME = "row-twice-same"
    SHEET_TWICE = "sheet-twice"
    OUTSIDE_THE_FORM = "outside-the-form"
    FOREIGN_SHEET = "foreign-sheet"
    SHEET_RENAMED = "sheet-renamed"
    HIDDEN_VALUES = "hidden-values"
    LABEL_CHANGED = "label-changed"
    OWN_TOTAL_ROW = "own-total-row"
    HEADING_REPEATED = "heading-repeated"
    IDENTITY_TYPED_OVER = "identity-typed-over"
    STAMP_LOST = "stamp-lost"
    VALUES_LOST = "values-lost"
    CELL_TWICE = "cell-twice"
    ENTRY_CELLS_MERGED = "entry-cells-merged"
    VALUE_BENEATH_MERGE = "value-beneath-merge"
    HIDDEN_LINES = "hidden-lines"
    NOTE_INSTEAD_OF_ANSWER = "note-instead-of-answer"
    NOTE_ON_CELL = "note-on-cell"
    TEXT_BOX = "text-box"
    CONTENT_BESIDE_CELLS = "content-beside-cells"
    TEXT_CLEANED = "text-cleaned"
    MORE_OUTSIDE_THE_FORM = "more-outside-the-form"
    HEADING_CHANGED = "heading-changed"
    COLUMNS_MOVED = "columns-moved"
    ROWS_LEFT_EMPTY = "rows-left-empty"
    CODES_RESTORED = "codes-restored"
    KEYS_RESTORED = "keys-restored"
    ONLY_SPACES = "only-spaces"
    LISTS_LOST = "lists-lost"
    TEXT_IN_MARGIN = "text-in-margin"
    LINES_LOST = "lines-lost"
    EXAMPLE_COPIED = "example-copied"
    EARLIER_ISSUE = "earlier-issue"
    NOT_IN_THIS_ISSUE = "not-in-this-issue"
    ASKED_BY_OTHER_ISSUE = "asked-by-other-issue"
    CHOICE_OF_OTHER_ISSUE = "choice-of-other-issue"
    MEASURE_OF_OTHER_ISSUE = "measure-of-other-issue"
    COUNTED_OTHERWISE = "counted-otherwise"
    MEASURE_RETYPED = "measure-retyped"
    COMPUTED_OTHERWISE = "computed-otherwise"
    NOT_PRINTED_NOW = "not-printed-now"

    # What stands in a cell.
    AMBIGUOUS_NUMBER = "ambiguous-number"
    NOT_ONE_NUMBER = "not-one-number"
    NOT_A_DATE = "not-a-date"
    NOT_IN_LIST = "not-in-list"
    OUT_OF_RANGE = "out-of-range"
    NOT_WHOLE = "not-whole"
    COMPUTED_CELL_TYPED = "computed-cell-typed"
    READ_WITH_CARE = "read-with-care"
    UNIT_WORD_IN_NUMBER = "unit-word-in-number"
    WORD_FOR_ZERO = "word-for-zero"
    FIGURE_NOT_AVAILABLE = "figure-not-available"
    ERROR_CELL = "error-cell"
    DATE_FOR_NUMBER = "date-for-number"
    FORMULA_WITHOUT_RESULT = "formula-without-result"
    TEXT_TOO_LONG = "text-too-long"
    NOT_YES_OR_NO = "not-yes-or-no"
    DEFAULT_TAKEN = "default-taken"
    LIKE_ABOVE = "like-above"
    PERCENT_OR_SHARE = "percent-or-share"
    DAY_MONTH_SWAPPED = "day-month-swapped"
    LIKE_ABOVE_NUMBER = "like-above-number"
    THOUSANDS_ASSUMED = "thousands-assumed"
    UNREADABLE_CELL = "unreadable-cell"
    VALUE_FROM_ANOTHER_FILE = "value-from-another-file"
    OLD_FONT = "old-font"
    STRUCK_THROUGH = "struck-through"
    FORMULA_CIRCULAR = "formula-circular"
    TEXT_CUT_OFF = "text-cut-off"
    REFERS_ELSEWHERE = "refers-elsewhere"
    PERSONAL_DATA = "personal-data"
    FORMULA_COMPUTED = "formula-computed"
    FORMULA_CHANGED = "formula-changed"
    NUMBER_WITH_DATE = "number-with-date"
    OTHER_MEASURE = "other-measure"
    LEFT_WITH_DOTS = "left-with-dots"
    DIGITS_LOST = "digits-lost"
    STALE_RESULT = "stale-result"
    TOTAL_NOT_RECALCULATED = "total-not-recalculated"
    KNOWN_WITHHELD = "known-withheld"
    ANSWER_BESIDE = "answer-beside"
    TWO_ANSWERS = "two-answers"
    REASON_BESIDE_ANSWER = "reason-beside-answer"
    NUMBER_AND_WORDS_DIFFER = "number-and-words-differ"
    PERCENT_FOR_NUMBER = "percent-for-number"
    NUMBER_SHOWN_AS_DATE = "number-shown-as-date"
    CHANGES_BY_ITSELF = "changes-by-itself"
    RESULT_ROUNDED = "result-rounded"
    FORMULA_NOT_CHECKED = "formula-not-checked"
    FORMULAS_BROKEN = "formulas-broken"
    ANSWER_PERHAPS_BESIDE = "answer-perhaps-beside"
    REPAIRED = "repaired"


class Noticed(NamedTuple):
    """A problem without its place: which kind, and its details by name."""

    kind: ProblemKind
    details: Mapping[str, str]


def noticed(kind: ProblemKind, /, **details: str) -> Noticed:
    """Every detail that the table lists for the kind is to be given, "" where it is not known."""
    return Noticed(kind, details)
