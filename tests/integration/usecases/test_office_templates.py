"""Templates in the office's hands: handed out, chosen, checked before a return is read, explained."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn
from openpyxl import Workbook

from tests.support.forms import returned as at
from tests.support.seasons import season
from tests.support.seasons.report_cases import TEMPLATES, all_forms, body_of, made_of, report_of, texts_of
from tests.tools.build_names_reference import TARGET, reference
from vstbcpn_cli.cli.main import run
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.templates.name_index import members, views
from vstbcpn_cli.report.templates.vocabulary import vocabulary
from vstbcpn_cli.report.word.check_templates import check_templates
from vstbcpn_cli.report.word.name_reference import WORDS
from vstbcpn_cli.report.word.renderer import render
from vstbcpn_cli.usecases import consolidate
from vstbcpn_cli.usecases.consolidate import Choices, consolidate_files
from vstbcpn_cli.usecases.office_templates import chosen_templates


@pytest.fixture
def own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The templates as `init` hands them out."""
    assert _code("init", tmp_path / "mua", "--edition", "2011") == 0
    capsys.readouterr()
    return tmp_path / "mua" / "mau-bao-cao"


def _code(*arguments: object) -> object:
    with pytest.raises(SystemExit) as left:
        run([str(a) for a in arguments])
    return left.value.code


def _refused(own: Path, monkeypatch: pytest.MonkeyPatch, template: Path | None = None) -> str:
    """What a run says; reading a return would be a fault of the test."""
    inbox = own.parent / "2-nhan-ve"
    inbox.mkdir(exist_ok=True)
    (inbox / "so-y-te.xlsx").write_bytes(at.blank("so-y-te"))
    monkeypatch.setattr(consolidate, "take_in", lambda *_a, **_k: pytest.fail("a return was read"))
    choices = Choices((str(inbox),), own.parent / "ket-qua", "2011", "6t", template=template or own)
    with pytest.raises(ConfigurationError) as caught:
        consolidate_files(choices, lambda *_: None)
    assert not (own.parent / "ket-qua").exists()
    return str(caught.value)


def test_what_is_handed_out_can_be_used_as_it_is(own: Path) -> None:
    given = {p.name for p in (own / "report").iterdir()}
    assert given == {p.name for p in (TEMPLATES / "report").iterdir()} - {WORDS} | {"ten-trong-mau.md"}
    assert (own / "bao-cao.docx").read_bytes() == (TEMPLATES / "bao-cao.docx").read_bytes()
    for period in ("6t", "nam"):
        check_templates(report_of(made_of((), period), templates=own, template=own / "bao-cao.docx"))


def test_init_never_overwrites(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "report" / "t6.j2").write_text("Câu của cơ quan.", encoding="utf-8")
    assert _code("init", own.parent) == 0
    assert "Giữ nguyên 1 tệp khác bản phần mềm ghi: mau-bao-cao/report/t6.j2" in capsys.readouterr().err
    assert (own / "report" / "t6.j2").read_text(encoding="utf-8") == "Câu của cơ quan."


def test_init_hands_out_the_form_of_2011_and_refuses_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _code("init", tmp_path / "a", "--template", "tt01", "--quiet") == 0
    assert capsys.readouterr().err == ""
    model = (TEMPLATES / "bao-cao-tt01.docx").read_bytes()
    assert (tmp_path / "a" / "mau-bao-cao" / "bao-cao.docx").read_bytes() == model
    assert _code("init", tmp_path / "b", "--template", "tt02") == 2
    (tmp_path / "c").write_text("một tệp", encoding="utf-8")
    assert _code("init", tmp_path / "c") == 4


