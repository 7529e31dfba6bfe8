"""The merged document read back: nothing of the officer's is lost, and nothing new is kept from him."""

from __future__ import annotations

from vstbcpn_cli.report.hand_merge.blocks import blocks_of, paragraphs_of
from vstbcpn_cli.report.hand_merge.package import UnmergeableError, WordPackage
from vstbcpn_cli.report.hand_merge.session import Owed, body_of
from vstbcpn_cli.report.hand_merge.visible_text import OBJECT, masked


def prove(document: bytes, expected: Owed) -> None:
    """Raises `UnmergeableError` with the first text that is in neither."""
    package = WordPackage(document)
    found = {p.text.replace(OBJECT, "") for p in paragraphs_of(blocks_of(body_of(package)))}
    lost = next((t for t in expected.new if t.replace(OBJECT, "") not in found and t not in expected.told), None)
    if lost is not None:
        raise UnmergeableError(f"new text lost: {lost}")
    told = {masked(t) for t in found}
    lost = next((t for t in expected.own if masked(t.replace(OBJECT, "")) not in told), None)
    if lost is not None:
        raise UnmergeableError(f"edited text lost: {lost}")
