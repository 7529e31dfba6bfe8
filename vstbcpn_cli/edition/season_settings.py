"""What the office sets for one reporting period, in the `vstbcpn.toml` of its season folder (contract, section 7)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from vstbcpn_cli.edition.error_messages import toml_file
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Edition, ReportingPeriod, ReportingWindow
from vstbcpn_cli.edition.office import COMMITTEE, Office
from vstbcpn_cli.edition.unit_register import required_day
from vstbcpn_cli.runtime.missing_paths import nearest, nearest_hint
from vstbcpn_cli.text.dates import short_date, until

SETTINGS = "vstbcpn.toml"
REGISTERS = ("don-vi.xlsx", "don-vi.csv")
"""The register of a season, beside its settings; the first that is there counts."""
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*|https?://\S+")
"""A licence has a short name that everybody knows it by, or a page that has its words."""
_LATEST_DUE = dt.timedelta(days=366)
"""A deadline later than that after the end of its period has a wrong year."""


class _Key(msgspec.Struct, frozen=True):
    """One key an office may set: its table and name, what kind of value it takes, the field of `SeasonSettings` or of
    `Office` it fills, and what is said of it above the line."""

    table: str
    name: str
    kind: type
    fills: str
    comment: str

    @property
    def path(self) -> str:
        return f"{self.table}.{self.name}" if self.table else self.name


KEYS = (
    _Key("", "bo_bieu_mau", str, "edition", "Bộ biểu mẫu: tên bộ kèm theo phần mềm, tệp .xlsx, thư mục có form.toml."),
    _Key("", "ky", str, "period", "Mã kỳ báo cáo của bộ biểu mẫu."),
    _Key("", "han_gui", dt.date, "due", "Hạn gửi báo cáo, ngày/tháng/năm; in trên biểu mẫu và là mốc tính đúng hạn."),
    _Key(
        "",
        "ke_ca_ngay_han",
        bool,
        "due_inclusive",
        "true: gửi trong ngày hạn vẫn là đúng hạn; false: phải gửi trước ngày đó.",
    ),
    _Key("", "ky_so_lieu", str, "window", "Cách tính kỳ số liệu và hạn gửi (khi không ghi han_gui):"),
    _Key(
        "",
        "han_tra_loi",
        dt.date,
        "reply_by",
        "Ngày chậm nhất đề nghị đơn vị gửi lại bản đã sửa; quá ngày này thì ghi ngày khác.",
    ),
    _Key(
        "", "ky_truoc", str, "previous", "Số liệu của kỳ trước để so sánh: đường dẫn đến tệp so-lieu_….json của kỳ đó."
    ),
    _Key("noi_nhan", "dia_chi", str, "address", "Địa chỉ, điện thoại nhận báo cáo, in trên biểu mẫu cạnh hạn gửi."),
    _Key("noi_nhan", "thu_dien_tu", str, "email", "Thư điện tử nhận tệp của các đơn vị."),
    _Key("noi_nhan", "nguoi_lien_he", str, "contact", "Người để đơn vị hỏi: họ tên, số điện thoại."),
    _Key("co_quan", "tinh", str, "province", "Tên tỉnh, thành phố."),
    _Key("co_quan", "cap_tren", str, "parent", "Dòng đầu, bên trái trang một của báo cáo và công văn."),
    _Key("co_quan", "ban", str, "committee", "Tên Ban, viết đủ."),
    _Key("co_quan", "ban_viet_tat", str, "committee_short", "Tên Ban trong tin nhắn và phần nơi nhận."),
    _Key("co_quan", "thuong_truc", str, "standing_office", "Cơ quan thường trực, viết đủ."),
    _Key("co_quan", "thuong_truc_viet_tat", str, "standing_office_short", "Cơ quan thường trực, viết tắt."),
    _Key("co_quan", "dia_danh", str, "place", "Địa danh ghi trước ngày, tháng, năm."),
    _Key("co_quan", "ky_hieu", str, "symbol", "Ký hiệu sau số của báo cáo."),
    _Key("co_quan", "can_cu", str, "legal_basis", "Căn cứ, như trong câu mở đầu báo cáo."),
    _Key("co_quan", "van_ban_yeu_cau", str, "request", "Văn bản đề nghị các đơn vị báo cáo, như trong câu mở đầu."),
    _Key("co_quan", "kinh_gui", tuple, "recipients", "Nơi báo cáo được gửi lên."),
    _Key("co_quan", "noi_nhan", tuple, "copies", "Phần “Nơi nhận” cuối báo cáo."),
    _Key("nguoi_ky", "chuc_danh", str, "signer_title", "Quyền hạn, chức vụ của người ký; \\n là xuống dòng."),
    _Key("nguoi_ky", "chuc_vu_khac", str, "signer_capacity", "Chức vụ tại cơ quan, ghi dưới chức danh trong Ban."),
    _Key("nguoi_ky", "ho_ten", str, "signer_name", "Họ và tên người ký."),
    _Key("bao_cao", "co_quan_ban_hanh", str, "issuer", "Cơ quan ban hành báo cáo: ban hoặc so."),
    _Key("bao_cao", "mau", str, "template", "Mẫu báo cáo: thư mục mau-bao-cao, một tệp Word, nd30 hoặc tt01."),
    _Key(
        "so_lieu",
        "giay_phep",
        str,
        "licence",
        "Giấy phép sử dụng tệp số liệu do cơ quan quyết định: mã như CC-BY-4.0, hoặc địa chỉ trang nêu giấy phép.",
    ),
)
_NEEDED = ("edition", "period")
"""What no settings are without, by what the keys fill."""
_TABLES = tuple(dict.fromkeys(k.table for k in KEYS if k.table))
_SIGNATURE = ("signer_title", "signer_capacity", "signer_name")


class SeasonSettings(msgspec.Struct, frozen=True):
    """The settings of one season; what is None or empty is as the edition has it.

    Paths are absolute or as one writes them; `template` may be the name of a preset. `office` holds fields of `Office`.
    """

    path: Path
    edition: str
    period: str
    due: dt.date | None = None
    due_inclusive: bool | None = None
    window: str = ""
    reply_by: dt.date | None = None
    previous: Path | None = None
    issuer: str = COMMITTEE
    template: str = ""
    office: Mapping[str, Any] = msgspec.field(default_factory=dict)

    @property
    def register(self) -> Path | None:
        """The office's own register beside the settings."""
        return next((p for name in REGISTERS if (p := self.path.with_name(name)).is_file()), None)

    def fault(self, key: str, why: str) -> ConfigurationError:
        """That this key (`noi_nhan.dia_chi`) cannot be used as it is set, with its line."""
        return ConfigurationError(f"{_place(self.path, key)}: khóa “{key}”: {why}")

    def _counted(self, period: ReportingPeriod, windows: Iterable[ReportingWindow]) -> ReportingPeriod:
        """The period counted as the office says, or as the edition has it. Raises `ConfigurationError` for a way to
        count that the edition does not have."""
        if not self.window:
            return period
        offered = {w.code: w for w in windows if w.period == period.code}
        if self.window not in offered:
            hint = nearest_hint(self.window, offered, "tên")
            remedy = f"Đề nghị chọn: {', '.join(offered)}" if offered else "Đề nghị xóa dòng này"
            raise self.fault("ky_so_lieu", f"bộ biểu mẫu không có cách tính “{self.window}”{hint}. {remedy}.")
        return period.within(offered[self.window])

    def _of_period(self, period: ReportingPeriod) -> ReportingPeriod:
        """The period with the deadline of the office. Raises `ConfigurationError` for one that cannot be meant."""
        if period.code != self.period:
            return period
        if self.window and self.due and self.due < period.until_date:
            raise self.fault(
                "han_gui",
                f"ngày {short_date(self.due)} sớm hơn ngày chốt số liệu {short_date(period.until_date)} của cách tính "
                f"“{self.window}”. Đề nghị đặt dấu # ở đầu dòng này (hạn của cách tính là "
                f"{until(period.due, inclusive=period.due_inclusive)}), hoặc ghi hạn khác.",
            )
        due = self.due or period.due
        if not period.from_date <= due <= period.until_date + _LATEST_DUE:
            raise self.fault(
                "han_gui",
                f"ngày {short_date(due)} không hợp với {period.name} "
                f"({short_date(period.from_date)} - {short_date(period.until_date)}). Đề nghị ghi đúng ngày, năm.",
            )
        inclusive = period.due_inclusive if self.due_inclusive is None else self.due_inclusive
        return replace(period, due=due, due_inclusive=inclusive)

    def of_periods(
        self, periods: Mapping[str, ReportingPeriod], windows: Iterable[ReportingWindow]
    ) -> Mapping[str, ReportingPeriod]:
        """The calendar of the edition, counted as the office has chosen among its `windows`, with the deadline of the
        office. Raises `ConfigurationError` where the period of the season is none of it."""
        windows = tuple(windows)
        if self.period not in periods:
            near, known = nearest(self.period, periods), ", ".join(periods)
            hint = f"; tên gần nhất là “{near}”" if near else ""
            told = f"kỳ “{self.period}” không có trong bộ biểu mẫu{hint}. Đề nghị chọn: {known}."
            raise self.fault("ky", told)
        counted = {code: self._counted(period, windows) for code, period in periods.items()}
        return {code: self._of_period(period) for code, period in counted.items()}

    def over(self, edition: Edition) -> Edition:
        """The edition with the names, the signature and the deadline of the office; its fingerprint stays, so that a
        form issued before a setting was changed is still the same form.

        Raises `ConfigurationError` for an issuer or a period that the edition does not have."""
        office = edition.office
        said = {k: v for k, v in self.office.items() if k not in _SIGNATURE}
        signed = {k: v for k, v in self.office.items() if k in _SIGNATURE}
        issuer = office.issuers.get(self.issuer)
        if "licence" in said and not _LICENCE.fullmatch(said["licence"]):
            told = (
                "không phải mã giấy phép. Đề nghị ghi mã như CC-BY-4.0, hoặc địa chỉ trang nêu giấy phép (https://…)."
            )
            raise self.fault("so_lieu.giay_phep", told)
        if issuer is None and self.issuer != COMMITTEE:
            known = (COMMITTEE, *office.issuers)
            hint = nearest_hint(self.issuer, known, "tên")
            told = f"không có cơ quan ban hành “{self.issuer}”{hint}. Đề nghị chọn: {', '.join(known)}."
            raise self.fault("bao_cao.co_quan_ban_hanh", told)
        if issuer is not None:
            issuers = {**office.issuers, self.issuer: replace(issuer, **signed)}
            changed = replace(office, **said, issuers=issuers)
        else:
            changed = replace(office, **said, **signed)
        return replace(edition, office=changed, periods=self.of_periods(edition.periods, edition.windows))


