"""The guides of `docs/huong-dan` as pages of HTML, for an officer who has no reader of Markdown.

The pages are complete in themselves but for their pictures: no script, no font, nothing from a network. They are held
to WCAG 2.2 AA by `tests/integration/project/test_guide_pages.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from vstbcpn_cli import __version__

GUIDE = Path(__file__).parents[3] / "docs" / "huong-dan"
INDEX = "index.html"
_PARTS = Path(__file__).parent
_FIRST = "README.md"
_COMMENT = re.compile(r"(?:<!--.*?-->\s*)+", re.DOTALL)
_SPOKEN = {"powershell": ("lenh", "Lệnh cần gõ"), "": ("man-hinh", "Màn hình hiện")}
"""What a block of code is, by its language: its class, and what it is called aloud and above it."""
_OTHER = ("noi-dung", "Nội dung tệp")


class GuideError(Exception):
    """A guide has what cannot be a page, as a sentence."""


def guide_pages(folder: Path = GUIDE) -> dict[str, bytes]:
    """Content by path, with “/”: a page for every guide and for every text these lead to, `README.md` as `INDEX`, and
    every file they show or lead to. The same guides give the same bytes.

    Raises `GuideError` for a link to nothing, for two files of one name, and for HTML in a guide.
    """
    texts = sorted(folder.glob("*.md"), key=lambda path: (path.name != _FIRST, path.name))
    guides = len(texts)
    parsed: dict[str, list[Token]] = {}
    files: dict[str, Path] = {}
    for text in texts:  # grows by what is led to
        name = _page_name(text)
        if name in parsed:
            raise GuideError(f"{text.name} would be a second {name}.")
        parsed[name] = _parsed(text)
        for token in _all_tokens(parsed[name]):
            if (target := _made_local(token, text, folder)) is None:
                continue
            if target.suffix != ".md":
                files[str(token.attrGet("src") or token.attrGet("href"))] = target
            elif target not in texts:
                texts.append(target)
    titles = {name: _title(name, tokens) for name, tokens in parsed.items()}
    listed = dict(list(titles.items())[:guides])
    pages = {name: _page(name, tokens, titles[name], listed) for name, tokens in parsed.items()}
    return {name: page.encode() for name, page in pages.items()} | {n: p.read_bytes() for n, p in files.items()}


def _page_name(text: Path) -> str:
    return INDEX if text.name == _FIRST else f"{text.stem}.html"


def _parsed(text: Path) -> list[Token]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text.read_text(encoding="utf-8"))
    for token in _all_tokens(tokens):
        if token.type in ("html_block", "html_inline"):
            if not _COMMENT.fullmatch(token.content):
                raise GuideError(f"{text.name} has HTML, which only Markdown can replace: {token.content.strip()}")
            token.content = ""
        elif token.type == "th_open":
            token.attrSet("scope", "col")
    for opened, inside in pairwise(tokens):
        if opened.type == "heading_open":
            opened.attrSet("id", _anchor(inside))
    return tokens


def _all_tokens(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _anchor(heading: Token) -> str:
    """As GitHub makes it: what leads to a heading there leads to it here."""
    return re.sub(r"[^\w\s-]", "", _said(heading).lower()).strip().replace(" ", "-")


def _said(token: Token) -> str:
    return "".join(part.content for part in token.children or () if part.type in ("text", "code_inline"))


def _made_local(token: Token, text: Path, folder: Path) -> Path | None:
    """The file that a link or a picture names, which from here on it names as it lies beside the pages; None where it
    leads to the web or stays on the page."""
    name = {"link_open": "href", "image": "src"}.get(token.type)
    address = urlsplit(str(token.attrGet(name))) if name else None
    if name is None or address is None or address.scheme or not address.path:
        return None
    target = (text.parent / address.path).resolve()
    if not target.is_file() or not target.is_relative_to(folder.resolve().parent):
        raise GuideError(f"{text.name} leads to {address.path}, which is no file of the documents.")
    inside = target.relative_to(folder.resolve()).as_posix() if target.is_relative_to(folder.resolve()) else target.name
    made = _page_name(target) if target.suffix == ".md" else inside
    token.attrSet(name, made + (f"#{address.fragment}" if address.fragment else ""))
    return target


def _title(name: str, tokens: Sequence[Token]) -> str:
    heads = [b for a, b in pairwise(tokens) if a.type == "heading_open" and a.tag == "h1"]
    if len(heads) != 1:
        raise GuideError(f"{name} would have {len(heads)} titles instead of one.")
    return _said(heads[0])


def _page(name: str, tokens: Sequence[Token], title: str, listed: dict[str, str]) -> str:
    here = ' aria-current="page"'
    links = (f'<li><a href="{p}"{here if p == name else ""}>{escape(t)}</a></li>' for p, t in listed.items())
    return (
        (_PARTS / "trang.html")
        .read_text(encoding="utf-8")
        .format(
            title=escape(title),
            style=(_PARTS / "trang.css").read_text(encoding="utf-8"),
            body=_body(tokens),
            index=INDEX,
            links="\n".join(links),
            version=__version__,
        )
    )


def _body(tokens: Sequence[Token]) -> str:
    made = MarkdownIt("commonmark").enable("table")
    made.add_render_rule("fence", _block)
    return str(made.renderer.render(list(tokens), made.options, {}))


def _block(_: object, tokens: Sequence[Token], position: int, *_more: object) -> str:
    """Wide lines are not broken but moved through, with the keyboard too: columns stay under one another."""
    kind, said = _SPOKEN.get(tokens[position].info.strip(), _OTHER)
    code = escape(tokens[position].content)
    return f'<pre class="{kind}" role="group" aria-label="{said}" tabindex="0"><code>{code}</code></pre>\n'