def test_templates_are_chosen_by_name_folder_or_file(own: Path, tmp_path: Path) -> None:
    assert (
        chosen_templates(None, season.edition()).word
        == chosen_templates(Path("nd30"), season.edition()).word
        == season.COMMON / "bao-cao.docx"
    )
    assert chosen_templates(Path("tt01"), season.edition()).word == season.COMMON / "bao-cao-tt01.docx"
    folder, beside = chosen_templates(own, season.edition()), chosen_templates(own / "bao-cao.docx", season.edition())
    assert folder == beside
    assert (folder.folder, folder.own) == (own, True)
    alone = tmp_path / "mau rieng.docx"
    shutil.copy(own / "bao-cao.docx", alone)
    assert chosen_templates(alone, season.edition()).sentences == tuple(
        season.FOLDERS / year / "report" for year in ("2011", "common")
    )
    for wrong in ("tt99", tmp_path):
        with pytest.raises(ConfigurationError, match="Không tìm thấy mẫu Word"):
            chosen_templates(Path(wrong), season.edition())


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "t6.j2",
            "Câu.\n{{ sso('T6.05').chu }}",
            "report/t6.j2, dòng 2: không có tên “sso”. Tên gần giống nhất: “so”.",
        ),
        ("t6.j2", '{% if ky.la_nam %}\n{{ so("T605").chu }}{% endif %}', "report/t6.j2, dòng 2: không có tên “T605”."),
        ("t6.j2", '{{ so("T6.05").chuu }}', "report/t6.j2, dòng 1: không có tên “chuu”. Tên gần giống nhất: “chu”."),
        ("t6.j2", "{% for h in hang('T3.M1') %}{{ h.tenn }}{% endfor %}", "report/t6.j2, dòng 1: không có tên “tenn”."),
        ("t6.j2", "{{ ky.namm }}", "report/t6.j2, dòng 1: không có tên “namm”. Tên gần giống nhất: “nam”."),
        ("t6.j2", "{{ bieu_do('kinh_ph') }}", "report/t6.j2, dòng 1: không có tên “kinh_ph”."),
        ("t6.j2", "{{ so() }}", "report/t6.j2, dòng 1: “so” được gọi không đúng cách."),
        ("t6.j2", "{% import '_cau.j2' as c %}{{ c.luongg() }}", "report/t6.j2, dòng 1: không có tên “luongg”."),
        (
            "t6.j2",
            "{% import '_cauu.j2' as c %}",
            "report/t6.j2, dòng 1: thiếu tệp “report/_cauu.j2” trong thư mục mẫu.",
        ),
        ("t6.j2", "{{ 'a' | chamm }}", "report/t6.j2, dòng 1: sai cú pháp mẫu câu (không có bộ lọc “chamm”)."),
        ("_cau.j2", "một\n{% if x %}", "report/_cau.j2, dòng 2: sai cú pháp mẫu câu"),
        ("t6.j2", "{{ so('T6.05'", "report/t6.j2, dòng 1: sai cú pháp mẫu câu (thẻ {% … %} chưa có thẻ đóng)."),
        ("t6.j2", "{% iff x %}", "report/t6.j2, dòng 1: sai cú pháp mẫu câu (không có thẻ “iff”)."),
        (
            "nhan.toml",
            "[kieu]\nthu_tuu = []\n",
            "report/nhan.toml: không có khóa “kieu.thu_tuu”. Khóa gần giống: “thu_tu”. Đề nghị sửa theo tệp gốc",
        ),
        ("nhan.toml", "[y_kien_]\n", "report/nhan.toml: không có khóa “y_kien_”. Khóa gần giống: “y_kien”."),
        ("phu-luc.toml", '[phu_luc]\nkyy = "Kỳ"', "report/phu-luc.toml: không có khóa “phu_luc.kyy”."),
        ("phu-luc.toml", "[phu_luc]\nky = 1", "report/phu-luc.toml: khóa “phu_luc.ky” không phải là chữ trong dấu"),
        ("moi.j2", "Mục mới.", "bao-cao.docx: không in mục “moi”."),
        ("t6.j2", "{{ so('T6.05', 'XX').chu }}", "report/t6.j2, dòng 1: không có tên “XX”."),
        ("t6.j2", "{{ so_chu('năm') }}", "report/t6.j2, dòng 1: không thực hiện được “so_chu”."),
        ("t6.j2", "{{ lipsum() }}", "report/t6.j2, dòng 1: không có tên “lipsum”."),
        ("t6.j2", "{{ [1, 2] | random }}", "report/t6.j2, dòng 1: sai cú pháp mẫu câu (không có bộ lọc “random”)."),
        ("t6.j2", "Câu.\nMở { { ky.ten } } lớp.", "report/t6.j2, dòng 2: thừa hoặc thiếu nửa thẻ “{ {”."),
        ("t6.j2", "Câu\n.\nthừa }}.", "report/t6.j2, dòng 3: thừa hoặc thiếu nửa thẻ “}}”."),
        ("t6.j2", "{% raw %}{{ so }}{% endraw %}", "report/t6.j2, dòng 1: thừa hoặc thiếu nửa thẻ “{{”."),
        ("t6.j2", "{% extends 'khung.j2' %}", "report/t6.j2, dòng 1: thiếu tệp “report/khung.j2” trong thư mục mẫu."),
        ("t6.j2", "{% set f = 't5.j2' %}{% include f %}", "report/t6.j2, dòng 1: tên tệp không ghi rõ."),
        (
            "nhan.toml",
            ("nhieu_nhat = 2", 'nhieu_nhat = "hai"'),
            "report/nhan.toml: khóa “y_kien.nhieu_nhat” không phải",
        ),
        ("nhan.toml", ("truoc = true", "truoc = 1"), "report/nhan.toml: khóa “kieu.so_khong_dung_truoc” không phải"),
        ("nhan.toml", ("{da_gui}/", "{da_guii}/"), "report/nhan.toml: khóa “bieu_do.tinh_hinh.nhom” có dấu ngoặc nhọn"),
        (
            "nhan.toml",
            ("{da_gui}/", "{ten.upper}/"),
            "report/nhan.toml: khóa “bieu_do.tinh_hinh.nhom” có dấu ngoặc nhọn",
        ),
    ],
)
def test_sentences_are_checked_before_a_return_is_read(
    own: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str | tuple[str, str], said: str
) -> None:
    path = own / "report" / file
    if isinstance(text, tuple):
        assert text[0] in path.read_text(encoding="utf-8")
        text = path.read_text(encoding="utf-8").replace(*text, 1)
    path.write_text(text, encoding="utf-8")
    assert re.sub(r", đoạn “[^”]*”(?=: )", "", _refused(own, monkeypatch)).startswith(said)


