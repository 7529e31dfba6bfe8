"""Tables and charts merged: cell by cell, row by row, a chart that was left alone drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from docx.document import Document

from tests.support.seasons import report_cases
from tests.support.seasons.small_documents import document, edited, paragraph, remarks, said
from vstbcpn_cli.report.hand_merge.merge import merge
from vstbcpn_cli.report.hand_merge.outcome import What

CAPTION = "Bảng 1. Cán bộ nữ theo báo cáo của các đơn vị"
HEAD = ["TT", "Đơn vị", "Tổng số", "Nữ"]
BASE = [HEAD, ["1", "Sở Y tế", "120", "70"], ["2", "Sở Tư pháp", "45", "20"], ["", "Cộng", "165", "90"]]
NEW = [
    HEAD,
    ["1", "Sở Nội vụ", "60", "31"],
    ["2", "Sở Y tế", "120", "72"],
    ["3", "Sở Tư pháp", "45", "20"],
    ["", "Cộng", "225", "123"],
]
Rows = list[list[str]]


def merged(
    change: Callable[[Document], object], base: Rows = BASE, new: Rows = NEW
) -> tuple[Rows, dict[str, str], list[What]]:
    mine = edited(document(CAPTION, base, "Hết."), change)
    made = merge(document(CAPTION, base, "Hết."), mine, document(CAPTION, new, "Hết."))
    (rows,) = [p for p in said(made.document) if isinstance(p, list)]
    return rows, remarks(made.document), [line.what for line in made.lines]


def write(row: int, column: int, text: str) -> Callable[[Document], object]:
    return lambda d: setattr(d.tables[0].cell(row, column).paragraphs[0].runs[0], "text", text)


def drop(row: int) -> Callable[[Document], object]:
    def change(d: Document) -> None:
        element = d.tables[0].rows[row]._tr
        element.getparent().remove(element)

    return change


def test_a_table_that_was_left_alone_is_the_new_one() -> None:
    rows, beside, done = merged(lambda d: paragraph(d, "Hết").add_run(" Xin trình."))
    assert rows == NEW
    assert beside == {}
    assert {What.CELLS, What.ROWS} <= set(done)


def test_a_cell_that_was_edited_stays_and_the_new_figure_is_told() -> None:
    rows, beside, _ = merged(write(3, 2, "170"))
    assert rows == [*NEW[:4], ["", "Cộng", "170", "123"]]
    assert list(beside) == ["170"]
    assert "Số liệu mới: 225" in beside["170"]


def test_a_note_behind_a_figure_stays_and_the_figure_is_renewed() -> None:
    rows, beside, done = merged(write(3, 2, "165 (ước)"))
    assert rows[4] == ["", "Cộng", "225 (ước)", "123"]
    assert beside == {}
    assert What.FIGURES in done


def test_a_cell_that_only_he_changed() -> None:
    rows, beside, done = merged(write(2, 1, "Sở Tư pháp (gửi chậm)"))
    assert rows[3] == ["3", "Sở Tư pháp (gửi chậm)", "45", "20"]
    assert beside == {}
    assert What.EDITED_CELL in done


def test_rows_that_were_deleted() -> None:
    """One with other figures now comes back and is told; one without does not."""
    rows, beside, done = merged(drop(1))
    assert rows == NEW
    assert list(beside) == ["2"]
    assert "đã được xóa" in beside["2"]
    same = [HEAD, NEW[1], ["1", "Sở Y tế", "120", "70"], *NEW[3:]]
    rows, beside, done = merged(drop(1), new=same)
    assert rows == [HEAD, NEW[1], *NEW[3:]]
    assert What.DELETED_ROW in done


def test_a_row_that_was_added_stays() -> None:
    def add(d: Document) -> None:
        row = d.tables[0].rows[2]._tr
        new = deepcopy(row)
        row.addnext(new)
        for cell, text in zip(d.tables[0].rows[3].cells, ["", "Trường Cao đẳng", "9", "5"], strict=True):
            cell.text = text

    rows, _, done = merged(add)
    assert rows == [*NEW[:4], ["", "Trường Cao đẳng", "9", "5"], NEW[4]]
    assert What.OWN_ROW in done


def test_a_row_that_is_no_more() -> None:
    new = [HEAD, BASE[1], ["", "Cộng", "120", "70"]]
    rows, beside, done = merged(lambda d: paragraph(d, "Hết").add_run(" Xin trình."), new=new)
    assert (rows, beside) == (new, {})
    assert What.GONE_ROWS in done
    rows, beside, _ = merged(write(2, 1, "Sở Tư pháp (đã đính chính)"), new=new)
    assert ["2", "Sở Tư pháp (đã đính chính)", "45", "20"] in rows
    assert "không còn nội dung này" in beside["2"]


def test_a_row_is_never_filled_with_what_belongs_to_another() -> None:
    new = [HEAD, ["1", "Hội Nông dân", "33", "12"], BASE[2], ["", "Cộng", "78", "32"]]
    rows, beside, _ = merged(write(1, 3, "71 (đã đính chính)"), new=new)
    assert ["1", "Sở Y tế", "120", "71 (đã đính chính)"] in rows
    assert ["1", "Hội Nông dân", "33", "12"] in rows
    assert "không còn nội dung này" in beside["1"]


def test_a_column_that_was_taken_out_stays_out() -> None:
    def take_out(d: Document) -> None:
        for row in d.tables[0].rows:
            cell = row.cells[2]._tc
            cell.getparent().remove(cell)

    rows, beside, _ = merged(take_out)
    assert [row for row in rows if len(row) == 3 and row[1] == "Sở Tư pháp"] == [["3", "Sở Tư pháp", "20"]]
    assert [row for row in rows if row[1] == "Cộng"] == [["", "Cộng", "123"]]
    assert any("225" in text for text in beside.values())


def test_a_table_with_other_columns() -> None:
    new = [[*row, "%"] for row in NEW]
    rows, beside, done = merged(lambda d: paragraph(d, "Hết").add_run(" Xin trình."), new=new)
    assert (rows, beside) == (new, {})
    assert What.REPLACED in done
    rows, beside, _ = merged(write(3, 2, "170"), new=new)
    assert rows[3] == ["", "Cộng", "170", "90"]
    assert "| Cộng | 225 | 123 | %" in next(iter(beside.values()))


# ---------------------------------------------------------------------------------------------------- whole reports
@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    from tests.support.seasons.season import report_of, submissions
    from vstbcpn_cli.report.word.renderer import render

    folder = tmp_path_factory.mktemp("reports")
    made = []
    for count in (3, 6):  # one of them late: of two states alone there is no chart
        path: Path = folder / f"{count}.docx"
        sent = submissions()[:count]
        render(report_of(sent, late=[sent[0].unit]), path)
        made.append(path.read_bytes())
    return made[0], made[1]


def chart_figures(content: bytes) -> list[list[str]]:
    import io
    import zipfile

    from lxml import etree  # type: ignore[import-untyped]

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = sorted(n for n in package.namelist() if n.startswith("word/charts/") and n.endswith(".xml"))
        return [[v.text for v in etree.fromstring(package.read(n)).iter("{*}v")] for n in names]


def recoloured(content: bytes) -> bytes:
    import io
    import zipfile

    from tests.support.seasons.saved_elsewhere import packed

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    name = "word/charts/bieu-do1.xml"
    parts[name] = parts[name].replace(b"1F4E79", b"C00000")
    return packed(parts)


def test_charts_that_were_left_alone_are_drawn_anew(reports: tuple[bytes, bytes], tmp_path: Path) -> None:
    base, new = reports
    mine = edited(base, lambda d: paragraph(d, "Kính gửi").add_run(" "))
    made = merge(base, mine, new)
    assert chart_figures(made.document) == chart_figures(new) != []
    for name, content in (("made", made.document), ("new", new)):
        (tmp_path / f"{name}.docx").write_bytes(content)
    texts = [report_cases.texts_of(tmp_path / f"{name}.docx") for name in ("made", "new")]
    assert [t.rstrip() for t in texts[0]] == [t.rstrip() for t in texts[1]]


def test_a_chart_that_was_edited_stays_and_its_figures_are_told(reports: tuple[bytes, bytes]) -> None:
    base, new = reports
    made = merge(base, recoloured(base), new)
    kept, fresh, old = (chart_figures(c) for c in (made.document, new, base))
    assert kept[0] == old[0] != fresh[0]
    assert kept[1:] == fresh[1:]
    assert any("Biểu đồ này đã được sửa tay" in text for text in remarks(made.document).values())
