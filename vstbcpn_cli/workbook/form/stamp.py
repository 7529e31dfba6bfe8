"""One master workbook to the file of one unit: the unit's words put into the finished package."""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from types import MappingProxyType

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.model.standing_rows import StandingRow
from vstbcpn_cli.model.submission import Stamp
from vstbcpn_cli.runtime.deterministic_zip import package_bytes
from vstbcpn_cli.text.dates import short_date, until
from vstbcpn_cli.text.state_words import KEPT
from vstbcpn_cli.workbook.form.form_stamp import token
from vstbcpn_cli.workbook.form.stamp_token import PROPERTY

_PLACEHOLDER = re.compile(rb"\{([a-z_]+)\}")
EARLIER_FORMULA = "=0"
"""A master holds a formula where an earlier figure may come: the one way to reserve a cell of its own style."""
_EARLIER = re.compile(rb'(<c r="[A-Z]+\d+" s="\d+") t="str"><f>0</f><v>\{earlier ([\w.-]+)\}</v></c>')

_STANDING = re.compile(
    rb'(<c r="[A-Z]+\d+" s="\d+") t="str"><f>0</f><v>\{standing ([\w.-]+) (\d+) (?:([A-Z]+\d+)|[\d.]+)\}</v></c>'
)
_SHOWN = re.compile(rb"\{standing ([\w.-]+) (\d+) ([\d.]+)\}")
_ROW = re.compile(rb'(<row r="\d+"[^>]*?) ht="[\d.]+"([^>]*>.*?</row>)', re.DOTALL)
_LINE = 12.5
"""How high a line of them is, in points."""
_LONGEST_CONSTANT = 250
"""Characters: a text in a formula may have 255."""

EARLIER_MARK = f"{PROPERTY} ky truoc"
"""How the hidden sheet begins the list of the earlier figures a form was issued with."""
EARLIER_LIST = f"{EARLIER_MARK}{{earlier}}"

_EMPTY_RESULT = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><f[^>]*(?:/>|>[^<]*</f>)<v(?:></v|/)></c>)')
_MERGED_ROW = re.compile(rb'<mergeCell ref="[A-Z]+(\d+):')
_ROW_HEIGHT = re.compile(rb'(<row r="(\d+)"[^>]*?) customHeight="1"')
_SPANS = re.compile(rb'(<row r="\d+") spans="[^"]*"')
_FOREIGN_FONT = re.compile(rb'<a:font script="[^"]*" typeface="[^"]*"/>')


def earlier_place(code: str) -> str:
    """What the reserved cell of a code shows until it is stamped."""
    return f"{{earlier {code}}}"


def standing_place(code: str, number: int, beside: str | float) -> str:
    """The same of a row of a table: of its line of the last period, with how many letters its column takes, or of an
    answer of it, with the cell that keeps it."""
    return f"{{standing {code} {number} {beside}}}"


def stamp_of(applies: Applicability) -> Stamp:
    """The stamp a blank of this unit carries."""
    edition = applies.edition
    return Stamp(
        edition.edition, edition.fingerprint, applies.unit.code, applies.period.code, str(edition.issue), "sheet"
    )


def fields_of(applies: Applicability) -> dict[str, str]:
    """What stands in the places that printed texts leave open."""
    edition, period, unit, office = applies.edition, applies.period, applies.unit, applies.edition.office
    return {
        "unit": unit.name,
        "unit_code": unit.code,
        "period": period.name,
        "window": f"từ ngày {short_date(period.from_date)} đến ngày {short_date(period.until_date)}",
        "due": until(period.due, inclusive=period.due_inclusive),
        "office": office.standing_office,
        "address": office.reached_at,
        "edition": edition.edition,
        "stamp": token(stamp_of(applies)),
    }