def test_a_chart_with_an_unknown_code_is_refused_where_a_sentence_prints_it(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = own / "report/nhan.toml"
    words.write_text(words.read_text(encoding="utf-8").replace('["T1.06"', '["T1.66"', 1), encoding="utf-8")
    (own / "report/ii-tong-quan.j2").write_text("Mở đầu.\n\n{{ bieu_do('so_sanh') }}\n", encoding="utf-8")
    found = re.sub(r", đoạn “[^”]*”(?=: )", "", _refused(own, monkeypatch))
    assert found.startswith("report/ii-tong-quan.j2, dòng 3: không có tên “T1.66”.")


def test_a_table_that_the_words_describe_wrongly_is_refused_where_a_sentence_prints_it(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = own / "report/nhan.toml"
    right = words.read_text(encoding="utf-8")
    assert 'năm", ma = "T1.01"' in right
    words.write_text(right.replace('năm", ma = "T1.01"', 'năm", mau = "T1.01"', 1), encoding="utf-8")
    (own / "report/t1.j2").write_text("Câu.\n{{ bang('T1') }}", encoding="utf-8")
    said = "report/t1.j2, dòng 2: không thực hiện được “bang”. Đề nghị xem cách gọi"
    assert re.sub(r", đoạn “[^”]*”(?=: )", "", _refused(own, monkeypatch)).startswith(said)


@pytest.mark.full
def test_a_fault_in_a_sentence_is_quoted_with_what_stands_there(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = f"{'một hai ba ' * 20}{{{{ so('T6.5').chu }}}}{' bốn năm sáu' * 20}"
    for text, said in (
        (
            "Câu.\n  Mở {{ sso('T6.01').chu }} lớp.\n",
            "dòng 2, đoạn “Mở {{ sso('T6.01').chu }} lớp.”: không có tên “sso”.",
        ),
        ("{% if x }\nCâu.", "dòng 1, đoạn “{% if x }”: sai cú pháp mẫu câu (thừa “}”)."),
    ):
        (own / "report/t6.j2").write_text(text, encoding="utf-8-sig")
        assert _refused(own, monkeypatch).startswith(f"report/t6.j2, {said}")
    (own / "report/t6.j2").write_text(long, encoding="utf-8")
    quoted = re.search(r"đoạn “(.*?)”: không có tên “T6\.5”\. Tên gần giống nhất: “T6\.05”", _refused(own, monkeypatch))
    assert quoted
    assert "{{ so('T6.5').chu }}" in quoted[1]
    assert (quoted[1][0], quoted[1][-1]) == ("…", "…")
    assert len(quoted[1]) <= 92


def test_the_word_template_is_checked_before_a_return_is_read(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = docx.Document(str(own / "bao-cao.docx"))
    document.sections[0].header.paragraphs[0].add_run("{{ co_quann }}")
    document.save(str(own / "bao-cao.docx"))
    said = _refused(own, monkeypatch)
    assert said == "bao-cao.docx, đoạn “2{{ co_quann }}”: không có tên “co_quann”. Tên gần giống nhất: “co_quan”."


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["{{ ky_hieu | xyz }}"],
            "đoạn “{{ ky_hieu | xyz }}”: sai cú pháp thẻ “{{ ky_hieu | xyz }}” (không có bộ lọc “xyz”)",
        ),
        (["{% import 'x' as c %}"], "đoạn “{% import 'x' as c %}”: thẻ “import” không dùng trong mẫu Word"),
        (["{% include '/etc/hosts' %}"], "đoạn “{% include '/etc/hosts' %}”: thẻ “include” không dùng trong mẫu Word"),
        (["{{r ky_hieu }}"], "đoạn “{{r ky_hieu }}”: thẻ “{{r ky_hieu }}” không in được chữ"),
        (["{ { ky_hieu } }"], "đoạn “{ { ky_hieu } }”: thừa hoặc thiếu nửa thẻ “{ {”"),
        (["{_{ ky_hieu }_}"], "đoạn “{_{ ky_hieu }_}”: thừa hoặc thiếu nửa thẻ “{_{”"),
        (["{%tr for d in t6 %}", "{{ d }}", "{%tr endfor %}"], "đoạn “{%tr for d in t6 %}”: thẻ nằm ngoài bảng"),
    ],
)
def test_tags_in_word_that_print_nothing_or_cannot_be_read(
    own: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], said: str
) -> None:
    document = docx.Document(str(own / "bao-cao.docx"))
    for line in lines:
        _first(document, "mo_dau").insert_paragraph_before(line)
    document.save(str(own / "bao-cao.docx"))
    assert _refused(own, monkeypatch).startswith(f"bao-cao.docx, {said}")


