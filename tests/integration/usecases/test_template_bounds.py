"""A template without end or of any size costs itself: it is named, with its line where that can be known, and nothing
is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from tests.support.forms import returned as at
from tests.support.seasons.report_cases import TEMPLATES, all_forms, made_of, report_of
from vstbcpn_cli.cli.main import run
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.registry import renderers
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.word.renderer import COPIES
from vstbcpn_cli.usecases import template_process
from vstbcpn_cli.usecases.template_process import check_bounded, write_bounded


@pytest.fixture
def own(tmp_path: Path) -> Path:
    shutil.copytree(TEMPLATES / "report", tmp_path / "mau" / "report")
    shutil.copy(TEMPLATES / "bao-cao.docx", tmp_path / "mau")
    return tmp_path / "mau"


def _report(own: Path) -> Report:
    return report_of(made_of(all_forms("6t")[:1]), templates=own, template=own / "bao-cao.docx")


def _written(own: Path) -> dict[str, Path]:
    paths = {r.name: own.parent / r.name for r in renderers()}
    write_bounded(_report(own), paths)
    return paths


def _stopped(own: Path, text: str) -> str:
    """What is said of a sentence, by the check or by the writing."""
    (own / "report" / "t6.j2").write_text(f"Câu.\n{text}", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        check_bounded(_report(own))
        _written(own)
    return str(caught.value)


SIZE = "chỗ này tạo ra chữ quá dài hoặc số quá lớn nên đã dừng"
TURNS = "chỗ này lặp quá nhiều lần hoặc chạy quá lâu nên đã dừng"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ 'a'.ljust(3000000000) }}", SIZE),
        ("{{ 'a'.ljust(2000000) }}", SIZE),
        (
            "{% set n = cycler('a') %}{% for i in range(60) %}{{ 'x'.ljust(900000) }}{% endfor %}{{ 5|round(-9999) }}",
            SIZE,
        ),
        ("{{ 5|round(-999999999) }}", SIZE),
        ("{{ '9'.ljust(4000, '9')|int * '9'.ljust(4000, '9')|int }}", SIZE),
        ("{{ '{:>3000000000}'.format(1) }}", SIZE),
        ("{{ 'a'|indent(3000000000) }}", SIZE),
        ("{% set a = ['x'] %}{% for i in range(50) %}{% set _ = a.extend(a) %}{% endfor %}", SIZE),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", SIZE),
        ("{% for x in 'abc'|slice(500000000) %}{% endfor %}", TURNS),
        ("{% for x in range(50000) %}{% for y in range(50000) %}{% endfor %}{% endfor %}", TURNS),
    ],
)
def test_what_has_no_bound_is_stopped_with_its_line(
    own: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.setattr(template_process, "SECONDS", 2.0)
    monkeypatch.setattr(template_process, "_PATIENCE", 30)
    told = _stopped(own, text)
    assert told.startswith("report/t6.j2, dòng 2, đoạn “")
    assert said in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ " + "(" * 20000, "report/t6.j2: thẻ lồng nhau quá nhiều lớp."),
        ("{{ ('" + "a" * 99 + "'.ljust(300000000, '(') | urlize | urlize | urlize)|length }}", SIZE),
    ],
)
def test_what_fills_the_memory_or_nests_without_end_is_stopped(
    own: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.setattr(template_process, "SECONDS", 2.0)
    assert said in _stopped(own, text)


def test_the_word_template_and_the_words_are_bounded_too(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_process, "SECONDS", 2.0)
    monkeypatch.setattr(template_process, "_PATIENCE", 30)
    document = docx.Document(str(own / "bao-cao.docx"))
    document.paragraphs[0].insert_paragraph_before("{{ 'a'.ljust(3000000000) }}")
    document.save(str(own / "bao-cao.docx"))
    with pytest.raises(ConfigurationError, match=r"^bao-cao\.docx, đoạn .*chữ quá dài"):
        _written(own)
    shutil.copy(TEMPLATES / "bao-cao.docx", own)
    (own / "report" / "nguon-tinh.toml").write_text("a = " + "[" * 100_000, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"^report/nguon-tinh\.toml: ngoặc lồng nhau"):
        check_bounded(_report(own))


@pytest.mark.parametrize("text", ["{ds:>3000000000}", "{ds!r:>3000000000}", "{ds.x}", "{ds[0]}", "{}"])
def test_a_word_may_ask_for_a_name_and_nothing_else(text: str) -> None:
    with pytest.raises(ConfigurationError, match="có dấu ngoặc nhọn không dùng được"):
        Labels({"x": text}).filled("x", ds="")


@pytest.mark.full
def test_what_is_written_in_the_process_is_what_is_written_without(own: Path) -> None:
    paths = _written(own)
    COPIES[Copy.SIGNING].render(_report(own), own.parent / "ngoai.docx")
    assert paths["docx"].read_bytes() == (own.parent / "ngoai.docx").read_bytes()


def test_a_place_that_cannot_be_written_is_told_as_such(own: Path) -> None:
    (own.parent / "docx").mkdir()
    with pytest.raises(OSError, match="Is a directory"):
        _written(own)


def test_a_fault_of_the_program_is_no_fault_of_the_template(own: Path) -> None:
    with pytest.raises(RuntimeError, match="AssertionError"):
        write_bounded(replace(_report(own), issuer="không có"), {"docx": own.parent / "ra.docx"})


def test_a_run_is_answered_with_code_two_and_writes_nothing(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "report" / "t6.j2").write_text("{{ 'a'.ljust(3000000000) }}", encoding="utf-8")
    inbox, out = own.parent / "so-y-te.xlsx", own.parent / "ra"
    inbox.write_bytes(at.filled("so-y-te"))
    with pytest.raises(SystemExit) as left:
        run(["consolidate", str(inbox), "-o", str(out), "--template", str(own)])
    assert left.value.code == 2
    assert "report/t6.j2, dòng 1, đoạn" in capsys.readouterr().err
    assert not out.exists() or not any(out.iterdir())


def test_a_process_that_could_not_be_started_is_no_fault_of_the_template(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template_process, "_COMMAND", ("/no/such/program",))
    told = _stopped(own, "Một câu.")
    assert told == f"{template_process.NOT_STARTED}"
    assert "không phải lỗi của mẫu" in told
