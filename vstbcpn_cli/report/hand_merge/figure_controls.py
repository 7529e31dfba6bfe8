"""The codes of figures, which are content controls round them: where a paragraph is renewed they stand where the new
one has them, and never round something else."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

from vstbcpn_cli.report.hand_merge.visible_text import XML_SPACE, Atom, W, atoms, raw_text, retell

_CONTROL, _CONTENT, _OWN = f"{W}sdt", f"{W}sdtContent", f"{W}sdtPr"
_RUN, _TEXT, _LOOK, _VAL = f"{W}r", f"{W}t", f"{W}rPr", f"{W}val"


class _Placed(NamedTuple):
    """A control round the characters from `start` to `end` of a paragraph."""

    start: int
    end: int
    control: Any


def renew(paragraph: Any, new: Any) -> None:
    """The paragraph says what the new one says, each figure under its code; formatting, pictures and notes stay."""
    for control in [c for c in paragraph.iter(_CONTROL) if _is_ours(c)]:
        _release(control)
    retell(paragraph, raw_text(new))
    if raw_text(paragraph) == raw_text(new):
        # From the end, so that what stands before keeps its place.
        for one in reversed(list(_placed(new))):
            _enclose(list(atoms(paragraph))[one.start : one.end], one.control)


def release_empty(paragraph: Any) -> None:
    """A figure that went elsewhere with the words round it leaves no control behind."""
    for control in [c for c in paragraph.iter(_CONTROL) if _is_ours(c)]:
        if not raw_text(control):
            _release(control)


def without_number(control: Any) -> None:
    """Another document may have given the number of a control to one of its own; Word gives it a new one."""
    for number in control.findall(f"{_OWN}/{W}id"):
        number.getparent().remove(number)


def _is_ours(control: Any) -> bool:
    """The title of a figure's control begins with its code."""
    tag, title = (control.find(f"{_OWN}/{W}{name}") for name in ("tag", "alias"))
    return tag is not None and title is not None and title.get(_VAL, "").startswith(f"{tag.get(_VAL)} ")


def _release(control: Any) -> None:
    for content in control.findall(_CONTENT):
        for child in list(content):
            control.addprevious(child)
    control.getparent().remove(control)


def _placed(paragraph: Any) -> Iterator[_Placed]:
    found = list(atoms(paragraph))
    for control in (c for c in paragraph.iter(_CONTROL) if _is_ours(c)):
        inside = [n for n, atom in enumerate(found) if control in atom.node.iterancestors(_CONTROL)]
        if inside:
            yield _Placed(inside[0], inside[-1] + 1, control)


def _enclose(held: list[Atom], control: Any) -> None:
    """Puts these characters into a control like this one, where they are plain text in runs side by side."""
    runs = list(dict.fromkeys(a.node.getparent() for a in held))
    if any(a.at < 0 for a in held) or {r.tag for r in runs} != {_RUN} or len({r.getparent() for r in runs}) > 1:
        return
    _cut(held[-1].node, held[-1].at + 1)
    first = _cut(held[0].node, held[0].at)
    last = first if runs[-1] is runs[0] else runs[-1]
    made = first.makeelement(_CONTROL, {})
    made.append(copy.deepcopy(control.find(_OWN)))
    without_number(made)
    content = made.makeelement(_CONTENT, {})
    made.append(content)
    first.addprevious(made)
    while content is not None and (child := made.getnext()) is not None:
        content.append(child)
        if child is last:
            break


def _cut(text: Any, at: int) -> Any:
    """The run that begins with this character of a text; what stands before stays in the run it was in."""
    run = text.getparent()
    before = [child for child in run if child.tag != _LOOK]
    before = before[: before.index(text)]
    if not at and not before:
        return run
    made = run.makeelement(_RUN, dict(run.attrib))
    look = run.find(_LOOK)
    if look is not None:
        made.append(copy.deepcopy(look))
    rest = list(text.itersiblings())
    if at < len(text.text):
        tail = text.makeelement(_TEXT, {XML_SPACE: "preserve"})
        tail.text, text.text = text.text[at:], text.text[:at]
        text.set(XML_SPACE, "preserve")
        rest = [tail, *rest]
    if not text.text:
        run.remove(text)
    if rest:
        made.extend(rest)
        run.addnext(made)
    return made