def _first(document: Any, text: str) -> Any:
    return next(p for p in document.paragraphs if text in p.text)


def test_changes_that_wait_for_approval_are_refused(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = docx.Document(str(own / "bao-cao.docx"))
    paragraph = _first(document, "mo_dau").insert_paragraph_before("Câu cũ.")
    run = paragraph.runs[0]._r
    crossed_out = paragraph._p.makeelement(qn("w:del"), {})
    run.addprevious(crossed_out)
    crossed_out.append(run)
    document.save(str(own / "bao-cao.docx"))
    said = "bao-cao.docx, đoạn “Câu cũ.”: còn thay đổi chưa được chấp nhận."
    assert _refused(own, monkeypatch).startswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{{ 'a' * 10**10 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ ky.la_nam }}",
        "{{ none }}",
        "{{ so('T6.05')|attr('__class__') }}",
    ],
)
def test_what_has_no_end_or_no_printed_form_stops_with_its_line(own: Path, text: str) -> None:
    (own / "report" / "t6.j2").write_text(f"Câu.\n{text}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"^report/t6\.j2, dòng 2, đoạn"):
        render(report_of(made_of(()), templates=own), own.parent / "a.docx")
    (own / "report" / "t6.j2").write_text("Câu.", encoding="utf-8")
    document = docx.Document(str(own / "bao-cao.docx"))
    _first(document, "mo_dau").insert_paragraph_before(text.replace("so('T6.05')", "ky"))
    document.save(str(own / "bao-cao.docx"))
    with pytest.raises(ConfigurationError, match=r"^bao-cao\.docx"):
        render(report_of(made_of(()), templates=own), own.parent / "a.docx")


@pytest.mark.full
def test_letters_are_composed_and_marks_of_the_report_taken_out(own: Path) -> None:
    """A Mac writes “é” as two characters; the report marks tables with characters no text has."""
    for path in (own / "report").iterdir():
        path.write_bytes(unicodedata.normalize("NFD", path.read_text(encoding="utf-8")).encode())
    (own / "report" / "ket.j2").write_text("Kết\x07 \ufdd40\ufdd4 {{ ky.ten }}./.", encoding="utf-8")
    document = docx.Document(str(own / "bao-cao.docx"))
    _first(document, "mo_dau").insert_paragraph_before(unicodedata.normalize("NFD", "Đoạn của cơ quan."))
    document.save(str(own / "bao-cao.docx"))
    check_templates(report_of(made_of(()), templates=own, template=own / "bao-cao.docx"))
    render(report_of(made_of(all_forms("6t")[:2]), templates=own, template=own / "bao-cao.docx"), own.parent / "a.docx")
    texts = texts_of(own.parent / "a.docx")
    assert all(unicodedata.is_normalized("NFC", t) for t in texts)
    assert "Kết 0 6 tháng đầu năm 2011./." in texts
    assert "Đoạn của cơ quan." in texts


def _workbook(path: Path) -> None:
    Workbook().save(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "tệp ở dạng Word cũ (.doc) hoặc có mật khẩu"),
        (b"PK\x03\x04 hong", "không mở được mẫu Word"),
        (b"", "không mở được mẫu Word"),
        (None, "không mở được mẫu Word"),
    ],
)
def test_a_file_that_is_no_word_template(
    own: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, said: str
) -> None:
    path = own / "mau.docx"
    _workbook(path) if content is None else path.write_bytes(content)
    assert _refused(own, monkeypatch, path).startswith(f"mau.docx: {said}")


