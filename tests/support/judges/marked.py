"""Whether a file that was marked is judged as the file itself."""

from __future__ import annotations

from tests.support.catalogue.catalogue import Line
from tests.support.catalogue.outcomes import outcome
from tests.support.forms import returned as at
from tests.support.forms.giving_back import words
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.workbook.marking.annotator import CannotMarkError, annotate


def difference(line: Line) -> str:
    """What a marked file of the line says otherwise than the file itself; "" where it says the same.

    A file that cannot be marked, or has no cell to mark, says nothing at all.
    """
    read, before = outcome(line)
    content = line.file()
    if (
        not isinstance(read, Submission)
        or not content.startswith(b"PK")
        or b"opendocument.spreadsheet" in content[:200]
    ):
        return ""
    wanted = words(content, period=line.period, name=line.name).markings()
    try:
        made = annotate(content, wanted)
    except CannotMarkError:  # an archive around a workbook: the slip says so
        return ""
    after = at.findings(made, line.period, line.name)
    if at.unpacked(annotate(made, wanted)) != at.unpacked(made):
        return f"{line.id}: marked twice is not marked once"
    one, other = read.count, at.accepted(made, line.period, line.name).count
    if (one.in_data, one.in_findings) != (other.in_data, other.in_findings):
        return f"{line.id}: {one} became {other}"
    told = [f"-{f}" for f in before if f not in after] + [f"+{f}" for f in after if f not in before]
    return "" if after == before else f"{line.id}: {told}"
