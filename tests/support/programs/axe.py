"""axe-core, the judge of accessible pages, on a page that is open in the browser.

It is looked for beside the other libraries of JavaScript, in the folder that VSTBCPN_NODE_MODULES names.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from tests.support.programs import browser, other_programs

_LIBRARY = "axe-core"
_RUN = """
axe.configure({checks: [{id: 'color-contrast', options: {
  ignoreUnicode: true, ignoreLength: true, ignorePseudo: false, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
  contrastRatio: {normal: {expected: 4.5}, large: {expected: 3}},
  pseudoSizeThreshold: 0.25, shadowOutlineEmMax: 0.1, textStrokeEmMin: 0.03}}]});
axe.run(document, {resultTypes: ['violations', 'incomplete'], rules: {'target-size': {enabled: true}}}).then((found) =>
  JSON.stringify(['violations', 'incomplete'].flatMap((kind) => found[kind].map((rule) =>
    [rule.id, rule.impact, kind == 'violations', rule.nodes.map((n) => n.html.slice(0, 160))]))))
"""
"""The options of contrast are axe’s own (WCAG 1.4.3), but a single digit is text too."""


@dataclass(frozen=True)
class Barrier:
    """What axe found: its rule, how much it hinders (minor, moderate, serious, critical), and the elements; what is not
    `sure` axe leaves to a human eye."""

    rule: str
    impact: str
    sure: bool
    elements: tuple[str, ...]


def missing() -> str:
    """Why no page can be judged here; "" when one can."""
    return browser.missing() or other_programs.missing(_LIBRARY)


def barriers(page: browser.Page) -> list[Barrier]:
    """By every rule of WCAG A and AA and of good practice that axe has, in the size and medium the page is shown in."""
    page.run((Path(os.environ[other_programs.FOLDER]) / _LIBRARY / "axe.min.js").read_text(encoding="utf-8") + ";0")
    return [Barrier(rule, impact, sure, tuple(nodes)) for rule, impact, sure, nodes in json.loads(page.run(_RUN))]
