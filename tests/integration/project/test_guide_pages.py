"""The guides as pages of HTML: whole, leading to one another, the same each time, in the portable folder."""

from __future__ import annotations

import posixpath
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html  # type: ignore[import-untyped]  # the library ships no types

from tests.tools import windows_folder
from tests.tools.guide_pages import GUIDE, INDEX, GuideError, guide_pages

FILES = guide_pages()
PAGES = {name: html.document_fromstring(content.decode()) for name, content in FILES.items() if "html" in name}


def test_every_guide_is_a_page_that_the_first_one_leads_to() -> None:
    names = {INDEX, *(f"{p.stem}.html" for p in GUIDE.glob("*.md") if p.name != "README.md")}
    assert names <= PAGES.keys()
    assert names <= set(PAGES[INDEX].xpath("//nav//a/@href"))
    assert "05-kiem-tra.html" in PAGES[INDEX].xpath("//main//a/@href")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(name: str) -> None:
    page = PAGES[name]
    assert FILES[name].startswith(b'<!DOCTYPE html>\n<html lang="vi">')
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("string(//title)").startswith(page.xpath("string(//h1)"))
    levels = [int(head.tag[1]) for head in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [len(page.xpath(f"//{mark}")) for mark in ("header", "main", "nav", "footer")] == [1, 1, 1, 1]
    assert page.xpath("//th[not(@scope)] | //script | //link | //iframe | //form | //comment()") == []
    assert "<!--" not in page.text_content()
    assert "](" not in page.text_content()
    for address in (*page.xpath("//@href"), *page.xpath("//@src")):
        parts = urlsplit(unquote(address))
        if parts.scheme:
            continue
        there = posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path)) if parts.path else name
        assert there in FILES, address
        assert not parts.fragment or PAGES[there].get_element_by_id(parts.fragment) is not None


def test_what_is_shown_on_the_screen_is_shown_as_it_is() -> None:
    shown = PAGES["12-lenh-khong-chay.html"].xpath("//pre[@class='man-hinh']")
    source = (GUIDE / "12-lenh-khong-chay.md").read_text(encoding="utf-8")
    assert shown
    assert all(f"```\n{block.text_content()}```" in source for block in shown)


def test_the_same_guides_give_the_same_bytes() -> None:
    again = guide_pages()
    assert (list(again), again) == (list(FILES), FILES)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# Một\n\n[Hai](hai.md)\n", "a.md leads to hai.md, which is no file of the documents."),
        ("# Một\n\n![Hai](../../hai.png)\n", "a.md leads to ../../hai.png, which is no file of the documents."),
        ("# Một\n\nHai <b>ba</b>\n", "a.md has HTML, which only Markdown can replace: <b>"),
        ("# Một\n\n<!-- x --> <b>ba</b>\n", "a.md has HTML, which only Markdown can replace: <!-- x --> <b>ba</b>"),
        ("Một\n", "a.html would have 0 titles instead of one."),
        ("# Một\n\n# Hai\n", "a.html would have 2 titles instead of one."),
    ],
)
def test_what_cannot_be_a_page_is_told(text: str, told: str, tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "huong-dan"
    folder.mkdir(parents=True)
    (tmp_path / "hai.png").touch()
    (folder / "a.md").write_text(text, encoding="utf-8")
    with pytest.raises(GuideError) as fault:
        guide_pages(folder)
    assert str(fault.value) == told


def test_what_is_led_to_comes_along(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "huong-dan"
    (folder / "hinh").mkdir(parents=True)
    (folder / "README.md").write_text("# Một\n\n![Hai](hinh/a.png) [Ba](../ba.md#bốn-năm)\n", encoding="utf-8")
    (folder / "hinh" / "a.png").write_bytes(b"x")
    (folder.parent / "ba.md").write_text("# Ba\n\n## Bốn, năm\n\n[Một](huong-dan/README.md) [tệp](c.json)\n", "utf-8")
    (folder.parent / "c.json").write_bytes(b"{}")
    made = guide_pages(folder)
    assert made.keys() == {INDEX, "ba.html", "hinh/a.png", "c.json"}
    first = html.document_fromstring(made[INDEX].decode())
    assert [unquote(a) for a in first.xpath("//main//a/@href")] == ["ba.html#bốn-năm"]
    assert 'id="bốn-năm"' in made["ba.html"].decode()
    assert html.document_fromstring(made["ba.html"].decode()).xpath("//main//a/@href") == [INDEX, "c.json"]


def test_the_portable_folder_has_them() -> None:
    files = windows_folder.folder_files(windows_folder.GivenPython({}, "313"), [], None)
    assert {f"huong-dan/{name}": content for name, content in FILES.items()}.items() <= files.items()
    assert "huong-dan" in files["DOC-TRUOC.txt"].decode("utf-8-sig")
