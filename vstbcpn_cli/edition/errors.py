"""What keeps a command from working: a file the office itself edits, or that nothing was sent."""


class ConfigurationError(Exception):
    """An edition, register or template cannot be used; `str()` is a Vietnamese sentence: file, place, remedy."""


class NoSubmissionError(Exception):
    """There is no returned file to work on; `str()` is a Vietnamese sentence that says why."""
