"""A cell of a list that is to be changed; apart from the changing, which few commands load."""

from __future__ import annotations

import datetime as dt

import msgspec

ListValue = str | int | dt.date


class ListCell(msgspec.Struct, frozen=True):
    """What is to stand in a cell, rows and columns counted from 1; "" empties it and leaves its looks."""

    row: int
    column: int
    value: ListValue
