"""Which Word template and sentences a report is made with: those of the program, or the office's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.locations import templates_of
from vstbcpn_cli.edition.model import Edition, Register, ReportingPeriod
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.coverage import cover
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.totals import GivenTotal
from vstbcpn_cli.report.template_set import FOLDER, TEMPLATE, found_in, words_of
from vstbcpn_cli.runtime import work_steps
from vstbcpn_cli.runtime.missing_paths import nearest, nearest_hint, not_found
from vstbcpn_cli.usecases.run_settings import Setting

if TYPE_CHECKING:
    from vstbcpn_cli.report.renderer import Report

PRESETS = {"nd30": TEMPLATE, "tt01": "bao-cao-tt01.docx"}
"""Word templates of the program: Nghị định 30/2020/NĐ-CP, and Thông tư 01/2011/TT-BNV for papers of 2011."""


class Templates(msgspec.Struct, frozen=True):
    """`word` is the Word template, `folder` the folder of the office with sentences in `report/`, None where it has
    none, `shipped` the folders that are asked for what it lacks; `own` when any of it is the office's."""

    folder: Path | None
    word: Path
    shipped: tuple[Path, ...]
    own: bool = False

    @property
    def sentences(self) -> tuple[Path, ...]:
        """The folders with the sentences, what is found first counts."""
        own = () if self.folder is None else (self.folder,)
        return tuple(layer / FOLDER for layer in (*own, *self.shipped))

    @property
    def files(self) -> Iterator[Path]:
        """Everything a report takes words from."""
        yield self.word
        yield from words_of(self.sentences)


def chosen_templates(given: Path | None, edition: Edition) -> Templates:
    """What `--template` names: nothing, `nd30` or `tt01`, a folder like `mau-bao-cao/`, or a Word file.

    The sentences beside a Word file, in `report/`, go with it; what is missing is taken from the program. Raises
    `ConfigurationError` for what is not there.
    """
    shipped = templates_of(edition)
    if given is None or (str(given) in PRESETS and not given.exists()):
        word = found_in(shipped, PRESETS["nd30" if given is None else str(given)])
        if not word.is_file():
            raise ConfigurationError(f"{not_found(word, 'mẫu Word')} Đề nghị chọn mẫu khác ở --template.")
        return Templates(None, word, shipped, own=edition.folder in shipped[0].parents)
    word = given / TEMPLATE if given.is_dir() else given
    if not word.is_file():
        near = nearest(str(given), PRESETS)
        hint = f"Tên gần nhất của mẫu kèm theo là “{near}”. " if near else ""
        raise ConfigurationError(
            f"{not_found(word, 'mẫu Word')} {hint}Đề nghị kiểm tra lại đường dẫn, hoặc ghi {' hoặc '.join(PRESETS)}."
        )
    beside = word.parent if given.is_dir() or (word.parent / FOLDER).is_dir() else None
    return Templates(beside, word, shipped, own=True)


def given_in(templates: Templates, setting: Setting) -> Mapping[str, GivenTotal]:
    """The figures of the province that the office gives for this period; raises `ConfigurationError`."""
    from vstbcpn_cli.report.context.province_figures import load_given

    stem = f"{setting.edition.edition}-{setting.period.code}"
    return load_given(templates.sentences, setting.edition, stem)


def check(templates: Templates, setting: Setting, issuer: str, *, trusted: bool = False) -> None:
    """Raises `ConfigurationError` for templates of the office that name what is not there, or, unless they are
    `trusted`, hold what acts by itself; nothing else is read.

    Those of the program are proven by its tests, unlike those that come with an edition of the office.
    """
    if setting.edition.office.issuer(issuer) is None:
        known = ", ".join(("ban", *setting.edition.office.issuers))
        hint = nearest_hint(issuer, ("ban", *setting.edition.office.issuers), "tên")
        raise ConfigurationError(f"Không có cơ quan ban hành “{issuer}”{hint}. Đề nghị chọn: {known}.")
    if templates.own:
        from vstbcpn_cli.usecases.template_process import check_bounded

        work_steps.at(work_steps.Step.CHECK_TEMPLATES)
        empty = empty_report(setting.edition, setting.period, setting.register)
        own = replace(empty, templates=templates.folder, template=templates.word, issuer=issuer, trusted=trusted)
        check_bounded(own)


def empty_report(edition: Edition, period: ReportingPeriod, register: Register) -> Report:
    """A report nobody has sent anything for: it has every name that a template may use."""
    from vstbcpn_cli.report.renderer import Report

    nobody = consolidate(cover(edition, period, register, ()))
    return Report(nobody, period.due, None)
