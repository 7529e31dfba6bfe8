"""Warnings that the office lets rest: found again in what came in, and let rest while the value is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

import msgspec

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.coverage import Judged, without_private
from vstbcpn_cli.model.findings import Finding, SetAside
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.normalise import quoted
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.season.log_lines import ASIDE, AT, BY, DAY, FILE, NOTE, RULE, STATE, TITLES, UNIT, VALUE
from vstbcpn_cli.usecases.season.receipt_log import AsideLine, logged_unit


class Effect(StrEnum):
    """What has become of a line: the warning rests, its value is another one by now, the line does not say which value
    the office looked at, it is an error, there is no such warning, the unit has sent nothing that counts."""

    APPLIED = "applied"
    CHANGED = "changed"
    NO_VALUE = "no_value"
    ERROR = "error"
    GONE = "gone"
    NOT_SENT = "not_sent"


class SetAsideLine(msgspec.Struct, frozen=True):
    """A line of the log, the code of its unit, its outcome, and the value that stands there now."""

    line: AsideLine
    unit: str
    outcome: Effect
    now: str = ""

    def told(self) -> str:
        """What the officer has to know of a line that is not applied; "" of the others."""
        line, at = self.line, f" tại {self.line.at}" if self.line.at else ""
        return {
            Effect.CHANGED: f"{line.place}: giá trị{at} nay là “{quoted(self.now)}”, khác “{quoted(line.value)}” "
            f"đã ghi, nên cảnh báo {line.rule} trở lại. Đề nghị xem lại, sửa cột “{TITLES[VALUE]}” hoặc xóa dòng này.",
            Effect.NO_VALUE: f"{line.place}: chưa ghi giá trị đã xem{at} nên cảnh báo {line.rule} vẫn còn. "
            f"Đề nghị ghi “{quoted(self.now)}” ở cột “{TITLES[VALUE]}” nếu đó là giá trị đã xem.",
            Effect.ERROR: f"{line.place}: {line.rule}{at} là lỗi nên không bỏ qua được. "
            "Đề nghị yêu cầu đơn vị chỉnh lý và xóa dòng này.",
            Effect.GONE: f"{line.place}: báo cáo đang dùng của “{line.unit}” không còn cảnh báo {line.rule}{at}. "
            "Đề nghị xóa dòng này hoặc kiểm tra lại mã và ô.",
        }.get(self.outcome, "")


def let_rest(
    judged: Sequence[Judged], lines: Sequence[AsideLine], setting: Setting
) -> tuple[tuple[Judged, ...], tuple[SetAsideLine, ...]]:
    """The files with the warnings of these lines as notices, and what became of each line.

    Raises `ConfigurationError` for a unit that does not report. The status of the files is left as it was.
    """
    counted = {j.submission.unit: n for n, j in enumerate(judged) if j.submission and not j.status.set_aside}
    files, done, private = list(judged), [], setting.edition.private
    for line in lines:
        code = logged_unit(line.unit, line.place, setting).code
        if code not in counted:
            done.append(SetAsideLine(line, code, Effect.NOT_SENT))
            continue
        one = files[counted[code]]
        meant = [f for f in one.findings if _means(line, f)]
        outcome, now = _outcome(line, meant)
        aside = SetAsideLine(line, code, outcome, "…" if now and _on_private(one, private).intersection(meant) else now)
        done.append(aside)
        if aside.outcome is Effect.APPLIED:
            findings = tuple(_resting(f, line) if f in meant and _open(f) else f for f in one.findings)
            files[counted[code]] = replace(one, findings=findings)
    return tuple(files), tuple(done)


READY_HEADS = (FILE, DAY, UNIT, STATE, RULE, AT, VALUE, BY, NOTE)
"""The columns of the log in the order in which `ready_lines` fills them."""


def ready_lines(judged: Iterable[Judged], private: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """A line of the log for every open warning, without the name and the reason: nobody has to type a value.

    What is said of a `private` field has no line: the log would hold it.
    """
    for one in judged:
        if one.submission is None or one.status.set_aside:
            continue
        hidden = _on_private(one, private)
        for f in one.findings:
            if _open(f) and f not in hidden:
                where = str(f.place.key or f.place.cell or "")
                yield "", "", one.submission.unit, ASIDE, f"{f.code} {f.constraint}".strip(), where, f.value, "", ""


def _on_private(one: Judged, private: frozenset[str]) -> frozenset[Finding]:
    """What is said of private fields, whose words are printed nowhere but to the unit itself."""
    pairs = zip(one.findings, without_private(one, private).findings, strict=True)
    return frozenset(found for found, shown in pairs if shown is not found)


def _means(line: AsideLine, finding: Finding) -> bool:
    code, *constraint = line.rule.split()
    if finding.code != code or (constraint and not set(constraint) & set(finding.constraint.split(", "))):
        return False
    cell, key = finding.place.cell, finding.place.key
    return _plain(line.at) in {_plain(str(n)) for n in (key or "", cell or "") if n or not (key or cell)}


def _plain(place: str) -> str:
    """NV5!D12 and “nv5 d12” are one place."""
    return "".join(place.replace("!", "").split()).casefold()


def _outcome(line: AsideLine, meant: Sequence[Finding]) -> tuple[Effect, str]:
    warned = [f for f in meant if _open(f)]
    if not warned:
        return (Effect.ERROR, "") if any(f.severity is Severity.ERROR for f in meant) else _rested(line, meant)
    now = warned[0].value
    if line.hidden or all(_same(line.value, f.value) for f in warned):
        return Effect.APPLIED, now
    return (Effect.CHANGED if line.value else Effect.NO_VALUE), now


def _rested(line: AsideLine, meant: Sequence[Finding]) -> tuple[Effect, str]:
    """A second line that says the same is as good as the first."""
    twice = any(f.set_aside is not None and _same(line.value, f.value) for f in meant)
    return (Effect.APPLIED if twice else Effect.GONE), ""


def _open(finding: Finding) -> bool:
    return finding.severity is Severity.WARNING


def _same(one: str, other: str) -> bool:
    """Excel writes 24,5 for 24.5 and 90000 for 90000.0."""
    numbers = list(_numbers((one, other)))
    return one.strip() == other.strip() or (len(numbers) == 2 and numbers[0] == numbers[1])


def _numbers(texts: Sequence[str]) -> Iterator[Decimal]:
    for text in texts:
        try:
            yield Decimal(text.strip().replace(",", "."))
        except InvalidOperation:
            return


def _resting(finding: Finding, line: AsideLine) -> Finding:
    said = line.said
    day = f", ngày {short_date(said.day)}" if said.day else ""
    fact = f"{finding.fact} Cơ quan thường trực bỏ qua cảnh báo này: “{quoted(said.words)}” ({said.by}{day})."
    advice = "Cảnh báo trở lại khi giá trị này thay đổi."
    return replace(finding, severity=Severity.NOTICE, fact=fact, advice=advice, set_aside=said)


def set_aside_json(aside: SetAsideLine) -> dict[str, Any]:
    """A line of the log that lets a warning rest, and what has become of it."""
    line = aside.line
    named = {"place": line.place, "unit": aside.unit, "rule": line.rule, "at": line.at, "value": line.value}
    return {**named, "state": aside.outcome.value, **said_json(line.said)}


def said_json(said: SetAside) -> dict[str, str | None]:
    return {"by": said.by, "date": said.day.isoformat() if said.day else None, "words": said.words}
