"""`edition check`: what is wrong with an edition, what changed, what hangs on it, what is to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.edition_faults import EditionFault
from vstbcpn_cli.edition.edition_workbook import fault_of, place_of, read_workbook
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.lineage import unknown_before
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import register_beside, shown_form, templates_of, workbook_of
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.edition.parsing import examined
from vstbcpn_cli.edition.places import CellPlace
from vstbcpn_cli.edition.unit_register import HEADINGS, csv_lines, parse_register
from vstbcpn_cli.report.template_set import FOLDER, words_of
from vstbcpn_cli.rules.registry import bind, declared_faults, named_in
from vstbcpn_cli.runtime.missing_paths import nearest_hint
from vstbcpn_cli.usecases.editions.compare_editions import ChangeKind, EditionChange, changes

_PLACE = re.compile(r"^.*?, dòng \d+(?:, cột “([^”]+)”)?: ")
_BREAKING = (ChangeKind.REMOVED, ChangeKind.TYPE, ChangeKind.CHOICES)


class ToLookAt(msgspec.Struct, frozen=True):
    """Something the office has still to confirm."""

    place: CellPlace | None
    path: str
    why: str


class Hanging(msgspec.Struct, frozen=True):
    """What hangs on a change: the sentences that speak of it by file and lines, the rules by their names."""

    change: EditionChange
    sentences: tuple[str, ...]
    rules: tuple[str, ...]


class CheckedEdition(msgspec.Struct, frozen=True, dict=True):
    """`edition` is None where it has not even the shape of one; `before` the one it goes on from, where that is known.

    `remarks` are sentences on sheets and columns of the workbook that are no part of it or not there.
    """

    source: str
    edition: Edition | None
    before: Edition | None
    faults: Sequence[EditionFault]
    remarks: Sequence[str] = ()

    @cached_property
    def changes(self) -> tuple[EditionChange, ...]:
        return tuple(changes(self.edition, self.before)) if self.edition and self.before else ()

    @cached_property
    def looks(self) -> tuple[ToLookAt, ...]:
        if self.edition is None:
            return ()
        places = read_workbook(self.edition.workbook).places if self.edition.workbook else None
        there = (c for c in self.edition.to_confirm if places is None or not places.lacks(c.at))
        return tuple(ToLookAt(place_of(self.edition, c.at), c.at, c.why) for c in there)

    @cached_property
    def hanging(self) -> tuple[Hanging, ...]:
        """What hangs on each change that sentences, rules or a comparison with earlier years could break on."""
        if self.edition is None:
            return ()
        found = [c for c in self.changes if c.kind in _BREAKING]
        spoken = _spoken_of(self.edition, {c.code for c in found})
        judged = {} if self.faults else _judged(self.edition, {c.code for c in found})
        return tuple(Hanging(c, spoken.get(c.code, ()), judged.get(c.code, ())) for c in found)


def check_edition(name: str) -> CheckedEdition:
    """Raises `ConfigurationError` for an edition that is not there or cannot be opened."""
    edition, faults = examined(name)
    book = workbook_of(name)
    remarks = read_workbook(book).remarks if book else []
    if edition is None:
        return CheckedEdition(shown_form(name), None, None, faults, remarks)
    before = _before(edition)
    found = [*faults, *_rule_faults(edition, faults), *_lost_threads(edition, before), *_register_faults(name, edition)]
    return CheckedEdition(shown_form(name), edition, before, tuple(dict.fromkeys(found)), remarks)


def _rule_faults(edition: Edition, told: Sequence[EditionFault]) -> Iterator[EditionFault]:
    """What is wrong with the rules, as far as it can be known where other faults are `told` already."""
    try:
        yield from declared_faults(edition)
    except (LookupError, RuntimeError, TypeError):
        if not told:
            raise


def _lost_threads(edition: Edition, before: Edition | None) -> Iterator[EditionFault]:
    """What is said to go on from a code that the edition before does not have: no figure would be compared with it."""
    if before is None:
        return
    for path, code in unknown_before(edition, before):
        said = f"Bộ biểu mẫu {before.edition} không có “{code}”{nearest_hint(code, before.task_of)}."
        yield fault_of(edition, f"{path}.continues", f"{said} Đề nghị ghi mã ở bộ biểu mẫu đó, hoặc để trống.")


def _before(edition: Edition) -> Edition | None:
    with suppress(ConfigurationError):
        return load_edition(edition.based_on) if edition.based_on else None
    return None


# ---------------------------------------------------------------------------------------------------------- register
def _register_faults(name: str, edition: Edition) -> Iterator[EditionFault]:
    """Line by line, so that one wrong line hides no other."""
    book, beside = workbook_of(name), register_beside(name)
    if book is None and not beside.is_file():
        return
    lines = read_workbook(book).units if book else list(csv_lines(beside))
    head = lines[0]
    labels = {
        "kind": {k.code: k.name for k in edition.kinds},
        "group": {k.removeprefix("group."): w for k, w in edition.words.items() if k.startswith("group.")},
    }
    codes: dict[str, int] = {}
    named = next((n for n, column in enumerate(head) if column in ("code", HEADINGS["code"])), 0)
    for number, cells in lines[1:]:
        try:
            units = parse_register([head, (number, cells)], shown_form(name), edition.kind_of, labels).units
        except ConfigurationError as fault:
            told = _PLACE.match(str(fault))
            column = next((k for k, heading in HEADINGS.items() if told and told[1] in (heading, k)), "")
            yield _in_line(edition, number, column, str(fault)[told.end() if told else 0 :])
            codes.setdefault("".join(cells[named : named + 1]), number)  # it is there, whatever is wrong with it
            continue
        for unit in units:
            if unit.code in codes:
                said = f"Mã “{unit.code}” đã có ở dòng {codes[unit.code]}. Đề nghị giữ lại một dòng."
                yield _in_line(edition, number, "code", said)
            codes.setdefault(unit.code, number)
            yield from (_in_line(edition, number, "lead_for", said) for said in _leads(edition, unit.lead_for))
    yield from _target_leads(edition, codes)


def _in_line(edition: Edition, number: int, column: str, sentence: str) -> EditionFault:
    return fault_of(edition, f"units.{number}{f'.{column}' if column else ''}", sentence[:1].upper() + sentence[1:])


def _leads(edition: Edition, items: Collection[str]) -> Iterator[str]:
    """Items a unit is to report alone that the form does not have."""
    table = edition.targets.table if edition.targets else ""
    targets = {f"{table}.{c.code}-{t.code}" for c in edition.catalogues for t in c.targets}
    rows = {f"{m.code}.{r.code}" for m in edition.matrices.values() for r in m.rows}
    known = {*edition.task_of, *targets, *rows}
    for item in items:
        if item not in known:
            hint = nearest_hint(item, known)
            yield f"Biểu mẫu không có “{item}”{hint}. Đề nghị ghi một mã của biểu mẫu, hoặc bỏ mã này."


def _target_leads(edition: Edition, units: Mapping[str, int]) -> Iterator[EditionFault]:
    for catalogue in edition.catalogues:
        for target in catalogue.targets:
            for key, codes in (("lead", (target.lead,)), ("cross_check", target.cross_check)):
                for code in codes:
                    if code not in units:
                        hint = nearest_hint(code, units)
                        said = f"Danh sách đơn vị không có “{code}”{hint}. Đề nghị ghi mã của một đơn vị."
                        yield fault_of(edition, f"catalogues.{catalogue.code}.targets.{target.code}.{key}", said)


# -------------------------------------------------------------------------------------------------- what hangs on it
def _spoken_of(edition: Edition, codes: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """By code the places of sentences and lists of words that name it: “t3.j2, dòng 5, 7”."""
    found: dict[str, dict[str, list[int]]] = {}
    if not codes:
        return {}
    pattern = re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, sorted(codes, reverse=True))) + r")(?![\w])")
    for path in words_of([layer / FOLDER for layer in templates_of(edition)]):
        for number, line in enumerate(_lines(path), 1):
            for code in {m[0] for m in pattern.finditer(line)}:
                found.setdefault(code, {}).setdefault(path.name, []).append(number)
    return {
        code: tuple(f"{file}, dòng {', '.join(map(str, at))}" for file, at in places.items())
        for code, places in found.items()
    }


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines()


def _judged(edition: Edition, codes: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """By code the constraints that look at it."""
    found: dict[str, list[str]] = {}
    for bound in bind(edition):
        for code in {*named_in(bound)} & {*codes}:
            found.setdefault(code, []).append(f"{bound.constraint.id} ({bound.rule.code})")
    return {code: tuple(dict.fromkeys(names)) for code, names in found.items()}
