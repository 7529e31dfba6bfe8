"""Sentences an office's edition goes on with: what names something that is asked no more is left to the common ones."""

from __future__ import annotations

from pathlib import Path

from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import templates_of
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.inherited_sentences import sentence_folders
from vstbcpn_cli.report.template_set import SUFFIX, files_in, words_in


def _without(code: str, folder: Path | None) -> Edition:
    edition = load_edition("2011")
    tasks = (replace(t, indicators=tuple(i for i in t.indicators if i.code != code)) for t in edition.tasks)
    return replace(edition, edition="2012", tasks=tuple(tasks), folder=folder, lineage=("2011",))


def _sections(edition: Edition) -> set[str]:
    return {p.stem for p in files_in(sentence_folders(edition, templates_of(edition)), f"*{SUFFIX}")}


def test_a_section_that_names_a_question_asked_no_more_is_not_taken(tmp_path: Path) -> None:
    whole, less = _sections(_without("", tmp_path)), _sections(_without("T3.02", tmp_path))
    assert whole - less == {"t3"}


def test_the_records_of_a_list_of_words_go_one_by_one(tmp_path: Path) -> None:
    edition = _without("T1.06", tmp_path)
    folders = sentence_folders(edition, templates_of(edition))
    before, after = (words_in(f, "nhan.toml") for f in (tuple(folders), folders))
    was, now = (str(words) for words in (before, after))
    assert "'T1.06'" in was and "'T1.06'" not in now
    assert "'T1.05'" in now
    assert before["bang"].keys() == after["bang"].keys()


def test_an_own_file_is_used_whatever_it_names(tmp_path: Path) -> None:
    own = tmp_path / "mau" / "report"
    own.mkdir(parents=True)
    (own / "t3.j2").write_text('{{ so("T3.02").chu }}', encoding="utf-8")
    edition = _without("T3.02", tmp_path)
    folders = sentence_folders(edition, (own.parent, *templates_of(edition)))
    assert own / "t3.j2" in files_in(folders)


def test_an_edition_of_the_program_is_not_looked_at() -> None:
    assert sentence_folders(load_edition("2011"), templates_of(load_edition("2011"))).gone == frozenset()
    assert "t3" in _sections(_without("T3.02", None))