@pytest.mark.full
@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_template_another_program_saved_is_used_and_checked(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved again, a tag lies in pieces, each with letters of its own; a name is still read and still refused."""
    office = ["soffice", f"-env:UserInstallation=file://{own.parent}/lo", "--headless", "--convert-to", "docx"]
    made = own.parent / "saved"
    subprocess.run(
        [*office, "--outdir", str(made), str(own / "bao-cao.docx")], check=True, capture_output=True, timeout=180
    )
    (own / "bao-cao.docx").write_bytes((made / "bao-cao.docx").read_bytes())
    sent = report_of(made_of(all_forms("6t")[:2]), templates=own)
    render(sent, own.parent / "a.docx")
    assert any(t.startswith("II. KẾT QUẢ") for t in body_of(own.parent / "a.docx"))
    document = docx.Document(str(own / "bao-cao.docx"))
    number = next(p for t in document.tables for c in t.rows[0].cells for p in c.paragraphs if "ky_hieu" in p.text)
    words = number.text.replace("ky_hieu", "ky_hieuu")
    number.text = ""
    for start in range(0, len(words), 3):
        number.add_run(words[start : start + 3]).bold = bool(start % 2)
    document.save(str(own / "bao-cao.docx"))
    said = f"bao-cao.docx, đoạn “{words.strip()}”: không có tên “ky_hieuu”. Tên gần giống nhất: “ky_hieu”."
    assert _refused(own, monkeypatch) == " ".join(said.split())


@pytest.mark.full
def test_only_the_officer_can_ask_for_what_acts_by_itself(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox, result, template = own.parent / "2-nhan-ve", own.parent / "ket-qua", own / "bao-cao.docx"
    inbox.mkdir(exist_ok=True)
    (inbox / "so-y-te.xlsx").write_bytes(at.filled("so-y-te"))
    document = docx.Document(str(template))
    field = '<w:fldSimple xmlns:w="{}" w:instr=" LINK Excel.Sheet x "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    document.add_paragraph("Câu này")._p.append(parse_xml(field.format(nsmap["w"])))
    document.save(str(template))
    given = ("consolidate", inbox, "-o", result, "--template", own, "--quiet")

    assert _code(*given) == 2
    assert "bao-cao.docx, đoạn “Câu này1”: có trường “LINK” lấy nội dung từ nơi khác" in capsys.readouterr().err
    assert not result.exists()

    assert _code(*given, "--trust-template") == 10
    with zipfile.ZipFile(result / "bao-cao_2011-6t.docx") as made:
        assert b"LINK Excel.Sheet x" in made.read("word/document.xml")
    assert json.loads((result / "manifest.json").read_text(encoding="utf-8"))["options"]["trust_template"]


def test_own_sentences_are_printed_and_proven(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox, result = own.parent / "2-nhan-ve", own.parent / "ket-qua"
    inbox.mkdir(exist_ok=True)
    (inbox / "so-y-te.xlsx").write_bytes(at.filled("so-y-te"))
    # Notepad writes a byte-order mark.
    (own / "report" / "ket.j2").write_text("Câu kết của cơ quan, {{ co_quan.ban_hanh }}./.", encoding="utf-8-sig")
    assert _code("consolidate", inbox, "-o", result, "--template", own, "--issuer", "so", "--quiet") == 10
    texts = texts_of(result / "bao-cao_2011-6t.docx")
    assert "Câu kết của cơ quan, Sở Lao động - Thương binh và Xã hội tỉnh Lạng Sơn./." in texts
    assert "THƯƠNG BINH VÀ XÃ HỘI" in texts
    manifest = json.loads((result / "manifest.json").read_text(encoding="utf-8"))
    assert {"bao-cao.docx", "ket.j2", "nhan.toml"} <= {t["path"] for t in manifest["settings"]}
    assert manifest["options"]["issuer"] == "so"
    assert _code("consolidate", inbox, "-o", result, "--issuer", "bo") == 2
    assert "Không có cơ quan ban hành “bo”. Đề nghị chọn: ban, so." in capsys.readouterr().err


def test_the_list_of_names_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == reference(), "run: python -m tests.tools.build_names_reference"


def test_no_name_is_explained_that_is_gone() -> None:
    told = tomllib.loads((TEMPLATES / "report" / WORDS).read_text(encoding="utf-8"))
    names = vocabulary(report_of(made_of(())), load_labels([TEMPLATES / "report"]))
    assert set(told["ham"]) | set(told["ten"]) == set(names)
    found = {view.__name__: set(members(view)) for view in views(names)}
    assert set(told["loai"]) == set(found)
    for name in told["sau_dau_cham"]:
        view, _, member = name.rpartition(".")
        assert member in (found[view] if view else set().union(*found.values())), name
    assert not re.search(r"\b(None|str|int)\b", reference())
