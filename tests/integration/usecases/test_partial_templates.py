"""What an office's folder of templates lacks is taken from the program: an older folder works, a small one too."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.support.editions.widened_edition import EXAMPLE, answered, widened, write_widened
from tests.support.forms.plausible import coverage_of
from tests.support.seasons.report_cases import TEMPLATES, all_forms, body_of, edition, made_of, report_of
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.word.check_templates import check_templates
from vstbcpn_cli.report.word.renderer import render

TASKS = [(f"{t.code[1:]}. {t.heading or t.title}", t.code.lower()) for t in edition().tasks if t.numbered]
JUDGED = [("1. Ưu điểm", "iv_uu_diem"), ("2. Tồn tại, hạn chế", "iv_han_che"), ("3. Nguyên nhân", "iv_nguyen_nhan")]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, tmp_path / "mau-bao-cao"))


def printed(folder: Path | None, path: Path) -> list[str]:
    """The body of a report with the templates of a folder, which are checked first, as a run does."""
    word = folder / "bao-cao.docx" if folder else None
    check_templates(report_of(made_of(()), templates=folder or TEMPLATES, template=word))
    render(report_of(made_of(all_forms("6t")[::9]), templates=folder or TEMPLATES, template=word), path)
    return body_of(path)


def change_words(folder: Path, name: str, change: Callable[[str], str]) -> None:
    path = folder / "report" / name
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")


def without_table(text: str, head: str) -> str:
    before, _, after = text.partition(f"\n[{head}]\n")
    return before + "\n[" + after.partition("\n[")[2]


def with_headings_of_its_own(folder: Path) -> None:
    """The Word template as it was before the form gave the headings: each section under a heading typed in Word."""
    document = docx.Document(str(folder / "bao-cao.docx"))
    for loop, sections in (("nhiem_vu", TASKS), ("danh_gia", JUDGED)):
        at = next(n for n, p in enumerate(document.paragraphs) if f"in {loop} " in p.text)
        old = document.paragraphs[at : at + 6]
        assert old[-1].text == "{%p endfor %}"
        for title, name in sections:
            for text in (title, f"{{%p for d in {name} %}}", "{{ d }}", "{%p endfor %}"):
                old[0].insert_paragraph_before(text, style="VB Nội dung")
        for paragraph in old:
            paragraph._p.getparent().remove(paragraph._p)
    document.save(str(folder / "bao-cao.docx"))


@pytest.mark.full
def test_a_folder_of_an_earlier_version_prints_the_same_report(own: Path, tmp_path: Path) -> None:
    usual = printed(None, tmp_path / "a.docx")
    with_headings_of_its_own(own)
    (own / "report" / "_chung.j2").unlink()
    (own / "report" / "phu-luc.toml").unlink()
    change_words(own, "nhan.toml", lambda text: without_table(text, "danh_gia").replace("chi_in_o_phu_luc = []\n", ""))
    change_words(own, "nhan.toml", lambda text: text + '\n[nhom]\nSN = "sở, ban, ngành"\n')
    assert printed(own, tmp_path / "b.docx") == usual


@pytest.mark.full
def test_a_folder_with_one_sentence_file_takes_the_rest_from_the_program(own: Path, tmp_path: Path) -> None:
    usual = printed(None, tmp_path / "a.docx")
    for path in (own / "report").iterdir():
        if path.name != "mo-dau.j2":
            path.unlink()
    change_words(own, "mo-dau.j2", lambda text: "Câu mở đầu của cơ quan.\n\n" + text)
    said = printed(own, tmp_path / "b.docx")
    assert [t for t in said if t not in usual] == ["Câu mở đầu của cơ quan."]
    assert [t for t in usual if t not in said] == []


def test_a_section_taken_out_of_folder_and_word_template_stays_out(own: Path, tmp_path: Path) -> None:
    """One that is still printed comes from the program."""
    before = printed(own, tmp_path / "a.docx")
    (own / "report" / "i-chi-dao.j2").unlink()
    assert printed(own, tmp_path / "b.docx") == before
    document = docx.Document(str(own / "bao-cao.docx"))
    at = next(n for n, p in enumerate(document.paragraphs) if "in i_chi_dao " in p.text)
    for paragraph in document.paragraphs[at : at + 3]:
        paragraph._p.getparent().remove(paragraph._p)
    document.save(str(own / "bao-cao.docx"))
    after = printed(own, tmp_path / "c.docx")
    assert any("Thực hiện Quyết định số 2351/QĐ-TTg" in t for t in before)
    assert not any("Quyết định số 2351/QĐ-TTg" in t for t in after)
    full = "Nghị quyết số 11-NQ/TW ngày 27 tháng 4 năm 2007"  # what was named in full there is so where it is read now
    assert [sum(full in t for t in texts) for texts in (before, after)] == [1, 1]


def test_what_no_sentence_names_any_more_is_told_unless_kept_to_the_annexes(own: Path, tmp_path: Path) -> None:
    (own / "report" / "t7.j2").write_text("Câu của cơ quan.\n", encoding="utf-8")
    told = printed(own, tmp_path / "a.docx")
    (sentence,) = (t for t in told if t.startswith("Trong kỳ có 11 kiến nghị sau kiểm tra,"))
    change_words(own, "nhan.toml", lambda text: text.replace("phu_luc = []", 'phu_luc = ["T7.06"]'))
    kept = printed(own, tmp_path / "b.docx")
    assert [t for t in told if t not in kept] == [sentence]
    assert [t for t in kept if t not in told] == [
        (
            "Trong kỳ, số kiến nghị sau kiểm tra (đã thực hiện) là 08 kiến nghị, bằng 72,73% của "
            "“Số kiến nghị sau kiểm tra”."
        )
    ]


def _of_a_new_task(folder: Path, templates: Path) -> Report:
    edition, register = widened(write_widened(folder))
    made = consolidate(coverage_of(edition, register, edition.periods["6t"], answered(edition, register, EXAMPLE)[:3]))
    return Report(made, edition.periods["6t"].due, None, templates, templates / "bao-cao.docx")


@pytest.mark.parametrize("write", [check_templates, lambda report: render(report, report.template.with_name("a.docx"))])
def test_a_word_template_without_a_place_for_a_new_task_is_refused(
    own: Path, tmp_path: Path, write: Callable[[Any], None]
) -> None:
    report = _of_a_new_task(tmp_path / "bieu-mau", own)
    write(report)
    with_headings_of_its_own(own)
    with pytest.raises(
        ConfigurationError, match=r"^bao-cao\.docx: không in mục “t8”\. Đề nghị thêm vào mẫu Word ba đoạn"
    ):
        write(report)
