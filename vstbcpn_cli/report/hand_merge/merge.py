"""Three documents merged: what was left alone is renewed, what was edited stays, what both changed is told."""

from __future__ import annotations

from vstbcpn_cli.report.hand_merge.merge_blocks import BlockMerge
from vstbcpn_cli.report.hand_merge.outcome import Merged
from vstbcpn_cli.report.hand_merge.package import UnmergeableError, WordPackage
from vstbcpn_cli.report.hand_merge.proof import prove
from vstbcpn_cli.report.hand_merge.session import Session, body_of
from vstbcpn_cli.runtime.zip_guard import RefusedError


def merge(base: bytes, edited: bytes, new: bytes) -> Merged:
    """What the program would write now, in the hand of whoever edited what it wrote last.

    `base` is that as it was written, `edited` as it was found, `new` what would be written. The package of `edited` is
    changed in place: whatever is not mentioned in the result is as it was. Equal arguments give equal bytes. Raises
    `UnmergeableError` where one of the three cannot be read, or the result does not hold what it has to.
    """
    if base == new:
        return Merged(edited, ())
    try:
        session = Session(WordPackage(base), WordPackage(edited), WordPackage(new))
        before, mine, now = session.documents
        BlockMerge(session).merge(before, mine, now, within=body_of(session.edited))
        session.compare_margins()
        lines = session.lines()
        session.edited.touch(session.edited.main)
        document = session.edited.saved()
        prove(document, session.expected)
    except RefusedError as fault:
        raise UnmergeableError(str(fault)) from fault
    return Merged(document, lines)
