"""Returns on an earlier form put on the form of today, one after the other; the files themselves stay as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.lineage import heirs, registers_since
from vstbcpn_cli.edition.locations import available_editions
from vstbcpn_cli.edition.model import Register, ReportingUnit
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Stamp, Submission, Unreadable
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.rules.registry import bind
from vstbcpn_cli.runtime.atomic_outputs import staged
from vstbcpn_cli.runtime.file_names import safe_name
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.usecases.carrying.answers import Carried, Left, carried
from vstbcpn_cli.usecases.intake.reader_process import read_all
from vstbcpn_cli.usecases.intake.sources import Found
from vstbcpn_cli.usecases.intake.unit_from_file_name import asked_unit
from vstbcpn_cli.usecases.make_template import blanks
from vstbcpn_cli.usecases.outgoing import blank_names
from vstbcpn_cli.usecases.run_settings import Setting, setting
from vstbcpn_cli.workbook.form.stamp_token import peek
from vstbcpn_cli.workbook.lists.list_patch import with_cells_on
from vstbcpn_cli.workbook.lists.new_list import ListColumn, new_list

FOLDER = "chuyen-bieu-mau"
"""Where the forms are written, unless another folder is named."""
_LIST = "chua-chuyen"
_MOST_NAMED = 5
_COLUMNS = (
    ListColumn("Mã", 18, "Mã của nội dung trên biểu mẫu cũ; để trống khi nội dung ghi ngoài các ô của biểu mẫu."),
    ListColumn("Nội dung", 46, "Tên của nội dung trên biểu mẫu cũ."),
    ListColumn("Trang tính", 12, "Trang tính của tệp cũ."),
    ListColumn("Ô", 8, "Ô của tệp cũ."),
    ListColumn("Đã ghi", 40, "Nội dung đơn vị đã ghi ở tệp cũ."),
    ListColumn("Lý do chưa chuyển", 60, "Vì sao nội dung này không được chép sang biểu mẫu mới."),
)


class Outcome(msgspec.Struct, frozen=True):
    """What became of one file: the form written for a unit, with the list of what is left where there is any; or why
    there is none (`refused`)."""

    path: Path
    unit: ReportingUnit | None = None
    form: Path | None = None
    listed: Path | None = None
    count: int = 0
    left: tuple[Left, ...] = ()
    refused: str = ""


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """The argument is the sentence for the officer."""


def carry(paths: Sequence[Path], target: Setting, earlier: str | None, unit: str | None, folder: Path) -> list[Outcome]:
    """Each file on the form of `target`, in the order given; one that cannot be carried never stops the others.

    `earlier` is the edition the files are on, where the program cannot know it by their stamp; `unit` the one whose
    form is filled in. Raises `ConfigurationError`, FileNotFoundError and `OutputError`.
    """
    if unit is not None and len(paths) > 1:
        raise ConfigurationError("Ghi --unit thì chỉ chuyển một tệp mỗi lần. Đề nghị chạy lệnh riêng cho từng tệp.")
    expected = target.register.valid_on(target.period.until_date)
    wanted = asked_unit(unit, target.register, expected, target.edition) if unit is not None else None
    given = setting(earlier, None, None) if earlier is not None else None
    done: list[Outcome] = []
    for path in paths:
        path.stat()  # what is not there is told as everywhere
        try:
            done.append(_carried(path, target, given, wanted, folder, done))
        except _Refused as why:
            done.append(Outcome(path, refused=str(why)))
    return done


def _carried(
    path: Path, target: Setting, given: Setting | None, wanted: ReportingUnit | None, folder: Path, done: list[Outcome]
) -> Outcome:
    if path.is_dir():
        raise _Refused("Đây là thư mục, không phải tệp. Đề nghị ghi tên từng tệp trong thư mục.")
    found, source = _read(path, target, given)
    unit = wanted or _heir(found.unit, source, target)
    if any(one.unit == unit for one in done):
        told = f"“{unit.name}” đã có một tệp khác được chuyển trong lần này"
        raise _Refused(f"{told}. Đề nghị chuyển tệp này bằng một lệnh riêng, ghi thư mục khác ở -o.")
    made = carried(found, source, Applicability(target.edition, unit, target.period))
    return _written(path, unit, made, replace(target, edition=made.edition), folder)


# ----------------------------------------------------------------------------------------------------- the old file
def _read(path: Path, target: Setting, given: Setting | None) -> tuple[Submission, Setting]:
    """The file as its own form has it, and the setting of that form; the stamp may only be seen when it is read."""
    stamp, last = peek(path) or Stamp(), None
    while True:
        source = _source(stamp, target, given)
        (answer,) = read_all(source, bind(source.edition), [Found(path, path.name, named=True)], 1)
        outcome = answer.outcome
        if isinstance(outcome, Submission):
            return outcome, source
        if outcome.problem.kind is ProblemKind.BLANK_AS_ISSUED:
            return Submission(outcome.file, outcome.stamp, outcome.stamp.unit, outcome.stamp.period, {}, {}), source
        if outcome.stamp in (stamp, last, Stamp()) or outcome.problem.kind not in _ELSEWHERE:
            raise _Refused(_why(outcome))
        stamp, last = outcome.stamp, stamp


_ELSEWHERE = (ProblemKind.OTHER_EDITION, ProblemKind.NEWER_FORM, ProblemKind.OTHER_PERIOD)
"""What is said of a form that another setting can read."""


def _why(outcome: Unreadable) -> str:
    told = judge_problem(outcome.problem)
    return f"{told.fact} {told.advice}"


def _source(stamp: Stamp, target: Setting, given: Setting | None) -> Setting:
    """The setting in which a file of this stamp was issued; without a stamp the one that is known."""
    name, own = stamp.edition, target.edition
    if given is not None and name in ("", given.edition.edition):
        found = given
    elif name in ("", own.edition):
        found = target
    elif name in available_editions():
        found = setting(name, None, None)
    else:
        raise _Refused(
            f"Tệp dùng biểu mẫu bản “{name}”, phần mềm không có bản này. "
            "Đề nghị ghi tệp .xlsx hoặc thư mục của bản đó ở --from, hoặc cài bản phần mềm mới nếu biểu mẫu mới hơn."
        )
    if found.edition.year > own.year:
        raise _Refused(
            f"Tệp dùng biểu mẫu bản “{name}”, mới hơn biểu mẫu đang dùng (bản “{own.edition}”). "
            "Đề nghị chọn đúng bộ biểu mẫu ở --edition; không chuyển về biểu mẫu cũ hơn."
        )
    if (stamp.edition, stamp.fingerprint, stamp.period) == (own.edition, own.fingerprint, target.period.code):
        raise _Refused("Tệp đã theo biểu mẫu đang dùng của kỳ này nên không cần chuyển. Đề nghị dùng chính tệp đó.")
    if stamp.period and stamp.period not in found.edition.periods:
        raise _Refused(
            f"Tệp ghi kỳ “{stamp.period}”, bộ biểu mẫu {found.edition.edition} không có kỳ này. "
            "Đề nghị kiểm tra lại bộ biểu mẫu ở --from."
        )
    period = found.edition.periods[stamp.period] if stamp.period else target.period
    return Setting(found.edition, period, _both(found, target))


def _both(source: Setting, target: Setting) -> Register:
    """The units of the earlier register, and of ours those that it does not know: an office may have added them."""
    known, kinds = source.register, source.edition.kind_of
    more = (u for u in target.register.units if known.get(u.code) is None and u.kind in kinds)
    return Register((*known.units, *more), known.source)


def _heir(code: str, source: Setting, target: Setting) -> ReportingUnit:
    """The one unit of this period that goes on from the unit of the file."""
    registers = registers_since(target.edition, source.edition.edition, target.register)
    found = heirs(code, (source.register, *registers), target.period.until_date)
    before = source.register.get(code)
    if len(found) == 1 and (before is None or before.kind == found[0].kind):
        return found[0]
    name = before.name if before is not None else code
    if not found:
        raise _Refused(
            f"Đơn vị của tệp là “{name}”, danh sách đơn vị của kỳ này không có đơn vị đó và không ghi đơn vị kế thừa. "
            "Đề nghị ghi đơn vị nhận ở --unit."
        )
    told = first_of([f"“{u.name}” ({u.code})" for u in found], _MOST_NAMED, "đơn vị")
    if len(found) == 1:
        raise _Refused(f"“{name}” nay do {told} kế thừa, là đơn vị khác loại. Đề nghị ghi đơn vị nhận ở --unit.")
    raise _Refused(f"“{name}” nay có nhiều đơn vị kế thừa: {told}. Đề nghị ghi một đơn vị nhận ở --unit.")


# ----------------------------------------------------------------------------------------------------- the new form
def _written(path: Path, unit: ReportingUnit, made: Carried, target: Setting, folder: Path) -> Outcome:
    ((_, blank),) = blanks(target, [unit])
    form, title = blank_names(target, [unit])[unit.code], f"{_LIST}_{target.edition.edition}-{target.period.form_code}"
    files = {form: with_cells_on(blank, made.cells)}
    if made.left:
        listed = safe_name(unit.code, title, ".xlsx")
        files = {listed: new_list("ChuaChuyen", _COLUMNS, list(_lines(made.left)), _guide(path, unit)), **files}
    as_before = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    with staged(folder, files, [path], known=lambda _: as_before) as stage:
        for name, content in files.items():
            (stage / name).write_bytes(content)
    return Outcome(path, unit, folder / form, folder / listed if made.left else None, made.count, made.left)


def _guide(path: Path, unit: ReportingUnit) -> list[str]:
    return [
        f"Nội dung của tệp “{path.name}” chưa chép được sang biểu mẫu mới của {unit.name}. Tệp cũ giữ nguyên.",
        "Đề nghị xem từng dòng; nội dung nào còn cần thì ghi tay vào biểu mẫu mới.",
    ]


def _lines(left: Sequence[Left]) -> Iterator[tuple[str, ...]]:
    for one in left:
        sheet, cell = (one.cell.sheet, one.cell.address) if one.cell is not None else ("", "")
        yield one.code, one.label, sheet, cell, one.said, one.why
