"""`danh-gia.toml` read and checked: what cannot be used is answered with the file, the entry, the key and the nearest
right name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import COMMITTEE, Aggregate, Edition, FieldType
from vstbcpn_cli.model.records import field_names
from vstbcpn_cli.report.judgement.entry import (
    AddresseeWords,
    Condition,
    Entry,
    JudgementFile,
    MeasureKind,
    ReturnState,
    condition,
)
from vstbcpn_cli.report.judgement.measures import NAMES
from vstbcpn_cli.report.judgement.wording import DOCUMENT, codes_in, has_odd_brace, named
from vstbcpn_cli.report.template_set import words_in
from vstbcpn_cli.report.unknown_names import nearest

FILE_NAME = "danh-gia.toml"
LIMITS, ADDRESSEES, ENTRIES = "kieu", "noi_nhan", "muc"
PARTS = ("uu_diem", "han_che", "nguyen_nhan", "phuong_huong", "kien_nghi")
_REMOVED = "bo"

_TEXTS = {
    "ten": "subject",
    "ma": "code",
    "mau": "whole",
    "cot": "column",
    "loai": "units",
    "tu": "first",
    "den": "last",
    "uu_diem": "strength",
    "han_che": "weakness",
    "nguyen_nhan": "cause",
    "loi": "reasons",
    "phuong_huong": "direction",
}
_DAYS = ("tu", "den")
_YEAR = "{ky.nam}"
"""Stands in answers and days for the year of the report, as in sentences."""
_LISTS = {"tra_loi": "answers", "ky": "periods", "ban_hanh": "issuers", "giai_thich": "explains"}
_NUMBERS = {"du": "cover", "nang": "weight"}
_CONDITIONS = {
    "uu_diem_khi": "strength_when",
    "han_che_khi": "weakness_when",
    "nguyen_nhan_khi": "cause_when",
    "viec_khi": "work_when",
}
_TAKEN_OUT = False
"""Holds the place of what a table of an earlier year has and this one has no more."""
_TABLES = {"hang": "rows", "kien_nghi": "requests"}
_KEYS = ("do", "trang_thai", _REMOVED, *_TEXTS, *_LISTS, *_NUMBERS, *_CONDITIONS, *_TABLES)

_OF_A_CODE = ("ma",)
_NEEDED: Mapping[MeasureKind, tuple[str, ...]] = {
    MeasureKind.ROWS: ("ma", "cot", "tra_loi"),
    MeasureKind.STRATEGY: ("tra_loi",),
    MeasureKind.RETURNS: ("trang_thai",),
}
_NEED_OTHERS = {"uu_diem": "uu_diem_khi", "han_che": "han_che_khi", "nguyen_nhan": "nguyen_nhan_khi"}


class Known(msgspec.Struct, frozen=True, dict=True):
    """What sentences may name besides figures: names with a dot, and the documents that are cited."""

    names: Collection[str]
    documents: Collection[str]


def load_judgements(folders: Sequence[Path], edition: Edition, period: str, known: Known) -> JudgementFile:
    """The file of the folders with the sentences, as it holds for a period; an empty one where no folder has any.

    Raises `ConfigurationError` with the first thing that cannot be used.
    """
    if not any((folder / FILE_NAME).is_file() for folder in folders):
        return JudgementFile()
    written = words_in(tuple(folders), FILE_NAME).get(ENTRIES, {})
    reader = _Reader(f"{folders[0].name}/{FILE_NAME}", edition, period, known, frozenset(written))
    return reader.read(words_in(folders, FILE_NAME))


class _Reader(msgspec.Struct, frozen=True, dict=True):
    source: str
    edition: Edition
    period: str
    known: Known
    written: frozenset[str]
    """The names of all entries, those too that are not told because they name what the edition no longer has."""

    def read(self, raw: Mapping[str, Any]) -> JudgementFile:
        for key in raw:
            self._one_of(key, (LIMITS, ADDRESSEES, ENTRIES), self.source, "khóa")
        told = self._table(raw.get(ENTRIES, {}), ENTRIES)
        entries = [self._entry(name, self._table(one, f"{ENTRIES}.{name}")) for name, one in told.items()]
        kept = {e.name: e for e in entries if e is not None}
        for entry in kept.values():
            for other in entry.explains:  # one that was taken out is not told, and so not explained
                self._one_of(other, self.written, self._at(entry.name, "giai_thich"), "mục")
        limits = {key: self._limit(key, n) for key, n in self._table(raw.get(LIMITS, {}), LIMITS).items()}
        return JudgementFile(tuple(kept.values()), self._addressees(raw.get(ADDRESSEES, {})), limits)

    # ----------------------------------------------------------------------------------------------- beside the entries
    def _limit(self, key: str, value: object) -> int:
        place = f"{self.source}, mục “{LIMITS}”"
        self._one_of(key, PARTS, place, "khóa")
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self._refuse(f"{place}, khóa “{key}”", "giá trị phải là số nguyên từ 1 trở lên")
        return value

    def _addressees(self, raw: object) -> Mapping[str, AddresseeWords]:
        found: dict[str, AddresseeWords] = {}
        for name, told in self._table(raw, ADDRESSEES).items():
            place = f"{self.source}, mục “{ADDRESSEES}.{name}”"
            self._one_of(name, self._addressee_names, place, "nơi nhận")
            table = self._table(told, f"{ADDRESSEES}.{name}")
            for key in table:
                self._one_of(key, ("ten", "chinh_la"), place, "khóa")
            title, itself = table.get("ten", name), table.get("chinh_la", [])
            self._text(title, f"{place}, khóa “ten”")
            self._check_names(title, frozenset(), f"{place}, khóa “ten”")
            for issuer in self._list(itself, f"{place}, khóa “chinh_la”"):
                self._one_of(issuer, self._issuers, f"{place}, khóa “chinh_la”", "nơi ban hành")
            found[name] = AddresseeWords(title, tuple(itself))
        return found

    @property
    def _addressee_names(self) -> tuple[str, ...]:
        at = self.edition.proposals
        return () if at is None else tuple(self.edition.choices(self.edition.tables[at.table].column(at.addressee)))

    @property
    def _issuers(self) -> tuple[str, ...]:
        return (COMMITTEE, *self.edition.office.issuers)

    # -------------------------------------------------------------------------------------------------------- one entry
    def _entry(self, name: str, raw: Mapping[str, Any]) -> Entry | None:
        for key in raw:
            self._one_of(key, _KEYS, f"{self.source}, mục “{name}”", "khóa")
        if raw.get(_REMOVED) is True:
            return None
        for key in ("ten", "do"):
            if key not in raw:
                self._refuse(f"{self.source}, mục “{name}”", f"thiếu khóa “{key}”")
        for period in self.edition.periods:
            found = self._made(name, {key: self._of_period(name, key, told, period) for key, told in raw.items()})
            if period == self.period:
                made = found
        return made

    def _of_period(self, name: str, key: str, told: Any, period: str) -> Any:
        """What a sentence or condition is in a period, where it is written by period; nothing for one left out."""
        if not isinstance(told, Mapping) or key in _TABLES:
            return told
        for one in told:
            self._one_of(one, self.edition.periods, self._at(name, key), "kỳ")
        return told.get(period)

    def _made(self, name: str, told: Mapping[str, Any]) -> Entry:
        raw = {key: value for key, value in told.items() if value is not None}
        values: dict[str, Any] = {"name": name, "kind": MeasureKind(self._choice(name, raw, "do", MeasureKind))}
        if "trang_thai" in raw:
            values["state"] = ReturnState(self._choice(name, raw, "trang_thai", ReturnState))
        for key, value in raw.items():
            place = self._at(name, key)
            if key in _TEXTS:
                text = self._text(value, place)
                values[_TEXTS[key]] = self._of_year(text) if key in _DAYS else text
            elif key in _LISTS:
                values[_LISTS[key]] = tuple(map(self._of_year, self._list(value, place)))
            elif key in _NUMBERS:
                values[_NUMBERS[key]] = self._percent(value, place)
            elif key in _CONDITIONS:
                values[_CONDITIONS[key]] = self._condition(value, place)
            elif key in _TABLES:
                table = {k: v for k, v in self._table(value, f"{name}.{key}").items() if v is not _TAKEN_OUT}
                values[_TABLES[key]] = {k: self._text(v, self._at(name, f"{key}.{k}")) for k, v in table.items()}
        entry = Entry(**{name: values[name] for name in field_names(Entry) if name in values})
        self._check(entry, raw)
        return entry

    def _of_year(self, text: str) -> str:
        """An answer or a day that names the year of the report."""
        return text.replace(_YEAR, str(self.edition.year))

    def _check(self, entry: Entry, raw: Mapping[str, Any]) -> None:
        for key in _NEEDED.get(entry.kind, _OF_A_CODE):
            if key not in raw:
                self._refuse(f"{self.source}, mục “{entry.name}”", f"cách đo “{entry.kind}” cần khóa “{key}”")
        self._check_measure(entry)
        for period in entry.periods:
            self._one_of(period, self.edition.periods, self._at(entry.name, "ky"), "kỳ")
        for issuer in entry.issuers:
            self._one_of(issuer, self._issuers, self._at(entry.name, "ban_hanh"), "nơi ban hành")
        for to in entry.requests:
            self._one_of(to, self._addressee_names, self._at(entry.name, "kien_nghi"), "nơi nhận")
        for key, when in _NEED_OTHERS.items():
            if (key in raw) != (when in raw):
                self._refuse(f"{self.source}, mục “{entry.name}”", f"khóa “{key}” và “{when}” cần đi cùng nhau")
        work = entry.direction or entry.requests
        if entry.weakness and not work:
            told = "tồn tại, hạn chế cần có phương hướng (“phuong_huong”) hoặc kiến nghị (“kien_nghi”)"
            self._refuse(f"{self.source}, mục “{entry.name}”", told)
        if work and entry.weakness_when is None and entry.work_when is None:
            self._refuse(f"{self.source}, mục “{entry.name}”", "thiếu khóa “viec_khi” hoặc “han_che_khi”")
        for key, text in entry.texts.items():
            self._check_names(text, NAMES[entry.kind], self._at(entry.name, key))

    # ---------------------------------------------------------------------------------------------------- what is there
    def _check_measure(self, entry: Entry) -> None:
        """Whether the form has what the entry measures."""
        if entry.reasons:
            words = [i.code for i in self.edition.indicators.values() if i.type in (FieldType.TEXT, FieldType.LONG)]
            self._one_of(entry.reasons, words, self._at(entry.name, "loi"), "ô văn bản")
        if entry.units:
            self._one_of(entry.units, self.edition.kind_of, self._at(entry.name, "loai"), "loại đơn vị")
            if entry.kind not in (MeasureKind.SHARE, MeasureKind.SUM):
                self._refuse(self._at(entry.name, "loai"), "chỉ dùng với cách đo “ty_le”, “tong”")
        checks: Mapping[MeasureKind, Callable[[Entry], None]] = {
            MeasureKind.ANSWERS: self._check_answers,
            MeasureKind.DAYS: self._check_days,
            MeasureKind.ROWS: self._check_rows,
            MeasureKind.ROW_TARGETS: self._check_row_targets,
            MeasureKind.STRATEGY: self._check_verdicts,
        }
        if entry.kind is not MeasureKind.RETURNS:
            checks.get(entry.kind, self._check_figures)(entry)

    def _check_answers(self, entry: Entry) -> None:
        known = self.edition.indicators
        fits = [c for c, i in known.items() if i.aggregate is Aggregate.COUNT_YES or i.type is FieldType.CHOICE]
        self._one_of(entry.code, fits, self._at(entry.name, "ma"), "ô có/không hoặc ô chọn")
        choices = self.edition.choices(known[entry.code])
        if choices and not entry.answers:
            self._refuse(f"{self.source}, mục “{entry.name}”", "cách đo “tra_loi” của một ô chọn cần khóa “tra_loi”")
        self._one_of_answers(entry, choices or (self.edition.words["yes"],))

    def _check_days(self, entry: Entry) -> None:
        dated = [i.code for i in self.edition.indicators.values() if i.type is FieldType.DATE]
        self._one_of(entry.code, dated, self._at(entry.name, "ma"), "ô ngày")
        for key, told in (("tu", entry.first), ("den", entry.last)):
            try:
                dt.datetime.strptime(told or "01/01/2000", "%d/%m/%Y")  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                self._refuse(self._at(entry.name, key), "ngày viết dạng “01/7/2011”")

    def _check_rows(self, entry: Entry) -> None:
        self._one_of(entry.code, self.edition.tables, self._at(entry.name, "ma"), "bảng")
        columns = {c.key: c for c in self.edition.tables[entry.code].columns if self.edition.choices(c)}
        self._one_of(entry.column, columns, self._at(entry.name, "cot"), "cột chọn")
        self._one_of_answers(entry, self.edition.choices(columns[entry.column]))

    def _check_row_targets(self, entry: Entry) -> None:
        targeted = {c: m for c, m in self.edition.matrices.items() if any(r.target is not None for r in m.rows)}
        self._one_of(entry.code, targeted, self._at(entry.name, "ma"), "biểu có chỉ tiêu")
        for row in entry.rows:
            self._one_of(row, [r.code for r in targeted[entry.code].rows], self._at(entry.name, "hang"), "dòng")

    def _check_verdicts(self, entry: Entry) -> None:
        if self.edition.verdicts:  # a form without targets has none, and nothing is said
            self._one_of_answers(entry, self.edition.verdicts)

    def _check_figures(self, entry: Entry) -> None:
        figures = [*self.edition.indicators, *self.edition.matrix_cells]
        self._one_of(entry.code, figures, self._at(entry.name, "ma"), "mã")
        if entry.whole:
            self._one_of(entry.whole, figures, self._at(entry.name, "mau"), "mã")
        elif entry.kind is MeasureKind.SHARE and not self._whole_of(entry.code):
            self._refuse(self._at(entry.name, "ma"), "biểu mẫu không ghi đây là phần của số nào; cần thêm khóa “mau”")

    def _whole_of(self, code: str) -> str:
        if code in self.edition.indicators:
            return self.edition.indicators[code].share_of
        matrix, _, column = self.edition.matrix_cells[code]
        return next((whole for part, whole in matrix.shares if part == column.key), "")

    def _one_of_answers(self, entry: Entry, allowed: Iterable[str]) -> None:
        known = tuple(allowed)
        for answer in entry.answers:
            self._one_of(answer, known, self._at(entry.name, "tra_loi"), "câu trả lời")

    def _check_names(self, text: str, own: Collection[str], place: str) -> None:
        if has_odd_brace(text):
            self._refuse(place, "thừa hoặc thiếu dấu ngoặc nhọn")
        printed = {"/".join(codes) for codes in codes_in(self.edition, text)}
        documents = [f"{DOCUMENT}.{d}" for d in self.known.documents]
        allowed = [*own, *self.known.names, *documents]
        for name in named(text):
            if name not in printed:
                codes = [*self.edition.indicators, *self.edition.matrix_cells] if name[:1].isupper() else []
                self._one_of(name, [*allowed, *codes], place, "tên")

    # ----------------------------------------------------------------------------------------------------------- values
    def _at(self, entry: str, key: str) -> str:
        return f"{self.source}, mục “{entry}”, khóa “{key}”"

    def _choice(self, name: str, raw: Mapping[str, Any], key: str, known: Iterable[str]) -> str:
        value = self._text(raw[key], self._at(name, key))
        self._one_of(value, [str(k) for k in known], self._at(name, key), "giá trị")
        return value

    def _text(self, value: object, place: str) -> str:
        if not isinstance(value, str) or not value.strip():
            self._refuse(place, "giá trị phải là chữ trong dấu ngoặc kép")
        return value

    def _list(self, value: object, place: str) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self._refuse(place, "giá trị phải là danh sách chữ trong dấu ngoặc vuông")
        return value

    def _percent(self, value: object, place: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100:
            self._refuse(place, "giá trị phải là số nguyên từ 0 đến 100")
        return value

    def _condition(self, value: object, place: str) -> Condition:
        found = condition(value) if isinstance(value, str) else None
        if found is None:
            self._refuse(place, "điều kiện viết dạng “>= 90”, “< 100”, “> 0” hoặc “>= chi_tieu”")
        return found

    def _table(self, value: object, name: str) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            self._refuse(f"{self.source}, mục “{name}”", "giá trị phải là một mục con")
        return value

    def _one_of(self, name: str, known: Iterable[str], place: str, what: str) -> None:
        known = tuple(known)
        if name in known:
            return
        near = nearest(name, known)
        hint = f" {what[:1].upper()}{what[1:]} gần giống: “{near}”." if near else ""
        raise ConfigurationError(f"{place}: không có {what} “{name}”.{hint} Đề nghị sửa theo tệp huong-dan.md.")

    def _refuse(self, place: str, what: str) -> NoReturn:
        raise ConfigurationError(f"{place}: {what}. Đề nghị sửa theo tệp huong-dan.md.")
