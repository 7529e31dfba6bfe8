"""One process that reads and judges returned files: `python -m vstbcpn_cli.usecases.intake.reading_worker`."""

from __future__ import annotations

import errno
import gc
import os
import pickle
from collections.abc import Callable
from pathlib import Path

from vstbcpn_cli.model.findings import RuleFailure
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Problem, Unreadable
from vstbcpn_cli.rules.base import Scope
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.rules.messages import messages
from vstbcpn_cli.rules.registry import BoundConstraint, LiveRules
from vstbcpn_cli.runtime.deterministic_zip import as_written
from vstbcpn_cli.runtime.output_error import reason_of
from vstbcpn_cli.runtime.worker_pool import Loss, serve
from vstbcpn_cli.usecases.intake.generated_files import bears_our_mark, lies_with_templates
from vstbcpn_cli.usecases.intake.kept_form_texts import KeptFormTexts
from vstbcpn_cli.usecases.intake.reader_answer import Answer, packed
from vstbcpn_cli.usecases.intake.reader_process import LOST, unopened, unread
from vstbcpn_cli.usecases.intake.sources import Found
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.workbook.reading.reader import Reader

_LONGEST_PATH = 259 if os.name == "nt" else 4095
"""Windows says of a longer one that nothing is there."""


def prepare(briefing: bytes) -> Callable[[bytes], bytes]:
    """What one process answers with, once the parent has told it edition, period, register and rules."""
    setting, bound, repairs, many = pickle.loads(briefing)  # noqa: S301 - from our own parent
    reader = Reader(setting.edition, setting.period, setting.register, LiveRules(bound, lenient=True), repairs=repairs)
    if kept := KeptFormTexts.of(setting):
        if many:  # of few files few kinds of units are met
            kept.fill(setting, reader)
        reader = replace(reader, known=kept.get)
    careful = replace(reader, recalculates=False)
    # What was loaded stays, and a file is bounded: the collector looks once at what each file has left behind.
    gc.freeze()
    gc.disable()

    def answer(payload: bytes) -> bytes:
        path, shown, named, claimed, recalculates = pickle.loads(payload)  # noqa: S301 - from our own parent
        found = Found(Path(path), shown, named, claimed=claimed)
        answered = packed(_read(setting, bound, reader if recalculates else careful, found))
        gc.collect(0)
        return answered

    return answer


def _read(setting: Setting, bound: tuple[BoundConstraint, ...], reader: Reader, found: Found) -> Answer:
    """One file, whatever it holds: a fault of the program on it is told of this file, and the next one is read."""
    try:
        outcome = reader.read(found.path, found.shown)
        if isinstance(outcome, Unreadable):
            return Answer(unreadable=outcome, own=_own(found, outcome.problem.kind))
        unit = setting.register.get(outcome.unit)
        assert unit is not None
        failed: list[RuleFailure] = []
        findings = judge(Scope(setting.edition, unit, setting.period, outcome), bound, failed)
        own = "own" if found.claimed and _as_marked(found.path) else ""
        return Answer(outcome, findings=findings, failed=tuple(dict.fromkeys(failed)), own=own)
    except MemoryError:
        raise
    except OSError as fault:
        return unopened(found, _why(fault, found.path))
    except Exception as fault:  # noqa: BLE001 - whatever it is, it must not stop the other files
        return unread(found, Problem(ProblemKind.PROGRAM_FAULT, details={"fault": type(fault).__name__}))
    except BaseException as fault:  # a panic of a native library is no Exception
        if isinstance(fault, KeyboardInterrupt | SystemExit):
            raise
        return unread(found, LOST[Loss.CRASH])


def _as_marked(path: Path) -> bool:
    from vstbcpn_cli.workbook.marking.annotator import is_as_marked  # what writes marks is not needed to read

    return is_as_marked(path)


def _own(found: Found, kind: ProblemKind) -> str:
    """The field of `PassedOver` for a file of the program itself, met in a folder; a form with answers is a return,
    whatever a record beside it says, unless it is a marked copy as it went out."""
    if found.named:
        return ""
    if messages()[kind].perhaps_own and bears_our_mark(found.path):
        return "own"
    if kind is ProblemKind.NOT_A_WORKBOOK and lies_with_templates(found.path):
        return "claimed"
    if found.claimed and kind is ProblemKind.BLANK_AS_ISSUED:
        return "own"
    # A form of another period or edition is not read to the end: nobody has saved it since it was written.
    return "claimed" if found.claimed and as_written(found.path) else ""


def _why(fault: OSError, path: Path) -> str:
    if reason_of(fault) == "too-long" or len(str(path.absolute())) > _LONGEST_PATH:
        return "đường dẫn quá dài"
    if reason_of(fault) == "many-open":
        return "máy đang mở quá nhiều tệp"
    if os.path.isdir(path):  # noqa: PTH112 - of a path in a closed folder the other one raises
        return "không có quyền mở thư mục này"
    if isinstance(fault, PermissionError):
        # Of a file that is opened Windows tells no more than this, whichever of the two it is.
        held = "tệp đang mở trong phần mềm khác, hoặc " if os.name == "nt" else ""
        return f"{held}không có quyền đọc tệp"
    if fault.errno == errno.EINVAL:
        return "đây không phải là một tệp dữ liệu"
    return "tệp không còn ở đó" if isinstance(fault, FileNotFoundError) else "ổ đĩa hoặc đường truyền có lỗi"


if __name__ == "__main__":
    serve(prepare)
