"""The published totals computed again from the three CSV tables alone, by the examples of docs/so-lieu.md."""

from __future__ import annotations

import contextlib
import csv
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

_PAGE = Path(__file__).parents[3] / "docs" / "so-lieu.md"
_EXAMPLE = re.compile(r"<!-- example: (\S+) -->\n```\w+\n(.*?)\n```", re.DOTALL)
_TABLES = ("so_lieu", "chi_tieu", "don_vi")
VIEWS = {"tong": 4, "tong_loai": 5, "thieu": 4, "tra_loi": 5, "ty_le": 5, "chia_theo": 6}
"""What the examples in SQL give, with how many of its columns name a figure."""

Figures = dict[tuple[str, ...], tuple[Fraction, ...]]


def examples() -> Mapping[str, str]:
    """The worked examples of the page, by what they are written for."""
    return dict(_EXAMPLE.findall(_PAGE.read_text(encoding="utf-8")))


def by_pandas(folder: Path) -> dict[str, Figures]:
    """What the example in Python makes of the tables in a folder."""
    told: dict[str, Any] = {}
    with contextlib.chdir(folder):
        exec(compile(examples()["pandas"], "docs/so-lieu.md", "exec"), told)
    found = {name: _of_series(told[name]) for name in ("tong", "tong_loai", "thieu", "tra_loi", "chia_theo")}
    return {**found, "ty_le": {key: tuple(map(_exact, row)) for key, *row in told["ty_le"].itertuples()}}


def _of_series(series: Any) -> Figures:
    return {tuple(key): (_exact(value),) for key, value in series.items()}


def _exact(value: Any) -> Fraction:
    return Fraction(str(value)) if not isinstance(value, Decimal | int) else Fraction(value)


def by_sqlite(folder: Path) -> dict[str, Figures]:
    """What the example in SQL makes of them, run by the library every Python has."""
    with contextlib.closing(sqlite3.connect(":memory:")) as base:
        for name in _TABLES:
            for number, path in enumerate(sorted(folder.glob(f"{name.replace('_', '-')}_*.csv"))):
                with path.open(encoding="utf-8-sig", newline="") as lines:
                    heads, *rows = csv.reader(lines)
                if not number:
                    columns = ", ".join(f'"{head}" TEXT' for head in heads)
                    base.execute(f"CREATE TABLE {name} ({columns})")
                base.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(heads))})", rows)
        for name in _TABLES:
            base.execute(f'CREATE INDEX "{name}_key" ON {name} (province, {_KEYS[name]})')
        base.executescript(examples()["sql"])
        return {view: _of_rows(base.execute(f"SELECT * FROM {view}"), known) for view, known in VIEWS.items()}


_KEYS = {"so_lieu": 'unit_code, "row", indicator', "chi_tieu": "indicator", "don_vi": "unit_code"}


def by_duckdb(folder: Path, duckdb: Any) -> dict[str, Figures]:
    with contextlib.chdir(folder), duckdb.connect() as base:
        base.execute(examples()["duckdb"].replace("all_varchar = true", "all_varchar = true, nullstr = '\\N'"))
        base.execute(examples()["sql"])
        return {
            view: _of_rows(base.execute(f"SELECT * FROM {view}").fetchall(), known) for view, known in VIEWS.items()
        }


def _of_rows(rows: Any, known: int) -> Figures:
    """Sums of decimals that a database keeps as binary fractions are those of four digits."""
    return {
        tuple(map(str, row[:known])): tuple(Fraction(Decimal(str(round(v, 4)))) for v in row[known:])
        for row in rows
        if None not in row[known:]
    }


