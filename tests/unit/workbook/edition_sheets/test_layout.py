"""Every key of an edition and every parameter of a rule has a column: none can be forgotten."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest

from vstbcpn_cli.edition.fields import Calc, CalcOp, Column, FieldType, Indicator, Matrix, MatrixRow, Nature, Table
from vstbcpn_cli.edition.lists import Catalogue, CodeList, Target
from vstbcpn_cli.edition.model import Constraint, Office, ReportPlace, Requirement, Severity, Task, TaskKind
from vstbcpn_cli.edition.office import Issuer
from vstbcpn_cli.edition.periods import ReportingPeriod, ReportingWindow
from vstbcpn_cli.edition.roles import FieldRole, ProposalTable, TargetTable, UnitKind
from vstbcpn_cli.rules.base import When
from vstbcpn_cli.rules.registry import declarable
from vstbcpn_cli.workbook.edition_sheets.layout import layouts, words_for

_RECORDS = {
    "CoQuanBanHanh": Issuer,
    "KyBaoCao": ReportingPeriod,
    "CachTinhKy": ReportingWindow,
    "LoaiDonVi": UnitKind,
    "NhiemVu": Task,
    "ChiTieu": Indicator,
    "MaTran": Matrix,
    "MaTranDong": MatrixRow,
    "MaTranCot": Column,
    "BangKe": Table,
    "BangKeCot": Column,
    "DanhSach": CodeList,
    "ChienLuoc": Catalogue,
    "ChiTieuPhanDau": Target,
}
_SHEETS_OF_THEIR_OWN = {"indicators", "matrices", "tables", "constraints", "rows", "columns", "targets", "example"}


def _keys(sheet: str) -> set[str]:
    return {c.at for s in layouts() if s.name == sheet for c in s.columns}


def _fields(kind: type[Any]) -> Iterator[str]:
    """Keys, those of a record inside it behind a dot."""
    hints = get_type_hints(kind)
    for one in dataclasses.fields(kind):
        inside = next((t for t in (hints[one.name], *get_args(hints[one.name])) if dataclasses.is_dataclass(t)), None)
        yield from (f"{one.name}.{f}" for f in _fields(inside)) if isinstance(inside, type) else (one.name,)


@pytest.mark.parametrize("sheet", _RECORDS)
def test_every_key_of_a_record_has_a_column(sheet: str) -> None:
    counted_rows = {"rows"} if sheet == "BangKe" else set()  # of a table the number of prepared rows
    wanted = {f for f in _fields(_RECORDS[sheet]) if f.partition(".")[0] not in _SHEETS_OF_THEIR_OWN - counted_rows}
    assert wanted - _keys(sheet) == set()


def test_every_setting_has_a_line() -> None:
    keys = _keys("ThietLap")
    wanted = {f"office.{f}" for f in _fields(Office) if not f.startswith("issuers.")}
    wanted |= {f"targets.{f}" for f in _fields(TargetTable)} | {f"proposals.{f}" for f in _fields(ProposalTable)}
    assert wanted - keys == set()


def test_every_parameter_of_a_rule_has_a_column() -> None:
    wanted = {f for rule in declarable() for f in _fields(rule.params)}
    wanted |= {f for f in _fields(Constraint) if f not in ("params", "path")}
    assert len(wanted) > 50
    assert wanted - _keys("QuyTac") == set()
    assert {f"when.{f}" for f in _fields(When)} <= _keys("QuyTac")


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("type", FieldType),
        ("nature", [n for n in Nature if n]),
        ("mark", Requirement),
        ("report", [p for p in ReportPlace if p]),
        ("role", FieldRole),
        ("task", TaskKind),
        ("op", CalcOp),
        ("severity", Severity),
    ],
)
def test_every_member_of_a_closed_list_has_a_word(name: str, members: Any) -> None:
    assert {*words_for(name)} == {str(m) for m in members}


def test_a_cell_that_is_written_in_a_way_of_its_own_says_how() -> None:
    """Dates, lists, pairs of code and content, names of another sheet; Excel shows 255 characters of a prompt."""
    columns = [c for s in layouts() for c in s.columns]
    mute = [
        c.at for c in columns if not c.say and (c.refers or c.form in ("date", "day", "list", "lists", "map", "pairs"))
    ]
    assert mute == []
    assert [c.at for c in columns if len(c.say) > 255 or len(c.head) > 60] == []


def test_the_words_of_a_list_differ() -> None:
    for sheet in layouts():
        assert len({c.at for c in sheet.columns}) == len(sheet.columns), sheet.name
        assert len({c.head for c in sheet.columns}) == len(sheet.columns), sheet.name
    assert {f.name for f in dataclasses.fields(Calc)} == {
        f.partition(".")[2] for f in _keys("ChiTieu") if f.startswith("calc.")
    }
