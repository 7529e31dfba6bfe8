"""How fast the program is, as `docs/performance.md` tells it; see `__main__.py`."""
