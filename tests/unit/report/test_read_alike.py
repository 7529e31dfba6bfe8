"""One figure reads alike wherever it is printed: finding, sentence, table of Word, annex workbook, trace."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.forms.plausible import Answers
from tests.support.seasons.report_cases import TEMPLATES, edition, form_of, made_of, report_of
from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.context.printed_total import shown
from vstbcpn_cli.report.context.text_safety import printed
from vstbcpn_cli.report.safe_workbook import Book
from vstbcpn_cli.report.templates.vocabulary import vocabulary
from vstbcpn_cli.rules.wording import said
from vstbcpn_cli.text.values import written

UNIT = "huyen-bac-son"
TYPED = Decimal("12.3456")
LABELS = load_labels([TEMPLATES / "report"])


def test_a_figure_with_four_decimals_reads_alike_everywhere() -> None:
    code = next(c for c, i in edition().indicators.items() if i.type is FieldType.MONEY and i.calc is None)

    def change(answers: Answers) -> None:
        answers.values[code] = TYPED

    form = form_of(UNIT, change)
    made = made_of((form,))
    total = made.total(code)
    figure = Context(report_of(made), LABELS).so(code)
    assert total.value == TYPED
    assert {
        *(said(form.values[code]), printed(total.value), written(total.value)),
        *(figure.chu, shown(total, LABELS)),
    } == {"12,3456"}


def test_a_cell_of_the_annex_shows_all_decimals(tmp_path: Path) -> None:
    book = Book(tmp_path / "a.xlsx")
    book.sheet("A").line([TYPED])
    book.close()
    cell = load_workbook(tmp_path / "a.xlsx")["A"]["A1"]
    assert Decimal(str(cell.value)) == TYPED
    assert len(cell.number_format.partition(".")[2]) >= 6


@pytest.mark.parametrize(
    ("value", "written_out"),
    [
        *((1234, "1.234"), (TYPED, "12,3456"), (Decimal(10) / 3, "3,33"), (10 / 3, "3,33"), (2.5, "2,5")),
        (Decimal("0.000001"), "0,000001"),
    ],
)
def test_a_sentence_writes_figures_as_typed_and_quotients_with_two_decimals(
    value: Decimal | float, written_out: str
) -> None:
    names = vocabulary(report_of(made_of((form_of(UNIT, lambda _: None),))), LABELS)
    assert names["so_chu"](value) == written_out
