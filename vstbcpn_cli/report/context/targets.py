"""The targets of the national strategies beside the figures of the units that lead them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.model import Catalogue, Target, TargetTable
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.totals import Share, UnitRow
from vstbcpn_cli.report.context.count_names import targets_name
from vstbcpn_cli.report.context.printable import AnswerCount
from vstbcpn_cli.report.context.text_safety import flat, printed
from vstbcpn_cli.report.unknown_names import UnknownNameError
from vstbcpn_cli.text import numbers
from vstbcpn_cli.text.casing import lower_first
from vstbcpn_cli.text.numbers import number


class TargetView(msgspec.Struct, frozen=True):
    """One target: `c.ma`, `c.ten`, `c.dvt`, `c.quoc_gia` the national value, `c.muc_tieu` the province's, `c.ky_truoc`,
    `c.thuc_hien`, `c.danh_gia`, `c.don_vi` the lead unit, `c.co` whether it has sent a row that counts, `c.tham_khao`
    rates computed from the returns, for the reader only, `c.danh_muc` the code of its catalogue."""

    ma: str
    ten: str
    dvt: str
    quoc_gia: str
    don_vi: str
    co: bool = False
    muc_tieu: str = ""
    ky_truoc: str = ""
    thuc_hien: str = ""
    danh_gia: str = ""
    ghi_chu: str = ""
    tham_khao: str = ""
    danh_muc: str = ""

    @property
    def so(self) -> str:
        """The number under which it is printed: parts a and b of one target share it."""
        return self.ma.rstrip("abcdđ")

    @property
    def thuc_hien_dvt(self) -> str:
        """“26,7%”, “29,8/100 trẻ đẻ sống”; “…” without a figure."""
        return self._measured(self.thuc_hien)

    @property
    def muc_tieu_dvt(self) -> str:
        return self._measured(self.muc_tieu)

    def _measured(self, value: str) -> str:
        if not value or not value[-1].isdigit():
            return value or "…"
        return f"{value}{self.dvt}" if self.dvt[:1] in "%/" else f"{value} {self.dvt}"


class NumberedTarget(msgspec.Struct, frozen=True):
    """A target as it is printed and counted: all `parts` under one `number`, which names the catalogue where several
    have this number. A part without a verdict has the `silent` one."""

    number: str
    parts: tuple[TargetView, ...]
    silent: str

    def has_only(self, verdicts: Collection[str]) -> bool:
        """Whether every part has one of the verdicts; without any given true."""
        return not verdicts or all((part.danh_gia or self.silent) in verdicts for part in self.parts)


class Targets(msgspec.Struct, frozen=True, dict=True):
    """All catalogues of the edition, for templates and for the annex; `codes` says whether a rate from the returns is
    named with the code of its figure."""

    made: Consolidation
    codes: bool = True

    def chi_tieu(self, danh_gia: str = "") -> tuple[TargetView, ...]:
        """Every target in the order of its catalogue; with a verdict only those that have it. A form without targets
        knows no verdict, and none is wrong."""
        self._refuse_unknown(danh_gia)
        return tuple(v for v in self._views if not danh_gia or v.danh_gia == danh_gia)

    def dem_chi_tieu(self, *danh_gia: str) -> int:
        """How many printed numbers have only parts with one of these verdicts; all numbers without a verdict given."""
        for one in danh_gia:
            self._refuse_unknown(one)
        return AnswerCount(sum(t.has_only(danh_gia) for t in self.numbered), targets_name(danh_gia))

    def con_chi_tieu(self, *danh_gia: str) -> int:
        """How many printed numbers are left: they have a part with none of these verdicts. `trace` names them beside
        those that it counts."""
        return AnswerCount(self.dem_chi_tieu() - self.dem_chi_tieu(*danh_gia), targets_name(danh_gia))

    def _refuse_unknown(self, verdict: str) -> None:
        known = self.made.edition.verdicts
        if verdict and known and verdict not in known:
            raise UnknownNameError(verdict, known)

    @cached_property
    def numbered(self) -> tuple[NumberedTarget, ...]:
        """The targets by the number under which they are printed."""
        parts: dict[tuple[str, str], list[TargetView]] = {}
        for view in self._views:
            parts.setdefault((view.so, view.danh_muc), []).append(view)
        having = Counter(so for so, _ in parts)
        return tuple(
            NumberedTarget(so if having[so] == 1 else f"{so} ({catalogue})", tuple(views), self._silent)
            for (so, catalogue), views in parts.items()
        )

    @property
    def reported(self) -> bool:
        """Whether any lead unit has sent a row."""
        return any(v.co for v in self._views)

    @cached_property
    def _views(self) -> tuple[TargetView, ...]:
        return tuple(self._all())

    @property
    def _silent(self) -> str:
        at = self.made.edition.targets
        return at.unknown if at else ""

    @property
    def _yes_no(self) -> Mapping[str, str]:
        """How the answer to a target that asks whether something is there is typed, and how it is printed."""
        words = self.made.edition.words
        return {"1": words["yes"].casefold(), "0": words["no"].casefold()}

    def _all(self) -> Iterator[TargetView]:
        at = self.made.edition.targets
        if at is None:
            return
        rows = list(self.made.rows(at.table))
        for catalogue in self.made.edition.catalogues:
            for target in catalogue.targets:
                yield self._view(at, catalogue, target, rows)

    def _view(self, at: TargetTable, catalogue: Catalogue, target: Target, rows: list[UnitRow]) -> TargetView:
        code = f"{catalogue.code}-{target.code}"
        # Only the lead unit's row is the province's; rows of districts or communes stay in their files.
        found = lead_row(at, rows, code)
        leads = [u.unit.name for u in self.made.coverage.units if u.unit.leads(f"{at.table}.{code}")]
        cells = {k: found.cell(k) for k in found.row.cells} if found else {}
        values = {k: printed(o.value) for k, o in cells.items() if o is not None}
        said = self._yes_no if target.measure.casefold() == "/".join(self._yes_no.values()) else {}
        values |= {k: said.get(values[k], values[k]) for k in (at.goal, at.before, at.result) if k in values}
        return TargetView(
            target.code,
            target.label,
            target.measure,
            _national(target, self.made.edition.year),
            flat("; ".join(leads)),
            found is not None,
            muc_tieu=values.get(at.goal, ""),
            ky_truoc=values.get(at.before, ""),
            thuc_hien=values.get(at.result, ""),
            danh_gia=values.get(at.verdict, ""),
            ghi_chu=values.get(at.remark, ""),
            tham_khao="; ".join(hint if not n else lower_first(hint) for n, hint in enumerate(self._hints(target))),
            danh_muc=catalogue.code,
        )

    def _hints(self, target: Target) -> Iterator[str]:
        """Rates from the returns; they never replace the lead unit's figure."""
        for matrix in self.made.edition.matrices.values():
            for row in matrix.rows:
                stem = f"{matrix.code}.{row.code}"
                if any(code == matrix.code or code.startswith(f"{stem}.") for code in target.fields):
                    share = self.made.share(f"{stem}.{matrix.shares[-1][0]}", f"{stem}.{matrix.shares[-1][1]}")
                    yield from [_rate(stem if self.codes else "", row.label, share)] if share else []
        for code in target.fields:
            spec = self.made.edition.indicators.get(code)
            share = self.made.share(code) if spec is not None and spec.share_of else None
            base = spec.share_of if spec is not None and spec.share_of in self.made.edition.indicators else ""
            both = "/".join(filter(None, (code, base))) if self.codes else ""
            yield from [_rate(both, self.made.edition.whole_label(code), share)] if share else []


def _rate(code: str, label: str, share: Share) -> str:
    """“Đảng viên (T3.M1.CB02) 41,6% (416/1.000)”."""
    sums = f"{number(share.part)}/{number(share.whole)}"
    named = f"{flat(label)} ({code})" if code else flat(label)
    return f"{named} {numbers.share(share.ratio * 100)} ({sums})"


def lead_row(at: TargetTable, rows: Iterable[UnitRow], target: str) -> UnitRow | None:
    """The row of a target (“CL2011-1.1a”) from the unit that leads it, known by a code that counts."""
    return next((r for r in rows if r.text(at.code) == target and r.unit.leads(f"{at.table}.{target}")), None)


def _national(target: Target, year: int) -> str:
    """The value of the first milestone not yet passed, as the decision words it: “≥ 30 (2015)”."""
    milestones = sorted((y, v) for y, v in target.values.items() if v.strip() not in ("", "–", "-"))
    ahead = [m for m in milestones if int(m[0]) >= year] or milestones[-1:]
    milestone, value = ahead[0] if ahead else ("", "")
    return value if not value or "(" in value else f"{value} ({milestone})"
