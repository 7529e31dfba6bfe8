"""A total as it stands in a cell of a table."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Aggregate
from vstbcpn_cli.model.totals import Total
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.document.text import figure_of
from vstbcpn_cli.text.numbers import number


def shown(total: Total, labels: Labels) -> str:
    """A total in a cell: “12/47” for yes/no, “…” for no figure yet, “–” where nobody need give one."""
    if total.aggregate is Aggregate.COUNT_YES and total.parts:
        return figure_of(total.code, f"{number(total.value or 0)}/{number(len(total.parts))}")
    if total.value is not None:
        return figure_of(total.code, number(total.value))
    asked = total.lacking or total.parts
    return labels.text("trong_o", "chua_co" if asked else "khong_ap_dung")
