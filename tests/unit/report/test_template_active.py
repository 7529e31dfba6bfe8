"""What a Word template would do by itself is named with its place and refused, unless the officer asks for it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.support.seasons import season
from tests.support.seasons.report_cases import TEMPLATES, made_of, report_of
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.word.check_templates import check_templates
from vstbcpn_cli.report.word.renderer import render
from vstbcpn_cli.report.word_template.active_content import active, refuse_active

SHIPPED = TEMPLATES / "bao-cao.docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
Parts = dict[str, bytes]


def _parts() -> Parts:
    with zipfile.ZipFile(SHIPPED) as found:
        return {name: found.read(name) for name in found.namelist()}


def _template(folder: Path, change: Callable[[Parts], None]) -> Path:
    parts = _parts()
    change(parts)
    with zipfile.ZipFile(folder / "mau.docx", "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return folder / "mau.docx"


def _put(parts: Parts, part: str, xml: str, before: str = "<w:sectPr") -> None:
    """New XML before the last such mark of a part."""
    head, mark, tail = parts[part].decode().rpartition(before)
    assert mark, part
    parts[part] = f"{head}{xml}{mark}{tail}".encode()


def _relate(parts: Parts, rels: str, kind: str, target: str, *, outside: bool = True, name: str = "rIdX") -> None:
    parts.setdefault(
        rels,
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>',
    )
    if parts[rels].rstrip().endswith(b"/>"):
        parts[rels] = parts[rels].rstrip()[:-2] + b"></Relationships>"
    mode = ' TargetMode="External"' if outside else ""
    address = kind if ":" in kind else f"{OFFICE}/{kind}"
    _put(
        parts, rels, f'<Relationship Id="{name}" Type="{address}" Target="{target}"{mode}/>', before="</Relationships>"
    )


def _declare(parts: Parts, part: str, content_type: str, content: bytes = b"\xd0\xcf\x11\xe0") -> None:
    parts[part] = content
    _put(parts, TYPES, f'<Override PartName="/{part}" ContentType="{content_type}"/>', before="</Types>")


def _run(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _field(*pieces: str) -> str:
    """A field in a paragraph of its own, its instruction split over runs; a piece that is XML stands as it is."""
    inside = "".join(p if p.startswith("<") else _run(p) for p in pieces)
    words = "<w:r><w:t>Câu này</w:t></w:r>"
    return f"<w:p>{words}{_mark('begin')}{inside}{_mark('separate')}<w:r><w:t>1</w:t></w:r>{_mark('end')}</w:p>"


def _nested(text: str) -> str:
    return f"{_mark('begin')}{_run(text)}{_mark('end')}"


FIELDS = [
    ((' DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc" ',), "trường “DDEAUTO”"),
    (("D", "DE", "AUTO excel"), "trường “DDEAUTO”"),
    (("dde excel",), "trường “dde”"),
    ((' INCLUDETEXT "http://x/y.docx" ',), "trường “INCLUDETEXT”"),
    ((' INCLUDEPICTURE "http://x/y.png" \\d ',), "trường “INCLUDEPICTURE”"),
    ((' LINK Excel.Sheet.12 "c:\\\\a.xlsx" ',), "trường “LINK”"),
    ((' IMPORT "http://x" ',), "trường “IMPORT”"),
    ((' DATABASE \\d "x" ',), "trường “DATABASE”"),
    ((' RD "a.docx" ',), "trường “RD”"),
    ((" MACROBUTTON Chay nhấn vào đây ",), "trường “MACROBUTTON”"),
    ((" MERGEFIELD ten ",), "trường “MERGEFIELD”"),
    (("", _nested(" QUOTE 68 68 69 "), " excel"), "trường “QUOTE”"),
    (("", _nested(" DOCPROPERTY x "), " excel"), "trường “…”"),
    (("PAGE", _nested(" DOCVARIABLE x ")), "trường “PAGE…”"),
    ((' "DDE" x ',), 'trường “"DDE" x”'),
    ((" IF 1 = 1 ", _nested(" DDE excel ")), "trường “DDE”"),
    ((' HYPERLINK "file:///c:/a.exe" ',), "liên kết “file:///c:/a.exe”"),
    ((' HYPERLINK "\\\\\\\\may\\\\chung" ',), "liên kết “"),
    (("{{ ky_hieu }} x",), "trường “{{”"),
]


@pytest.mark.parametrize(("pieces", "said"), FIELDS)
def test_a_field_that_takes_from_elsewhere_is_refused_with_its_paragraph(
    tmp_path: Path, pieces: tuple[str, ...], said: str
) -> None:
    template = _template(tmp_path, lambda parts: _put(parts, "word/document.xml", _field(*pieces)))
    refused = _refused(template)
    assert refused.startswith("mau.docx, đoạn “Câu này1")
    assert said in refused
    assert refused.endswith("--trust-template.")


def _refused(template: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        refuse_active(docx.Document(str(template)), template.name)
    return str(caught.value)


@pytest.mark.parametrize(
    "pieces",
    [
        (" PAGE ",),
        ("PAGE\\* MERGEFORMAT",),
        (" NUMPAGES ",),
        (' TOC \\o "1-3" \\h \\z ',),
        (" = ", _nested(" PAGE "), " - 1 "),
        (" IF ", _nested(" PAGE "), ' = 1 "a" "b" '),
        (' HYPERLINK "https://langson.gov.vn" ',),
        (' HYPERLINK "mailto:bvstbcpn@langson.gov.vn" \\o "Thư" ',),
        (' HYPERLINK \\l "_Toc1" ',),
        (' DATE \\@ "dd/MM/yyyy" ',),
        ("",),
    ],
)
def test_a_field_that_counts_or_repeats_may_stay(tmp_path: Path, pieces: tuple[str, ...]) -> None:
    template = _template(tmp_path, lambda parts: _put(parts, "word/document.xml", _field(*pieces)))
    assert list(active(docx.Document(str(template)))) == []


def test_a_simple_field_and_a_lone_instruction_count_too(tmp_path: Path) -> None:
    for xml in (
        '<w:p><w:fldSimple w:instr=" DDEAUTO x "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>',
        f"<w:p>{_run(' DDEAUTO x ')}</w:p>",
        f"<w:p>{_mark('begin')}{_run(' DDEAUTO x ')}</w:p>",
    ):
        template = _template(tmp_path, lambda parts, xml=xml: _put(parts, "word/document.xml", xml))  # type: ignore[misc]
        assert "trường “DDEAUTO”" in _refused(template)


STORY = f'<w:{{0}} xmlns:w="{W}"><w:{{1}} w:id="1">{{2}}</w:{{1}}></w:{{0}}>'


@pytest.mark.parametrize(
    ("kind", "root", "one", "place"),
    [
        ("footnotes", "footnotes", "footnote", "cước chú"),
        ("endnotes", "endnotes", "endnote", "chú thích cuối"),
        ("comments", "comments", "comment", "ghi chú bên lề"),
    ],
)
def test_a_field_in_notes_is_refused_with_the_part(tmp_path: Path, kind: str, root: str, one: str, place: str) -> None:
    def add(parts: Parts) -> None:
        content = STORY.format(root, one, _field(" DDE x ")).encode()
        declared = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
        _declare(parts, f"word/{kind}.xml", declared, content)
        _relate(parts, RELS, kind, f"{kind}.xml", outside=False)

    assert _refused(_template(tmp_path, add)).startswith(f"mau.docx, {place}, đoạn “Câu này1”: có trường “DDE”")


def test_a_field_in_a_header_a_footer_a_text_box_and_a_glossary(tmp_path: Path) -> None:
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        f"{_field(' DDE x ')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )

    def glossary(parts: Parts) -> None:
        content = f'<w:glossaryDocument xmlns:w="{W}"><w:docParts><w:docPart><w:docPartBody>{_field(" DDE x ")}'
        declared = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.glossary+xml"
        whole = f"{content}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>"
        _declare(parts, "word/glossary/document.xml", declared, whole.encode())
        _relate(parts, RELS, "glossaryDocument", "glossary/document.xml", outside=False)

    for change, place in (
        (lambda parts: _put(parts, "word/header1.xml", _field(" DDE x "), "</w:hdr>"), "đầu trang"),
        (lambda parts: _put(parts, "word/footer2.xml", _field(" DDE x "), "</w:ftr>"), "chân trang"),
        (lambda parts: _put(parts, "word/document.xml", box), ""),
        (glossary, "kho khối văn bản"),
    ):
        said = _refused(_template(tmp_path, change))
        assert said.startswith(f"mau.docx, {place}{', ' if place else ''}đoạn “Câu này1")


@pytest.mark.parametrize(
    ("rels", "kind", "target", "said"),
    [
        ("word/_rels/settings.xml.rels", "attachedTemplate", "http://x/y.dotm", "mẫu gắn kèm lấy từ nơi khác “http://"),
        ("word/_rels/settings.xml.rels", "mailMergeSource", "file:///c:/a.mdb", "nguồn dữ liệu trộn thư"),
        (RELS, "image", "http://x/y.png", "hình lấy từ “http://x/y.png”"),
        (RELS, "oleObject", "file:///c:/a.xlsx", "đối tượng nhúng"),
        (RELS, "subDocument", "phu.docx", "nội dung lấy từ một tệp khác"),
        (RELS, "hyperlink", "file:///c:/a.exe", "liên kết “file:///c:/a.exe”"),
        (RELS, "hyperlink", "\\\\may\\chung", "liên kết “"),
        (RELS, "hyperlink", "javascript:x()", "liên kết “javascript:x()”"),
        (RELS, "frame", "http://x", "nội dung lấy từ một tệp khác"),
        (RELS, "la-lung", "http://x", "nội dung lấy từ “http://x”"),
        ("_rels/.rels", "la-lung", "http://x", "nội dung lấy từ “http://x”"),
        ("word/_rels/header1.xml.rels", "image", "http://x/y.png", "đầu trang: có hình lấy từ"),
    ],
)
def test_a_relation_to_elsewhere_is_refused(tmp_path: Path, rels: str, kind: str, target: str, said: str) -> None:
    assert said in _refused(_template(tmp_path, lambda parts: _relate(parts, rels, kind, target)))


@pytest.mark.parametrize("target", ["https://langson.gov.vn", "mailto:a@langson.gov.vn", "#muc-1"])
def test_a_link_to_click_on_may_stay(tmp_path: Path, target: str) -> None:
    template = _template(tmp_path, lambda parts: _relate(parts, RELS, "hyperlink", target))
    assert list(active(docx.Document(str(template)))) == []


@pytest.mark.parametrize(
    ("part", "declared", "kind", "said"),
    [
        ("word/vbaProject.bin", "application/vnd.ms-office.vbaProject", "vbaProject", "macro"),
        (
            "word/embeddings/oleObject1.bin",
            "application/vnd.openxmlformats-officedocument.oleObject",
            "oleObject",
            "đối tượng nhúng",
        ),
        (
            "word/embeddings/a.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "package",
            "đối tượng nhúng",
        ),
        ("word/activeX/activeX1.bin", "application/vnd.ms-office.activeX", "control", "ActiveX"),
        ("word/phu.html", "text/html", "aFChunk", "nội dung lấy từ một tệp khác"),
        ("word/la.exe", "application/octet-stream", "la-lung", "phần kèm theo “la.exe”"),
    ],
)
def test_a_part_that_runs_is_refused(tmp_path: Path, part: str, declared: str, kind: str, said: str) -> None:
    def add(parts: Parts) -> None:
        _declare(parts, part, declared)
        _relate(parts, RELS, kind, part.removeprefix("word/"), outside=False)

    assert said in _refused(_template(tmp_path, add))


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ('<w:altChunk r:id="rId1"/>', "nội dung lấy từ một tệp khác"),
        ('<w:p><w:subDoc r:id="rId1"/></w:p>', "nội dung lấy từ một tệp khác"),
        (
            '<w:p><w:r><w:pict><v:fill xmlns:v="urn:schemas-microsoft-com:vml" src="http://x/y.png"/></w:pict></w:r></w:p>',
            "hình lấy từ “http://x/y.png”",
        ),
        ('<w:p><w:r><w:fldChar><w:ffData><w:exitMacro w:val="Chay"/></w:ffData></w:fldChar></w:r></w:p>', "macro"),
    ],
)
def test_an_element_that_runs_or_fetches_is_refused(tmp_path: Path, xml: str, said: str) -> None:
    assert said in _refused(_template(tmp_path, lambda parts: _put(parts, "word/document.xml", xml)))


def test_a_mail_merge_is_refused_and_a_protected_document_is_not(tmp_path: Path) -> None:
    def protect(parts: Parts) -> None:
        _put(parts, "word/settings.xml", '<w:documentProtection w:edit="forms"/>', before="</w:settings>")

    def merge(parts: Parts) -> None:
        _put(parts, "word/settings.xml", '<w:mailMerge><w:query w:val="x"/></w:mailMerge>', before="</w:settings>")

    assert list(active(docx.Document(str(_template(tmp_path, protect))))) == []
    assert "thiết lập của tệp: có nguồn dữ liệu trộn thư" in _refused(_template(tmp_path, merge))


def test_a_template_with_macros_is_told_so(tmp_path: Path) -> None:
    def macros(parts: Parts) -> None:
        parts[TYPES] = parts[TYPES].replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )

    with pytest.raises(ConfigurationError, match=r"^mau\.docx: mẫu Word có macro\."):
        check_templates(report_of(made_of(()), template=_template(tmp_path, macros)))


def test_a_field_that_a_tag_writes_is_found_in_the_report(tmp_path: Path) -> None:
    """The template has none; its tag makes one."""
    tag = "{{ '&lt;/w:t&gt;&lt;/w:r&gt;&lt;w:fldSimple w:instr=&quot;DDE x&quot;/&gt;&lt;w:r&gt;&lt;w:t&gt;'|safe }}"
    template = _template(
        tmp_path, lambda parts: _put(parts, "word/document.xml", f"<w:p><w:r><w:t>{tag}</w:t></w:r></w:p>")
    )
    report = report_of(made_of(()), template=template)
    assert list(active(docx.Document(str(template)))) == []
    with pytest.raises(ConfigurationError, match="trường “DDE”"):
        render(report, tmp_path / "a.docx")


def test_the_templates_of_the_program_and_its_report_do_nothing_by_themselves(tmp_path: Path) -> None:
    for path in season.FOLDERS.glob("*/*.docx"):
        assert list(active(docx.Document(str(path)))) == []
    render(report_of(made_of(())), tmp_path / "a.docx")
    assert list(active(docx.Document(str(tmp_path / "a.docx")))) == []


def test_what_a_template_packs_is_bounded_like_everything_from_outside(tmp_path: Path) -> None:
    template = _template(tmp_path, lambda parts: parts.update({"word/media/image9.png": b"\0" * 70_000_000}))
    with pytest.raises(ConfigurationError, match=r"^mau\.docx: mẫu Word quá lớn khi mở ra\."):
        check_templates(report_of(made_of(()), template=template))
