"""What is wrong with a file the office itself edits."""


class ConfigurationError(Exception):
    """An edition, register or template cannot be used; `str()` is a Vietnamese sentence: file, place, remedy."""
