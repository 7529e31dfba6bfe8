"""Blank workbooks out, returned workbooks judged cell by cell, one Word report up."""

__version__ = "0.2.0"
