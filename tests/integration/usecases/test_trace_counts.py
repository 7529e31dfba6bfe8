"""What is counted besides the figures of the form is asked for by its name, and what is behind it makes up the
number."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.support.forms import returned as at
from tests.support.judges import schemas
from tests.support.judges.word_text import controls_of
from tests.support.programs.command_line import Program, receive
from tests.support.seasons import season
from tests.support.seasons.true_seasons import Drawn, drawn
from vstbcpn_cli.cli.output.counted import counted_lines
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.records import field_names, replace
from vstbcpn_cli.report.context.chart_data import Charts
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.count_names import COUNTS
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.context.matrices import Grids
from vstbcpn_cli.report.context.period_and_units import units_view
from vstbcpn_cli.report.context.printable import AnswerCount
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.data.derived import counts_of
from vstbcpn_cli.report.word.renderer import COPIES
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.tracing.as_json import as_json
from vstbcpn_cli.usecases.tracing.model import Counted, Traced
from vstbcpn_cli.usecases.tracing.query import answer_to

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module", params=[0, 3])
def of(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """Seasons with files left out, replaced and wrong, units silent and with nothing to report."""
    return drawn(request.param, tmp_path_factory.mktemp("mua") / "nhan")


def count(of: Drawn, name: str) -> Counted:
    found = answer_to(of.report.consolidation, name, of.earlier)
    assert isinstance(found, Counted), name
    return found


def asked(of: Drawn) -> Iterator[Counted]:
    yield from (count(of, name) for name in COUNTS if name != "don-vi:hai-ky" or of.report.earlier)


def test_what_is_behind_a_count_makes_it_up(of: Drawn) -> None:
    for found in asked(of):
        assert found.value == sum(line.number for line in found.lines), found.code
        assert sum(found.kinds.values()) == sum(line.number for line in found.lines if line.unit), found.code
        if found.whole is not None:
            units = [line.unit.code for line in found.lines if line.unit]
            assert len(units) == len({*units}) == found.value, found.code
        assert schemas.faults("trace", json.loads(json.dumps(as_json(found)))) == [], found.code
        lines = list(counted_lines(found))
        assert lines[0] == f"{found.code} · {found.label}"
        assert f": {number(found.value)}" in lines[1]
        assert not [line for line in lines if "None" in line or "\n" in line]
    assert sum(bool(found.value) for found in asked(of)) > 12


def test_the_counts_of_the_manifest_are_asked_by_their_own_names_too(of: Drawn) -> None:
    counts = counts_of(of.report.consolidation)
    assert {c.key: c.name for c in COUNTS.values() if c.key}.keys() == counts.keys()
    for one in (c for c in COUNTS.values() if c.key):
        assert count(of, one.key).value == count(of, one.name).value == counts[one.key], one.key


def test_every_count_of_the_opening_and_the_draft_note_is_what_trace_answers(of: Drawn) -> None:
    view = units_view(of.report, load_labels(of.report.sentences))
    values = [getattr(view, name) for name in field_names(type(view))]
    counts = [n for n in (*values, view.so_con_lai) if isinstance(n, AnswerCount)]
    assert len(counts) == 14
    for n in counts:
        if n.ma != "don-vi:hai-ky" or n:  # 0 also where there is no need to say it
            assert count(of, n.ma).value == n, n.ma


def test_every_bar_of_how_units_stand_is_what_trace_answers(of: Drawn) -> None:
    """By group: the caption names the count of each state, of those that have sent and of those that must."""
    context = Context(replace(of.report, copy=Copy.OFFICER), load_labels(*of.report.sentences))
    chart = Charts(context, Grids(context)).bieu_do("tinh_hinh")
    names = chart.caption.rpartition(" (")[2].rstrip(")").split(", ")
    answers = [answer_to(of.report.consolidation, name, of.earlier) for name in names]
    sent, must, *states = [dict(found.kinds) for found in answers if isinstance(found, Counted | Traced)]
    kinds = of.report.consolidation.coverage.kinds
    assert not chart.empty
    assert [c.rpartition(" ")[2] for c in chart.categories] == [f"({sent.get(k, 0)}/{must[k]})" for k in kinds]
    assert [s.values for s in chart.series] == [tuple(state.get(k, 0) for k in kinds) for state in states]


def test_every_count_in_the_officers_copy_is_what_trace_answers(of: Drawn, tmp_path: Path) -> None:
    COPIES[Copy.OFFICER].render(of.report, tmp_path / "a.docx")
    told = [(tag, words) for tag, _, words in controls_of(tmp_path / "a.docx") if tag in COUNTS or tag == "don-vi"]
    for tag, words in told:
        found = answer_to(of.report.consolidation, tag, of.earlier)
        assert isinstance(found, Counted | Traced)
        share = found.share if isinstance(found, Traced) else None
        shares = {share.part, share.whole} if share else {found.value}
        known = {str(n) for n in (*shares, *dict(found.kinds).values())}
        percents = re.fullmatch(r"[\d,]+%", words)
        assert percents or words.replace(".", "").lstrip("0") in known, (tag, words, known)
    assert {"don-vi", "don-vi:phai-bao-cao", "don-vi:khong-phat-sinh"} <= {tag for tag, _ in told}


def test_a_count_there_is_not_is_answered_with_the_nearest_or_all() -> None:
    made = season.report_of(season.submissions()).consolidation
    for name, said in (
        ("don-vi:chm", "Không có số đếm “don-vi:chm”. Đề nghị dùng tên gần nhất là “don-vi:cham”."),
        ("tep", "Đề nghị ghi một trong: tep:da-doc; tep:chua-dung-duoc; tep:thay-the; tep:loai-tru."),
        ("don-vi:hai-ky", "Đề nghị ghi tệp so-lieu_….json của cùng kỳ ở --previous."),
        ("don-vi:cham/don-vi", "không phải một số liệu của biểu mẫu nên không có tỷ lệ"),
    ):
        with pytest.raises(ConfigurationError) as refused:
            answer_to(made, name)
        assert said in str(refused.value)


# ------------------------------------------------------------------------------------------ commands, files and documents
@pytest.fixture
def returned(inbox: Path) -> Path:
    """Two forms in order, one with an error, one file that cannot be used, and a log."""
    for unit in ("so-y-te", "hoi-lhpn"):
        receive(inbox, f"{unit}.xlsx", at.filled(unit))
    cells = {at.spot("so-gddt", code): value for code, value in {"T2.06": 5, "T2.07": 9}.items()}
    receive(inbox, "so-gddt.xlsx", at.typed(at.filled("so-gddt"), cells))
    receive(inbox, "bc so-noi-vu.xlsx", b"PK nothing")
    (inbox / "so-theo-doi.csv").write_text("tep,ngay_nhan\nso-y-te.xlsx,08/06/2011\n", encoding="utf-8")
    return inbox


def test_what_the_screen_counts_is_asked_by_name(vstbcpn: Program, returned: Path) -> None:
    told = vstbcpn("consolidate", returned, "-o", returned.parent / "ra")[2]
    for words, name in (
        (r"Đã tổng hợp (\d+)/70 đơn vị", "don-vi:da-gui"),
        (r"Còn (\d+) đơn vị chưa có báo cáo dùng được", "don-vi:chua-co-bao-cao"),
        (r"(\d+) số liệu chưa được cộng", "so-lieu:chua-cong"),
        (r"Ngày nhận của (\d+) đơn vị lấy theo ngày của tệp", "don-vi:ngay-theo-tep"),
    ):
        shown = re.search(words, told)
        assert shown, (words, told)
        answer = json.loads(vstbcpn("trace", name, returned, "--format", "json")[1])
        assert (answer["code"], str(answer["value"])) == (name, shown[1])
    for name in ("tep:chua-dung-duoc", "diem:can-xac-minh"):
        said = vstbcpn("trace", name, returned)[1]
        assert "bc so-noi-vu.xlsx" in said, said


@pytest.mark.parametrize("question", ["T6.05", "T6.08/T6.05", "so-gddt", "NV6!D14", "don-vi", "tep:da-doc"])
def test_every_file_of_an_answer_is_told_with_the_digest_of_the_manifest(
    vstbcpn: Program, returned: Path, question: str
) -> None:
    vstbcpn("consolidate", returned, "-o", returned.parent / "ra")
    manifest = json.loads((returned.parent / "ra" / "manifest.json").read_text(encoding="utf-8"))
    answer = json.loads(vstbcpn("trace", question, returned, "--format", "json")[1])
    assert schemas.faults("trace", answer) == []
    keys = ("path", "sha256", "received", "received_from")
    inputs = [{key: one[key] for key in keys} for one in manifest["inputs"]]
    assert {one["path"] for one in answer["files"]} == {*_named(answer)} != set()
    assert [one for one in answer["files"] if one not in inputs] == []
    for one in answer["files"]:
        assert one["sha256"] == sha256((returned / one["path"]).read_bytes()).hexdigest()
    assert [one for one in answer["settings"] if one not in manifest["settings"]] == []
    assert [one["role"] for one in answer["settings"]] == ["log"]


def _named(told: Any) -> Iterator[str]:
    """Every file that stands in a source, wherever it is."""
    if isinstance(told, dict):
        if "understood" in told:
            yield told["file"]
        for part in told.values():
            yield from _named(part)
    elif isinstance(told, list):
        for part in told:
            yield from _named(part)


def test_the_earlier_data_are_told_with_their_digest(vstbcpn: Program, returned: Path) -> None:
    vstbcpn("consolidate", returned, "-o", returned.parent / "ra")
    data = json.loads((returned.parent / "ra" / "so-lieu_2011-6t.json").read_text(encoding="utf-8"))
    before = returned.parent / "so-lieu_2010-6t.json"
    before.write_text(json.dumps({**data, "edition": "2010", "year": 2010}, ensure_ascii=False), encoding="utf-8")
    for question in ("T6.05", "don-vi:hai-ky"):
        code, told, _ = vstbcpn("trace", question, returned, "--previous", before, "--format", "json")
        answer = json.loads(told)
        digest = sha256(before.read_bytes()).hexdigest()
        assert {"path": before.name, "role": "previous", "sha256": digest} in answer["settings"], question
        assert code == 0
    assert answer["value"] == 3


def test_a_share_that_makes_no_sense_is_refused_before_any_file_is_read(vstbcpn: Program, returned: Path) -> None:
    code, told, said = vstbcpn("trace", "T6.08/T6.13", returned)
    assert (code, told) == (2, "")
    assert "“T6.08” tính bằng “người”, “T6.13” tính bằng “triệu đồng”" in said
    assert vstbcpn("trace", "don-vi:chm", returned)[0] == 2


def test_the_documents_list_every_name() -> None:
    text = (ROOT / "docs" / "so-lieu.md").read_text(encoding="utf-8")
    for one in COUNTS.values():
        key = f"`{one.key}`" if one.key else ""
        assert f"| `{one.name}` | {one.says} | {key} |" in text, one.name
