"""The copies of the Word report."""

from __future__ import annotations

from enum import StrEnum


class Copy(StrEnum):
    """For whom a copy of the Word report is. That of the officer who answers for the figures also has their codes, the
    figures that do not count and the points to verify; it does not go up."""

    SIGNING = "signing"
    OFFICER = "officer"
