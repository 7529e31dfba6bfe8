"""What is sent out to a unit: its blank and a covering text in a folder of its own, and the list of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.model import ReportingUnit
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.dispatch_list import Parcel, write_list
from vstbcpn_cli.report.renderer import spelled
from vstbcpn_cli.runtime.file_names import safe_name, safe_names
from vstbcpn_cli.text.casing import addressee, in_sentence
from vstbcpn_cli.text.dates import until
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.run_settings import Setting


class Outgoing(msgspec.Struct, frozen=True):
    """The names of what goes to one unit, from the folder of all of them on."""

    unit: ReportingUnit
    folder: str
    blank: str
    text: str

    @property
    def names(self) -> tuple[str, str]:
        return self.blank, self.text


def blank_names(setting: Setting, units: Iterable[ReportingUnit]) -> dict[str, str]:
    """How the blank of each unit is called, by its code; the same whether one unit is named or all of them."""
    title = f"{setting.edition.edition}-{setting.period.form_code}"
    names = safe_names({u.code: title for u in setting.register.units}, ".xlsx")
    return {u.code: names[u.code] for u in units}


def parcels(setting: Setting) -> Mapping[str, Outgoing]:
    """Of every unit of the register, by its code."""
    units = setting.register.units
    forms, folders = blank_names(setting, units), safe_names({u.code: "" for u in units})
    title = f"{setting.edition.edition}-{setting.period.code}"
    return {
        u.code: Outgoing(
            u,
            folders[u.code],
            f"{folders[u.code]}/{forms[u.code]}",
            f"{folders[u.code]}/{safe_name(f'{folders[u.code]}_thu-gui', title, '.txt')}",
        )
        for u in units
    }


def covering_text(setting: Setting, unit: ReportingUnit, parcel: Outgoing, labels: Labels) -> str:
    """What is pasted into the mail that carries the blank, in the office's words."""
    office, period = spelled(setting.edition.office), setting.period
    before, name = setting.edition.kind_of[unit.kind].addressed, flat(unit.name)
    text = labels.filled(
        *("bieu_mau", "thu"),
        kinh_gui=f"{before} {in_sentence(name)}" if before else addressee(name),
        co_quan=office.committee,
        ky=period.name,
        han=until(period.due, inclusive=period.due_inclusive),
        noi_nhan=f"{office.standing_office}, {office.reached_at}",
        tep=Path(parcel.blank).name,
    )
    return f"{text.strip()}\n"


def write_issued(setting: Setting, issued: Iterable[Outgoing], path: Path, labels: Labels) -> None:
    """The list of everything that lies in the folder: code, name, address, files."""
    about = labels.filled("bieu_mau", "viec", ky=setting.period.name)
    listed = [Parcel(p.unit.name, about, p.folder, [Path(n).name for n in p.names], p.unit) for p in issued]
    title = labels.filled("danh_sach", "bieu_mau", ky=setting.period.name)
    write_list(listed, path, labels, title, labels.filled("danh_sach", "ghi_chu_gui", so=number(len(listed))))
