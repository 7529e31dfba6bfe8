"""Whether everything in a file belongs to the one unit and period that its stamp names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Edition, FieldRole, Office, Register
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.submission import Observation, Stamp
from vstbcpn_cli.text.normalise import clean, fold
from vstbcpn_cli.workbook.form.stamp import stamp_of
from vstbcpn_cli.workbook.form.stamp_token import PROPERTY, parse_token
from vstbcpn_cli.workbook.raw import CellKind, UnreadableBookError
from vstbcpn_cli.workbook.reading.cell_ledger import Ledger
from vstbcpn_cli.workbook.reading.locate import SheetMap

_BEFORE = ("ubnd", "ủy ban nhân dân")
"""What units put before their own name, beside the name of the committee."""


def _same_office(typed: str, expected: str, office: Office) -> bool:
    """“UBND huyện Lộc Bình”, “Sở Y tế tỉnh Lạng Sơn”: the same name with something of everybody's around it."""
    province, level = fold(office.province), fold(office.level)
    endings = (province, province.removeprefix(level).strip(), level)
    committees = (_without(fold(name), endings) for name in (office.committee_short, office.committee))
    name = _without(fold(typed), endings)
    for beginning in (*_BEFORE, *committees):
        name = name.removeprefix(f"{beginning} ")
    return name == fold(expected)


def _without(name: str, endings: Sequence[str]) -> str:
    for ending in endings:
        name = name.removesuffix(ending).rstrip(" ,-") or name
    return name


def check_identity(applies: Applicability, values: Mapping[str, Observation], ledger: Ledger) -> None:
    """The cells that were filled in at issue must still say what the stamp says (T03 of the catalogue)."""
    issued = {
        FieldRole.UNIT_CODE: applies.unit.code,
        FieldRole.UNIT_NAME: applies.unit.name,
        FieldRole.UNIT_KIND: applies.unit.kind,
        FieldRole.PERIOD: applies.period.form_code,
        FieldRole.YEAR: str(applies.edition.year),
    }
    for role, expected in issued.items():
        code = applies.edition.code_of(role)
        typed = values[code].text if code in values else ""
        if typed and fold(typed) != fold(expected):
            seen = values[code]
            if (
                seen.cell is None
                or role is not FieldRole.UNIT_NAME
                or not _same_office(typed, expected, applies.edition.office)
            ):
                raise UnreadableBookError(ProblemKind.IDENTITY_TYPED_OVER, printed=expected, found=typed)
            told = {"printed": expected, "found": typed}
            ledger.record(noticed(ProblemKind.LABEL_CHANGED, **told), seen.cell, shown=seen.raw, key=seen.key)


def refuse_mixture(applies: Applicability, register: Register, maps: Sequence[SheetMap]) -> None:
    """A sheet of the form prints whose it is: one of another unit or period makes the whole file doubtful."""
    own = stamp_of(applies)
    for sheet in (m for m in maps if m.of_the_form):
        texts = (c.text for c in sheet.sheet.cells.values() if c.kind is CellKind.TEXT and PROPERTY in c.text)
        for stamp in filter(None, (parse_token(text, "printed") for text in texts)):
            if (stamp.edition, stamp.unit, stamp.period) != (own.edition, own.unit, own.period):
                (their_unit, their_period), (our_unit, our_period) = (
                    _names(s, applies.edition, register) for s in (stamp, own)
                )
                raise UnreadableBookError(
                    ProblemKind.SHEET_OF_ANOTHER,
                    name=clean(sheet.sheet.name),
                    their_unit=their_unit,
                    their_period=their_period,
                    our_unit=our_unit,
                    our_period=our_period,
                )


def _names(stamp: Stamp, edition: Edition, register: Register) -> tuple[str, str]:
    """Unit and period as an officer names them; the periods of another edition are known by that alone."""
    unit = register.get(stamp.unit)
    period = edition.periods.get(stamp.period) if stamp.edition == edition.edition else None
    return unit.name if unit else stamp.unit, period.name if period else stamp.edition