def published(whole: Mapping[str, Any]) -> dict[str, Figures]:
    """The same figures as the JSON has published them."""
    found: dict[str, Figures] = {name: {} for name in VIEWS}
    of = (whole["province"], whole["edition"], whole["period"])
    for code, total in {**whole["totals"], **whole["tables"]}.items():
        at = (*of, code)
        if total["value"] is not None:
            found["tong"][at] = (Fraction(total["value"]),)
        found["tong_loai"] |= {(*at, kind): (Fraction(v),) for kind, v in total["kinds"].items()}
        found["thieu"][at] = (Fraction(total["lacking"]),)
        found["tra_loi"] |= {(*at, answer): (Fraction(n),) for answer, n in total["by_value"].items()}
        shares = total.get("kind_shares", {})
        found["ty_le"] |= {(*at, kind): (Fraction(s["part"]), Fraction(s["whole"])) for kind, s in shares.items()}
        for key, sums in total.get("by", {}).items():
            table = code if code + "." + key in whole["fields"] else code.rpartition(".")[0]
            found["chia_theo"] |= {(*at, f"{table}.{key}", answer): (Fraction(v),) for answer, v in sums.items()}
    return found


def differences(folder: Path, made: Mapping[str, Figures]) -> tuple[int, list[str]]:
    """How many published figures of all sets in a folder were held against what was made of their tables stacked, and
    which differ.

    The tables say more than is published: how many gave a date, shares of nothing and of percentages in a matrix, divisions by Có and Không, what a
    sum lacks in whose place the office has given a figure. That is left alone.
    """
    held, found = 0, list[str]()
    for path in sorted(folder.glob("so-lieu_*.json")):
        whole = json.loads(path.read_text(encoding="utf-8"))
        of = (whole["province"], whole["edition"], whole["period"])
        own = {view: {at: f for at, f in figures.items() if at[:3] == of} for view, figures in made.items()}
        more, differ = _differences(folder, whole, own)
        held, found = held + more, found + differ
    return held, found


def _differences(folder: Path, whole: Mapping[str, Any], made: Mapping[str, Figures]) -> tuple[int, list[str]]:
    wanted, held, found = published(whole), 0, list[str]()
    for view, figures in made.items():
        for at in sorted(wanted[view].keys() | figures.keys()):
            here, there = wanted[view].get(at), figures.get(at)
            held += here is not None
            if here != there and not _more_than_published(whole, view, at, here, there):
                found.append(f"{view} {at}: {here} {there}")
    for name, here, there in _shares(folder, whole, made):
        held += 1
        found += [] if here == there else [f"{name}: {here} {there}"]
    return held, found


def _more_than_published(whole: Mapping[str, Any], view: str, at: tuple[str, ...], here: Any, there: Any) -> bool:
    total = whole["totals"].get(at[3], whole["tables"].get(at[3]))
    if total is None:
        return True
    if view == "ty_le":
        return here is None and (not there[1] or whole["fields"][at[3]]["type"] == "calc")
    if view == "thieu":
        return "source" in total
    if view == "tra_loi":
        return at[3] in whole["tables"] or whole["fields"][at[3]]["type"] == "date"
    return view == "chia_theo" and at[4].rpartition(".")[2] not in total["by"]


def _shares(folder: Path, whole: Mapping[str, Any], made: Mapping[str, Figures]) -> Iterator[tuple[str, Any, Any]]:
    """The shares of the whole province, and those of each answer, with what the tables give for them."""
    of = (whole["province"], whole["edition"], whole["period"])
    known: dict[str, dict[str, str]] = {}
    for path in folder.glob("chi-tieu_*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = (x for x in csv.DictReader(lines) if (x["province"], x["edition"], x["period"]) == of)
            known |= {x["indicator"]: x for x in rows}
    for code, total in whole["totals"].items():
        if share := total.get("share"):
            parts = [f for at, f in made["ty_le"].items() if at[:4] == (*of, code)]
            sums = tuple(sum((p[n] for p in parts), Fraction(0)) for n in (0, 1))
            official = tuple(known[c]["official_value"] for c in (code, share["base"]) if c in known)
            if len(official) == 2 and all(official):
                sums = tuple(map(Fraction, official))
            yield f"share {code}", (Fraction(share["part"]), Fraction(share["whole"])), sums
        given = {at[4]: n for at, (n,) in made.get("tra_loi", {}).items() if at[:4] == (*of, code)}
        outside = json.loads(known[code]["outside"] or "[]")
        concerned = sum((n for answer, n in given.items() if answer not in outside), Fraction(0))
        for answer, share in total.get("answer_shares", {}).items() if given else ():
            yield f"{code}={answer}", (Fraction(share["part"]), Fraction(share["whole"])), (given[answer], concerned)
