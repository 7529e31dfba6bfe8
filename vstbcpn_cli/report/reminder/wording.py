"""What is said to remind units of a report, in the words of `templates/common/gui-don-vi`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec

from vstbcpn_cli.edition.model import Issuer, Severity
from vstbcpn_cli.model.coverage import Coverage, Judged, Tally, UnitCoverage, UnitStanding, without_private
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.renderer import spelled
from vstbcpn_cli.text.casing import addressee, in_sentence
from vstbcpn_cli.text.dates import open_date, short_date, until
from vstbcpn_cli.text.lists import series
from vstbcpn_cli.text.normalise import cut
from vstbcpn_cli.text.numbers import number

NAME = "(Họ và tên)"
"""Keeps the place of a name that is not known yet."""
REMINDED = (UnitStanding.MISSING, UnitStanding.UNUSABLE, UnitStanding.TO_CORRECT)
_REPORT = "BC-"
"""Begins the symbol of a report; that of an official letter names no kind of document."""
_LONGEST_REASON = 400


class Earlier(msgspec.Struct, frozen=True):
    """How often somebody was reminded before, and when last."""

    times: int = 0
    day: dt.date | None = None


class ReminderWords(msgspec.Struct, frozen=True, dict=True):
    """The words of one round of reminders on `day`; `reply` is until when units are asked to send, `earlier` the rounds
    before. Units that are `spared` are not reminded: only the office can get their files read."""

    labels: Labels
    coverage: Coverage
    day: dt.date
    reply: str
    issuer: Issuer
    earlier: Earlier = Earlier()
    spared: frozenset[str] = frozenset()

    # --------------------------------------------------------------------------------------------------- to everybody
    def dispatch(self) -> dict[str, Any]:
        """The names of the template for the letter to all."""
        units = self.reminded
        listed = [self._row(n, one) for n, one in enumerate(units, 1)]
        tally = self.coverage.tally()
        said = [
            self._opening("cong_van"),
            self._standing(tally),
            *self._again("cong_van", self.earlier),
            self._say("cong_van", "de_nghi"),
            *([self._say("cong_van", "khong_phat_sinh")] if tally.missing else []),
        ]
        return {
            **self._letter(self.earlier),
            "kinh_gui": self._say("cong_van", "kinh_gui"),
            "dia_chi": "",
            "doan": said,
            "ket": self._say("cong_van", "ket"),
            "kem_danh_sach": True,
            "danh_sach": listed,
        }

    def _standing(self, tally: Tally) -> str:
        """How many have sent, and how all others of those that are to report stand."""
        counts = {s: getattr(tally, s.value) for s in (*REMINDED, UnitStanding.NIL)}
        counts[UnitStanding.UNUSABLE] -= len(self.spared)
        told = {s: self._say("cong_van", s.value, so=number(n)) if n else "" for s, n in counts.items()}
        correct, nil = told[UnitStanding.TO_CORRECT], told[UnitStanding.NIL]
        left = series([words for s in (UnitStanding.MISSING, UnitStanding.UNUSABLE) if (words := told[s])])
        return self._say(
            "cong_van",
            "tinh_hinh",
            da_gui=number(tally.sent + len(self.spared)),
            tong=number(tally.units - tally.excluded),
            trong_do=self._say("cong_van", "trong_do", ve=correct) if correct else "",
            con_lai=nil + (self._say("cong_van", "con_lai", ve=left) if left else ""),
        )

    @property
    def reminded(self) -> tuple[UnitCoverage, ...]:
        units = (u for u in self.coverage.units if u.unit.code not in self.spared)
        return tuple(u for u in units if self.coverage.standing(u) in REMINDED)

    def _row(self, position: int, one: UnitCoverage) -> dict[str, str]:
        return {"stt": str(position), "ten": flat(one.unit.name), "tinh_trang": self.state(one)}

    def state(self, one: UnitCoverage) -> str:
        """“Chưa gửi báo cáo”: how a unit stands, for the list."""
        return self._say("tinh_trang", self.coverage.standing(one).value, **self._of(one))

    # ---------------------------------------------------------------------------------------------------- to one unit
    def letter(self, one: UnitCoverage, earlier: Earlier, blank: str = "") -> dict[str, Any]:
        """The names of the template for the letter to one unit; `blank` is the name of the form that goes with it."""
        standing, named = self.coverage.standing(one), self._of(one)
        missing = standing is UnitStanding.MISSING
        said = [
            self._opening("thu", don_vi=named["don_vi"]),
            self._say("thu", standing.value, **named),
            *self._again("thu", earlier),
            self._say("thu", "de_nghi" if missing else "de_nghi_lai"),
            *([self._say("thu", "bieu_mau", tep=blank)] if blank else []),
            *([self._say("thu", "khong_phat_sinh")] if missing else []),
        ]
        address = flat(one.unit.address)
        return {
            **self._letter(earlier),
            "kinh_gui": self.addressee(one),
            "dia_chi": self._say("thu", "dia_chi", dia_chi=address) if address else "",
            "doan": said,
            "ket": self._say("thu", "ket"),
            "kem_danh_sach": False,
            "danh_sach": [self._row(1, one)],
        }

    def text_names(self, one: UnitCoverage, earlier: Earlier, blank: str = "") -> dict[str, Any]:
        """Every name the template of the short text may use."""
        office, named = self._office, self._of(one)
        return {
            "co_quan": office.committee_short,
            "don_vi": named["don_vi"],
            "ky": self.coverage.period.name,
            "han": self._due,
            "han_moi": self.reply,
            "viec": self.coverage.standing(one).value,
            "tinh_trang": self.state(one),
            "tep": named["tep"],
            "ly_do": named["ly_do"],
            "lan": earlier.times + 1,
            "ngay_truoc": short_date(earlier.day) if earlier.day else "",
            "noi_nhan": self._place,
            "kem_bieu_mau": bool(blank),
        }

    def addressee(self, one: UnitCoverage) -> str:
        """Who is written to: as the edition addresses units of the kind, “Ban VSTBCPN huyện Chi Lăng”."""
        before = self.coverage.edition.kind_of[one.unit.kind].addressed
        name = flat(one.unit.name)
        return f"{before} {in_sentence(name)}" if before else addressee(name)

    # ---------------------------------------------------------------------------------------------------- what is said
    @property
    def _office(self) -> Any:
        return spelled(self.coverage.edition.office)

    @property
    def _due(self) -> str:
        period = self.coverage.period
        return until(period.due, inclusive=period.due_inclusive)

    @property
    def _place(self) -> str:
        """“Sở …, thành phố Lạng Sơn; thư điện tử …”: where the report is to be sent."""
        return f"{self._office.standing_office}, {self._office.reached_at}"

    def _say(self, *path: str, **more: str) -> str:
        office = self._office
        known = {
            "ky": self.coverage.period.name,
            "co_quan": self.issuer.name,
            "thuong_truc": office.standing_office,
            "van_ban": office.request,
            "han": self._due,
            "han_moi": self.reply,
            "noi_nhan": self._place,
            "ngay": short_date(self.day),
            "lan": number(self.earlier.times + 1),
        }
        return flat(self.labels.filled(*path, **{**known, **more}))

    def _opening(self, part: str, **more: str) -> str:
        return self._say(part, "mo_dau" if self._office.request else "mo_dau_khong_so", **more)

    def _again(self, part: str, earlier: Earlier) -> Sequence[str]:
        if earlier.day is None:
            return ()
        times = {"lan_truoc": number(earlier.times), "lan": number(earlier.times + 1)}
        return (self._say(part, "lan_sau", ngay_truoc=short_date(earlier.day), **times),)

    def _letter(self, earlier: Earlier) -> dict[str, Any]:
        office, issuer = self._office, self.issuer
        symbol, again = issuer.symbol.removeprefix(_REPORT), "trich_yeu_lan_sau" if earlier.times else "trich_yeu"
        date = open_date(None, self.day.year)
        copies = list(dict.fromkeys((*issuer.copies[:1], *issuer.copies[-1:])))
        return {
            "cap_tren": office.parent,
            "co_quan": issuer.head.split("\n"),
            "ky_hieu": symbol,
            "trich_yeu": self._say("cong_van", again, lan=number(earlier.times + 1)),
            "dia_danh": office.place,
            "ngay_thang": date,
            "noi_nhan": [f"- {c}{'.' if n == len(copies) else ';'}" for n, c in enumerate(copies, 1)],
            "chuc_vu": issuer.signer_title.split("\n"),
            "chuc_vu_khac": issuer.signer_capacity.split("\n") if issuer.signer_capacity else [],
            "nguoi_ky": issuer.signer_name or NAME,
            "phu_luc": self._say("cong_van", "phu_luc"),
            "kem_theo": self._say("cong_van", "kem_theo", ky_hieu=symbol, ngay_thang=date),
        }

    def _of(self, one: UnitCoverage) -> dict[str, str]:
        """What is known of a unit and of the file it has sent last; contact persons are never quoted."""
        judged = one.counted or max(self.coverage.unusable(one), key=_received, default=None)
        named = {"don_vi": in_sentence(flat(one.unit.name)), "tep": "", "ngay_nhan": "", "so": "", "ly_do": ""}
        if judged is None:
            return named
        shown = without_private(judged, self.coverage.edition.private)
        first = next(iter(sorted(shown.findings, key=lambda f: f.severity is not Severity.ERROR)), None)
        return named | {
            "tep": flat(judged.outcome.file.path.rpartition("/")[2]),
            "ngay_nhan": short_date(judged.receipt.day),
            "so": number(judged.counts[Severity.ERROR]),
            "ly_do": cut(flat(f"{first.fact} {first.advice}"), _LONGEST_REASON) if first else "",
        }


def _received(judged: Judged) -> dt.date:
    return judged.receipt.day
