"""A field or task that no sentence names is in the report, under the heading of the edition, in common sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from tests.support.editions.widened_edition import EXAMPLE, answered, widened, write_widened
from tests.support.forms.plausible import coverage_of, plausible, submission_of
from tests.support.seasons import season
from tests.support.seasons.report_cases import texts_of
from tests.support.seasons.season import COMMON, FOLDERS, TEMPLATES, edition, register
from vstbcpn_cli.edition.model import Edition, Register
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission, Value
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import FOLDER, words_in
from vstbcpn_cli.report.templates.render_sections import render_sections
from vstbcpn_cli.report.templates.vocabulary import vocabulary
from vstbcpn_cli.report.word.check_templates import check_templates
from vstbcpn_cli.report.word.renderer import render
from vstbcpn_cli.usecases.tracing.from_totals import traced_total

SHIPPED = [folder / FOLDER for folder in (FOLDERS / "2011", COMMON)]
Widened = tuple[Edition, Register]


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Widened:
    return widened(write_widened(tmp_path_factory.mktemp("rong") / "bieu-mau"))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Widened:
    """The same without any sentences of its own."""
    return widened(write_widened(tmp_path_factory.mktemp("tron") / "bieu-mau", templates=False))


def report_on(of: Widened, values: Mapping[str, Value], share: int = 1, sent: int | None = None) -> Report:
    forms = answered(*of, values, share)[:sent]
    made = consolidate(coverage_of(*of, of[0].periods["6t"], forms))
    return Report(made, dt.date(2011, 6, 10), None)


def section(report: Report, name: str = "t8") -> list[str]:
    return list(render_sections(report, load_labels(report.sentences)).paragraphs[name])


def test_an_added_indicator_and_an_added_task_are_printed(wide: Widened, tmp_path: Path) -> None:
    report = report_on(wide, EXAMPLE)
    render(report, tmp_path / "bao-cao.docx")
    texts = texts_of(tmp_path / "bao-cao.docx")
    assert "7. Kiểm tra, hướng dẫn" in texts
    assert "8. Tư vấn, hỗ trợ phụ nữ; bình đẳng giới trong gia đình" in texts
    assert "Trong kỳ có 210 buổi tư vấn pháp luật cho phụ nữ." in texts
    start = texts.index("8. Tư vấn, hỗ trợ phụ nữ; bình đẳng giới trong gia đình")
    assert texts[start + 1].startswith("Tính đến ngày 31 tháng 5 năm 2011, có 280 chi hội có tủ sách")
    caption = next(n for n, t in enumerate(texts) if t.endswith(". Cán bộ tư vấn, người"))
    cells = texts[caption + 1 : caption + 9]
    assert cells == [
        *("Nội dung", "Tổng số", "Nữ", "Tỷ lệ"),
        *("Cán bộ chuyên trách", "140", "70", "50,00%"),
    ]


def test_the_trace_gives_the_printed_figures(wide: Widened) -> None:
    made = report_on(wide, EXAMPLE, 2).consolidation
    for code, printed in {"T1.90": 105, "T8.01": 140, "T8.03": 420, "T8.M1.TV01.nu": 35}.items():
        assert made.total(code).value == printed
    told = traced_total(made, "T8.01")
    assert (told.value, sum(line.value for line in told.lines if isinstance(line.value, int))) == (140, 140)


ANSWERS: Mapping[str, Mapping[str, Value]] = {
    "full": {
        "T8.01": 4,
        "T8.02": 1,
        "T8.03": Decimal("1.5"),
        "T8.04": Decimal("1.25"),
        "T8.05": Decimal("12.5"),
        "T8.06": dt.date(2011, 3, 8),
        "T8.07": True,
        "T8.08": True,
        "T8.09": "Trực tiếp",
        "T8.10": "Thiếu người",
        "T8.11": 0,
    },
    "no part": {"T8.01": 4, "T8.02": 0, "T8.03": 0, "T8.07": False, "T8.08": False},
    "none": {"T8.01": 0},
    "part lacking": {"T8.01": 4},
}


@pytest.fixture(scope="module")
def told(wide: Widened) -> Mapping[str, str]:
    return {name: "\n".join(section(report_on(wide, values))) for name, values in ANSWERS.items()}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ("part lacking", "Tính đến ngày 31 tháng 5 năm 2011, có 280 chi hội có tủ sách"),
        ("none", "Tính đến ngày 31 tháng 5 năm 2011, chưa có chi hội có tủ sách"),
        ("full", ", trong đó do nữ làm chi hội trưởng 70 chi hội, chiếm 25%."),
        ("no part", ", trong đó do nữ làm chi hội trưởng: không có."),
        ("part lacking", "; chưa có số liệu về do nữ làm chi hội trưởng."),
        ("full", "Trong kỳ, kinh phí hỗ trợ phụ nữ nghèo là 105 triệu đồng"),
        ("no part", "Trong kỳ không phát sinh kinh phí hỗ trợ phụ nữ nghèo"),
        ("full", "Tính đến ngày 31 tháng 5 năm 2011, diện tích nhà sinh hoạt là 87,5 ha"),
        ("full", "Có 70 đơn vị báo cáo tỷ lệ hộ nghèo do nữ làm chủ hộ, đều là 12,5%."),
        ("full", "Có 70 đơn vị báo cáo ngày tổ chức hội thi, cùng là ngày 08/3/2011."),
        ("full", "Tất cả 70 đơn vị đã ký chương trình phối hợp với Hội Phụ nữ."),
        ("no part", "Chưa có đơn vị nào trong 70 đơn vị ký chương trình phối hợp với Hội Phụ nữ."),
        ("full", "Tất cả 70 đơn vị trả lời “Có” về nội dung “Phòng làm việc riêng của Ban Vì sự tiến bộ của"),
        ("no part", "Không có đơn vị nào trong 70 đơn vị trả lời “Có” về nội dung “Phòng làm việc riêng"),
        ("full", "Về hình thức tư vấn chủ yếu: 70 đơn vị trả lời “Trực tiếp”."),
        ("full", "Khó khăn trong tư vấn theo báo cáo của 70 đơn vị:"),
        ("full", "Trong kỳ không phát sinh lượt người được tư vấn"),
        *(
            (
                answers,
                "Trong kỳ, bảng kê “Hội thi đã tổ chức” có 70 mục; theo cấp tổ chức: 35 mục “Tỉnh”, 35 mục “Huyện”.",
            )
            for answers in ("full", "none")
        ),
    ],
)
def test_every_kind_of_field_has_its_sentence(told: Mapping[str, str], answers: str, sentence: str) -> None:
    assert sentence in told[answers]


@pytest.mark.parametrize(
    ("share", "sent", "sentence"),
    [
        (2, None, "có 140 chi hội có tủ sách*"),
        (1, 1, "có 04 chi hội có tủ sách, trong đó"),
        (2, None, "Có 35/70 đơn vị báo cáo ngày tổ chức hội thi, cùng là ngày 08/3/2011."),
        (1, 1, "Có 01/70 đơn vị báo cáo ngày tổ chức hội thi: ngày 08/3/2011."),
        (1, 1, "Đơn vị đã ký chương trình phối hợp với Hội Phụ nữ."),
        (1, 1, "Đơn vị báo cáo trả lời “Không” về nội dung “Phòng làm việc riêng của Ban"),
        (2, None, "Về hình thức tư vấn chủ yếu*: 35 đơn vị trả lời “Trực tiếp”."),
    ],
)
def test_it_says_how_many_units_it_is_of(wide: Widened, share: int, sent: int | None, sentence: str) -> None:
    assert sentence in "\n".join(section(report_on(wide, EXAMPLE, share, sent)))


def test_without_any_answer_it_says_so_of_each_field(wide: Widened) -> None:
    lines = section(report_on(wide, {}, sent=0))
    assert len(lines) == 12
    assert all(line.startswith("Chưa có ") for line in lines), lines


def test_an_edition_without_sentences_of_its_own_has_a_whole_report(bare: Widened, tmp_path: Path) -> None:
    report = report_on(bare, EXAMPLE)
    check_templates(report)
    render(report, tmp_path / "bao-cao.docx")
    texts = texts_of(tmp_path / "bao-cao.docx")
    headings = [
        p.text
        for p in docx.Document(str(tmp_path / "bao-cao.docx")).paragraphs
        if p.style and p.style.name == "VB Khoản"
    ]
    tasks = [t for t in bare[0].tasks if t.numbered]
    asked = [h for h in headings if re.match(r"\d\. Đối với ", h)]
    assert asked
    parts = (*range(1, len(tasks) + 1), 1, 2, 3, *range(1, len(asked) + 1))
    assert [h[:3] for h in headings] == [f"{n}. " for n in parts]
    assert headings[-len(asked) :] == asked
    assert any("có 186 cuộc họp, làm việc liên ngành" in t for t in texts)
    assert "3. Nguyên nhân" in texts


def test_an_annual_report_of_an_edition_without_targets_has_no_part_on_them(bare: Widened, tmp_path: Path) -> None:
    of = replace(bare[0], targets=None)
    report = Report(consolidate(coverage_of(of, bare[1], of.periods["nam"], ())), dt.date(2011, 12, 10), None)
    render(report, tmp_path / "bao-cao.docx")
    headings = [t for t in texts_of(tmp_path / "bao-cao.docx") if t.isupper() and ". " in t]
    assert [h.partition(". ")[0] for h in headings][:3] == ["I", "II", "III"]
    assert not any("CHỈ TIÊU CHIẾN LƯỢC" in h for h in headings)


def test_the_shipped_sentences_leave_nothing_to_the_common_ones() -> None:
    made = consolidate(coverage_of(edition(), register(), edition().periods["nam"], ()))
    report = Report(made, dt.date(2011, 12, 10), None)
    told = vocabulary(report, load_labels(report.sentences))["cac_muc"]
    left = {
        x.ma: f"templates/2011/report/{task.code.lower()}.j2" for task in edition().tasks[1:] for x in told(task.code)
    }
    assert left == {}, 'a sentence of its own in the file, or report = "annex"'


def test_what_an_office_is_given_says_the_same_as_the_layers() -> None:
    for name in ("nhan.toml", "phu-luc.toml", "van-ban.toml", "ten-goi.toml"):
        assert words_in([TEMPLATES / FOLDER], name) == words_in(SHIPPED, name)


# ------------------------------------------------------------- cover, comparison, shares and withheld, in both editions
Case = tuple[Edition, Register, str, str]
"""Edition and register, the code of a number with a part, the name of the section of its task."""


@pytest.fixture(params=["widened", "second"])
def case(request: pytest.FixtureRequest, bare: Widened) -> Iterator[Case]:
    if request.param == "widened":
        yield (*bare, "T8.01", "t8")
        return
    with season.using(season.SECOND) as found:
        yield (found, season.register(), "TL-1", "tl")


def _sent(case: Case) -> tuple[Submission, ...]:
    """Everybody gives 8 for the number and 2 for its part."""
    edition_, register_, code, _ = case
    whole_and_part = {code: 8, code[:-1] + "2": 2}
    period = next(iter(edition_.periods.values()))
    found = []
    for unit in register_.units:
        answers = plausible(edition_, unit, period)
        values = {**answers.values, **whole_and_part}
        found.append(submission_of(edition_, unit, period, replace(answers, values=values)))
    return tuple(found)


def _told(case: Case, sent: tuple[Submission, ...], withheld: str = "", before: int = 0) -> str:
    edition_, register_, code, name = case
    period = next(iter(edition_.periods.values()))
    faults = {sent[0].unit: (season.error_at(sent[0], withheld),)} if withheld else {}
    made = consolidate(coverage_of(edition_, register_, period, sent, findings=faults))
    earlier = None
    if before:
        totals, answered = {code: Decimal(before)}, {code: len(register_.units)}
        earlier = Previous(str(edition_.year - 1), period.code, {}, totals, {}, answered)
    report = Report(made, period.due, None, previous=earlier)
    assert (report.earlier is not None) is bool(before)
    told = section(report, name)
    (at,) = (n for n, p in enumerate(told) if "người được nâng lương là" in p or "có tủ sách" in p)
    return "\n".join(p for n, p in enumerate(told) if n == at or (n == at + 1 and p.startswith("*")))


def _two(count: int) -> str:
    """A count as ministries write it."""
    return f"{count:02d}"


def test_a_part_is_told_with_its_share_of_the_whole(case: Case) -> None:
    units = len(case[1].units)
    said = _told(case, _sent(case))
    assert f" {8 * units} " in said
    assert f"{2 * units} " in said.partition("trong đó")[2]
    assert "chiếm 25%" in said
    assert "đơn vị" not in said.replace(" đơn vị báo cáo", "")


def test_a_number_says_of_how_many_units_it_is(case: Case) -> None:
    units = len(case[1].units)
    assert "*" not in _told(case, _sent(case)[:-2])  # the head of the report says who has sent
    assert f" {8 * (units - 2)} " in _told(case, _sent(case)[:-2])


def test_what_is_withheld_is_not_added_and_the_cover_says_so(case: Case) -> None:
    units = len(case[1].units)
    said = _told(case, _sent(case), withheld=case[2])
    assert f" {8 * (units - 1)} " in said
    assert f"\n* Số liệu của {_two(units - 1)}/{_two(units)} đơn vị." in said
    assert f"{2 * (units - 1)} " in said.partition("trong đó")[2]


def test_a_part_withheld_is_told_of_those_that_gave_both(case: Case) -> None:
    """2 of 8 in all units but one: the whole behind the share is theirs, and is said."""
    units = len(case[1].units)
    part = case[2][:-1] + "2"
    said = _told(case, _sent(case), withheld=part).partition("trong đó")[2]
    assert f"{2 * (units - 1)}/{8 * (units - 1)} " in said
    assert "chiếm 25%*" in said
    assert f"\n* Tính trên {_two(units - 1)} đơn vị có đủ hai số liệu." in said


def test_a_number_is_compared_with_the_same_period_of_the_year_before(case: Case) -> None:
    units = len(case[1].units)
    said = _told(case, _sent(case), before=4 * units)
    assert f"tăng {4 * units} " in said
    assert f"(tăng 100%) so với cùng kỳ năm {case[0].year - 1}" in said
    assert "trong tổng số, " in said  # “trong đó” would be of the increase


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ("full", ", trong đó có 70 chi hội do nữ làm chi hội trưởng, chiếm 25%."),
        ("no part", ", trong đó không có chi hội do nữ làm chi hội trưởng."),
    ],
)
def test_a_part_that_says_what_it_counts_is_counted(tmp_path: Path, answers: str, sentence: str) -> None:
    folder = write_widened(tmp_path / "rong")
    form = folder / "form.toml"
    said = form.read_text(encoding="utf-8")
    assert "trong đó do nữ làm chi" in said
    form.write_text(said.replace("trong đó do nữ làm chi", "số chi hội do nữ làm chi"), encoding="utf-8", newline="\n")
    assert sentence in "\n".join(section(report_on(widened(folder), ANSWERS[answers])))
