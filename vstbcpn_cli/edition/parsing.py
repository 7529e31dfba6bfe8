"""What the form of an edition says, as written and as the model, with everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from vstbcpn_cli.edition.consistency import inconsistencies
from vstbcpn_cli.edition.edition_faults import EditionFault, refuse
from vstbcpn_cli.edition.edition_workbook import read_workbook
from vstbcpn_cli.edition.error_messages import toml_file, value_fault
from vstbcpn_cli.edition.locations import available_editions, form_path, own_folder, shown_form, workbook_of
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.edition.places import KeyNames, Places

_PURPOSES = ("role", "private", "kind", "annual", "role_column", "report", "heading", "standing")
_MOST_TOLD = 20
"""Of many missing keys."""
_COMMON = ("id", "rule", "severity", "kinds", "from_year", "trial")


@cache
def raw_edition(name: str) -> Mapping[str, Any]:
    """The TOML of an edition as written, a leading byte-order mark tolerated; of a workbook what its TOML would say.

    `name` is an edition that ships with the program, the folder, `.toml` file or workbook of another, or the settings
    of a season. Raises `ConfigurationError`.
    """
    if (workbook := workbook_of(name)) is None:
        return toml_file(form_path(name), shown_form(name))
    found = read_workbook(workbook)
    if found.faults:
        refuse(found.faults, shown_form(name), workbook)
    return found.raw


NOT_ON_THE_FORM = frozenset(
    (
        "document-number-pattern",
        "duplicate-between-units",
        "flow-decreased",
        "identical-blocks",
        "lead-differs-from-sum",
        "unlike-before",
        "unlike-peers",
        "verdict-only",
    )
)
"""Declared rules without a line of the self-check: their bounds are the office's own."""


def parsed(name: str) -> Edition:
    """The edition, typed and checked. Raises `ConfigurationError` with the first fault."""
    edition, faults = examined(name)
    if edition is None or faults:
        refuse(faults, shown_form(name), workbook_of(name))
    return edition


@cache
def examined(name: str) -> tuple[Edition | None, tuple[EditionFault, ...]]:
    """The edition, None where it has not even the shape of one, and everything that is wrong with it; what its rules
    and sentences name is not looked at. Raises `ConfigurationError` for a file that cannot be read."""
    from pydantic import TypeAdapter, ValidationError  # 0,15 s: only where an edition is really needed

    workbook = workbook_of(name)
    if workbook is None:
        raw, places = raw_edition(name), None
    else:
        sheets = read_workbook(workbook)
        raw, places = sheets.raw, sheets.places
        if sheets.faults:
            return None, tuple(sheets.faults)
    shaped = _shape(raw)
    ours: dict[str, Any] = {"fingerprint": fingerprint(raw), "source": shown_form(name), "folder": own_folder(name)}
    ours |= {"workbook": workbook, "lineage": _lineage(raw)}
    try:
        edition = TypeAdapter(Edition).validate_python({**shaped, **ours})
    except ValidationError as fault:
        told = {(f.place, f.sentence): f for f in _shape_faults(fault.errors(), shaped, places)}
        return None, tuple(told.values())
    found: list[EditionFault] = []
    try:
        for path, said in inconsistencies(edition, _words_of_a_blank()):
            found.append(EditionFault(places.of_name(path) if places else None, path, said))
    except (LookupError, RuntimeError, TypeError):
        if not found:  # else something stands on what is told already
            raise
    return edition, tuple(found)


def _shape_faults(
    errors: Sequence[Mapping[str, Any]], shaped: Mapping[str, Any], places: Places | None
) -> Iterator[EditionFault]:
    """What the types find: in a workbook by its cell, in TOML by its key."""
    missing = "missing"
    for error in errors:
        path = _key_path(shaped, error["loc"])
        if places and error["type"] == missing:
            place, said = places.lacking(error["loc"])
            yield EditionFault(place, path, said)
        elif places:
            place = places.of_path(error["loc"])
            yield EditionFault(place, path, f"Nội dung không đúng: {value_fault(error, places)}. Đề nghị sửa ô này.")
    if places:
        return
    lacking = [_key_path(shaped, e["loc"]) for e in errors if e["type"] == missing]
    first = errors[0]
    if first["type"] == missing and len(lacking) > 1:
        told, more = [f"“{key}”" for key in lacking[:_MOST_TOLD]], len(lacking) - _MOST_TOLD
        rest = f" và {more} khóa khác" if more > 0 else ""
        said = f"còn thiếu các khóa {', '.join(told)}{rest}. Đề nghị ghi đủ các khóa như bộ biểu mẫu kèm theo phần mềm."
        yield EditionFault(None, "", said)
        return
    where = _key_path(shaped, first["loc"])
    wrong = value_fault(first, KeyNames())
    said = f"khóa “{where}” không đúng ({wrong}). Đề nghị sửa khóa này theo một khóa cùng loại."
    yield EditionFault(None, "", said)