def is_settings(name: str) -> bool:
    """Whether the name of an edition is that of the settings of a season."""
    return Path(name).name == SETTINGS


def read_settings(path: Path) -> SeasonSettings:
    """The settings in this file. Raises `ConfigurationError` with the line of an unknown key or a wrong value."""
    raw = toml_file(path, SETTINGS)
    known = {key.path: key for key in KEYS}
    found: dict[str, Any] = {}
    for name, value in _named(raw):
        if name not in known:
            raise _unknown(path, name, value)
        found[known[name].fills] = _value(path, known[name], value)
    for key in KEYS:
        if key.fills in _NEEDED and not found.get(key.fills):
            raise ConfigurationError(f"{SETTINGS}: thiếu khóa “{key.path}”. Đề nghị ghi khóa này ở đầu tệp.")
    found = {name: value for name, value in found.items() if value not in ("", None, ())}
    office = {f.name: found.pop(f.name) for f in fields(Office) if f.name in found}
    edition = _beside(path, found.pop("edition"))
    previous = found.pop("previous", "")
    template = found.pop("template", "")
    return SeasonSettings(
        path=path,
        edition=edition,
        previous=Path(_beside(path, previous)) if previous else None,
        template=_beside(path, template),
        office=office,
        **found,
    )


def settings_text(edition: Edition, name: str, period: ReportingPeriod, taken: Mapping[str, Any]) -> str:
    """A new file of settings: every key with what it is for and, behind a #, what the edition says of it.

    `name` is the edition as it is to be loaded; what is `taken` over, by what its key fills, is set. Where the edition
    offers ways to count the days of a period the one in force is set, and the deadline goes with it.
    """
    offered = {w.code: w for w in edition.windows if w.period == period.code}
    if taken.get("window") not in offered:
        taken = {fills: value for fills, value in taken.items() if fills != "window"}
    inside = next((code for code, window in offered.items() if period.is_within(window)), "")
    given: dict[str, Any] = {f.name: getattr(edition.office, f.name) for f in fields(Office)}
    given |= {"edition": name, "period": period.code, "due": period.due, "due_inclusive": period.due_inclusive}
    given |= {"issuer": COMMITTEE, "template": "nd30", "window": inside, **taken}
    set_here = {*_NEEDED, "window" if inside else "due", *taken}
    lines = [
        "# Thiết lập của kỳ báo cáo này. Sửa bằng Notepad, ghi lại với mã hóa UTF-8.",
        "# Dòng bắt đầu bằng dấu # không có hiệu lực; muốn đặt khác đi thì bỏ dấu # ở đầu dòng rồi sửa giá trị.",
        f"# Theo bộ biểu mẫu, hạn gửi báo cáo là {until(period.due, inclusive=period.due_inclusive)}.",
    ]
    table = ""
    for key in KEYS:
        if key.table != table:
            table = key.table
            lines += ["", f"[{table}]"]
        if key.fills == "window" and not offered:
            continue
        value = _written(given.get(key.fills, ""))
        lines += ["", f"# {key.comment}", *(_offer(offered.values()) if key.fills == "window" else ())]
        lines += [f"{'' if key.fills in set_here else '#'}{key.name} = {value}"]
    return "\n".join(lines) + "\n"