class Master(msgspec.Struct, frozen=True, dict=True):
    """The finished workbook of one kind of unit, taken apart into the parts that change and those that do not."""

    parts: Mapping[str, bytes]
    changing: tuple[str, ...]

    @classmethod
    def of(cls, content: bytes) -> Master:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: _lean(_growing(_results(package.read(name)))) for name in package.namelist()}
        return cls(
            parts,
            tuple(n for n, c in parts.items() if n.endswith(".xml") and any(p.search(c) for p in _OPEN)),
        )

    def stamped(
        self,
        fields: Mapping[str, str],
        earlier: Mapping[str, Decimal] = MappingProxyType({}),
        standing: Mapping[str, Sequence[StandingRow]] = MappingProxyType({}),
    ) -> bytes:
        """The workbook of one unit; `fields` are plain texts and are escaped here, `earlier` its figures by code,
        `standing` by table its lines of the last period."""
        listed = "".join(f" {code}={number:f}" for code, number in sorted(earlier.items()))
        ready = {name: escape(text, quote=False).encode() for name, text in {**fields, "earlier": listed}.items()}
        parts = dict(self.parts)
        for name in self.changing:
            filled = _PLACEHOLDER.sub(lambda m: ready.get(m[1].decode(), m[0]), parts[name])
            figures = _EARLIER.sub(lambda m: _cell(m[1], earlier.get(m[2].decode())), filled)
            parts[name] = _STANDING.sub(lambda m: _standing(m, standing), _heightened(figures, standing))
        return package_bytes(parts)


_OPEN = (_PLACEHOLDER, _EARLIER, _STANDING)


def _standing(place: re.Match[bytes], standing: Mapping[str, Sequence[StandingRow]]) -> bytes:
    """A line of the last period as a text, or an answer of it as a formula that gives it once the line is kept.

    A formula, for what nobody has kept must be nothing to whatever counts, colours and reads the form, here and in any
    other program: until then the cell shows an empty text. What is typed over it is the unit's own.
    """
    start, code, number, confirm = place[1], place[2].decode(), int(place[3]), (place[4] or b"").decode()
    table, _, key = code.rpartition(".") if confirm else (code, "", "")
    row = _row(standing, table, number)
    if row is None or (confirm and key not in row.answers):
        return start + b"/>"
    if not confirm:
        return start + b' t="inlineStr"><is><t>%s</t></is></c>' % escape(row.name, quote=False).encode()
    formula = f'IF(TRIM({confirm})="{KEPT}",{_constant(row.answers[key])},"")'
    return start + b' t="str"><f>%s</f><v></v></c>' % escape(formula, quote=False).encode()


def _row(standing: Mapping[str, Sequence[StandingRow]], table: str, number: int) -> StandingRow | None:
    rows = standing.get(table, ())
    return rows[number - 1] if number <= len(rows) else None


def _heightened(part: bytes, standing: Mapping[str, Sequence[StandingRow]]) -> bytes:
    """With rows high enough for the lines that are shown beside them."""

    def high(row: re.Match[bytes]) -> bytes:
        place = _SHOWN.search(row[2])
        line = _row(standing, place[1].decode(), int(place[2])) if place else None
        if place is None or line is None:
            return row[0]
        lines = len(textwrap.wrap(line.name, max(int(float(place[3])), 1)))
        return b'%s ht="%g"%s' % (row[1], _LINE * (lines + 1 / 4), row[2])

    return _ROW.sub(high, part) if _SHOWN.search(part) else part


def _constant(text: str) -> str:
    pieces = (text[n : n + _LONGEST_CONSTANT] for n in range(0, len(text), _LONGEST_CONSTANT))
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def _results(part: bytes) -> bytes:
    """An empty result is a result: the writer leaves it without its type, which programs take for no result at all."""
    return _EMPTY_RESULT.sub(rb'\1 t="str"\2', part)


def _growing(part: bytes) -> bytes:
    """Rows grow with what is typed into them unless their height is fixed, as the writer's library does with every
    height it is given. Programs do not measure merged cells: only rows with such cells stay as they are."""
    fixed = set(_MERGED_ROW.findall(part))
    return _ROW_HEIGHT.sub(lambda m: m[0] if m[2] in fixed else m[1], part)


def _lean(part: bytes) -> bytes:
    """Without what nobody needs: hints on the length of rows, and the fonts of a theme for other scripts."""
    return _FOREIGN_FONT.sub(b"", _SPANS.sub(rb"\1", part))


def _cell(start: bytes, number: Decimal | None) -> bytes:
    return start + (b"/>" if number is None else b"><v>%s</v></c>" % f"{number:f}".encode())
