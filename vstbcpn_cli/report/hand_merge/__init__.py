"""A Word document that somebody has edited, merged with what the program would write now: the hand that edited lives.

Three documents meet: the one written last (`base`), the same as it was edited since (`edited`), and the one that would
be written now (`new`). Whatever programs saved the edited one in between have made of its runs, styles and ids, it is
compared by what it shows.
"""
