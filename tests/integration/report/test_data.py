"""The data files: every answer with its cell, harmless in a spreadsheet, strict JSON, the same bytes each time."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import random
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.forms import returned as at
from tests.support.judges import read_outputs, schemas
from tests.support.programs import launching
from tests.support.programs.killed_runs import killed_after
from tests.support.seasons import season
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import FieldRole
from vstbcpn_cli.model.earlier_period import Previous, load_previous
from vstbcpn_cli.model.findings import Place
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Observation, State, Submission
from vstbcpn_cli.report.annex_workbook import renderer as annex
from vstbcpn_cli.report.data import csv_text, json_document, units_table
from vstbcpn_cli.report.data import renderers as data
from vstbcpn_cli.report.data.derived import added_columns
from vstbcpn_cli.report.registry import renderers
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.rows import FigureStatus, UnitFigure
from vstbcpn_cli.text.normalise import scrubbed
from vstbcpn_cli.workbook.form.sheet_plan import Role

HOSTILE = ("=1+1", "+84", "-1", "@SUM(A1)", "\tx", "＝1", "＋1", "－1", "＠x", 'a,"b";\nc')


def hostile() -> tuple[Submission, ...]:
    """Texts of the first unit that a spreadsheet might act on, one figure the unit does not have."""
    first, *others = season.submissions()
    texts = [c for c, o in first.values.items() if isinstance(o.value, str) and not c.startswith("M.")]
    changed: dict[str, Observation] = {
        c: replace(first.values[c], value=HOSTILE[n % len(HOSTILE)]) for n, c in enumerate(texts)
    }
    none = replace(first.values["T6.04"], state=State.UNAVAILABLE, value=None, raw="", reason="Chưa có số liệu")
    source = replace(first.file, path="/nha/may/=cmd.xlsx")
    return (replace(first, values={**first.values, **changed, "T6.04": none}, file=source), *others)


TABLES = {c for t in season.edition().tables.values() for c in (t.code, *added_columns(t))}
"""What the rows of tables add up to."""


@cache
def report() -> Report:
    """Hostile texts in the first unit, a withheld figure in the fourth, the last unit missing."""
    sent = hostile()[:-1]
    return season.report_of(sent, {sent[3].unit: (season.error_at(sent[3], "T3.M1.CB01.nu"),)})


def rendered(folder: Path, of: Report) -> dict[str, bytes]:
    for renderer in data.RENDERERS:
        renderer.render(of, folder / renderer.file_name.format(stem=of.stem))
    return {p.name: p.read_bytes() for p in folder.iterdir()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return rendered(tmp_path_factory.mktemp("data"), report())


@pytest.fixture(scope="module")
def lines(files: dict[str, bytes]) -> list[dict[str, str]]:
    content = files["so-lieu_2011-6t.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def whole(files: dict[str, bytes]) -> dict[str, Any]:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    found: dict[str, Any] = json.loads(files["so-lieu_2011-6t.json"], parse_constant=refuse, parse_float=refuse)
    return found


def test_every_answer_of_every_unit_is_a_line_with_its_cell(lines: list[dict[str, str]]) -> None:
    found = {(x["unit_code"], x["indicator"], int(x["row"])): x for x in lines}
    assert len(found) == len(lines)
    given_ = 0
    for one in season.submissions()[1:-1]:
        for told in one.observations():
            if told.given and told.number is not None and (one.unit, told.key.code) != ("so-noi-vu", "T3.M1.CB01.nu"):
                line = found[one.unit, told.key.code, told.key.row]
                said = (Decimal(line["value"]), line["answer"], line["status"], line["cell"])
                assert said == (told.number, "", "value", told.cell and told.cell.address)
                given_ += 1
    assert given_ > 5_000


def test_adding_up_the_csv_gives_the_totals(lines: list[dict[str, str]]) -> None:
    made = report().consolidation
    for code in ("T1.06", "T3.M1.CB01.nu", "T5.02", "T6.13", "T6.14"):
        numbers = [Decimal(x["value"]) for x in lines if x["indicator"] == code and x["counts"] == "1"]
        assert sum(numbers) == made.total(code).value


def test_a_withheld_figure_shows_what_was_typed_but_has_no_value(lines: list[dict[str, str]]) -> None:
    (line,) = [x for x in lines if (x["unit_code"], x["indicator"]) == ("so-noi-vu", "T3.M1.CB01.nu")]
    typed = str(season.submissions()[3].values["T3.M1.CB01.nu"].number)
    assert (line["value"], line["answer"], line["status"], line["obs_status"]) == ("", "", "withheld", "Q")
    assert (line["counts"], line["lacking"], line["finding"], line["typed"]) == ("0", "1", "VS401", typed)


def test_the_states_of_an_answer_are_kept_apart(lines: list[dict[str, str]]) -> None:
    of_first = {x["indicator"]: x for x in lines if x["unit_code"] == "vp-doan-dbqh-hdnd"}
    assert (of_first["T6.04"]["status"], of_first["T6.04"]["value"]) == ("unavailable", "")
    assert "T5.14a" not in of_first
    flags = {(x["status"], x["obs_status"]) for x in lines}
    assert flags == {
        *(("value", "A"), ("value", "P"), ("unavailable", "L"), ("not_applicable", "M")),
        *(("empty", "O"), ("missing", "O"), ("withheld", "Q")),
    }


def test_what_lacks_says_so_and_what_is_not_asked_does_not(lines: list[dict[str, str]]) -> None:
    """An optional answer left empty, or one that another answer has made needless, is no figure that lacks."""
    of_units = [x for x in lines if x["row"] == "0"]
    lacking = {"empty", "missing", "unavailable", "withheld"}
    assert [x for x in of_units if (x["status"] in lacking) is not (x["lacking"] == "1")] == []
    assert [x for x in lines if x["value"] and x["status"] != "value"] == []


def test_a_row_of_which_nobody_knows_whether_it_counts_has_no_value(tmp_path: Path) -> None:
    form = next(s for s in season.submissions() if s.tables["T6.B1"].rows)
    role = form.tables["T6.B1"].rows[0].cells["vai_tro"]
    error = replace(season.error_at(form, "T6.08"), place=Place(role.cell, role.key))
    made = rendered(tmp_path, season.report_of(season.submissions(), {form.unit: (error,)}))
    told = csv.DictReader(io.StringIO(made["so-lieu_2011-6t.csv"].decode("utf-8-sig"), newline=""))
    (row,) = (x for x in told if (x["unit_code"], x["indicator"], x["row"]) == (form.unit, "T6.B1", "1"))
    assert (row["value"], row["status"], row["counts"], row["finding"]) == ("", "withheld", "0", "VS401")


def test_a_unit_keeps_the_code_it_has_in_the_statistics_of_the_state() -> None:
    made = report().consolidation
    first, *others = made.coverage.units
    coded = replace(first, unit=replace(first.unit, admin_code="06184"))
    coverage = replace(made.coverage, units=(coded, *others))
    told = units_table.lines(replace(report(), consolidation=replace(made, coverage=coverage)))
    assert [line[units_table.HEADS.index("admin_code")] for line in told][:2] == ["06184", others[0].unit.admin_code]


def test_numbers_and_words_stand_apart(lines: list[dict[str, str]]) -> None:
    """One column is of numbers alone; “Không có” under a table is 0 and no “Có”."""
    assert not [x for x in lines if x["value"] and x["answer"] not in ("", "Không có")]
    assert all(Decimal(x["value"]).is_finite() for x in lines if x["value"])
    nil = [x for x in lines if x["answer"] == "Không có"]
    assert {(x["value"], x["row"], x["status"], x["counts"]) for x in nil} == {("0", "0", "value", "1")}
    assert {x["indicator"] for x in nil} <= season.edition().tables.keys()
    assert {x["answer"] for x in lines if x["indicator"] == "T1.01"} == {"Có", "Không", ""}


def test_of_a_number_is_claimed_what_its_unit_has_said(lines: list[dict[str, str]]) -> None:
    """A unit says that some of its figures are estimated and not which; so none is called estimated."""
    at = season.edition().code_of(FieldRole.ESTIMATED)
    said = {s.unit for s in season.submissions()[:-1] if (o := s.values.get(at)) and o.value is True}
    assert said
    of_cells = [x for x in lines if x["value"] and x["cell"] and not x["answer"] and x["indicator"] not in TABLES]
    for line in of_cells:
        assert line["estimated"] == ("possible" if line["unit_code"] in said else "no"), line
    assert {x["obs_status"] for x in lines if x["estimated"] == "possible"} == {"P"}


def test_what_is_missing_can_be_counted(lines: list[dict[str, str]]) -> None:
    """Every unit of the register has a line for every figure it is asked for, also the one that sent nothing."""
    made = report().consolidation
    for code in (*made.codes(), *TABLES):
        if code in season.edition().private:
            continue
        lacking = [x["unit_code"] for x in lines if x["indicator"] == code and x["lacking"] == "1"]
        assert len(lacking) == len(set(lacking)) == made.total(code).lacking, code
        assert ("huyen-dinh-lap" in lacking) == ("huyen-dinh-lap" in {u.code for u in made.total(code).missing})


def test_no_field_starts_like_a_formula_except_a_number(lines: list[dict[str, str]]) -> None:
    fields = [v for x in lines for v in x.values()]
    assert [v for v in fields if v.startswith(tuple("=+-@\t\r\0＝＋－＠"))] == []
    texts = {x["answer"] for x in lines if x["unit_code"] == "vp-doan-dbqh-hdnd"}
    assert {"'=1+1", "'＝1", 'a,"b";\nc'} <= texts
    assert {x["file"] for x in lines if x["unit_code"] == "vp-doan-dbqh-hdnd"} == {"'=cmd.xlsx"}


@given(st.text())
def test_any_text_survives_the_csv(text: str) -> None:
    shown = csv_text.plain(text)
    assert shown.replace("'", "") == (text if text.isprintable() else scrubbed(text)).replace("'", "")
    assert not shown.startswith(tuple("=+-@\t\r\0＝＋－＠"))
    assert csv_text.plain(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\0=1+1", "' =1+1"),
        ("  =1+1", "'  =1+1"),
        ("\ufeff@SUM(A1)", "'\ufeff@SUM(A1)"),
        ("\ud800x", " x"),
        ("xong;=cmd|'/c calc'!A0", "xong;'=cmd|'/c calc'!A0"),
        ("một\n- hai", "một\n- hai"),
        ("một\n=1+1", "một\n'=1+1"),
        ("a; -2+3", "a; '-2+3"),
        ("a, b = c", "a, b = c"),
    ],
)
def test_what_may_begin_a_cell_gets_an_apostrophe(text: str, shown: str) -> None:
    assert csv_text.harmless(text) == shown


def test_numbers_are_written_without_exponent_or_group() -> None:
    assert csv_text.plain(Decimal("1E+3")) == "1000"
    assert csv_text.plain(Decimal("-0.50")) == "-0.50"
    assert csv_text.plain(12345678901234567890) == "12345678901234567890"
    assert (csv_text.plain(value=True), csv_text.plain(value=False)) == ("Có", "Không")


def test_the_package_describes_the_tables_beside_it(files: dict[str, bytes]) -> None:
    package = json.loads(files["datapackage.json"])
    assert b"\r" not in files["datapackage.json"]
    assert [r["path"] for r in package["resources"]] == [
        "don-vi_2011-6t.csv",
        "chi-tieu_2011-6t.csv",
        "so-lieu_2011-6t.csv",
    ]
    for resource in package["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        head = content.decode("utf-8-sig").splitlines()[0].split(",")
        assert [f["name"] for f in resource["schema"]["fields"]] == head
        assert all(f["description"] for f in resource["schema"]["fields"])


def test_the_package_says_whose_the_data_are_of_which_place_and_time(files: dict[str, bytes]) -> None:
    package = json.loads(files["datapackage.json"])
    assert package["dct:publisher"]["foaf:name"] == "Ban Vì sự tiến bộ của phụ nữ tỉnh Lạng Sơn"
    assert package["contributors"][0] == {"title": package["dct:publisher"]["foaf:name"], "role": "publisher"}
    assert (package["dct:spatial"]["dct:identifier"], package["dct:spatial"]["dct:title"]) == (
        "lang-son",
        "tỉnh Lạng Sơn",
    )
    assert package["dct:temporal"] == {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": "2011-01-01",
        "dcat:endDate": "2011-05-31",
    }
    assert "dct:issued" not in package  # no report date was given


def licensed(licence: str) -> Report:
    """The report of an office that has decided on a licence."""
    made = report().consolidation
    office = replace(made.edition.office, licence=licence)
    coverage = replace(made.coverage, edition=replace(made.edition, office=office))
    return replace(report(), consolidation=replace(made, coverage=coverage), report_date=dt.date(2011, 6, 15))


@pytest.mark.parametrize(
    ("licence", "told"),
    [("CC-BY-4.0", {"name": "CC-BY-4.0"}), ("https://langson.example/gp", {"path": "https://langson.example/gp"})],
)
def test_a_licence_is_the_office_s_to_name(files: dict[str, bytes], tmp_path: Path, licence: str, told: Any) -> None:
    package = json.loads(files["datapackage.json"])
    assert not {"licenses", "dct:license"} & package.keys()
    assert package["dct:rights"] == "Cơ quan chưa công bố giấy phép sử dụng số liệu này."
    assert package["dct:rights"] in files["DOC-TRUOC.txt"].decode("utf-8-sig")
    data.PACKAGE.render(licensed(licence), tmp_path / "datapackage.json")
    data.READ_ME.render(licensed(licence), tmp_path / "DOC-TRUOC.txt")
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert (package["licenses"], package["dct:license"], package["dct:issued"]) == ([told], licence, "2011-06-15")
    assert "dct:rights" not in package
    assert f"Giấy phép: {licence}" in (tmp_path / "DOC-TRUOC.txt").read_text("utf-8-sig")


def test_the_version_stays_as_long_as_nothing_differs(files: dict[str, bytes], tmp_path: Path) -> None:
    """It is the day and the mark of the data that screen and seal show; another figure is another version."""
    told = json.loads(files["datapackage.json"])["version"]
    assert told == f"2011.06.10+{hashlib.sha256(files['so-lieu_2011-6t.json']).hexdigest()[:16]}"
    data.PACKAGE.render(season.report_of(hostile()[:-1]), tmp_path / "datapackage.json")
    assert json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["version"] != told


def test_what_to_read_first_opens_in_notepad(files: dict[str, bytes]) -> None:
    content = files["DOC-TRUOC.txt"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    text = content.decode("utf-8-sig")
    assert not [name for name in files if name not in text and name != "DOC-TRUOC.txt"]
    assert "Đã có báo cáo dùng được của 69/70 đơn vị" in text


@pytest.mark.full
def test_a_standard_validator_accepts_the_package(files: dict[str, bytes], tmp_path: Path) -> None:
    """Frictionless checks types, constraints, the key, the size and the digest of the CSV."""
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    found = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert found.valid, found.flatten(["fieldName", "type", "message"])[:5]
    content = files["so-lieu_2011-6t.csv"]
    line = content.splitlines(keepends=True)[5]
    assert _faults(tmp_path, content + line) == {"hash-count", "byte-count", "primary-key"}
    spoiled = (line.replace(b",SN,", b",S,"), line.replace(b",value,", b",gia tri,"), line.replace(b",0,", b",-1,", 1))
    for one in spoiled:
        assert "constraint-error" in _faults(tmp_path, content + one), one
    for one in (line.replace(b",vp-doan-dbqh-hdnd,", b",so-la,", 1), line.replace(b",M.", b",Q."), b"x" + line):
        assert "foreign-key" in _faults(tmp_path, content + one), one


def _faults(folder: Path, content: bytes) -> set[str]:
    (folder / "so-lieu_2011-6t.csv").write_bytes(content)
    return {str(t) for (t,) in frictionless.validate(str(folder / "datapackage.json")).flatten(["type"])}


def test_the_json_is_as_its_schema_says(whole: dict[str, Any]) -> None:
    assert schemas.faults("so-lieu", whole) == []
    assert schemas.faults("so-lieu", whole | {"new": 1})
    assert schemas.faults("so-lieu", {k: v for k, v in whole.items() if k != "totals"})


def test_nobody_is_named_in_the_data(files: dict[str, bytes]) -> None:
    """Who signed, who filled in, and how to reach them stay in the returned files."""
    for one in season.submissions()[:-1]:
        for code in season.edition().private:
            for text in str(one.values[code].value).split(", "):
                if "@" in text or text[:1].isdigit():
                    assert not [name for name, content in files.items() if text.encode() in content], text
    found = {v["code"] for u in json.loads(files["so-lieu_2011-6t.json"])["units"] for v in u.get("values", [])}
    assert "M.12" in found
    assert not found & season.edition().private
    assert not any(f",{code},".encode() in files["so-lieu_2011-6t.csv"] for code in season.edition().private)


@pytest.mark.full
def test_a_finding_on_a_contact_cell_does_not_quote_it(tmp_path: Path) -> None:
    first, *others = season.submissions()
    told = replace(season.error_at(first, "M.15"), value="0912 345 678", fact="Ô ghi “0912 345 678”.")
    report_ = season.report_of((first, *others), {first.unit: (told,)})
    made = rendered(tmp_path, report_)
    annex.render(report_, tmp_path / "phu-luc.xlsx")
    assert not [t for t in read_outputs.xlsx_texts(tmp_path / "phu-luc.xlsx") if "0912 345" in t]
    assert not [name for name, content in made.items() if b"0912 345 678" in content]


def test_the_package_is_the_same_without_the_files(files: dict[str, bytes], tmp_path: Path) -> None:
    data.PACKAGE.render(report(), tmp_path / "datapackage.json")
    assert (tmp_path / "datapackage.json").read_bytes() == files["datapackage.json"]
    assert [p.name for p in tmp_path.iterdir()] == ["datapackage.json"]


def test_the_json_says_what_it_is_and_who_sent(whole: dict[str, Any]) -> None:
    assert (whole["format"], whole["edition"], whole["period"], whole["as_of"]) == (
        "vstbcpn-so-lieu",
        "2011",
        "6t",
        "2011-06-10",
    )
    assert whole["fingerprint"] == season.edition().fingerprint
    assert [u["status"] for u in whole["units"]].count("missing") == 1
    first = whole["units"][0]
    assert (first["file"], first["sha256"]) == ("=cmd.xlsx", season.submissions()[0].file.sha256)
    assert [f["code"] for f in whole["units"][3]["findings"]] == ["VS401"]


def test_the_json_keeps_kinds_of_values_apart(whole: dict[str, Any]) -> None:
    values = {v["code"]: v for v in whole["units"][1]["values"] if "row" not in v}
    assert isinstance(values["T1.06"]["value"], int)
    assert isinstance(values["T1.01"]["value"], bool)
    assert values["M.06"]["value"] == "2011-01-01"
    assert values["T3.M1.CB01.ty_le"]["value"].count(".") == 1
    assert whole["fields"]["T3.M1.CB01.ty_le"]["type"] == "calc"
    assert values["T5.01"]["made_of"]


def test_totals_name_their_parts(whole: dict[str, Any]) -> None:
    total = whole["totals"]["T3.M1.CB01.nu"]
    made = report().consolidation.total("T3.M1.CB01.nu")
    assert (total["value"], total["lacking"], len(total["parts"])) == (made.value, 2, 68)
    assert total["withheld"] == [{"unit": "so-noi-vu", "finding": "VS401"}]
    assert total["missing"] == ["huyen-dinh-lap"]


def test_the_json_is_read_back_as_the_previous_period(files: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "so-lieu_2011-6t.json"
    path.write_bytes(files[path.name])
    earlier = load_previous(path)
    assert (earlier.edition, earlier.period) == ("2011", "6t")
    made = report().consolidation
    for code in (c for c in made.codes() if c not in season.edition().private):
        value = made.total(code).value
        assert earlier.totals.get(code) == (None if value is None else Decimal(value))
        assert earlier.lacking[code] == made.total(code).lacking
    for one in season.submissions()[4:-1]:
        numbers = {c: Decimal(o.number) for c, o in one.values.items() if o.number is not None}
        assert earlier.units[one.unit] == numbers
    assert "T3.M1.CB01.nu" not in earlier.units["so-noi-vu"]
    assert "T1.B1.so_ky_hieu" not in earlier.units["so-noi-vu"]


def test_two_runs_in_another_folder_and_order_give_the_same_bytes(files: dict[str, bytes], tmp_path: Path) -> None:
    sent = [replace(s, file=replace(s.file, path=f"/khac/{s.file.path.rpartition('/')[2]}")) for s in hostile()[:-1]]
    findings = {sent[3].unit: (season.error_at(sent[3], "T3.M1.CB01.nu"),)}
    random.Random(7).shuffle(sent)
    assert rendered(tmp_path, season.report_of(tuple(sent), findings)) == files


def test_the_whole_set_is_as_published_and_its_proof_can_be_checked(tmp_path: Path) -> None:
    """Good, faulty and foreign files; every digest is that of the file, read with the standard library alone."""
    inbox = launching.inbox(tmp_path / "nhan", ["so-y-te", "huyen-cao-loc", "hoi-lhpn"])
    wrong = {at.spot("so-noi-vu", "T6.05"): 6, at.spot("so-noi-vu", "T6.08"): 7}
    launching.receive(inbox, "so noi vu.xlsx", at.typed(at.filled("so-noi-vu"), wrong))
    launching.receive(inbox, "la.xlsx", b"%PDF-1.4")
    (inbox / "so-theo-doi.csv").write_text("tep,ngay_nhan\nso-y-te.xlsx,07/6/2011\n", encoding="utf-8")
    code, _, err = launching.finished(["consolidate", inbox, "-o", tmp_path / "ra", "--period", "6t"])
    assert code == 10, err
    told = json.loads((tmp_path / "ra" / "manifest.json").read_text(encoding="utf-8"))
    assert schemas.faults("manifest", told) == []
    whole = json.loads((tmp_path / "ra" / "so-lieu_2011-6t.json").read_text(encoding="utf-8"))
    assert schemas.faults("so-lieu", whole) == []
    assert frictionless.validate(str(tmp_path / "ra" / "datapackage.json")).valid
    for folder, listed in ((tmp_path / "ra", told["outputs"]), (inbox, told["inputs"])):
        for one in listed:
            content = (folder / one["path"]).read_bytes()
            assert (hashlib.sha256(content).hexdigest(), len(content)) == (one["sha256"], one["size"]), one["path"]
    days = {i["unit"]: (i["received"], i["received_from"]) for i in told["inputs"] if i["unit"]}
    assert days["so-y-te"] == ("2011-06-07", "log")
    assert days["hoi-lhpn"] == ("2011-06-08", "file")
    with (tmp_path / "ra" / "don-vi_2011-6t.csv").open(encoding="utf-8-sig", newline="") as lines:
        table = {u["unit_code"]: u["received_from"] for u in csv.DictReader(lines)}
    assert (table["so-y-te"], table["hoi-lhpn"]) == ("log", "file")
    with (tmp_path / "ra" / "chi-tieu_2011-6t.csv").open(encoding="utf-8-sig", newline="") as lines:
        leads = {i["indicator"]: i["lead_units"] for i in csv.DictReader(lines)}
    assert (leads["T5.14a"], leads["T1.06"]) == ("hoi-lhpn", "")
    roles = {s["path"]: s["role"] for s in told["settings"]}
    assert roles["so-theo-doi.csv"] == "log"
    assert {"phu-luc.toml": "words", "bao-cao.docx": "template"}.items() <= roles.items()


def test_a_figure_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        json_document._dump(float("nan"))


def test_the_renderers_write_the_tables_before_the_package_that_hashes_them() -> None:
    names = [r.file_name for r in renderers()]
    assert names == [
        "bao-cao_{stem}.docx",
        "bao-cao-can-bo_{stem}.docx",
        "danh-muc_{stem}.docx",
        "phu-luc_{stem}.xlsx",
        "so-lieu_{stem}.csv",
        "chi-tieu_{stem}.csv",
        "don-vi_{stem}.csv",
        "so-lieu-ngang_{stem}.xlsx",
        "so-lieu_{stem}.json",
        "DOC-TRUOC.txt",
        "datapackage.json",
    ]


GOOD: dict[str, Any] = {
    "format": "vstbcpn-so-lieu",
    "version": 1,
    "edition": "2011",
    "period": "6t",
    "fields": {"T1.06": {"type": "int"}, "T6.15": {"type": "money"}, "T1.14": {"type": "long"}},
    "units": [
        {
            "code": "so-y-te",
            "values": [
                {"code": "T1.06", "status": "value", "value": 3},
                {"code": "T6.15", "status": "value", "value": "1.500"},
                {"code": "T1.14", "status": "value", "value": "12"},
                {"code": "T6.04", "status": "unavailable"},
            ],
        }
    ],
    "totals": {
        "T1.06": {"value": 3, "lacking": 1, "parts": ["so-y-te", "so-noi-vu"]},
        "T1.14": {"value": None, "lacking": 0},
    },
}


def previous_of(folder: Path, content: str) -> Previous:
    path = folder / "ky-truoc.json"
    path.write_text(content, encoding="utf-8")
    return load_previous(path)


def test_only_numbers_are_earlier_figures(tmp_path: Path) -> None:
    found = previous_of(tmp_path, json.dumps(GOOD))
    assert found.units == {"so-y-te": {"T1.06": Decimal(3), "T6.15": Decimal("1.500")}}
    assert (found.totals, found.lacking) == ({"T1.06": Decimal(3)}, {"T1.06": 1, "T1.14": 0})
    assert found.answered == {"T1.06": 2}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "không phải JSON"),
        ("{", "không phải JSON"),
        ("[" * 100_000, "không phải JSON"),
        (json.dumps(GOOD).replace('"value": 3}', '"value": NaN}'), "không phải JSON"),
        ("[]", "không phải số liệu do phần mềm này ghi ra"),
        ('{"name": "other"}', "không phải số liệu do phần mềm này ghi ra"),
        (json.dumps(GOOD | {"version": 2}), "phiên bản “2”"),
        (json.dumps({k: v for k, v in GOOD.items() if k != "units"}), "mục “units”"),
        (json.dumps(GOOD | {"units": [1]}), "mục “units.1”"),
        (json.dumps(GOOD | {"units": [{"code": "a", "values": [{}]}]}), "mục “units.a.values.1”"),
        (json.dumps(GOOD | {"units": [{"code": "a", "values": 0}]}), "mục “units.a.values”"),
        (json.dumps(GOOD | {"totals": {"T1.06": 3}}), "mục “totals.T1.06”"),
        (json.dumps(GOOD | {"totals": {"T1.06": {"value": "x", "lacking": 0}}}), "mục “totals.T1.06.value”"),
        (json.dumps(GOOD | {"totals": {"T1.06": {"value": "NaN", "lacking": 0}}}), "mục “totals.T1.06.value”"),
        (json.dumps(GOOD | {"totals": {"T1.06": {"value": True, "lacking": 0}}}), "mục “totals.T1.06.value”"),
        (json.dumps(GOOD | {"totals": {"T1.06": {"value": 1}}}), "mục “totals.T1.06.lacking”"),
        (json.dumps(GOOD | {"edition": 2011}), "mục “edition”"),
    ],
)
def test_another_file_is_refused_with_a_sentence(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as refused:
        previous_of(tmp_path, content)
    assert str(refused.value).startswith("ky-truoc.json: ")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Không tìm thấy số liệu kỳ trước"):
        load_previous(tmp_path / "khong-co.json")


def test_earlier_data_that_their_manifest_does_not_know_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ky-truoc.json"
    previous_of(tmp_path, json.dumps(GOOD))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = tmp_path / "manifest.json"
    harmless: list[Any] = [[{"path": path.name, "sha256": digest}], [{"path": "khac.json", "sha256": "0"}], [{}], None]
    for outputs in harmless:
        manifest.write_text(json.dumps({"outputs": outputs}), encoding="utf-8")
        load_previous(path)
    manifest.write_text(json.dumps({"outputs": [{"path": path.name, "sha256": "0" * 64}]}), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"ky-truoc.json: nội dung khác với manifest.json"):
        load_previous(path)


def test_earlier_data_beside_a_set_taken_apart_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ky-truoc.json"
    path.write_text(json.dumps(GOOD))
    killed_after(2, tmp_path, monkeypatch)
    with pytest.raises(ConfigurationError, match="bị ngắt giữa chừng"):
        load_previous(path)


def test_a_journal_that_was_brought_along_hinders_nobody(tmp_path: Path) -> None:
    (tmp_path / ".staging-x").mkdir()
    (tmp_path / ".staging-x" / "journal").write_text("ky-truoc.json")
    assert previous_of(tmp_path, json.dumps(GOOD)).edition == GOOD["edition"]


def test_the_explanation_of_a_row_is_in_the_json(tmp_path: Path) -> None:
    first, *others = season.submissions()
    code, answer = next((c, t) for c, t in first.tables.items() if t.rows)
    rows = (replace(answer.rows[0], explanation="Đã xác minh."), *answer.rows[1:])
    told = season.report_of((replace(first, tables={**first.tables, code: replace(answer, rows=rows)}), *others))
    whole = json.loads(rendered(tmp_path, told)["so-lieu_2011-6t.json"])
    assert whole["units"][0]["row_explanations"] == [{"code": code, "row": 1, "explanation": "Đã xác minh."}]
    assert whole["units"][1]["row_explanations"] == []


def test_a_lone_surrogate_does_not_stop_the_json() -> None:
    assert json_document._dump({"a": "x\ud800y"}) == '{"a":"x y"}'


def test_a_figure_nobody_wrote_has_only_its_state() -> None:
    figure = UnitFigure(season.register().units[0], "T6.04", 0, None, FigureStatus.EMPTY, asked=True)
    assert json_document._figure(figure) == {"code": "T6.04", "status": "empty"}
    assert (figure.typed, figure.cells) == ("", ())


@pytest.mark.full
def test_a_reason_beside_a_figure_nobody_asks_is_kept(tmp_path: Path) -> None:
    """T4.04 is computed and stays empty where the unit has no matrix to compute it from."""
    unit = "so-y-te"
    content = at.typed(at.filled(unit), {at.spot(unit, "T4.04", Role.REASON): "Chưa đến kỳ bầu cử"})
    inbox = tmp_path / "nhan"
    inbox.mkdir()
    (inbox / "gui-ve.xlsx").write_bytes(content)
    code, _, err = launching.finished(["consolidate", inbox, "-o", tmp_path / "ra", "--period", "6t"])
    assert code == 10, err
    [data] = (tmp_path / "ra").glob("so-lieu_*.json")
    assert "Chưa đến kỳ bầu cử" in data.read_text(encoding="utf-8")


def test_every_published_schema_has_a_name_of_its_own() -> None:
    docs = season.FOLDERS.parent / "docs"
    told = {p: json.loads(p.read_text("utf-8")) for p in (*docs.glob("*.schema.json"), *docs.glob("schemas/*.json"))}
    names = {schema["$id"]: path for path, schema in told.items()}
    assert len(names) == len(told) >= 8
    for name, path in names.items():
        version = told[path].get("properties", {}).get("version", {}).get("const", 1)
        assert name == f"urn:vstbcpn:schema:{path.name.removesuffix('.schema.json')}:{version}"


def test_the_lines_of_a_unit_are_the_same_whoever_else_has_sent(tmp_path: Path) -> None:
    """Every line stands for itself: twice the units are twice the lines, none of them longer."""
    lines: list[set[str]] = []
    for count in (20, 60):
        folder = tmp_path / str(count)
        folder.mkdir()
        made = season.report_of(season.submissions()[:count])
        known = {s.unit for s in season.submissions()[:count]}
        units = tuple(u for u in made.consolidation.coverage.units if u.unit.code in known)
        coverage = replace(made.consolidation.coverage, units=units)
        rendered(folder, replace(made, consolidation=replace(made.consolidation, coverage=coverage)))
        lines.append(set((folder / "so-lieu_2011-6t.csv").read_text(encoding="utf-8").splitlines()))
    assert lines[0] < lines[1]
