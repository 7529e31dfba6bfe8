"""How many targets of the strategies are met is asked for by name: which are, which are not, which nobody has judged,
each with figure, verdict and cells of the unit that leads it."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from docx.oxml.ns import qn

from tests.support.judges import schemas
from tests.support.judges.word_text import controls_of, plain_document, text_of
from tests.support.seasons import season
from tests.support.seasons.judged import entry, judged
from vstbcpn_cli.cli.output.counted import counted_lines
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.report.context.count_names import targets_name
from vstbcpn_cli.report.context.printable import AnswerCount
from vstbcpn_cli.report.context.targets import Targets
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.document.text import figures_in
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.unknown_names import UnknownNameError
from vstbcpn_cli.report.word.renderer import COPIES
from vstbcpn_cli.usecases.tracing.as_json import as_json
from vstbcpn_cli.usecases.tracing.model import Behind, Counted
from vstbcpn_cli.usecases.tracing.query import answer_to, names

VERDICTS = ("Đạt", "Vượt", "Chưa đạt", "Chưa có số liệu")
SILENT = "so-noi-vu"
"""A unit that leads targets and has not sent."""


@cache
def report() -> Report:
    """A year of which a lead unit has not sent and two have an error in a verdict, one of them in that of a part."""
    sent = {s.unit: s for s in season.submissions("nam") if s.unit != SILENT}
    errors = {unit: (_error(sent[unit], target),) for unit, target in (("so-y-te", ""), ("so-gddt", "CL2011-3.2b"))}
    return season.report_of(tuple(sent.values()), errors, "nam")


def _error(form: Submission, target: str) -> Finding:
    """In the verdict of a target, of the first row without one."""
    rows = [row.cells for row in form.tables["T1.B2"].rows]
    verdict = next(c for c in rows if target in c["ma_chi_tieu"].text)["danh_gia"]
    return replace(season.error_at(form, "T6.08"), place=Place(verdict.cell, verdict.key))


def made() -> Consolidation:
    return report().consolidation


def count(asked: str) -> Counted:
    found = answer_to(made(), asked)
    assert isinstance(found, Counted), asked
    return found


def printed_parts(line: Behind) -> list[str]:
    """The numbers at the head of each part in what is said of a target."""
    return re.findall(r"(?:^|\. )(\d\.\d[ab]?) “", line.remark)


def test_every_number_of_targets_is_what_trace_answers() -> None:
    targets = Targets(made())
    for some in (s for n in range(len(VERDICTS) + 1) for s in combinations(VERDICTS, n)):
        told = targets.dem_chi_tieu(*some)
        assert isinstance(told, AnswerCount)
        found = count(told.ma)
        assert (found.value, found.whole, found.code) == (told, targets.dem_chi_tieu(), targets_name(some))
        assert found.value == len(found.lines) == sum(found.kinds.values())
        assert found.value + len(found.others) == found.whole
        parts = [p for line in (*found.lines, *found.others) for p in printed_parts(line)]
        assert sorted(parts) == sorted(v.ma for v in targets.chi_tieu()), some
        assert schemas.faults("trace", json.loads(json.dumps(as_json(found)))) == []
    assert 0 < count("chi-tieu:Đạt+Vượt").value < count("chi-tieu").value


def test_each_target_stands_with_figure_verdict_and_cells_of_its_lead_unit() -> None:
    met = count("chi-tieu:Đạt+Vượt")
    told = {p: line for line in (*met.lines, *met.others) for p in printed_parts(line)}
    seen = set()
    for view in Targets(made()).chi_tieu():
        line = told[view.ma]
        if view.co:
            assert f"{view.ma} “{view.ten}”: thực hiện {view.thuc_hien_dvt}" in line.remark
            assert {s.code.partition("[")[0] for s in line.sources} >= {"T1.B2.danh_gia", "T1.B2.thuc_hien"}
        else:
            assert f"{view.ma} “{view.ten}”: chưa có số liệu dùng được của đơn vị đầu mối, tính là" in line.remark
        said = f"đánh giá “{view.danh_gia}”" if view.danh_gia else "tính là “Chưa có số liệu”"
        assert said in line.remark
        seen.add((view.co, view.danh_gia))
    assert {(False, ""), (True, ""), (True, "Đạt"), (True, "Chưa đạt")} <= seen
    assert {f.path for f in met.files} == {s.file for s in met.sources}


def test_what_is_not_counted_is_shown_beneath() -> None:
    found = count("chi-tieu:Đạt+Vượt")
    lines = list(counted_lines(found))
    assert lines[0] == "chi-tieu:Đạt+Vượt · Chỉ tiêu Chiến lược có đánh giá “Đạt” hoặc “Vượt” ở mọi phần"
    assert lines[1] == f"Toàn tỉnh: {found.value}/{found.whole} chỉ tiêu"
    assert f"Không tính vào số trên: {len(found.others)} chỉ tiêu" in lines
    assert not [line for line in lines if "None" in line or "\n" in line or "Không rõ đơn vị" in line]
    assert "Không tính vào số trên" not in "\n".join(counted_lines(count("chi-tieu")))


def test_the_officers_copy_marks_the_number_and_the_signed_one_does_not(tmp_path: Path) -> None:
    for copy in (Copy.OFFICER, Copy.SIGNING):
        COPIES[copy].render(report(), tmp_path / f"{copy}.docx")
    told = [t for t in controls_of(tmp_path / f"{Copy.OFFICER}.docx") if t[0].partition(":")[0] == "chi-tieu"]
    assert {tag for tag, _, _ in told} >= {"chi-tieu", "chi-tieu:Đạt+Vượt"}
    for tag, title, words in told:
        found = count(tag)
        assert title.startswith(f"{tag} Chỉ tiêu Chiến lược")
        assert found.whole is not None
        known = {found.value, found.whole - found.value}
        assert words.endswith("%") or int(words) in known, (tag, words)
    assert controls_of(tmp_path / f"{Copy.SIGNING}.docx") == []


def test_a_judgement_of_targets_bears_their_names(tmp_path: Path) -> None:
    body = 'do = "chi_tieu"\ntra_loi = ["Đạt", "Vượt"]\ndu = 1'
    (said,) = judged(report(), entry(body, ">= 0", "{so}/{tong}, còn {con}, {ty_le}"), tmp_path).uu_diem()
    met = "chi-tieu:Đạt+Vượt"
    assert figures_in(said) == (met, "chi-tieu", met, met)


def test_what_lacks_figures_is_one_number_everywhere(tmp_path: Path) -> None:
    """Part III and the weakness count the same targets: those of which a part has none."""
    targets = Targets(made())
    lacking = [t for t in targets.numbered if any(not p.danh_gia or p.danh_gia == "Chưa có số liệu" for p in t.parts)]
    assert len(lacking) > targets.dem_chi_tieu("Chưa có số liệu") > 0  # of some a part has
    COPIES[Copy.SIGNING].render(report(), tmp_path / "bao-cao.docx")
    text = "\n".join(map(text_of, plain_document(tmp_path / "bao-cao.docx").element.body.iter(qn("w:p"))))
    told = re.findall(r"(\d+) chỉ tiêu chưa có đủ số liệu", text)
    body = 'do = "chi_tieu"\ntra_loi = ["Đạt", "Vượt", "Chưa đạt"]\ndu = 1'
    (said,) = judged(report(), entry(body, ">= 0", "{con}: {ds}"), tmp_path).uu_diem()
    left, _, listed = said.partition(": ")
    assert [int(n) for n in (*told, left)] == [len(lacking)] * 2
    assert re.findall(r"[0-9.]+", listed) == [t.number for t in lacking]


def test_two_catalogues_may_have_one_number() -> None:
    one = made()
    (catalogue,) = one.edition.catalogues
    wider = replace(one.edition, catalogues=(catalogue, replace(catalogue, code="CL2021")))
    two = replace(one, coverage=replace(one.coverage, edition=wider))
    single, both = Targets(one).numbered, Targets(two).numbered
    assert len(both) == 2 * len(single)
    assert [t.number for t in both] == [f"{t.number} ({c})" for c in ("CL2011", "CL2021") for t in single]
    assert Targets(two).dem_chi_tieu("Đạt", "Vượt") == Targets(one).dem_chi_tieu("Đạt", "Vượt")
    found = answer_to(two, "chi-tieu:Đạt+Vượt")
    assert isinstance(found, Counted)
    assert (found.value, found.whole) == (count("chi-tieu:Đạt+Vượt").value, len(both))
    with pytest.raises(ConfigurationError, match=r"ở nhiều danh mục.*“CL2011-3.2b”, “CL2021-3.2b”"):
        answer_to(two, "3.2b")
    assert [line.sources for line in found.lines] == [line.sources for line in count("chi-tieu:Đạt+Vượt").lines]


def test_names_are_found_however_they_are_typed_and_wrong_ones_are_answered() -> None:
    assert count("Chi-Tieu: đạt + VƯỢT").code == "chi-tieu:Đạt+Vượt"
    assert count("chi-tieu:").code == "chi-tieu"
    assert {"chi-tieu", "chi-tieu:Chưa đạt"} <= {*names(made().edition, set())}
    for asked, said in (
        ("chi-tieu:Đat", "Chỉ tiêu không có đánh giá “Đat”; đánh giá gần nhất là “Đạt”."),
        ("chi-tieu/don-vi", "không phải một số liệu của biểu mẫu nên không có tỷ lệ"),
    ):
        with pytest.raises(ConfigurationError) as refused:
            answer_to(made(), asked)
        assert said in str(refused.value)
    with pytest.raises(UnknownNameError):
        Targets(made()).dem_chi_tieu("Đạt", "Vựợt")
