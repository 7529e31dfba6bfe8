"""What an edition calls its parts stands in its folder alone: no code, key, kind, period, sheet or year in Python.

Every string constant of the package is looked at, those of f-strings too; what is said in docstrings is for engineers.
Sentences for people may name a day (“31/5/2011”, “2011-05-31”) or a decree by its year (“01/2011/TT-BNV”), never the
year of an edition alone, and nothing else of an edition.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import available_editions
from vstbcpn_cli.edition.model import Edition

PACKAGE = Path(__file__).parents[3] / "vstbcpn_cli"
_WORD = re.compile(r"[^\W_]+(?:[._-][^\W_]+)*")
_DATED = re.compile(r"(?:\d{1,2}/){1,2}\d{4}|\d{4}-\d{2}-\d{2}")
_ALLOWED = {
    ("figure_lines.py", "M"),  # of the code list of SDMX
    ("read_me.py", "M"),  # the same
    ("numbers.py", "X"),  # the Roman ten
    ("period_and_units.py", "danh_gia"),  # a part of the report, `muc.danh_gia`
    ("read_before.py", "M"),  # minutes
    ("season_settings.py", "co_quan_ban_hanh"),  # which office issues the report
    ("unit_from_file_name.py", "nam"),  # of “Việt Nam”
    ("xls.py", "HH"),  # two whole numbers in a record
}
"""File and word that an edition happens to use as well."""


def _constants(tree: ast.Module) -> Iterator[tuple[int, str | int]]:
    """Every string and whole number with its line, but for those that stand alone as docstrings do."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in said and isinstance(node.value, str | int):
            yield node.lineno, node.value


def _names(edition: Edition) -> frozenset[str]:
    """Everything an edition calls by a name of its own, apart from its year."""
    found = {*edition.task_of, *edition.kind_of, *edition.periods, *edition.modes}
    found |= {p.form_code for p in edition.periods.values()}
    found |= {t.sheet for t in edition.tasks} | {edition.words[f"sheet.{s}"] for s in ("guide", "check")}
    found |= {r.code for m in edition.matrices.values() for r in m.rows}
    found |= {c.name for c in edition.code_lists} | {c.code for c in edition.catalogues}
    columns = [c for m in edition.matrices.values() for c in m.columns]
    columns += [c for t in edition.tables.values() for c in t.columns]
    return frozenset(found | ({c.key for c in columns} - _words_of_templates()))


def _words_of_templates() -> set[str]:
    """The keys of the lists of words, which the program asks for by name; some are also keys of columns."""

    def keys(table: object) -> Iterator[str]:
        if isinstance(table, dict):
            for key, value in table.items():
                yield key
                yield from keys(value)

    files = (PACKAGE.parent / "templates").glob("**/*.toml")
    return {k for f in files for k in keys(tomllib.loads(f.read_text(encoding="utf-8")))}


def _foreign(file: Path, names: frozenset[str], year: int) -> Iterator[str]:
    for line, value in _constants(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(value, int):
            words = {str(value)} & {str(year)}
        else:
            told = _DATED.sub("", value)
            words = {w for w in _WORD.findall(told) if w in names or re.search(rf"(?<!\d){year}(?!\d)", w)}
            words |= {value} & names
        yield from (f"{file.name}:{line}: {w}" for w in sorted(words) if (file.name, w) not in _ALLOWED)


@pytest.mark.parametrize("name", available_editions())
def test_no_python_knows_a_name_of_an_edition(name: str) -> None:
    edition = load_edition(name)
    files = sorted(PACKAGE.glob("**/*.py"))
    assert len(files) > 200
    names = _names(edition)
    assert [f for file in files for f in _foreign(file, names, edition.year)] == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('X = values.get("T6.05")', "T6.05"),
        ('X = f"{a} cột M.07 {b}"', "M.07"),
        ('X = kind in ("HU", "XA")', "HU"),
        ('X = period == "6t"', "6t"),
        ("X = 2011", "2011"),
        ('X = "Bộ biểu mẫu, ví dụ 2011."', "2011"),
        ('X = "2011-6t"', "2011-6t"),
    ],
)
def test_a_name_of_an_edition_is_found(tmp_path: Path, line: str, word: str) -> None:
    edition, file = load_edition("2011"), tmp_path / "some.py"
    file.write_text(f'"""Not T1.01."""\n\n{line}\n', encoding="utf-8")
    found = list(_foreign(file, _names(edition), edition.year))
    assert f"some.py:3: {word}" in found
    file.write_text('X = "Ngày 31/5/2011 hoặc 2011-05-31, theo Thông tư 01/2011/TT-BNV."\n', encoding="utf-8")
    assert list(_foreign(file, _names(edition), edition.year)) == []
