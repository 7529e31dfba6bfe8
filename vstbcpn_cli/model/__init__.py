"""What came back and what it adds up to; knows no file, no sheet and no sentence.

Concepts: a `Submission` holds the `Observation`s of one unit, each with its cell and what the reader recorded of it; a
`Finding` is what a rule says of one. `Coverage` is who has sent what, a `Consolidation` every total with its parts.

Flow: submission → calculation (fields nobody types) → findings → coverage → counting (what counts) → consolidation.

Intention: values are frozen and carry their place; everything later than reading works on these types alone.
"""
