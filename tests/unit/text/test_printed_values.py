"""An answer as it is printed, whatever its type."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from vstbcpn_cli.text.values import written


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *((None, ""), (True, "Có"), (False, "Không"), (0, "0"), (1234, "1.234"), (Decimal("12.3456"), "12,3456")),
        *((dt.date(2011, 6, 5), "05/6/2011"), ("Kế hoạch", "Kế hoạch")),
    ],
)
def test_an_answer_in_words(value: int | Decimal | dt.date | bool | str | None, said: str) -> None:
    assert written(value) == said
