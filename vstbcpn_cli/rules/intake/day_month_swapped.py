"""VS326, a date that fits the period only with day and month swapped: its lines of the self-check."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import FieldType, Nature
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, date, lines_of


def live(form: LiveForm) -> Iterator[LiveCheck]:
    """In the period of the edition where a date should lie in it, and nowhere after the day the report is due."""
    edition, period = form.applies.edition, form.applies.period
    opens, closes, due = (date(d.year, d.month, d.day) for d in (period.from_date, period.until_date, period.due))
    dated = [(i.code, i.nature is Nature.FLOW) for i in edition.indicators.values() if i.type is FieldType.DATE]
    columns = ((code, c, t) for code, (t, c) in edition.table_columns.items() if c.type is FieldType.DATE)
    dated += [(code, Nature.FLOW in (c.nature, c.nature is Nature.NONE and t.nature)) for code, c, t in columns]
    for code, flow in dated:
        for line in lines_of(form, code):
            day = line.cell(code)
            swapped = f"DATE(YEAR({day}),DAY({day}),MONTH({day}))"
            likelier = f"({day}>{due})*({swapped}<={due})"
            if flow:
                outside = f"(({day}<{opens})+({day}>{closes})>0)"
                likelier += f"+{outside}*({swapped}>={opens})*({swapped}<={closes})"
            yield LiveCheck(
                at=code,
                text=f"“{form.label(code)}” không đảo ngày và tháng",
                ready=line.usable(code),
                broken=f"IF(DAY({day})<=12,{likelier}>0,FALSE)",
                cells=(code,),
                table=line.table,
                met_at_issue=code in form.applies.edition.filled_at_issue,
            )