def _lineage(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The editions one goes on from, as far as they are known by name, each once."""
    found: list[str] = []
    while (earlier := raw.get("based_on")) and earlier not in found:
        found.append(str(earlier))
        raw = raw_edition(earlier) if earlier in available_editions() else {}
    return tuple(found)


def _words_of_a_blank() -> frozenset[str]:
    """What every blank prints: the words of the first edition of the program, but those of its own groups and kinds."""
    words = raw_edition(available_editions()[0])["words"]
    return frozenset(key for key in words if not key.startswith(("group.", "kind.")))


_UNASKED = ("kinds", "targets", "proposals", "based_on", "to_confirm", "windows")
"""Parts of an edition that change what is made of an answer, or among what the office may choose."""
_RECEIVING = ("issuers", "email", "contact")
"""Of the office: who issues the report, where forms are sent to and whom a unit may ask."""


def fingerprint(raw: Mapping[str, Any]) -> str:
    """Twelve hexadecimal digits that change with any content of the edition, but not with comments or layout.

    Rules on trial, the answers of units that are not concerned, what may not be withheld, which number names a year,
    why a field is asked, which codes are not used again and what a field, table, task or period is for are left out:
    they change what is made of an answer and nothing that was asked. So are the rules that no line of the form shows.
    Who issues the report and whom units ask is left out: a form already issued stays the same form. The name of a kind
    is printed on the form and counts as one of its words.
    """
    office, kinds, words = raw.get("office"), raw.get("kinds"), raw.get("words")
    if isinstance(office, dict):
        raw = {**raw, "office": {k: v for k, v in office.items() if k not in _RECEIVING}}
    if isinstance(kinds, list) and isinstance(words, dict):
        raw = {**raw, "words": words | {f"kinds.{k.get('code')}": k.get("name") for k in kinds}}
    raw = {k: v for k, v in raw.items() if k not in _UNASKED}
    unasked = ("trial", "outside", "known", "withholding", "names_year", "basis", "retired", "continues", *_PURPOSES)

    def kept(table: dict[str, Any]) -> dict[str, Any]:
        some = {k: v for k, v in table.items() if k not in unasked}
        if isinstance(some.get("constraints"), list):
            some["constraints"] = [c for c in some["constraints"] if c.get("rule") not in NOT_ON_THE_FORM]
        return some

    asked = json.loads(json.dumps(raw, default=str), object_hook=kept)
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:12]


def _shape(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Short forms of the TOML written out: one mark for all kinds, codes of periods, constraints with their path."""
    shaped = json.loads(json.dumps(raw, default=_keep_date), object_hook=_restore_date)
    kinds = [k.get("code") for k in shaped.get("kinds", []) if isinstance(k, dict)]
    for code, period in shaped.get("periods", {}).items():
        if isinstance(period, dict):
            period["code"] = code
    for task in shaped.get("tasks", []):
        if not isinstance(task, dict):
            continue
        fields = [*task.get("indicators", []), *task.get("tables", [])]
        fields += [row for matrix in task.get("matrices", []) for row in matrix.get("rows", [])]
        for spec in fields:
            if isinstance(spec, dict) and isinstance(spec.get("required"), str):
                spec["required"] = dict.fromkeys(kinds, spec["required"])
        task["constraints"] = [
            _constraint(c, f"tasks.{task.get('code')}.constraints.{n}.{c.get('id')}")
            for n, c in enumerate(task.get("constraints", []), 1)
        ]
    return dict(shaped)


def _keep_date(value: object) -> object:
    if isinstance(value, dt.date):
        return {"__date__": value.isoformat()}
    raise TypeError(type(value).__name__)


def _restore_date(value: dict[str, Any]) -> object:
    return dt.date.fromisoformat(value["__date__"]) if "__date__" in value else value


def _constraint(raw: dict[str, Any], path: str) -> dict[str, Any]:
    common = {k: v for k, v in raw.items() if k in _COMMON}
    return {**common, "params": {k: v for k, v in raw.items() if k not in _COMMON}, "path": path}


def _key_path(shaped: object, loc: tuple[int | str, ...]) -> str:
    """A key path that names list members by their code, since a colleague counts no lines: `tasks.T6.tables.T6.B1`."""
    steps: list[str] = []
    here: Any = shaped
    for step in loc:
        here = _member(here, step)
        named = here.get("code") or here.get("key") or here.get("id") if isinstance(here, dict) else None
        steps.append(str(named or (step + 1 if isinstance(step, int) else step)))
    return ".".join(steps)


def _member(here: Any, step: int | str) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None
