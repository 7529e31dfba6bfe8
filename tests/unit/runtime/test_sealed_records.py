"""Whether a record or a page is still as it was written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from vstbcpn_cli.runtime.sealed_records import digest_as_written, is_sealed_page, record_text, sealed_page

RECORD: dict[str, Any] = {"kỳ": "6t", "đơn vị": ["so-y-te", 2]}


def plain(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ban-ghi"


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8", newline="")
    return digest_as_written(path)


def test_a_record_can_be_read_by_people_and_ends_with_the_digest_of_the_rest() -> None:
    assert record_text(RECORD) == plain({**RECORD, "seal": of(plain(RECORD))})


def test_a_record_as_it_was_written_is_known_by_its_digest(path: Path) -> None:
    text = record_text(RECORD)
    assert written(path, text) == of(text)
    assert written(path, plain(RECORD)) == of(plain(RECORD)), "the first records had no seal"


@pytest.mark.parametrize(
    "text",
    [
        record_text(RECORD).replace("6t", "nam"),
        record_text(RECORD).replace("\n", "\r\n"),
        record_text(RECORD).rstrip(),
        record_text(RECORD) + "\n",
        plain({**RECORD, "seal": ""}),
        plain({"seal": of(plain(RECORD)), **RECORD}),
        json.dumps(RECORD, ensure_ascii=False),
        *("", "{", "[]", "5", '"seal"', "[" * 100_000),
    ],
)
def test_a_record_that_somebody_has_changed_since_has_none(text: str, path: Path) -> None:
    assert written(path, text) == ""


def test_a_record_that_is_not_there_or_no_text_has_none(path: Path) -> None:
    assert digest_as_written(path) == ""
    path.write_bytes(b"\xff\xfe{")
    assert digest_as_written(path) == ""


def test_a_record_holds_no_figure_that_json_does_not_know() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        record_text({"tỷ lệ": float("nan")})


# ---------------------------------------------------------------------------------------------------------- pages
def test_a_page_carries_its_digest_in_a_comment_below_it(path: Path) -> None:
    page = "<html><!-- ghi chú -->Tổng quan</html>\n"
    assert sealed_page(page) == f"{page}<!-- vstbcpn {of(page)} -->\n"
    path.write_text(sealed_page(page), encoding="utf-8", newline="")
    assert is_sealed_page(path) is True


@pytest.mark.parametrize(
    "text",
    [
        *("", "<html></html>\n", "<!-- vstbcpn  -->\n"),
        sealed_page("<p>5</p>").replace("5", "6"),
        sealed_page("<p>5</p>").rstrip(),
        f"{sealed_page('<p>5</p>')}<p>6</p>",
        f"<p>6</p>{sealed_page('<p>5</p>')}",
    ],
)
def test_a_page_changed_since_is_not_sealed(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="")
    assert is_sealed_page(path) is False


def test_a_page_that_is_not_there_or_no_text_is_not_sealed(path: Path) -> None:
    assert is_sealed_page(path) is False
    path.write_bytes(b"\xff")
    assert is_sealed_page(path) is False
