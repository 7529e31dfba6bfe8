"""Saying what the forms add up to (Word, Excel, CSV, JSON) and how far they have come in (the overview).

Concepts: a `Report` (renderer.py) is everything a renderer may use; a renderer writes one file from it and stands in
the list of `registry.py`. `context/context.py` is the one object a template may name, `context/phrases.py` what a
report says again and again; how a number, a day or a list is written is the business of `text/`.

An `Overview` is everything the page and the lists of `validate --report` may use; `overview/model.py` is what they
name.

Flow: `Report` → context → sentences (`templates/**/*.j2`), a `Text` that knows its remarks, tables and charts
(`document/text.py`) → of each section a list of paragraphs, tables and charts → Word template
(`templates/common/*.docx`) → tables and native charts put at their places → annexes → everything read back. The
office's own templates are gone through first, without a single return (`word/check_templates.py`).

What goes back to one unit is said by `FeedbackWords` (feedback/wording.py) in the words of
`templates/common/phan-hoi`; feedback/slip.py and feedback/short_text.py write it.

Intention: the words of the report live in `templates/` and belong to the office; Python computes, it does not
phrase.
"""
