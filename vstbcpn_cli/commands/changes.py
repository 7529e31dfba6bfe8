"""What differs between two files of one unit: the answers cell by cell."""

from __future__ import annotations

from vstbcpn_cli.findings import CONTACTS
from vstbcpn_cli.rules.wording import number
from vstbcpn_cli.submission import Key, Observation, Submission

_MOST_NAMED = 5
SAME = "nội dung hai tệp như nhau"


def told_changes(earlier: Submission, later: Submission) -> str:
    """How many answers the later file gives differently, and the first of them, in the order of their keys."""
    one, other = _answers(earlier), _answers(later)
    changed = sorted(k for k in one.keys() | other.keys() if _said(one.get(k)) != _said(other.get(k)))
    if not changed:
        return SAME
    named = "; ".join(_change(k, one.get(k), other.get(k)) for k in changed[:_MOST_NAMED])
    return f"hai tệp khác nhau ở {number(len(changed))} ô: {named}{'…' if len(changed) > _MOST_NAMED else ''}"


def _change(key: Key, earlier: Observation | None, later: Observation | None) -> str:
    return str(key) if key.code in CONTACTS else f"{key} từ {_said(earlier)} thành {_said(later)}"


def _answers(submission: Submission) -> dict[Key, Observation]:
    return {o.key: o for o in submission.observations() if o.cell is not None}


def _said(found: Observation | None) -> str:
    if found is None or not (found.raw or found.text):
        return "trống"
    return f"“{found.raw or found.text}”"
