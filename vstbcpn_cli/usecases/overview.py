"""The overview of a season written to one file, which is never a file that was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.locations import templates_of
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.registry import overviews
from vstbcpn_cli.report.renderer import Overview, Renderer, RuleWords
from vstbcpn_cli.report.template_set import FOLDER
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.runtime.atomic_outputs import OutputError, prepare, sha256, staged
from vstbcpn_cli.runtime.deterministic_zip import as_written
from vstbcpn_cli.runtime.missing_paths import nearest
from vstbcpn_cli.runtime.sealed_records import is_sealed_page
from vstbcpn_cli.usecases.intake.generated_files import bears_our_mark
from vstbcpn_cli.usecases.intake.intake import Intake
from vstbcpn_cli.usecases.intake.sources import Sources
from vstbcpn_cli.usecases.season.set_aside_warnings import READY_HEADS, ready_lines


def prepared(target: Path, sources: Sources, named: Iterable[Path | None]) -> Sources:
    """Tests the target before the long work; what an earlier run wrote there is not among the files to read.

    Raises `ConfigurationError` for an ending nobody writes, `OutputError` where the target cannot be written.
    """
    _renderer(target)
    files = tuple(f for f in sources.files if f.named or not _is(f.path, target) or not bears_our_mark(target))
    rest = replace(sources, files=files)
    prepare(target.parent, [target.name], rest.inputs(named))
    if target.exists() and not bears_our_mark(target):
        raise OutputError(target, "foreign")
    return rest


def write_overview(intake: Intake, target: Path, as_of: dt.date | None, inputs: Iterable[Path]) -> None:
    """Writes the overview on the day `as_of`, else on the day the last file was received. Raises `OutputError`."""
    day = as_of or intake.last_received
    words = {r.code: RuleWords(r.title, r.why, r.fix) for r in rules().values()}
    overview = Overview(
        *(intake.coverage, day, words, tuple(t / FOLDER for t in templates_of(intake.setting.edition))),
        reply=intake.reply if intake.reply_by else "",
        later=intake.passed.later,
        ready=(READY_HEADS, *ready_lines(intake.judged, intake.setting.edition.private)),
    )

    def known(_: Path) -> Mapping[str, str]:
        """No record lies with a page or list: whether it is as it was written it says itself."""
        return {target.name: sha256(target)} if is_sealed_page(target) or as_written(target) else {}

    with staged(target.parent, [target.name], inputs, known) as stage:
        _renderer(target).render(overview, stage / target.name)


def _renderer(target: Path) -> Renderer[Overview]:
    known = overviews()
    if target.suffix.lower() not in known:
        near = nearest(target.suffix, known)
        advice = (
            f"Đề nghị ghi là “{target.with_suffix(near).name}”."
            if near
            else "Đề nghị đặt tên tệp có một trong các đuôi này."
        )
        raise ConfigurationError(
            f"“{target.name}”: bản tổng quan chỉ ghi được thành tệp {' hoặc '.join(known)}. {advice}"
        )
    return known[target.suffix.lower()]


def _is(path: Path, target: Path) -> bool:
    try:
        return path.samefile(target)
    except OSError:  # one of the two is not there
        return False
