"""Units counted the same everywhere, earlier data that are what they are taken for, and traces that lead somewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.forms.carried import CLUB, TABLE, UNIT
from tests.support.programs.command_line import Program, receive
from tests.support.seasons import season
from tests.support.seasons.report_cases import TEMPLATES, all_forms, made_of, report_of
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.earlier_period import Previous, load_earlier
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.templates.render_sections import render_sections
from vstbcpn_cli.usecases.make_template import lines_of_last_period
from vstbcpn_cli.usecases.tracing.from_totals import LEFT_OPTIONAL

MORE = {"T2.06": 5, "T2.07": 9}


def forms(folder: Path) -> None:
    """Two forms in order, one with an error, one file that cannot be used."""
    for unit in ("so-y-te", "hoi-lhpn"):
        receive(folder, f"{unit}.xlsx", at.filled(unit))
    cells = {at.spot("so-gddt", code): value for code, value in MORE.items()}
    receive(folder, "so-gddt.xlsx", at.typed(at.filled("so-gddt"), cells))
    receive(folder, "bc so-noi-vu.xlsx", b"PK nothing")


def test_strict_or_not_the_units_that_have_sent_are_counted_alike(vstbcpn: Program, inbox: Path) -> None:
    forms(inbox)
    folder = inbox.parent / "ra"
    code, _, told = vstbcpn("consolidate", inbox, "-o", folder, "--strict")
    assert code == 10
    assert "Đã tổng hợp 3/70 đơn vị.\nTrong đó 1 đơn vị còn lỗi, chưa có số liệu nào được cộng." in told
    assert "Còn 67 đơn vị chưa có báo cáo dùng được" in told
    counts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["counts"]
    assert (counts["sent"], counts["missing"]) == (3, 67)
    traced = json.loads(vstbcpn("trace", "don-vi", inbox, "--format", "json")[1])
    assert (traced["value"], traced["share"]["whole"]) == (3, 70)
    opening = [p.text for p in Document(str(folder / "bao-cao_2011-6t.docx")).paragraphs]
    assert any("nhận được báo cáo của 03/70 đơn vị" in p for p in opening)


@pytest.mark.full
def test_days_taken_from_files_are_told(vstbcpn: Program, inbox: Path) -> None:
    forms(inbox)
    (inbox / "so-theo-doi.csv").write_text("tep,ngay_nhan\nso-y-te.xlsx,08/06/2011\n", encoding="utf-8")
    told = vstbcpn("consolidate", inbox, "-o", inbox.parent / "ra")[2]
    assert "Ngày nhận của 2 đơn vị lấy theo ngày của tệp. Đề nghị ghi hoặc sửa" in told
    said = vstbcpn("trace", "don-vi", inbox)[1]
    assert said.count("Ngày nhận lấy theo ngày của tệp.") == 2
    lines = ("so-y-te.xlsx", "so-gddt.xlsx", "hoi-lhpn.xlsx")
    (inbox / "so-theo-doi.csv").write_text(
        "tep,ngay_nhan\n" + "".join(f"{name},08/06/2011\n" for name in lines), encoding="utf-8"
    )
    assert "lấy theo ngày của tệp" not in vstbcpn("consolidate", inbox, "-o", inbox.parent / "ra")[2]


def test_an_excluded_unit_is_no_silent_one_in_any_trace(vstbcpn: Program, inbox: Path) -> None:
    forms(inbox)
    (inbox / "so-theo-doi.csv").write_text(
        "tep,ngay_nhan,tinh_trang,ghi_chu\nso-y-te.xlsx,08/06/2011,loại trừ,Số liệu của năm trước\n", encoding="utf-8"
    )
    for code in ("don-vi", "T6.05", "T6.B1", "T6.08/T6.05"):
        traced = json.loads(vstbcpn("trace", code, inbox, "--format", "json")[1])
        states = {line["unit"]["code"]: line["standing"] for line in traced["lines"]}
        assert (states["so-y-te"], states["so-noi-vu"]) == ("excluded", "missing"), code


@pytest.mark.parametrize("asked", ["T6.08", "so-y-te", "don-vi"])
@pytest.mark.parametrize("moved", [False, True])
def test_a_data_file_is_no_return_and_the_trace_says_what_it_needs(
    vstbcpn: Program, inbox: Path, moved: bool, asked: str
) -> None:
    forms(inbox)
    vstbcpn("consolidate", inbox, "-o", inbox.parent / "ra")
    data = inbox.parent / "ra" / "so-lieu_2011-6t.json"
    if moved:
        data = data.rename(inbox.parent / "cu.json")
    code, out, told = vstbcpn("trace", asked, data)
    assert (code, out) == (3, "")
    assert told.startswith(f"“{data.name}” là kết quả do phần mềm ghi ra; ")


def test_where_no_file_can_be_used_the_trace_says_so(vstbcpn: Program, inbox: Path) -> None:
    (inbox / "so-y-te.xlsx").unlink()
    receive(inbox, "hong.xlsx", b"PK nothing")
    code, _, told = vstbcpn("trace", "T6.08", inbox)
    assert code == 3
    assert "Không có tệp nào dùng được trong 1 tệp đã đọc" in told
    assert json.loads(vstbcpn("trace", "don-vi", inbox, "--format", "json")[1])["value"] == 0


@pytest.mark.full
def test_a_share_of_two_columns_is_the_share_of_their_totals(vstbcpn: Program, inbox: Path) -> None:
    forms(inbox)
    asked = ("T6.14/T6.13", "T6.B2.thuc_hien/T6.B2.du_toan")
    one, other = (json.loads(vstbcpn("trace", code, inbox, "--format", "json")[1]) for code in asked)
    assert one["value"] == other["value"] is not None
    assert {k: v for k, v in one["share"].items() if k != "base"} == {
        k: v for k, v in other["share"].items() if k != "base"
    }
    code, _, told = vstbcpn("trace", "T6.B2.nguon/T6.14", inbox)
    assert code == 2
    assert "Mã “T6.B2.nguon” không phải một con số" in told


# -------------------------------------------------------------------------------------------------- earlier periods
def data(folder: Path, edition: str, period: str, unit: str = "so-y-te") -> Path:
    """What `consolidate` might have written of another period: one unit with a stock and a flow."""
    told = [{"code": c, "status": "value", "value": 7} for c in ("T3.M1.CB01.tong", "T1.06")]
    fields = {c: {"label": c, "type": "int", "measure": ""} for c in ("T3.M1.CB01.tong", "T1.06")}
    document = {"format": "vstbcpn-so-lieu", "version": 1, "edition": edition, "period": period, "fields": fields}
    path = folder / f"so-lieu_{edition}-{period}.json"
    path.write_text(json.dumps({**document, "units": [{"code": unit, "values": told}], "totals": {}}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("edition", "period", "ours", "words"),
    [
        ("2012", "6t", "6t", "sau kỳ đang làm (6 tháng đầu năm 2011)"),
        ("2011", "nam", "6t", "sau kỳ đang làm (6 tháng đầu năm 2011)"),
        ("2011", "6t", "6t", "chính kỳ này"),
        ("2010", "quy1", "6t", "kỳ “quy1” không có trong bộ biểu mẫu 2011"),
    ],
)
def test_data_that_are_of_no_earlier_period_are_refused(
    edition: str, period: str, ours: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError, match=words.replace("(", r"\(").replace(")", r"\)")):
        load_earlier(
            data(tmp_path, edition, period), season.edition(), season.edition().periods[ours], season.register()
        )


@pytest.mark.parametrize("period", ["6t", "2010-6t", "nam", "6T"])
def test_data_of_an_earlier_period_are_taken(period: str, tmp_path: Path) -> None:
    found = load_earlier(
        data(tmp_path, "2010", period), season.edition(), season.edition().periods["6t"], season.register()
    )
    assert found.code in ("6t", "nam")


def test_data_of_another_province_are_refused(tmp_path: Path) -> None:
    units = season.register()
    with pytest.raises(ConfigurationError, match="không có đơn vị nào trong danh sách"):
        load_earlier(data(tmp_path, "2010", "6t", "so-nao-do"), season.edition(), season.edition().periods["6t"], units)
    load_earlier(data(tmp_path, "2010", "6t"), season.edition(), season.edition().periods["6t"], units)


@pytest.mark.parametrize(
    ("earlier", "period", "ours", "shown", "words"),
    [
        ("2010", "6t", "6t", True, "Cột “Kỳ trước” ghi số liệu 6 tháng đầu năm 2010.\n"),
        ("2011", "6t", "nam", True, "Cột “Kỳ trước” ghi số liệu 6 tháng đầu năm 2011.\n"),
        ("2010", "nam", "6t", False, "ghi số liệu năm 2010; hai kỳ không cùng độ dài nên chỉ ghi số có đến cuối kỳ"),
        ("2010", "6t", "nam", False, "ghi số liệu 6 tháng đầu năm 2010; hai kỳ không cùng độ dài"),
    ],
)
def test_a_blank_shows_what_happened_only_beside_its_like(
    vstbcpn: Program, tmp_path: Path, earlier: str, period: str, ours: str, shown: bool, words: str
) -> None:
    path = data(tmp_path, earlier, period)
    done = vstbcpn("make-template", "so-y-te", "hoi-lhpn", "--period", ours, "--previous", path, "-o", tmp_path / "bm")
    assert done[0] == 0
    assert words in done[2]
    assert f"1 đơn vị không có số liệu {'năm' if period == 'nam' else '6 tháng đầu năm'} {earlier}" in done[2]
    found = Previous(earlier, period, {"so-y-te": {"T3.M1.CB01.tong": 7, "T1.06": 7}}, {}, {})  # type: ignore[dict-item]
    beside = found.beside("so-y-te", season.edition(), season.edition().periods[ours])
    assert ("T1.06" in beside, "T3.M1.CB01.tong" in beside) == (shown, True)


def test_every_line_of_the_last_period_is_shown() -> None:
    clubs = tuple({**CLUB, "ten": f"Câu lạc bộ {n}"} for n in range(600))
    earlier = Previous("2010", "6t", {UNIT: {}}, {}, {}, {}, {UNIT: {TABLE: clubs}})
    assert len(lines_of_last_period(earlier, at.applies_to(UNIT))[TABLE]) == len(clubs)


# ------------------------------------------------------------------------------------------------ annexes referred to
@pytest.mark.full
def test_the_same_faults_are_in_one_annex_wherever_they_are_spoken_of() -> None:
    faulty = all_forms("6t")[0]
    place = Place(faulty.values["T6.05"].cell, faulty.values["T6.05"].key)
    error = Finding("VS401", "part-exceeds-whole", Severity.ERROR, "Hai ô trái nhau.", "Đề nghị kiểm tra.", place)
    report = report_of(made_of(all_forms("6t"), findings={faulty.unit: (error,)}))
    for one in (replace(report, copy=Copy.OFFICER), replace(report, copy=Copy.OFFICER, strict=True)):
        said = render_sections(one, load_labels([TEMPLATES / "report"])).paragraphs
        draft, opening = "\n".join(said["du-thao"]), "\n".join(said["mo-dau"])
        assert "chưa được cộng (Phụ lục IV)" in draft
        assert "chưa được cộng vào số liệu chung (Phụ lục IV)" in opening or one.strict
    signed = "\n".join(render_sections(report, load_labels([TEMPLATES / "report"])).paragraphs["mo-dau"])
    assert "chưa được cộng vào số liệu chung." in signed


@pytest.mark.full
def test_only_an_annex_that_holds_it_is_referred_to() -> None:
    """Many units that have sent nothing stand in the first annex; a few are named, and nobody where all have sent."""

    def missing(*forms: Submission) -> str:
        said = render_sections(report_of(made_of(forms)), load_labels([TEMPLATES / "report"])).paragraphs["iv-han-che"]
        return next((p for p in said if "chưa gửi báo cáo" in p), "")

    every = all_forms("6t")
    assert "6/70 đơn vị chưa gửi báo cáo (Phụ lục I)" in missing(*every[:-6])
    assert "1/70 đơn vị chưa gửi báo cáo (huyện Đình Lập)" in missing(*every[:-1])
    assert missing(*every) == ""


# ----------------------------------------------------------------------------------------- tables that may stay empty
@pytest.mark.full
def test_an_optional_table_left_empty_gives_no_figure_anywhere(vstbcpn: Program, inbox: Path) -> None:
    """Neither to the table and its columns nor to what the form computes from it: empty is an answer nowhere, 0 is one.

    Who wrote “Không có” has answered with 0.
    """
    club = {"ten": "CLB gia đình", "dia_ban": "TP Lạng Sơn", "so_thanh_vien": 12, "so_nu": 9}
    columns = season.edition().tables["T5.B2"].columns
    lists = {c.key: found[0] for c in columns if (found := season.edition().choices(c))}
    said: dict[str, dict[str, object]] = {"so-y-te": {}, "so-gddt": {"ten": "Không có"}, "so-noi-vu": club | lists}
    for unit, row in said.items():
        cells = {at.spot(unit, f"T5.B2.{key}", number=1): value for key, value in row.items()}
        receive(inbox, f"{unit}.xlsx", at.typed(at.filled(unit), _emptied(unit, "T5.B2") | cells))
    told = {}
    for code in ("T5.B2", "T5.B2.so_thanh_vien", "T5.B2.loai", "T5.08", "T5.09"):
        traced = json.loads(vstbcpn("trace", code, inbox, "--format", "json")[1])
        told[code] = {line["unit"]["code"]: (line["standing"], line["remark"]) for line in traced["lines"]}
    assert {code: lines["so-y-te"] for code, lines in told.items()} == dict.fromkeys(told, ("no_data", LEFT_OPTIONAL))
    for unit in ("so-gddt", "so-noi-vu"):
        assert {lines[unit][0] for lines in told.values()} == {"counted"}, unit
    vstbcpn("consolidate", inbox, "-o", inbox.parent / "ra")
    totals = json.loads((inbox.parent / "ra" / "so-lieu_2011-6t.json").read_text(encoding="utf-8"))["totals"]
    assert (totals["T5.08"]["value"], totals["T5.08"]["parts"]) == (1, ["so-noi-vu", "so-gddt"])
    book = load_workbook(inbox.parent / "ra" / "phu-luc_2011-6t.xlsx", data_only=True)
    lines = [row for sheet in book for row in sheet.iter_rows(values_only=True) if row[1:2] == ("T5.08",)]
    assert (2, 68, "Sở Y tế") in [row[-3:] for row in lines]


@pytest.mark.full
def test_of_a_list_that_nobody_has_touched_nothing_is_said(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "so-y-te.xlsx", at.typed(at.filled("so-y-te"), _emptied("so-y-te", "T5.B3")))
    vstbcpn("consolidate", inbox, "-o", inbox.parent / "ra")
    said = "\n".join(p.text for p in Document(str(inbox.parent / "ra" / "bao-cao_2011-6t.docx")).paragraphs)
    assert "không phát sinh gương điển hình" not in said
    traced = json.loads(vstbcpn("trace", "T5.B3", inbox, "--format", "json")[1])
    assert traced["value"] is None


def _emptied(unit: str, table: str) -> dict[at.Position, None]:
    columns = [c for c in season.edition().tables[table].columns if not c.fixed]
    return {at.spot(unit, f"{table}.{c.key}", number=n): None for c in columns for n in range(1, 6)}
