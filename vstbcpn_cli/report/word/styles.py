"""The paragraph styles of the office's Word template that the program writes in."""

NUMBER, TITLE, ATTACHED, CAPTION = "VB Phụ lục", "VB Tên phụ lục", "VB Kèm theo", "VB Ghi chú bảng"
"""Those of an annex: its number, its title, what it is attached to, the notes and captions of its tables."""
HEADING = "VB Tên bảng"
"""“Bảng 1. …” of a table or chart in the body."""
CELL_STYLE = "VB Ô bảng"
"""The text of a table."""
SUBHEADING, NOTE = "VB Khoản", "VB Chú thích"
"""A heading within a section, the note to a mark; templates of the office that lack them have those above."""
STYLES = (NUMBER, TITLE, ATTACHED, CAPTION, HEADING, CELL_STYLE)
