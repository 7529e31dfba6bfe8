"""What differs between two files of one unit: the answers cell by cell."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.model.submission import Key, Observation, Submission
from vstbcpn_cli.text.numbers import number

_MOST_NAMED = 5
SAME = "nội dung hai tệp như nhau"


def told_changes(earlier: Submission, later: Submission, edition: Edition) -> str:
    """How many answers the later file gives differently, and the first of them by name and cell, in the order of the
    form."""
    one, other = _answers(earlier), _answers(later)
    order = {code: n for n, code in enumerate(edition.task_of)}
    differ = (k for k in one.keys() | other.keys() if _said(one.get(k)) != _said(other.get(k)))
    changed = sorted(differ, key=lambda k: (order.get(k.code, len(order)), k))
    if not changed:
        return SAME
    named = "; ".join(_change(k, one.get(k), other.get(k), edition) for k in changed[:_MOST_NAMED])
    return f"hai tệp khác nhau ở {number(len(changed))} ô: {named}{'…' if len(changed) > _MOST_NAMED else ''}"


def _change(key: Key, earlier: Observation | None, later: Observation | None, edition: Edition) -> str:
    found = later or earlier
    assert found is not None
    named = _named(key, found, edition)
    return named if key.code in edition.private else f"{named} từ {_said(earlier)} thành {_said(later)}"


def _named(key: Key, found: Observation, edition: Edition) -> str:
    """What was asked, and the cell of the later file, else of the earlier."""
    table, _, column = key.code.rpartition(".")
    what = edition.tables[table].column(column).label if table in edition.tables else edition.whole_label(key.code)
    if key.code not in edition.task_of:
        what = edition.words["nil.label"]
    at = f" ({found.cell.sheet} {found.cell.address})" if found.cell else ""
    return f"“{what}”{at}"


def _answers(submission: Submission) -> dict[Key, Observation]:
    return {o.key: o for o in submission.observations() if o.cell is not None}


def _said(found: Observation | None) -> str:
    if found is None or not (found.raw or found.text):
        return "trống"
    return f"“{found.raw or found.text}”"
