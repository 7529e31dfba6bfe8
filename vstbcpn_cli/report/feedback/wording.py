"""What is said to a unit of its file, in the words of `templates/common/phan-hoi`: notes, list, slip, short text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.feedback import CellNote, Feedback, ListRow, Markings, by_cell
from vstbcpn_cli.model.findings import SEVERITIES, Finding, Place, Status
from vstbcpn_cli.model.submission import CellCount
from vstbcpn_cli.model.told_findings import ToldFinding
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.normalise import cut, scrubbed
from vstbcpn_cli.text.numbers import number

FOLDER = "phan-hoi"
_LONGEST_NAME, _LONGEST_VALUE = 80, 600
_MOST_MENDED = 8
_LONGEST_SHEET = 31
_COLUMNS, _LINK = 8, 3
"""Of the list: how many, and which one leads to the cells."""
_ASKED = {"tiep_nhan_kiem_tra": "xac_nhan", "chinh_ly": "gui_lai", "gui_lai": "gui_dung"}
_LONGEST = 8_000
"""Characters of one text in a cell or note: a longer one nobody reads to its end."""


class MarkedCopy(StrEnum):
    """What has become of the marked copy: made, of a format that cannot be marked, not possible, not begun by the
    machine of the office, not needed."""

    MADE = "co"
    FORMAT = "dinh_dang"
    IMPOSSIBLE = "khong_duoc"
    NOT_BEGUN = "chua_lam"
    NEEDLESS = "khong_can"


class FeedbackWords(msgspec.Struct, frozen=True, dict=True):
    """The words for one file of a unit."""

    labels: Labels
    feedback: Feedback

    # ------------------------------------------------------------------------------------------------- the workbook
    def markings(self) -> Markings:
        feedback = self.feedback
        heads = [*self._heads(), *([self.say("trang", "cot_so_sanh")] if feedback.before else [])]
        lines = [self.say("trang", "don_vi", don_vi=self.unit, ky=feedback.period.name), self.file_line()]
        lines += [
            self.say("trang", "so_diem", diem=self.counts()),
            *self.compared(),
            self.say("trang", "cach_dung"),
            self.to_do(),
        ]
        return Markings(
            author=feedback.edition.office.committee_short,
            sheet=self.list_name,
            title=self.say("trang", "tieu_de"),
            lines=tuple(lines),
            heads=tuple(heads),
            link=_LINK,
            rows=tuple(self._rows()),
            notes=tuple(self._notes()),
        )

    def _heads(self) -> list[str]:
        heads = [flat(str(h)) for h in self.labels.get("trang", "cot")]
        if len(heads) != _COLUMNS:
            raise ConfigurationError(f"{self.labels.source}: khóa “trang.cot” cần đúng {_COLUMNS} tên cột.")
        return heads

    @property
    def list_name(self) -> str:
        """The name of the sheet with the list, as a spreadsheet can have it."""
        name = self.say("trang", "ten")
        if not 0 < len(name) <= _LONGEST_SHEET or set(name) & set("[]:*?/\\'"):
            raise ConfigurationError(
                f"{self.labels.source}: khóa “trang.ten” không dùng được làm tên trang tính. "
                f"Đề nghị ghi tối đa {_LONGEST_SHEET} ký tự, không có [ ] : * ? / \\ '."
            )
        return name

    def _rows(self) -> Iterator[ListRow]:
        for n, finding in enumerate(self.feedback.findings):
            cell = finding.place.cell
            texts = [self.severity(finding), cell.sheet if cell else "", cell.address if cell else "", code_of(finding)]
            texts += [cut(self._value(finding), _LONGEST_VALUE), finding.fact, finding.advice]
            texts += [self.since(n)] if self.feedback.before else []
            yield ListRow(finding.severity, tuple(cut(scrubbed(t), _LONGEST) for t in texts), cell)

    def _value(self, finding: Finding) -> str:
        """What the unit wrote, as its own program shows it: a date is stored as a number."""
        submission, key = self.feedback.judged.submission, finding.place.key
        found = submission.find(key) if submission and key else None
        return short_date(found.date) if found is not None and found.date else finding.value

    def _notes(self) -> Iterator[CellNote]:
        for cell, found in by_cell(self.feedback.to_mend).items():
            severity = Severity.ERROR if any(f.severity is Severity.ERROR for f in found) else Severity.WARNING
            yield CellNote(cell, severity, cut(scrubbed("\n\n".join(map(self._note, found))), _LONGEST))

    def _note(self, finding: Finding) -> str:
        said = self.say(
            *("ghi_chu", "muc"),
            muc_do=self.severity(finding),
            ma=code_of(finding),
            van_de=finding.fact,
            cach_xu_ly=finding.advice,
        )
        related = list(dict.fromkeys(_place(p, finding) for p in finding.related if p.cell != finding.place.cell))
        named = ", ".join(r for r in related if r)
        return f"{said}\n{self.say('ghi_chu', 'lien_quan', o=named)}" if named else said

    # ------------------------------------------------------------------------------------------------- single words
    def say(self, *path: str, **fields: object) -> str:
        """The words of a key with its places filled; `ConfigurationError` where they name a place nobody fills."""
        words = self.labels.text(*path)
        try:
            return words.format(**fields)
        except (LookupError, ValueError, AttributeError) as fault:
            raise ConfigurationError(
                f"{self.labels.source}: khóa “{'.'.join(path)}” có chỗ điền {{…}} không dùng được. "
                f"Đề nghị chỉ dùng: {', '.join(sorted(fields)) or 'không có chỗ điền'}."
            ) from fault

    @property
    def unit(self) -> str:
        unit = self.feedback.unit
        return flat(unit.name) if unit else self.say("phieu", "khong_ro", tep=self.file)

    @property
    def file(self) -> str:
        return short(self.feedback.judged.outcome.file.path.rpartition("/")[2])

    @property
    def sha(self) -> str:
        """The digest as it is recorded, whole: it can be compared with any other. A file that is too large has none."""
        return self.feedback.judged.outcome.file.sha256 or self.say("trang", "khong_ma")

    @property
    def received(self) -> str:
        return short_date(self.feedback.judged.receipt.day)

    @property
    def count(self) -> CellCount:
        submission = self.feedback.judged.submission
        return submission.count if submission else CellCount()

    @property
    def result(self) -> str:
        """The key of the result: tiep_nhan, tiep_nhan_kiem_tra, chinh_ly, gui_lai."""
        if self.feedback.judged.status is Status.PARTIAL:
            return "chinh_ly"
        if not self.feedback.accepted:
            return "gui_lai"
        return "tiep_nhan_kiem_tra" if self.feedback.to_mend else "tiep_nhan"

    def file_line(self) -> str:
        return self.say("trang", "tep", tep=self.file, ngay_nhan=self.received, sha=self.sha)

    def counts(self) -> str:
        """“3 lỗi cần sửa, 1 cảnh báo cần kiểm tra lại”: only what there is."""
        found = [(s, self.feedback.count(s)) for s in SEVERITIES]
        return ", ".join(self.say("so_diem", s.value, so=number(n)) for s, n in found if n)

    def severity(self, finding: Finding) -> str:
        return self.say("muc_do", finding.severity.value)

    def repaired(self) -> list[str]:
        """Where the office counts another value than what stands in the cell, each with both."""
        submission, told = self.feedback.judged.submission, []
        for finding in self.feedback.repaired:
            key, cell = finding.place.key, finding.place.cell
            found = submission.find(key) if submission and key else None
            if found is not None and found.repaired and cell is not None:
                value = short(found.repaired.details["value"])
                at = f"{cell.sheet} {cell.address}"
                told.append(flat(self.say("sua", "o", o=at, da_ghi=short(found.raw), gia_tri=value)))
        return told

    def since(self, position: int) -> str:
        """Whether the earlier file was asked to mend the same; nothing of a notice."""
        feedback = self.feedback
        if feedback.findings[position].severity is Severity.NOTICE:
            return ""
        unsaid = "chua_neu" if position in feedback.unsaid else "moi"
        return self.say("trang", "con_lai" if position in feedback.remaining else unsaid)

    def to_do(self) -> str:
        """Until when the unit is asked for what; nothing is asked of one whose file is in order."""
        if self.result == "tiep_nhan":
            return self.say("han", "chua_xong" if self.feedback.unchecked else "khong")
        return self.say("han", _ASKED[self.result], han=self.feedback.reply or self.say("han", "som_nhat"))

    # ----------------------------------------------------------------------------------------- since the last file
    def compared(self) -> list[str]:
        before = self.feedback.before
        if before is None:
            return []
        left, unsaid = len(self.feedback.remaining), len(self.feedback.unsaid)
        counts = {
            "so_da_sua": len(self.feedback.mended),
            "so_khong_doi_chieu": len(self.feedback.unjudged),
            "so_con_lai": left,
            "so_moi": len(self.feedback.to_mend) - left - unsaid,
            "so_chua_neu": unsaid,
        }
        said = [self.say("so_sanh", key, so=number(n)) for key, n in counts.items() if n]
        settled = "chua_xong" if self.feedback.unchecked else "het"
        said += [] if self.feedback.to_mend else [self.say("so_sanh", settled)]
        line = self.say(
            *("so_sanh", "giong" if self.feedback.same_file else "chung"),
            tep=short(before.file.rpartition("/")[2]),
            ngay_nhan=short_date(dt.date.fromisoformat(before.received)),
            diem=", ".join(said),
        )
        return [line, self._mended()] if self.feedback.mended else [line]

    def _mended(self) -> str:
        named = [spot_of(said) for said in self.feedback.mended]
        more = len(named) - _MOST_MENDED
        shown = named[:_MOST_MENDED] + ([self.say("so_sanh", "diem_khac", so=more)] if more > 0 else [])
        return self.say("so_sanh", "da_sua", diem="; ".join(shown))


def short(text: str, longest: int = _LONGEST_NAME) -> str:
    """A long name is known by its beginning and its end."""
    one = flat(text)
    return one if len(one) <= longest else f"{one[: longest - 21]}…{one[-20:]}"


def code_of(finding: Finding) -> str:
    return f"{finding.code} {finding.constraint}".strip()


def _place(place: Place, finding: Finding) -> str:
    """A related cell; its sheet is named where it is another one."""
    cell, own = place.cell, finding.place.cell
    if cell is None:
        return str(place.key or "")
    return cell.address if own and own.sheet == cell.sheet else f"{cell.sheet}!{cell.address}"


def spot_of(said: ToldFinding) -> str:
    """Where a finding stood; one without a cell is known by what it said."""
    return f"{flat(said.sheet)} {said.cell}" if said.cell else f"{said.code} ({short(said.fact.rstrip('.'))})"
