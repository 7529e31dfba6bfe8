"""Fills one form the way a careful unit would: invented figures that agree with each other and with every rule."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce

from tests.support.forms import plausible_words as words
from vstbcpn_cli.edition.model import Edition, ReportingPeriod, ReportingUnit
from vstbcpn_cli.model.submission import Value

Row = dict[str, Value]
LARGE = ("so-gddt", "so-y-te", "cong-an-tinh", "truong-cdsp")
UNAVAILABLE = "Chưa có số liệu"
NOT_APPLICABLE = "Không áp dụng"


class Filler:
    """Collects the answers of one unit.

    Every draw is made in the same order for both periods, so that flows grow from 6T to NAM and stocks stay alike.
    """

    def __init__(self, edition: Edition, unit: ReportingUnit, period: ReportingPeriod, seed: str) -> None:
        self.edition, self.unit, self.period = edition, unit, period
        self.rng = random.Random(f"{seed}:{unit.code}")
        self.year = edition.year
        self.annual = period.code == "nam"
        self.half = edition.periods["6t"]
        self.number = self.rng.randint(3, 40)
        self.communes = words.COMMUNES.get(unit.admin_code, 0)
        self.values: dict[str, Value] = {}
        self.tables: dict[str, list[Row]] = {}
        self.nil: set[str] = set()
        self.reasons: dict[str, str] = {}

    @property
    def short(self) -> str:
        """The unit as a sentence names it; a district speaks as its people's committee."""
        name = self.unit.name
        return f"UBND {name[0].lower()}{name[1:]}" if self.unit.kind in ("HU", "XA") else name

    @property
    def abbreviation(self) -> str:
        """Initials for document numbers; a place keeps its name, because Cao Lộc and Chi Lăng begin alike."""
        if self.unit.kind in ("HU", "XA"):
            return "UBND-" + "".join(w.capitalize() for w in self.unit.code.split("-")[1:])
        initials = "".join(w[0].upper() for w in self.unit.name.replace("-", " ").replace("(", " ").split())
        bare = unicodedata.normalize("NFD", initials)
        return "".join(c for c in bare if not unicodedata.combining(c))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def flow(self, low: int, high: int) -> int:
        first, rest = self.rng.randint(low, high), self.rng.randint(low, high)
        return first + rest if self.annual else first

    def part(self, code: str, whole: int, low: int = 20, high: int = 80) -> int:
        """A part of a whole that grows with it."""
        share = self.rng.randint(low, high)
        self.values[code] = whole * share // 100
        return whole * share // 100

    def day(self, *, second: bool = False) -> dt.date:
        """A working day well inside the first or the second part of the year."""
        start = self.half.until_date if second else self.half.from_date
        end = self.edition.periods["nam"].until_date if second else self.half.until_date
        found = start + dt.timedelta(days=self.rng.randint(6, (end - start).days - 4))
        return found - dt.timedelta(days=max(0, found.weekday() - 4))

    def document(self, kind: str) -> str:
        self.number += self.rng.randint(3, 25)
        symbol = words.SYMBOLS[kind]
        separator = "-" if self.unit.group == "dang" else "/"
        return f"{self.number}{separator}{symbol}{'/' if separator == '-' else '-'}{self.abbreviation}"

    def say(self, code: str) -> str:
        text = self.rng.choice(words.TASK_NOTES[code])
        year = self.year
        return text.format(n=self.rng.randint(2, 9), unit=self.short[0].upper() + self.short[1:], year=year)

    def person(self) -> str:
        woman = self.chance(0.6)
        middle = words.MIDDLE_WOMAN if woman else words.MIDDLE_MAN
        given = words.GIVEN_WOMAN if woman else words.GIVEN_MAN
        return " ".join(self.rng.choice(part) for part in (words.FAMILY, middle, given))

    def place(self) -> str:
        """Somewhere of the unit's own: two units never claim the same event."""
        return f"{self.rng.choice(('Hội trường', 'Trụ sở', 'Phòng họp'))} {self.short}"

    def listed(self, code: str, start: str) -> str:
        """The value of a closed list that begins so; lists may word the rest differently."""
        spec = self.edition.indicators.get(code) or self.edition.table_columns[code][1]
        return next(v for v in self.edition.choices(spec) if v.startswith(start))

    def column(self, table: str, start: str) -> str:
        """The key that begins so: the editions name some columns by a document of their year."""
        return next(c.key for c in self.edition.tables[table].columns if c.key.startswith(start))

    def any_of(self, code: str) -> str:
        return self.rng.choice(self.edition.choices(self.edition.table_columns[code][1]))

    def rows(self, table: str, counts: tuple[int, int], make: Callable[[bool], Row]) -> list[Row]:
        """So many rows of the first part of the year, and in the annual form those of the second as well."""
        first = [make(False) for _ in range(counts[0])]
        second = [make(True) for _ in range(counts[1])]
        self.tables[table] = [*first, *second] if self.annual else first
        if not self.tables[table]:
            del self.tables[table]
            self.nil.add(table)
        return self.tables.get(table, [])

    def paper(self, kind: str, group: str, title: str, day: dt.date) -> Row:
        return {
            "loai": kind,
            "so_ky_hieu": self.document(kind),
            "ngay_ban_hanh": day,
            "co_quan_ban_hanh": self.short,
            "trich_yeu": title.format(year=self.year, unit=self.short),
            "nhom": group,
        }

    def speak_of_the_year(self) -> None:
        """Terms, documents and bodies in what was said, as they are called in the year of the edition."""

        def said(value: Value) -> Value:
            if not isinstance(value, str):
                return value
            return reduce(lambda text, called: text.replace(*called), words.CALLED_IN.get(self.year, ()), value)

        self.values = {code: said(value) for code, value in self.values.items()}
        self.tables = {t: [{k: said(v) for k, v in row.items()} for row in rows] for t, rows in self.tables.items()}

    def pick(self, options: Sequence[str]) -> str:
        return self.rng.choice(options)

    def money(self, low: int, high: int) -> Decimal:
        """Triệu đồng with one decimal."""
        return Decimal(self.rng.randint(low * 10, high * 10)).scaleb(-1)
