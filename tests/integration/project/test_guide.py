"""The officer's guide is true: its season is played, and what a page shows is what the screen shows."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from tests.tools import documents, guide_season, windows_folder
from tests.tools.guide_pictures import drawing
from tests.tools.guide_season import Typed
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.main import app
from vstbcpn_cli.cli.menu.menu import STEPS
from vstbcpn_cli.cli.vietnamese_help import VietnameseGroup
from vstbcpn_cli.text.state_words import GONE, KEPT
from vstbcpn_cli.usecases.season.season_names import FEEDBACK

ROOT = Path(__file__).parents[3]
TEXTS = {page: page.read_text(encoding="utf-8") for page in guide_season.pages()}
WHOLE = "\n".join(TEXTS.values())
REFUSALS = next(page for page in TEXTS if page.name.startswith("12-"))
UNIT, LEADER, COLLEAGUE = (guide_season.GUIDE / f"{name}.md" for name in ("don-vi", "lanh-dao", "nguoi-ky-thuat"))
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
_DONE = (ExitCode.OK, ExitCode.WARNINGS, ExitCode.ERRORS, ExitCode.MISMATCH)
_COLOUR_TYPE, _PALETTE = 25, 3
"""Where a PNG tells how its colours are written, and that it is by number out of a list."""
_LINES = 75
"""What a printed page holds, tables counted a line and a half for each row."""


def test_the_season_that_is_told_ends_as_it_is_told(tmp_path: Path) -> None:
    """One test, so that no second worker plays the season again."""
    typed = list(guide_season.played(tmp_path))
    _pages_show_what_the_screen_shows(typed)
    _refused_is_only_what_is_told_to_be(typed)


def _pages_show_what_the_screen_shows(typed: list[Typed]) -> None:
    pairs = documents.found_typed(documents.guide_samples(), typed)
    assert len(pairs) > 15
    for sample, one in pairs:
        assert one is not None, f"{sample.page.name}: {sample.command} is not typed"
        assert one.code == sample.code, f"{sample.page.name}: {sample.command}\n{one.screen}"
        if sample.kind == "output":
            assert sample.text == one.screen
        else:
            assert documents.is_text_part(sample.text, one.screen), f"{sample.command}\n{one.screen}"


def _refused_is_only_what_is_told_to_be(typed: list[Typed]) -> None:
    refused = [one for one in typed if one.code not in _DONE]
    told = [(s.page, s.command, s.code) for s in documents.guide_samples() if s.code not in _DONE]
    assert [(one.page, one.command, one.code) for one in refused] == told
    assert {one.page for one in refused} == {REFUSALS, COLLEAGUE}
    assert all(one in refused for one in typed if one.page == REFUSALS)


def test_every_command_is_told_and_every_option_there_is() -> None:
    from typer.main import get_command

    program = get_command(app)
    assert isinstance(program, VietnameseGroup)
    commands = {name: program.get_command(None, name) for name in program.list_commands(None)}
    known = {"--help", *(o for c in (program, *commands.values()) for p in c.params for o in p.opts)}
    for name in commands:
        assert re.search(rf"vstbcpn {name}\b", WHOLE), name
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", re.sub(r"<!--.*?-->", "", WHOLE))) <= known


def test_the_numbers_of_the_menu_are_those_of_the_commands_they_stand_at() -> None:
    steps = {str(n): " ".join(w for w in step.command if w != FEEDBACK) for n, step in enumerate(STEPS, 1)}
    told = [(n, re.findall(r"số \*\*(\d)\*\*.*?\nvstbcpn ([^\n]+)", TEXTS[n], re.DOTALL)) for n in TEXTS]
    named = [pair for _, pairs in told for pair in pairs]
    assert {number for number, _ in named} == set(steps)
    for number, command in named:
        assert command.startswith(steps[number]), number
    rows = re.findall(r"^\|.*\| ([\d, ]+) \| (.+?) \|$", TEXTS[guide_season.GUIDE / "README.md"], re.MULTILINE)
    assert sorted(n for numbers, _ in rows for n in numbers.split(", ")) == sorted(steps)
    for numbers, commands in rows:
        for number in numbers.split(", "):
            assert any(steps[number].startswith(c.strip("`")) for c in commands.split(", ")), number


def test_the_portable_folder_has_the_name_that_is_told() -> None:
    named = set(re.findall(r"vstbcpn-[\w.]+?-windows", WHOLE))
    assert named == {windows_folder.FOLDER}


def test_what_a_unit_and_the_leader_are_told_to_read_is_written_there() -> None:
    places = [ROOT / "vstbcpn_cli" / "editions" / "2011", ROOT / "templates" / "common", ROOT / "templates" / "2011"]
    files = [p for place in places for p in place.rglob("*") if p.suffix in (".toml", ".j2")]
    written = " ".join([KEPT, GONE, *(p.read_text(encoding="utf-8") for p in files)])
    numbers = re.compile(r"\\\{\w+\\\}")
    known = {numbers.sub(r"\\d+", re.escape(line)) for line in re.findall(r'"([^"\n]*\{[nm]\}[^"\n]*)"', written)}
    for page in (UNIT, LEADER):
        quoted = re.findall(r"“([^”]+)”", TEXTS[page])
        assert len(quoted) > 4
        for words in (q.strip(".… ") for q in quoted):
            assert words in written or any(re.fullmatch(one, words) for one in known), f"{page.name}: {words}"


def test_every_picture_is_there_and_shown_and_told_in_words() -> None:
    named = {(page.parent / path).resolve(): text for page in TEXTS for text, path in PICTURE.findall(TEXTS[page])}
    there = set(drawing.PICTURES.iterdir())
    assert set(named) == {p.resolve() for p in there}
    assert sum(p.stat().st_size for p in there) < drawing.LARGEST
    for path, text in named.items():
        assert len(text) > 20 and not text.isascii(), f"{path.name}: {text}"
        assert unicodedata.is_normalized("NFC", text)
        content = path.read_bytes()
        assert content.startswith(b"\x89PNG") and content[_COLOUR_TYPE] == _PALETTE, path.name


def test_the_pages_are_found_from_the_first_one_and_from_the_readme_of_the_project() -> None:
    first = guide_season.GUIDE / "README.md"
    linked = set(re.findall(r"\]\((\S+?\.md)\)", TEXTS[first]))
    assert linked == {page.name for page in TEXTS} - {first.name}
    project = (ROOT / "README.md").read_text(encoding="utf-8")
    for page in (first, UNIT, LEADER, COLLEAGUE):
        assert f"]({page.relative_to(ROOT).as_posix()})" in project


def test_what_the_screen_is_said_to_say_the_program_has() -> None:
    sources = (ROOT / "vstbcpn_cli").rglob("*.py")
    said = " ".join(re.sub(r'"\s*\n\s*f?"', "", p.read_text(encoding="utf-8")) for p in sources)
    rows = re.findall(r"^\| (`.+?) \|", TEXTS[REFUSALS], re.MULTILINE)
    quoted = [q for row in rows for q in re.findall(r"`([^`]+)`", row) if "." not in q]
    assert len(quoted) >= 8
    for words in quoted:
        assert words in said, words


def test_every_rule_is_called_what_it_is_called() -> None:
    from vstbcpn_cli.rules.registry import rules

    titles = {rule.code: rule.title for rule in rules().values()}
    named = re.findall(r"^\| (VS\d{3}(?:, VS\d{3})*) \| (.+?) \|", WHOLE, re.MULTILINE)
    assert len(named) > 12
    for codes, words in named:
        for code in codes.split(", "):
            assert code in titles
        first = codes.split(", ")[0]
        told = words.split(";")[0].partition(" (")[0]
        assert titles[first].lower().startswith(told.lower()), (first, titles[first])


def test_pages_are_short_and_lead_on() -> None:
    for page, text in TEXTS.items():
        shown = [line for line in text.splitlines() if line.strip() and not line.startswith(("<!--", "```"))]
        lines = sum(1 + len(line) // 95 for line in shown)
        assert lines <= _LINES, f"{page.name}: {lines}"
        for link in re.findall(r"\]\(([^)]+\.md)\)", text):
            assert (page.parent / link).is_file(), f"{page.name}: {link}"


def test_a_line_that_is_not_on_the_screen_is_seen() -> None:
    assert documents.is_text_part("a\n…\nc\n", "a\nb\nb\nc\n")
    assert documents.is_text_part("…\nc\n", "a\nc\n")
    assert not documents.is_text_part("a\n…\n", "b\na\n")
    assert not documents.is_text_part("a\nc\n…\n", "a\nb\nc\n")
