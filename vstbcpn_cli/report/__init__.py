"""Saying what the forms add up to: Word, Excel, CSV, JSON.

Concepts: a `Report` (base.py) is everything a renderer may use; a renderer writes one file from it and is registered
in `RENDERERS` by name. `context.py` is the one object a template may name, `vietnamese.py` the way the office writes
numbers, dates, shares and lists.

Flow: `Report` → context → sentences (`templates/**/*.j2`), with marks for tables and charts (`pieces.py`) → Word
template (`templates/*.docx`) → tables and native charts put at their marks → annexes → everything read back. The
office's own templates are gone through first, without a single return (`template_check.py`).

Intention: the words of the report live in `templates/` and belong to the office; Python computes, it does not phrase.
"""