def _offer(windows: Iterable[ReportingWindow]) -> Iterator[str]:
    """A line of comment for each way to count."""
    for w in windows:
        days = f"từ {short_date(w.from_date)} đến {short_date(w.until_date)}"
        yield f"#   {w.code}: {days}, hạn gửi {until(w.due, inclusive=w.due_inclusive)}."


def _named(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every value with its path; a table nobody knows is told as a key."""
    for name, value in raw.items():
        if name in _TABLES and isinstance(value, Mapping):
            yield from ((f"{name}.{key}", inner) for key, inner in value.items())
        else:
            yield name, value


def _unknown(path: Path, name: str, value: Any) -> ConfigurationError:
    """A key that nobody knows, with the nearest; one that is known in another table is told with that table."""
    what, known = ("mục", list(_TABLES)) if isinstance(value, Mapping) else ("khóa", [k.path for k in KEYS])
    elsewhere = next((k.path for k in KEYS if k.name == name.rpartition(".")[2]), "")
    near = elsewhere if what == "khóa" and elsewhere else nearest(name, known)
    hint = f" Tên gần giống: “{near}”." if near else ""
    why = f"không có {what} này.{hint} Đề nghị sửa tên {what} hoặc xóa {what} này."
    return ConfigurationError(f"{_place(path, name)}: {what} “{name}”: {why}")


def _value(path: Path, key: _Key, value: Any) -> Any:
    if key.kind is dt.date:
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        if isinstance(value, str):
            return (
                required_day(value.strip(), f"{_place(path, key.path)}, khóa “{key.path}”") if value.strip() else None
            )
        _refuse(path, key.path, "giá trị phải là một ngày trong dấu ngoặc kép. Đề nghị ghi dạng ngày/tháng/năm.")
    if key.kind is tuple:
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            _refuse(path, key.path, "giá trị phải là danh sách chữ trong dấu [ ]. Đề nghị ghi như dòng mẫu.")
        return tuple(v.strip() for v in value if v.strip())
    if not isinstance(value, key.kind):
        what = "true hoặc false" if key.kind is bool else "chữ trong dấu ngoặc kép"
        _refuse(path, key.path, f"giá trị phải là {what}. Đề nghị sửa giá trị này.")
    return value.strip() if isinstance(value, str) else value


def _beside(path: Path, written: str) -> str:
    """A path written in the settings is seen from their folder; what is no path there is the name it looks like."""
    inside = path.parent / written
    return str(inside) if (written and inside.exists()) or "/" in written or "\\" in written else written


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_written, value)) + "]"
    text = f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _refuse(path: Path, key: str, why: str) -> NoReturn:
    raise ConfigurationError(f"{_place(path, key)}: khóa “{key}”: {why}")


def _lines(path: Path) -> list[str]:
    return unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig")).splitlines()


def _place(path: Path, key: str) -> str:
    """“vstbcpn.toml, dòng 12”: where the key is set; the parser of the library does not tell."""
    *tables, name = key.split(".")
    table = tables[0] if tables else ""
    inside = ""
    for number, line in enumerate(_lines(path), 1):
        head = re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line)
        inside = head[1] if head else inside
        if (inside == table and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line)) or (head and head[1] == key):
            return f"{SETTINGS}, dòng {number}"
    return SETTINGS
