"""What the sentences of a report print, recorded where it is printed: which figure, and the text of it.

Every way in which a sentence file can print a figure is watched. Of each figure the record knows by which question
`trace` answers it; a number in a sentence that no record of its section knows was made by something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.context.matrices import Grids
from vstbcpn_cli.report.context.period_and_units import UnitsView
from vstbcpn_cli.report.context.printable import Figure, Named, ShareFigure, YesCount
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.templates import render_sections as sentences
from vstbcpn_cli.report.templates.render_sections import render_sections
from vstbcpn_cli.text.numbers import number

NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")


@dataclass(frozen=True)
class Print:
    """One printing: by whom (`so`, `ty_le` …) with which arguments, what of it (`chu`, `tu` …), and the text."""

    section: str
    asked: tuple[str, ...]
    what: str
    text: str


@dataclass
class Recorder:
    """Everything printed, and by identity which question each object that can be printed answers."""

    section: str = ""
    prints: list[Print] = field(default_factory=list)
    _asked: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _kept: list[object] = field(default_factory=list)

    def answers(self, made: Any, *asked: str) -> Any:
        for one in made if isinstance(made, tuple) else (made,):
            self._asked[id(one)] = asked
            self._kept.append(one)
        return made

    def printed(self, one: object, what: str, text: str) -> None:
        self.prints.append(Print(self.section, self._asked.get(id(one), ("?", type(one).__name__)), what, text))


@contextmanager
def recording(patch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    recorder = Recorder()
    for owner, name in (
        *((Context, n) for n in ("so", "ty_le", "dem", "dem_phat_sinh", "theo_gia_tri")),
        *((Grids, n) for n in ("dem_dong", "dem_bang", "tong_theo")),
    ):
        patch.setattr(owner, name, _answering(recorder, name, getattr(owner, name)))
    for name in ("so_sanh", "cung_ky", "dem_tra_loi", "danh_sach"):
        patch.setattr(Context, name, _saying(recorder, name, getattr(Context, name)))
    parts: tuple[tuple[type, tuple[str, ...]], ...] = (
        (Figure, ("chu", "ghi_chu", "luu_y", "uoc", "so_thieu")),
        (ShareFigure, ("chu", "tu", "mau", "ghi_chu")),
        (YesCount, ("so", "tong", "ty_le", "khong")),
        (Named, ("chu",)),
        (UnitsView, ("da_gui", "tong", "ty_le")),
    )
    for kind, properties in parts:
        for name in properties:
            patch.setattr(kind, name, property(_watched(recorder, name, getattr(kind, name).fget)))
    beside = ShareFigure.co_so

    def co_so(self: ShareFigure, dvt: str) -> str:
        said = beside(self, dvt)
        recorder.printed(self, "co_so", said)
        return said

    patch.setattr(ShareFigure, "co_so", co_so)
    usual = sentences.rendered

    def rendered(made: Any, folder: Any, name: str, names: Any) -> str:
        recorder.section = name.removesuffix(".j2")
        return usual(made, folder, name, names)

    patch.setattr(sentences, "rendered", rendered)
    yield recorder


def _answering(recorder: Recorder, name: str, usual: Callable[..., Any]) -> Callable[..., Any]:
    def call(self: Any, *given: str, **named: str) -> Any:
        return recorder.answers(usual(self, *given, **named), name, *given, *named.values())

    return call


def _saying(recorder: Recorder, name: str, usual: Callable[..., Any]) -> Callable[..., Any]:
    def call(self: Any, *given: Any, **named: Any) -> Any:
        said = usual(self, *given, **named)
        text = number(said) if isinstance(said, int) else said
        recorder.prints.append(Print(recorder.section, (name, *map(str, given)), "", text))
        return said

    return call


def _watched(recorder: Recorder, name: str, usual: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def get(self: Any) -> Any:
        found = usual(self)
        recorder.printed(self, name, number(found) if isinstance(found, int) else str(found))
        return found

    return get


def recorded(report: Report) -> tuple[dict[str, list[str]], list[Print]]:
    """The paragraphs of every section, tables and charts left out, and what was printed into them."""
    with pytest.MonkeyPatch.context() as patch, recording(patch) as recorder:
        made = render_sections(report, load_labels(report.sentences))
    return made.paragraphs, recorder.prints
